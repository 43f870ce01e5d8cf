"""What organisers see of others, with the largest value of every field: every card and form shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from core.domain.booking import REASON_LENGTH, BookingId, Proposal, Role, Status
from core.domain.feedback import WORDS_LENGTH, AllowedWords, Score
from core.domain.numbers import Ending, MentorNumbers, ProgramNumbers, Span, WeekNumbers
from core.domain.organised import Substitute, Unanswered, UnansweredPage, Waits
from core.domain.people import PersonId
from core.screens import numbers, organising
from tests.factories import MENTOR, NOON, STUDENT
from tests.screens.test_largest import LONGEST_ZONE, SCRIPTS, asked_on_both, filled, person_of, views
from tests.screens.test_screens import on_both

ONE_SCRIPT = [pytest.param(one, marks=[] if one == "marks" else pytest.mark.long) for one in SCRIPTS]
"""One in every run, and all of them in the long one."""
MANY = 123_456


def unanswered(script: str) -> list[Unanswered]:
    """Return somebody who waits, for each thing that can be waited for."""
    found = []
    for status, waits in ((Status.PENDING, Waits.REQUEST), (Status.ACCEPTED, Waits.TIME)):
        view = next(one for one in views(script, status) if one.booking.slot)
        booking = replace(view.booking, proposal=None, held_until=None)
        if waits is Waits.TIME:
            booking = replace(booking, slot=None, accepted_at=NOON)
        one = Unanswered(booking=booking, student=view.student, mentor=view.mentor, now=NOON, nudged_at=NOON)
        assert one.waits is waits
        found.append(one)
        slots = (view.booking.slot,) if view.booking.slot else ()
        suggested = replace(booking, proposal=Proposal(Role.MENTOR, slots))
        found.append(replace(one, booking=suggested))
    return found


@pytest.mark.parametrize("script", ONE_SCRIPT)
def test_every_card_and_form_about_those_who_wait(script: str) -> None:
    waiting = unanswered(script)
    rows = tuple(
        replace(one, booking=replace(one.booking, id=BookingId(UUID(int=900 + at))))
        for at, one in enumerate((waiting * 7)[: organising.SHOWN])
    )
    me = person_of(script, STUDENT, "discord")
    on_both(organising.unanswered_card(UnansweredPage(rows=rows, counts=dict.fromkeys(Waits, MANY)), me))
    on_both(organising.unanswered_card(UnansweredPage(rows=(), counts=dict.fromkeys(Waits, 0)), me))
    people = [person_of(script, PersonId(UUID(int=100 + at)), "slack") for at in range(12)]
    substitutes = [Substitute(one, MANY, timedelta(days=99)) for one in people]
    for one in waiting:
        for said in (
            (),
            organising.nudged(one),
            organising.called_off(one),
            organising.reassigned(one, one),
        ):
            on_both(organising.unanswered_one(one, me, said))
        on_both(organising.nobody_else(one, me))
        ended = replace(one, booking=replace(one.booking, status=Status.CANCELLED, closed_by=Role.ADMIN))
        on_both(organising.unanswered_one(ended, me))
        asked_on_both(organising.reassign_form(one, substitutes, {}))
        asked_on_both(organising.call_off_form(one, {"reason": filled(script, REASON_LENGTH)}))


@pytest.mark.parametrize("script", ONE_SCRIPT)
def test_every_card_of_the_numbers(script: str) -> None:
    people = [person_of(script, PersonId(UUID(int=100 + at)), "slack") for at in range(40)]
    wait = timedelta(days=99)
    mentors = tuple(
        MentorNumbers(person=one, week=MANY, month=MANY, waiting=MANY, answers_in=wait) for one in people
    )
    span = Span(date(2026, 11, 30), NOON, NOON)
    endings = dict.fromkeys(Ending, MANY)
    whole = ProgramNumbers(
        now=NOON,
        zone=LONGEST_ZONE,
        week=span,
        month=span,
        of_week=endings,
        of_month=endings,
        felt={(role, score): MANY for role in (Role.STUDENT, Role.MENTOR) for score in Score},
        mentors=mentors,
        waiting=MANY,
    )
    on_both(numbers.numbers_card(whole))
    on_both(numbers.numbers_card(replace(whole, mentors=(), of_week={}, of_month={}, felt={})))
    on_both(numbers.summary_card(whole, MANY))
    weeks = [WeekNumbers(date(2026, 9, 28), endings)] * 12
    on_both(numbers.no_picture_card(weeks))
    on_both(numbers.on_its_way_card())
    name = person_of(script, MENTOR, "slack").name
    words = AllowedWords(
        words=filled(script, WORDS_LENGTH), by_mentor=True, student=name, mentor=name, at=NOON
    )
    on_both(numbers.words_card([words] * numbers.WORDS_SHOWN))
    on_both(numbers.words_card([]))
