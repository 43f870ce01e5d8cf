"""Whatever anybody presses, in whatever order, with whatever trouble: the promises hold."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.chat.kit import Button, buttons
from core.chat.replies import Ask
from core.chat.routes import Asked
from core.domain.booking import Booking, BookingId, Status
from tests.promises.world import EVERYBODY, MENTORS, STUDENTS, World, filled

T = TypeVar("T")
OFFSETS = st.sampled_from([None, 2, 2.25, 25, 25.5, 49, 72])
"""Hours from now at which somebody would like to meet; some of them overlap."""


class Whatever(RuleBasedStateMachine):
    """Anybody does anything."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.versions: dict[BookingId, int] = {}
        self.world = World(self.database())

    def database(self) -> str:
        return f"sqlite:///{Path(self.folder.name) / 'world.db'}"

    def run(self, deed: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(deed)

    @initialize()
    def begin(self) -> None:
        self.run(self.world.open())

    @rule(student=st.sampled_from(sorted(STUDENTS)), mentor=st.sampled_from(sorted(MENTORS)), hours=OFFSETS)
    def request(self, student: str, mentor: str, hours: float | None) -> None:
        when = "" if hours is None else (self.world.now + timedelta(hours=hours)).isoformat()
        to = self.world.people[mentor].id.hex
        self.run(self.world.does(student, Asked.FORM, "book-session", mentor=to, topic="Talk", when=when))

    @rule(data=st.data(), who=st.sampled_from(sorted(EVERYBODY)), hours=st.sampled_from([3, 26, 50]))
    def press(self, data: st.DataObject, who: str, hours: int) -> None:
        self.collect()
        if not self.world.shown:
            return
        button = data.draw(st.sampled_from(self.world.shown), label="button")
        reply = self.run(self.world.does(who, Asked.BUTTON, button.route, *button.args))
        if isinstance(reply, Ask):
            values = filled(reply.form, self.world.now + timedelta(hours=hours))
            self.run(self.world.does(who, Asked.FORM, reply.form.route, *reply.form.args, **values))

    @precondition(lambda self: hasattr(self.world, "last"))
    @rule()
    def deliver_again(self) -> None:
        who, asked, route, args, key, values = self.world.last
        before = self.run(self.snapshot())
        self.run(self.world.does(who, asked, route, *args, key=key, **values))
        assert self.run(self.snapshot()) == before

    @rule(by=st.sampled_from([1, 61, 600, 3600, 26 * 3600, 4 * 86400]))
    def time_passes(self, by: int) -> None:
        self.run(self.world.pass_time(timedelta(seconds=by)))

    @rule(
        platform=st.sampled_from(["slack", "discord"]),
        trouble=st.sampled_from(["none", "down", "lost", "closed"]),
    )
    def trouble(self, platform: str, trouble: str) -> None:
        self.world.platforms[platform].trouble = trouble

    @rule()
    def restart(self) -> None:
        self.run(self.world.restart())

    @invariant()
    def promises_hold(self) -> None:
        if not hasattr(self.world, "store"):
            return
        bookings = self.run(self.world.bookings())
        no_overlap(bookings)
        for booking in bookings:
            self.history_is_whole(booking)
            if booking.id in self.world.accepted:
                assert booking.status not in {Status.PENDING, Status.REJECTED, Status.EXPIRED}

    def history_is_whole(self, booking: Booking) -> None:
        if self.versions.get(booking.id) == booking.version:
            return
        self.versions[booking.id] = booking.version
        lines = self.run(self.world.store.read(lambda tx: tx.history(booking.id)))
        assert [line.moved.booking.version for line in lines] == list(range(1, booking.version + 1))
        assert lines[-1].moved.booking == booking

    def collect(self) -> None:
        """Remember every button that stands on any message."""
        for platform in self.world.platforms.values():
            for message in platform.messages.values():
                self.world.shown += [one for one in buttons(message.card) if isinstance(one, Button)]
        self.world.shown = list(dict.fromkeys(self.world.shown))

    async def snapshot(self) -> dict[Any, Any]:
        return {booking.id: booking for booking in await self.world.bookings()}

    def teardown(self) -> None:
        if hasattr(self.world, "store"):
            self.run(self.world.quiet())
            self.run(self.at_rest())
            self.run(self.world.store.close())
        self.loop.close()
        self.folder.cleanup()

    async def at_rest(self) -> None:
        """When every trouble is over, every card shows the truth and nothing was said twice."""
        lag = await self.world.store.read(lambda tx: tx.lag(self.world.now))
        assert (lag.waiting, lag.unknown) == (0, 0)
        current = {booking.id: booking for booking in await self.world.bookings()}
        for platform in self.world.platforms.values():
            keys = [message.key for message in platform.messages.values()]
            assert len(keys) == len(set(keys)), "the same thing was said twice"
            for message in platform.messages.values():
                if message.card.about is not None:
                    assert message.card.about.version == current[message.card.about.booking].version
        for booking in current.values():
            starts = booking.starts_at
            if booking.status is Status.PENDING and starts is not None:
                assert starts > self.world.now, "a request never survives its start"


def no_overlap(bookings: list[Booking]) -> None:
    """Nobody has two sessions at a time, whether as a student or as a mentor."""
    held = [one for one in bookings if one.status.is_open and one.slot is not None]
    for one, other in itertools.combinations(held, 2):
        if {one.student, one.mentor} & {other.student, other.mentor}:
            assert one.slot is not None and other.slot is not None
            assert one.slot.ends_at <= other.slot.starts_at or other.slot.ends_at <= one.slot.starts_at


Whatever.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestWhatever = Whatever.TestCase
