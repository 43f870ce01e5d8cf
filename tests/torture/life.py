"""A life: what Sam and Ana do with the whole core, on a database that outlives every crash, and what they are told."""

from __future__ import annotations

import asyncio
import copy
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from core.domain.booking import Status
from core.ports.call import Call, Trigger
from core.ports.platform import Profile
from core.screens.look import BRING
from core.store.errors import Unavailable
from tests.promises.kept import CAPABILITIES, Kept
from tests.promises.world import EVERYBODY, World, address
from tests.torture.crash_points import CrashPoints, Killed, looking

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from core.domain.booking import Booking
    from core.domain.people import Address
    from core.ports.cards import Card
    from core.ports.platform import Posted
    from core.ports.replies import Reply

LEASE = timedelta(seconds=31)
"""After this long nothing that a dead process had claimed is claimed any more."""
Step: TypeAlias = "Callable[[Life], Awaitable[None]]"


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
    """The session as everybody's card shows it when a step begins."""

    async def begin(self) -> None:
        """Make the people, in a database where nothing has happened yet."""
        await self.open()
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
        twin.told = copy.copy(self.told)
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
            key=f"{route} {self.again}",
            capabilities=CAPABILITIES[EVERYBODY[who]],
            args=args,
            values=values,
        )
        self.answered = False

        async def say(reply: Reply) -> None:
            self.points.reach("before answer")
            with self.watched():
                await self.check_committed(getattr(reply, "card", None), who)
            self.answered = True
            self.points.reach("after answer")

        await self.router.dispatch(call, say)
        self.answered = True
        await self.worker.deliver_due()

    async def session(self) -> Booking | None:
        """Return the one session that this life is about, or None before it was asked for."""
        with looking():
            found = await self.all_bookings()
        return found[0] if found else None

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

    async def rest(self) -> None:
        """Let everything arrive that a dead process had claimed."""
        for _ in range(5):
            await self.pass_time(LEASE)


@dataclass(frozen=True)
class Outcome:
    """How a life ends, in what everybody can see: the same whatever it died of on the way."""

    sessions: Counter[tuple[Status, int]]
    told: Counter[tuple[str, str]]
    """Who was told what: the person, and the kind and version of the notice, with how often."""

    @classmethod
    async def of(cls, life: Life) -> Outcome:
        """Look at the database and at every message."""
        held = await life.all_bookings()
        told: Counter[tuple[str, str]] = Counter()
        for platform in life.platforms.values():
            for message in platform.messages.values():
                _, since, kind, _ = message.key.split(":")
                told[message.to.user, f"{kind} {since if since.startswith('v') else 'at its start'}"] += 1
        return cls(Counter((one.status, one.version) for one in held), told)


async def request(life: Life) -> None:
    """Sam asks Ana for half an hour, two days ahead."""
    when = (life.now.replace(hour=12, minute=0) + timedelta(days=2)).isoformat()
    to = life.people["ana"].id.hex
    await life.act("sam", Trigger.FORM, "book-session", mentor=to, topic="Talk", when=when)


async def accept(life: Life) -> None:
    """Ana accepts."""
    await life.press("ana", Trigger.BUTTON, "accept")


async def propose(life: Life) -> None:
    """Ana suggests another time."""
    session = life.card
    assert session is not None and session.slot is not None
    later = (session.slot.starts_at + timedelta(hours=3)).isoformat()
    await life.press("ana", Trigger.FORM, "propose", when=later)


async def agree(life: Life) -> None:
    """Sam takes the suggested time."""
    await life.press("sam", Trigger.BUTTON, "accept-time", "0")


async def cancel(life: Life) -> None:
    """Sam calls it off."""
    await life.press("sam", Trigger.FORM, "cancel", reason="Ill")


async def open_card(life: Life) -> None:
    """Ana has the card brought to the end of her conversation."""
    await life.press("ana", Trigger.BUTTON, "show", BRING)


def tick(before: timedelta) -> Step:
    """The clock comes to a moment before the start, and the heartbeat beats."""

    async def step(life: Life) -> None:
        session = life.card
        assert session is not None and session.slot is not None
        life.now = max(life.now, session.slot.starts_at - before)
        await life.pass_time(timedelta(0))

    return step


FLOWS: dict[str, tuple[Step, ...]] = {
    "request": (request,),
    "accept": (accept,),
    "open": (open_card,),
    "reschedule": (propose, agree),
    "reminder tick": (tick(timedelta(hours=24)), tick(timedelta(minutes=10))),
    "cancel": (cancel,),
}
"""What happens to one session, in this order: each flow begins where the one before it has ended."""
