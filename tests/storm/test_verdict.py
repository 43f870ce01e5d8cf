"""The verdict on a storm notices each kind of fault, made by hand in a session that went as it should."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from core.domain.acts import Accept
from core.domain.booking import Act, Role
from core.store.outcomes import OutboxOutcome
from core.store.store import Store
from core.store.tables import every as tables
from tests.journeys.process import Outside
from tests.store.world import DAY, HOUR, NOW, Ids, World, slot
from tests.storm.crowd import Crowd
from tests.storm.hands import SlackHands
from tests.storm.presses import Presses
from tests.storm.verdict import Judge, Verdict, engine_of
from tests.storm.witness import Sound, Witness

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from core.domain.booking import Booking

TOPIC, OTHER = "Talk 000000", "Talk 000001"


class Told(Witness):
    """A witness of what the test says."""

    screen: tuple[str, set[str], bool] = ("Confirmed", {TOPIC}, True)

    def screens(self, user: str) -> list[tuple[str, set[str], bool]]:
        return [self.screen]


@dataclass
class Scene:
    """One session that was asked for and accepted, on SQLite, and everybody was told."""

    store: Store
    outside: Outside
    world: World = field(init=False)
    booking: Booking = field(init=False)

    async def play(self) -> None:
        self.world = World(self.store)
        self.presses = Presses()
        self.crowd = Crowd(self.outside, self.presses, 1)
        self.witness = Told(self.outside.slack, self.outside.discord)
        self.student, self.mentor = await self.world.person("Ana"), await self.world.person("Ken")
        self.outside.slack.add_user(self.student.address.user, name="ana", real_name="Ana")
        self.crowd.students.append(
            SlackHands(self.outside.slack, self.student.address.user, "Ana", self.presses)
        )
        self.booking = await self.agreed(TOPIC)

    async def agreed(self, topic: str) -> Booking:
        asked = await self.world.ask(self.student.id, self.mentor.id, slot(5 * DAY), topic=topic)
        booking = await self.world.do(asked, Accept(), Role.MENTOR)
        self.tell(topic)
        done = sa.update(tables.outbox).where(tables.outbox.c.due_at <= NOW)
        await self.by_hand(done.values(state="done", outcome=OutboxOutcome.SENT, done_at=NOW))
        return booking

    def tell(self, topic: str) -> None:
        """Let both have tried and been told what they should."""
        who, whom = self.student.address.user, self.mentor.address.user
        self.crowd.asked[topic] = (who, whom)
        self.crowd.sent.add(topic)
        self.crowd.tried[topic, Act.ACCEPT] += 1
        self.witness.sounds += [
            Sound(who, topic, "Pending", is_card=True),
            Sound(whom, topic, "Pending", is_card=True),
            Sound(who, topic, "Confirmed", is_card=False),
        ]

    def restore(self) -> None:
        """Undo what was done to the memory of those who look on."""
        self.witness = Told(self.outside.slack, self.outside.discord)
        self.crowd.sent.clear()
        self.crowd.tried.clear()
        self.tell(TOPIC)

    async def by_hand(self, *statements: sa.Executable) -> None:
        await self.store.write(lambda tx: [tx._connection.execute(one) for one in statements])

    def verdict(self) -> Verdict:
        return Judge(engine_of(self.outside.address), self.crowd, self.witness, NOW + HOUR).verdict()


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    outside = Outside(tmp_path)
    store = await Store.open(outside.address, program="default", new_id=Ids())
    opened = Scene(store, outside)
    await opened.play()
    assert opened.verdict().is_clean
    yield opened
    await store.close()


def kinds(found: Verdict) -> dict[str, int]:
    """Return how much was found of each kind."""
    every = {name: len(getattr(found, name)) for name in ("lost", "phantom", "twice", "overlaps")}
    return {name: number for name, number in every.items() if number}


async def test_a_notice_that_waits_was_given_up_or_was_never_stored_is_lost(scene: Scene) -> None:
    accepted = sa.update(tables.outbox).where(tables.outbox.c.kind == "accepted")
    for changes in ({"outcome": None, "state": "unknown"}, {"outcome": "dead", "state": "done"}):
        await scene.by_hand(accepted.values(changes))
        assert kinds(scene.verdict()) == {"lost": 1}
    await scene.by_hand(sa.delete(tables.outbox).where(tables.outbox.c.kind == "requested"))
    assert len(scene.verdict().lost) == 2


FAULTS: dict[str, tuple[str, Callable[[Scene], object]]] = {
    "a sound is missing": ("lost", lambda it: it.witness.sounds.pop()),
    "a card is stale": ("lost", lambda it: setattr(it.witness, "screen", ("Pending", {TOPIC}, True))),
    "a request is not there": ("lost", lambda it: it.crowd.sent.add(OTHER)),
    "a sound comes twice": ("twice", lambda it: it.witness.sounds.append(it.witness.sounds[-1])),
    "a card says it, and a ping once more": (
        "twice",
        lambda it: it.witness.sounds.__setitem__(0, replace(it.witness.sounds[0], state="Confirmed")),
    ),
    "nobody tried it": ("phantom", lambda it: it.crowd.tried.clear()),
    "somebody else hears of it": (
        "phantom",
        lambda it: it.witness.sounds.append(Sound("U0X", TOPIC, "Confirmed", is_card=False)),
    ),
}


async def test_each_fault_is_noticed(scene: Scene) -> None:
    for fault, (kind, make) in FAULTS.items():
        scene.restore()
        assert scene.verdict().is_clean
        make(scene)
        assert kinds(scene.verdict()).get(kind) == 1, fault


async def test_sessions_that_overlap_are_noticed(scene: Scene) -> None:
    """The database refuses them; here its guard is taken away."""
    await scene.by_hand(*(sa.text(f"DROP TRIGGER busy_{when}") for when in ("INSERT", "UPDATE")))
    await scene.agreed(OTHER)
    assert kinds(scene.verdict()) == {"overlaps": 2}
