"""The scenes of what happens around a session: its call, its series and chat, clocks, calendars, and who leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from core.domain.asked_notices import organiser_changed
from core.domain.booking import Status
from core.domain.busy_calendar import BusyCalendar, Trouble
from core.domain.notices import Kind, Notice
from core.ports.meetings import MadeMeeting, MeetingPlan
from core.ports.platform import TryLater
from core.services.clock_rules import ClockRules
from core.store.transaction import Transaction
from tests.journeys.test_leaving import leave
from tests.journeys.test_new_clocks import as_an_older_version_had_it
from tests.playground.gallery.requests import ASKED, BOTH, MENTOR_PING, NO_TIME, STUDENT, STUDENT_PING
from tests.playground.gallery.scene import (
    At,
    Cast,
    Picture,
    Scene,
    Step,
    Surface,
    asks_anybody,
    is_engaged,
    presses,
    until,
    writes,
)
from tests.playground.gallery.sessions import ACCEPTED, AGREED, SERIES

TOPIC = "Anything about databases"
STORY = "First I read the whole diff, then I read it again, and here is what I saw. " * 60
CHATTING = (*AGREED, presses("student", "Chat"))


class SlowProvider:
    """Has no time for anything."""

    name = "zoom"

    async def make(self, plan: MeetingPlan) -> MadeMeeting:
        """Make nothing yet."""
        raise TryLater(60, f"not yet: {plan.key}")

    async def find(self, _plan: MeetingPlan) -> MadeMeeting | None:
        """Find nothing: nothing was made."""
        return None

    async def move(self, _handle: str, _plan: MeetingPlan) -> None:
        """Move nothing: nothing was made."""

    async def remove(self, _handle: str) -> None:
        """Remove nothing: nothing was made."""

    async def close(self) -> None:
        """Let go of nothing."""


def link_follows() -> Step:
    """Let a provider be asked for calls that takes its time."""

    async def deed(cast: Cast) -> None:
        bot = cast.stage.bot
        bot.meetings.provider = SlowProvider()
        policy = bot.bookings.policy
        policy.value = replace(policy.value, makes_links=True)

    return Step(deed=deed, once=True)


def everybody_declines(topic: str) -> Step:
    """Let each mentor who is asked decline, until nobody is asked any more."""

    async def deed(cast: Cast) -> None:
        stage = cast.stage
        pilots = [stage.pilot(one.key) for one in stage.people]
        while asked := [
            one
            for one in pilots
            if any("Accept" in card.buttons and topic in card.text for card in one.cards)
        ]:
            await asked[0].presses("Decline…", on=topic)
            await asked[0].fills(reply="I am away, sorry.")
            await stage.settle()

    return Step(deed=deed)


def answers_closed() -> Step:
    """Let the mentor, who is on the other platform, take no direct messages any more."""

    async def deed(cast: Cast) -> None:
        mentor = cast.pilots["mentor"]
        if cast.platform == "discord":
            cast.stage.slack.faults.user(mentor.user, "messages_tab_disabled")
        else:
            cast.stage.discord.faults.dms_closed.add(mentor.user)

    return Step(deed=deed)


def leaves(who: str) -> Step:
    """Leave the workspace or the server."""

    async def deed(cast: Cast) -> None:
        await leave(cast.stage, cast.pilots[who])

    return Step(deed=deed)


def new_clocks() -> Step:
    """Let the clocks of the student's country have a new rule."""

    async def deed(cast: Cast) -> None:
        stage = cast.stage
        await as_an_older_version_had_it(stage, cast.pilots["student"].zone)
        await ClockRules(stage.bot.store, stage.clock).look()
        stage.bot.worker.ring()

    return Step(deed=deed)


def calendar_fails(*, dropped: bool = False) -> Step:
    """Let the mentor's own calendar be one that can't be read, since now or for a day."""

    async def deed(cast: Cast) -> None:
        stage, mentor = cast.stage, cast.pilots["mentor"]
        persona = next(one for one in stage.people if one.name == mentor.name)
        now = stage.now()

        def work(tx: Transaction) -> None:
            me = tx.person_at(stage.address(persona))
            assert me is not None
            since = now - timedelta(days=dropped)
            calendar = BusyCalendar(
                person=me.id,
                address="https://calendar.example.org/me.ics",
                due_at=now + timedelta(days=9),
                read_at=since,
                trouble=Trouble.GONE,
                trouble_since=since,
                dropped=dropped,
            )
            kind = Kind.CALENDAR_DROPPED if dropped else Kind.CALENDAR_UNREAD
            tx.save_calendar(calendar)
            tx.enqueue(Notice(booking=None, version=0, kind=kind, recipient=me.id, due_at=now, start=since))

        await stage.bot.store.write(work)
        stage.bot.worker.ring()

    return Step(deed=deed)


