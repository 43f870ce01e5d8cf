"""Every way in asks the one rule: whatever speaks against a time when it is taken, at each door, as its table says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from core.domain.acts import Accept, AcceptProposal, Cancel, Edit, Propose
from core.domain.availability import OVERRULES, Objection, Way
from core.domain.booking import Slot
from core.domain.errors import BadInput, BookingError, Problem
from core.domain.people import Offering, OfferingId
from core.domain.profiles import OfferingForm
from core.domain.requests import RequestText, Wish
from core.domain.series import Date
from core.services.bookings import Press
from core.services.current_policy import CurrentPolicy
from core.services.series import SeriesPlan, SeriesWish
from tests.promises.world import MORNING, World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from core.domain.acts import Doing
    from core.domain.booking import Booking
    from core.domain.people import Mentor

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
FIRST = MORNING + DAY + HOUR
"""Tuesday, 1 December, 11:00 in Berlin."""
BEFORE = timedelta(days=2)
"""How long before the time in question the time lies that was there before."""
HOURS = "Mon-Sun 08:00-20:00"


@dataclass
class Doors:
    """A student, a mentor, and a time in a week of its own for each try."""

    world: World
    review: Offering
    weeks: count[int] = field(default_factory=lambda: count(1))
    keys: count[int] = field(default_factory=count)
    start: datetime = FIRST

    async def ask(self, who: str, mentor: str, start: datetime, *, picked: bool = False) -> Booking:
        wish = Wish(text=RequestText("Careers"), start=start, picked=picked)
        world = self.world
        offering = self.review.id if mentor == "ana" else None
        whom = world.people[mentor].id
        key = f"key {next(self.keys)}"
        asked = await world.bookings.ask(world.people[who], whom, wish, offering=offering, key=key)
        return asked.view.booking

    async def does(self, who: str, booking: Booking, doing: Doing) -> None:
        """Do one act; raises what refuses it."""
        press = Press(self.world.people[who], booking.id, doing, f"key {next(self.keys)}")
        result = await self.world.bookings.accept(press)
        if result.error is not None:
            raise result.error

    async def ana(self, **changes: object) -> None:
        """Change what Ana says of herself."""
        mentor = await self.world.people_service.own_profile(self.world.people["ana"])
        fresh: Mentor = replace(mentor, **changes)  # type: ignore[arg-type]
        await self.world.store.write(lambda tx: tx.save_mentor(fresh))


Through = Callable[[], Awaitable[object]]


async def requested(doors: Doors, *, picked: bool) -> Through:
    return lambda: doors.ask("sam", "ana", doors.start, picked=picked)


async def in_series(doors: Doors) -> Through:
    """Go through with two dates of which the second is the one in question; the first is long before."""
    service, sam = doors.world.core.services.series, doors.world.people["sam"]
    days = (Date(doors.start - BEFORE), Date(doors.start))
    wish = SeriesWish(
        mentor=doors.world.people["ana"].id, text=RequestText("Careers"), days=days, offering=doors.review.id
    )

    async def through() -> None:
        service.policy = doors.world.bookings.policy
        sent = await service.ask_for(sam, wish, mask="3", key=f"key {next(doors.keys)}")
        if isinstance(sent, SeriesPlan):
            raise BadInput({"when": Problem("time_taken")})

    return through


async def changed(doors: Doors) -> Through:
    booking = await doors.ask("sam", "ana", doors.start - BEFORE)
    edit = Edit(
        text=RequestText("Careers"),
        slot=Slot(doors.start, 30),
        offering=booking.offering,
        minutes=30,
        answer_by=doors.start,
    )
    return lambda: doors.does("sam", booking, edit)


async def suggested(doors: Doors, who: str) -> Through:
    booking = await doors.ask("sam", "ana", doors.start - BEFORE)
    return lambda: doors.does(who, booking, Propose(slots=(Slot(doors.start, 30),)))


async def accepted(doors: Doors) -> Through:
    booking = await doors.ask("sam", "ana", doors.start)
    return lambda: doors.does("ana", booking, Accept())


async def taken_up(doors: Doors, *, by: str, agreed: bool) -> Through:
    other = {"sam": "ana", "ana": "sam"}[by]
    booking = await doors.ask("sam", "ana", doors.start - BEFORE)
    if agreed:
        await doors.does("ana", booking, Accept())
    await doors.does(other, booking, Propose(slots=(Slot(doors.start, 30),)))
    return lambda: doors.does(by, booking, AcceptProposal())


DOORS: dict[str, tuple[Callable[[Doors], Awaitable[Through]], Way]] = {
    "a request for an open time": (lambda doors: requested(doors, picked=True), Way.PICKED),
    "a request for another time": (lambda doors: requested(doors, picked=False), Way.SUGGESTED),
    "a request in a series": (in_series, Way.SUGGESTED),
    "a change": (changed, Way.SUGGESTED),
    "a suggestion of the student": (lambda doors: suggested(doors, "sam"), Way.SUGGESTED),
    "a suggestion of the mentor": (lambda doors: suggested(doors, "ana"), Way.INSISTED),
    "a yes": (accepted, Way.AGREED),
    "the student's yes to a suggestion": (
        lambda doors: taken_up(doors, by="sam", agreed=False),
        Way.INSISTED,
    ),
    "the mentor's yes to a suggestion": (lambda doors: taken_up(doors, by="ana", agreed=False), Way.AGREED),
    "the student's yes to a move": (lambda doors: taken_up(doors, by="sam", agreed=True), Way.INSISTED),
    "the mentor's yes to a move": (lambda doors: taken_up(doors, by="ana", agreed=True), Way.AGREED),
}


async def passes(doors: Doors) -> None:
    doors.world.now = doors.start + timedelta(minutes=1)


async def is_far(doors: Doors) -> None:
    doors.world.bookings.policy = CurrentPolicy(
        replace(doors.world.bookings.policy(), horizon=timedelta(hours=1))
    )


async def is_soon(doors: Doors) -> None:
    doors.world.now = doors.start - timedelta(hours=600)
    await doors.ana(notice=700 * 60)


async def is_gone(doors: Doors) -> None:
    await doors.world.people_service.remove_offering(doors.world.people["ana"], doors.review.id)


async def is_engaged(doors: Doors) -> None:
    ana, times = doors.world.people["ana"].id, [(doors.start, doors.start + HOUR)]
    await doors.world.store.write(lambda tx: tx.set_engagements(ana, times))


MEANWHILE: dict[Objection, Callable[[Doors], Awaitable[object]]] = {
    Objection.IN_PAST: passes,
    Objection.TOO_FAR: is_far,
    Objection.NOT_AVAILABLE: lambda doors: doors.ana(paused=True),
    Objection.TYPE_GONE: is_gone,
    Objection.BEYOND_HORIZON: lambda doors: doors.ana(horizon=1),
    Objection.TOO_SOON: is_soon,
    Objection.DAY_OFF: lambda doors: doors.ana(exceptions=f"off {doors.start:%-d %b %Y}"),
    Objection.OUTSIDE_HOURS: lambda doors: doors.ana(hours="Mon-Sun 20:00-22:00"),
    Objection.WEEK_FULL: lambda doors: doors.ana(weekly_cap=1),
    Objection.STUDENT_BUSY: lambda doors: doors.ask("sam", "ken", doors.start),
    Objection.MENTOR_BUSY: lambda doors: doors.ask("mia", "ana", doors.start),
    Objection.TOO_CLOSE: lambda doors: doors.ana(buffer=60),
    Objection.ENGAGED: is_engaged,
}
"""What may come about between the moment at which a time was seen and the one at which it is taken."""
IN_THE_WAY = {Objection.WEEK_FULL: DAY, Objection.TOO_CLOSE: HOUR}
"""How long after the time in question somebody else has a session with the mentor."""
IMPOSSIBLE = {("a yes", Objection.STUDENT_BUSY), ("a yes", Objection.MENTOR_BUSY)}
"""A request holds its own time, which nobody else can take."""


@pytest.fixture
async def doors() -> AsyncIterator[Doors]:
    world = World("sqlite://")
    await world.open()
    world.bookings.policy = CurrentPolicy(replace(world.bookings.policy(), answer_within=WEEK * 26))
    ana = world.people["ana"]
    await world.people_service.add_offering(ana, OfferingForm(title="Talk", minutes="30"))
    (review,) = await world.people_service.offerings(ana.id)
    yield Doors(world, review)
    await world.store.close()


def test_every_objection_and_every_way_is_tried() -> None:
    assert set(MEANWHILE) == set(Objection)
    assert {way for _, way in DOORS.values()} == set(Way)


@pytest.mark.parametrize("found", list(Objection))
@pytest.mark.sampled(3)
async def test_what_comes_about_meanwhile_is_judged_when_the_time_is_taken(
    doors: Doors, found: Objection
) -> None:
    """What nobody may overrule is refused at each door, and there alone; nothing has changed then."""
    world, policy = doors.world, doors.world.bookings.policy
    for name, (door, way) in DOORS.items():
        if (name, found) in IMPOSSIBLE:
            continue
        await again(doors)
        world.bookings.policy = policy
        through = await door(doors)
        if found in IN_THE_WAY:
            await doors.ask("mia", "ana", doors.start + IN_THE_WAY[found])
        await MEANWHILE[found](doors)
        before = await held(doors)
        refused = await is_refused(through)
        assert refused is (found not in OVERRULES[way]), f"{name}, although {found}"
        assert bool(await held(doors) - before) is not refused, f"{name}: nothing is taken, or something is"


async def is_refused(through: Through) -> bool:
    """Go through a door; return whether it was refused."""
    try:
        await through()
    except (BadInput, BookingError):
        return True
    return False


async def again(doors: Doors) -> None:
    """Leave everything behind and begin in a week of its own, with the usual rules."""
    world, ana = doors.world, doors.world.people["ana"]
    world.now = MORNING
    for booking in await world.all_bookings():
        if booking.status.is_open:
            student = next(name for name, one in world.people.items() if one.id == booking.student)
            await doors.does(student, booking, Cancel())
    await doors.ana(
        zone="Europe/Berlin", hours=HOURS, exceptions="", buffer=0, notice=0, horizon=180, weekly_cap=None
    )
    await doors.ana(paused=False)
    if not await world.people_service.offerings(ana.id):
        doors.review = replace(doors.review, id=OfferingId(world.new_id()))
        await world.store.write(lambda tx: tx.add_offering(doors.review))
    doors.start = FIRST + WEEK * next(doors.weeks)


async def held(doors: Doors) -> set[tuple[object, ...]]:
    """Return which times are held, agreed or offered."""
    found = [one for one in await doors.world.all_bookings() if one.status.is_open]
    return {(one.id, one.status, one.slot, one.proposal) for one in found}
