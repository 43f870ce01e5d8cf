"""A scene: what two people do on a platform, in the pilots' words, and what is pictured at its end."""

from __future__ import annotations

import enum
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.domain.booking import Status
from tests.journeys import steps

if TYPE_CHECKING:
    from bot.playground.people import Pilot, SeenCard
    from bot.playground.stage import Stage

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
"""When every scene begins; the clock stands, so that a picture made again is the same picture."""
TOPIC = "My first pull request"
PLATFORMS = ("slack", "discord")
NEIGHBOURS = {
    "slack": {"student": "sam", "mentor": "ana", "rival": "lea", "organiser": "ana"},
    "discord": {"student": "mia", "mentor": "ken", "rival": "noor", "organiser": "ken"},
}
"""Who plays when both are on one platform; the rival is somebody else who asks the same mentor."""
STRANGERS = {"slack": {"student": "sam", "mentor": "ken"}, "discord": {"student": "mia", "mentor": "ana"}}
"""Who plays when the mentor is on the other platform."""


class Surface(enum.StrEnum):
    """What of somebody's window is pictured."""

    CARD = "card"
    """The session's card: the newest message with the topic and a reference."""
    PING = "ping"
    """The last message that made a sound."""
    ANSWER = "answer"
    """What the bot said last, to this person alone or not: a dialog without fields, or a message."""
    FORM = "form"
    """The open form."""
    REFUSED = "refused"
    """The open form after it was sent and not taken, or the message that says so."""
    LIST = "list"
    """The answer to ``/my-sessions``."""
    HOME = "home"
    """The Home tab, and on a platform without one the answer to ``/my-sessions``."""
    WIDE = "wide"
    """The whole page of the playground."""
    NARROW = "narrow"
    """The whole page on a telephone, 390 pixels wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who plays a scene on one platform. ``pilots`` are found by their part: ``student`` or ``mentor``."""

    stage: Stage
    platform: str
    pilots: dict[str, Pilot]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something somebody does. What happens to everybody, as time does, is done once for both platforms."""

    deed: Callable[[Cast], Awaitable[None]]
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture: of whose window, and of what in it."""

    who: str
    surface: Surface
    topic: str = TOPIC
    """Which session's card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A state of the product that can be looked at."""

    name: str
    """The beginning of the names of its files."""
    heading: str
    story: str
    """What has happened, in one sentence."""
    steps: tuple[Step, ...]
    pictures: tuple[Picture, ...]
    statuses: frozenset[Status] = frozenset()
    """In which states the pictured sessions are."""
    platforms: tuple[str, ...] = PLATFORMS
    across: bool = False
    """Whether the mentor is on the other platform."""

    async def play(self, stage: Stage) -> dict[str, Cast]:
        """Let everybody do their part, on both platforms side by side; return who played, by platform."""
        parts = STRANGERS if self.across else NEIGHBOURS
        casts = {
            platform: Cast(
                stage=stage,
                platform=platform,
                pilots={part: stage.pilot(key) for part, key in parts[platform].items()},
            )
            for platform in self.platforms
        }
        for step in self.steps:
            for cast in list(casts.values())[: 1 if step.once else None]:
                await step.deed(cast)
                await stage.settle()
        return casts


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """A time of the first week, in UTC, that each person types on their own clock."""

    day: int
    """0 is the Monday on which every scene begins."""
    hour: int
    minute: int = 0

    @property
    def instant(self) -> datetime:
        """Return it as an instant, in UTC."""
        return MONDAY.replace(hour=self.hour, minute=self.minute) + timedelta(days=self.day)

    def typed_in(self, zone: str) -> str:
        """Return it as somebody in this IANA zone types it."""
        return f"{self.instant.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


WEDNESDAY = At(day=2, hour=10)
"""When the sessions of most scenes are: open with every mentor."""


def asks(topic: str = TOPIC, when: At | None = WEDNESDAY, message: str = "", who: str = "student") -> Step:
    """Let somebody ask the mentor through the form; whoever asks on Discord says first that they are in London."""

    async def deed(cast: Cast) -> None:
        pilot, mentor = cast.pilots[who], cast.pilots["mentor"]
        typed = when.typed_in(pilot.zone if cast.platform == "slack" else "Europe/London") if when else ""
        await steps.ask(cast.stage, pilot, mentor.name, topic, when=typed, message=message)

    return Step(deed=deed)


def asks_anybody(topic: str = TOPIC, who: str = "student") -> Step:
    """Let somebody ask any suitable mentor through the form, without a time."""

    async def deed(cast: Cast) -> None:
        await steps.ask_anybody(cast.stage, cast.pilots[who], topic)

    return Step(deed=deed)


def types(who: str, line: str, *, exact: bool = False, **options: str | At) -> Step:
    """Type a command; ``{mentor}`` in an option is the mentor's name."""

    async def deed(cast: Cast) -> None:
        pilot = cast.pilots[who]
        given = {key: _words(cast, pilot, value) for key, value in options.items()}
        if cast.platform == "slack" and "mentor" in given:
            given["mentor"] = f"@{given['mentor']}"
        await pilot.types(line, exact=exact, **given)

    return Step(deed=deed)


