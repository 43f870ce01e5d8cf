"""Answers that fail on Discord's side: the core hears of it in its own words, and nothing else breaks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from core.ports.platform import Declined, Unknown
from core.ports.replies import Swap
from tests.adapters.discord_bench import ANA, Bench, bench, request_card, text
from tests.adapters.discord_examples import a_card

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from core.ports.call import Call
    from core.ports.replies import Reply

CALLBACK = "/interactions/*/*/callback"


@pytest.fixture
async def it() -> AsyncIterator[Bench]:
    async with bench() as made:
        yield made


async def test_an_acknowledgement_that_fails_keeps_no_answer_away(it: Bench) -> None:
    await it.restart(acknowledge_within=0.02)
    placed = await it.post(request_card())

    async def answer(_call: Call) -> Reply:
        await it.until(lambda: "not_acknowledged" in [one["event"] for one in logs])
        return Swap(a_card(badge="Confirmed"))

    it.script.answers["accept"] = answer
    it.emulator.faults.cut("POST", CALLBACK)
    with capture_logs() as logs:
        assert (await it.press("Accept", placed)).ok
    assert text(it.shown(ANA, placed)).endswith("Confirmed")
    assert it.script.errors == []


@pytest.mark.parametrize(("status", "meaning"), [(0, Unknown), (403, Declined)])
async def test_an_answer_that_fails_is_told_in_the_words_of_the_core(
    it: Bench, status: int, meaning: type[Exception]
) -> None:
    placed = await it.post(request_card())
    it.script.answers["accept"] = Swap(a_card(badge="Confirmed"))
    if status:
        it.emulator.faults.fail("POST", CALLBACK, status=status)
    else:
        it.emulator.faults.cut("POST", CALLBACK)
    press = asyncio.create_task(it.press("Accept", placed))
    await it.until(lambda: it.script.errors)
    assert [type(error) for error in it.script.errors] == [meaning]
    press.cancel()