def organises(*, still: bool) -> Step:
    """Let the mentor become an organiser, or be one no longer."""

    async def deed(cast: Cast) -> None:
        stage, mentor = cast.stage, cast.pilots["mentor"]
        persona = next(one for one in stage.people if one.name == mentor.name)

        def work(tx: Transaction) -> None:
            me, now = tx.person_at(stage.address(persona)), stage.now()
            assert me is not None
            tx.add_organiser(me.id, None, now)
            if not still:
                tx.remove_organiser(me.id)
            tx.enqueue(organiser_changed(Kind.ORGANISER if still else Kind.NO_ORGANISER, me.id, now))

        await stage.bot.store.write(work)
        stage.bot.worker.ring()

    return Step(deed=deed)


SCENES = (
    Scene(
        name="link-follows",
        heading="The call link follows",
        story="A provider makes the calls of this program, and has not answered yet.",
        steps=(link_follows(), *ASKED, presses("mentor", "Accept"), until(At(day=0, hour=9, minute=1))),
        pictures=(*BOTH, STUDENT_PING),
        statuses=ACCEPTED,
    ),
    Scene(
        name="series-not-whole",
        heading="A series that can't be accepted whole",
        story="The mentor's own calendar has something on one of the dates; nothing is accepted yet.",
        steps=(*SERIES, is_engaged("mentor", At(day=16, hour=10)), presses("mentor", "Accept all 3")),
        pictures=(Picture(who="mentor", surface=Surface.ANSWER),),
    ),
    Scene(
        name="chat-parts",
        heading="A long message from the other platform",
        story="Slack takes more in one message than Discord: it is carried over in parts.",
        steps=(*CHATTING, writes("mentor", STORY.strip())),
        pictures=(STUDENT_PING,),
        platforms=("discord",),
        across=True,
    ),
    Scene(
        name="chat-lost",
        heading="A message that did not arrive",
        story="The mentor takes no direct messages any more, and the student reads that at once.",
        steps=(*CHATTING, answers_closed(), writes("student", "Shall I bring the whole diff?")),
        pictures=(STUDENT_PING,),
        across=True,
    ),
    Scene(
        name="nobody",
        heading="Nobody could take it",
        story="All three mentors who were asked in turn have declined.",
        steps=(asks_anybody(TOPIC), everybody_declines(TOPIC)),
        pictures=(STUDENT_PING,),
    ),
    Scene(
        name="no-time-yet",
        heading="No time yet",
        story="Three days ago they agreed, and have no time yet.",
        steps=(*NO_TIME, presses("mentor", "Accept"), until(At(day=3, hour=10))),
        pictures=(STUDENT_PING, MENTOR_PING),
    ),
    Scene(
        name="never-a-time",
        heading="No time was agreed",
        story="After thirty days without a time it expires.",
        steps=(*NO_TIME, presses("mentor", "Accept"), until(At(day=31, hour=10))),
        pictures=(STUDENT_PING, MENTOR_PING),
    ),
    Scene(
        name="new-clocks",
        heading="A new clock rule",
        story="A country has changed its clocks, and with them the hour of an agreed session.",
        steps=(*AGREED, new_clocks()),
        pictures=(STUDENT_PING, MENTOR_PING),
    ),
    Scene(
        name="left",
        heading="Somebody has left",
        story="The mentor has left the workspace or the server.",
        steps=(*AGREED, leaves("mentor"), until(At(day=1, hour=12))),
        pictures=(STUDENT, STUDENT_PING),
        statuses=frozenset({Status.CANCELLED}),
    ),
    Scene(
        name="calendar-unread",
        heading="A calendar that can't be read",
        story="The mentor hears of it once.",
        steps=(calendar_fails(),),
        pictures=(MENTOR_PING,),
    ),
    Scene(
        name="calendar-dropped",
        heading="A calendar that counts no longer",
        story="It could not be read for a day.",
        steps=(calendar_fails(dropped=True),),
        pictures=(MENTOR_PING,),
    ),
    Scene(
        name="organiser",
        heading="A new organiser",
        story="An administrator has made the mentor one.",
        steps=(organises(still=True),),
        pictures=(MENTOR_PING,),
    ),
    Scene(
        name="no-organiser",
        heading="No organiser any more",
        story="An administrator has taken it back.",
        steps=(organises(still=False),),
        pictures=(MENTOR_PING,),
    ),
)
