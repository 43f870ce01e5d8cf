"""Who reads a note, and when one may be written."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from core.domain.booking import BookingId, Status
from core.domain.booking_view import BookingView
from core.domain.errors import NotAvailable
from core.domain.notes import NOTING, Note, check_noting
from tests.factories import MENTOR, NOON, STUDENT, a_booking, a_person

if TYPE_CHECKING:
    from core.domain.people import PersonId

PEOPLE = {STUDENT: a_person(), MENTOR: a_person(id=MENTOR, name="Ken")}
THIS, OLDER, OLDEST = a_booking().id, BookingId(UUID(int=7)), BookingId(UUID(int=8))


def note(writer: PersonId, booking: BookingId = THIS, *, shared: bool = False) -> Note:
    return Note(booking=booking, writer=writer, text=f"{writer.int} {shared}", shared=shared, at=NOON)


@pytest.mark.parametrize("status", list(Status))
def test_what_was_agreed_is_written_about_and_what_was_written_may_go(status: Status) -> None:
    booking = a_booking(status=status)
    check_noting(booking, note(STUDENT), "")
    for old, text in [(None, "words"), (note(STUDENT), "words"), (None, "")]:
        if status in NOTING:
            check_noting(booking, old, text)
        else:
            with pytest.raises(NotAvailable):
                check_noting(booking, old, text)


@pytest.mark.parametrize("reader", [STUDENT, MENTOR])
@pytest.mark.parametrize("writer", [STUDENT, MENTOR])
@pytest.mark.parametrize("shared", [True, False])
def test_a_view_holds_what_its_person_may_read(reader: PersonId, writer: PersonId, *, shared: bool) -> None:
    view = BookingView.of(a_booking(status=Status.ACCEPTED), reader, PEOPLE, NOON)
    found = [note(writer, shared=shared), note(writer, OLDER, shared=shared)]
    seen = view.noted(found)
    assert bool(seen.notes) == bool(seen.last_notes) == (shared or reader == writer)


def test_of_the_sessions_before_the_latest_one_is_remembered_while_this_one_is_to_come() -> None:
    found = [note(STUDENT, OLDER), note(MENTOR, OLDER, shared=True), note(STUDENT, OLDEST)]
    for status in Status:
        view = BookingView.of(a_booking(status=status), STUDENT, PEOPLE, NOON + timedelta(days=9)).noted(
            found
        )
        assert view.last_notes == (tuple(found[:2]) if status.is_open else ())
        assert view.notes == ()
