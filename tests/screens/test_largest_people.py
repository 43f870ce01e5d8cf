"""The longest list of open sessions, and a person as organisers see them, with the largest value of every field."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest

from core.domain.booking import BookingId, Status
from core.domain.leaving import Leaving, Member
from core.domain.people import Person, PersonId
from core.domain.standing import OWN, WORD_LENGTH, Approval, Standing, Step
from core.screens import leaving, mentor, people, standing
from tests.factories import NOON
from tests.screens.test_largest import SCRIPTS, asked_on_both, filled, mentor_of, views
from tests.screens.test_screens import on_both

ONE_SCRIPT = [pytest.param(one, marks=[] if one == "marks" else pytest.mark.long) for one in SCRIPTS]
"""One in every run, and all of them in the long one."""
DRAFT = UUID(int=1).hex


def several(person: Person, count: int) -> list[Person]:
    """Return as many people like this one."""
    return [replace(person, id=PersonId(UUID(int=700 + number))) for number in range(count)]


@pytest.mark.parametrize("script", ONE_SCRIPT)
def test_every_card_and_form_of_a_mentor_with_many_open_sessions(script: str) -> None:
    known = mentor_of(script)
    seen = views(script, Status.PENDING)[0], views(script, Status.ACCEPTED)[0]
    many = tuple(
        replace(one, booking=replace(one.booking, id=BookingId(UUID(int=300 + number))))
        for number in range(30)
        for one in [seen[number % 2]]
    )
    able = [replace(known, person=one) for one in several(known.person, 10)]
    for way, kept in product((leaving.STOP, leaving.REMOVE), (frozenset[BookingId](), {many[0].booking.id})):
        found = Leaving(known.person, many, frozenset(kept))
        on_both(leaving.leaving_card(found, way, DRAFT, known.person, changed=True))
        for one in seen:
            on_both(leaving.one_card(one, found, way, DRAFT, known.person))
            on_both(leaving.successors_card(one, able, way, DRAFT))
            on_both(leaving.successors_card(one, [], way, DRAFT))
            asked_on_both(leaving.ending_form(one, way, DRAFT, {"word": filled(script, WORD_LENGTH)}))


@pytest.mark.parametrize("script", ONE_SCRIPT)
def test_every_card_and_form_about_a_person(script: str) -> None:
    known, word = mentor_of(script), filled(script, WORD_LENGTH)
    plain = Standing(person=known.person.id, word=word, at=NOON, answered_by=PersonId(UUID(int=9)))
    every = [
        plain,
        replace(plain, paused=True, paused_until=NOON + timedelta(days=1)),
        replace(plain, blocked=True),
        replace(plain, removed=True),
        replace(plain, stopped=True),
        replace(plain, paused=True),
        *(replace(plain, approval=approval) for approval in Approval),
    ]
    for one in every:
        kept_back = standing.withheld(one, known.person, NOON)
        on_both(mentor.panel(replace(known, offered=one.is_offered), (), (), None, kept_back))
        on_both(people.approval_card(known, one, known.person))
        for member in (Member(known.person, one, known, 999), Member(known.person, one, None, 0)):
            on_both(people.person_card(member, known.person, NOON))
            on_both(people.block_card(member))
            asked_on_both(people.pause_form(member, known.person, {"word": word}, native=False))
    for what, until, blocked in product(set(Step) - OWN, (None, NOON), (False, True)):
        taken = replace(plain, step=what, paused_until=until, blocked=blocked)
        on_both(standing.standing_card(taken, known.person, NOON))
    on_both(people.people_card(several(known.person, 30), word))
    on_both(people.people_card([], ""))
    asked_on_both(people.people_form({"name": word}))
    asked_on_both(people.decline_form((known.person.id.hex,), {"word": word}))
