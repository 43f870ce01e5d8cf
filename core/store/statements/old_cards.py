"""Old cards: our messages about who was erased, until they are edited to say nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.people import Address
from core.ports.platform import Posted
from core.store.columns import UtcDateTime
from core.store.statements.base_query import HERE, LIMIT, BaseQuery
from core.store.tables.tombstones import old_card

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_c = old_card.c
_NOW = sa.bindparam("now", type_=UtcDateTime())
_ADD = sa.insert(old_card)
_IS_DUE = _c.program == HERE, _c.due_at <= _NOW
_NEXT = sa.select(_c.id).where(*_IS_DUE).order_by(_c.due_at, _c.id).limit(LIMIT).scalar_subquery()
_TAKE = (
    sa.update(old_card)
    .where(_c.id.in_(_NEXT), *_IS_DUE)
    .values(due_at=sa.bindparam("until", type_=UtcDateTime()))
    .returning(*old_card.c)
)
_FORGET = sa.delete(old_card).where(_c.program == HERE, _c.id == sa.bindparam("which", type_=sa.BigInteger()))
_TOO_OLD = sa.delete(old_card).where(
    _c.program == HERE, _c.since < sa.bindparam("before", type_=UtcDateTime())
)
_LEFT = sa.select(sa.func.count()).select_from(old_card).where(_c.program == HERE)


@dataclass(frozen=True, slots=True)
class OldCard:
    """A message of ours, or with ``posted`` None the page of ``reader``; of a message only the place counts."""

    reader: Address
    posted: Posted | None
    number: int = 0


class OldCards(BaseQuery):
    """What is still to be cleared."""

    def add_old_cards(self, cards: Iterable[OldCard], now: datetime) -> None:
        """Let these be cleared; of who reads them no more is kept than it takes."""
        rows = [
            {
                "program": self.program,
                "platform": one.reader.platform,
                "space": one.reader.space,
                "user_id": "" if one.posted else one.reader.user,
                "channel": one.posted.channel if one.posted else "",
                "message": one.posted.message if one.posted else "",
                "since": now,
                "due_at": now,
            }
            for one in cards
        ]
        self._run_each(_ADD, rows)

    def take_old_cards(self, now: datetime, until: datetime, limit: int) -> list[OldCard]:
        """Return the next ones; nobody else takes them before ``until``."""
        rows = self._run(_TAKE, now=now, until=until, limit=limit).mappings().all()
        return [_card(row) for row in sorted(rows, key=lambda row: row["id"])]

    def forget_old_cards(self, cards: Iterable[OldCard]) -> None:
        """Forget what was cleared, or can't be."""
        for one in cards:
            self._run(_FORGET, which=one.number)

    def old_cards_left(self) -> int:
        """Return how many are still to be cleared."""
        return self._number(_LEFT)

    def give_up_old_cards(self, before: datetime) -> int:
        """Forget those that have waited since before an instant; returns how many."""
        return self._run(_TOO_OLD, before=before).rowcount


def _card(row: sa.RowMapping) -> OldCard:
    posted = Posted(row["channel"], row["message"]) if row["message"] else None
    return OldCard(Address(row["platform"], row["space"], row["user_id"]), posted, row["id"])
