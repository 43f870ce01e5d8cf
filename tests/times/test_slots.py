"""Open slots: scenarios written by hand, each with the answer that a person expects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from core.times.day_exceptions import parse_exceptions
from core.times.slots import open_slots
from core.times.weekly_hours import WeeklyHours, parse_hours
from core.times.zones import UnknownZone, zone
from tests.bench import slots as bench

MONDAY = date(2026, 11, 23)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One question. Times are wall clock in ``place``; ``busy`` are pairs of them; ``days`` to look."""

    name: str
    hours: str
    expected: str
    place: str = "Europe/Berlin"
    first: str = "2026-11-23 00:00"
    days: float = 1
    now: str = "2026-11-01 00:00"
    off: str = ""
    busy: tuple[tuple[str, str], ...] = ()
    minutes: int = 60
    step: int | None = None
    buffer: int = 0
    notice: int = 0
    limit: int = 100
    cap: int | None = None
    booked: int = 0


def at(text: str, place: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone(place))


def found(scene: Scene) -> str:
    """The slots as ``23 09:00``, or ``09:00`` while all are on the first day."""
    busy = [tuple(int(at(one, scene.place).timestamp()) for one in pair) for pair in scene.busy]
    start = at(scene.first, scene.place)
    end = (at(scene.first, scene.place).replace(tzinfo=None) + timedelta(days=scene.days)).replace(
        tzinfo=start.tzinfo
    )
    slots = open_slots(
        parse_hours(scene.hours, scene.place),
        parse_exceptions(scene.off, today=MONDAY),
        [(one, two) for one, two in busy],
        start=start,
        end=end,
        minutes=scene.minutes,
        step=scene.step,
        buffer_minutes=scene.buffer,
        notice_minutes=scene.notice,
        now=at(scene.now, scene.place),
        limit=scene.limit,
        weekly_cap=scene.cap,
        booked_by_week={MONDAY: scene.booked},
    )
    shown = [datetime.fromtimestamp(one, zone(scene.place)) for one in slots]
    form = "%H:%M" if scene.days <= 1 else "%d %H:%M"
    return ", ".join(f"{one:{form}}" for one in shown)


def day(number: int, hour: str) -> str:
    return f"2026-11-{number} {hour}"


