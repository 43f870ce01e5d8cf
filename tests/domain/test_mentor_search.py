"""Who is asked first, and until when: the same for the same facts, whatever the order in which they are found."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.mentor_search import Candidate, kind_for_anybody, likeness, ranked
from core.domain.people import Offering, OfferingId, PersonId
from core.domain.policy import Policy
from tests.factories import MENTOR, NOON

HOUR = timedelta(hours=1)
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        person=st.integers(1, 50).map(lambda number: PersonId(UUID(int=number))),
        is_open=st.booleans(),
        likeness=st.floats(0, 100),
        load=st.integers(0, 5),
        answers_in=st.none() | st.integers(0, 99).map(lambda hours: HOUR * hours),
    ),
    max_size=9,
    unique_by=lambda one: one.person,
)


@given(found=CANDIDATES, dice=st.randoms())
def test_the_order_depends_on_nothing_but_the_facts(found: list[Candidate], dice: object) -> None:
    shuffled = list(found)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ranked(shuffled) == ranked(found)


@given(found=CANDIDATES)
def test_nobody_stands_behind_somebody_who_is_worse_in_everything(found: list[Candidate]) -> None:
    order = ranked(found)
    assert sorted(one.person for one in order) == sorted(one.person for one in found)
    for at, one in enumerate(order):
        for later in order[at + 1 :]:
            better = (
                later.is_open > one.is_open
                and later.likeness > one.likeness
                and later.load < one.load
                and (later.answers_in or HOUR * 999) < (one.answers_in or HOUR * 999)
            )
            assert not better


@pytest.mark.parametrize(
    ("needed", "said", "fits"),
    [
        ("rust", "ana\nhelps\nrust, python\nenglish", True),
        ("code review of my pull request", "ken\nreads diffs\npython, code review", True),
        ("german", "ken\nx\npython\nenglish, german", True),
        ("ken", "ken\nx\npython", False),
        ("basket weaving", "ana\nhelps\nrust, python", False),
        ("rust", "ana", False),
    ],
)
def test_what_is_needed_is_found_among_what_is_said(needed: str, said: str, *, fits: bool) -> None:
    assert (likeness(needed, said) >= 75) is fits


def kinds(*minutes: int) -> list[Offering]:
    return [
        Offering(id=OfferingId(UUID(int=at)), mentor=MENTOR, title=f"{long}", minutes=long)
        for at, long in enumerate(minutes, 1)
    ]


@pytest.mark.parametrize(
    ("offered", "minutes"), [((), None), ((45,), 45), ((45, 30), None), ((60, 45), 45), ((60, 60), 60)]
)
def test_nobody_is_asked_for_a_session_they_do_not_give(
    offered: tuple[int, ...], minutes: int | None
) -> None:
    kind = kind_for_anybody(kinds(*offered))
    assert (kind and kind.minutes) == minutes


@pytest.mark.parametrize(
    ("answer", "start", "until"),
    [(48, None, 16), (2, None, 1), (48, 100, 16), (48, 10, 9), (48, 0.5, 0.5), (1, 24, 1)],
)
def test_each_has_a_third_of_the_time_and_never_beyond_the_start(
    answer: float, start: float | None, until: float
) -> None:
    policy = Policy(answer_within=HOUR * answer)
    assert policy.answer_in_turn(NOON + HOUR * start if start else None, NOON) == NOON + HOUR * until
