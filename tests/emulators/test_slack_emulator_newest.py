"""The blocks of 2026 in the emulator: where each may stand, what it may hold, and that its buttons can be pressed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.slack_emulator.blocks import verdict
from tests.contract import slack_spec
from tests.emulators.slack_stage import (
    Json,
    Stage,
    a_stage,
    acking,
    actions,
    button,
    modal,
    plain,
    section,
)

MD = "mrkdwn"
ALERT: Json = {"type": "alert", "level": "error", "text": plain("That time is taken.")}
CARD: Json = {
    "type": "card",
    "title": {"type": MD, "text": "*Ken*"},
    "subtitle": {"type": MD, "text": "Backend"},
    "body": {"type": MD, "text": "python"},
    "actions": [button("book")],
}
CAROUSEL: Json = {"type": "carousel", "elements": [CARD, {**CARD, "actions": [button("other")]}]}
CONTAINER: Json = {
    "type": "container",
    "title": plain("Past sessions"),
    "is_collapsible": True,
    "default_collapsed": True,
    "child_blocks": [section(accessory=button("open")), actions(button())],
}
IN_MODALS, OUTSIDE_MODALS, IN_MESSAGES = "modal", "message home", "message"
PLACES = [
    (ALERT, IN_MODALS),
    ({"type": "alert", "text": {"type": MD, "text": "x" * 200}}, IN_MODALS),
    (CARD, OUTSIDE_MODALS),
    (CAROUSEL, OUTSIDE_MODALS),
    (CONTAINER, IN_MESSAGES),
]


def cards(count: int) -> Json:
    return {"type": "carousel", "elements": [{**CARD, "actions": [button(f"b{at}")]} for at in range(count)]}


def said(*blocks: Json) -> Json:
    return {"channel": "C", "text": "x", "blocks": list(blocks)}


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with a_stage() as stage:
        yield stage


@pytest.mark.parametrize(("block", "places"), PLACES)
def test_each_block_stands_where_slack_has_it_and_nowhere_else(block: Json, places: str) -> None:
    found = {
        "message": verdict.message_blocks([block]),
        "modal": verdict.view(modal(block), "modal"),
        "home": verdict.view(home(block), "home"),
    }
    oracle = {
        "message": slack_spec.problems("chat.postMessage", said(block)),
        "modal": slack_spec.problems("views.open", {"view": modal(block)}),
        "home": slack_spec.problems("views.publish", {"view": home(block)}),
    }
    assert {name for name, problems in found.items() if not problems} == set(places.split())
    assert {name for name, problems in oracle.items() if not problems} == set(places.split())
    wanted = f"unsupported type: {block['type']}"
    assert all(wanted in problems[0] for problems in found.values() if problems)


WRONG_IN_MODALS: list[tuple[Json, str]] = [
    ({**ALERT, "text": plain("x" * 201)}, "must be less than 201 characters"),
    ({**ALERT, "text": plain("")}, "must be more than 0 characters"),
    ({**ALERT, "level": "fatal"}, "must be one of: default, error, info, success, warning"),
    ({**ALERT, "title": plain("x")}, "invalid additional property: title"),
    ({"type": "alert", "level": "info"}, "missing required field: text"),
]
WRONG_IN_MESSAGES: list[tuple[Json, str]] = [
    ({**CARD, "title": {"type": MD, "text": "x" * 151}}, "must be less than 151 characters"),
    ({**CARD, "subtitle": {"type": MD, "text": "x" * 151}}, "must be less than 151 characters"),
    ({**CARD, "body": {"type": MD, "text": "x" * 201}}, "must be less than 201 characters"),
    ({"type": "card", "subtitle": CARD["subtitle"]}, "missing required field"),
    ({**CARD, "footer": CARD["body"]}, "invalid additional property: footer"),
    (cards(0), "no fewer than 1 items allowed"),
    (cards(11), "no more than 10 items allowed"),
    ({"type": "carousel", "elements": [section()]}, "unsupported type: section"),
    ({**CONTAINER, "title": plain("x" * 151)}, "must be less than 151 characters"),
    ({**CONTAINER, "child_blocks": [section()] * 11}, "no more than 10 items allowed"),
    ({**CONTAINER, "child_blocks": []}, "no fewer than 1 items allowed"),
    ({**CONTAINER, "child_blocks": [CARD]}, "unsupported type: card"),
    ({**CONTAINER, "width": "huge"}, "must be one of: full, narrow, standard, wide"),
    ({**CONTAINER, "is_collapsible": False}, "default_collapsed requires is_collapsible"),
    ({key: one for key, one in CONTAINER.items() if key != "title"}, "missing required field: title"),
]


@pytest.mark.parametrize(("block", "problem"), WRONG_IN_MODALS, ids=[p for _, p in WRONG_IN_MODALS])
async def test_slack_names_what_is_wrong_with_an_alert(stage: Stage, block: Json, problem: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        await stage.api.views_open(trigger_id="1.2.abc", view=modal(block))
    assert caught.value.response["error"] == "invalid_arguments"
    assert any(problem in line for line in caught.value.response["response_metadata"]["messages"])
    assert slack_spec.problems("views.open", {"view": modal(block)})


@pytest.mark.parametrize(("block", "problem"), WRONG_IN_MESSAGES, ids=[p for _, p in WRONG_IN_MESSAGES])
async def test_slack_names_what_is_wrong_in_a_message(stage: Stage, block: Json, problem: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        await stage.post(blocks=[block])
    assert caught.value.response["error"] == "invalid_blocks"
    assert any(problem in line for line in caught.value.response["response_metadata"]["messages"])
    assert slack_spec.problems("chat.postMessage", said(block))


@pytest.mark.parametrize("pressed", ["book", "other", "open", "go"])
async def test_a_button_inside_can_be_pressed(stage: Stage, pressed: str) -> None:
    acking(stage, stage.app.action, pressed)
    channel, ts = await stage.post(blocks=[CAROUSEL, CONTAINER])
    assert (await stage.ana.press(channel, ts, pressed)).ok
    assert stage.seen[0]["actions"][0]["action_id"] == pressed
