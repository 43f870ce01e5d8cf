"""How the statements are executed: none reads a whole table, and no page is sorted after it was read.

Every statement is caught as it is sent and explained with the same parameters, on tables that are full enough
for PostgreSQL to care.
"""

from __future__ import annotations

import random
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from core.domain.acts import Accept
from core.domain.agenda import Section
from core.domain.booking import Booking, BookingId, Proposal, Role, Status
from core.domain.busy_calendar import BusyCalendar
from core.domain.feedback import Feedback, Score
from core.domain.links import MeetingLink
from core.domain.meetings import Meeting
from core.domain.moves import move
from core.domain.notes import Note
from core.domain.notices import notices_for
from core.domain.people import Address, Mentor, PersonId, ProgramId
from core.domain.reminders import Ahead
from core.ports.platform import Posted
from core.store import schema
from core.store.rows import row_of
from core.store.tables import every as tables
from core.store.transaction import ClaimedMeeting, OutboxOutcome, Transaction
from tests.store import account_plans
from tests.store.filling import STANDINGS, fill_with_notes, fill_with_standing
from tests.store.postgres import fresh_database
from tests.store.world import DAY, HOUR, NOW, Ids, asked, slot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IDS = Ids(5)
PROGRAM = ProgramId(IDS())
PEOPLE = [PersonId(IDS()) for _ in range(400)]
ANA, KEN = PEOPLE[0], PEOPLE[1]
CARD = Posted("D1", "1")
CALENDAR = BusyCalendar(person=ANA, address="https://calendar.example.org/a.ics", due_at=NOW)
BOOKINGS = 3000
TABLES = set(tables.METADATA.tables) - {"program"}


def _bookings() -> list[Booking]:
    dice = random.Random(1)
    statuses = [Status.PENDING, Status.ACCEPTED] + [Status.COMPLETED] * 8
    made = []
    for number in range(BOOKINGS):
        student, mentor = (ANA, KEN) if number < 40 else dice.sample(PEOPLE, 2)
        status = statuses[number % 10]
        made.append(
            Booking(
                id=BookingId(IDS()),
                ref=f"S-{number}",
                program=PROGRAM,
                student=student,
                mentor=mentor,
                topic="Careers",
                minutes=30,
                slot=slot((number if status.is_open else -number) * HOUR),
                status=status,
                answer_by=NOW + number * HOUR,
                created_at=NOW - number * HOUR,
                proposal=Proposal(Role.MENTOR, (slot(number * HOUR),)) if number % 100 == 0 else None,
            )
        )
    return made


def _fill_with_people(connection: sa.Connection) -> None:
    tx = Transaction(connection, PROGRAM)
    connection.execute(sa.insert(tables.program), {"id": PROGRAM, "name": "p"})
    connection.execute(
        sa.insert(tables.person),
        [{"id": who, "program": PROGRAM, "name": f"Person {number}"} for number, who in enumerate(PEOPLE)],
    )
    connection.execute(
        sa.insert(tables.address),
        [
            {"person": who, "program": PROGRAM, "platform": "slack", "space": "T1", "user_id": str(number)}
            for number, who in enumerate(PEOPLE)
        ],
    )
    facts = [{"program": PROGRAM, "name": f"met:{who}", "value": "yes"} for who in PEOPLE]
    connection.execute(sa.insert(tables.fact), facts)
    connection.execute(
        sa.insert(tables.feed),
        [
            {"person": who, "program": PROGRAM, "secret": f"{number:064}", "made_at": NOW}
            for number, who in enumerate(PEOPLE)
        ],
    )
    for who in PEOPLE[:2]:
        person = tx.person(who)
        assert person is not None
        tx.save_mentor(Mentor(person=person, headline="Helps", since=NOW))
    first = connection.execute(sa.select(tables.mentor)).mappings().first()
    assert first is not None
    connection.execute(
        sa.insert(tables.mentor),
        [
            {**first, "person": who, "sort_name": f"person {number}"}
            for number, who in enumerate(PEOPLE)
            if number > 1
        ],
    )
    connection.execute(
        sa.insert(tables.offering),
        [
            {"id": IDS(), "program": PROGRAM, "mentor": who, "title": "Review", "minutes": 30}
            | {"description": "", "removed": False}
            for who in PEOPLE
        ],
    )


