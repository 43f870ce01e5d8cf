"""How the numbers are counted: over the rows of their span, however many sessions there have been before."""

from __future__ import annotations

import random
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from core.domain.booking import Act, BookingId, Proposal, Role, Status
from core.domain.numbers import month_of, week_of
from core.domain.organised import Waits
from core.domain.people import PersonId, ProgramId
from core.store import schema
from core.store.rows import row_of
from core.store.tables import every as tables
from core.store.transaction import Transaction
from tests.factories import a_booking
from tests.store.postgres import fresh_database
from tests.store.test_plans import _caught, _plan
from tests.store.world import DAY, HOUR, NOW, Ids, slot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from core.domain.booking import Booking

IDS = Ids(7)
PROGRAM = ProgramId(IDS())
PEOPLE = [PersonId(IDS()) for _ in range(40)]
BOOKINGS = 3000
"""Eight a day: one month is a small part of all."""
MONTH = month_of(NOW, UTC)
BIG = {"booking", "history", "feedback", "outbox", "busy"}
"""Tables that grow with every session."""
READS: dict[str, Callable[[Transaction], object]] = {
    "endings": lambda tx: tx.endings(MONTH),
    "endings_by_week": lambda tx: tx.endings_by_week([week_of(NOW, UTC, at - 2) for at in range(3)]),
    "sessions_by_mentor": lambda tx: tx.sessions_by_mentor(MONTH),
    "waiting_by_mentor": lambda tx: tx.waiting_by_mentor(),
    "answer_times": lambda tx: tx.answer_times(NOW - DAY),
    "felt": lambda tx: tx.felt(MONTH),
    **{
        f"unanswered {which}": lambda tx, which=which: (  # type: ignore[misc]
            tx.unanswered(which, since=NOW, until=NOW + DAY, limit=5),
            tx.count_unanswered(which, since=NOW, until=NOW + DAY),
        )
        for which in Waits
    },
}


def some_bookings() -> list[Booking]:
    """Sessions of a year; every hundredth is a request, and a few are agreed without a time."""
    dice = random.Random(5)
    made = []
    for number in range(BOOKINGS):
        status = (
            Status.PENDING if number % 100 == 0 else Status.ACCEPTED if number % 50 == 1 else Status.COMPLETED
        )
        student, mentor = dice.sample(PEOPLE, 2)
        asked = NOW - number * 3 * HOUR
        made.append(
            a_booking(
                id=BookingId(IDS()),
                ref=f"N-{number}",
                program=PROGRAM,
                student=student,
                mentor=mentor,
                status=status,
                slot=None if status is Status.ACCEPTED else slot(2 * DAY - number * 3 * HOUR),
                created_at=asked,
                accepted_at=None if status is Status.PENDING else asked + HOUR,
                answer_by=NOW + DAY,
                proposal=Proposal(Role.MENTOR, (slot(DAY),)) if number % 500 == 0 else None,
            )
        )
    return made


def _fill(connection: sa.Connection) -> None:
    bookings = some_bookings()
    connection.execute(sa.insert(tables.program), {"id": PROGRAM, "name": "p"})
    people = [{"id": who, "program": PROGRAM, "name": f"P {at}"} for at, who in enumerate(PEOPLE)]
    connection.execute(sa.insert(tables.person), people)
    connection.execute(sa.insert(tables.booking), [row_of(one) for one in bookings])
    line = {"program": PROGRAM, "role": Role.MENTOR, "snapshot": {}}
    lines: list[dict[str, Any]] = [
        line | {"booking": one.id, "version": version, "who": one.mentor, "act": act, "at": at}
        for one in bookings
        for version, act, at in ((1, Act.REQUEST, one.created_at), (2, Act.ACCEPT, one.accepted_at))
        if at is not None
    ]
    connection.execute(sa.insert(tables.history), lines)
    said = {"program": PROGRAM, "words": "", "at": NOW, "score": "good"}
    felt = [
        said | {"booking": one.id, "person": who} for one in bookings for who in (one.student, one.mentor)
    ]
    connection.execute(sa.insert(tables.feedback), felt)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.long)])
def filled(request: pytest.FixtureRequest) -> Iterator[sa.Connection]:
    address = "sqlite://" if request.param == "sqlite" else fresh_database()
    engine = sa.create_engine(address.replace("postgresql:", "postgresql+psycopg:"), poolclass=sa.StaticPool)
    with engine.connect() as connection:
        schema.bring_up(connection)
        _fill(connection)
        if request.param == "postgres":
            connection.exec_driver_sql("ANALYZE")
            connection.exec_driver_sql("SET enable_seqscan = off")  # so few rows are read whole for choice
        yield connection
        connection.rollback()
    engine.dispose()


def test_no_number_reads_a_table_that_grows_from_end_to_end(filled: sa.Connection) -> None:
    """Each number is one statement, whose plan walks an index; counting itself may sort the few rows that it finds."""
    for name, read in READS.items():
        with _caught(filled) as sent:
            assert read(Transaction(filled, PROGRAM)) is not None
        assert len(sent) == 1 + name.startswith("unanswered"), name
        for statement, parameters in sent:
            plan = _plan(filled, statement, parameters)
            whole = [line for line in plan if "Seq Scan" in line or line.startswith("SCAN ")]
            assert not [line for line in whole if BIG & set(line.split())], (name, plan)


def test_a_span_is_counted_by_its_starts_and_answers_by_when_they_were_given(filled: sa.Connection) -> None:
    """The index that is walked begins and ends with the span: what was before costs nothing."""
    walked = {
        "endings": "ix_booking_starts",
        "endings_by_week": "ix_booking_starts",
        "sessions_by_mentor": "ix_booking_starts",
        "felt": "ix_booking_starts",
        "answer_times": "ix_history_at",
    }
    for name, index in walked.items():
        with _caught(filled) as sent:
            READS[name](Transaction(filled, PROGRAM))
        ((statement, parameters),) = sent
        plan = _plan(filled, statement, parameters)
        assert any(index in line for line in plan), (name, plan)


def test_an_export_walks_along_the_newest(filled: sa.Connection) -> None:
    with _caught(filled) as sent:
        rows = Transaction(filled, PROGRAM).newest_sessions(100)
    assert len(rows) == 100
    assert len(sent) == 1
    assert max(row["created_at"] for row in rows) <= NOW + timedelta(days=1)
