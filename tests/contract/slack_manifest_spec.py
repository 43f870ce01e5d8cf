"""An oracle for the app manifest: Slack's own schema where it is there, and what the documentation says.

Source: docs.slack.dev/reference/app-manifest, of which `FORM` has the part that an app in Socket Mode needs.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import jsonschema

from tests.contract.annotations import Annotations

Json: TypeAlias = dict[str, Any]

SCHEMA = Path(__file__).parents[2].parent / "shared" / "specs" / "slack-manifest.schema.json"

FORM = """
class Metadata(TypedDict, total=False):
    major_version: int
    minor_version: int

class Display(TypedDict, total=False):
    name: Required[str]
    description: str
    long_description: str
    background_color: str

class AppHome(TypedDict, total=False):
    home_tab_enabled: bool
    messages_tab_enabled: bool
    messages_tab_read_only_enabled: bool

class BotUser(TypedDict):
    display_name: str
    always_online: NotRequired[bool]

class Shortcut(TypedDict):
    name: str
    type: Literal["message", "global"]
    callback_id: str
    description: str

class SlashCommand(TypedDict):
    command: str
    description: str
    usage_hint: NotRequired[str]
    should_escape: NotRequired[bool]

class Features(TypedDict, total=False):
    app_home: AppHome
    bot_user: BotUser
    shortcuts: list[Shortcut]
    slash_commands: list[SlashCommand]

class Scopes(TypedDict, total=False):
    bot: list[str]
    user: list[str]

class OAuth(TypedDict, total=False):
    scopes: Scopes

class Events(TypedDict, total=False):
    bot_events: list[str]
    user_events: list[str]

class Interactivity(TypedDict):
    is_enabled: bool

class Settings(TypedDict, total=False):
    event_subscriptions: Events
    interactivity: Interactivity
    org_deploy_enabled: bool
    socket_mode_enabled: bool
    token_rotation_enabled: bool

class Manifest(TypedDict, total=False):
    _metadata: Metadata
    display_information: Required[Display]
    features: Features
    oauth_config: OAuth
    settings: Settings
"""

LIMITS: Mapping[str, tuple[int, int]] = {
    "display_information.name": (1, 35),
    "display_information.description": (1, 140),
    "display_information.long_description": (175, 4_000),
    "bot_user.display_name": (1, 80),
    "features.shortcuts": (1, 10),
    "features.slash_commands": (1, 50),
    "shortcuts.name": (1, 24),
    "shortcuts.callback_id": (1, 255),
    "shortcuts.description": (1, 150),
    "slash_commands.command": (2, 32),
    "slash_commands.description": (1, 2_000),
    "slash_commands.usage_hint": (1, 1_000),
    "scopes.bot": (0, 255),
    "event_subscriptions.bot_events": (0, 100),
}
"""Shortest and longest, of a text or a list; the last two names on the way to it."""


def available() -> bool:
    """Whether Slack's schema is there."""
    return SCHEMA.is_file()


def problems(manifest: Json) -> list[str]:
    """Everything that is wrong with a manifest; empty is good."""
    return [*(_by_schema(manifest) if available() else ()), *documented_problems(manifest)]


def documented_problems(manifest: Json) -> list[str]:
    """What the documentation has against a manifest."""
    return list(_form().problems("Manifest", manifest)) or list(_rules(manifest, "", "$"))


def _by_schema(manifest: Json) -> Iterator[str]:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    judge = jsonschema.validators.validator_for(schema)(schema)
    for error in judge.iter_errors(manifest):
        yield f"{error.json_path}: {error.message[:200]}"


@functools.cache
def _form() -> Annotations:
    return Annotations([FORM], corrections={})


def _rules(value: Any, name: str, where: str) -> Iterator[str]:
    for key, inside in value.items():
        least, most = LIMITS.get(f"{name}.{key}", (0, 10_000))
        if isinstance(inside, str | list) and not least <= len(inside) <= most:
            yield f"{where}.{key}: {len(inside)} is not between {least} and {most}"
        if key == "command" and not inside.startswith("/"):
            yield f"{where}.{key}: no slash before {inside}"
        for index, one in enumerate(inside if isinstance(inside, list) else [inside]):
            place = f"{where}.{key}[{index}]" if isinstance(inside, list) else f"{where}.{key}"
            yield from _rules(one, key, place) if isinstance(one, dict) else ()
