"""The Discord connection: bad frames do not end it, and a start that cannot succeed ends within its bound."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest

from adapters import in_flight
from adapters.discord.gateway_client import GatewayClient
from core.ports.connection import TokenRejected
from core.ports.platform import TryLater
from tests.adapters.discord_bench import ANA, KEN, Bench, bench, done
from tests.adapters.discord_examples import a_card


@pytest.fixture
async def it() -> AsyncIterator[Bench]:
    async with bench() as made:
        yield made


async def test_an_event_that_the_library_cannot_digest_does_not_end_the_connection(it: Bench) -> None:
    it.script.answers["find-mentor"] = done("Mentors")
    sessions = len(it.emulator._gateway._sessions)
    await it.emulator._gateway.dispatch("INTERACTION_CREATE", {"type": 2, "id": "1"})
    assert (await it.emulator.client(ANA).command("find-mentor")).ok
    assert len(it.emulator._gateway._sessions) == sessions


async def test_half_a_surrogate_pair_loses_neither_the_press_nor_the_connection(it: Bench) -> None:
    it.script.answers["ask-about"] = done("Asked")
    sessions = len(it.emulator._gateway._sessions)
    message = await it.emulator.client(KEN).say(it.emulator.general, "half a \ud83d heart")
    asked = await it.emulator.client(ANA).message_command(
        "Ask a mentor about this", it.emulator.general, message["id"]
    )
    assert asked.ok
    assert it.script.calls[-1].values["text"] == "half a ? heart"
    assert len(it.emulator._gateway._sessions) == sessions


async def test_a_silent_gateway_ends_the_start_and_leaves_nothing_behind(
    it: Bench,
) -> None:
    await it.app.stop()
    gate = it.emulator.faults.stall("GET", "/users/@me")
    it.given["start_seconds"] = 0.05
    it.app = it.build()
    with pytest.raises(TryLater, match="silent"):
        await it.app.start()
    assert not it.app.ready
    gate.set()
    it.app._start_seconds = 3.0
    await it.app.start()
    assert it.app.ready


async def test_a_wrong_token_ends_the_start_with_a_sentence(it: Bench) -> None:
    with pytest.raises(TokenRejected, match="DISCORD_TOKEN"):
        await it.restart(token="wrong")
    assert not it.app.ready


async def test_one_that_stands_by_sends_and_hears_nothing(it: Bench) -> None:
    await it.app.stop()
    it.app = it.build()
    await it.app.stand_by()
    await it.post(a_card(title="Sent"))
    assert (it.app.ready, it.emulator._gateway.connected) == (False, 0)
    await it.app.start()
    assert (it.app.ready, it.emulator._gateway.connected) == (True, 1)
    await it.post(a_card(title="Sent as well"), key="k2")
    await it.app.stop()
    with pytest.raises(TryLater, match="not connected"):
        await it.post(a_card(title="Too late"), key="k3")


async def test_a_wrong_token_is_refused_to_one_that_stands_by_as_well(it: Bench) -> None:
    await it.app.stop()
    it.given["token"] = "wrong"
    it.app = it.build()
    with pytest.raises(TokenRejected, match="DISCORD_TOKEN"):
        await it.app.stand_by()


async def test_a_cancellation_that_the_library_swallows_keeps_nothing_from_ending(
    it: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = GatewayClient.connect

    async def swallowing(client: GatewayClient) -> None:
        with suppress(asyncio.CancelledError):
            await connect(client)
        await asyncio.Event().wait()

    monkeypatch.setattr(GatewayClient, "connect", swallowing)
    monkeypatch.setattr(in_flight, "CANCEL_SECONDS", 0.01)
    await it.restart()
    assert it.app.ready
    await it.app.stop()
    assert not it.app.ready
