"""The scripted tour: what people do and see, told on a terminal or played on the page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from bot import log
from bot.playground.stage import Stage
from bot.program import CALLED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.playground.people import Pilot, SeenCard

MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
"""The tour has a calendar of its own, so that it reads the same on every day."""
WEDNESDAY = 2


async def tour() -> int:
    """Play the scripted tour through both adapters and print what everybody sees; the result is the exit code."""
    log.configure("ERROR")
    print(
        "A tour of the whole bot on an emulated Slack and an emulated Discord.\n"
        f"On a terminal, {CALLED} play opens a page to try it by hand."
    )
    stage = await Stage.open(start=MONDAY, standing=True)
    guide = Guide(stage, Terminal())
    try:
        for scene in SCENES:
            await scene(guide)
    finally:
        await stage.close()
    print(
        f"\nThe tour is over: {len(SCENES)} scenes. What people saw was sent by the real adapters"
        " and read from the emulated platforms."
    )
    return 0


class Narrator(Protocol):
    """Tells what happens: on a terminal in lines, on the page where it happens."""

    def scene(self, title: str) -> None:
        """Announce a scene."""
        ...

    async def act(self, pilot: Pilot, what: str) -> None:
        """Tell what somebody is about to do; returns when it may be done."""
        ...

    def card(self, pilot: Pilot, card: SeenCard) -> None:
        """Tell what somebody sees."""
        ...

    async def pause(self, said: str) -> None:
        """Tell that time is about to pass."""
        ...


class Guide:
    """Lets people act on a stage and has it told."""

    def __init__(self, stage: Stage, narrator: Narrator) -> None:
        self.stage = stage
        self.narrator = narrator

    def scene(self, title: str) -> None:
        """Announce a scene."""
        self.narrator.scene(title)

    def pilot(self, key: str) -> Pilot:
        """Return somebody's hands and eyes."""
        return self.stage.pilot(key)

    def day(self, weekday: int) -> str:
        """Return the date of the first such day (0 is Monday) that is at least two days away."""
        soon = self.stage.now().date() + timedelta(days=2)
        return (soon + timedelta(days=(weekday - soon.weekday()) % 7)).isoformat()

    async def does(self, pilot: Pilot, what: str, deed: Awaitable[None]) -> None:
        """Let somebody do something, tell it, and wait until everybody was told of it."""
        await self.narrator.act(pilot, what)
        await deed
        await self.stage.settle()

    def shows(self, pilot: Pilot, *words: str) -> None:
        """Tell the newest card that contains all of the words; fails when there is none."""
        self.narrator.card(pilot, pilot.sees(*words))

    async def passes(self, by: timedelta, said: str) -> None:
        """Let time pass."""
        await self.narrator.pause(said)
        await self.stage.advance(by)


class Terminal:
    """Prints the tour."""

    def __init__(self) -> None:
        self._gap = True

    def scene(self, title: str) -> None:
        """Print the heading of a scene."""
        print(f"\n== {title} ==")
        self._gap = True

    async def act(self, pilot: Pilot, what: str) -> None:
        """Print what somebody does."""
        print(f"{self._pause()}{pilot.name} {what}")

    def card(self, pilot: Pilot, card: SeenCard) -> None:
        """Print what somebody sees."""
        frame = {"green": "┃", "red": "╎", "yellow": "┆"}.get(card.colour, "│")
        print(f"  {pilot.name} sees:")
        for line in card.text.splitlines():
            print(f"    {frame} {line}")
        labels = [
            *(f"[{label}]" for label in card.buttons),
            *(f"[{label} → {url}]" for label, url in card.links.items()),
        ]
        if labels:
            print(f"    {frame} {' '.join(labels)}")
        self._gap = True

    async def pause(self, said: str) -> None:
        """Print that time passes."""
        print(f"{self._pause()}… {said} …")

    def _pause(self) -> str:
        """Return an empty line after something was shown: acts that follow each other stand together."""
        gap, self._gap = self._gap, False
        return "\n" if gap else ""


async def slack_to_discord(guide: Guide) -> None:
    """A student on Slack books a mentor on Discord, who accepts with a note and a link."""
    guide.scene("Sam on Slack books Ken on Discord")
    sam, ken = guide.pilot("sam"), guide.pilot("ken")
    await guide.does(
        sam,
        "types /book-session and fills the form",
        book(sam, "Ken", "My first pull request", f"{guide.day(WEDNESDAY)} 10:00"),
    )
    guide.shows(sam, "Pending")
    await sam.closes()
    guide.shows(ken, "would like a session", "My first pull request")
    await guide.does(ken, "presses Accept with a note…", ken.presses("Accept with a note…"))
    link = "https://meet.example.org/ken"
    await guide.does(ken, "writes a note and a link", ken.fills(reply="Bring the diff!", link=link))
    guide.shows(ken, "Confirmed")
    guide.shows(sam, "Confirmed", "Bring the diff!")


