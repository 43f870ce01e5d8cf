"""A walk: a student and a mentor do whatever they can on the real platforms, and every deed is written down."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.playground.pilots.discord import DiscordPilot
from bot.playground.pilots.seen import YES, NotSeen
from bot.playground.pilots.slack import SlackPilot
from tests.journeys.steps import opens, zoned
from tests.promises.hands import Hands
from tests.promises.lists import of_lists
from tests.promises.standing import untrue

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.pilots.seen import SeenField, SeenForm
    from bot.playground.stage import Stage
    from tests.promises.hands import Sight

LOOKING = {
    "Open",
    "Send me the card",
    "Show",
    "Chat",
    "Help",
    "Find a mentor",
    "Book a session",
    "Other mentors",
    "Overview",
}
LOOKING |= {"More", "All my sessions", "All pending", "All upcoming", "All past", "Book a session…"}
LOOKING |= {"Set time zone…", "Find a mentor…", "Edit profile…", "Open times…", "Pause new requests"}
"""Buttons that only lead somewhere, or set something that is no session."""
OFTEN = re.compile(
    r"Accept|Complete|Edit link|Cancel session|Pick a time|Reschedule|Suggest another|did not come|, \d\d:\d\d"
)
"""What keeps sessions going, or calls off what was agreed, is done more often; so is taking a suggested time."""
HOURS = (2, 3, 25, 25.5, 49, 72, 100)
"""Hours from now at which somebody would like to meet; some of them overlap."""
MOVES = (1, 5, 20, 61, 240, 24 * 60, 3 * 24 * 60)
"""Minutes by which the clock is moved."""
WORDS = {"message", "reply", "reason", "note", "words"}
TIMES = {"when": 0.8, "when2": 0.3, "when3": 0.2}
"""How often a field for a time is filled."""
UNANSWERED = {"The application did not respond", "Something went wrong. Try again."}


class Walk:
    """``seed`` decides about everything that is done; ``deeds`` is what was."""

    def __init__(self, stage: Stage, student: str, mentor: str, seed: int) -> None:
        self.stage, self.random = stage, Random(seed)
        self.student, self.mentor = stage.pilot(student), stage.pilot(mentor)
        others = (stage.pilot(one.key) for one in stage.people if one.key not in {student, mentor})
        self.everybody = {one.name: Hands(one) for one in (self.student, self.mentor, *others)}
        self.deeds = [f"{student} → {mentor}, seed {seed}"]
        self._numbers = count(1)

    async def goes(self, steps: int, *, lists: bool = False) -> None:
        """Do ``steps`` things, and look at all that stands after each of them; with ``lists``, open both lists, too."""
        for pilot in (self.student, self.mentor):
            if isinstance(pilot, DiscordPilot):
                await zoned(self.stage, pilot, "Tokyo" if pilot.name == "Ken" else "London")
        for _ in range(steps):
            await self.steps()
            await self.stage.settle()
            await self.looks()
            for who in (self.student, self.mentor) if lists else ():
                await self._overview(who)

    async def looks(self) -> None:
        """Fail, with all deeds so far, if anything that stands before either of them is untrue."""
        found = await untrue(self.stage, self.everybody.values())
        assert not found, "\n".join([*self.deeds, *found])

    async def steps(self) -> None:
        """Do one thing."""
        deed = self.random.choices(
            (self.books, self.presses, self.time_passes, self.sleeps, self.lists),
            weights=(14, 62, 14, 3, 7),
        )[0]
        await deed()

    async def books(self) -> None:
        """Ask for a session: by a form, or on Discord by options as well."""
        who, topic = self.student, f"Walk {next(self._numbers)}"
        self._did(who.name, f"asks {self.mentor.name} about {topic}")
        if isinstance(who, SlackPilot):
            await who.types(f"/book-session @{self.mentor.name} {topic}")
        elif self.random.random() < 0.5:
            await who.types("/book-session", mentor=self.mentor.name, topic=topic, when=self._time(who))
        else:
            await opens(who, self.mentor.name)
        await self._fills(who)

    async def presses(self) -> None:
        """Press anything that stands somewhere: more often what acts, and what is new."""
        who = self.random.choice((self.student, self.mentor))
        hands = self.everybody[who.name]
        standing = hands.everything()
        found = [(one, thing) for one in standing for thing in one.pressables]
        acting = [one for one in found if one[1].label not in LOOKING]
        if acting and self.random.random() < 0.85:
            found = acting
        if not found:
            return
        labels = sorted({thing.label for _, thing in found})
        if self.random.random() < 0.7:
            label = self.random.choices(labels, weights=[3 if OFTEN.search(one) else 1 for one in labels])[0]
            found = [one for one in found if one[1].label == label]
        place, thing = found[-1] if self.random.random() < 0.6 else self.random.choice(found)
        self._did(who.name, f"presses {thing.label!r} on {_first_line(place)}")
        await thing.press()
        self._heard(who)
        await self._fills(who)
        after = hands.everything()
        if after and after[-1] not in standing and self.random.random() < 0.8:
            await self._says_yes(who, after[-1])

    async def time_passes(self) -> None:
        """Let time pass, from what is due to what is due, or only to the first of it."""
        if self.random.random() < 0.4:
            self._did("the clock", f"moves to what is next: {await self.stage.advance_to_next()}")
            return
        minutes = self.random.choice(MOVES)
        self._did("the clock", f"moves by {minutes} minutes")
        await self.stage.advance(timedelta(minutes=minutes))

    async def sleeps(self) -> None:
        """Let time pass while the bot does nothing, and wake it."""
        minutes = self.random.choice(MOVES)
        self._did("the bot", f"sleeps for {minutes} minutes")
        await self.stage.sleep(timedelta(minutes=minutes))
        await self.stage.bot.bookings.sweep()

    async def lists(self) -> None:
        """Look at the list of one's sessions, or at the Home tab."""
        who = self.random.choice((self.student, self.mentor))
        self._did(who.name, "looks at their sessions")
        await self._overview(who, home=self.random.random() < 0.5)
        await self._opens_one(who)

    async def _overview(self, who: Pilot, *, home: bool = False) -> None:
        """Open somebody's list, and fail where it is not what the database says."""
        at_home = home and isinstance(who, SlackPilot)
        await (who.opens_home() if at_home else who.types("/my-sessions"))
        self._heard(who)
        await self.stage.settle()
        where = "home" if at_home else "private"
        shown = [
            one
            for one in self.everybody[who.name].everything()
            if one.where == where and "My sessions" in one.card.text
        ]
        found = await of_lists(self.stage, who.name, shown[-1])
        assert not found, "\n".join([*self.deeds, shown[-1].card.text, *found])

    async def _opens_one(self, who: Pilot) -> None:
        """Look at a session of the list that was opened last, and keep the answer."""
        standing = self.everybody[who.name].everything()
        listed = next((one for one in reversed(standing) if one.card.text.startswith("My sessions")), None)
        found = [thing for thing in listed.pressables if thing.label == "Open"] if listed else []
        if found:
            self._did(who.name, "opens one of them")
            await self.random.choice(found).press()
            self._heard(who)

    async def _says_yes(self, who: Pilot, asked: Sight) -> None:
        for thing in asked.pressables:
            if thing.label == YES:
                self._did(who.name, "says yes")
                await thing.press()
                self._heard(who)

    async def _fills(self, who: Pilot) -> None:
        """Fill the form that a deed has opened, and leave it where it is refused."""
        await self.stage.settle()
        form = who.form
        if form is None:
            return
        values = self._values(who, form)
        self._did(who.name, f"fills {form.title!r} with {values}")
        try:
            await who.fills(**values)
        except NotSeen as gone:
            self.deeds.append(f"    could not: {str(gone).splitlines()[0]}")
        self._heard(who)
        await self.stage.settle()
        while who.form is not None:
            await who.closes()

    def _values(self, who: Pilot, form: SeenForm) -> dict[str, str]:
        values = {one.key: said for one in form.fields if (said := self._value(who, one)) is not None}
        if form.title != "Change your request" and "topic" in values:
            values["topic"] = f"Walk {next(self._numbers)}"
        if "slot" in values:
            values.pop("when", None)
        return values

    def _value(self, who: Pilot, field: SeenField) -> str | None:
        chance = self.random.random()
        if field.key in TIMES:
            return self._time(who) if chance < TIMES[field.key] else None
        if field.key in WORDS:
            return f"Words {next(self._numbers)}" if chance < 0.5 else None
        match field.key:
            case "topic":
                return field.value or "-"
            case "link":
                return f"https://meet.example.org/{next(self._numbers)}" if chance < 0.7 else None
            case "mentor":
                return None if field.value else self.mentor.name
            case "slot":
                return self.random.choice(field.options) if field.options and chance < 0.4 else None
            case _:
                return None

    def _time(self, who: Pilot) -> str:
        """Return a time some hours from now, at a half or a full hour, as ``who`` writes it in their zone."""
        at = self.stage.now() + timedelta(hours=self.random.choice(HOURS))
        local = at.astimezone(ZoneInfo(who.zone))
        return f"{local.replace(minute=30 * (local.minute // 30)):%Y-%m-%d %H:%M}"

    def _did(self, who: str, deed: str) -> None:
        self.deeds.append(f"{len(self.deeds):4}. {self.stage.now():%a %d %b %H:%M} {who} {deed}")

    def _heard(self, who: Pilot) -> None:
        if who.last_error:
            self.deeds.append(f"      told: {who.last_error}")
        assert who.last_error not in UNANSWERED, "\n".join(self.deeds)


def _first_line(place: Sight) -> str:
    return repr(f"{place.where}: {' / '.join(place.card.text.splitlines()[:2])}")
