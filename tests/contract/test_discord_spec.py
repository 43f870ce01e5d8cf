"""The oracle itself: it takes what Discord takes and names what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract import discord_spec

pytestmark = pytest.mark.skipif(
    not discord_spec.available(), reason="Discord's OpenAPI description is not there"
)
CALLBACK = "/interactions/1/token/callback"
BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
CARD = {"type": 17, "accent_color": 0, "components": [{"type": 1, "components": [BUTTON]}]}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/users/@me", None),
        ("POST", "/users/@me/channels", {"recipient_id": 5}),
        ("POST", "/channels/1/messages", {"flags": 1 << 15, "components": [CARD], "nonce": "sb:1"}),
        ("PATCH", "/channels/1/messages/2", {"content": None, "tts": False}),
        ("PATCH", "/webhooks/1/token/messages/@original", {"components": None}),
        ("POST", CALLBACK, {"type": 6}),
        ("POST", CALLBACK, {"type": 5, "data": {"flags": 64}}),
        ("POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "x", "value": "x"}]}}),
        ("POST", "/channels/1/threads", {"name": "x", "type": 12, "auto_archive_duration": 60}),
        ("PATCH", "/channels/1", {"archived": False}),
        ("PUT", "/applications/1/commands", [{"name": "x", "type": 1, "description": "d", "nsfw": False}]),
        ("PUT", "/channels/1/thread-members/2", None),
    ],
)
def test_what_discord_takes(method: str, path: str, body: Any) -> None:
    assert discord_spec.problems(method, path, body) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "where"),
    [
        ("GET", "/nowhere", None, "no such path"),
        ("DELETE", "/users/@me", None, "not described"),
        ("GET", "/channels/general", None, "no such path"),
        ("PUT", "/channels/1/thread-members/2", {}, "no body"),
        ("POST", "/channels/1/messages", None, "required"),
        ("POST", "/channels/1/messages", {"contents": "x"}, "contents"),
        ("POST", "/channels/1/messages", {"components": [{"type": 99}]}, "$.components[0]"),
        ("POST", "/channels/1/messages", {"components": [{**CARD, "accent_colour": 1}]}, "accent_colour"),
        ("POST", "/channels/1/messages", {"components": [BUTTON]}, "$.components[0]"),
        ("POST", "/channels/1/messages", {"allowed_mentions": {"users": ["ana"]}}, "users"),
        ("POST", CALLBACK, {"type": 2}, "type 2"),
        ("POST", CALLBACK, {"data": {}}, "type"),
        ("POST", CALLBACK, {"type": 9, "data": {"custom_id": "m", "title": "T"}}, "components"),
        ("POST", CALLBACK, {"type": 7, "data": {"content": "x" * 2001}}, "$.data.content"),
        ("POST", "/channels/1/threads", {"name": "x", "auto_archive_duration": 61}, "auto_archive"),
        ("PUT", "/applications/1/commands", [{"name": "x" * 33}], "$[0].name"),
    ],
)
def test_what_discord_does_not_know(method: str, path: str, body: Any, where: str) -> None:
    found = discord_spec.problems(method, path, body)
    assert any(where in one for one in found), found
