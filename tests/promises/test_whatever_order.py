"""Whatever anybody presses, in whatever order, with whatever trouble: the promises hold."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from collections.abc import Coroutine
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from structlog.testing import capture_logs

from core.domain.booking import Booking, BookingId, Status
from core.domain.mentor_search import ANY
from core.ports.call import Trigger
from core.ports.cards import Button
from core.ports.replies import Ask
from core.ports.said import Change
from tests.promises import rules
from tests.promises.ledger import Ledger, open_ledger, read_letters, unchanged
from tests.promises.organised import blocks_or_unblocks, stops_or_begins
from tests.promises.world import EVERYBODY, MENTORS, STUDENTS, World, filled, secret
from tests.store.postgres import fresh_database

T = TypeVar("T")
OFFSETS = st.sampled_from([None, 2, 2.25, 25, 25.5, 49, 72])
"""Hours from now at which somebody would like to meet; some of them overlap."""


ERRORS = {
    "notice_failed",
    "notice_given_up",
    "call_failed",
    "flow_failed",
    "hearing_failed",
    "answer_not_delivered",
}
"""What the program logs when it meets an error of its own."""


LOOKING = {"show", "chat", "again", "find-mentor", "book", "help", "agenda", "profile", "zone"}
"""Buttons that only lead somewhere."""


class Whatever(RuleBasedStateMachine):
    """Anybody does anything."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.versions: dict[BookingId, int] = {}
        self.world = World(self.database())
        self.watching = ExitStack()
        self.log = self.watching.enter_context(capture_logs())

    def database(self) -> str:
        return f"sqlite:///{Path(self.folder.name) / 'world.db'}"

    def run(self, deed: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(deed)

    @initialize()
    def begin(self) -> None:
        self.run(self.world.open())
        self.request("sam", "ana", 25)
        self.request("mia", "ken", 2)
        self.request("sam", "ken", None)

    @rule(student=st.sampled_from(sorted(STUDENTS)), mentor=st.sampled_from(sorted(MENTORS)), hours=OFFSETS)
    def request(self, student: str, mentor: str, hours: float | None) -> None:
        when = "" if hours is None else (self.world.now + timedelta(hours=hours)).isoformat()
        to = self.world.people[mentor].id.hex
        self.run(self.world.does(student, Trigger.FORM, "book-session", mentor=to, topic="Talk", when=when))

    @rule(student=st.sampled_from(sorted(STUDENTS)), hours=OFFSETS, turned_down=st.integers(0, len(MENTORS)))
    def ask_anybody(self, student: str, hours: float | None, turned_down: int) -> None:
        """Somebody gives up what they have asked for, and asks whoever is suitable; so many mentors say no."""
        me, ahead = self.world.people[student].id, self.world.now + timedelta(hours=hours or 0)
        for one in self.pending():
            if one.student == me:
                self.run(self.world.does(student, Trigger.BUTTON, "withdraw", one.id.hex, str(one.version)))
        when = ahead.isoformat() if hours else ""
        self.run(self.world.does(student, Trigger.FORM, "book-session", mentor=ANY, topic="Help", when=when))
        for _ in range(turned_down):
            for one in self.pending():
                if one.student == me and one.search is not None:
                    mentor = next(name for name, who in self.world.people.items() if who.id == one.mentor)
                    self.run(self.world.does(mentor, Trigger.FORM, "decline", one.id.hex, str(one.version)))

    def pending(self) -> list[Booking]:
        return [one for one in self.run(self.world.all_bookings()) if one.status is Status.PENDING]

    @rule(data=st.data(), hours=st.sampled_from([3, 26, 50]))
    def press(self, data: st.DataObject, hours: int) -> None:
        """Somebody presses what was once shown to them."""
        who, button = self.some_button(data)
        self.pressed(who, button, hours)

    @rule(data=st.data(), hours=st.sampled_from([4, 27, 51]))
    def press_more(self, data: st.DataObject, hours: int) -> None:
        """The same: most of what happens is a press."""
        self.press(data, hours)

    @rule(data=st.data(), hours=st.sampled_from([3, 27]))
    def suggest(self, data: st.DataObject, hours: int) -> None:
        """Somebody suggests another time; that needs a form, so it is rare otherwise."""
        self.world.collect()
        shown = [one for one in self.world.shown if one[1].route == "propose"]
        shown.sort(key=lambda one: (one[1].args, one[0]))
        if shown:
            self.pressed(*data.draw(st.sampled_from(shown), label="button"), hours)

    @rule(who=st.sampled_from(sorted({*STUDENTS, *MENTORS})), change=st.sampled_from(list(Change)))
    def write_in_a_chat(self, who: str, change: Change) -> None:
        """Somebody opens the chat of their newest session across platforms and writes, or changes what they wrote."""
        people = self.world.people
        platform = {one.id: one.address.platform for one in people.values()}
        mine = [one for one in self.run(self.world.all_bookings()) if one.role_of(people[who].id)]
        far = [one for one in mine if platform[one.student] != platform[one.mentor]]
        if far:
            newest = max(far, key=lambda one: one.id)
            self.run(self.world.does(who, Trigger.BUTTON, "chat", newest.id.hex))
        self.run(self.world.writes(who, change))

    @rule(data=st.data(), who=st.sampled_from(sorted(EVERYBODY)))
    def press_what_is_not_theirs(self, data: st.DataObject, who: str) -> None:
        self.pressed(who, self.some_button(data)[1], 26)

    def some_button(self, data: st.DataObject) -> tuple[str, Button]:
        """Any button that was ever shown: more often one that acts, more often the newest of its kind."""
        self.world.collect()
        shown = sorted(self.world.shown, key=lambda one: (one[1].route, one[1].args, one[0]))
        routes = sorted({button.route for _, button in shown})
        acting = [route for route in routes if route not in LOOKING]
        wanted = [st.sampled_from(each) for each in (acting, acting, acting, routes) if each]
        route = data.draw(st.one_of(wanted), label="route")
        fitting = [one for one in shown if one[1].route == route]
        return data.draw(st.just(fitting[-1]) | st.sampled_from(fitting), label="button")

    def pressed(self, who: str, button: Button, hours: int) -> None:
        reply = self.run(self.world.does(who, Trigger.BUTTON, button.route, *button.args))
        if isinstance(reply, Ask):
            values = filled(reply.form, self.world.now + timedelta(hours=hours))
            if "words" in {one.key for one in reply.form.fields}:
                values["words"] = secret(who)
            self.run(self.world.does(who, Trigger.FORM, reply.form.route, *reply.form.args, **values))

    @precondition(lambda self: hasattr(self.world, "last"))
    @rule()
    def deliver_again(self) -> None:
        """The platform delivers the last act once more; what was refused before may be possible later."""
        who, asked, route, args, key, values = self.world.last
        before, refused_then = self.run(open_ledger(self.world.store)), self.world.refused_at
        self.run(self.world.does(who, asked, route, *args, key=key, **values))
        if refused_then in {None, self.world.now}:
            unchanged(before, self.world.ledger)

    @rule(student=st.sampled_from(sorted(STUDENTS)), mentor=st.sampled_from(sorted(MENTORS)))
    def a_session_takes_place(self, student: str, mentor: str) -> None:
        """From the request to the end, whatever stands in the way: then both may say how it was."""
        self.request(student, mentor, 2)
        for one in self.pending():
            if one.mentor == self.world.people[mentor].id:
                self.run(self.world.does(mentor, Trigger.BUTTON, "accept", one.id.hex, str(one.version)))
        self.time_passes(4 * 3600)

    @rule(data=st.data(), score=st.sampled_from(["good", "bad", ""]))
    def look_back(self, data: st.DataObject, score: str) -> None:
        """Somebody says how a session was, mostly one that took place, and mostly one of the two."""
        known = sorted(self.run(self.world.all_bookings()), key=lambda one: one.id)
        over = [one for one in known if one.status is Status.COMPLETED] or known
        which = data.draw(st.sampled_from(over), label="session")
        met = [name for name, one in self.world.people.items() if which.role_of(one.id)]
        who = data.draw(st.sampled_from([*met, "eve"]), label="who")
        if score:
            self.run(self.world.does(who, Trigger.BUTTON, "feedback", which.id.hex, score, "done"))
        else:
            words = secret(who)
            self.run(self.world.does(who, Trigger.FORM, "feedback-words", which.id.hex, "card", words=words))

    @rule(who=st.sampled_from(sorted(EVERYBODY)), here=st.booleans())
    def leave_or_come_back(self, who: str, here: bool) -> None:
        """Whoever acts is back as well; what stood in the way of somebody may have left."""
        self.run(self.world.router.membership(self.world.people[who].address, here=here))
        if self.world.refused_at is not None:
            self.world.refused_at = self.world.now - timedelta(seconds=1)

    @rule(mentor=st.sampled_from(sorted(MENTORS)), hand_over=st.booleans())
    def stop_or_begin(self, mentor: str, hand_over: bool) -> None:
        """A mentor stops, perhaps after somebody else was asked to take a session over; or begins again."""
        self.run(stops_or_begins(self.world, mentor, hand_over=hand_over))

    @rule(who=st.sampled_from(sorted({*STUDENTS, *MENTORS})), call_off=st.booleans())
    def block_or_unblock(self, who: str, call_off: bool) -> None:
        """An organiser blocks somebody, or takes that back."""
        self.run(blocks_or_unblocks(self.world, who, call_off=call_off))

    @rule(by=st.sampled_from([1, 61, 600, 3600, 3 * 3600, 24 * 3600, 4 * 86400]))
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
        assert not self.world.broken, self.world.broken
        assert not [line for line in self.log if line["event"] in ERRORS], self.log
        ledger = self.run(open_ledger(self.world.store))
        bookings = list(ledger.bookings.values())
        rules.no_overlap(bookings)
        rules.held_time_is_of_open_bookings(ledger)
        rules.nothing_outlives_its_time(bookings, self.world.now)
        rules.feedback_is_of_those_who_met(ledger)
        rules.one_mentor_is_asked_at_a_time(ledger.bookings)
        for booking in bookings:
            if booking.id in self.world.accepted:
                assert booking.status not in {Status.PENDING, Status.REJECTED}
                assert booking.status is not Status.EXPIRED or booking.slot is None
            if self.versions.get(booking.id) != booking.version:
                self.versions[booking.id] = booking.version
                self.run(self.looked_into(booking, ledger))

    async def looked_into(self, booking: Booking, ledger: Ledger) -> None:
        lines = await self.world.store.read(lambda tx: tx.history(booking.id))
        rules.history_is_whole(booking, lines)
        rules.everybody_is_told_once(booking, lines, ledger)
        rules.what_is_told_with_another_happened_to_it(lines, ledger)

    def teardown(self) -> None:
        try:
            if hasattr(self.world, "store"):
                self.run(self.world.quiet())
                self.promises_hold()
                self.run(self.at_rest())
        finally:
            if hasattr(self.world, "store"):
                self.run(self.world.store.close())
            self.watching.close()
            self.loop.close()
            self.folder.cleanup()

    async def at_rest(self) -> None:
        """When every trouble is over, every card shows the truth and nothing was said twice or not at all."""
        lag = await self.world.store.read(lambda tx: tx.lag(self.world.now))
        assert (lag.waiting, lag.unknown) == (0, 0)
        ledger, said = await open_ledger(self.world.store), set[str]()
        for platform in self.world.platforms.values():
            keys = Counter(message.key for message in platform.messages.values())
            assert not keys - Counter(set(keys)), "the same thing was said twice"
            said.update(keys, platform.taken_away)
            for message in platform.messages.values():
                if message.card.about is not None:
                    assert message.card.about.version == ledger.bookings[message.card.about.booking].version
        messages = [one for platform in self.world.platforms.values() for one in platform.messages.values()]
        rules.no_message_lies((one.card for one in messages), ledger.bookings)
        rules.every_card_has_its_file((one.card for one in messages), ledger.bookings)
        whole = Counter(
            (one.to, one.card.about.booking) for one in messages if one.card.about and one.card.title
        )
        assert not whole or max(whole.values()) == 1, "of a session there is one card for each of the two"
        assert await self.world.auditor.look() == 0
        assert not self.world.auditor.found, self.log
        rules.nothing_true_was_kept_back(ledger, said)
        rules.what_was_folded_was_told(ledger, said)
        letters = await read_letters(self.world.store)
        rules.letters_were_brought(letters, ledger, said, {one.key for one in messages})


class WhateverOnPostgres(Whatever):
    """The same, on the other database."""

    def database(self) -> str:
        return fresh_database()


class WhateverForLong(Whatever):
    """The same, for hours of somebody's patience."""


class WhateverOnPostgresForLong(WhateverOnPostgres):
    """That too."""


SOME = settings(
    max_examples=4,
    stateful_step_count=25,
    phases=(
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ),  # shrinking a world takes minutes; the seed is printed
)
Whatever.TestCase.settings = SOME
WhateverOnPostgres.TestCase.settings = settings(SOME, max_examples=1, stateful_step_count=15)
WhateverForLong.TestCase.settings = settings(SOME, max_examples=1000, stateful_step_count=50)
WhateverOnPostgresForLong.TestCase.settings = settings(SOME, max_examples=300, stateful_step_count=50)
TestWhatever = Whatever.TestCase
TestWhateverOnPostgres = pytest.mark.wide(WhateverOnPostgres.TestCase)
TestWhateverForLong = pytest.mark.long(WhateverForLong.TestCase)
TestWhateverOnPostgresForLong = pytest.mark.long(WhateverOnPostgresForLong.TestCase)
