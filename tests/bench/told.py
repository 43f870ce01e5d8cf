"""From a mentor's press on Accept until the student's direct message is on the wire, from one platform to the other."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot.compose import PROGRAM, new_id
from bot.playground.discord_emulator.client import DiscordClient
from bot.playground.slack_emulator.client import SlackClient
from core.domain.booking import Slot
from core.domain.people import Address, Mentor, Person, PersonId
from core.store.store import Store
from core.store.transaction import Transaction
from tests.bench.bots import ON_DISCORD, ON_SLACK, PATIENCE, Wires, start_product
from tests.bench.rounds import by_turns, percentile
from tests.bench.row import Row
from tests.bench.screen import button_in
from tests.store.world import Ids, asked, booking_of

ROUNDS, EACH = 6, 8
"""The first round is not counted."""
ROUNDS_SAID = f"{ROUNDS - 1} rounds by turns after one not counted, {EACH} presses of each direction in each"
GOAL = 50.0
"""Milliseconds after which 95 of 100 messages are there."""
AGAINST = "the answer to the press itself"
ACCEPTED: set[str] = set()
"""The messages whose button was pressed."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Press:
    """Seconds until the mentor's press was answered, and until the student's message was there."""

    answered: float
    told: float


def run() -> list[Row]:
    """Start the product in a temporary folder with requests that wait for an answer, and accept them."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        return asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Row]:
    async with Wires() as emulators, AsyncExitStack() as stack:
        await _requests(folder / "bookings.db", emulators)
        await start_product(folder, emulators, stack)
        slack, discord = emulators.calm
        await emulators.slack.until(lambda: len(slack.pings) == ROUNDS * EACH, seconds=PATIENCE)
        await emulators.discord.until(lambda: len(discord.pings) == ROUNDS * EACH, seconds=PATIENCE)
        to_discord, to_slack = await by_turns(
            ROUNDS, partial(_round, emulators, _slack_accepts), partial(_round, emulators, _discord_accepts)
        )
    rows: list[Row] = []
    for name, rounds in (("Slack to Discord", to_discord), ("Discord to Slack", to_slack)):
        presses = [press for one in rounds[1:] for press in one]
        for part, most in ((0.5, None), (0.95, GOAL)):
            told, answered = (
                percentile(taken, part) * 1000
                for taken in ([one.told for one in presses], [one.answered for one in presses])
            )
            rows.append(Row(f"{name}, p{part * 100:.0f}", told, answered, "ms", AGAINST, at_most=most))
    return rows


async def _requests(file: Path, emulators: Wires) -> None:
    """Leave requests of a student of each platform to the mentor of the other, with everything still to be told."""
    store = await Store.open(f"sqlite:///{file}", program=PROGRAM, new_id=new_id)
    now, ids = datetime.now(UTC), Ids(11)  # noqa: TID251 - the bot in its own process has the real clock
    on_slack, on_discord = (
        [_person(store, ids, address) for address in addresses]
        for addresses in (
            [Address("slack", emulators.slack.team_id, user) for user in ON_SLACK],
            [Address("discord", "-", user) for user in ON_DISCORD],
        )
    )
    pairs = ((on_discord[0], on_slack[1]), (on_slack[0], on_discord[1]))

    def fill(tx: Transaction) -> None:
        for person in (*on_slack, *on_discord):
            tx.add_person(person)
        for student, mentor in pairs:
            tx.save_mentor(Mentor(person=mentor, headline="Helps", since=now))
            for number in range(ROUNDS * EACH):
                when = Slot(now + 3 * DAY + number * HOUR, 30)
                fields = {"slot": when, "created_at": now, "answer_by": now + 2 * DAY}
                booking = booking_of(store, ids, student.id, mentor.id, **fields)
                tx.record(asked(booking), key=None, who=student.id)

    await store.write(fill)
    await store.close()


def _person(store: Store, ids: Ids, address: Address) -> Person:
    who = PersonId(ids())
    return Person(id=who, program=store.program, name=address.user, address=address, zone="Europe/Berlin")


async def _round(emulators: Wires, accept: Callable[[Wires], Awaitable[Press]]) -> list[Press]:
    return [await accept(emulators) for _ in range(EACH)]


async def _slack_accepts(emulators: Wires) -> Press:
    mentor, student = emulators.calm[0], emulators.busy[1]
    message, button = _request(mentor.messages())
    return await _told(
        emulators, partial(mentor.press, mentor.dm, message["ts"], button["action_id"]), student
    )


async def _discord_accepts(emulators: Wires) -> Press:
    mentor, student = emulators.calm[1], emulators.busy[0]
    channel = mentor.open_dm()
    message, button = _request(mentor.messages(channel))
    return await _told(emulators, partial(mentor.press, channel, message["id"], button["custom_id"]), student)


async def _told(
    emulators: Wires, press: Callable[[], Awaitable[Any]], student: SlackClient | DiscordClient
) -> Press:
    known = len(student.pings)
    there = emulators.slack if isinstance(student, SlackClient) else emulators.discord
    began = time.perf_counter()
    outcome = await press()
    answered = time.perf_counter() - began
    if not outcome.ok:
        raise RuntimeError(f"a press failed: {outcome}")
    await there.until(lambda: len(student.pings) > known, seconds=PATIENCE)
    return Press(answered, time.perf_counter() - began)


def _request(messages: list[dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the first request that was not accepted: the message, and its button, which may stand a moment longer."""
    for message in messages:
        button = button_in(message, "Accept")
        which = str(message.get("ts") or message["id"])
        if button is not None and which not in ACCEPTED:
            ACCEPTED.add(which)
            return message, button
    raise RuntimeError("there is no request on the screen")
