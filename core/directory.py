"""The directory: who is here, what mentors say of themselves, and what was typed and not yet sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from core.domain.errors import BadInput
from core.domain.hours import BadHours, parse_hours, print_hours
from core.domain.links import BadLink, MeetingLink
from core.domain.people import Mentor, Offering, OfferingId, Person, PersonId
from core.domain.text import clean, units
from core.domain.zones import UnknownZone, zone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.people import Address, ProgramId
    from core.ports import Clock, NewId, Profile
    from core.store.store import Store
    from core.store.tx import Tx

HEADLINE_LENGTH = 120
SKILLS_LENGTH = 200
NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class Draft:
    """A form as it was typed when it was refused, kept so that nothing has to be typed twice."""

    route: str
    args: tuple[str, ...]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileForm:
    """What a mentor typed about themselves."""

    headline: str
    skills: str = ""
    link: str = ""
    zone: str = ""
    hours: str = ""


class Directory:
    """People, mentors, offerings and drafts of one program."""

    def __init__(self, store: Store, clock: Clock, new_id: NewId, program: ProgramId) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self._program = program

    async def greet(self, address: Address, profile: Profile, *, own: bool = True) -> Person:
        """Return the person at ``address``, made or brought up to date from what the platform tells.

        With ``own`` the person has just acted: what could not be delivered before is tried again.
        """
        known = await self._store.read(lambda tx: tx.person_at(address))
        fresh = self._updated(known, address, profile, own=own)
        if known == fresh:
            return fresh

        def work(tx: Tx) -> Person:
            current = tx.person_at(address)
            latest = self._updated(current, address, profile, own=own)
            if current is None:
                tx.add_person(latest)
            elif current != latest:
                tx.update_person(latest)
            if current is not None and current.unreachable and latest.unreachable is None:
                tx.revive(latest.id, self._clock())
            return latest

        return await self._store.write(work)

    def _updated(self, known: Person | None, address: Address, profile: Profile, *, own: bool) -> Person:
        name = clean(profile.name)[:NAME_LENGTH] or "Somebody"
        if known is None:
            return Person(
                id=PersonId(self._new_id()),
                program=self._program,
                name=name,
                address=address,
                zone=_known_zone(profile.zone),
                locale=profile.locale,
            )
        return replace(
            known,
            name=name,
            zone=_known_zone(profile.zone) or known.zone,
            locale=profile.locale or known.locale,
            unreachable=None if own else known.unreachable,
        )

    async def person(self, person: PersonId) -> Person | None:
        """Return somebody by id."""
        return await self._store.read(lambda tx: tx.person(person))

    async def at(self, address: Address) -> Person | None:
        """Return whoever is known at ``address``."""
        return await self._store.read(lambda tx: tx.person_at(address))

    async def set_zone(self, person: Person, typed: str) -> Person:
        """Set the zone in which this person's typed times are read; raises BadInput with a hint."""
        try:
            name = zone(typed.strip()).key
        except UnknownZone:
            raise BadInput({"zone": "I don't know that time zone. Example: Europe/Berlin"}) from None
        changed = replace(person, zone=name)
        await self._store.write(lambda tx: tx.update_person(changed))
        return changed

    async def mentor(self, person: PersonId) -> Mentor | None:
        """Return what a person says as a mentor, or None when they are none."""
        return await self._store.read(lambda tx: tx.mentor(person))

    async def mentors(self, words: str, *, limit: int, but: PersonId | None = None) -> list[Mentor]:
        """Return mentors who take requests and whom every word of ``words`` fits, best first."""
        return await self._store.read(lambda tx: tx.mentors(clean(words), limit, but=but))

    async def offerings(self, mentor: PersonId) -> list[Offering]:
        """Return the kinds of session a mentor gives; none means the 30-minute default."""
        return await self._store.read(lambda tx: tx.offerings(mentor))

    async def save_profile(self, person: Person, typed: ProfileForm) -> Mentor:
        """Make or change a mentor's profile; raises BadInput naming every wrong field."""
        checked, where = _checked(typed, person)

        def work(tx: Tx) -> Mentor:
            old = tx.mentor(person.id)
            moved = replace(person, zone=where)
            if moved != person:
                tx.update_person(moved)
            mentor = Mentor(
                person=moved,
                headline=checked["headline"],
                skills=checked["skills"],
                link=MeetingLink(checked["link"]) if checked["link"] else None,
                hours=checked["hours"],
                paused=old.paused if old else False,
                since=old.since if old else self._clock(),
            )
            tx.save_mentor(mentor)
            return mentor

        return await self._store.write(work)

    async def pause(self, person: Person, *, paused: bool) -> Mentor | None:
        """Stop or resume taking new requests; what is already agreed stands."""

        def work(tx: Tx) -> Mentor | None:
            mentor = tx.mentor(person.id)
            if mentor is not None and mentor.paused is not paused:
                mentor = replace(mentor, paused=paused)
                tx.save_mentor(mentor)
            return mentor

        return await self._store.write(work)

    async def add_offering(self, person: Person, title: str, minutes: str, description: str) -> Offering:
        """Add a kind of session; raises BadInput naming every wrong field."""
        offering = _offering(OfferingId(self._new_id()), person.id, title, minutes, description)

        def work(tx: Tx) -> Offering:
            if len(tx.offerings(person.id)) >= MOST_OFFERINGS:
                raise BadInput(
                    {"title": f"You already offer {MOST_OFFERINGS} kinds of session. Remove one first."}
                )
            tx.add_offering(offering)
            return offering

        return await self._store.write(work)

    async def remove_offering(self, person: Person, offering: OfferingId) -> None:
        """Take a kind of session away; sessions booked with it keep their length."""

        def work(tx: Tx) -> None:
            found = tx.offering(offering)
            if found is not None and found.mentor == person.id:
                tx.remove_offering(offering)

        await self._store.write(work)

    async def keep(self, person: Person, draft: Draft) -> UUID:
        """Keep what was typed; it can be opened again by the same person only."""
        key = self._new_id()
        await self._store.write(
            lambda tx: tx.keep_draft(key, person.id, draft.route, draft.args, draft.values, self._clock())
        )
        return key

    async def draft(self, person: Person, key: UUID) -> Draft | None:
        """Return what this person typed, or None when it is somebody else's or too old."""
        found = await self._store.read(lambda tx: tx.draft(key, person.id))
        return Draft(found.route, found.args, found.values) if found else None