SCENES = (
    Scene(name="a morning", hours="Mon 9-12", expected="09:00, 10:00, 11:00"),
    Scene(name="a rest too short for a session is not offered", hours="Mon 9-10:30", expected="09:00"),
    Scene(name="a minute too short is too short", hours="Mon 9-9:59", minutes=30, expected="09:00"),
    Scene(name="half-hour steps", hours="Mon 9-11", step=30, expected="09:00, 09:30, 10:00"),
    Scene(name="the grid begins with the hours", hours="Mon 9:10-11:20", expected="09:10, 10:10"),
    Scene(name="each span has its own grid", hours="Mon 9-10:30, 13:15-15", expected="09:00, 13:15"),
    Scene(name="another weekday", hours="Tue 9-12", expected=""),
    Scene(
        name="a booking in the middle, back to back is fine",
        hours="Mon 9-12",
        busy=((day(23, "10:00"), day(23, "11:00")),),
        expected="09:00, 11:00",
    ),
    Scene(
        name="a booking off the grid takes both neighbours",
        hours="Mon 9-12",
        busy=((day(23, "09:30"), day(23, "10:30")),),
        expected="11:00",
    ),
    Scene(
        name="a buffer on both sides",
        hours="Mon 9-13",
        step=30,
        buffer=15,
        busy=((day(23, "11:00"), day(23, "11:30")),),
        expected="09:00, 09:30, 12:00",
    ),
    Scene(
        name="a booking that began before and ends inside",
        hours="Mon 9-12",
        busy=((day(22, "20:00"), day(23, "10:00")),),
        expected="10:00, 11:00",
    ),
    Scene(
        name="a long booking over several spans, with a short one inside",
        hours="Mon 9-10, 11-12, 15-16",
        busy=((day(23, "08:00"), day(23, "14:00")), (day(23, "09:00"), day(23, "09:30"))),
        expected="15:00",
    ),
    Scene(name="nothing in the past", hours="Mon 9-12", now=day(23, "09:01"), expected="10:00, 11:00"),
    Scene(name="a start right now", hours="Mon 9-12", now=day(23, "09:00"), expected="09:00, 10:00, 11:00"),
    Scene(name="two hours of notice", hours="Mon 9-12", now=day(23, "08:30"), notice=120, expected="11:00"),
    Scene(
        name="the window ends before the last start",
        hours="Mon 9-12",
        days=10.5 / 24,
        expected="09:00, 10:00",
    ),
    Scene(name="a limit", hours="Mon 9-17", limit=2, expected="09:00, 10:00"),
    Scene(
        name="days off",
        hours="Mon-Fri 9-10",
        days=5,
        off="off 24-25 Nov 2026",
        expected="23 09:00, 26 09:00, 27 09:00",
    ),
    Scene(
        name="an extra day, also among days off, and beside the usual hours",
        hours="Mon 9-10",
        days=7,
        off="off 27-28 Nov 2026, extra 28 Nov 2026 10-11, extra 23 Nov 2026 10-11",
        expected="23 09:00, 23 10:00, 28 10:00",
    ),
    Scene(
        name="a week that is full",
        hours="Mon 9-10",
        days=14,
        cap=3,
        booked=3,
        expected="30 09:00",
    ),
    Scene(
        name="a week with room",
        hours="Mon 9-10",
        days=14,
        cap=3,
        booked=2,
        expected="23 09:00, 30 09:00",
    ),
    Scene(
        name="an evening that goes on past midnight",
        hours="Mon 23-24, Tue 0-1",
        minutes=90,
        step=30,
        days=2,
        expected="23 23:00, 23 23:30",
    ),
    Scene(
        name="the night without a second hour",
        hours="daily 0-6",
        first="2027-03-28 00:00",
        minutes=60,
        expected="00:00, 01:00, 03:00, 04:00, 05:00",
    ),
    Scene(
        name="the night with two second hours",
        hours="daily 01:00-04:00",
        first="2026-10-25 00:00",
        now="2026-10-01 00:00",
        expected="01:00, 02:00, 02:00, 03:00",
    ),
    Scene(
        name="hours that do not exist that day",
        hours="Sun 02:00-03:00",
        first="2027-03-28 00:00",
        expected="",
    ),
    Scene(
        name="hours that happen twice",
        hours="Sun 02:00-02:30",
        minutes=30,
        first="2026-10-25 00:00",
        now="2026-10-01 00:00",
        expected="02:00, 02:00",
    ),
    Scene(
        name="office hours on a day with a change are as ever",
        hours="Sun 9-11",
        place="America/New_York",
        first="2027-03-14 00:00",
        expected="09:00, 10:00",
    ),
    Scene(
        name="a change of half an hour",
        hours="Sun 01:00-04:00",
        place="Australia/Lord_Howe",
        first="2027-10-03 00:00",
        expected="01:00, 02:30",
    ),
)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_scene(scene: Scene) -> None:
    assert found(scene) == scene.expected


def test_no_hours_no_slots() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    end = now + timedelta(days=28)
    assert open_slots(WeeklyHours("UTC", ()), (), (), start=now, end=end, minutes=30, now=now, limit=9) == []


@pytest.mark.parametrize("minutes", [0, -30])
def test_a_session_lasts(minutes: int) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    with pytest.raises(ValueError, match="at least one minute"):
        open_slots(parse_hours("Mon 9-10"), (), (), start=now, end=now, minutes=minutes, now=now, limit=9)


def test_an_unknown_zone_is_refused() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    with pytest.raises(UnknownZone):
        open_slots(parse_hours("Mon 9-10", "Mars"), (), (), start=now, end=now, minutes=30, now=now, limit=9)


@pytest.mark.parametrize("count", [0, 20, 100])
def test_the_benchmark_compares_equal_answers(count: int) -> None:
    taken = bench.busy(count)
    assert bench.sweep(taken) == bench.with_rrule(taken, zone(bench.ZONE))
