"""People: who is here, what mentors say of themselves, and what was typed and not yet sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from core.domain import profiles
from core.domain.errors import BadInput, NotAvailable, NotFound, Problem
from core.domain.languages import language_of
from core.domain.people import NAME_LENGTH, Mentor, Offering, OfferingId, Person, PersonId
from core.domain.reminders import Ahead, with_one
from core.domain.standing import Standing, Step
from core.domain.text import clean, cut
from core.screens.phrases import NAMELESS
from core.services.waiting_lists import end_line
from core.store.statements.search import normal
from core.times.zones import UnknownZone, zone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from core.domain.drafts import Draft
    from core.domain.people import Address, ProgramId
    from core.domain.profiles import OfferingForm, ProfileForm, RulesForm
    from core.ports.platform import Clock, NewId, Profile
    from core.store.store import Store
    from core.store.transaction import Transaction

MOST_HELD = 1000
"""How many drafts are kept in memory while the database is away."""


class PeopleService:
    """People, mentors, offerings and drafts of one program."""

    def __init__(self, store: Store, clock: Clock, new_id: NewId, program: ProgramId) -> None:
        self._store = store
        self._clock = clock
        self._new_id = new_id
        self._program = program
        self._held: dict[tuple[Address, UUID], Draft] = {}

    async def greet(self, address: Address, profile: Profile, *, own: bool = True) -> Person:
        """Return the person at ``address``, made or brought up to date from what the platform tells.

        With ``own`` the person has just acted: what could not be delivered before is tried again.
        """
        known = await self._store.read(lambda tx: tx.person_at(address))
        fresh = self._updated(known, address, profile, own=own)
        if known == fresh:
            return fresh

        def work(tx: Transaction) -> Person:
            current = tx.person_at(address)
            latest = self._updated(current, address, profile, own=own)
            if current is None:
                tx.add_person(latest)
                if tx.was_blocked(address):
                    tx.save_standing(
                        Standing(person=latest.id, blocked=True, step=Step.BLOCK, at=self._clock())
                    )
                return tx.person(latest.id) or latest  # with what counts for who has chosen nothing
            if current != latest:
                tx.update_person(latest)
            if _is_back(current, latest):
                tx.revive(latest.id, self._clock())
            return latest

        return await self._store.write(work)

    def _updated(self, known: Person | None, address: Address, profile: Profile, *, own: bool) -> Person:
        name = cut(clean(profile.name), NAME_LENGTH) or NAMELESS
        if known is None:
            return Person(
                id=PersonId(self._new_id()),
                program=self._program,
                name=name,
                address=address,
                zone=_known_zone(profile.zone),
                locale=profile.locale,
            )
        if (
            known.address != address
        ):  # what a person is called, and whether they are reached, their first place tells
            back = None if own else known.left_at
            return replace(known, zone=known.zone or _known_zone(profile.zone), left_at=back)
        return replace(
            known,
            name=known.name if profile.guessed else name,
            zone=_known_zone(profile.zone) or known.zone,
            locale=profile.locale or known.locale,
            unreachable=None if own else known.unreachable,
            left_at=None if own else known.left_at,
        )

    async def first_contact(self, person: Person) -> bool:
        """Whether a person meets the bot for the first time; from then on they have met it."""
        name, now = f"met:{person.id.hex}", self._clock().isoformat()
        if await self._store.read(lambda tx: tx.fact(name)) is not None:
            return False
        return await self._store.write(lambda tx: tx.first_fact(name, now))

    async def known(self, who: PersonId) -> Person | None:
        """Return somebody by their id."""
        return await self._store.read(lambda tx: tx.person(who))

    async def at(self, address: Address) -> Person | None:
        """Return whoever is known at ``address``."""
        return await self._store.read(lambda tx: tx.person_at(address))

    async def set_zone(self, person: Person, typed: str) -> Person:
        """Set the zone in which this person's typed times are read; raises BadInput with what it may be."""
        changed = replace(person, zone=profiles.one_zone(typed))
        await self._store.write(lambda tx: tx.update_person(changed))
        return changed

    async def mentor(self, person: PersonId) -> Mentor | None:
        """Return what a person says as a mentor, or None when they are none."""
        return await self._store.read(lambda tx: tx.mentor(person))

    async def own_profile(self, person: Person) -> Mentor:
        """Return what a person says as a mentor; raises NotFound for somebody who is none."""
        known = await self.mentor(person.id)
        if known is None:
            raise NotFound("no_mentor_yet")
        return known

    async def mentors(self, words: str, *, limit: int, but: PersonId | None = None) -> list[Mentor]:
        """Return mentors who take requests and whom every word of ``words`` fits, best first."""
        return await self._store.read(lambda tx: tx.mentors(clean(words), limit, but=but))

    async def called(self, name: str, *, but: PersonId, whole: bool = True) -> list[Mentor]:
        """Return up to two mentors who take requests and are called so; case and accents do not count.

        Without ``whole`` the name may go on with further words.
        """
        wanted = normal(clean(name))
        found = await self.mentors(name, limit=2, but=but)
        return [
            one
            for one in found
            if (known := normal(one.person.name)) == wanted or (not whole and known.startswith(f"{wanted} "))
        ]

    async def offerings(self, mentor: PersonId) -> list[Offering]:
        """Return the kinds of session a mentor gives; none means the 30-minute default."""
        return await self._store.read(lambda tx: tx.offerings(mentor))

    async def offering_gone(self, mentor: PersonId, which: OfferingId) -> Offering | None:
        """Return a kind of session that a mentor gave once and gives no longer."""

        def work(tx: Transaction) -> Offering | None:
            known = tx.offering(which)
            return known if known and known.mentor == mentor and known not in tx.offerings(mentor) else None

        return await self._store.read(work)

    async def save_profile(
        self,
        person: Person,
        typed: ProfileForm,
        *,
        first: Callable[[Transaction, PersonId], object] | None = None,
    ) -> Mentor:
        """Make or change a mentor's profile; raises BadInput naming every wrong field.

        ``first`` is done with it for somebody who was no mentor before. Raises NotAvailable for who is blocked.
        """
        checked = profiles.profile(typed, person)

        def work(tx: Transaction) -> Mentor:
            if person.zone is None and checked.zone:
                tx.update_person(replace(person, zone=checked.zone))
            me = tx.person(person.id) or person
            if me.blocked:
                raise NotAvailable("blocked")
            known = tx.mentor(person.id)
            old = known or Mentor(
                person=me, headline="", languages=language_of(person.locale), since=self._clock()
            )
            mentor = checked.of(replace(old, person=me))
            tx.save_mentor(mentor)
            if known is None and first is not None:
                first(tx, person.id)
            return tx.mentor(person.id) or mentor

        return await self._store.write(work)

    async def save_languages(self, person: Person, typed: str) -> Mentor:
        """Change in which languages a mentor gives sessions; raises BadInput for too many words."""
        said = profiles.languages(typed)
        return await self._changed(person, lambda known: replace(known, languages=said))

    async def save_rules(self, person: Person, typed: RulesForm) -> Mentor:
        """Change the rules by which open times are made; raises BadInput naming every wrong field."""
        return await self._changed(
            person, lambda known: profiles.rules(typed, known, self._clock()).of(known)
        )

    async def save_changes(self, person: Person, typed: str) -> Mentor:
        """Set until when students may move or cancel what they ask for from now on; raises BadInput."""
        minutes = profiles.change_notice(typed)
        return await self._changed(person, lambda known: replace(known, change_notice=minutes))

    async def remind(self, person: Person, ahead: Ahead | None, *, on: bool) -> Person:
        """Turn a reminder on or off, or all of them off; those of the sessions already agreed follow."""

        def work(tx: Transaction) -> Person:
            known = tx.person(person.id) or person
            chosen = frozenset[Ahead]() if ahead is None else with_one(known.reminders, ahead, on=on)
            tx.set_reminders(person.id, chosen, self._clock())
            return replace(known, reminders=chosen)

        return await self._store.write(work)

    async def pause(self, person: Person, *, until: datetime | None) -> Mentor:
        """Take no new requests, until an instant or until resumed; what is already agreed stands.

        Without an end nobody is left waiting in line.
        """
        return await self._changed(
            person, lambda known: replace(known, paused=True, paused_until=until), pauses=True
        )

    async def resume(self, person: Person) -> Mentor:
        """Take new requests again."""
        return await self._changed(
            person, lambda known: replace(known, paused=False, paused_until=None), pauses=True
        )

    async def _changed(
        self, person: Person, change: Callable[[Mentor], Mentor], *, pauses: bool = False
    ) -> Mentor:
        """Store what changed over what is stored now, so that two open forms do not undo each other.

        Raises NotFound for somebody who is no mentor, and NotAvailable where it ``pauses`` or ends a pause that is
        an organiser's.
        """

        def work(tx: Transaction) -> Mentor:
            known = tx.mentor(person.id)
            if known is None:
                raise NotFound("no_mentor_yet")
            if pauses and tx.standing(person.id).is_paused(self._clock()):
                raise NotAvailable("paused_by_organiser")
            fresh = change(known)
            tx.save_mentor(fresh)
            if pauses and fresh.paused and fresh.paused_until is None:
                end_line(tx, person.id, self._clock())
            return fresh

        return await self._store.write(work)

    async def add_offering(self, person: Person, typed: OfferingForm) -> Offering:
        """Add a kind of session; raises BadInput naming every wrong field."""
        offering = profiles.offering(typed, OfferingId(self._new_id()), person.id)

        def work(tx: Transaction) -> Offering:
            others = [one for one in tx.offerings(person.id) if one.id != offering.id]
            if len(others) >= profiles.MOST_OFFERINGS:
                raise BadInput({"title": Problem("too_many_session_types", count=profiles.MOST_OFFERINGS)})
            tx.add_offering(offering)
            return offering

        return await self._store.write(work)

    async def edit_offering(self, person: Person, which: OfferingId, typed: OfferingForm) -> Offering:
        """Change a kind of session; sessions booked with it keep their length.

        Raises BadInput naming every wrong field, or for one that was removed meanwhile.
        """
        offering = profiles.offering(typed, which, person.id)

        def work(tx: Transaction) -> Offering:
            if which not in {one.id for one in tx.offerings(person.id)}:
                raise BadInput({"title": Problem("session_type_gone")})
            tx.update_offering(offering)
            return offering

        return await self._store.write(work)

    async def remove_offering(self, person: Person, offering: OfferingId) -> None:
        """Take a kind of session away; sessions booked with it keep their length."""

        def work(tx: Transaction) -> None:
            found = tx.offering(offering)
            if found is not None and found.mentor == person.id:
                tx.remove_offering(offering)

        await self._store.write(work)

    async def keep(self, person: Person, draft: Draft) -> UUID:
        """Keep what was typed; it can be opened again by the same person only."""
        key = self._new_id()
        await self._store.write(lambda tx: tx.keep_draft(key, person.id, draft, self._clock()))
        return key

    def hold(self, who: Address, draft: Draft) -> UUID:
        """Keep what was typed while nothing can be stored: in memory, the newest few, until the program ends."""
        key = self._new_id()
        self._held[who, key] = draft
        if len(self._held) > MOST_HELD:
            del self._held[next(iter(self._held))]
        return key

    def let_go(self, who: Address) -> None:
        """Forget what is held in memory for somebody."""
        self._held = {place: draft for place, draft in self._held.items() if place[0] != who}

    async def draft(self, person: Person, key: UUID) -> Draft | None:
        """Return what this person typed, or None when it is somebody else's or too old."""
        if held := self._held.get((person.address, key)):
            return held
        found, others = await self._store.read(
            lambda tx: (tx.draft(key, person.id), tx.elsewhere([person.id]).values())
        )
        return found or next((held for one in others if (held := self._held.get((one, key)))), None)


def _is_back(before: Person, after: Person) -> bool:
    """Whether what could not be told before can be told now."""
    was_away = before.unreachable is not None or before.left_at is not None
    return was_away and after.unreachable is None and after.left_at is None


def _known_zone(name: str | None) -> str | None:
    try:
        return zone(name).key if name else None
    except UnknownZone:
        return None