async def discord_to_slack(guide: Guide) -> None:
    """A student on Discord books a mentor on Slack, who accepts with one tap."""
    guide.scene("Mia on Discord books Ana on Slack")
    mia, ana = guide.pilot("mia"), guide.pilot("ana")
    await set_zone(guide, mia)
    deed = mia.types("/book-session", mentor="Ana", topic="Portfolio review", when="thu 14:00")
    await guide.does(mia, "types /book-session mentor:Ana topic:Portfolio review when:thu 14:00", deed)
    guide.shows(mia, "Pending")
    await guide.does(ana, "presses Accept", ana.presses("Accept", on="Portfolio review"))
    guide.shows(mia, "Confirmed")


async def slack_to_slack(guide: Guide) -> None:
    """Both on Slack; the mentor suggests another time, and the student takes it."""
    guide.scene("Sam books Ana, both on Slack, and Ana suggests another time")
    sam, ana = guide.pilot("sam"), guide.pilot("ana")
    await guide.does(
        sam,
        "types /book-session and fills the form",
        book(sam, "Ana", "Interview practice", "2026-12-03 18:00"),
    )
    await guide.does(
        ana, "presses Suggest another time…", ana.presses("Suggest another time…", on="Interview practice")
    )
    await guide.does(
        ana, "suggests Friday", ana.fills(when="2026-12-04 18:00", note="Thursday evening is my choir.")
    )
    guide.shows(sam, "suggests another time")
    await guide.does(sam, "takes Friday", sam.presses("Fri 4 Dec, 19:00"))
    guide.shows(ana, "accepted the new time")
    await guide.does(sam, "presses Reschedule…", sam.presses("Reschedule…", on="Interview practice"))
    await guide.does(sam, "asks for Saturday", sam.fills(when="2026-12-05 11:00"))
    guide.shows(ana, "suggests another time")
    await guide.does(ana, "takes Saturday", ana.presses("Sat 5 Dec, 10:00"))
    guide.shows(sam, "accepted the new time")


async def discord_to_discord(guide: Guide) -> None:
    """Both on Discord; one mentor accepts, the other does not answer, and that request expires."""
    guide.scene("Mia on Discord books two mentors on Discord: Ken accepts, Noor never answers")
    mia, ken = guide.pilot("mia"), guide.pilot("ken")
    deed = mia.types("/book-session", mentor="Ken", topic="Debugging", when="2026-12-04 09:00")
    await guide.does(mia, "types /book-session mentor:Ken topic:Debugging when:2026-12-04 09:00", deed)
    await guide.does(ken, "presses Accept", ken.presses("Accept", on="Debugging"))
    guide.shows(mia, "Confirmed", "Debugging")
    noor = guide.pilot("noor")
    deed = mia.types("/book-session", mentor="Noor", topic="Choosing a thesis", when="2026-12-08 09:00")
    await guide.does(
        mia, "types /book-session mentor:Noor topic:Choosing a thesis when:2026-12-08 09:00", deed
    )
    guide.shows(noor, "Choosing a thesis")


async def time_passes(guide: Guide) -> None:
    """Reminders, an expiry and a completion."""
    guide.scene("Time passes")
    sam, mia = guide.pilot("sam"), guide.pilot("mia")
    await guide.passes(timedelta(days=1, hours=1), "a day later: the reminder for the session with Ken")
    guide.shows(sam, "Reminder", "My first pull request")
    await guide.passes(timedelta(days=1), "another day: Noor never answered")
    guide.shows(mia, "No answer in time")
    await guide.does(sam, "types /my-sessions", sam.types("/my-sessions"))
    guide.shows(sam, "Upcoming sessions", "Past sessions")


async def book(pilot: Pilot, mentor: str, topic: str, when: str) -> None:
    """Book through the form."""
    await pilot.types("/book-session")
    await pilot.fills(mentor=mentor, topic=topic, when=when)


async def set_zone(guide: Guide, pilot: Pilot) -> None:
    """Tell the bot a time zone, which Discord does not."""
    await guide.does(pilot, "types /booking-settings", pilot.types("/booking-settings"))
    await guide.does(pilot, "presses Set time zone…", pilot.presses("Set time zone…"))
    await guide.does(pilot, "types London, UK", pilot.fills(zone="London, UK"))
    guide.shows(pilot, "Europe/London")


SCENES: tuple[Callable[[Guide], Awaitable[None]], ...] = (
    slack_to_discord,
    discord_to_slack,
    slack_to_slack,
    discord_to_discord,
    time_passes,
)