def _fill_with_calendars(connection: sa.Connection) -> None:
    tx = Transaction(connection, PROGRAM)
    for number, who in enumerate(PEOPLE):
        tx.save_calendar(replace(CALENDAR, person=who, due_at=NOW + number * HOUR))
        if number < 40:
            tx.set_engagements(who, [(NOW + day * DAY, NOW + day * DAY + HOUR) for day in range(100)])


def _fill_with_bookings(connection: sa.Connection, bookings: list[Booking]) -> None:
    tx = Transaction(connection, PROGRAM)
    connection.execute(sa.insert(tables.booking), [row_of(one) for one in bookings])
    past = [one for one in bookings if not one.status.is_open]
    notices = [notice for one in bookings[:1500] for notice in notices_for(asked(one))[:3]]
    tx.enqueue(*notices)
    connection.execute(
        sa.update(tables.outbox).where(tables.outbox.c.id % 20 != 0).values(state="done", first_try_at=NOW)
    )
    connection.execute(
        sa.insert(tables.history),
        [
            {"booking": one.id, "version": 1, "program": PROGRAM, "act": "request"}
            | {"role": "student", "who": one.student, "at": one.created_at, "snapshot": {}}
            for one in past
        ],
    )
    connection.execute(
        sa.insert(tables.inbox),
        [{"program": PROGRAM, "key": one.ref, "booking": one.id, "at": NOW} for one in bookings],
    )
    held = [one for one in bookings if one.status.is_open]
    connection.execute(
        sa.insert(tables.busy),
        [
            {"booking": one.id, "person": one.student, "program": PROGRAM}
            | {"starts_at": one.starts_at, "ends_at": one.ends_at}
            for one in held
        ],
    )
    connection.execute(
        sa.insert(tables.feedback),
        [
            {"booking": one.id, "person": one.student, "program": PROGRAM, "words": "", "at": NOW}
            for one in past
        ],
    )
    connection.execute(
        sa.insert(tables.placement),
        [
            {"program": PROGRAM, "channel": "D1", "message": str(number), "booking": one.id, "key": "k"}
            | {"person": one.mentor, "platform": "slack", "version": 1}
            for number, one in enumerate(bookings[:1500])
        ],
    )


def _fill_with_meetings(connection: sa.Connection, bookings: list[Booking]) -> None:
    connection.execute(
        sa.insert(tables.meeting),
        [
            {"booking": one.id, "number": 1, "program": PROGRAM, "state": "made", "provider": "zoom"}
            | {"handle": "8", "wished_at": NOW, "asked": 0, "tries": 1, "in_doubt": False}
            | {"due_at": NOW if number % 100 == 0 else None}
            for number, one in enumerate(bookings)
        ],
    )


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def filled(request: pytest.FixtureRequest) -> Iterator[tuple[sa.Connection, list[Booking]]]:
    address = "sqlite://" if request.param == "sqlite" else fresh_database()
    engine = sa.create_engine(address.replace("postgresql:", "postgresql+psycopg:"), poolclass=sa.StaticPool)
    bookings = _bookings()
    with engine.connect() as connection:
        schema.bring_up(connection)
        _fill_with_people(connection)
        fill_with_standing(connection, PROGRAM, PEOPLE)
        _fill_with_calendars(connection)
        _fill_with_bookings(connection, bookings)
        fill_with_notes(connection, bookings)
        account_plans.fill(connection, PROGRAM, PEOPLE[40:])
        _fill_with_meetings(connection, bookings)
        if request.param == "postgres":
            connection.exec_driver_sql("ANALYZE")
        yield connection, bookings
        connection.rollback()
    engine.dispose()


