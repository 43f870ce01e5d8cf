"""The core with a provider behind it: two people, their acts, and a worker that may be killed at any moment."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from bot.compose import compose_core, new_id
from core.domain.acts import Accept, AcceptProposal, Cancel, Propose, SetLink
from core.domain.booking import LinkState, Slot, Status
from core.domain.links import MeetingLink
from core.domain.people import Address
from core.domain.policy import Policy
from core.domain.profiles import ProfileForm
from core.domain.requests import RequestText, Wish
from core.ports.platform import Profile
from core.services.bookings import Press
from core.store.store import Store
from tests.video.conftest import connected
from tests.video.zoom_server import ZoomServer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from core.domain.acts import Doing
    from core.domain.booking import Booking, BookingId
    from core.domain.people import Person
    from core.ports.meetings import MadeMeeting, MeetingPlan, MeetingProvider
    from tests.video.clock import StandingClock
    from tests.video.google_server import GoogleServer

POLICY = Policy(makes_links=True)
LEASE = 30
"""Seconds, longer than a claim holds."""


class Killed(BaseException):
    """The process ends here."""


class Mortal:
    """A provider whose process may end right before or right after what it does, once."""

    def __init__(self, inner: MeetingProvider) -> None:
        self._inner = inner
        self.name = inner.name
        self.dies = ""
        """``before make``, ``after make``, and so on."""
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        """What somebody does while the provider's answer is on its way."""

    async def make(self, plan: MeetingPlan) -> MadeMeeting:
        self._perhaps("before make")
        made = await self._inner.make(plan)
        if (act := self.meanwhile) is not None:
            self.meanwhile = None
            await act()
        self._perhaps("after make")
        return made

    async def find(self, plan: MeetingPlan) -> MadeMeeting | None:
        found = await self._inner.find(plan)
        self._perhaps("after find")
        return found

    async def move(self, handle: str, plan: MeetingPlan) -> None:
        await self._inner.move(handle, plan)
        self._perhaps("after move")

    async def remove(self, handle: str) -> None:
        await self._inner.remove(handle)
        self._perhaps("after remove")

    async def close(self) -> None:
        await self._inner.close()

    def _perhaps(self, moment: str) -> None:
        if self.dies == moment:
            self.dies = ""
            raise Killed


class RunningCore:
    """One mentor, one student, one provider. ``store`` outlives every restart."""

    def __init__(self, server: ZoomServer | GoogleServer, clock: StandingClock, folder: Path) -> None:
        self.server, self.clock, self._folder = server, clock, folder
        self._keys = count()
        self._started: list[Mortal] = []

    async def open(self, address: str) -> None:
        self.store = await Store.open(address, program="default", new_id=new_id)
        self.start()
        people = self.core.services.people
        self.sam: Person = await people.greet(
            Address("slack", "T", f"sam{new_id().hex}"), Profile(name="Sam")
        )
        self.ana: Person = await people.greet(
            Address("slack", "T", f"ana{new_id().hex}"), Profile(name="Ana")
        )
        await people.save_profile(self.ana, ProfileForm(headline="Mentor", zone="UTC"))

    def start(self) -> None:
        """Start the program, again."""
        self.provider = Mortal(connected(self.server, self.clock, self._folder))
        self._started.append(self.provider)
        self.core = compose_core(self.store, {}, self.clock, new_id, POLICY, provider=self.provider)
        self.worker = self.core.meetings

    async def close(self) -> None:
        for provider in self._started:
            await provider.close()
        await self.store.close()

    async def asked(self, days: float | None = 2) -> BookingId:
        start = None if days is None else self.clock() + timedelta(days=days)
        wish = Wish(text=RequestText("Ownership", ""), start=start)
        asked = await self.core.services.bookings.ask(self.sam, self.ana.id, wish, key=self._key())
        return asked.view.booking.id

    async def agreed(self, days: float = 2) -> BookingId:
        booking = await self.asked(days)
        await self.does(self.ana, booking, Accept())
        return booking

    async def does(self, who: Person, booking: BookingId, doing: Doing) -> None:
        press = Press(who, booking, doing, self._key())
        bookings = self.core.services.bookings
        work = bookings.accept if isinstance(doing, Accept | AcceptProposal) else bookings.act
        done = await work(press)
        assert done.error is None, done.error

    async def moves(self, booking: BookingId, days: float) -> None:
        known = await self.booking(booking)
        slot = Slot(self.clock() + timedelta(days=days), known.minutes)
        await self.does(self.ana, booking, Propose(slots=(slot,)))
        await self.does(self.sam, booking, AcceptProposal())

    async def renews(self, booking: BookingId) -> None:
        await self.does(self.ana, booking, self.core.services.bookings.fresh_link())

    async def types_a_link(self, booking: BookingId) -> None:
        link = MeetingLink.parse("https://meet.example.org/ana")
        await self.does(self.ana, booking, SetLink(link=link))

    async def cancels(self, booking: BookingId) -> None:
        await self.does(self.sam, booking, Cancel())

    async def works(self) -> None:
        """Let the worker do what is due; where its process ends, another one begins."""
        try:
            await self.worker.work_due()
        except Killed:
            self.start()

    async def settle(self, minutes: int = 20) -> None:
        """Let every trouble end and time pass until nothing is left to do."""
        self.server.faults.clear()
        self.server.revoked = False
        self.provider.dies = ""
        for _ in range(minutes * 60 // LEASE):
            await self.works()
            if (due := await self.store.read(lambda tx: tx.next_meeting_due())) is None:
                return
            self.clock.move(max(LEASE, (due - self.clock()).total_seconds()))
        raise AssertionError("something is never done")

    async def booking(self, which: BookingId) -> Booking:
        found = await self.store.read(lambda tx: tx.booking(which))
        assert found is not None
        return found

    def standing(self) -> dict[str, tuple[str, int]]:
        """The address of every meeting that stands, with its start and minutes."""
        if isinstance(self.server, ZoomServer):
            return {
                one["join_url"]: (one["start_time"], one["duration"]) for one in self.server.meetings.values()
            }
        found = {}
        for one in self.server.standing.values():
            start, end = (one[name]["dateTime"] for name in ("start", "end"))
            minutes = (
                int(end[11:13]) * 60 + int(end[14:16]) - int(start[11:13]) * 60 - int(start[14:16])
            ) % 1440
            found[one.get("hangoutLink", "")] = (start, minutes)
        return found

    async def check(self, booking: BookingId) -> Booking:
        """After everything: one meeting stands for a session that needs one, at its time, and no other."""
        known = await self.booking(booking)
        if known.status is not Status.ACCEPTED or known.link_state is not LinkState.MADE:
            assert self.standing() == {}
            assert known.status is not Status.ACCEPTED or known.link is not None, "a link is never lost"
            return known
        assert known.link is not None and known.slot is not None
        start = f"{known.slot.starts_at:%Y-%m-%dT%H:%M:%SZ}"
        assert self.standing() == {known.link.url: (start, known.slot.minutes)}
        return known

    def _key(self) -> str:
        return f"press {next(self._keys)} {new_id().hex}"


def states(booking: Booking) -> tuple[Status, LinkState]:
    """How a session and its link stand."""
    return booking.status, booking.link_state
