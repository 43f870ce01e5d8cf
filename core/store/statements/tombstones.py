"""Tombstones: who was erased, by a keyed hash of their address, and whose address has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.erasure import NOWHERE
from core.domain.people import Address
from core.domain.tombstones import Tombstone
from core.store.statements.base_query import HERE, BaseQuery, upsert
from core.store.tables import every as tables
from core.store.tables.tombstones import tombstone

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.domain.people import PersonId

_t, _a = tombstone.c, tables.address.c
_ALL = sa.select(_t.salt, _t.digest, _t.at).where(_t.program == HERE)
_ADD = upsert(tombstone).on_conflict_do_nothing()
_KEEP = sa.update(tombstone).where(
    _t.program == HERE,
    _t.salt == sa.bindparam("under", type_=sa.String()),
    _t.digest == sa.bindparam("which", type_=sa.String()),
)
_BLOCKED = sa.select(_t.salt, _t.digest).where(_t.program == HERE, _t.blocked)
_ADDRESSES = sa.select(_a.platform, _a.space, _a.user_id, _a.person).where(
    _a.program == HERE, _a.platform != NOWHERE
)


class Tombstones(BaseQuery):
    """Who must not come back with a backup."""

    def tombstones(self) -> frozenset[Tombstone]:
        """Return all of them."""
        return frozenset(Tombstone(row["salt"], row["digest"], row["at"]) for row in self._rows(_ALL))

    def add_tombstones(self, stones: Iterable[Tombstone]) -> None:
        """Remember tombstones; one that is known stays as it is."""
        rows = [
            {"program": self.program, "salt": one.salt, "digest": one.digest, "at": one.at} for one in stones
        ]
        self._run_each(_ADD, rows)

    def keep_block(self, stone: Tombstone, *, blocked: bool) -> None:
        """Remember whether somebody was blocked when they were erased: nobody leaves a block by coming anew."""
        self._run(_KEEP.values(blocked=blocked), under=stone.salt, which=stone.digest)

    def was_blocked(self, address: Address) -> bool:
        """Whether whoever was last erased at an address was blocked."""
        rows = self._rows(_BLOCKED)
        return any(Tombstone.digest_of(address, row["salt"]) == row["digest"] for row in rows)

    def people_under(self, stones: Iterable[Tombstone]) -> list[tuple[PersonId, Address]]:
        """Return whose address one of these tombstones names."""
        by_salt: dict[str, set[str]] = {}
        for one in stones:
            by_salt.setdefault(one.salt, set()).add(one.digest)
        found: list[tuple[PersonId, Address]] = []
        for row in self._run(_ADDRESSES).mappings():
            address = Address(row["platform"], row["space"], row["user_id"])
            if any(Tombstone.digest_of(address, salt) in known for salt, known in by_salt.items()):
                found.append((row["person"], address))
        return found
