"""What is promised about a program: its rules, its organisers, and what organisers have done."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING

from core.domain.accounts import AccountLink
from core.domain.acts import Accept
from core.domain.booking import Role
from core.domain.notices import NUDGES, notices_for
from core.domain.policy import Policy
from core.domain.reminders import USUAL, Ahead
from core.domain.set_up import Step
from core.services.current_policy import CurrentPolicy
from core.services.program import ProgramService
from core.store.transaction import AdminAct
from core.times.quiet_hours import EVENING, MORNING
from tests.store.reminder_promises import planned
from tests.store.world import DAY, NOW, asked, slot

if TYPE_CHECKING:
    from core.domain.people import PersonId
    from core.domain.rules import Value
    from core.store.store import Store
    from core.store.transaction import Transaction
    from core.times.quiet_hours import Quiet
    from tests.store.world import World


class ProgramPromises:
    async def test_rules_are_kept_with_their_version(self, store: Store) -> None:
        assert await store.read(lambda tx: tx.rules()) == (0, {})
        for version, rules in (
            (1, {"name": "Acme"}),
            (2, {"answer_hours": 3, "mentor_groups": {"slack": "S1"}}),
        ):
            await store.write(lambda tx, at=version, kept=rules: tx.save_rules(at, kept, NOW))  # type: ignore[misc]
            assert await store.read(lambda tx: tx.rules()) == (version, rules)

    async def test_two_who_decide_at_once_undo_nothing_of_each_other(self, store: Store) -> None:
        services = [ProgramService(store, {}, lambda: NOW, CurrentPolicy(Policy())) for _ in range(4)]
        all_of_it: dict[str, Value] = {
            "name": "Acme",
            "answer_hours": 3,
            "open_requests": 7,
            "grace_minutes": 8,
        }
        changes = [{name: value} for name, value in all_of_it.items()]
        await asyncio.gather(
            *(one.decide(change, by=None) for one, change in zip(services, changes, strict=True))
        )
        version, rules = await store.read(lambda tx: tx.rules())
        assert (version, rules) == (4, all_of_it)
        for one in services:
            await one.look()
            assert one.policy.open_requests == 7
        await services[0].decide({"name": "Acme"}, by=None)
        assert (await store.read(lambda tx: tx.rules()))[0] == 4, "what is so already is not decided again"

    async def test_organisers_come_in_their_order_and_go(self, store: Store, world: World) -> None:
        (sam, ana), others = await world.pair(), world.somebody("Elsewhere")
        made = [
            await store.write(lambda tx, who=who, at=at: tx.add_organiser(who, sam, NOW + at * DAY))  # type: ignore[misc]
            for who, at in ((ana, 1), (sam, 0), (ana, 2))
        ]
        assert made == [True, True, False]
        assert [one.id for one in await store.read(lambda tx: tx.organisers())] == [sam, ana]
        known = await store.read(lambda tx: tx.organising(ana))
        assert known is not None and (known.added_by, known.since) == (sam, NOW + DAY)
        assert await store.read(lambda tx: tx.organising(others.id)) is None
        assert [await store.write(lambda tx: tx.remove_organiser(ana)) for _ in range(2)] == [True, False]

    async def test_who_administers_is_noted_of_each_account_and_asked_as_one_person(
        self, store: Store, world: World
    ) -> None:
        sam, ana = await world.pair()

        async def note(who: PersonId, *, administers: bool) -> dict[PersonId, PersonId]:
            await store.write(lambda tx: tx.note_administrator(who, NOW, administers=administers))
            return await store.read(lambda tx: tx.administrators())

        assert await note(sam, administers=True) == {sam: sam}
        assert await note(sam, administers=True) == {sam: sam}
        assert await note(ana, administers=False) == {sam: sam}
        link = AccountLink(joined=sam, kept=ana, since=NOW, swapped=False, gone=None)
        await store.write(lambda tx: tx.link(link))
        assert await note(ana, administers=True) == {sam: ana, ana: ana}
        assert await note(sam, administers=False) == {ana: ana}

    async def test_acts_of_organisers_are_remembered_the_latest_first(
        self, store: Store, world: World
    ) -> None:
        sam, ana = await world.pair()
        acts = [
            AdminAct(at=NOW, act="decide", facts={"rules": ["name"]}),
            AdminAct(at=NOW + DAY, act="add-organiser", who=sam, about=ana),
        ]
        for one in acts:
            await store.write(lambda tx, done=one: tx.note_admin_act(done))  # type: ignore[misc]
        assert await store.read(lambda tx: tx.admin_acts(9)) == acts[::-1]
        assert await store.read(lambda tx: tx.admin_acts(1)) == acts[1:]

    async def test_what_is_set_up_is_read_from_the_database(self, store: Store, world: World) -> None:
        async def done() -> set[Step]:
            return set(await store.read(lambda tx: tx.set_up()))

        assert await done() == set()
        mentor = await world.mentor("Ken")
        assert await done() == {Step.MENTOR}

        def gives_hours(tx: Transaction) -> None:
            tx.save_mentor(replace(mentor, hours="Mon 09:00-10:00", zone="UTC"))
            tx.note_admin_act(AdminAct(at=NOW, act="announce"))

        await store.write(gives_hours)
        assert await done() == {Step.MENTOR, Step.HOURS, Step.ANNOUNCED}
        student = await world.person("Ana")
        await world.do(await world.ask(student.id, mentor.person.id, slot(3 * DAY)), Accept(), Role.MENTOR)
        assert await done() == {Step.MENTOR, Step.HOURS, Step.ANNOUNCED, Step.ACCEPTED}

    async def test_the_programs_reminders_are_for_who_has_not_chosen(
        self, store: Store, world: World
    ) -> None:
        (student, mentor), current = await world.pair(), CurrentPolicy(Policy())
        store.policy = current
        await world.do(await world.ask(student, mentor, slot(3 * DAY)), Accept(), Role.MENTOR)
        await store.write(lambda tx: tx.set_reminders(mentor, {Ahead.TWO_DAYS}, NOW))
        program = ProgramService(store, {}, lambda: NOW, current)
        await program.decide({"reminders": ["1h"]}, by=None)
        assert await planned(world, student) == USUAL | {Ahead.HOUR}, (
            "what is planned is dropped when it is due"
        )
        assert await planned(world, mentor) == {Ahead.TWO_DAYS}
        person = await store.read(lambda tx: tx.person(student))
        assert person is not None and person.reminders == {Ahead.HOUR}
        later = await world.do(await world.ask(student, mentor, slot(4 * DAY)), Accept(), Role.MENTOR)
        mine = [one.notice for one in await world.entries(student) if one.notice.booking == later.id]
        assert {one.kind.value for one in mine if one.kind.value.startswith("remind")} == {"remind_1h"}

    async def test_the_programs_quiet_hours_are_kept_free_of_nudges(self, store: Store, world: World) -> None:
        """Somewhere on earth it is night when a mentor is asked again; without quiet hours that counts nowhere."""
        off = (time(0), time(0))

        async def moved(quiet: Quiet) -> int:
            store.policy = CurrentPolicy(Policy(quiet=quiet))
            count = 0
            for zone in ("America/Los_Angeles", "Europe/Berlin", "Asia/Tokyo"):
                mentor, student = await world.mentor("Ken", zone=zone), await world.person("Ana")
                booking = await world.ask(student.id, mentor.person.id)
                plain = {one.due_at for one in notices_for(asked(booking)) if one.kind in NUDGES}
                planned = await world.entries(mentor.person.id)
                count += plain != {one.notice.due_at for one in planned if one.notice.kind in NUDGES}
            return count

        assert await moved(off) == 0
        assert await moved((EVENING, MORNING)) > 0