@contextmanager
def _caught(connection: sa.Connection) -> Iterator[list[tuple[str, Any]]]:
    sent: list[tuple[str, Any]] = []

    def note(_c: object, _d: object, statement: str, parameters: Any, _e: object, many: bool) -> None:
        sent.append((statement, parameters[0] if many else parameters))

    sa.event.listen(connection, "before_cursor_execute", note)
    yield sent
    sa.event.remove(connection, "before_cursor_execute", note)


def _plan(connection: sa.Connection, statement: str, parameters: Any) -> list[str]:
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [row[3] for row in rows]
    return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]


def _claimed(booking: Booking) -> ClaimedMeeting:
    meeting = Meeting(booking=booking.id, number=1, wished_at=NOW)
    return ClaimedMeeting(meeting=meeting, tries=1, asked=0, in_doubt=False)


def _accept(tx: Transaction, booking: Booking, *, coming: bool = False) -> None:
    moved = move(booking, Accept(coming=coming), Role.MENTOR, NOW - DAY)
    assert moved is not None
    tx.record(moved, key="fresh", who=booking.mentor)


def _noted(one: Booking) -> Note:
    return Note(booking=one.id, writer=one.student, text="Words", at=NOW)


def _said(booking: Booking) -> Feedback:
    return Feedback(booking=booking.id, person=booking.student, score=Score.GOOD, at=NOW)


