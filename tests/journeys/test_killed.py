"""The program is killed at the worst moments: what was acknowledged stays, and the rest arrives exactly once."""

from __future__ import annotations

from itertools import count as counting
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.journeys.process import Outside, outside

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from bot.playground.people import SeenCard

pytestmark = pytest.mark.asyncio(loop_scope="module")
POST = ("POST", "/channels/*/messages")
DAYS = counting(1)
"""Every request is for another day, as all tests play in one world: a start takes a second."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def everything(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Outside]:
    async with outside(tmp_path_factory.mktemp("outside")) as opened:
        await opened.start()
        ken = opened.ken
        await opened.opens(ken, lambda: ken.types("/mentor-panel"))
        await ken.fills(headline="Reads every diff twice", skills="python", zone="Tokyo")
        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def world(everything: Outside) -> Outside:
    """The running program, whatever was done to it before; Ken is a mentor."""
    if everything.process is None:
        await everything.start()
    return everything


async def sam_asks(world: Outside, topic: str) -> None:
    """Book through the form; returns as soon as Slack has the acknowledgement."""
    sam = world.sam
    await world.opens(sam, lambda: sam.types("/book-session"))
    await sam.fills(mentor="Ken", topic=topic, when=world.when(next(DAYS)))
    assert not sam.errors
    await sam.closes()


def count(cards: Sequence[SeenCard], *words: str) -> int:
    """Return on how many of the cards all of the words stand."""
    return sum(card.has(words) for card in cards)


def sent(world: Outside) -> int:
    """Return how often the program asked Discord to send a message."""
    return sum(one.method == "POST" and one.path.endswith("/messages") for one in world.discord.requests)


@pytest.mark.long
@pytest.mark.parametrize("moment", ["as soon as it is acknowledged", "while a message waits to be taken"])
async def test_killed_before_the_message_was_sent(world: Outside, moment: str) -> None:
    gate = world.discord.faults.stall(*POST) if moment.startswith("while") else None
    before = sent(world)
    await sam_asks(world, moment)
    if gate:
        await world.until(lambda: sent(world) > before)
    await world.kill()
    assert not count(world.ken.pings, moment)
    await world.start()
    await world.until(lambda: count(world.ken.pings, moment) and count(world.sam.pings, moment))
    assert count(world.sam.pings, "You asked", moment) == 1
    await world.ken.presses("Accept", on=moment)
    await world.until(lambda: count(world.sam.pings, " accepted: ", moment))
    assert count(world.ken.pings, moment) == 1
    if gate:
        gate.set()


@pytest.mark.wide
async def test_killed_after_the_message_was_sent_and_before_anybody_noted_it(world: Outside) -> None:
    world.discord.faults.drop(*POST)
    await sam_asks(world, "Sent")
    await world.until(lambda: count(world.ken.pings, "Sent"))
    await world.kill()
    await world.start()
    await world.ken.presses("Accept", on="Sent")
    await world.until(lambda: count(world.sam.pings, " accepted: ", "Sent"))
    await world.until(lambda: count(world.ken.cards, "Session with", "Sent"))
    assert count(world.ken.pings, "Sent") == 1
    assert count(world.sam.pings, " accepted: ", "Sent") == 1


@pytest.mark.long
async def test_killed_with_a_form_open(world: Outside) -> None:
    await sam_asks(world, "Typing")
    await world.until(lambda: count(world.ken.pings, "Typing"))
    ken = world.ken
    await world.opens(ken, lambda: ken.presses("Accept with a note…", on="Typing"))
    await world.kill()
    await world.start()
    await ken.fills(reply="Typed before the power cut", link="https://meet.example.org/ken")
    await world.until(lambda: count(world.sam.pings, " accepted: ", "Typed before the power cut"))
    await world.until(lambda: count(ken.cards, "Typing", "Confirmed"))  # each has a worker of their own
    ken.sees("Typing", "Session with", "Confirmed")


@pytest.mark.wide
async def test_asked_to_end_it_finishes_the_press_in_its_hands(world: Outside) -> None:
    await sam_asks(world, "In flight")
    await world.until(lambda: count(world.ken.pings, "In flight"))
    gate = world.slack.faults.stall("chat.postMessage")
    await world.ken.presses("Accept", on="In flight")
    ending = world.terminate()
    gate.set()
    assert await ending == 0
    assert "Confirmed" in world.ken.sees("In flight").text
    await world.start()
    await world.until(lambda: count(world.sam.pings, " accepted: ", "In flight"))
    assert count(world.sam.pings, " accepted: ", "In flight") == 1


@pytest.mark.wide
async def test_whoever_watches_is_told_when_it_serves(world: Outside) -> None:
    assert await world.terminate() == 0
    gate = world.slack.faults.stall("apps.connections.open")
    await world.start(ready=False)

    async def refused() -> bool:
        return await world.status("readyz") == 503

    await world.until(refused)
    assert await world.status("healthz") == 200
    gate.set()
    await world.until(world.is_ready)
