"""The judges of the app manifest: each takes what Slack takes and names what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from tests.contract import slack_manifest_spec

Json: TypeAlias = dict[str, Any]
Judge: TypeAlias = Callable[[Json], list[str]]


def by_schema(manifest: Json) -> list[str]:
    return list(slack_manifest_spec._by_schema(manifest))


JUDGES = [
    pytest.param(slack_manifest_spec.documented_problems, id="documented"),
    pytest.param(
        by_schema,
        id="schema",
        marks=pytest.mark.skipif(
            not slack_manifest_spec.available(), reason="Slack's manifest schema is not there"
        ),
    ),
]
DISPLAY = {"name": "Sessions"}
COMMAND = {"command": "/go", "description": "Go", "usage_hint": "[where]", "should_escape": True}
SHORTCUT = {"name": "Go", "type": "global", "callback_id": "go", "description": "Go"}


def whole(**features: Any) -> Json:
    return {"display_information": DISPLAY, "features": features}


def shown(**more: Any) -> Json:
    return {"display_information": {**DISPLAY, **more}}


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize(
    "manifest",
    [
        {"display_information": DISPLAY},
        shown(description="d", long_description="x" * 175, background_color="#123456"),
        whole(
            bot_user={"display_name": "Sessions", "always_online": True}, app_home={"home_tab_enabled": True}
        ),
        whole(slash_commands=[COMMAND], shortcuts=[SHORTCUT, {**SHORTCUT, "type": "message"}]),
        {
            "_metadata": {"major_version": 2},
            "display_information": DISPLAY,
            "oauth_config": {"scopes": {"bot": ["commands"]}},
            "settings": {
                "event_subscriptions": {"bot_events": ["app_home_opened"]},
                "interactivity": {"is_enabled": True},
                "socket_mode_enabled": True,
            },
        },
    ],
)
def test_what_slack_takes(judge: Judge, manifest: Json) -> None:
    assert judge(manifest) == []


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize(
    ("manifest", "where"),
    [
        ({}, "display_information"),
        ({"display_information": {}}, "name"),
        (shown(name="x" * 36), "$.display_information.name"),
        (shown(description=""), "$.display_information.description"),
        (shown(long_description="short"), "$.display_information.long_description"),
        (shown(colour="red"), "colour"),
        (whole(bot_user={}), "display_name"),
        (whole(bot_user={"display_name": "x" * 81}), "$.features.bot_user.display_name"),
        (whole(app_home={"home_tab_enabled": "yes"}), "home_tab_enabled"),
        (whole(shortcuts=[]), "$.features.shortcuts"),
        (whole(shortcuts=[SHORTCUT] * 11), "$.features.shortcuts"),
        (whole(shortcuts=[{**SHORTCUT, "type": "person"}]), "$.features.shortcuts[0].type"),
        (whole(shortcuts=[{**SHORTCUT, "name": "x" * 25}]), "$.features.shortcuts[0].name"),
        (whole(slash_commands=[{**COMMAND, "command": "go"}]), "$.features.slash_commands[0].command"),
        (whole(slash_commands=[{**COMMAND, "command": "/" + "x" * 32}]), "slash_commands[0].command"),
        (whole(slash_commands=[{**COMMAND, "usage_hint": ""}]), "$.features.slash_commands[0].usage_hint"),
        (whole(slash_commands=[{"command": "/go"}]), "description"),
        ({**whole(), "settings": {"interactivity": {}}}, "is_enabled"),
        ({**whole(), "oauth_config": {"scopes": {"bot": "commands"}}}, "$.oauth_config.scopes.bot"),
        ({**whole(), "oauth_config": {"scopes": {"robot": []}}}, "robot"),
    ],
)
def test_what_slack_does_not_take(judge: Judge, manifest: Json, where: str) -> None:
    found = judge(manifest)
    assert any(where in one for one in found), found
