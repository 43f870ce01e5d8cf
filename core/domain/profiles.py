"""What mentors type about themselves and their time, checked field by field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any

from core.domain.errors import BadInput
from core.domain.links import BadLink, MeetingLink
from core.domain.people import HORIZON_DAYS, Offering
from core.domain.text import clean, units
from core.times.day_exceptions import parse_exceptions, print_exceptions
from core.times.weekly_hours import BadHours, parse_hours, print_hours
from core.times.zone_names import Candidates, Choice, Known, Unknown, find_zone
from core.times.zones import zone_label

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import OfferingId, Person, PersonId

HEADLINE_LENGTH = 120
SKILLS_LENGTH = 200
TITLE_LENGTH = 60
DESCRIPTION_LENGTH = 200
NO_ZONE = "I don't know that time zone. Example: Europe/Berlin"
MOST_ZONES = 4
"""How many places a refusal names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileForm:
    """What a mentor typed about themselves."""

    headline: str
    skills: str = ""
    link: str = ""
    zone: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesForm:
    """What a mentor typed about open times: minutes between sessions, hours of notice, days ahead."""

    exceptions: str = ""
    buffer: str = ""
    notice: str = ""
    horizon: str = ""
    weekly_cap: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingForm:
    """What a mentor typed about a kind of session; an empty buffer or notice means the mentor's own rule."""

    title: str
    minutes: str
    description: str = ""
    buffer: str = ""
    notice: str = ""


class Checked:
    """Reads fields one by one and remembers what is wrong with which."""

    def __init__(self) -> None:
        self.wrong: dict[str, str] = {}

    def done(self) -> None:
        """Raise BadInput when any field was wrong."""
        if self.wrong:
            raise BadInput(self.wrong)

    def words(self, field: str, typed: str, longest: int, empty: str = "") -> str:
        """Return clean words; ``empty`` is what is said when there are none, for a field that needs some."""
        said = clean(typed)
        if not said and empty:
            self.wrong[field] = empty
        elif units(said) > longest:
            self.wrong[field] = f"Please keep it within {longest} characters."
        return said

    def number(self, field: str, typed: str, least: int, most: int, example: str) -> int | None:
        """Return a whole number, or None for an empty field."""
        said = typed.strip()
        if not said:
            return None
        if said.isascii() and said.isdigit() and len(said) <= len(str(most)) and least <= int(said) <= most:
            return int(said)
        self.wrong[field] = f"Give a whole number from {least} to {most}. Example: {example}"
        return None

    def link(self, typed: str) -> MeetingLink | None:
        """Return a meeting link, or None for an empty field."""
        try:
            return MeetingLink.parse(typed) if typed.strip() else None
        except BadLink as error:
            self.wrong["link"] = str(error)
            return None

    def zone(self, typed: str, known: str | None) -> str | None:
        """Return the name of a zone; an empty field means the one that is known."""
        if not typed.strip():
            return known
        try:
            return one_zone(typed)
        except BadInput as error:
            self.wrong |= error.fields
            return None

    def hours(self, typed: str) -> str:
        """Return weekly hours in the one way to write them."""
        try:
            return print_hours(parse_hours(typed)) if typed.strip() else ""
        except BadHours as error:
            self.wrong["hours"] = str(error)
            return ""

    def exceptions(self, typed: str, now: datetime) -> str:
        """Return days off and extra hours in the one way to write them."""
        try:
            today = now.astimezone(UTC).date()
            return print_exceptions(parse_exceptions(typed, today=today)) if typed.strip() else ""
        except BadHours as error:
            self.wrong["exceptions"] = str(error)
            return ""


def one_zone(typed: str) -> str:
    """Return the one zone that is meant; raises BadInput that names the places to choose from, if there are any."""
    match find_zone(typed):
        case Known(zone):
            return zone
        case Candidates(choices):
            named = [_named(one) for one in choices[:MOST_ZONES]]
            more = " Or add the country to the city." if len(choices) > MOST_ZONES else ""
            raise BadInput({"zone": f"Which one do you mean: {'; '.join(named)}?{more}"})
        case Unknown():
            raise BadInput({"zone": NO_ZONE})


def _named(choice: Choice) -> str:
    label = zone_label(choice.zone)
    return label if label == choice.label else f"{choice.label} ({label})"


def profile(typed: ProfileForm, person: Person) -> dict[str, Any]:
    """Return the fields of a Mentor; raises BadInput naming every wrong one."""
    read = Checked()
    found: dict[str, Any] = {
        "headline": read.words(
            "headline",
            typed.headline,
            HEADLINE_LENGTH,
            "Say in one line what you can help with. Example: Backend engineer, loves Python.",
        ),
        "skills": read.words("skills", typed.skills, SKILLS_LENGTH),
        "link": read.link(typed.link),
        "zone": read.zone(typed.zone, person.zone),
        "hours": read.hours(typed.hours),
    }
    if found["hours"] and found["zone"] is None and "zone" not in read.wrong:
        read.wrong["zone"] = "Weekly hours need a time zone. Example: Europe/Berlin"
    read.done()
    return found


def rules(typed: RulesForm, now: datetime) -> dict[str, Any]:
    """Return the rules of a Mentor, notice in minutes; raises BadInput naming every wrong field."""
    read = Checked()
    found: dict[str, Any] = {
        "exceptions": read.exceptions(typed.exceptions, now),
        "buffer": read.number("buffer", typed.buffer, 0, 240, "10") or 0,
        "notice": (read.number("notice", typed.notice, 0, 720, "12") or 0) * 60,
        "horizon": read.number("horizon", typed.horizon, 1, 180, "28") or HORIZON_DAYS,
        "weekly_cap": read.number("weekly_cap", typed.weekly_cap, 1, 100, "3"),
    }
    read.done()
    return found


def offering(typed: OfferingForm, key: OfferingId, mentor: PersonId) -> Offering:
    """Return a kind of session; raises BadInput naming every wrong field."""
    read = Checked()
    minutes = read.number("minutes", typed.minutes, 5, 480, "45")
    if minutes is None:
        read.wrong.setdefault("minutes", "Give the length in minutes, from 5 to 480. Example: 45")
    notice = read.number("notice", typed.notice, 0, 720, "12")
    found = Offering(
        id=key,
        mentor=mentor,
        title=read.words("title", typed.title, TITLE_LENGTH, "Give it a name. Example: Code review"),
        minutes=minutes or 0,
        description=read.words("description", typed.description, DESCRIPTION_LENGTH),
        buffer=read.number("buffer", typed.buffer, 0, 240, "10"),
        notice=None if notice is None else notice * 60,
    )
    read.done()
    return found
