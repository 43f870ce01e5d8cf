"""A message that was picked in Slack: no id is left that anybody can name, and what was forwarded is read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.parse.question import people_in, question_of
from core.ports.call import Trigger
from core.ports.replies import Ask
from tests.adapters.slack_bench import ANA, KEN, Scene, scene
from tests.adapters.slack_examples import a_form

LINK = "https://playground.slack.com/archives/C1/p1355517523000005"


@pytest.fixture
async def bench() -> AsyncIterator[Scene]:
    async with scene() as made:
        made.on(Trigger.COMMAND, "ask-about", Ask(a_form()))
        yield made


def picked(**message: Any) -> dict[str, Any]:
    return {
        "type": "message_action",
        "team": {"id": "T1", "domain": "playground"},
        "user": {"id": "U1", "name": "ana"},
        "channel": {"id": "C1", "name": "help"},
        "message_ts": "1355517523.000005",
        "message": {"type": "message", "user": "U9", "ts": "1355517523.000005", "text": "Why?", **message},
    }


async def test_the_author_and_whoever_is_mentioned_are_named(bench: Scene) -> None:
    channel = bench.emulator.add_channel("help", [ANA, KEN])
    ts = await bench.ken.say(channel, f"<@{ANA}> and <@{KEN}> or <@U0NOBODY01>: <!subteam^S1>, <#C9>?")
    await bench.ana.message_shortcut("ask-about", channel, ts)
    await bench.app.idle()
    assert bench.call.values["text"] == "@ana and @ken or @somebody: @group, #channel?"
    assert bench.call.values["author"] == "ken"
    assert bench.call.values["link"].endswith(f"/archives/{channel}/p{ts.replace('.', '')}")


def test_whom_the_payload_names_is_not_asked_for() -> None:
    body = picked(text="<@U1> <@U2> <@U9>", attachments=[{"text": "<@U3>"}])
    assert people_in(body) == {"U2", "U3", "U9"}
    assert people_in(picked(text="", user_profile={"real_name": "Zoe"})) == frozenset()


def test_a_message_that_only_forwards_another_is_the_other() -> None:
    shared = {
        "author_name": "Zoe",
        "from_url": "https://playground.slack.com/archives/C2/p1",
        "text": "ask <@U2>",
        "fallback": "[date] Zoe: ask",
    }
    assert question_of(picked(text="", attachments=[shared]), {"U2": "Bob"}) == {
        "text": "ask @Bob",
        "author": "Zoe",
        "link": "https://playground.slack.com/archives/C2/p1",
    }


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"attachments": [{"fallback": "A chart"}]}, "A chart"),
        (
            {"attachments": [{"pretext": "New", "title": "Build 7", "text": "failed", "fallback": "x"}]},
            "New\nBuild 7\nfailed",
        ),
        ({"files": [{"name": "error.png", "title": "The error"}, {"name": "log.txt"}]}, "The error\nlog.txt"),
    ],
)
def test_what_is_attached_stands_for_words_that_are_not_there(message: dict[str, Any], text: str) -> None:
    told = question_of(picked(text="", **message), {"U9": "Zoe"})
    assert told == {"text": text, "author": "Zoe", "link": LINK}


def test_a_bot_is_called_as_it_calls_itself() -> None:
    assert question_of(picked(user=None, username="CI"), {})["author"] == "CI"
    assert question_of(picked(user=None, bot_profile={"name": "Deploys"}), {})["author"] == "Deploys"


@pytest.mark.parametrize("domain", ["", "evil.example/", "a b"])
def test_no_link_is_made_of_what_is_no_workspace(domain: str) -> None:
    assert "link" not in question_of({**picked(), "team": {"domain": domain}}, {})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "attachments", "files", "user", "message", "team", "channel", "name"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["message", "team", "user", "channel", "message_ts"]), JSON))
def test_nothing_that_arrives_is_an_error(body: dict[str, Any]) -> None:
    assert set(question_of(body, {})) <= {"text", "author", "link"}
    assert isinstance(people_in(body), frozenset)