READS: dict[str, Callable[[Transaction, Booking], object]] = {
    "booking": lambda tx, one: tx.booking(one.id),
    "booking_by_ref": lambda tx, one: tx.booking_by_ref(one.ref),
    "seen": lambda tx, one: tx.seen(one.ref),
    "history": lambda tx, one: tx.history(one.id),
    "pending": lambda tx, _: tx.agenda(ANA, Section.PENDING, NOW, 5),
    "pending after": lambda tx, one: tx.agenda(ANA, Section.PENDING, NOW, 5, one),
    "upcoming": lambda tx, _: tx.agenda(ANA, Section.UPCOMING, NOW, 5),
    "upcoming after": lambda tx, one: tx.agenda(ANA, Section.UPCOMING, NOW, 5, one),
    "past": lambda tx, _: tx.agenda(ANA, Section.PAST, NOW, 5),
    "past after": lambda tx, one: tx.agenda(ANA, Section.PAST, NOW, 5, one),
    "counts": lambda tx, _: tx.agenda_counts(ANA, NOW),
    "asked_so_far": lambda tx, _: tx.asked_so_far(ANA, KEN, NOW - HOUR),
    "last_topic": lambda tx, one: tx.last_topic(one),
    "last_topics": lambda tx, one: tx.last_topics([one.id]),
    "bookings": lambda tx, one: tx.bookings([one.id]),
    "mentors_among": lambda tx, _: tx.mentors_among([KEN]),
    "clashes": lambda tx, one: tx.clashes(ANA, slot(DAY), one.id),
    "busy": lambda tx, _: tx.busy(ANA, NOW, NOW + 28 * DAY),
    "busy with their calendar": lambda tx, _: tx.busy(ANA, NOW, NOW + 28 * DAY, engaged=True),
    "busy_calendar": lambda tx, _: tx.busy_calendar(ANA),
    "due_calendars": lambda tx, _: tx.due_calendars(NOW, 5),
    "our_bookings": lambda tx, one: tx.our_bookings({one.id, IDS()}),
    "overdue": lambda tx, _: tx.overdue(NOW + 9 * HOUR, 50),
    "finished": lambda tx, _: tx.finished(NOW + 9 * HOUR, 50),
    "stale_proposals": lambda tx, _: tx.stale_proposals(NOW + 9 * HOUR, 50),
    "with_other_link": lambda tx, _: tx.with_other_link(KEN, MeetingLink("https://a.example"), NOW, 50),
    "timeless": lambda tx, _: tx.timeless(NOW + 99 * DAY, 50),
    "next_due": lambda tx, _: tx.next_due(),
    "entries_for": lambda tx, _: tx.entries_for(ANA),
    "folded": lambda tx, _: tx.folded("nothing"),
    "folded_into": lambda tx, _: tx.folded_into(["nothing", "either"]),
    "waiting_for": lambda tx, _: tx.waiting_for(KEN, 5),
    "notes": lambda tx, one: tx.notes(one, one.student),
    "notes_on": lambda tx, one: tx.notes_on([one.id]),
    "note": lambda tx, one: tx.note(one.id, one.student),
    "open_between": lambda tx, one: tx.open_between(one.student, one.mentor),
    "feedback": lambda tx, one: tx.feedback(one.id, one.student),
    "feedback_on": lambda tx, one: tx.feedback_on([one.id]),
    "lag": lambda tx, _: tx.lag(NOW - 900 * HOUR),
    "placements": lambda tx, one: tx.placements(one.id, one.mentor),
    "placements_of": lambda tx, one: tx.placements_of([one.id]),
    "person": lambda tx, _: tx.person(ANA),
    "person_at": lambda tx, _: tx.person_at(Address("slack", "T1", "7")),
    "mentor": lambda tx, _: tx.mentor(KEN),
    "mentors": lambda tx, _: tx.mentors("", 10),
    "mentors by words": lambda tx, _: tx.mentors("person 12", 10, but=ANA),
    "roster": lambda tx, _: tx.roster("", but=ANA),
    "held_between": lambda tx, _: tx.held_between(NOW, NOW + DAY),
    "busy_each": lambda tx, _: tx.busy_each(PEOPLE[:3], NOW, NOW + DAY),
    "mentors_by_id": lambda tx, _: tx.mentors_by_id([ANA]),
    "offered_by": lambda tx, _: tx.offered_by([ANA]),
    "waits": lambda tx, _: tx.waits(PEOPLE[:3]),
    "open_with": lambda tx, _: tx.open_with(PEOPLE[:3], NOW),
    "offerings": lambda tx, _: tx.offerings(KEN),
    "audit changed": lambda tx, one: tx.changed_after((NOW - DAY, one.id), 5),
    "audit pending": lambda tx, one: tx.pending_after((NOW + 9 * HOUR, one.id), 5),
    "audit accepted": lambda tx, one: tx.accepted_after((NOW + 9 * HOUR, one.id), 5),
    "records": lambda tx, one: tx.records([one.id, BookingId(IDS())]),
    "told": lambda tx, _: tx.told(["nothing", "either"]),
    "acts_since": lambda tx, _: tx.acts_since(NOW),
    "open_bookings": lambda tx, _: tx.open_bookings(),
    "feed_owner": lambda tx, _: tx.feed_owner("0" * 64),
    "feed_since": lambda tx, _: tx.feed_since(ANA),
    "feed_entries": lambda tx, _: tx.feed_entries(ANA, 50),
    "people_after": lambda tx, _: tx.people_after(PEOPLE[40], 5),
    "next_meeting_due": lambda tx, _: tx.next_meeting_due(),
    "newest_meeting": lambda tx, one: tx.newest_meeting(one.id),
    "meetings": lambda tx, one: tx.meetings(one.id),
    "doubtful": lambda tx, _: tx.doubtful(["account_gone"], 5),
}
WRITES: dict[str, Callable[[Transaction, Booking], object]] = {
    "claim": lambda tx, _: tx.claim(NOW - 900 * HOUR, HOUR, 5),
    "settle": lambda tx, _: tx.settle("nothing", OutboxOutcome.SENT, NOW),
    "postpone": lambda tx, _: tx.postpone("nothing", NOW, unknown=True, failed=True),
    "fold": lambda tx, _: tx.fold("nothing", ["nothing", "either"], NOW),
    "drop": lambda tx, _: tx.drop("nothing", NOW),
    "give_up": lambda tx, _: tx.give_up("nothing", NOW),
    "save_feedback": lambda tx, one: tx.save_feedback(_said(one), key="tap"),
    "save_note": lambda tx, one: tx.save_note(_noted(one), key="note"),
    "set_reminders": lambda tx, _: tx.set_reminders(ANA, frozenset({Ahead.HOUR}), NOW),
    "release": lambda tx, _: tx.release("nothing"),
    "revive": lambda tx, _: tx.revive(ANA, NOW),
    "shown": lambda tx, _: tx.shown(CARD, 9, NOW),
    "draw_again": lambda tx, _: tx.draw_again(NOW),
    "swap_fact": lambda tx, _: tx.swap_fact("nothing", "was", "is"),
    "forget": lambda tx, _: tx.forget(CARD),
    "end_feed": lambda tx, _: tx.end_feed(ANA),
    "hasten": lambda tx, one: tx.hasten(one, NOW),
    "claim_meetings": lambda tx, _: tx.claim_meetings(NOW - 900 * HOUR, HOUR, 5, "zoom"),
    "settle_meeting": lambda tx, one: tx.settle_meeting(_claimed(one), _claimed(one).meeting),
    "postpone_meeting": lambda tx, one: tx.postpone_meeting(_claimed(one), NOW, in_doubt=True),
    "take_calendar": lambda tx, _: tx.take_calendar(CALENDAR, NOW + HOUR),
    "save_calendar": lambda tx, _: tx.save_calendar(CALENDAR),
    "end_calendar": lambda tx, _: tx.end_calendar(ANA),
    "record": _accept,
    "record what a provider shall make": lambda tx, one: _accept(tx, one, coming=True),
}
READS |= {name: of(ANA) for name, of in STANDINGS.items()}
WHOLE = {"mentors by words": {"mentor"}, "roster": {"mentor", "person"}, "stuck": {"outbox"}}
"""What is read whole: words anywhere in a text have no index, a roster is everybody, and a platform is away seldom."""
UNSORTED = {name for name in READS if name.startswith(("pending", "upcoming", "past"))} | {"claim", "mentors"}
"""What must come out of its index in order; on PostgreSQL a few rows may be cheaper to sort."""


