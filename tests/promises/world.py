"""A small world for whatever-order tests: the whole core on a database, and platforms that keep what they are sent."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING
from uuid import UUID

from bot.compose import compose_core, new_id
from core.domain.agenda import Section
from core.domain.booking import Booking, BookingId, Status
from core.domain.digests import TOLD_BY_A_CARD
from core.domain.notices import NUDGES, REMINDERS, Kind
from core.domain.people import Address
from core.domain.policy import Policy
from core.domain.profiles import ProfileForm
from core.ports.call import Call, Trigger
from core.ports.cards import Button, Card, buttons, words
from core.ports.platform import Posted, Profile
from core.ports.replies import Ask, Refuse, Reply, Swap
from core.ports.said import Change, Said
from core.store.store import Store
from core.store.transaction import Transaction
from tests.plain import line
from tests.promises import rules
from tests.promises.kept import CAPABILITIES, Kept, Message
from tests.promises.ledger import Ledger, new_lines, open_ledger, unchanged
from tests.store.sqlite import copy_of_a_migrated_one

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.domain.people import Person, PersonId
    from core.ports.busy_calendar import CalendarReader
    from core.ports.forms import Form
    from core.ports.platform import NewId

MORNING = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
STUDENTS = {"sam": "slack", "mia": "discord"}
MENTORS = {"ana": "slack", "ken": "discord"}
MANY = Policy(open_requests=50, requests_per_hour=500)
"""Limits that no test reaches by chance."""
SECRET = "Between us: I am "
EVERYBODY = {**STUDENTS, **MENTORS, "eve": "slack"}


@dataclass
class World:
    """Everything, and the record of what was promised."""

    url: str
    now: datetime = MORNING
    store: Store = field(init=False)
    keys: count[int] = field(default_factory=lambda: count(1))
    people: dict[str, Person] = field(default_factory=dict)
    accepted: set[BookingId] = field(default_factory=set)
    shown: set[tuple[str, Button]] = field(default_factory=set)
    """Every button that somebody has ever seen."""
    broken: list[str] = field(default_factory=list)
    """Promises that were seen broken where the program would have caught the error."""
    told_by_card: defaultdict[tuple[BookingId, Address], int] = field(
        default_factory=lambda: defaultdict(int)
    )
    """The version that each person was last shown by a new card, for each booking."""
    told: defaultdict[tuple[BookingId, Address], int] = field(default_factory=lambda: defaultdict(int))
    """The last version that each person was told of, for each booking."""
    letters: defaultdict[tuple[BookingId, Address], int] = field(default_factory=lambda: defaultdict(int))
    """The last letter of its chat that each person was brought, for each booking."""
    written: dict[str, Posted] = field(default_factory=dict)
    """Where each person's last own words stand."""
    new_id: NewId = new_id
    policy: Policy = MANY
    calendars: CalendarReader | None = None
    """What reads mentors' own calendars; None for the internet, which no test asks."""
    refused_at: datetime | None = None
    """When the last press was refused; None when it was not."""
    ledger: Ledger = field(init=False)
    """How the database stood after the last press, before the delivery worker ran."""

    async def open(self) -> None:
        self.platforms = {name: Kept(name, self) for name in ("slack", "discord")}
        await self.start()
        for name in EVERYBODY:
            profile = Profile(name=name.title(), zone="Europe/Berlin")
            self.people[name] = await self.people_service.greet(address(name), profile)
        for name in MENTORS:
            await self.people_service.save_profile(
                self.people[name], ProfileForm(headline="Mentor", zone="Europe/Berlin")
            )

    async def start(self) -> None:
        copy_of_a_migrated_one(self.url)
        self.store = await Store.open(self.url, program="default", new_id=self.new_id)
        self.core = compose_core(
            self.store,
            self.platforms,
            lambda: self.now,
            self.new_id,
            self.policy,
            calendars=self.calendars,
        )
        self.bookings, self.people_service = self.core.services.bookings, self.core.services.people
        self.worker, self.router = self.core.worker, self.core.router
        self.auditor = self.core.auditor

    async def restart(self) -> None:
        await self.store.close()
        await self.start()

    async def does(
        self, who: str, trigger: Trigger, route: str, *args: str, key: str = "", **values: str
    ) -> Reply:
        """Do one thing as somebody, let the delivery worker run, and return the answer."""
        call = Call(
            trigger=trigger,
            route=route,
            actor=address(who),
            profile=Profile(name=who.title(), zone="Europe/Berlin"),
            key=key or f"call {next(self.keys)}",
            capabilities=CAPABILITIES[EVERYBODY[who]],
            args=args,
            values=values,
        )
        self.last = (who, trigger, route, args, call.key, values)
        replies: list[Reply] = []

        async def say(reply: Reply) -> None:
            with self.watched():
                await self.check_committed(getattr(reply, "card", None), who)
            replies.append(reply)

        before = await open_ledger(self.store)
        await self.router.dispatch(call, say)
        (reply,) = replies
        whole = getattr(reply, "card", None)
        assert whole is None or whole.about is None or not whole.title, (
            "nobody can edit a card told in private"
        )
        self.ledger = await open_ledger(self.store)
        self.refused_at = self.now if isinstance(reply, Refuse) else None
        self.check_reach(who, reply, before)
        await self.worker.deliver_due()
        await self.note(reply)
        return reply

    async def writes(self, who: str, change: Change) -> None:
        """Write to the bot, or change or delete what was written last; then let the delivery worker run."""
        number = next(self.keys)
        if change is Change.WRITTEN:
            self.written[who] = Posted(who, f"said {number}")
        if who not in self.written:
            return
        said = Said(
            change=change,
            place=self.written[who],
            key=f"said {number}",
            at=self.now,
            actor=address(who),
            profile=Profile(name=who.title(), zone="Europe/Berlin"),
            stamp="" if change is Change.WRITTEN else f"{number:06}",
            words=f"Words {number}" + f" and {number} more" * (300 * (number % 4 == 0)),
            threaded=False,
            comes_again=True,
        )

        async def say(reply: Reply) -> None:
            card = getattr(reply, "card", None)
            if card is not None:
                self.see(who, card)

        await self.router.hear(said, say)
        await self.worker.deliver_due()

    def check_reach(self, who: str, reply: Reply, before: Ledger) -> None:
        """A refusal and an opened form change nothing, and nobody moves what is not theirs."""
        if isinstance(reply, Refuse):
            assert not line(reply.why).startswith("Something went wrong"), reply.why
        if isinstance(reply, Refuse | Ask):
            unchanged(before, self.ledger)
        for entry in new_lines(before, self.ledger).values():
            assert entry["who"] in {None, self.people[who].id}, "somebody else is said to have done it"

    async def note(self, reply: Reply) -> None:
        """Remember every button that was shown, and every session that was shown as confirmed."""
        card = getattr(reply, "card", None)
        if card is not None:
            self.see(self.last[0], card)
        if isinstance(reply, Swap) and reply.card.badge == "Confirmed" and reply.card.about:
            self.accepted.add(reply.card.about.booking)

    def see(self, who: str, card: Card) -> None:
        self.shown |= {(who, one) for one in buttons(card) if isinstance(one, Button)}

    def collect(self) -> None:
        """Remember every button that stands on any message now."""
        for platform in self.platforms.values():
            for message in platform.messages.values():
                self.see(message.to.user, message.card)

    async def pass_time(self, by: timedelta) -> None:
        """Let time pass; the heartbeat beats once at the end."""
        self.now += by
        await self.bookings.sweep()
        await self.worker.deliver_due()

    async def quiet(self) -> None:
        """Let every trouble end and everything that is due arrive."""
        for platform in self.platforms.values():
            platform.trouble = "none"
        for name in EVERYBODY:
            await self.people_service.greet(address(name), Profile(name=name.title(), zone="Europe/Berlin"))
        for _ in range(4):
            await self.pass_time(timedelta(minutes=11))

    async def all_bookings(self) -> list[Booking]:
        """Return every booking there is."""

        def work(tx: Transaction) -> list[Booking]:
            mentors = [self.people[name].id for name in MENTORS]
            pages = [tx.agenda(mentor, section, self.now, 1000) for mentor in mentors for section in Section]
            return list({one.id: one for page in pages for one in page}.values())

        return await self.store.read(work)

    async def check_post(self, to: Address, card: Card, key: str) -> None:
        """Whatever is sent goes to one of the two, follows from what happened, in order, and is not dead."""
        if key.startswith("-:"):
            return  # it is about no booking
        with self.watched():
            booking = await self.store.read(lambda tx: tx.booking(BookingId(as_uuid(key))))
            assert booking is not None
            assert to in {self.address_of(booking.student), self.address_of(booking.mentor)}
            await self.check_committed(card, to.user)
            if key.split(":")[2] in REMINDERS:
                which = next(one.args[0] for one in buttons(card) if one.route == "show")
                about = await self.store.read(lambda tx: tx.booking(BookingId(UUID(which))))
                assert about is not None and about.status is Status.ACCEPTED
                assert about.starts_at is not None and self.now < about.starts_at
            _, since, kind, _ = key.split(":")
            if (
                kind == Kind.CHAT
            ):  # its number counts the letters of the chat, and not what became of the booking
                assert self.letters[booking.id, to] < int(since[1:]), "a letter comes after a later one"
                self.letters[booking.id, to] = int(since[1:])
            elif since.startswith("v") and kind not in {Kind.UNREACHED, Kind.TIMELESS, *NUDGES}:
                version = int(since[1:])
                assert version <= booking.version, "it is told before it happened"
                assert self.told[booking.id, to] <= version, "it is told after what followed"
                self.told[booking.id, to] = version
                if kind in TOLD_BY_A_CARD - {*NUDGES}:
                    assert version > self.told_by_card[booking.id, to], "a new card has said it already"
            if card.title and card.about is not None:
                self.told_by_card[booking.id, to] = card.about.version

    async def check_edit(self, message: Message, to: Address, card: Card) -> None:
        """A card goes on being its reader's, and never back in time."""
        with self.watched():
            assert to in {message.to, replace(message.to, user="")}, "of who was erased the place is known"
            await self.check_committed(card, to.user)
            if card.about is not None and message.card.about is not None:
                was, now = message.card.about, card.about
                if now.booking != was.booking:
                    bookings = (await open_ledger(self.store)).bookings
                    assert now.booking in rules.asked_after(was.booking, bookings)
                else:
                    assert now.version >= was.version

    async def check_committed(self, card: Card | None, to: str) -> None:
        """A card shows what the database already has, and no private words that are not for its reader."""
        about = card.about if card is not None else None
        whispered = {text for text in words(card) if text.startswith(SECRET)} if card is not None else set()
        if of_others := whispered - {secret(to)}:
            for_them = rules.kind_words_for(await open_ledger(self.store), self.people[to].id, self.now)
            assert of_others <= for_them, "somebody reads what is not for them"
        if about is not None:
            booking = await self.store.read(lambda tx: tx.booking(about.booking))
            assert booking is not None and about.version <= booking.version
            passed_on = await self.store.read(lambda tx: tx.agreed_before({booking.student}))
            rules.calendar_file_is_so(card, booking, passed_on.get(booking.id))

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Remember a broken promise: the delivery worker and the router outlive every error, also those of a test."""
        try:
            yield
        except AssertionError as error:
            self.broken.append(str(error) or repr(error))
            raise

    def address_of(self, person: PersonId) -> Address:
        return next(one.address for one in self.people.values() if one.id == person)


def address(name: str) -> Address:
    return Address(EVERYBODY[name], "T" if EVERYBODY[name] == "slack" else "-", name)


def secret(who: str) -> str:
    """Return words that nobody else may ever read."""
    return f"{SECRET}{who}"


def as_uuid(key: str) -> UUID:
    """Return the booking that a notice's key begins with."""
    return UUID(key.split(":", maxsplit=1)[0])


def filled(form: Form, when: datetime) -> dict[str, str]:
    """Fill a form as somebody who gives every field something fitting."""
    values = {
        "topic": "Something",
        "when": when.isoformat(),
        "headline": "Mentor",
        "title": "Talk",
        "minutes": "30",
    }
    known = {one.key: one.value for one in form.fields}
    return {key: values.get(key, known[key]) for key in known if values.get(key, known[key])}
