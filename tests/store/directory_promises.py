"""What is promised about the directory: everybody is found, in order, with what is told of each."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from core.domain.acts import Accept, Cancel, Reject
from core.domain.booking import Role
from core.domain.directory import ANSWERS
from core.store.transaction import Transaction
from tests.store.world import DAY, HOUR, NOW, slot

if TYPE_CHECKING:
    from core.store.store import Store
    from tests.store.world import World


class DirectoryPromises:
    async def test_the_roster_is_everybody_who_can_be_asked_and_then_who_rests(
        self, store: Store, world: World
    ) -> None:
        made = {
            name: await world.mentor(name, skills="Rust", hours="Mon 9-12") for name in ("Zoë", "Ana", "Kim")
        }
        await world.mentor("Ben", skills="rust", languages="Français", paused=True, paused_until=NOW + DAY)
        await world.mentor("Gone", skills="rust", paused=True)
        names = {one.person.id: one.person.name for one in await store.read(lambda tx: tx.mentors("", 9))}

        async def found(words: str) -> list[str]:
            roster = await store.read(lambda tx: tx.roster(words, but=made["Kim"].person.id))
            return [names.get(one.person, "Ben") for one in roster]

        assert await found("") == ["Ana", "Zoë", "Ben"]
        assert await found("zoe rust") == ["Zoë"]
        assert await found("francais") == ["Ben"]
        (ana, _, ben) = await store.read(lambda tx: tx.roster("rust", but=made["Kim"].person.id))
        assert (ana.hours, ana.rests, ben.rests) == ("Mon 9-12", False, True)
        assert "rust" in ana.said

    async def test_what_is_held_is_known_of_everybody_at_once(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        await world.ask(student, mentor, slot(DAY, 60))
        await world.ask(student, mentor, slot(9 * DAY))
        begins = int((NOW + DAY).timestamp())
        held = await store.read(
            lambda tx: tx.held_between(NOW + DAY + 59 * timedelta(minutes=1), NOW + 2 * DAY)
        )
        assert held == {student: [(begins, begins + 3600)], mentor: [(begins, begins + 3600)]}
        assert await store.read(lambda tx: tx.held_between(NOW, NOW + DAY)) == {}

    async def test_what_each_one_has_is_what_one_of_them_has(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        await world.ask(student, mentor, slot(DAY, 60))
        for who in (student, mentor):
            one = await store.read(
                partial(Transaction.busy, who=who, start=NOW, end=NOW + 9 * DAY, engaged=True)
            )
            each = await store.read(lambda tx: tx.busy_each([student, mentor], NOW, NOW + 9 * DAY))
            assert each[who] == one

    async def test_answers_are_counted_and_what_nobody_answered_is_not(
        self, store: Store, world: World
    ) -> None:
        student, mentor = await world.pair()
        fast = await world.ask(student, mentor, slot(DAY))
        slow = await world.ask(student, mentor, slot(2 * DAY))
        gone = await world.ask(student, mentor, slot(3 * DAY))
        await world.ask(student, mentor, slot(4 * DAY))
        await world.do(fast, Accept(), Role.MENTOR, at=NOW + HOUR)
        await world.do(slow, Reject(), Role.MENTOR, at=NOW + 3 * HOUR)
        await world.do(gone, Cancel(), Role.STUDENT, at=NOW + 2 * HOUR)
        waits = await store.read(lambda tx: tx.waits([mentor, student]))
        assert waits == {mentor: [3 * HOUR, HOUR]}
        assert await store.read(lambda tx: tx.waits([])) == {}
        assert await store.read(lambda tx: tx.open_with([mentor, student], NOW)) == {mentor: 2}

    async def test_a_clock_that_was_set_back_makes_no_answer_quicker_than_at_once(
        self, store: Store, world: World
    ) -> None:
        student, mentor = await world.pair()
        asked = await world.ask(student, mentor, slot(DAY))
        await world.do(asked, Accept(), Role.MENTOR, at=NOW - HOUR)
        assert await store.read(lambda tx: tx.waits([mentor])) == {mentor: [timedelta(0)]}

    async def test_no_more_answers_are_read_than_count(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        for number in range(ANSWERS + 2):
            asked = await world.ask(student, mentor, slot((2 + number) * HOUR))
            await world.do(asked, Reject(), Role.MENTOR, at=NOW + HOUR)
        waits = await store.read(lambda tx: tx.waits([mentor]))
        assert len(waits[mentor]) == ANSWERS

    async def test_mentors_and_what_they_offer_come_at_once(self, store: Store, world: World) -> None:
        ana, stranger = await world.mentor("Ana", languages="German"), await world.person("Sam")
        these = [stranger.id, ana.person.id]
        assert await store.read(lambda tx: tx.mentors_by_id(these)) == {ana.person.id: ana}
        assert await store.read(lambda tx: tx.offered_by(these)) == {}
