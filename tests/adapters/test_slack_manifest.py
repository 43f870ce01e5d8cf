"""The app's description: valid, complete, and asking for nothing that is not used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from adapters.slack.manifest import CALLS, EVENTS, SCOPES, manifest
from core.screens.commands import COMMANDS, STORY, SUMMARY, command_table
from tests.contract import slack_manifest_spec

ADAPTER = Path(__file__).parents[2] / "adapters" / "slack"
NEEDED_BY_COMMANDS = {"commands"}
_CALL = re.compile(
    r"\.((?:auth|chat|conversations|usergroups|users|views|files|apps|bots|reactions)_[A-Za-z_]+)\("
)


def built(prefix: str = "") -> dict[str, object]:
    return manifest(command_table(prefix), name="Acme mentors", summary=SUMMARY, story=STORY)


def _method(name: str) -> str:
    """The name in Slack's documentation of a method of the client: only the last part has capitals."""
    return name.replace("_", ".", 2 if name.startswith(("apps_", "usergroups_users_")) else 1)


def called() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for path in ADAPTER.rglob("*.py")]
    return {_method(found) for source in sources for found in _CALL.findall(source)}


@pytest.mark.parametrize("prefix", ["", "acme-"])
def test_slack_takes_the_manifest(prefix: str) -> None:
    assert slack_manifest_spec.problems(built(prefix)) == []


def test_every_method_that_is_called_is_known_with_its_permissions() -> None:
    assert called() == set(CALLS)


def test_every_permission_is_needed_and_every_needed_one_is_asked_for() -> None:
    needed = NEEDED_BY_COMMANDS.union(*CALLS.values(), *EVENTS.values())
    assert needed == set(SCOPES)
    assert built()["oauth_config"] == {"scopes": {"bot": sorted(SCOPES)}}


def test_every_permission_has_a_reason() -> None:
    assert all(len(reason.split()) > 3 for reason in SCOPES.values())


def test_presses_and_events_arrive_over_the_socket() -> None:
    settings = built()["settings"]
    assert isinstance(settings, dict)
    assert settings["interactivity"] == {"is_enabled": True}
    assert settings["socket_mode_enabled"] is True
    assert settings["event_subscriptions"] == {"bot_events": sorted(EVENTS)}


def test_people_can_write_to_the_bot_and_see_its_home() -> None:
    features = built()["features"]
    assert isinstance(features, dict)
    assert features["bot_user"]["display_name"]
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }


def test_every_command_has_its_prefix_and_tells_people_from_names() -> None:
    features = built("acme-")["features"]
    assert isinstance(features, dict)
    assert [one["command"] for one in features["slash_commands"]] == [f"/acme-{one.name}" for one in COMMANDS]
    assert all(one["should_escape"] for one in features["slash_commands"])


def test_shortcuts_are_those_that_slack_has() -> None:
    features = built()["features"]
    assert isinstance(features, dict)
    assert [(one["type"], one["callback_id"]) for one in features["shortcuts"]] == [
        ("global", "book-session"),
        ("message", "ask-about"),
    ]
