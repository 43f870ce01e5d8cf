"""The program: who organises it, and what its organisers decide over the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from core.domain.asked_notices import organiser_changed
from core.domain.errors import NotFound, NotKnownNow, NotYours
from core.domain.notices import Kind
from core.domain.policy import Admission, Policy
from core.domain.rules import policy_of
from core.domain.set_up import Step
from core.ports.platform import DeliveryError, Unreachable
from core.store.transaction import AdminAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.people import Address, Person, PersonId
    from core.domain.rules import Rules
    from core.ports.platform import Clock, Group, Platform, Profile
    from core.services.current_policy import CurrentPolicy
    from core.store.store import Store
    from core.store.transaction import Transaction

log = structlog.get_logger(__name__)


class ProgramService:
    """Rules and organisers of one program. ``current`` is the policy that everybody else asks."""

    def __init__(
        self, store: Store, platforms: Mapping[str, Platform], clock: Clock, current: CurrentPolicy
    ) -> None:
        self._platforms = platforms
        self._store = store
        self._clock = clock
        self._current = current
        self._version = 0
        self._administering: set[PersonId] = set()

    @property
    def policy(self) -> Policy:
        """The policy that holds now."""
        return self._current()

    async def look(self) -> int:
        """Read again what another process may have changed; returns 0, because nothing is to be told."""
        rules, accounts = await self._store.read(lambda tx: (tx.rules(), tx.administrators()))
        self._take(*rules)
        self._administering = set(accounts)
        return 0

    async def note_rank(self, person: Person, *, administers: bool | None) -> None:
        """Note what a platform tells of somebody at an act of theirs, where that is news; None tells nothing."""
        account = person.account or person.id
        if administers is None or administers == (account in self._administering):
            return
        await self._store.write(
            lambda tx: tx.note_administrator(account, self._clock(), administers=administers)
        )
        (self._administering.add if administers else self._administering.discard)(account)

    async def is_organiser(self, person: Person, *, manages: bool | None) -> bool:
        """Whether somebody organises: the platform says so at this act, or somebody who does has added them."""
        return bool(manages) or await self._store.read(lambda tx: tx.organising(person.id)) is not None

    async def require_organiser(self, person: Person, *, manages: bool | None) -> None:
        """Raise NotYours unless somebody organises, and NotKnownNow where the platform could not say."""
        if await self.is_organiser(person, manages=manages):
            return
        if manages is None:
            raise NotKnownNow("organiser_unknown")
        raise NotYours("not_organiser")

    async def organisers(self) -> list[Person]:
        """Return who was made an organiser, the first one first; those whom the platforms name are not known."""
        return await self._store.read(lambda tx: tx.organisers())

    async def require_student(self, person: Person) -> None:
        """Raise NotYours unless somebody may book here, and NotKnownNow where their platform can't say."""
        policy = self.policy
        if policy.students is Admission.GROUP and not await self._belongs(person, policy.student_groups):
            raise NotYours("not_a_student_here")

    async def require_mentor(self, person: Person) -> None:
        """Raise NotYours unless somebody may become a mentor, and NotKnownNow where their platform can't say.

        Whether an organiser has approved them is not asked here.
        """
        policy = self.policy
        if policy.mentors is Admission.GROUP and not await self._belongs(person, policy.mentor_groups):
            raise NotYours("not_a_mentor_here")

    async def _belongs(self, person: Person, groups: Mapping[str, str]) -> bool:
        """Say whether somebody is in the group of a platform on which they have an account."""
        others = await self._store.read(lambda tx: tx.elsewhere([person.id]).values())
        for address in (person.address, *others):
            if await self._is_in(address, groups):
                return True
        return False

    async def _is_in(self, address: Address, groups: Mapping[str, str]) -> bool:
        """Ask a platform, at this moment, whether somebody is in its group; without a group nobody there is."""
        platform = address.platform
        if platform not in groups:
            return False
        try:
            return await self._platforms[platform].belongs(address, groups[platform])
        except DeliveryError as error:
            log.warning("group_not_read", platform=platform, reason=str(error))
            raise NotKnownNow("group_unknown") from None

    async def set_up(self) -> frozenset[Step]:
        """Return what is done of setting the program up, as it stands in the database."""
        (_, rules), done = await self._store.read(lambda tx: (tx.rules(), tx.set_up()))
        named = "name" in rules or self._current.usual.program != Policy().program
        decided = {Step.NAMED: named, Step.ADMISSION: {"mentors", "students"} <= set(rules)}
        return done | {step for step, is_done in decided.items() if is_done}

    async def groups(self, platform: str) -> tuple[Group, ...]:
        """Return the groups of people on a platform; raises NotKnownNow where it can't say."""
        try:
            return await self._platforms[platform].groups()
        except DeliveryError as error:
            log.warning("groups_not_read", platform=platform, reason=str(error))
            raise NotKnownNow("groups_unknown") from None

    async def decide(self, changes: Rules, *, by: PersonId | None, key: str = "") -> None:
        """Let rules be so from now on, here at once and in other processes within a minute.

        ``changes`` come from ``read_rules``. What is so already is not decided again, and nothing with the same
        ``key``: somebody may have decided otherwise since.
        """

        def work(tx: Transaction) -> tuple[int, Rules]:
            now = self._clock()
            version, rules = tx.rules_to_change(now)
            fresh = {**rules, **changes}
            if fresh == rules or not tx.first_press(key, now):
                return version, rules
            tx.save_rules(version + 1, fresh, now)
            named = sorted(name for name in changes if rules.get(name) != changes[name])
            tx.note_admin_act(AdminAct(at=now, who=by, act="decide", facts={"rules": named}))
            if "reminders" in named:
                tx.plan_reminders(policy_of(self._current.usual, fresh).reminders, now)
            return version + 1, fresh

        self._take(*await self._store.write(work))

    async def profile(self, who: Address) -> Profile:
        """Return what a platform tells of somebody; raises NotFound for who is not there, and NotKnownNow."""
        try:
            told = await self._platforms[who.platform].whois(who)
        except Unreachable:
            raise NotFound("person_not_here") from None
        except DeliveryError:
            raise NotKnownNow("person_unknown") from None
        if told.gone:
            raise NotFound("person_not_here")
        return told

    async def add_organiser(self, person: Person, *, by: PersonId | None, key: str = "") -> bool:
        """Make somebody an organiser, who is told; returns whether they were none before.

        The same ``key`` does it once, here and in ``remove_organiser``.
        """

        def work(tx: Transaction) -> bool:
            now = self._clock()
            if not tx.first_press(key, now) or not tx.add_organiser(person.id, by, now):
                return tx.in_doubt
            tx.note_admin_act(AdminAct(at=now, who=by, act="add-organiser", about=person.id))
            tx.enqueue(organiser_changed(Kind.ORGANISER, person.id, now))
            return True

        return await self._store.write(work)

    async def remove_organiser(self, who: PersonId, *, by: PersonId | None, key: str = "") -> None:
        """Take it back, and tell them; raises NotFound for somebody who was none."""

        def work(tx: Transaction) -> None:
            now = self._clock()
            if not tx.first_press(key, now):
                return
            if not tx.remove_organiser(who):
                if tx.in_doubt:
                    return
                raise NotFound("no_organiser")
            tx.note_admin_act(AdminAct(at=now, who=by, act="remove-organiser", about=who))
            tx.enqueue(organiser_changed(Kind.NO_ORGANISER, who, now))

        await self._store.write(work)

    def _take(self, version: int, rules: Rules) -> None:
        """Let the newest rules hold; an answer that was on its way meanwhile does not bring older ones back."""
        if version > self._version:
            self._version = version
            self._current.value = policy_of(self._current.usual, rules)
