"""One moment, one truth: whatever moves between two reads, a card or a form shows how things stood at one instant."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count, cycle
from typing import TYPE_CHECKING, TypeVar

import pytest

from core.domain.acts import Accept, Cancel
from core.domain.requests import RequestText, Wish
from core.ports.call import Call, Trigger
from core.ports.platform import Profile
from core.ports.replies import Ask, Reply
from core.screens.commands import COMMANDS
from core.services.bookings import Press
from tests.plain import plain, plain_form
from tests.promises.kept import CAPABILITIES
from tests.promises.world import EVERYBODY, World, address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from core.domain.booking import Booking
    from core.store.transaction import Transaction

T = TypeVar("T")

ROUTES: tuple[tuple[Trigger, str, tuple[str, ...]], ...] = (
    *((Trigger.COMMAND, command.name, ()) for command in COMMANDS),
    (Trigger.PAGE, "home", ()),
    *((Trigger.BUTTON, "agenda", (section, "-")) for section in ("pending", "upcoming", "past")),
    *((Trigger.BUTTON, route, ("booking", "1")) for route in ("show", "propose", "change", "accept-note")),
    *((Trigger.BUTTON, route, ()) for route in ("find-mentor", "profile", "open-times", "zone", "help")),
    (Trigger.BUTTON, "again", ("booking",)),
    (Trigger.BUTTON, "book", ("mentor",)),
)
"""Everything that shows something and changes nothing."""


@dataclass
class Meddler:
    """Moves Sam's session with Ana on, from section to section, right behind one read of somebody else."""

    world: World
    behind: int = 0
    """Behind which read; 0 for none."""
    reads: int = 0
    session: Booking | None = None
    keys: Iterator[int] = field(default_factory=count)
    steps: Iterator[str] = field(default_factory=lambda: cycle(("ask", "accept", "cancel")))

    async def move(self) -> None:
        """Do the next thing to the session."""
        world, key = self.world, f"meddled {next(self.keys)}"
        sam, ana = world.people["sam"], world.people["ana"]
        step = next(self.steps)
        if step == "ask" or self.session is None:
            wish = Wish(text=RequestText("Careers"))
            self.session = (await world.bookings.ask(sam, ana.id, wish, key=key)).view.booking
        elif step == "accept":
            await world.bookings.accept(Press(ana, self.session.id, Accept(), key))
        else:
            await world.bookings.act(Press(sam, self.session.id, Cancel(), key))

    async def seen(self, who: str, route: tuple[Trigger, str, tuple[str, ...]], behind: int) -> str:
        """Return what a route shows when the session moves right behind so many reads."""
        assert self.session is not None
        ids = {"booking": self.session.id.hex, "mentor": self.world.people["ana"].id.hex}
        said: list[Reply] = []

        async def say(reply: Reply) -> None:
            said.append(reply)

        call = Call(
            trigger=route[0],
            route=route[1],
            actor=address(who),
            profile=Profile(name=who.title(), zone="Europe/Berlin"),
            key=f"seen {next(self.keys)}",
            capabilities=CAPABILITIES[EVERYBODY[who]],
            args=tuple(ids.get(one, one) for one in route[2]),
        )
        self.behind, self.reads = behind, 0
        await self.world.router.dispatch(call, say)
        self.behind = 0
        (reply,) = said
        card = getattr(reply, "card", None)
        return plain_form(reply.form) if isinstance(reply, Ask) else plain(card) if card else repr(reply)


@pytest.fixture
async def meddler(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Meddler]:
    world = World("sqlite://")
    await world.open()
    one, read = Meddler(world), world.store.read

    async def meddled(work: Callable[[Transaction], T]) -> T:
        result = await read(work)
        one.reads += 1
        if one.behind and one.reads == one.behind:
            one.behind = 0
            await one.move()
        return result

    monkeypatch.setattr(world.store, "read", meddled)
    for _ in range(3):
        await one.move()
    yield one
    await world.store.close()


@pytest.mark.parametrize("who", ["sam", pytest.param("ana", marks=pytest.mark.wide)])
@pytest.mark.wide
async def test_what_is_shown_is_how_it_stood_before_a_move_or_after_it(meddler: Meddler, who: str) -> None:
    for route in ROUTES:
        for _ in range(3):  # each of the three moves is tried behind each of the reads
            behind, reads = 1, 1
            while behind <= reads:
                before = await meddler.seen(who, route, 0)
                reads = meddler.reads
                during = await meddler.seen(who, route, behind)
                after = await meddler.seen(who, route, 0)
                assert during in {before, after}, f"{route}, moved behind read {behind} of {reads}"
                behind += 1
            await meddler.move()
