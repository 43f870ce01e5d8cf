"""A real process is killed again and again while two people talk through it: each message arrives once, in order."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from bot.playground.discord_emulator.faults import Fault as DiscordFault
from bot.playground.slack_emulator.faults import Fault as SlackFault
from tests.journeys.chatting import Talking
from tests.journeys.process import Outside, outside
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from pathlib import Path

    from bot.playground.people import Pilot

pytestmark = pytest.mark.long
UNSENT = "SELECT count(*) FROM outbox WHERE kind = 'chat' AND state <> 'done'"
TROUBLE: tuple[dict[str, Any], ...] = (
    {"kind": "limit", "seconds": 1},
    {"kind": "status", "status": 503},
    {"kind": "drop"},
)
"""The program lives in real time here, so that a doubt costs five seconds."""


@dataclass(slots=True)
class TalkingOutside(Talking):
    """Both write, and the program between them is a process of its own."""

    world: Outside | None = None

    async def delivered(self) -> None:
        """Wait until nothing of the chat that has arrived at the program waits any more."""
        assert self.world is not None
        await self.world.until(self._nothing_waits)

    async def settled(self) -> None:
        """Wait until each has what the other one wrote."""
        assert self.world is not None
        await self.world.until(lambda: all(self.seen_by(one) == self.expected_by(one) for one in self.pilots))
        await self.delivered()

    def _nothing_waits(self) -> bool:
        assert self.world is not None
        address = self.world.address
        if address.startswith("postgresql"):
            with psycopg.connect(address) as server:
                found = server.execute(UNSENT).fetchone()
        else:
            with closing(sqlite3.connect(self.world.database)) as file:
                found = file.execute(UNSENT).fetchone()
        return found is not None and found[0] == 0

    def _trouble(self, *, reads: bool) -> dict[str, Any] | None:
        return None if reads or self.random.random() >= self.share else self.random.choice(TROUBLE)

    def _on_slack(self, method: str) -> SlackFault | None:
        trouble = self._trouble(reads=not method.startswith("chat."))
        return None if trouble is None else SlackFault(**trouble)

    def _on_discord(self, method: str, path: str) -> DiscordFault | None:
        trouble = self._trouble(reads=method == "GET" or not path.startswith("/channels/"))
        return None if trouble is None else DiscordFault(method="*", pattern=("**",), **trouble)


async def opened(world: Outside, *, from_discord: bool) -> tuple[Pilot, Pilot]:
    """Let Sam and Ken agree on a session, and one of them open their chat."""
    sam, ken = world.sam, world.ken
    await world.opens(ken, lambda: ken.types("/mentor-panel"))
    await ken.fills(headline="Reads every diff twice", skills="python", zone="Tokyo")
    await world.opens(sam, lambda: sam.types("/book-session"))
    await sam.fills(mentor="Ken", topic="Across", when=world.when(3))
    await sam.closes()
    await world.until(lambda: any(card.has(("Across",)) for card in ken.pings))
    await ken.presses("Accept", on="Across")
    await world.until(lambda: any(card.has(("Across", "Confirmed")) for card in sam.cards))
    await world.until(lambda: any(card.has(("Across", "Confirmed")) for card in ken.cards))
    await (ken if from_discord else sam).presses("Chat", on="Across")
    await world.until(lambda: any("Chat with Ken" in card.text for card in sam.cards))
    await world.until(lambda: any("Chat with Sam" in card.text for card in ken.cards))
    return sam, ken


@pytest.mark.parametrize("store", ["sqlite", "postgres"])
async def test_a_process_that_is_killed_twelve_times_relays_each_message_once(
    tmp_path: Path, store: str
) -> None:
    address = fresh_database() if store == "postgres" else ""
    chance, messages = random.Random(store), 1000
    async with outside(tmp_path, address) as world:
        await world.start()
        pilots = await opened(world, from_discord=store == "postgres")
        talking = TalkingOutside(world, pilots, chance, share=0.02, world=world)  # type: ignore[arg-type]
        deaths = set(chance.sample(range(10, messages - 10), 12))
        while talking.changed < messages:
            for _ in range(chance.randrange(1, 20)):
                await talking.act()
                if talking.changed in deaths:
                    await world.kill()
                    await talking.act()  # what is written while nobody listens
                    await world.start()
            await talking.delivered()
        talking.calm()
        await talking.settled()
        assert await world.terminate() == 0
        for pilot in pilots:
            assert talking.seen_by(pilot) == talking.expected_by(pilot), pilot.name
        assert talking.pinged() == []
