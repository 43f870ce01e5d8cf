"""A bot of a few lines behind the real adapters: one booking, in memory, on both emulated platforms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from adapters.discord.app import CommandsHash, DiscordApp
from adapters.slack.app import SlackApp
from bot.playground.clock import MovableClock
from bot.playground.discord_emulator.emulator import DiscordEmulator
from bot.playground.events import Event
from bot.playground.people import DiscordPilot, Pilot, SlackPilot
from bot.playground.seed import PEOPLE, Persona, settle_in
from bot.playground.slack_emulator.emulator import SlackEmulator
from core.domain.people import Address
from core.ports.call import Call, Say, Trigger
from core.ports.cards import (
    Actions,
    Button,
    Card,
    Divider,
    Fact,
    Heading,
    Line,
    Link,
    Look,
    Menu,
    Option,
    Part,
    Quote,
    Row,
    Style,
    Tone,
    UserText,
    When,
    Who,
)
from core.ports.forms import AnyField, ChoiceField, Form, SearchField, TextField, TimeField
from core.ports.replies import Ask, FormReply, Refuse, Reply, Show, Swap
from core.ports.said import Hearing, Said, Talk
from core.screens.commands import command_table
from core.screens.phrases import PHRASES

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
SOON = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
OPEN = tuple(Option(one.name, one.key, one.headline) for one in PEOPLE if one.headline)
LENGTHS = (Option("30 minutes", "30"), Option("One hour", "60"))


def address(one: Persona) -> Address:
    return Address(one.platform, "T0PLAYGRND" if one.platform == "slack" else "-", one.user_id)


class LittleBot:
    """Answers calls; posts to whoever must know; remembers what the last booking was about."""

    def __init__(self) -> None:
        self.slack: SlackApp | None = None
        self.discord: DiscordApp | None = None
        self.student = self.mentor = PEOPLE[0]
        self.topic = self.message = ""
        self.starts_at = SOON
        self.silent = False
        self.calls: list[Call] = []
        self.memberships: list[tuple[Address, bool]] = []

    async def dispatch(self, call: Call, say: Say) -> None:
        self.calls.append(call)
        if self.silent:
            return
        reply = await self._answer(call)
        await say(reply)

    async def hear(self, said: Said, say: Say) -> Hearing:
        return Hearing.NOBODYS

    async def talks(self, platform: str) -> tuple[Talk, ...]:
        return ()

    async def membership(self, who: Address, *, here: bool) -> None:
        self.memberships.append((who, here))

    async def search(self, call: Call) -> tuple[Option, ...]:
        self.calls.append(call)
        if call.route != "search-mentors":
            return ()
        typed = call.values.get("words", "").lower()
        return tuple(one for one in OPEN if typed in f"{one.label} {one.note}".lower())

    async def _answer(self, call: Call) -> Reply:
        match call.trigger, call.route:
            case Trigger.FORM, "book-session":
                return await self._book(call)
            case (Trigger.COMMAND, "book-session") if {"mentor", "topic"} <= call.values.keys():
                return await self._book(call)
            case Trigger.CHANGE | Trigger.COMMAND | Trigger.BUTTON, "book-session" | "ask-about":
                return Ask(self._form(call))
            case _:
                return await self._press(call)

    async def _press(self, call: Call) -> Reply:
        match call.route:
            case "home":
                return Show(self.agenda())
            case "my-sessions":
                return Show(self.agenda())
            case "find-mentor":
                return Show(self.mentors())
            case "accept":
                await self._tell(self.student, self._card("Confirmed", Tone.GOOD, self.student))
                return Swap(self._card("Confirmed", Tone.GOOD, self.mentor))
            case "withdraw":
                return Swap(self._card("Withdrawn", Tone.BAD, self.student))
            case _:
                return Refuse(why=(f"Nothing does {call.route}.",))

    def _form(self, call: Call) -> Form:
        values = call.values
        chosen = next((one for one in OPEN if one.value == values.get("mentor")), None)
        fields: list[AnyField] = [
            SearchField(
                key="mentor",
                label="Mentor",
                hint="Search by name or skill.",
                required=True,
                source="search-mentors",
                options=OPEN,
                chosen=chosen,
                value=chosen.value if chosen else "",
                watched=True,
            ),
            TextField(
                key="topic",
                label="Topic",
                required=True,
                longest=120,
                example="Code review",
                value=values.get("topic", ""),
            ),
            TextField(
                key="message",
                label="Message",
                longest=2000,
                lines=True,
                hint="Anything the mentor should know.",
            ),
            TimeField(
                key="when",
                label="When",
                hint="Leave it empty to agree on a time later.",
                zone="Europe/London",
            ),
        ]
        if chosen is not None:
            length = ChoiceField(key="length", label="Session type", options=LENGTHS, value="30")
            return Form(
                title="Book a mentor session", route="book-session", fields=(fields[0], length, *fields[1:])
            )
        return Form(title="Book a mentor session", route="book-session", fields=tuple(fields))

    async def _book(self, call: Call) -> FormReply:
        if call.values.get("topic") == "nothing":
            return Refuse(why=("Say a little more.",), fields={"topic": ("Say a little more.",)})
        self.topic, self.message = call.values["topic"], call.values.get("message", "")
        if "+" in call.values.get("when", ""):
            self.starts_at = datetime.fromisoformat(call.values["when"])
        named = call.values["mentor"].lower()
        self.mentor = next(one for one in PEOPLE if named in {one.key, one.name.lower()})
        self.student = next(one for one in PEOPLE if one.user_id == call.actor.user)
        await self._tell(self.mentor, self._card("Pending", Tone.WAITING, self.mentor))
        return Show(self._card("Pending", Tone.WAITING, self.student))

    async def _tell(self, to: Persona, card: Card) -> None:
        app = self.slack if to.platform == "slack" else self.discord
        assert app is not None
        await app.platform.post(address(to), card, key=f"{to.key}-{card.badge}-{self.topic}"[:60])

    def _card(self, badge: str, tone: Tone, reader: Persona) -> Card:
        other = self.mentor if reader is self.student else self.student
        parts: list[Part] = [
            Fact("Mentor" if reader is self.student else "Student", (Who(other.name, address(other)),)),
            Fact("Topic", (UserText(self.topic),)),
            Fact("When", (When(self.starts_at),)),
            Fact("Length", ("30 minutes",)),
            *([Quote(UserText(self.message), "Message")] if self.message else []),
            Line(
                ("An answer is due ", When(self.starts_at - timedelta(days=1), Style.RELATIVE), "."),
                small=True,
            ),
            Actions(self._buttons(badge, reader)),
        ]
        summary = f"{badge}: session with {other.name}"
        return Card(title="Session request", badge=badge, tone=tone, summary=summary, parts=tuple(parts))

    def _buttons(self, badge: str, reader: Persona) -> tuple[Button | Link, ...]:
        if badge == "Confirmed":
            return (
                Link("Start video call", "https://meet.example.org/ken"),
                Button("Reschedule…", "propose"),
            )
        if reader is self.student:
            sure = "Withdraw this request? The mentor will be told."
            return (
                Button("Change…", "change"),
                Button("Withdraw", "withdraw", look=Look.DANGER, confirm=sure),
            )
        return (
            Button("Accept", "accept", look=Look.PRIMARY),
            Button("Accept with a note…", "accept-note"),
            Button("Decline…", "decline", look=Look.DANGER),
        )

    def agenda(self) -> Card:
        rows = [
            Row((UserText(f"Session {number} · {topic}"),), Button("Open", "open", (str(number),)))
            for number, topic in enumerate(("Code review", "Portfolio"))
        ]
        menu = Menu(
            "Show other sessions", "my-sessions", (Option("Upcoming", "upcoming"), Option("Past", "past"))
        )
        parts: tuple[Part, ...] = (
            Heading("Upcoming sessions"),
            *rows,
            Divider(),
            Heading("Past sessions", folds=True),
            Row((UserText("Session 2 · Interview"),), Button("Open", "open", ("2",))),
            menu,
        )
        return Card(title="Your sessions", summary="Your sessions", parts=parts)

    def mentors(self) -> Card:
        rows = tuple(
            Row((one.label,), Button("Book…", "book-session", (one.value,)), ((one.note,),)) for one in OPEN
        )
        return Card(title="Mentors", summary="Mentors", parts=rows)


class LittleStage:
    """What the page needs of a stage, and pilots for the tests."""

    def __init__(self, bot: LittleBot, start: datetime, deadline: float) -> None:
        self.clock = MovableClock(start, standing=True)
        self.slack = SlackEmulator(now=self.clock)
        self.discord = DiscordEmulator(now=self.clock, ack_deadline=deadline)
        self.people = PEOPLE
        self.bot = bot
        self.restarts = 0
        self.run = "little"
        self.name = "Mentoring"

    def now(self) -> datetime:
        return self.clock()

    async def next_event(self) -> Event:
        done = "A reminder went out to Sam and Ken"
        return Event(at=self.now() + timedelta(hours=3), coming="reminder to Sam and Ken", done=done)

    async def first_steps(self) -> tuple[bool, bool]:
        return bool(self.bot.topic), any(call.route == "accept" for call in self.bot.calls)

    async def advance_to_next(self) -> str:
        event = await self.next_event()
        self.clock.move(timedelta(hours=3))
        return event.told(self.now())

    async def pass_time(self, by: timedelta, /) -> tuple[str, ...]:
        self.clock.move(by)
        return ()

    async def restart(self) -> None:
        self.restarts += 1

    async def start_over(self) -> None:
        self.run += "-again"

    async def move_to(self, key: str, zone: str, /) -> None:
        self.people = tuple(replace(one, zone=zone) if one.key == key else one for one in self.people)

    def pilot(self, key: str) -> Pilot:
        one = next(one for one in PEOPLE if one.key == key)
        if one.platform == "slack":
            return SlackPilot(one.name, self.slack.client(one.user_id), one.zone)
        return DiscordPilot(one.name, self.discord.client(one.user_id), one.zone)

    async def settle(self) -> None:
        for app in (self.bot.slack, self.bot.discord):
            if app is not None:
                await app.idle()


def a_place_for_the_hash() -> CommandsHash:
    told: list[str | None] = [None]

    async def load() -> str | None:
        return told[0]

    async def save(value: str) -> None:
        told[0] = value

    return CommandsHash(load=load, save=save)


@asynccontextmanager
async def a_little_stage(start: datetime = MONDAY, deadline: float = 3.0) -> AsyncIterator[LittleStage]:
    bot = LittleBot()
    stage = LittleStage(bot, start, deadline)
    await stage.slack.start()
    await stage.discord.start()
    settle_in(stage.slack, stage.discord)
    bot.slack = SlackApp(
        bot_token=stage.slack.bot_token,
        app_token=stage.slack.app_token,
        api_url=stage.slack.api_url,
        dispatcher=bot,
        now=stage.clock,
        commands=command_table(),
        phrases=PHRASES,
        ping_interval=0.05,
    )
    bot.discord = DiscordApp(
        token=stage.discord.token,
        dispatcher=bot,
        commands=command_table(),
        phrases=PHRASES,
        commands_hash=a_place_for_the_hash(),
        api_url=stage.discord.api_url,
        gateway_url=stage.discord.gateway_url,
    )
    await bot.slack.start()
    await bot.discord.start()
    try:
        yield stage
    finally:
        await bot.slack.stop()
        await bot.discord.stop()
        await stage.slack.stop()
        await stage.discord.stop()