def opens(who: str) -> Step:
    """Open the booking form by the bare command; Discord asks for the mentor first."""

    async def deed(cast: Cast) -> None:
        await steps.opens(cast.pilots[who], cast.pilots["mentor"].name)

    return Step(deed=deed)


def chooses(who: str) -> Step:
    """Choose the mentor where Discord asks for one before the form."""

    async def deed(cast: Cast) -> None:
        if cast.platform == "discord":
            await steps.chooses(cast.pilots[who], cast.pilots["mentor"].name)

    return Step(deed=deed)


def says_where(who: str) -> Step:
    """Choose London where Discord asks a newcomer for their time zone."""

    async def deed(cast: Cast) -> None:
        if cast.platform == "discord":
            await cast.pilots[who].picks("Choose your time zone", "London")

    return Step(deed=deed)


def fills(who: str, **fields: str | At) -> Step:
    """Fill the open form and send it."""

    async def deed(cast: Cast) -> None:
        pilot = cast.pilots[who]
        given = {key: _words(cast, pilot, value) for key, value in fields.items()}
        if cast.platform == "discord":
            given.pop("mentor", None)  # chosen before the form opened
        await pilot.fills(**given)

    return Step(deed=deed)


def presses(who: str, *labels: str, on: str | None = None) -> Step:
    """Press the first of ``labels`` (regular expressions) that is anywhere, as a button or in a menu."""

    async def deed(cast: Cast) -> None:
        pilot = cast.pilots[who]
        for label in labels:
            if await _pressed(pilot, re.compile(label), on):
                return
        await pilot.presses(labels[0], on=on)

    return Step(deed=deed)


def writes(who: str, words: str) -> Step:
    """Write into the session chat with the other one."""

    async def deed(cast: Cast) -> None:
        other = next(pilot for part, pilot in cast.pilots.items() if part != who)
        await cast.pilots[who].writes(words, below=f"Chat with {other.name}")

    return Step(deed=deed)


def picks(who: str, menu: str, option: str) -> Step:
    """Pick from a menu."""

    async def deed(cast: Cast) -> None:
        await cast.pilots[who].picks(menu, option)

    return Step(deed=deed)


def uses(who: str, shortcut: str, **on: str) -> Step:
    """Pick an entry of the menu of the message with the words that ``on`` has for the platform."""

    async def deed(cast: Cast) -> None:
        await cast.pilots[who].uses(shortcut, on=on[cast.platform])

    return Step(deed=deed)


def goes_home(who: str) -> Step:
    """Open the Home tab, or the list where there is none."""

    async def deed(cast: Cast) -> None:
        if cast.platform == "slack":
            await cast.pilots[who].opens_home()
        else:
            await cast.pilots[who].types("/my-sessions")

    return Step(deed=deed)


def lives_in(who: str, city: str) -> Step:
    """Say where one lives, which Discord does not tell."""

    async def deed(cast: Cast) -> None:
        if cast.platform == "discord":
            await steps.zoned(cast.stage, cast.pilots[who], city)

    return Step(deed=deed)


def is_engaged(who: str, when: At) -> Step:
    """Let something stand in somebody's own calendar for an hour."""

    async def deed(cast: Cast) -> None:
        key = NEIGHBOURS[cast.platform][who]
        persona = next(one for one in cast.stage.people if one.key == key)
        person = await cast.stage.bot.people.at(cast.stage.address(persona))
        times = [(when.instant, when.instant + timedelta(hours=1))]
        if person is not None:
            await cast.stage.bot.store.write(lambda tx: tx.set_engagements(person.id, times))

    return Step(deed=deed)


def closes_messages(who: str) -> Step:
    """Take no direct messages any more."""

    async def deed(cast: Cast) -> None:
        pilot = cast.pilots[who]
        if cast.platform == "slack":
            cast.stage.slack.faults.user(pilot.user, "messages_tab_disabled")
        else:
            cast.stage.discord.faults.dms_closed.add(pilot.user)

    return Step(deed=deed)


def until(at: At, *, asleep: bool = False) -> Step:
    """Let time pass until then; ``asleep``, the bot does nothing on the way."""

    async def deed(cast: Cast) -> None:
        left = at.instant - cast.stage.now()
        await (cast.stage.sleep(left) if asleep else cast.stage.advance(left))

    return Step(deed=deed, once=True)


def _words(cast: Cast, pilot: Pilot, value: str | At) -> str:
    return (
        value.typed_in(pilot.zone)
        if isinstance(value, At)
        else value.format(mentor=cast.pilots["mentor"].name)
    )


async def _pressed(pilot: Pilot, label: re.Pattern[str], on: str | None) -> bool:
    """Press the newest button that is called so, or pick the newest such option; say whether there was one."""
    seen: list[SeenCard] = [*([pilot.home] if pilot.home else []), *pilot.cards]
    for card in reversed(seen):
        if on is not None and on not in card.text:
            continue
        if button := next(filter(label.fullmatch, card.buttons), None):
            await pilot.presses(button, on=on)
            return True
        for menu, options in card.menus.items():
            if option := next(filter(label.fullmatch, options), None):
                await pilot.picks(menu, option, on=on)
                return True
    if pilot.form is not None and (button := next(filter(label.fullmatch, pilot.form.buttons), None)):
        await pilot.presses(button)
        return True
    return False
