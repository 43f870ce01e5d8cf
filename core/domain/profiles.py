"""What mentors type about themselves and their time, checked field by field."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.domain.booking import LONGEST_SESSION, SHORTEST_SESSION
from core.domain.errors import BadInput, Problem
from core.domain.links import LINK_LENGTH, BadLink, MeetingLink
from core.domain.people import HORIZON_DAYS, ZONE_LENGTH, Offering
from core.domain.text import clean, units
from core.times.day_exceptions import DAY_EXCEPTIONS_LENGTH, ahead, parse_exceptions, print_exceptions
from core.times.weekly_hours import WEEKLY_HOURS_LENGTH, BadHours, parse_hours, print_hours
from core.times.zone_names import Candidates, Choice, Known, Unknown, find_zone
from core.times.zones import zone_label, zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from core.domain.people import Mentor, OfferingId, Person, PersonId

HEADLINE_LENGTH = 120
SKILLS_LENGTH = 200
LANGUAGES_LENGTH = 80
TITLE_LENGTH = 60
DESCRIPTION_LENGTH = 200
NUMBER_LENGTH = 4
"""All in UTF-16 units, as the platforms' clients count while somebody types."""
MOST_BUFFER, MOST_NOTICE, MOST_HORIZON, MOST_WEEKLY_CAP = 240, 720, 180, 100
"""Minutes, hours, days, and sessions a week."""
MOST_OFFERINGS = 10
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


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorProfile:
    """What a mentor says about themselves, checked; ``hours`` in the one way to write them."""

    headline: str
    skills: str
    link: MeetingLink | None
    zone: str | None
    hours: str

    def of(self, mentor: Mentor) -> Mentor:
        """Return ``mentor`` with this profile."""
        return replace(
            mentor,
            headline=self.headline,
            skills=self.skills,
            link=self.link,
            zone=self.zone,
            hours=self.hours,
            unreadable=mentor.unreadable - {"link", "zone", "hours"},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTimeRules:
    """The rules by which open times are made, checked: minutes, minutes of notice, days, sessions a week."""

    exceptions: str
    buffer: int
    notice: int
    horizon: int
    weekly_cap: int | None

    def of(self, mentor: Mentor) -> Mentor:
        """Return ``mentor`` with these rules."""
        return replace(
            mentor,
            exceptions=self.exceptions,
            buffer=self.buffer,
            notice=self.notice,
            horizon=self.horizon,
            weekly_cap=self.weekly_cap,
            unreadable=mentor.unreadable - {"exceptions"},
        )


def languages(typed: str) -> str:
    """Return languages as they were typed, cleaned; raises BadInput when they are too long."""
    checked = Checked()
    said = checked.words("languages", typed, LANGUAGES_LENGTH)
    checked.done()
    return said


class Checked:
    """Reads fields one by one and remembers what is wrong with which."""

    def __init__(self) -> None:
        self.wrong: dict[str, Problem] = {}

    def done(self) -> None:
        """Raise BadInput when any field was wrong."""
        if self.wrong:
            raise BadInput(self.wrong)

    def words(self, field: str, typed: str, longest: int, empty: Problem | None = None) -> str:
        """Return clean words; ``empty`` is what is wrong when there are none, for a field that needs some."""
        said = clean(typed)
        if not said and empty is not None:
            self.wrong[field] = empty
        elif units(said) > longest:
            self.wrong[field] = Problem("too_long", most=longest)
        return said

    def number(self, field: str, typed: str, least: int, most: int, example: str) -> int | None:
        """Return a whole number, or None for an empty field."""
        said = typed.strip()
        if not said:
            return None
        if said.isascii() and said.isdigit() and len(said) <= len(str(most)) and least <= int(said) <= most:
            return int(said)
        self.wrong[field] = Problem("not_whole", least=least, most=most, example=example)
        return None

    def link(self, typed: str) -> MeetingLink | None:
        """Return a meeting link, or None for an empty field."""
        try:
            return link(typed)
        except BadInput as error:
            self.wrong.update(error.fields)
            return None

    def zone(self, typed: str, known: str | None) -> str | None:
        """Return the name of a zone; an empty field means the one that is known."""
        if units(typed) > ZONE_LENGTH:
            self.wrong["zone"] = Problem("too_long", most=ZONE_LENGTH)
            return None
        if not typed.strip():
            return known
        try:
            return one_zone(typed)
        except BadInput as error:
            self.wrong |= error.fields
            return None

    def hours(self, typed: str) -> str:
        """Return weekly hours in the one way to write them."""
        return self._canonical(
            "hours", typed, WEEKLY_HOURS_LENGTH, lambda said: print_hours(parse_hours(said))
        )

    def exceptions(self, typed: str, today: date) -> str:
        """Return days off and extra hours that are not over by ``today``, in the one way to write them."""
        return self._canonical("exceptions", typed, DAY_EXCEPTIONS_LENGTH, lambda said: _ahead(said, today))

    def _canonical(self, field: str, typed: str, longest: int, write: Callable[[str], str]) -> str:
        """Return what is stored of ``typed``: neither may be longer than the field, so that it opens again."""
        try:
            written = write(typed) if typed.strip() and units(typed) <= longest else ""
        except BadHours as error:
            self.wrong[field] = Problem(error.code, **error.facts)
            return ""
        if units(typed) > longest:
            self.wrong[field] = Problem("too_long", most=longest)
        elif units(written) > longest:
            self.wrong[field] = Problem("too_long_written_out", count=units(written), most=longest)
        return written


def _ahead(said: str, today: date) -> str:
    return print_exceptions(ahead(parse_exceptions(said, today=today), today=today))


def exceptions_ahead(mentor: Mentor, now: datetime) -> str:
    """Return a mentor's days off and extra hours as they open in a form: without those that are over."""
    try:
        return _ahead(mentor.exceptions, _today(mentor, now))
    except BadHours:
        return mentor.exceptions


def _today(mentor: Mentor, now: datetime) -> date:
    """Return the date on the mentor's own calendar, on which their days off are."""
    return now.astimezone(zone_or_utc(mentor.zone or mentor.person.zone)).date()


def one_zone(typed: str) -> str:
    """Return the one zone that is meant; raises BadInput that names the places to choose from, if there are any."""
    match find_zone(typed):
        case Known(zone):
            return zone
        case Candidates(choices):
            named = tuple(_named(one) for one in choices[:MOST_ZONES])
            several = Problem("zone_several", choices=named)
            raise BadInput(
                {"zone": several if len(choices) <= MOST_ZONES else Problem("zone_many", choices=named)}
            )
        case Unknown():
            raise BadInput({"zone": Problem("zone_unknown")})


def _named(choice: Choice) -> str:
    label = zone_label(choice.zone)
    return label if label == choice.label else f"{choice.label} ({label})"


def link(typed: str) -> MeetingLink | None:
    """Return a meeting link, or None for an empty field; raises BadInput naming ``link``."""
    try:
        return MeetingLink.parse(typed) if clean(typed) else None
    except BadLink as error:
        raise BadInput({"link": Problem(error.code, host=error.host, most=LINK_LENGTH)}) from None


def profile(typed: ProfileForm, person: Person) -> MentorProfile:
    """Return a mentor's profile; raises BadInput naming every wrong field."""
    read = Checked()
    found = MentorProfile(
        headline=read.words("headline", typed.headline, HEADLINE_LENGTH, Problem("headline_missing")),
        skills=read.words("skills", typed.skills, SKILLS_LENGTH),
        link=read.link(typed.link),
        zone=read.zone(typed.zone, person.zone),
        hours=read.hours(typed.hours),
    )
    if found.hours and found.zone is None and "zone" not in read.wrong:
        read.wrong["zone"] = Problem("zone_needed")
    read.done()
    return found


def rules(typed: RulesForm, mentor: Mentor, now: datetime) -> OpenTimeRules:
    """Return the rules of a mentor's open times, seen from their own date; raises BadInput naming every wrong field."""
    read = Checked()
    found = OpenTimeRules(
        exceptions=read.exceptions(typed.exceptions, _today(mentor, now)),
        buffer=read.number("buffer", typed.buffer, 0, MOST_BUFFER, "10") or 0,
        notice=(read.number("notice", typed.notice, 0, MOST_NOTICE, "12") or 0) * 60,
        horizon=read.number("horizon", typed.horizon, 1, MOST_HORIZON, "28") or HORIZON_DAYS,
        weekly_cap=read.number("weekly_cap", typed.weekly_cap, 1, MOST_WEEKLY_CAP, "3"),
    )
    read.done()
    return found


def change_notice(typed: str) -> int | None:
    """Return until how many minutes before the start students may change; None for an empty field.

    Raises BadInput naming ``changes``.
    """
    read = Checked()
    hours = read.number("changes", typed, 0, MOST_NOTICE, "12")
    read.done()
    return None if hours is None else hours * 60


def offering(typed: OfferingForm, key: OfferingId, mentor: PersonId) -> Offering:
    """Return a kind of session; raises BadInput naming every wrong field."""
    read = Checked()
    minutes = read.number("minutes", typed.minutes, SHORTEST_SESSION, LONGEST_SESSION, "45")
    if minutes is None:
        read.wrong.setdefault(
            "minutes", Problem("minutes_missing", least=SHORTEST_SESSION, most=LONGEST_SESSION, example="45")
        )
    notice = read.number("notice", typed.notice, 0, MOST_NOTICE, "12")
    found = Offering(
        id=key,
        mentor=mentor,
        title=read.words("title", typed.title, TITLE_LENGTH, Problem("title_missing")),
        minutes=minutes or 0,
        description=read.words("description", typed.description, DESCRIPTION_LENGTH),
        buffer=read.number("buffer", typed.buffer, 0, MOST_BUFFER, "10"),
        notice=None if notice is None else notice * 60,
    )
    read.done()
    return found
