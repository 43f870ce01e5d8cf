"""A file goes with its message on Discord: shown by a component, replaced and removed by edits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from core.ports.cards import Card
from core.ports.files import File
from core.ports.platform import Declined, Unknown
from core.ports.replies import Show, Swap
from tests.adapters.discord_bench import ANA, EPHEMERAL, TO_ANA, Bench, bench, request_card

FILE = File(name="session.ics", media="text/calendar", write=lambda: b"BEGIN:VCALENDAR\r\n", mark="b1-1")
LATER = replace(FILE, name="session-cancelled.ics", write=lambda: b"BEGIN:VCALENDAR\r\nX:2\r\n", mark="b1-2")
SHOWN, GALLERY = 13, 12


@pytest.fixture
async def it() -> AsyncIterator[Bench]:
    async with bench() as made:
        yield made


async def held(message: dict[str, Any]) -> list[tuple[str, bytes]]:
    """What hangs on a message and is shown there, with its content as a browser fetches it."""
    (container,) = message["components"]
    shown = [one["name"] for one in container["components"] if one["type"] == SHOWN]
    assert shown == [one["filename"] for one in message["attachments"]]
    found = []
    async with aiohttp.ClientSession() as session:
        for one in message["attachments"]:
            async with session.get(one["url"]) as answer:
                found.append((one["filename"], await answer.read()))
    return found


async def test_the_file_hangs_on_the_message_which_rings_once(it: Bench) -> None:
    placed = await it.post(replace(request_card(), file=FILE))
    assert await held(it.shown(ANA, placed)) == [(FILE.name, FILE.content)]
    assert len(it.emulator.client(ANA).pings) == 1


async def test_a_message_that_is_there_for_its_file_comes_without_it_where_it_is_refused(it: Bench) -> None:
    """Discord refuses the message as a whole, so that nothing was sent: 40005, Request entity too large."""
    card = replace(request_card(), file=FILE)
    it.emulator.faults.refuse("POST", "/channels/*/messages", 40005, times=2)
    with pytest.raises(Declined):
        await it.post(card)
    placed = await it.post(replace(card, fileless=Card(title="It is missing.", summary="x")))
    message = it.shown(ANA, placed)
    assert message["attachments"] == [] and "It is missing." in str(message["components"])
    assert len(it.emulator.client(ANA).pings) == 1


async def test_a_picture_is_seen_with_its_words(it: Bench) -> None:
    picture = File(
        name="weeks.png", media="image/png", write=lambda: b"\x89PNG", mark="p", alt="Two sessions"
    )
    message = it.shown(ANA, await it.post(replace(request_card(), file=picture)))
    (container,) = message["components"]
    (item,) = next(one["items"] for one in container["components"] if one["type"] == GALLERY)
    (hung,) = message["attachments"]
    assert item["description"] == hung["description"] == picture.alt
    assert item["media"]["url"] == hung["url"] and hung["filename"] == picture.name


@pytest.mark.parametrize("wrong", [{"media": "image/png"}, {"alt": "Words"}, {"alt": "x" * 1001}])
def test_a_picture_and_nothing_else_has_words(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="words in its place"):
        replace(FILE, **wrong)


async def test_edits_replace_the_file_and_take_it_away(it: Bench) -> None:
    placed = await it.post(replace(request_card(), file=FILE))
    await it.app.platform.edit(TO_ANA, placed, replace(request_card(), file=LATER))
    assert await held(it.shown(ANA, placed)) == [(LATER.name, LATER.content)]
    await it.app.platform.edit(TO_ANA, placed, request_card())
    assert await held(it.shown(ANA, placed)) == []
    await it.app.platform.edit(TO_ANA, placed, replace(request_card(), file=FILE))
    assert await held(it.shown(ANA, placed)) == [(FILE.name, FILE.content)]
    assert len(it.emulator.client(ANA).pings) == 1


async def test_a_repeated_message_with_a_file_is_one_message(it: Bench) -> None:
    card = replace(request_card(), file=FILE)
    it.emulator.faults.drop("POST", "/channels/*/messages")
    with pytest.raises(Unknown):
        await it.post(card)
    again = await it.post(card)
    (message,) = it.emulator.client(ANA).messages(again.channel)
    assert await held(message) == [(FILE.name, FILE.content)]
    assert await it.app.platform.find(TO_ANA, "k1", it.now) == again


async def test_the_card_that_was_pressed_gets_the_file(it: Bench) -> None:
    placed = await it.post(request_card())
    it.script.answers["accept"] = Swap(replace(request_card(), file=FILE))
    await it.press("Accept", placed)
    assert await held(it.shown(ANA, placed)) == [(FILE.name, FILE.content)]


async def test_an_answer_for_one_person_brings_the_file(it: Bench) -> None:
    placed = await it.post(request_card())
    it.script.answers["accept"] = Show(replace(request_card(), file=FILE))
    await it.press("Accept", placed)
    answer = next(one for one in it.emulator.client(ANA).messages(placed.channel) if one["flags"] & EPHEMERAL)
    assert await held(answer) == [(FILE.name, FILE.content)]