MOST_OFFERINGS = 10
DIGITS = 4


def _known_zone(name: str | None) -> str | None:
    try:
        return zone(name).key if name else None
    except UnknownZone:
        return None


def _checked(typed: ProfileForm, person: Person) -> tuple[dict[str, str], str | None]:
    wrong: dict[str, str] = {}
    headline, skills = clean(typed.headline), clean(typed.skills)
    if not headline:
        wrong["headline"] = "Say in one line what you can help with. Example: Backend engineer, loves Python."
    elif units(headline) > HEADLINE_LENGTH:
        wrong["headline"] = f"Please keep the headline within {HEADLINE_LENGTH} characters."
    if units(skills) > SKILLS_LENGTH:
        wrong["skills"] = f"Please keep the skills within {SKILLS_LENGTH} characters."
    link = _read_link(typed.link, wrong)
    where = _read_zone(typed.zone, person, wrong)
    hours = _read_hours(typed.hours, wrong)
    if hours and where is None and "zone" not in wrong:
        wrong["zone"] = "Weekly hours need a time zone. Example: Europe/Berlin"
    if wrong:
        raise BadInput(wrong)
    return {"headline": headline, "skills": skills, "link": link, "hours": hours}, where


def _read_link(typed: str, wrong: dict[str, str]) -> str:
    try:
        return MeetingLink.parse(typed).url if typed.strip() else ""
    except BadLink as error:
        wrong["link"] = str(error)
        return ""


def _read_zone(typed: str, person: Person, wrong: dict[str, str]) -> str | None:
    try:
        return zone(typed.strip()).key if typed.strip() else person.zone
    except UnknownZone:
        wrong["zone"] = "I don't know that time zone. Example: Europe/Berlin"
        return None


def _read_hours(typed: str, wrong: dict[str, str]) -> str:
    try:
        return print_hours(parse_hours(typed)) if typed.strip() else ""
    except BadHours as error:
        wrong["hours"] = str(error)
        return ""


def _offering(key: OfferingId, mentor: PersonId, title: str, minutes: str, description: str) -> Offering:
    wrong: dict[str, str] = {}
    named, said = clean(title), clean(description)
    length = (
        int(minutes)
        if minutes.strip().isascii() and minutes.strip().isdigit() and len(minutes) <= DIGITS
        else 0
    )
    if not named or units(named) > 60:  # noqa: PLR2004 - fits a menu on both platforms
        wrong["title"] = "Give it a name of at most 60 characters. Example: Code review"
    if not 5 <= length <= 480:  # noqa: PLR2004 - what a Slot allows
        wrong["minutes"] = "Give the length in minutes, from 5 to 480. Example: 45"
    if units(said) > 200:  # noqa: PLR2004 - one short paragraph
        wrong["description"] = "Please keep the description within 200 characters."
    if wrong:
        raise BadInput(wrong)
    return Offering(id=key, mentor=mentor, title=named, minutes=length, description=said)