@pytest.mark.parametrize("name", [*READS, *WRITES, *account_plans.READS])
def test_no_statement_reads_a_whole_table(filled: tuple[sa.Connection, list[Booking]], name: str) -> None:
    connection, bookings = filled
    one = next(each for each in bookings if each.status is Status.PENDING and each.starts_at)
    with connection.begin_nested() as undo:
        with _caught(connection) as sent:
            (READS | WRITES | account_plans.READS)[name](Transaction(connection, PROGRAM), one)
        undo.rollback()
    assert sent
    for statement, parameters in sent:
        plan = _plan(connection, statement, parameters)
        wanted = TABLES - WHOLE.get(name, set()) - account_plans.few(connection)
        read_whole = [line for line in plan if "Seq Scan" in line or line.startswith("SCAN ")]
        assert not [line for line in read_whole if wanted & set(line.split())], (statement, plan)
        assert name != "busy" or "busy_when" not in str(plan), "what everybody holds is walked through"
        if name in UNSORTED:
            assert not [line for line in plan if "TEMP B-TREE" in line], (statement, plan)


on_sqlite = pytest.mark.parametrize("filled", ["sqlite"], indirect=True)
"""PostgreSQL plans with the value that is bound, and may read so small a table whole."""


@on_sqlite
def test_a_bound_status_would_be_noticed(filled: tuple[sa.Connection, list[Booking]]) -> None:
    """The check above can fail: the same sweep with a bound status reads the whole table on SQLite."""
    connection, _ = filled
    plan = _plan(connection, "SELECT * FROM booking WHERE status = ? AND ends_at < ?", ("accepted", 0))
    assert plan[0].startswith("SCAN booking")


@on_sqlite
def test_ten_thousand_mentors_are_searched_at_once(filled: tuple[sa.Connection, list[Booking]]) -> None:
    """The list comes out of its index in order, so that a page never costs more than one walk along it."""
    connection, _ = filled
    with _caught(connection) as sent:
        found = Transaction(connection, PROGRAM).mentors("nobody has this word", 10)
    assert found == []
    plans = [_plan(connection, *one) for one in sent]
    assert all(any("ix_mentor_listed" in line for line in plan) for plan in plans), plans
