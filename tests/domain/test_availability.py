"""Whether a time may be taken: what is shown may be taken, nothing taken breaks a rule, and who overrules what."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.availability import (
    OVERRULES,
    Objection,
    Wanted,
    Way,
    against_hours,
    day_off,
    nearest_gap,
    objection,
    objections,
)
from core.domain.booking import Slot
from core.domain.open_times import Busy, SessionTerms, meant, open_times, sessions_in_week
from core.domain.people import Mentor, Offering, OfferingId
from tests.factories import MENTOR, a_person

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
FURTHEST = NOW + timedelta(days=180)
HOUR = timedelta(hours=1)
PICKED, SUGGESTED, AGREED = Way.PICKED, Way.SUGGESTED, Way.AGREED


def a_mentor(**changes: Any) -> Mentor:
    known: dict[str, Any] = {
        "person": a_person(id=MENTOR, name="Ana", zone="Europe/Berlin"),
        "headline": "Design",
        "hours": "Mon-Fri 9-17",
        "since": NOW,
    }
    return Mentor(**(known | changes))


def berlin(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour - 1, minute, tzinfo=UTC)


def busy(start: datetime, minutes: int = 30, **more: Any) -> Busy:
    return Busy(start, start + timedelta(minutes=minutes), **more)


def wanted(start: datetime | None, mentor: Mentor | None = None, **more: Any) -> Wanted:
    known: dict[str, Any] = {
        "slot": Slot(start, 30) if start else None,
        "mentor": mentor or a_mentor(),
        "terms": SessionTerms(),
        "now": NOW,
        "furthest": FURTHEST,
    }
    return Wanted(**(known | more))


TUESDAY = berlin(1, 10)
EXAMPLES: dict[Objection, Wanted] = {
    Objection.IN_PAST: wanted(NOW),
    Objection.TOO_FAR: wanted(FURTHEST + HOUR, a_mentor(hours="")),
    Objection.NOT_AVAILABLE: wanted(TUESDAY, a_mentor(paused=True)),
    Objection.TYPE_GONE: wanted(TUESDAY, terms=SessionTerms(offered=False)),
    Objection.BEYOND_HORIZON: wanted(berlin(8, 10), a_mentor(horizon=8)),
    Objection.TOO_SOON: wanted(TUESDAY, terms=SessionTerms(notice=48 * 60)),
    Objection.DAY_OFF: wanted(TUESDAY, a_mentor(exceptions="off 1 Dec 2026")),
    Objection.OUTSIDE_HOURS: wanted(berlin(1, 16, 45)),
    Objection.WEEK_FULL: wanted(TUESDAY, a_mentor(weekly_cap=1), of_mentor=[busy(berlin(4, 12))]),
    Objection.STUDENT_BUSY: wanted(TUESDAY, of_student=[busy(TUESDAY - timedelta(minutes=29))]),
    Objection.MENTOR_BUSY: wanted(
        TUESDAY, of_mentor=[busy(TUESDAY + timedelta(minutes=29), as_mentor=False)]
    ),
    Objection.TOO_CLOSE: wanted(TUESDAY, of_mentor=[busy(TUESDAY + HOUR, buffer=31)]),
    Objection.ENGAGED: wanted(
        TUESDAY, of_mentor=[replace(busy(TUESDAY + timedelta(minutes=29), as_mentor=False), engaged=True)]
    ),
}
"""For each objection a time against which nothing else speaks."""
NOBODY = frozenset(
    {
        Objection.IN_PAST,
        Objection.TOO_FAR,
        Objection.STUDENT_BUSY,
        Objection.MENTOR_BUSY,
        Objection.TOO_CLOSE,
    }
)
LEAST_PAIRS = 17
"""How many of the examples at least can be true of one time at once."""
MAY_OVERRULE: dict[Way, frozenset[Objection]] = {
    PICKED: frozenset(),
    SUGGESTED: frozenset({Objection.OUTSIDE_HOURS}),
    AGREED: frozenset(Objection) - NOBODY - {Objection.ENGAGED},
    Way.INSISTED: frozenset(Objection) - NOBODY,
}


@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize("one", list(Objection))
def test_each_rule_counts_alone_and_is_overruled_by_nobody_else(one: Objection, way: Way) -> None:
    assert objections(EXAMPLES[one]) == (one,)
    assert objection(EXAMPLES[one], way) == (None if one in MAY_OVERRULE[way] else one)
    assert OVERRULES[way] == MAY_OVERRULE[way]


INSTANT = timedelta(seconds=1)
NO_HOURS = a_mentor(hours="")
EDGES: tuple[tuple[Objection, Wanted, Wanted], ...] = (
    (Objection.IN_PAST, wanted(NOW, NO_HOURS), wanted(NOW + INSTANT, NO_HOURS)),
    (Objection.TOO_FAR, wanted(FURTHEST + INSTANT, NO_HOURS), wanted(FURTHEST, NO_HOURS)),
    (
        Objection.BEYOND_HORIZON,
        wanted(NOW + timedelta(days=8), a_mentor(horizon=8)),
        wanted(NOW + timedelta(days=8) - INSTANT, a_mentor(horizon=8)),
    ),
    (
        Objection.TOO_SOON,
        wanted(TUESDAY - INSTANT, terms=SessionTerms(notice=24 * 60)),
        wanted(TUESDAY, terms=SessionTerms(notice=24 * 60)),
    ),
    (
        Objection.NOT_AVAILABLE,
        wanted(TUESDAY, a_mentor(paused=True, paused_until=NOW + INSTANT)),
        wanted(TUESDAY, a_mentor(paused=True, paused_until=NOW)),
    ),
    (
        Objection.STUDENT_BUSY,
        wanted(TUESDAY, of_student=[busy(TUESDAY + timedelta(minutes=30) - INSTANT)]),
        wanted(
            TUESDAY, of_student=[busy(TUESDAY + timedelta(minutes=30)), busy(TUESDAY - timedelta(minutes=30))]
        ),
    ),
    (
        Objection.TOO_CLOSE,
        wanted(TUESDAY, of_mentor=[busy(TUESDAY + HOUR - INSTANT, buffer=30)]),
        wanted(TUESDAY, of_mentor=[busy(TUESDAY + HOUR, buffer=30), busy(TUESDAY - HOUR, buffer=30)]),
    ),
    (
        Objection.WEEK_FULL,
        wanted(TUESDAY, a_mentor(weekly_cap=2), of_mentor=[busy(berlin(4, hour)) for hour in (9, 12)]),
        wanted(TUESDAY, a_mentor(weekly_cap=2), of_mentor=[busy(berlin(4, 9))]),
    ),
)
"""Each rule with the last time that it forbids, and the first that it lets pass."""


@pytest.mark.parametrize(("one", "forbidden", "allowed"), EDGES)
def test_each_rule_ends_at_its_edge(one: Objection, forbidden: Wanted, allowed: Wanted) -> None:
    assert one in objections(forbidden)
    assert one not in objections(allowed)


def test_the_first_of_two_that_counts_is_said() -> None:
    compared = 0
    for first, second in combinations(Objection, 2):
        both = _together(EXAMPLES[first], EXAMPLES[second])
        if both is not None:
            compared += 1
            assert objections(both) == (first, second)
            asked = NOBODY | {Objection.ENGAGED}
            assert objection(both, AGREED) == next((one for one in (first, second) if one in asked), None)
    assert compared >= LEAST_PAIRS


def _together(one: Wanted, other: Wanted) -> Wanted | None:
    """Let one time have what speaks against two, where both are about the same one."""
    if one.slot != other.slot:
        return None
    plain = wanted(TUESDAY)
    changed = {
        name: getattr(other, name)
        for name in ("terms", "of_mentor", "of_student")
        if getattr(other, name) != getattr(plain, name)
    }
    if any(getattr(one, name) != getattr(plain, name) for name in changed):
        return None
    rules = {
        name: getattr(other.mentor, name)
        for name in ("exceptions", "paused", "weekly_cap")
        if getattr(other.mentor, name) != getattr(plain.mentor, name)
    }
    if rules.get("weekly_cap") or one.mentor.weekly_cap:
        return None  # a neighbour would count for the week as well
    return replace(one, mentor=replace(one.mentor, **rules), **changed)


def test_without_a_time_only_the_mentor_and_the_type_are_asked() -> None:
    assert objections(wanted(None, a_mentor(weekly_cap=1), terms=SessionTerms(notice=600))) == ()
    gone = wanted(None, a_mentor(paused=True), terms=SessionTerms(offered=False))
    assert objections(gone) == (Objection.NOT_AVAILABLE, Objection.TYPE_GONE)


def test_a_mentor_without_hours_has_no_horizon_and_may_still_have_a_day_off() -> None:
    free = a_mentor(hours="", horizon=1, exceptions="off 2 Dec 2026")
    assert objections(wanted(berlin(8, 3), free)) == ()
    assert objections(wanted(berlin(2, 10), free)) == (Objection.DAY_OFF,)
    assert against_hours(Slot(berlin(8, 3), 30), replace(free, person=a_person(zone=None))) is None


@pytest.mark.parametrize(
    ("exceptions", "start", "minutes", "said"),
    [
        ("", berlin(1, 9), 480, None),
        ("", berlin(1, 9, 5), 480, Objection.OUTSIDE_HOURS),
        ("off 1 Dec 2026, extra 1 Dec 2026 10-11", berlin(1, 10), 60, None),
        ("off 1 Dec 2026, extra 1 Dec 2026 10-11", berlin(1, 10, 30), 60, Objection.DAY_OFF),
        ("extra 5 Dec 2026 22-24, extra 6 Dec 2026 0-2", berlin(5, 23), 180, None),
        ("extra 5 Dec 2026 22-24, off 6 Dec 2026", berlin(5, 23), 120, Objection.DAY_OFF),
    ],
)
def test_hours_and_days_off_are_kept_to_the_minute(
    exceptions: str, start: datetime, minutes: int, said: Objection | None
) -> None:
    assert against_hours(Slot(start, minutes), a_mentor(exceptions=exceptions)) is said


def test_the_day_that_is_off_is_named_on_the_mentors_calendar() -> None:
    tokyo = a_mentor(zone="Asia/Tokyo", exceptions="off 2 Dec 2026")
    assert day_off(Slot(datetime(2026, 12, 1, 15, 0, tzinfo=UTC), 30), tokyo) == date(2026, 12, 2)
    assert day_off(Slot(datetime(2026, 12, 1, 14, 0, tzinfo=UTC), 60), tokyo) is None
    assert day_off(Slot(datetime(2026, 12, 1, 14, 0, tzinfo=UTC), 61), tokyo) == date(2026, 12, 2)


@pytest.mark.parametrize(
    ("own", "other", "between", "gap"),
    [(0, 0, 0, None), (60, 0, 59, 60), (0, 60, 59, 60), (15, 60, 30, 60), (60, 15, 60, None)],
)
def test_between_two_sessions_the_larger_buffer_counts(
    own: int, other: int, between: int, gap: int | None
) -> None:
    for far in (timedelta(minutes=30 + between), -timedelta(minutes=30 + between)):
        neighbour = busy(TUESDAY + far, buffer=other)
        asked = wanted(TUESDAY, terms=SessionTerms(buffer=own), of_mentor=[neighbour])
        assert asked.slot is not None
        assert nearest_gap(asked, asked.slot) == gap
        learns = replace(asked, of_mentor=[replace(neighbour, as_mentor=False)])
        assert objections(learns) == (), "a mentor goes from their own lesson to the next session"


def test_learning_fills_no_week() -> None:
    learns = busy(berlin(4, 12), as_mentor=False)
    assert objections(wanted(TUESDAY, a_mentor(weekly_cap=1), of_mentor=[learns])) == ()


def test_the_only_session_type_is_meant_and_a_removed_one_never() -> None:
    one, other = (Offering(id=OfferingId(UUID(int=n)), mentor=MENTOR, title=f"T{n}") for n in (1, 2))
    assert meant([one], None) is one
    assert meant([one, other], None) is None
    assert meant([], None) is None
    assert meant([one, other], other.id) is other
    assert meant([one], other.id) is None


HOURS = ["Mon-Fri 9-17", "Tue 10-12, 14-18", "Fri 22-24, Sat 0-3", "Mon-Sun 0-24"]
EXCEPTIONS = ["", "off 1 Dec 2026 - 3 Dec 2026", "extra 5 Dec 2026 10-12, off 8 Dec 2026"]
BUFFERS = st.sampled_from([0, 10, 60, 240])
NEIGHBOURS = st.lists(
    st.builds(
        lambda hours, minutes, buffer, as_mentor: busy(
            NOW + timedelta(hours=hours), minutes, buffer=buffer, as_mentor=as_mentor
        ),
        st.integers(-100, 700),
        st.sampled_from([30, 90]),
        BUFFERS,
        st.booleans(),
    ),
    max_size=6,
)
MENTORS = st.builds(
    a_mentor,
    hours=st.sampled_from(HOURS),
    exceptions=st.sampled_from(EXCEPTIONS),
    zone=st.sampled_from(["Europe/Lisbon", "Asia/Kathmandu", "America/Los_Angeles"]),
    weekly_cap=st.sampled_from([None, 1, 2, 5]),
    horizon=st.sampled_from([2, 14, 28]),
)
TERMS = st.builds(SessionTerms, st.sampled_from([20, 30, 90]), BUFFERS, st.sampled_from([0, 60, 2880]))


@given(MENTORS, TERMS, NEIGHBOURS, NEIGHBOURS, st.data())
@pytest.mark.wide
def test_what_is_shown_may_be_taken_and_nothing_taken_breaks_a_rule(
    mentor: Mentor, terms: SessionTerms, mentors: list[Busy], students: list[Busy], data: st.DataObject
) -> None:
    held = list(mentors)
    for _ in range(4):
        shown = open_times(mentor, terms, of_mentor=held, of_student=students, now=NOW, limit=60)
        for start in shown:
            asked = wanted(
                start,
                mentor,
                slot=Slot(start, terms.minutes),
                terms=terms,
                of_mentor=held,
                of_student=students,
            )
            assert objections(asked) == ()
        if not shown:
            return
        _keeps_the_rules(mentor, terms, held, shown)
        taken = data.draw(st.sampled_from(shown))
        held.append(busy(taken, terms.minutes, buffer=terms.buffer))


def _keeps_the_rules(mentor: Mentor, terms: SessionTerms, held: list[Busy], shown: list[datetime]) -> None:
    """Cap and buffers, counted anew without the code that is judged."""
    assert mentor.zone is not None
    for start in shown:
        end = start + timedelta(minutes=terms.minutes)
        if mentor.weekly_cap is not None:
            assert sessions_in_week(held, mentor.zone, start) < mentor.weekly_cap
        for one in held:
            free = max(one.start - end, start - one.end)
            assert free >= timedelta(minutes=max(terms.buffer, one.buffer) if one.as_mentor else 0)
