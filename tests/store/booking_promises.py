"""What is promised about bookings: one write path that stores everything or nothing."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from core.domain.acts import Accept, AcceptProposal, Cancel, Propose, Reject
from core.domain.agenda import Section
from core.domain.booking import Booking, BookingId, LinkState, Proposal, Role, Slot, Status
from core.domain.errors import Clash, Stale
from core.domain.links import MeetingLink
from core.domain.mentor_search import MentorSearch
from core.domain.moves import move
from core.domain.notices import notices_for
from core.domain.people import Offering, OfferingId, ProgramId
from core.store.columns import SOMEDAY
from core.store.tables import every as tables
from core.store.transaction import Repeated, Transaction
from tests.store.world import DAY, HOUR, MINUTE, NOW, asked, booking_of, slot

if TYPE_CHECKING:
    from core.domain.people import PersonId
    from core.store.store import Store
    from tests.store.world import World

EVERYTHING = ("booking", "busy", "history", "inbox", "outbox")


def _sizes(tx: Transaction) -> dict[str, int]:
    count = sa.select(sa.func.count())
    kept = {name: tables.METADATA.tables[name] for name in EVERYTHING}
    found = {
        name: count.select_from(table).where(table.c.program == tx.program) for name, table in kept.items()
    }
    return {name: tx._connection.execute(query).scalar_one() for name, query in found.items()}


async def _stored(store: Store, booking: Booking) -> Booking | None:
    return await store.read(lambda tx: tx.booking(booking.id))


async def _overlapping_time_is_refused(store: Store, world: World, word: str = "") -> None:
    """Put a person into held time past every check of ours; `word` stands behind INSERT."""
    student, mentor = await world.pair()
    other = (await world.person("Lea")).id
    await world.ask(student, mentor, slot(DAY))
    free = await world.ask(other, mentor, slot(2 * DAY))

    def put(tx: Transaction, person: PersonId) -> None:
        tx._connection.execute(sa.delete(tables.busy).where(tables.busy.c.booking == free.id))
        row = {"booking": free.id, "person": person, "program": store.program}
        row |= {"starts_at": NOW + DAY + MINUTE, "ends_at": NOW + DAY + 2 * MINUTE}  # type: ignore[dict-item]
        tx._connection.execute(sa.insert(tables.busy).prefix_with(word), row)

    with pytest.raises(sa.exc.IntegrityError):
        await store.write(lambda tx: put(tx, mentor))
    await store.write(lambda tx: put(tx, other))


class SqliteBookingPromises:
    """SQLite has words that let an INSERT pass over a constraint; they do not pass over this one."""

    @pytest.mark.parametrize("word", ["OR REPLACE", "OR IGNORE"])
    async def test_the_database_itself_refuses_overlapping_time_whatever_the_word(
        self, store: Store, world: World, word: str
    ) -> None:
        await _overlapping_time_is_refused(store, world, word)


class BookingPromises:
    async def test_what_cannot_be_read_of_a_row_is_left_out(self, store: Store, world: World) -> None:
        booking = await world.ask(*await world.pair(), slot(DAY))
        end = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
        odd = {"proposal": {"by": "parent", "slots": [5]}, "starts_at": end, "ends_at": end, "answer_by": end}
        odd |= {"search": {"mentors": ["nobody"], "place": 1, "following": None}}
        change = sa.update(tables.booking).where(tables.booking.c.id == booking.id).values(odd)
        await store.write(lambda tx: tx._connection.execute(change))
        read = await _stored(store, booking)
        assert read == replace(booking, slot=None, answer_by=SOMEDAY)

    async def test_every_field_of_a_booking_survives(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        offering = Offering(id=OfferingId(world.ids()), mentor=mentor, title="Review")
        await store.write(lambda tx: tx.add_offering(offering))
        full = booking_of(
            store,
            world.ids,
            student,
            mentor,
            offering=offering.id,
            message="Two\nlines, a 🦀, and 'quotes'",
            slot=slot(DAY, 45),
            minutes=45,
            status=Status.ACCEPTED,
            reply="Gladly",
            reason="None",
            link=MeetingLink("https://meet.example.org/ken"),
            link_state=LinkState.MADE,
            proposal=Proposal(Role.MENTOR, (slot(2 * DAY), Slot(NOW + 3 * DAY + MINUTE, 60)), "Or then?"),
            decided_at=NOW + MINUTE,
            accepted_at=NOW + 2 * MINUTE,
            closed_by=Role.ADMIN,
            change_notice=720,
            held_until=NOW + HOUR,
            series=BookingId(world.ids()),
            told_with=BookingId(world.ids()),
            search=MentorSearch(mentors=(mentor, student), place=1, following=BookingId(world.ids())),
        )
        empty = [field.name for field in fields(Booking) if getattr(full, field.name) in (None, "")]
        assert empty == [], "give the new field a value here, so that its way through the store is tested"
        await store.write(lambda tx: tx.record(asked(full), key=None, who=student))
        assert await store.read(lambda tx: tx.booking(full.id)) == full
        assert await store.read(lambda tx: tx.booking_by_ref(full.ref)) == full
        assert (await store.read(lambda tx: tx.history(full.id)))[-1].moved.booking == full

    async def test_a_booking_without_a_time_holds_none(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        first = await world.ask(student, mentor)
        await world.ask(student, mentor)
        assert (await store.read(lambda tx: tx.booking(first.id))) == first
        assert await store.read(lambda tx: tx.busy(mentor, NOW - DAY, NOW + 9000 * DAY)) == []

    async def test_the_history_replays_to_the_row(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        booking = await world.ask(student, mentor, slot(DAY))
        booking = await world.do(booking, Propose(slots=(slot(2 * DAY),), note="?"), Role.MENTOR)
        booking = await world.do(booking, AcceptProposal(), Role.STUDENT)
        booking = await world.do(booking, Cancel(reason="ill"), Role.STUDENT)
        lines = await store.read(lambda tx: tx.history(booking.id))
        assert [line.moved.act.value for line in lines] == [
            "request",
            "propose_time",
            "accept_proposal",
            "cancel",
        ]
        assert [line.who for line in lines] == [student, mentor, student, student]
        assert [line.moved.booking.version for line in lines] == [1, 2, 3, 4]
        assert lines[-1].moved.booking == booking == await store.read(lambda tx: tx.booking(booking.id))
        assert lines[-1].moved.before == lines[-2].moved.booking

    async def test_the_notices_are_stored_with_the_change(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        booking = booking_of(store, world.ids, student, mentor, slot=slot(3 * DAY))
        await store.write(lambda tx: tx.record(asked(booking), key=None, who=student))
        told = [one.notice for who in (student, mentor) for one in await world.entries(who)]
        assert sorted(told, key=lambda one: one.key) == sorted(
            notices_for(asked(booking)), key=lambda one: one.key
        )

    async def test_the_same_act_twice_changes_nothing_and_says_so(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        booking = await world.ask(student, mentor, slot(DAY), key="slack:1")
        before = await store.read(_sizes)
        with pytest.raises(Repeated) as repeated:
            await world.ask(student, mentor, slot(5 * DAY), key="slack:1")
        assert repeated.value.booking == booking.id
        assert await store.read(_sizes) == before
        assert await store.read(lambda tx: tx.seen("slack:1")) == booking.id
        assert await store.read(lambda tx: tx.seen("slack:2")) is None

    async def test_an_older_version_cannot_be_written_over_a_newer(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        booking = await world.ask(student, mentor, slot(DAY))
        accepted = await world.do(booking, Accept(reply="yes"), Role.MENTOR)
        before = await store.read(_sizes)
        with pytest.raises(Stale):
            await world.do(booking, Reject(reply="no"), Role.MENTOR, key="again")
        assert await store.read(_sizes) == before, "the inbox key must be taken back as well"
        assert await store.read(lambda tx: tx.booking(booking.id)) == accepted

    @pytest.mark.parametrize(
        ("start", "minutes", "free"),
        [(-30, 30, True), (-29, 30, False), (0, 30, False), (10, 10, False), (29, 30, False), (30, 30, True)],
    )
    async def test_time_is_held_half_open(
        self, store: Store, world: World, start: int, minutes: int, free: bool
    ) -> None:
        student, mentor = await world.pair()
        other = (await world.person("Lea")).id
        await world.ask(student, mentor, slot(DAY))
        wanted = slot(DAY + start * MINUTE, minutes)
        before = await store.read(_sizes)
        if free:
            await world.ask(other, mentor, wanted)
            return
        with pytest.raises(Clash):
            await world.ask(other, mentor, wanted, key="k")
        assert await store.read(_sizes) == before
        assert [one.slot for one in await store.read(lambda tx: tx.clashes(mentor, wanted))] == [slot(DAY)]

    async def test_a_student_is_not_in_two_places(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        other = (await world.person("Lea")).id
        await world.ask(student, mentor, slot(DAY))
        with pytest.raises(Clash):
            await world.ask(student, other, slot(DAY))
        with pytest.raises(Clash):
            await world.ask(mentor, other, slot(DAY))

    async def test_what_ends_gives_its_time_back(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        booking = await world.ask(student, mentor, slot(DAY))
        await world.do(booking, Reject(), Role.MENTOR)
        assert await store.read(lambda tx: tx.busy(mentor, NOW, NOW + 9 * DAY)) == []
        await world.ask(student, mentor, slot(DAY))

    async def test_a_proposal_holds_no_time_until_it_is_agreed(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        other = (await world.person("Lea")).id
        booking = await world.ask(student, mentor, slot(DAY))
        booking = await world.do(booking, Propose(slots=(slot(2 * DAY), slot(3 * DAY))), Role.MENTOR)
        taken = await world.ask(other, mentor, slot(2 * DAY))
        with pytest.raises(Clash):
            await world.do(booking, AcceptProposal(choice=0), Role.STUDENT)
        assert await store.read(lambda tx: tx.booking(booking.id)) == booking
        moved = await world.do(booking, AcceptProposal(choice=1), Role.STUDENT)
        held = await store.read(lambda tx: tx.busy(mentor, NOW, NOW + 9 * DAY))
        assert [one.start for one in held] == [NOW + 2 * DAY, NOW + 3 * DAY]
        for day, holder in ((2, taken), (3, moved)):
            found = await store.read(partial(Transaction.clashes, who=mentor, slot=slot(day * DAY)))
            assert found == [holder]

    async def test_a_time_may_move_onto_itself(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        booking = await world.ask(student, mentor, slot(DAY, 60))
        booking = await world.do(booking, Propose(slots=(slot(DAY + HOUR / 2, 60),)), Role.MENTOR)
        await world.do(booking, AcceptProposal(), Role.STUDENT)
        (held,) = await store.read(lambda tx: tx.busy(student, NOW, NOW + 9 * DAY))
        assert (held.start, held.end) == (NOW + DAY + HOUR / 2, NOW + DAY + 1.5 * HOUR)
        assert await store.read(lambda tx: tx.clashes(student, slot(DAY, 60), booking.id)) == []

    async def test_the_database_itself_refuses_overlapping_time(self, store: Store, world: World) -> None:
        await _overlapping_time_is_refused(store, world)

    async def test_the_database_itself_refuses_a_shift_into_held_time(
        self, store: Store, world: World
    ) -> None:
        student, mentor = await world.pair()
        await world.ask(student, mentor, slot(DAY))
        second = await world.ask((await world.person("Lea")).id, mentor, slot(2 * DAY))
        shift = sa.update(tables.busy).where(
            tables.busy.c.booking == second.id, tables.busy.c.person == mentor
        )
        with pytest.raises(sa.exc.IntegrityError):
            await store.write(lambda tx: tx._connection.execute(shift.values(starts_at=NOW + DAY)))
        await store.write(lambda tx: tx._connection.execute(shift.values(starts_at=NOW + DAY + HOUR)))

    async def test_an_unknown_status_is_refused_by_the_database(self, store: Store, world: World) -> None:
        booking = await world.ask(*await world.pair())
        raw = sa.text("UPDATE booking SET status = 'perhaps' WHERE ref = :ref").bindparams(ref=booking.ref)
        with pytest.raises(sa.exc.IntegrityError):
            await store.write(lambda tx: tx._connection.execute(raw))

    async def test_a_naive_time_is_refused(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        naive = booking_of(store, world.ids, student, mentor, answer_by=NOW.replace(tzinfo=None))
        with pytest.raises((sa.exc.StatementError, TypeError), match=r"zone|naive"):
            await store.write(lambda tx: tx.record(asked(naive), key=None, who=student))

    async def test_another_program_sees_no_booking(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        booking = await world.ask(student, mentor, slot(DAY), key="k")
        accept = move(booking, Accept(), Role.MENTOR, NOW)
        assert accept is not None

        def work(tx: Transaction) -> None:
            other = Transaction(tx._connection, ProgramId(world.ids()))
            assert other.booking(booking.id) is None
            assert other.booking_by_ref(booking.ref) is None
            assert other.seen("k") is None
            assert other.history(booking.id) == []
            assert other.agenda(student, Section.PENDING, NOW, 10) == []
            assert other.claim(NOW + DAY, HOUR, 10) == []
            assert other.overdue(NOW + 9 * DAY, 10) == []
            with pytest.raises(ValueError, match="another program"):
                other.record(accept, key=None, who=mentor)

        await store.write(work)

    async def test_hostile_text_harms_nobody_else(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        for text in ("a\x00b", "\ud800", "'; DROP TABLE booking; --", "\u202e%_\\"):
            with suppress(sa.exc.DBAPIError, UnicodeEncodeError):
                hostile = await world.ask(student, mentor, topic=text)
                assert await _stored(store, hostile) == hostile
        after = await world.ask(student, mentor)
        assert await _stored(store, after) == after

    async def test_an_error_takes_everything_back(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        booking = booking_of(store, world.ids, student, mentor, slot=slot(DAY))

        def work(tx: Transaction) -> None:
            tx.record(asked(booking), key="k", who=student)
            raise LookupError("after the write")

        before = await store.read(_sizes)
        with pytest.raises(LookupError):
            await store.write(work)
        assert await store.read(_sizes) == before
        await store.write(lambda tx: tx.record(asked(replace(booking, topic="Again")), key="k", who=student))
