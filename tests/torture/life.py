"""A life: what Sam and Ana do with the whole core, on a database that outlives every crash, and what they are told."""

from __future__ import annotations

import asyncio
import copy
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.booking import Status
from core.ports.call import Call, Trigger
from core.ports.cards import Button, Card, buttons
from core.ports.platform import Posted, Profile
from core.ports.said import Change, Said
from core.store.errors import Unavailable
from core.store.transaction import Transaction
from tests.promises.kept import CAPABILITIES, Kept
from tests.promises.world import EVERYBODY, World, address
from tests.torture.crash_points import CrashPoints, Killed, looking

if TYPE_CHECKING:
    from core.domain.booking import Booking
    from core.domain.people import Address, PersonId
    from core.ports.replies import Reply

LEASE = timedelta(seconds=31)
"""After this long nothing that a dead process had claimed is claimed any more."""


class Mortal(Kept):
    """A platform at whose door the program can die: before a message is taken, and after it."""

    def __init__(self, name: str, life: Life) -> None:
        super().__init__(name, life)
        self._points = life.points

    async def post(self, to: Address, card: Card, *, key: str, under: Posted | None = None) -> Posted:
        self._points.reach("before post")
        posted = await super().post(to, card, key=key, under=under)
        self._points.reach("after post")
        return posted

    async def edit(self, to: Address, placed: Posted, card: Card, *, key: str = "") -> None:
        self._points.reach("before edit")
        await super().edit(to, placed, card, key=key)
        self._points.reach("after edit")

    async def delete(self, to: Address, placed: Posted) -> None:
        self._points.reach("before delete")
        await super().delete(to, placed)
        self._points.reach("after delete")

    async def publish(self, to: Address, card: Card) -> None:
        self._points.reach("before publish")
        await super().publish(to, card)
        self._points.reach("after publish")


