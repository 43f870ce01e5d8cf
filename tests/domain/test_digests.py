"""What is told in one message, and what never is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.booking import BookingId
from core.domain.digests import ALONE, LATE, folding, is_late, may_fold, tells_too
from core.domain.notices import CARDS, NUDGES, PERSONAL, REMINDERS, WHOLE, Kind, Notice
from core.screens.notices import PINGS, SILENT
from tests.factories import MENTOR, NOON

MINUTE = timedelta(minutes=1)
LATENESS = st.integers(-3000, 3000).map(lambda minutes: minutes * MINUTE)
KINDS = st.sampled_from(list(Kind))


def notice(kind: Kind, late: timedelta = timedelta(0), number: int = 1) -> Notice:
    return Notice(
        booking=BookingId(UUID(int=number)), version=1, kind=kind, recipient=MENTOR, due_at=NOON - late
    )


def test_everything_that_makes_a_sound_is_told_alone_or_has_a_sentence() -> None:
    assert set(Kind) - ALONE == set(PINGS) - {Kind.PROPOSED}
    assert WHOLE | SILENT | PERSONAL | {Kind.PROPOSED} == ALONE, "what must be answered stands alone"


@given(head=st.tuples(KINDS, LATENESS), others=st.lists(st.tuples(KINDS, LATENESS)))
def test_only_late_news_and_nudges_are_told_together(
    head: tuple[Kind, timedelta], others: list[tuple[Kind, timedelta]]
) -> None:
    first = notice(*head)
    rest = [notice(*one, number) for number, one in enumerate(others)]
    folded = folding(first, rest, NOON)
    assert set(folded) <= set(rest)
    more = [one for one in folded if not tells_too(first, one)]
    assert not {one.kind for one in more} & ALONE, "what must be answered comes as its own card"
    assert not more or may_fold(first, NOON)
    for one in more:
        assert is_late(one, NOON) or {one.kind, first.kind} <= set(NUDGES)
        assert one.due_at <= NOON + timedelta(hours=1)


def test_a_late_ping_takes_along_what_is_as_late() -> None:
    late = [notice(kind, 2 * LATE, number) for number, kind in enumerate((Kind.ACCEPTED, Kind.REMIND_DAY))]
    fresh = notice(Kind.REMIND_SOON, LATE, 9)
    assert folding(notice(Kind.LINK, 2 * LATE), [*late, fresh], NOON) == tuple(late)
    assert folding(notice(Kind.LINK, LATE), [*late, fresh], NOON) == (), "what is in time goes alone"


@pytest.mark.parametrize(
    ("head", "other", "ahead", "told"),
    [
        (Kind.NUDGE_HALF, Kind.NUDGE_HALF, 60, True),
        (Kind.NUDGE_HALF, Kind.NUDGE_HALF, 61, False),
        (Kind.NUDGE_LAST, Kind.NUDGE_HALF, 60, True),
        (Kind.NUDGE_LAST, Kind.NUDGE_LAST, 60, True),
        (Kind.NUDGE_HALF, Kind.NUDGE_LAST, 1, False),
        (Kind.NUDGE_HALF, Kind.NUDGE_LAST, 0, True),
        (Kind.NUDGE_HALF, Kind.REMIND_SOON, 0, False),
        (Kind.REMIND_SOON, Kind.NUDGE_HALF, 0, False),
    ],
)
def test_a_nudge_takes_along_the_nudges_of_the_next_hour(
    head: Kind, other: Kind, ahead: int, told: bool
) -> None:
    found = folding(notice(head), [notice(other, -ahead * MINUTE, 2)], NOON)
    assert bool(found) is told


@given(KINDS, KINDS, LATENESS, st.integers(1, 2), st.integers(0, 2))
def test_what_says_the_same_of_the_same_session_is_folded_once_it_is_due(
    head: Kind, kind: Kind, late: timedelta, number: int, ahead: int
) -> None:
    first, other = notice(head), replace(notice(kind, late, number), version=1 + ahead)
    told = other in folding(first, [other], NOON)
    if number == 2:
        assert not tells_too(first, other), "of another session nothing is said"
    if tells_too(first, other) and late >= timedelta(0):
        assert told
    if told and not is_late(first, NOON) and first.kind not in NUDGES:
        assert tells_too(first, other) and late >= timedelta(0)


SAYS_AS_WELL = {
    Kind.CHANGED: {Kind.CHANGED},
    Kind.ACCEPTED: {Kind.AGREED, Kind.LINK},
    Kind.AGREED: {Kind.AGREED, Kind.LINK},
    Kind.LINK: {Kind.LINK},
    Kind.KEPT: {Kind.KEPT},
}


@pytest.mark.parametrize("head", sorted(set(Kind) - CARDS))
def test_a_ping_says_only_what_came_after_it_and_is_of_its_kind(head: Kind) -> None:
    for ahead in (-1, 0, 1):
        told = {kind for kind in Kind if tells_too(notice(head), replace(notice(kind), version=1 + ahead))}
        assert told == (SAYS_AS_WELL.get(head, set()) if ahead > 0 else set())


def test_no_reminder_and_nothing_undelivered_is_ever_told_by_something_else() -> None:
    for kind in (*REMINDERS, Kind.UNREACHED, Kind.FEEDBACK_AGAIN, Kind.REQUESTED, Kind.RECEIPT):
        later = replace(notice(kind), version=9)
        assert not any(tells_too(notice(head), later) for head in Kind)
