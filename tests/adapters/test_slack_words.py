"""What is written to the app on Slack: a person is answered once, and nothing else is answered at all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.ports.call import Trigger
from core.ports.replies import Ask, Refuse, Show
from tests.adapters.slack_bench import ANA, NOTE, Scene, at, scene
from tests.adapters.slack_examples import a_form


@pytest.fixture
async def bench() -> AsyncIterator[Scene]:
    async with scene() as made:
        made.on(Trigger.WORDS, "hello", Show(NOTE))
        yield made


def a_message(**changes: Any) -> dict[str, Any]:
    """A message to the app as the Events API reports it (docs.slack.dev, message.im event)."""
    known = {
        "type": "message",
        "channel": "D024BE91L",
        "user": ANA,
        "text": "Hello hello can you hear me?",
        "ts": "1355517523.000005",
        "event_ts": "1355517523.000005",
        "channel_type": "im",
    }
    return {key: value for key, value in (known | changes).items() if value is not None}


async def hears(bench: Scene, event: dict[str, Any]) -> None:
    """The app hears of a message and has done what there is to do."""
    assert (await bench.emulator.event(event, "message.im")).ok
    await bench.app.idle()


async def test_words_are_answered_with_a_message(bench: Scene) -> None:
    await bench.ana.open_home("messages")
    assert bench.ana.dm is not None
    await bench.ana.say(bench.ana.dm, "hello?")
    await bench.app.idle()
    assert (bench.call.trigger, bench.call.route, bench.call.actor) == (Trigger.WORDS, "hello", at(ANA))
    assert bench.call.profile.name == "ana"
    assert dict(bench.call.values) == {}, "what is written is not read"
    answer = bench.ana.messages()[-1]
    assert answer["text"] == "Both of you know"
    assert "is_ephemeral" not in answer
    assert len(bench.script.calls) == 1, "our own answer is answered by nobody"


@pytest.mark.parametrize("changes", [{}, {"subtype": "file_share"}, {"thread_ts": "1355517520.000001"}])
async def test_people_write_in_more_than_one_way(bench: Scene, changes: dict[str, Any]) -> None:
    await hears(bench, a_message(**changes))
    assert [call.route for call in bench.script.calls] == ["hello"]


@pytest.mark.parametrize(
    "changes",
    [
        {"bot_id": "B0OTHER"},
        {"bot_id": "B0MENTORBOT", "user": "U0MENTORBOT", "app_id": "A0MENTORBOT"},
        {"subtype": "bot_message", "bot_id": "B0OTHER", "user": None},
        {"subtype": "message_changed", "hidden": True, "message": a_message(), "user": None},
        {"subtype": "message_deleted", "hidden": True, "deleted_ts": "1355517523.000005", "user": None},
        {"subtype": "message_replied", "message": a_message()},
        {"subtype": "reminder_add"},
        {"channel_type": "mpim"},
        {"channel_type": "channel"},
        {"user": None},
        {"channel": None},
        {"ts": None},
    ],
)
async def test_nothing_else_is_answered(bench: Scene, changes: dict[str, Any]) -> None:
    await hears(bench, a_message(**changes))
    assert bench.script.calls == []
    assert bench.sent("chat.postMessage") == []


async def test_words_that_are_delivered_again_are_answered_once(bench: Scene) -> None:
    for _ in range(2):
        await hears(bench, a_message())
    assert len(bench.sent("chat.postMessage")) == 1
    await hears(bench, a_message(ts="1355517524.000001"))
    assert len(bench.sent("chat.postMessage")) == 2


async def test_a_refusal_is_told_too(bench: Scene) -> None:
    bench.on(Trigger.WORDS, "hello", Refuse(why=("Something went wrong.",)))
    await hears(bench, a_message())
    assert "Something went wrong." in str(bench.ana.messages()[-1])


async def test_a_form_cannot_be_the_answer(bench: Scene) -> None:
    bench.on(Trigger.WORDS, "hello", Ask(a_form()))
    await hears(bench, a_message())
    assert bench.sent("views.open") == []
