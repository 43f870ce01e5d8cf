"""The judges of Slack's payloads: they take what Slack takes and name what is wrong, with the schema and without."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.playground.discord_emulator.emulator import DiscordEmulator
from tests.conftest import refused_by_the_specs
from tests.contract import slack_packages, slack_schema, slack_spec
from tests.emulators.slack_stage import (
    MENTOR,
    TOPIC,
    WHEN,
    Json,
    Stage,
    Value,
    a_stage,
    acking,
    actions,
    button,
    field,
    modal,
    plain,
    section,
)

RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "With ", "style": {"bold": True}},
                {"type": "user", "user_id": "U1"},
                {"type": "date", "timestamp": 1774000000, "format": "{date_long}", "fallback": "soon"},
                {"type": "link", "url": "https://x.example", "text": "here"},
            ],
        }
    ],
}
OPTION = {"text": plain("One"), "value": "1"}
MENU = {"type": "static_select", "action_id": "m", "placeholder": plain("Pick"), "options": [OPTION]}
GROUP = {"label": plain("Some"), "options": [OPTION]}
CONTEXT = {"type": "context", "elements": [{"type": "mrkdwn", "text": "small", "verbatim": True}]}
HEADER = {"type": "header", "text": plain("Title")}
CONFIRM = {key: plain(key) for key in ("title", "text", "confirm", "deny")}
SURE = button(style="danger", confirm=CONFIRM, value="1")
HOME = {"type": "home", "blocks": [HEADER, {"type": "divider"}, actions(button())]}


@pytest.fixture(
    params=[
        "published",
        pytest.param(
            "schema",
            marks=pytest.mark.skipif(not slack_schema.available(), reason="Slack's schema is not there"),
        ),
    ],
    autouse=True,
)
def judges(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each test with the published packages alone, and with the schema where it is there."""
    if request.param == "published":
        monkeypatch.setattr(slack_schema, "SCHEMA", Path("nowhere"))
    return str(request.param)


def said(*blocks: Value, **more: Value) -> Json:
    return {"channel": "C", "text": "x", "blocks": list(blocks), **more}


def barred(*blocks: Value, **more: Value) -> Json:
    return {
        "channel": "C",
        "text": "x",
        "attachments": [{"color": "#57F287", "blocks": list(blocks), **more}],
    }


TAKEN: list[tuple[str, Json]] = [
    ("chat.postMessage", {"channel": "C", "text": "x"}),
    ("chat.postMessage", said(HEADER, RICH, CONTEXT, {"type": "divider"}, actions(SURE, MENU))),
    ("chat.update", said(section(fields=[plain("f")], accessory=button(url="https://x.example")))),
    ("chat.postMessage", {**said(), "blocks": json.dumps([section()])}),
    ("chat.postEphemeral", barred(RICH, actions(button()), fallback="x")),
    ("response_url", {"delete_original": "true"}),
    ("response_url", {"replace_original": False, **said(section())}),
    ("views.open", {"view": modal(TOPIC, WHEN, MENTOR)}),
    ("views.push", {"view": modal(field("menu", {**MENU, "initial_option": OPTION}), external_id="e")}),
    ("views.update", {"view": json.dumps(modal(section(), close=plain("Close"), private_metadata="{}"))}),
    ("views.publish", {"view": HOME}),
    ("users.info", {"user": "U1"}),
]

