"""What is read for several ids at once is found by the ids on SQLite: never by all that its program has.

Nobody counts what is in the tables there, so that a plan follows from the statement alone, and an empty file shows it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from core.domain.agenda import Section
from core.domain.booking import BookingId
from core.domain.people import PersonId, ProgramId
from core.store import schema
from core.store.tables import every as tables
from core.store.transaction import OutboxOutcome, Transaction
from tests.store.world import DAY, HOUR, NOW, Ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IDS = Ids(11)
PROGRAM = ProgramId(IDS())
BOOKINGS = [BookingId(IDS()) for _ in range(50)]
PEOPLE = [PersonId(IDS()) for _ in range(50)]
SAM = PEOPLE[0]
WHOLE = re.compile(r"^SCAN (?!CONSTANT|anon)|\(program=\?\)$")
"""A plan that reads a table, or all of it that is of one program."""
READS: dict[str, Callable[[Transaction], object]] = {
    "bookings": lambda tx: tx.bookings(BOOKINGS),
    "agreed_before": lambda tx: tx.agreed_before(PEOPLE),
    "records": lambda tx: tx.records(BOOKINGS),
    "told": lambda tx: tx.told([one.hex for one in BOOKINGS]),
    "last_topics": lambda tx: tx.last_topics(BOOKINGS),
    "notes_on": lambda tx: tx.notes_on(BOOKINGS),
    "feedback_on": lambda tx: tx.feedback_on(BOOKINGS),
    "placements_of": lambda tx: tx.placements_of(BOOKINGS),
    "our_bookings": lambda tx: tx.our_bookings(list(BOOKINGS)),
    "waiting_letters": lambda tx: tx.waiting_letters(BOOKINGS),
    "open_chats of one": lambda tx: tx.open_chats(SAM),
    "settle_all": lambda tx: tx.settle_all([(one.hex, OutboxOutcome.SENT, NOW) for one in BOOKINGS]),
    "claim": lambda tx: tx.claim(NOW, HOUR, 16, "slack"),
    "folded_into": lambda tx: tx.folded_into([one.hex for one in BOOKINGS]),
    "people": lambda tx: tx.people(PEOPLE),
    "mentors_among": lambda tx: tx.mentors_among(PEOPLE),
    "mentors_by_id": lambda tx: tx.mentors_by_id(PEOPLE),
    "offered_by": lambda tx: tx.offered_by(PEOPLE),
    "busy_each": lambda tx: tx.busy_each(PEOPLE, NOW, NOW + DAY),
    "waits": lambda tx: tx.waits(PEOPLE[:8]),
    "open_with": lambda tx: tx.open_with(PEOPLE, NOW),
}


@pytest.fixture(scope="module")
def connection() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
    with engine.begin() as opened:
        schema.bring_up(opened)
        opened.execute(sa.insert(tables.program), {"id": PROGRAM, "name": "p"})
        yield opened
    engine.dispose()


def plans(connection: sa.Connection, read: Callable[[Transaction], object]) -> list[str]:
    """Return the plan of every statement that a reading sends."""
    sent: list[tuple[str, Any]] = []

    def catch(*call: Any) -> None:
        sent.append((call[2], call[3]))

    sa.event.listen(connection, "before_cursor_execute", catch)
    read(Transaction(connection, PROGRAM))
    sa.event.remove(connection, "before_cursor_execute", catch)
    assert sent
    return [
        line[3]
        for statement, parameters in sent
        for line in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    ]


def test_what_is_read_for_fifty_ids_is_found_by_them(connection: sa.Connection) -> None:
    found = {name: plans(connection, read) for name, read in READS.items()}
    assert {name: plan for name, plan in found.items() if any(map(WHOLE.search, plan))} == {}


def test_a_students_own_are_counted_in_the_index_of_their_state(connection: sa.Connection) -> None:
    """That of everything they have ever asked for would do as well, and takes a reading for each of it."""
    for read in (
        lambda tx: tx.agenda_counts(SAM, NOW),
        lambda tx: tx.asked_so_far(SAM, PEOPLE[1], NOW - HOUR),
        *(lambda tx, section=section: tx.agenda(SAM, section, NOW, 7) for section in Section),
    ):
        plan = plans(connection, read)
        asked = [line for line in plan if "ix_booking_asked" in line and "created_at>" not in line]
        assert not asked and not any(map(WHOLE.search, plan)), plan


def test_a_check_of_the_program_beside_ids_would_be_noticed(connection: sa.Connection) -> None:
    """The check above can fail: the same list of ids beside a plain comparison reads all of a program."""
    b = tables.booking.c
    plain = sa.select(b.id).where(b.id.in_(BOOKINGS), b.program == PROGRAM)
    plan = plans(connection, lambda tx: tx._connection.execute(plain))
    assert any(map(WHOLE.search, plan)), plan
