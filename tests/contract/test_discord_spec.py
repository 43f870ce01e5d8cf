"""The judges of Discord requests: each takes what Discord takes and names what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from tests.contract import discord_openapi, discord_spec

Judge: TypeAlias = Callable[[str, str, Any], list[str]]
Refusal: TypeAlias = tuple[str, str, Any, str]
"""Method, path, body, and what has to stand in the complaint."""

CALLBACK = "/interactions/1/token/callback"
MESSAGES = "/channels/1/messages"
COMMANDS = "/applications/1/commands"
V2 = 1 << 15
WORDS = {"type": 10, "content": "words"}
BUTTON = {"type": 2, "style": 1, "label": "Go", "custom_id": "go"}
LINK = {"type": 2, "style": 5, "label": "Go", "url": "https://x.example"}
CARD = {"type": 17, "accent_color": 0, "components": [{"type": 1, "components": [BUTTON]}]}
INPUT = {"type": 4, "custom_id": "topic", "style": 1}
LABEL = {"type": 18, "label": "Topic", "component": INPUT}
MODAL = {"custom_id": "m", "title": "T", "components": [WORDS, LABEL]}
COMMAND = {"name": "x", "type": 1, "description": "d"}
OPTION = {"label": "One", "value": "1"}
SELECT = {"type": 3, "custom_id": "s", "options": [OPTION]}


def card(*inside: Any, **more: Any) -> dict[str, Any]:
    return {"flags": V2, "components": [{"type": 17, "components": list(inside), **more}]}


def modal(*components: Any, **more: Any) -> dict[str, Any]:
    return {"type": 9, "data": {**MODAL, "components": list(components), **more}}


def row(*inside: Any) -> dict[str, Any]:
    return {"type": 1, "components": list(inside)}


JUDGES = [
    pytest.param(discord_spec.published_problems, id="published"),
    pytest.param(
        discord_openapi.problems,
        id="description",
        marks=pytest.mark.skipif(
            not discord_openapi.available(), reason="Discord's OpenAPI description is not there"
        ),
    ),
]

TAKEN: list[tuple[str, str, Any]] = [
    ("GET", "/users/@me", None),
    ("GET", "/channels/1/messages?limit=5", None),
    ("POST", "/users/@me/channels", {"recipient_id": 5}),
    ("POST", MESSAGES, {"flags": V2, "components": [CARD], "nonce": "sb:1", "enforce_nonce": True}),
    (
        "POST",
        MESSAGES,
        card(WORDS, {"type": 14, "divider": True, "spacing": 2}, row(LINK), accent_color=None),
    ),
    ("POST", MESSAGES, card({"type": 9, "components": [WORDS], "accessory": BUTTON}, row(SELECT))),
    ("POST", MESSAGES, {"content": "x" * 2000, "components": [row(BUTTON)]}),
    ("POST", MESSAGES, {"content": "x", "allowed_mentions": {"parse": [], "users": ["1", "2"]}}),
    ("PATCH", "/channels/1/messages/2", {"content": None, "tts": False}),
    ("PATCH", "/webhooks/1/token/messages/@original", {"components": None}),
    ("POST", "/webhooks/1/token", {"flags": V2 | 64, "components": [CARD]}),
    ("POST", CALLBACK, {"type": 6}),
    ("POST", CALLBACK, {"type": 5, "data": {"flags": 64}}),
    ("POST", CALLBACK, {"type": 4, "data": {"flags": V2 | 64, "components": [CARD]}}),
    ("POST", CALLBACK, {"type": 7, "data": {"components": [CARD]}}),
    ("POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "x", "value": "x"}]}}),
    ("POST", CALLBACK, {"type": 9, "data": MODAL}),
    ("POST", CALLBACK, modal({**LABEL, "description": "d", "component": {**SELECT, "required": False}})),
    ("POST", "/channels/1/threads", {"name": "x", "type": 12, "auto_archive_duration": 60}),
    ("PATCH", "/channels/1", {"archived": False}),
    ("PATCH", "/applications/@me", {"install_params": {"scopes": ["bot"], "permissions": 8}}),
    ("PUT", COMMANDS, [{**COMMAND, "nsfw": False, "contexts": [0, 1], "integration_types": [0]}]),
    ("PUT", COMMANDS, [{"name": "Ask about this", "type": 3}]),
    ("PUT", "/channels/1/thread-members/2", None),
]

REFUSED: list[Refusal] = [
    ("GET", "/nowhere", None, "no such path"),
    ("DELETE", "/users/@me", None, "not described"),
    ("GET", "/channels/general", None, "no such path"),
    ("PUT", "/channels/1/thread-members/2", {}, "no body"),
    ("POST", MESSAGES, None, "required"),
    ("POST", MESSAGES, {"contents": "x"}, "contents"),
    ("POST", MESSAGES, {"components": "x"}, "$.components"),
    ("POST", MESSAGES, {"components": [{"type": 99}]}, "$.components[0]"),
    ("POST", MESSAGES, {"components": [{"type": True}]}, "$.components[0]"),
    ("POST", MESSAGES, {"components": [{**CARD, "accent_colour": 1}]}, "accent_colour"),
    ("POST", MESSAGES, {"components": [BUTTON]}, "$.components[0]"),
    ("POST", MESSAGES, card(), "$.components[0].components"),
    ("POST", MESSAGES, card(BUTTON), "$.components[0].components[0]"),
    ("POST", MESSAGES, card(CARD), "$.components[0].components[0]"),
    ("POST", MESSAGES, card({"type": 10}), "$.components[0].components[0]"),
    ("POST", MESSAGES, card({"type": 10, "content": ""}), "$.components[0].components[0].content"),
    ("POST", MESSAGES, card({"type": 10, "content": "x" * 4001}), "$.components[0].components[0].content"),
    ("POST", MESSAGES, card(WORDS, accent_color=1 << 24), "$.components[0].accent_color"),
    ("POST", MESSAGES, card(row(*[BUTTON] * 6)), "$.components[0].components[0].components"),
    ("POST", MESSAGES, card(row({**BUTTON, "label": "x" * 81})), "label"),
    ("POST", MESSAGES, card(row({**BUTTON, "custom_id": "x" * 101})), "custom_id"),
    ("POST", MESSAGES, card(row({**BUTTON, "style": 9})), "style"),
    ("POST", MESSAGES, card(row({**SELECT, "options": [OPTION] * 26})), "options"),
    ("POST", MESSAGES, {"content": "x", "nonce": "x" * 26}, "nonce"),
    ("POST", MESSAGES, {"allowed_mentions": {"users": ["ana"]}}, "users"),
    ("POST", CALLBACK, {"type": 2}, "type 2"),
    ("POST", CALLBACK, {"data": {}}, "type"),
    ("POST", CALLBACK, {"type": 4, "data": {"components": [LABEL]}}, "$.data.components[0]"),
    ("POST", CALLBACK, {"type": 7, "data": {"content": "x" * 2001}}, "$.data.content"),
    ("POST", CALLBACK, {"type": 8, "data": {"choices": [{"name": "x" * 101, "value": "x"}]}}, "$.data"),
    ("POST", CALLBACK, {"type": 9, "data": {"custom_id": "m", "title": "T"}}, "components"),
    ("POST", CALLBACK, modal(LABEL, title="x" * 46), "$.data.title"),
    ("POST", CALLBACK, modal(row(BUTTON)), "$.data.components[0]"),
    ("POST", CALLBACK, modal({**LABEL, "label": "x" * 46}), "$.data.components[0].label"),
    ("POST", CALLBACK, modal({**LABEL, "component": BUTTON}), "$.data.components[0].component"),
    ("POST", CALLBACK, modal({**LABEL, "component": {**INPUT, "max_length": 4001}}), "max_length"),
    ("POST", "/channels/1/threads", {"name": "x", "auto_archive_duration": 61}, "auto_archive"),
    ("POST", "/channels/1/threads", {"type": 12}, "$: "),
    ("PUT", COMMANDS, [{**COMMAND, "name": "x" * 33}], "$[0].name"),
    ("PUT", COMMANDS, [{**COMMAND, "contexts": [3]}], "$[0].contexts"),
]

ONLY_DOCUMENTED: list[Refusal] = [
    ("POST", MESSAGES, {"flags": V2, "content": "x", "components": [CARD]}, "$.content"),
    ("POST", MESSAGES, {"components": [CARD]}, "need the flag"),
    ("POST", MESSAGES, {"components": [row(BUTTON)] * 6}, "more than 5 rows"),
    ("POST", MESSAGES, {"flags": 64, "content": "x"}, "$.flags"),
    ("POST", MESSAGES, {"content": "x", "allowed_mentions": {"parse": ["users"], "users": [1]}}, "already"),
    ("POST", MESSAGES, {"components": [row(INPUT)]}, "no part of a message"),
    (
        "POST",
        CALLBACK,
        modal(*[{**LABEL, "component": {**INPUT, "custom_id": x}} for x in "abcdef"]),
        "6 is not",
    ),
    ("POST", MESSAGES, card(*[WORDS] * 40), "41 components"),
    (
        "POST",
        MESSAGES,
        card({"type": 10, "content": "x" * 3000}, {"type": 10, "content": "x" * 1001}),
        "4000",
    ),
    ("POST", MESSAGES, card(row(BUTTON, BUTTON)), "used twice"),
    ("POST", MESSAGES, card(row(SELECT, BUTTON)), "stands alone"),
    ("POST", MESSAGES, card(row({**SELECT, "options": [OPTION] * 2})), "offered twice"),
    ("POST", MESSAGES, card(row({**SELECT, "max_values": 2})), "max_values"),
    ("POST", MESSAGES, card(row({**LINK, "custom_id": "x"})), "a link has an address"),
    ("POST", MESSAGES, card(row({**LINK, "url": "javascript:x"})), ".url"),
    ("POST", MESSAGES, card(row({**BUTTON, "label": ""})), "nothing stands"),
]


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize(("method", "path", "body"), TAKEN)
def test_what_discord_takes(judge: Judge, method: str, path: str, body: Any) -> None:
    assert judge(method, path, body) == []


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize(("method", "path", "body", "where"), REFUSED)
def test_what_discord_does_not_know(judge: Judge, method: str, path: str, body: Any, where: str) -> None:
    found = judge(method, path, body)
    assert any(where in one for one in found), found


@pytest.mark.parametrize(("method", "path", "body", "where"), ONLY_DOCUMENTED)
def test_what_only_the_documentation_forbids(method: str, path: str, body: Any, where: str) -> None:
    found = discord_spec.published_problems(method, path, body)
    assert any(where in one for one in found), found


def test_the_oracle_asks_every_judge_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord_openapi, "available", lambda: False)
    alone = discord_spec.problems("POST", MESSAGES, {"contents": "x"})
    assert alone == ["$.contents: NewMessage has no such field"]
    monkeypatch.setattr(discord_openapi, "available", lambda: True)
    monkeypatch.setattr(discord_openapi, "problems", lambda *_: ["the description speaks"])
    assert discord_spec.problems("POST", MESSAGES, {"contents": "x"}) == ["the description speaks", *alone]
