"""What is written to the bot on Discord: a person is answered once, and nothing else is answered at all."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from core.ports.call import Trigger
from core.ports.platform import Profile
from core.ports.replies import Ask, Refuse
from tests.adapters.discord_bench import ANA, TO_ANA, Bench, bench, done, text
from tests.adapters.discord_examples import a_card, a_form


@pytest.fixture
async def it() -> AsyncIterator[Bench]:
    async with bench() as made:
        made.script.answers["hello"] = done("Welcome")
        yield made


async def say(it: Bench, words: str) -> str:
    """Write to the bot and wait until everything that follows has been said."""
    client = it.emulator.client(ANA)
    channel = client.open_dm()
    await client.say(channel, words)
    await it.until(lambda: it.script.calls)
    await it.app.idle()
    return channel


async def test_words_are_answered_with_a_message(it: Bench) -> None:
    channel = await say(it, "hello?")
    (call,) = it.script.calls
    assert (call.trigger, call.route, call.actor) == (Trigger.WORDS, "hello", TO_ANA)
    assert call.profile == Profile(name="Ana")
    assert dict(call.values) == {}, "what is written is not read"
    asked, answer = it.emulator.client(ANA).messages(channel)
    assert call.key == asked["id"]
    assert text(answer) == "## Welcome"


async def test_what_the_bot_says_itself_is_answered_by_nobody(it: Bench) -> None:
    await it.post(a_card())
    await say(it, "hello?")
    assert len(it.script.calls) == 1, "the bot is told of its own card and its own answer as well"


async def test_the_same_words_delivered_again_get_no_second_answer(it: Bench) -> None:
    channel = await say(it, "hello?")
    key = it.script.calls[0].key
    await it.post(a_card(title="Another answer"), key=key)
    assert [text(one) for one in it.emulator.client(ANA).messages(channel)[1:]] == ["## Welcome"]


async def test_words_in_a_channel_do_not_arrive(it: Bench) -> None:
    await it.emulator.client(ANA).say(it.emulator.general, "hello everybody")
    await say(it, "hello?")
    assert len(it.script.calls) == 1


async def test_a_refusal_is_told_too(it: Bench) -> None:
    it.script.answers["hello"] = Refuse(why=("Something went wrong.",))
    channel = await say(it, "hello?")
    assert "Something went wrong." in text(it.emulator.client(ANA).messages(channel)[-1])


async def test_a_form_cannot_be_the_answer(it: Bench) -> None:
    it.script.answers["hello"] = Ask(a_form())
    channel = await say(it, "hello?")
    assert len(it.emulator.client(ANA).messages(channel)) == 1
    assert it.script.errors == []
