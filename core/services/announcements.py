"""Announcements: a card is posted into a channel, and the program remembers where."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from core.domain.errors import BadInput, Problem
from core.domain.rules import read_rules
from core.ports.platform import DeliveryError, Gone, Reason, TryLater, Unknown, Unreachable
from core.store.statements.program import ANNOUNCED
from core.store.transaction import AdminAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.people import Person
    from core.ports.cards import Card
    from core.ports.platform import Clock, Platform
    from core.services.program import ProgramService
    from core.store.store import Store

log = structlog.get_logger(__name__)

WHY_NOT: Mapping[Reason, Problem] = {
    Reason.APP_REMOVED: Problem("channel_not_in"),
    Reason.NO_ACCESS: Problem("channel_no_permission"),
    Reason.NO_PERMISSION: Problem("channel_no_permission"),
    Reason.ARCHIVED: Problem("channel_archived"),
    Reason.FORBIDDEN_BY_RULE: Problem("channel_forbidden"),
}
"""Why a channel takes nothing; for every other reason it is not known."""


class Announcements:
    """Posts into channels for the organisers."""

    def __init__(
        self, store: Store, platforms: Mapping[str, Platform], clock: Clock, program: ProgramService
    ) -> None:
        self._store = store
        self._platforms = platforms
        self._clock = clock
        self._program = program

    async def post(self, by: Person, channel: str, card: Card, *, key: str) -> None:
        """Post ``card`` into a channel of the platform of ``by``, whatever way its id was typed.

        The same ``key`` posts once. Raises BadInput naming ``channel``, with the reason why it can't be.
        """
        name = by.address.platform
        known = self._program.policy.announcement_channel
        try:
            rule = read_rules({"announcement_channel": {**known, name: channel or "-"}})
        except BadInput as bad:
            raise BadInput({"channel": bad.fields["announcement_channel"]}) from None
        places = rule["announcement_channel"]
        place = places[name] if isinstance(places, dict) else ""
        done = f"announced:{key}"
        if await self._store.read(lambda tx: tx.fact(done)) is not None:
            return
        try:
            await self._platforms[name].announce(place, card, key=key)
        except DeliveryError as error:
            log.warning("not_announced", reason=f"{type(error).__name__}({error})")
            raise BadInput({"channel": _problem(error)}) from None
        act = AdminAct(at=self._clock(), who=by.id, act=ANNOUNCED, facts={"platform": name, "channel": place})
        await self._store.write(lambda tx: tx.note_admin_act(act) if tx.first_fact(done, place) else None)
        await self._program.decide(rule, by=by.id)


def _problem(error: DeliveryError) -> Problem:
    match error:
        case Unreachable(reason=reason):
            return WHY_NOT.get(reason, Problem("channel_refused"))
        case Gone():
            return Problem("channel_gone")
        case TryLater():
            return Problem("channel_later")
        case Unknown():
            return Problem("channel_doubtful")
        case _:
            return Problem("channel_refused")