@dataclass
class Life(World):
    """A small world whose program may die at any point, and is started again."""

    points: CrashPoints = field(default_factory=CrashPoints)
    answered: bool = False
    """Whether the person has seen the answer to what they did last."""
    again: int = 0
    """Part of the key of a press: another one for a person who presses once more."""
    card: Booking | None = None
    """The session as everybody's card shows it when a step begins; of several the one that was made last."""
    step: str = ""
    """Begins the keys of what is done in a step: the same deed in another step is another one."""
    answers: dict[str, Card] = field(default_factory=dict)
    """The card that everybody was answered with last."""
    buttons: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """What somebody could press when the step began: by the person and the route, the arguments."""

    async def begin(self) -> None:
        """Make the people, in a database where nothing has happened yet."""
        await self.open()
        await self.core.services.program.add_organiser(self.people["eve"], by=None)
        self._on_mortal_platforms()
        await self.end()

    async def end(self) -> None:
        """Close the store; whatever else still runs is abandoned."""
        running = asyncio.all_tasks() - {asyncio.current_task()}
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        with suppress(Unavailable, Killed):
            await self.store.close()

    def on(self, url: str, points: CrashPoints) -> Life:
        """Return the same life on a copy of its database, to go on from here."""
        twin = Life(url, now=self.now, points=points)
        twin.people, twin.accepted, twin.keys = dict(self.people), set(self.accepted), copy.copy(self.keys)
        twin.told, twin.letters, twin.answers = (
            copy.copy(self.told),
            copy.copy(self.letters),
            dict(self.answers),
        )
        twin._on_mortal_platforms()
        for name, platform in self.platforms.items():
            twin.platforms[name].messages = {
                number: copy.copy(message) for number, message in platform.messages.items()
            }
            twin.platforms[name]._numbers = copy.copy(platform._numbers)
        return twin

    def _on_mortal_platforms(self) -> None:
        self.platforms = {name: Mortal(name, self) for name in CAPABILITIES}

    async def act(self, who: str, trigger: Trigger, route: str, *args: str, **values: str) -> None:
        """Do one thing as somebody, and let the delivery worker run. The key is new when it is done again."""
        call = Call(
            trigger=trigger,
            route=route,
            actor=address(who),
            profile=Profile(name=who.title(), zone="Europe/Berlin"),
            key=f"{self.step} {route} {self.again}",
            capabilities=CAPABILITIES[EVERYBODY[who]],
            args=args,
            values=values,
        )
        self.answered = False

        async def say(reply: Reply) -> None:
            self.points.reach("before answer")
            await self._see(who, reply)
            self.points.reach("after answer")

        await self.router.dispatch(call, say)
        self.answered = True
        await self.worker.deliver_due()

    async def _see(self, who: str, reply: Reply) -> None:
        card: Card | None = getattr(reply, "card", None)
        with self.watched():
            await self.check_committed(card, who)
        self.answered = True
        if card is not None:
            self.answers[who] = card

    async def write_to_the_bot(self, who: str, words: str) -> None:
        """Write as somebody; what was not taken is delivered again as it was."""
        said = Said(
            change=Change.WRITTEN,
            place=Posted(who, self.step),
            key=self.step,
            at=self.now,
            actor=address(who),
            profile=Profile(name=who.title(), zone="Europe/Berlin"),
            words=words,
            threaded=False,
            comes_again=True,
        )
        self.answered = False

        async def say(reply: Reply) -> None:
            await self._see(who, reply)

        await self.router.hear(said, say)
        self.answered = True
        await self.worker.deliver_due()

    async def begin_step(self, step: str) -> None:
        """Look at how everything stands, as everybody does before they press."""
        self.step, self.answered = step, False
        with looking():
            found = await self.all_bookings()
        self.card = max(found, key=lambda one: (one.status.is_open, one.id), default=None)
        messages = [one for platform in self.platforms.values() for one in platform.messages.values()]
        shown = [*((one.to.user, one.card) for one in messages), *self.answers.items()]
        self.buttons = {
            (who, one.route): one.args
            for who, card in shown
            for one in buttons(card)
            if isinstance(one, Button)
        }

    async def check_post(self, to: Address, card: Card, key: str) -> None:
        """As in every small world."""
        with looking():
            await super().check_post(to, card, key)

    async def check_committed(self, card: Card | None, to: str) -> None:
        """As in every small world."""
        with looking():
            await super().check_committed(card, to)

    async def press(self, who: str, trigger: Trigger, route: str, *more: str, **values: str) -> None:
        """Press a button of the session as it stood when the step began: who presses again has the same card."""
        session = self.card
        assert session is not None
        await self.act(who, trigger, route, session.id.hex, str(session.version), *more, **values)

    async def press_shown(self, who: str, route: str, *more: str) -> None:
        """Press a button that stood before somebody when the step began."""
        await self.act(who, Trigger.BUTTON, route, *self.buttons[who, route], *more)

    async def rest(self) -> None:
        """Let everything arrive that a dead process had claimed, and every look be taken."""
        for _ in range(5):
            await self.pass_time(LEASE)
            await self.core.services.privacy.look()
        await self.worker.deliver_due()


@dataclass(frozen=True)
class Outcome:
    """How a life ends, in what everybody can see: the same whatever it died of on the way."""

    sessions: Counter[tuple[Status, int, str]]
    told: Counter[tuple[str, str]]
    """Who was told what: the person, and the kind and version of the notice, with how often."""
    people: Counter[str]
    """How it stands with each person."""

    @classmethod
    async def of(cls, life: Life) -> Outcome:
        """Look at the database and at every message."""
        held = await life.all_bookings()
        told: Counter[tuple[str, str]] = Counter()
        for platform in life.platforms.values():
            for message in platform.messages.values():
                _, since, kind, _ = message.key.split(":")
                told[message.to.user, f"{kind} {since if since.startswith('v') else 'at its start'}"] += 1
        people = await life.store.read(lambda tx: [how_it_stands(tx, one.id) for one in life.people.values()])
        return cls(Counter((one.status, one.version, one.topic) for one in held), told, Counter(people))


def how_it_stands(tx: Transaction, who: PersonId) -> str:
    """Return what a crash could leave half done about a person: name, standing, and whether they are linked."""
    known, standing = tx.person(who), tx.standing(who)
    flags = [name for name in ("blocked", "stopped", "removed", "paused") if getattr(standing, name)]
    linked = "linked" if tx.link_of(who) is not None else "alone"
    return f"{known.name if known else None} {flags} {linked}"
