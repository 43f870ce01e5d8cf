"""Who reads what of feedback: the mentor a student's kind words, when it is time; and nobody anything else."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from core.domain.booking import Role, Status
from core.domain.booking_view import BookingView
from core.domain.feedback import OPENS_AFTER, Feedback, Score, kind_words
from tests.factories import MENTOR, NOON, STUDENT, a_booking, a_person

SOON, IN_TIME = NOON + OPENS_AFTER - timedelta(seconds=1), NOON + OPENS_AFTER
DONE = a_booking(status=Status.COMPLETED, decided_at=NOON)


def said(score: Score | None, words: str, *, by_student: bool = True) -> Feedback:
    person = STUDENT if by_student else MENTOR
    return Feedback(booking=DONE.id, person=person, score=score, words=words, at=NOON)


@pytest.mark.parametrize(
    ("score", "words", "answered", "late"),
    list(product([None, *Score], ["", "Thank you!"], [False, True], [False, True])),
)
def test_words_beside_a_good_are_read_once_both_have_answered_or_after_seven_days(
    score: Score | None, words: str, answered: bool, late: bool
) -> None:
    mentor = said(Score.BAD, "", by_student=False) if answered else None
    read = kind_words(DONE, said(score, words), mentor, IN_TIME if late else SOON)
    assert read == (words if score is Score.GOOD and (answered or late) else "")


@pytest.mark.parametrize("status", [one for one in Status if one is not Status.COMPLETED])
def test_a_session_that_did_not_take_place_has_no_kind_words(status: Status) -> None:
    booking = a_booking(status=status, decided_at=NOON)
    assert kind_words(booking, said(Score.GOOD, "x"), said(None, "y", by_student=False), IN_TIME) == ""


def test_who_said_nothing_is_not_quoted() -> None:
    assert kind_words(DONE, None, None, IN_TIME) == ""


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR])
def test_each_side_has_their_own_answer_and_the_student_never_the_mentors(role: Role) -> None:
    student, mentor = said(Score.GOOD, "Thank you!"), said(Score.GOOD, "Private", by_student=False)
    view = BookingView(
        booking=DONE, role=role, student=a_person(), mentor=a_person(id=MENTOR, name="Ken"), now=IN_TIME
    ).looking_back(student, mentor)
    assert view.mine == (student if role is Role.STUDENT else mentor)
    assert view.kind_words == ("" if role is Role.STUDENT else "Thank you!")
