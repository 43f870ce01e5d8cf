"""A program as a file: written from the database, and applied to it so that applying it again changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.domain.asked_notices import organiser_changed
from core.domain.notices import Kind
from core.domain.policy import Policy
from core.domain.program_file import ProgramFile
from core.domain.rules import policy_of
from core.ports.platform import Profile
from core.store.transaction import AdminAct

if TYPE_CHECKING:
    from core.domain.people import Address, Person
    from core.ports.platform import Clock
    from core.services.people import PeopleService
    from core.store.store import Store
    from core.store.transaction import Transaction


class ProgramFiles:
    """Reads and writes all that organisers decide."""

    def __init__(self, store: Store, people: PeopleService, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    async def export(self) -> ProgramFile:
        """Return what the program has decided, in chat or by a file."""

        def work(tx: Transaction) -> ProgramFile:
            return ProgramFile(tx.rules()[1], tuple(one.address for one in tx.organisers()))

        return await self._store.read(work)

    async def apply(self, wanted: ProgramFile) -> None:
        """Let the program be as a file says; the operator is who did it. Those who now organise are told."""
        organisers = [await self._known(one) for one in wanted.organisers or ()]

        def work(tx: Transaction) -> None:
            self._decide(tx, wanted)
            if wanted.organisers is not None:
                self._change_organisers(tx, organisers)

        await self._store.write(work)

    async def named(self, wanted: ProgramFile) -> ProgramFile:
        """Return a file with each organiser at the address at which ``export`` names them: some have two."""
        if wanted.organisers is None:
            return wanted
        known = [(one, await self._people.at(one)) for one in wanted.organisers]
        return replace(
            wanted, organisers=tuple(dict.fromkeys(who.address if who else one for one, who in known))
        )

    def _decide(self, tx: Transaction, wanted: ProgramFile) -> None:
        now = self._clock()
        version, rules = tx.rules_to_change(now)
        if rules == wanted.rules:
            return
        names = sorted(name for name in {*rules, *wanted.rules} if rules.get(name) != wanted.rules.get(name))
        tx.save_rules(version + 1, wanted.rules, now)
        tx.note_admin_act(AdminAct(at=now, act="decide", facts={"rules": names}))
        if "reminders" in names:
            tx.plan_reminders(policy_of(Policy(), wanted.rules).reminders, now)

    def _change_organisers(self, tx: Transaction, wanted: list[Person]) -> None:
        now, stay = self._clock(), {one.id for one in wanted}
        for one in wanted:
            if tx.add_organiser(one.id, None, now):
                tx.note_admin_act(AdminAct(at=now, act="add-organiser", about=one.id))
                tx.enqueue(organiser_changed(Kind.ORGANISER, one.id, now))
        for one in tx.organisers():
            if one.id not in stay and tx.remove_organiser(one.id):
                tx.note_admin_act(AdminAct(at=now, act="remove-organiser", about=one.id))
                tx.enqueue(organiser_changed(Kind.NO_ORGANISER, one.id, now))

    async def _known(self, address: Address) -> Person:
        """Return who is at an address; who has never met the bot gets a name once they do."""
        known = await self._people.at(address)
        return known or await self._people.greet(address, Profile(name="", guessed=True), own=False)