REFUSED: list[tuple[str, Json, str]] = [
    ("chat.postMessage", {"channel": "C", "blocks": [section()]}, "text: the fallback"),
    ("chat.postMessage", said("x"), "blocks: not a list of blocks"),
    ("chat.postMessage", said({"type": "sektion"}), "blocks/0"),
    ("chat.postMessage", said({"text": plain("x")}), "blocks/0"),
    ("chat.postMessage", said({**HEADER, "colour": "red"}), "blocks/0"),
    ("chat.postMessage", said({"type": "header"}), "blocks/0"),
    ("chat.postMessage", said({"type": "header", "text": plain("x" * 151)}), "blocks/0"),
    ("chat.postMessage", said({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}), "blocks/0"),
    ("chat.postMessage", said(section("")), "blocks/0"),
    ("chat.postMessage", said({"type": "section"}), "blocks/0"),
    ("chat.postMessage", said(*[section()] * 51), "more than 50"),
    ("chat.postMessage", said({"type": "context", "elements": [plain("x")] * 11}), "blocks/0"),
    ("chat.postMessage", said(actions(button(text=plain("x" * 76)))), "blocks/0"),
    ("chat.postMessage", said(actions(button(style="green"))), "blocks/0"),
    ("chat.postMessage", said(actions({"type": "plain_text_input", "action_id": "x"})), "blocks/0"),
    ("chat.postMessage", said(actions({**MENU, "options": []})), "blocks/0"),
    ("chat.postMessage", said(actions({**MENU, "initial_option": {**OPTION, "value": "2"}})), "blocks/0"),
    ("chat.postMessage", said(actions(button(confirm={**CONFIRM, "title": "x"}))), "blocks/0"),
    ("chat.postMessage", said(actions(button(), button())), "used twice"),
    ("chat.postMessage", said({**RICH, "elements": [{"type": "rich_text_table"}]}), "blocks/0"),
    ("chat.postMessage", barred({"type": "sektion"}), "attachments/0/blocks/0"),
    ("chat.postMessage", barred(section(), colour="red"), "attachments/0"),
    ("chat.postMessage", barred(section(), color="reddish"), "attachments/0"),
    ("views.open", {}, "view: not of type modal"),
    ("views.open", {"view": HOME}, "view: not of type modal"),
    ("views.publish", {"view": modal(section())}, "view: not of type home"),
    ("views.publish", {"view": {**HOME, "submit": plain("x")}}, "view"),
    ("views.open", {"view": {**modal(section()), "blocks": None}}, "view/blocks"),
    ("views.open", {"view": modal()}, "between 1 and 100 blocks"),
    ("views.open", {"view": modal(*[section()] * 101)}, "view"),
    ("views.open", {"view": modal(section(), title=plain("x" * 25))}, "view"),
    ("views.open", {"view": modal(section(), colour="red")}, "view"),
    ("views.open", {"view": modal(section(), private_metadata="x" * 3001)}, "view"),
    ("views.open", {"view": modal(section(), callback_id=7)}, "view"),
    ("views.open", {"view": modal(field("a", button()))}, "view"),
    ("views.open", {"view": modal(field("a", MENU), field("a", MENU))}, "a block_id is used twice"),
    ("views.open", {"view": {key: one for key, one in modal(TOPIC).items() if key != "submit"}}, "submit"),
    ("views.open", {"view": modal(*[section("x" * 3000)] * 90)}, "larger than 250 kB"),
]


@pytest.mark.parametrize(("method", "args"), TAKEN)
def test_what_slack_takes(method: str, args: Json) -> None:
    assert slack_spec.problems(method, args) == []


@pytest.mark.parametrize(("method", "args", "where"), REFUSED)
def test_what_slack_does_not_take(method: str, args: Json, where: str) -> None:
    found = slack_spec.problems(method, args)
    assert any(where in one for one in found), found


# ---- acknowledgements -------------------------------------------------------------------------------------------


def update(*blocks: Value, **more: Value) -> Json:
    return {"response_action": "update", "view": modal(*blocks), **more}


ACKNOWLEDGED: list[tuple[str, Value]] = [
    ("events_api", None),
    ("block_actions", None),
    ("view_closed", {}),
    ("slash_commands", None),
    ("slash_commands", {"text": "words"}),
    ("slash_commands", {"response_type": "ephemeral", "text": "x", "attachments": [{"blocks": [RICH]}]}),
    ("view_submission", None),
    ("view_submission", {"response_action": "clear"}),
    ("view_submission", {"response_action": "errors", "errors": {"topic": "Say more."}}),
    ("view_submission", update(section())),
    ("view_submission", {**update(TOPIC), "response_action": "push"}),
    ("block_suggestion", {"options": []}),
    ("block_suggestion", {"options": [{**OPTION, "description": plain("more")}] * 100}),
    ("block_suggestion", {"option_groups": [GROUP]}),
]

