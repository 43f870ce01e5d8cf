"""What the app was installed with: scopes, subscribed events, commands, shortcuts, tabs.

Source: docs.slack.dev/reference/app-manifest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.playground.slack_emulator.json_types import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """`commands` (name → should_escape) and `shortcuts` (callback ids) are None where anything goes."""

    scopes: frozenset[str]
    events: frozenset[str]
    should_escape: bool = True
    commands: Mapping[str, bool] | None = None
    shortcuts: frozenset[str] | None = None
    home_tab: bool = True
    messages_tab: bool = True

    def knows(self, command: str) -> bool:
        """Whether Slack would send this slash command to the app."""
        return self.commands is None or command in self.commands

    def escapes(self, command: str) -> bool:
        """Whether Slack rewrites mentions in the text of this command."""
        return self.should_escape if self.commands is None else self.commands[command]


def from_manifest(manifest: Json) -> Installed:
    """What a workspace gets that installs the app of this manifest."""
    features = manifest.get("features", {})
    home = features.get("app_home", {})
    events = manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", ())
    commands = features.get("slash_commands", ())
    return Installed(
        scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
        events=frozenset(events),
        commands={one["command"]: bool(one.get("should_escape")) for one in commands},
        shortcuts=frozenset(one["callback_id"] for one in features.get("shortcuts", ())),
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled")),
    )
