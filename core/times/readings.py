"""Everything that a typed time can mean, before anybody decides whether one meaning is certain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from core.times.days import Day, Days, Kind, read_day
from core.times.hours_en import FULL_DAY, HALF_DAY, Clock, Style, part_of_day, read_clock
from core.times.wall import around_gap, instants
from core.times.zone_suffix import Split, split_place, split_zone

OLDEST, LATEST = datetime(1971, 1, 1, tzinfo=UTC), datetime(9990, 1, 1, tzinfo=UTC)
"""Beyond these no zone is asked: it is simply past, or too far."""


class Why(StrEnum):
    """Why a time is asked or refused. The values are stable."""

    EMPTY = "empty"
    NOT_UNDERSTOOD = "not_understood"
    NO_HOUR = "no_hour"
    IMPOSSIBLE_DATE = "impossible_date"
    GAP = "gap"
    PAST = "past"
    TOO_FAR = "too_far"
    TOO_LONG = "too_long"
    TWICE = "twice"
    """The clocks go back, so the time happens twice."""
    WHICH_HOUR = "which_hour"
    WHICH_DAY = "which_day"
    MIDNIGHT = "midnight"
    WHICH_ZONE = "which_zone"


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning: the instants (aware, UTC) at which the clocks show it."""

    instants: tuple[datetime, ...]
    doubt: Why | None = None
    """What there is to ask; None while this meaning is certain."""
    around: tuple[datetime, ...] = ()
    """The existing instants nearest to a time that does not exist."""
    beyond: Why = Why.TOO_FAR
    """What is wrong when it lies beyond the horizon: a date rolled to next year has rather passed."""


def readings(said: str, home: tzinfo, now: datetime) -> tuple[Reading, ...] | Why:
    """Return every meaning of ``said`` (plain text) for a reader in ``home``, or why there is none.

    What is not understood may end in the name of a place: then the rest is read there.
    """
    text = " ".join(said.replace(",", " ").split())
    found = _readings(split_zone(text), home, now)
    if found is not Why.NOT_UNDERSTOOD:
        return found
    there = (_readings(cut, home, now) for cut in split_place(text))
    return next((read for read in there if isinstance(read, tuple)), found)


def _readings(cut: Split, home: tzinfo, now: datetime) -> tuple[Reading, ...] | Why:
    text, places, sure = cut
    text, part = part_of_day(text)
    todays = {now.astimezone(place).date() for place in (home, *places)}
    found: dict[Reading, None] = {}
    reason = Why.NOT_UNDERSTOOD
    for today in sorted(todays):
        whole = read_day(text, today)
        if whole is not None or not text:
            reason = Why.NO_HOUR if whole or not text else Why.IMPOSSIBLE_DATE
        for day, clock in _pairs(text, part, today):
            if day is None:
                reason = Why.IMPOSSIBLE_DATE
                continue
            doubt = Why.WHICH_ZONE if not sure else Why.WHICH_DAY if whole is not None else None
            for place in places or (home,):
                found |= dict.fromkeys(_placed(day, clock, place, now, doubt))
    return tuple(found) or reason


def _pairs(text: str, part: str | None, today: date) -> Iterator[tuple[Day | None, Clock]]:
    """Every way to cut ``text`` into a day and an hour; a day of None is one that does not exist."""
    words = text.split(" ")
    for cut in range(len(words)):
        left, right = " ".join(words[:cut]), " ".join(words[cut:])
        for day_text, clock_text in dict.fromkeys(((left, right), (right, left))):
            clocks = read_clock(clock_text, part)
            days: Days = read_day(day_text, today) if day_text else (Day(today, Kind.NONE),)
            for clock in clocks if days is not None else ():
                yield from ((day, clock) for day in days or (None,))


def _placed(day: Day, clock: Clock, place: tzinfo, now: datetime, doubt: Why | None) -> Iterator[Reading]:
    """The meanings of one day and one hour in one zone, after what has passed has moved on."""
    if day.kind is Kind.DATE and clock.yearlike:
        return
    if day.kind is Kind.NONE:
        day = Day(now.astimezone(place).date() + timedelta(clock.style is Style.MIDNIGHT), Kind.NONE)
    doubt = doubt or _doubt(day, clock)
    first = _reading(day, clock.second, place, doubt)
    passed = max(first.instants or first.around) <= now
    days_on = {Kind.NONE: 1, Kind.WEEKDAY: 7}.get(day.kind)
    if not passed or day.kind not in {Kind.NONE, Kind.TODAY, Kind.WEEKDAY}:
        yield first
        return
    other = _reading(day, (clock.second + HALF_DAY) % FULL_DAY, place, Why.WHICH_HOUR)
    later = clock.style is Style.COLON and bool(other.instants) and other.instants[-1] > now
    if later:
        yield other
    if days_on:
        on = Day(day.date + timedelta(days_on), day.kind)
        rolled = Why.WHICH_HOUR if later else Why.WHICH_DAY if day.kind is Kind.NONE else None
        yield _reading(on, clock.second, place, doubt or rolled)
        if clock.style is Style.COLON and not later and day.kind is Kind.NONE:
            yield _reading(on, (clock.second + HALF_DAY) % FULL_DAY, place, Why.WHICH_HOUR)
    elif not later:
        yield first


def _doubt(day: Day, clock: Clock) -> Why | None:
    if clock.style is Style.MIDNIGHT:
        return Why.MIDNIGHT
    if not day.sure:
        return Why.WHICH_DAY
    bare = clock.style is Style.BARE and day.kind not in {Kind.TODAY, Kind.AHEAD}
    bare = bare or (not clock.alone and day.kind is Kind.NONE)
    return Why.WHICH_HOUR if not clock.sure or (bare and not clock.at) else None


def _reading(day: Day, second: int, place: tzinfo, doubt: Why | None) -> Reading:
    beyond = Why.PAST if day.rolled else Why.TOO_FAR
    if not OLDEST.year <= day.date.year < LATEST.year:
        return Reading((OLDEST if day.date.year < OLDEST.year else LATEST,), doubt)
    wall = datetime.combine(day.date, time()) + timedelta(seconds=second)
    shown = instants(wall, place)
    return Reading(shown, doubt, () if shown else around_gap(wall, place), beyond)