NOT_ACKNOWLEDGED: list[tuple[str, Value, str]] = [
    ("events_api", {"text": "x"}, "Slack takes none for events_api"),
    ("block_actions", {"response_action": "clear"}, "Slack takes none for block_actions"),
    ("slash_commands", ["x"], "not an object"),
    ("slash_commands", {"blocks": [section()]}, "text: the fallback"),
    ("slash_commands", {"text": "x", "blocks": [{"type": "sektion"}]}, "blocks/0"),
    ("slash_commands", {"text": "x", "response_type": "private"}, "response_type"),
    ("slash_commands", {"text": "x", "ephemeral": True}, "ephemeral: no part"),
    ("view_submission", {"text": "words"}, "response_action: None"),
    ("view_submission", {"response_action": "close"}, "response_action: 'close'"),
    ("view_submission", {"response_action": "update"}, "view: not of type modal"),
    ("view_submission", update(), "between 1 and 100 blocks"),
    ("view_submission", update({"type": "sektion"}), "view"),
    ("view_submission", update(section(), errors={}), "errors: no part of update"),
    ("view_submission", {"response_action": "push", "view": HOME}, "view: not of type modal"),
    ("view_submission", {"response_action": "clear", "view": modal(section())}, "view: no part of clear"),
    ("view_submission", {"response_action": "errors", "errors": {}}, "errors: none"),
    ("view_submission", {"response_action": "errors", "errors": {"topic": " "}}, "errors/topic"),
    ("view_submission", {"response_action": "errors", "errors": {"": "x"}}, "errors/"),
    ("block_suggestion", None, "not an object"),
    ("block_suggestion", {"options": None}, "options: not a list"),
    ("block_suggestion", {"options": [], "option_groups": []}, "either"),
    ("block_suggestion", {"options": [OPTION] * 101}, "options: not a list of 100"),
    ("block_suggestion", {"options": [{"text": plain("x" * 76), "value": "1"}]}, "options/0"),
    ("block_suggestion", {"options": [{**OPTION, "colour": "red"}]}, "options/0"),
    ("block_suggestion", {"options": [{"text": "One", "value": "1"}]}, "options/0"),
    ("block_suggestion", {"option_groups": [{"options": [OPTION]}]}, "option_groups/0"),
]


@pytest.mark.parametrize(("kind", "payload"), ACKNOWLEDGED)
def test_what_slack_takes_as_an_acknowledgement(kind: str, payload: Value) -> None:
    assert slack_spec.acknowledgement_problems(kind, payload) == []


@pytest.mark.parametrize(("kind", "payload", "where"), NOT_ACKNOWLEDGED)
def test_what_slack_does_not_take_as_an_acknowledgement(kind: str, payload: Value, where: str) -> None:
    found = slack_spec.acknowledgement_problems(kind, payload)
    assert any(where in one for one in found), found


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with a_stage() as stage:
        yield stage


async def test_an_acknowledged_view_without_blocks_is_found_on_the_stage(stage: Stage) -> None:
    discord = DiscordEmulator(now=lambda: datetime(2026, 3, 2, tzinfo=UTC))
    acking(stage, stage.app.command, "/go", text="words")
    acking(stage, stage.app.shortcut, "s")
    acking(stage, stage.app.view, "book", response_action="update", view=modal())
    assert (await stage.ana.command("/go")).ok
    await stage.ana.shortcut("s")
    await stage.api.views_open(trigger_id=stage.seen[1]["trigger_id"], view=modal(TOPIC))
    assert refused_by_the_specs(stage.emulator, discord) == []
    await stage.ana.submit({"topic": "tests"})
    assert [answer.kind for answer in stage.emulator.acknowledgements] == [
        "slash_commands",
        "shortcut",
        "view_submission",
    ]
    (found,) = refused_by_the_specs(stage.emulator, discord)
    assert found.startswith("acknowledgement of view_submission: view: ")
    assert "between 1 and 100 blocks" in found


# ---- the packages -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("speaker", ["slack_sdk", "blockkit"])
@pytest.mark.parametrize(
    "block", [{"type": "sektion"}, {**HEADER, "colour": "red"}, {"type": "header", "text": plain("x" * 151)}]
)
def test_each_package_alone_finds_what_nobody_should_miss(block: Json, speaker: str) -> None:
    assert any(f"{speaker} " in one for one in slack_packages.blocks([block], "blocks"))
