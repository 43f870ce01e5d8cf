"""What is promised about standing: it is read as it was stored, and who is not offered is in no list of mentors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.requests import REQUEST_FIELDS, RequestText
from core.domain.standing import Approval, Standing, Step
from core.domain.waiting import WaitingPlace
from core.ports.platform import Posted
from tests.store.world import DAY, HOUR, NOW

if TYPE_CHECKING:
    from core.domain.people import PersonId
    from core.store.store import Store
    from tests.store.world import World


async def _save(store: Store, standing: Standing) -> None:
    await store.write(lambda tx: tx.save_standing(standing))


async def _called(store: Store, words: str) -> list[PersonId]:
    return await store.read(lambda tx: tx.people_called(words, 9, NOW))


class StandingPromises:
    async def test_a_standing_is_read_as_it_was_stored_and_nobody_else_has_one(
        self, store: Store, world: World
    ) -> None:
        ana, ken = await world.pair()
        full = Standing(
            person=ana,
            blocked=True,
            stopped=True,
            removed=True,
            paused=True,
            paused_until=NOW + DAY,
            approval=Approval.DECLINED,
            asked_at=NOW - DAY,
            answered_by=ken,
            step=Step.BLOCK,
            by=ken,
            word="Words 🦀",
            at=NOW,
        )
        for standing in (full, Standing(person=ana, asked_at=NOW - HOUR), full):
            await _save(store, standing)
            assert await store.read(lambda tx: tx.standing(ana)) == standing
        assert await store.read(lambda tx: tx.standing(ken)) == Standing(person=ken)
        assert await store.read(lambda tx: tx.standing_asked_at(NOW - DAY)) == full
        assert await store.read(lambda tx: tx.standing_asked_at(NOW)) is None

    async def test_who_is_not_offered_is_in_no_list_and_who_is_blocked_is_known_to_be(
        self, store: Store, world: World
    ) -> None:
        ana, ken = (await world.mentor("Ana")).person, (await world.mentor("Ken")).person
        for standing in (
            Standing(person=ana.id, stopped=True),
            Standing(person=ana.id, removed=True),
            Standing(person=ana.id, approval=Approval.WANTED),
            Standing(person=ana.id, blocked=True),
        ):
            await _save(store, standing)
            assert [one.person.id for one in await store.read(lambda tx: tx.mentors("", 9))] == [ken.id]
            assert [one.person for one in await store.read(lambda tx: tx.roster(""))] == [ken.id]
            mentor = await store.read(lambda tx: tx.mentor(ana.id))
            assert mentor is not None and not mentor.takes_requests(NOW)
            person = await store.read(lambda tx: tx.person(ana.id))
            assert person is not None and person.blocked is standing.blocked
            asked = await store.read(lambda tx: tx.asked_so_far(ana.id, ken.id, NOW))
            assert asked.blocked is standing.blocked
        known = await store.read(lambda tx: tx.mentor(ana.id))
        assert known is not None
        await store.write(lambda tx: tx.save_mentor(known))
        assert len(await store.read(lambda tx: tx.mentors("", 9))) == 1, "a new headline offers nobody"
        await _save(store, Standing(person=ana.id))
        assert len(await store.read(lambda tx: tx.mentors("", 9))) == 2

    async def test_who_waits_for_approval_is_listed_the_longest_wait_first(
        self, store: Store, world: World
    ) -> None:
        people = [(await world.mentor(name)).person.id for name in ("Ana", "Ken", "Lea")]
        for at, who in enumerate(people):
            await _save(store, Standing(person=who, approval=Approval.WANTED, asked_at=NOW - at * HOUR))
        await _save(store, Standing(person=people[1], approval=Approval.DECLINED, asked_at=NOW))
        assert await store.read(lambda tx: tx.asking(9)) == [people[2], people[0]]
        assert await store.read(lambda tx: tx.asking(1)) == [people[2]]

    async def test_a_line_ends_for_everybody_in_it_and_is_remembered_until_they_are_told(
        self, store: Store, world: World
    ) -> None:
        ana, ken = (await world.mentor("Ana")).person.id, (await world.mentor("Ken")).person.id
        sam, mia = (await world.person("Sam")).id, (await world.person("Mia")).id
        text = RequestText(**{name: f"The words of {name}" for name in REQUEST_FIELDS})
        for mentor, student in ((ana, sam), (ana, mia), (ken, sam)):
            place = WaitingPlace(mentor=mentor, student=student, text=text, since=NOW)
            await store.write(lambda tx, place=place: tx.join_line(place))  # type: ignore[misc]
        assert set(await store.write(lambda tx: tx.end_line(ana))) == {sam, mia}
        assert await store.write(lambda tx: tx.end_line(ana)) == []
        (left,) = await store.read(lambda tx: tx.line_for(ken, 9))
        assert (left.student, left.text) == (sam, text)
        await store.write(lambda tx: tx.note_ended_place(sam, ana, NOW))
        await store.write(lambda tx: tx.note_ended_place(sam, ana, NOW))
        assert await store.read(lambda tx: tx.ended_place(sam, NOW)) == ana
        assert await store.read(lambda tx: tx.ended_place(mia, NOW)) is None
        assert await store.write(lambda tx: tx.purge_ended_places(NOW)) == 0
        assert await store.write(lambda tx: tx.purge_ended_places(NOW + HOUR)) == 1
        assert await store.read(lambda tx: tx.ended_place(sam, NOW)) is None

    async def test_people_are_found_by_a_part_of_their_name_or_by_their_standing(
        self, store: Store, world: World
    ) -> None:
        ana, percent = await world.person("Ana Élan"), await world.person("100% Kim_K")
        await world.person("Away Ana", left_at=NOW)
        for words, found in (
            ("ana", [ana]),
            ("Élan", [ana]),
            ("0%", [percent]),
            ("m_k", [percent]),
            ("x%", []),
        ):
            assert await _called(store, words) == [one.id for one in found]
        assert await _called(store, "") == []
        await _save(store, Standing(person=ana.id, blocked=True))
        await _save(store, Standing(person=percent.id))
        assert await _called(store, "") == [ana.id]
        for ended in (
            Standing(person=percent.id, stopped=True),
            Standing(person=percent.id, paused=True, paused_until=NOW),
        ):
            await _save(store, ended)
            assert await _called(store, "") == [ana.id], (
                "what one does oneself, and what is over, is no matter"
            )
        await _save(store, Standing(person=percent.id, paused=True, paused_until=NOW + HOUR))
        assert set(await _called(store, "")) == {ana.id, percent.id}

    async def test_the_cards_that_ask_for_approval_are_remembered(self, store: Store, world: World) -> None:
        ana, ken = await world.pair()
        card = Posted("D1", world.ids().hex)
        for _ in range(2):
            await store.write(lambda tx: tx.place_approval(ana, ken, card))
        assert await store.read(lambda tx: tx.approval_cards(ana, ken)) == [card]
        assert await store.read(lambda tx: tx.approval_cards(ken, ana)) == []
        assert await store.read(lambda tx: tx.approval_readers(ana)) == [ken]
