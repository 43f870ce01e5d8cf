"""Which messages Discord takes, and where it says that one is wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import pytest

from tests.contract import discord_openapi, discord_spec
from tests.emulators.discord_shapes import (
    BUTTON,
    LINK,
    OPTION,
    SELECT,
    TEXT,
    box,
    layout,
    many_options,
    places,
    row,
)
from tests.emulators.discord_stage import KEN, Raw, raw_bot

BAD_MESSAGES: list[tuple[str, dict[str, Any], str]] = [
    ("content too long", {"content": "x" * 2001}, "content"),
    ("ephemeral outside an interaction", {"content": "x", "flags": 64}, "flags"),
    ("content beside V2", {"content": "x", **layout(TEXT)}, "content"),
    ("embeds beside V2", {"embeds": [{"title": "x"}], **layout(TEXT)}, "embeds"),
    ("V2 component without the flag", {"components": [TEXT]}, "components.0.type"),
    ("unknown component", layout({"type": 99}), "components.0.type"),
    ("button outside a row", layout(BUTTON), "components.0.type"),
    ("container in container", layout(box(box(TEXT))), "components.0.components.0.type"),
    ("empty container", layout(box()), "components.0.components"),
    ("empty text", layout({"type": 10, "content": ""}), "components.0.content"),
    ("colour too large", layout(box(TEXT, accent_color=0x1000000)), "components.0.accent_color"),
    ("41 components", layout(box(*[TEXT] * 40)), "components"),
    ("4001 characters", layout(TEXT | {"content": "x" * 2000}, TEXT | {"content": "x" * 2001}), "components"),
    ("six rows", {"components": [row({**BUTTON, "custom_id": str(n)}) for n in range(6)]}, "components"),
    (
        "six buttons",
        {"components": [row(*({**BUTTON, "custom_id": str(n)} for n in range(6)))]},
        "components.0.components",
    ),
    ("select beside button", {"components": [row(SELECT, BUTTON)]}, "components.0.components"),
    ("label of 81", {"components": [row({**BUTTON, "label": "x" * 81})]}, "components.0.components.0.label"),
    ("nothing on a button", {"components": [row({**BUTTON, "label": ""})]}, "components.0.components.0"),
    (
        "custom_id of 101",
        {"components": [row({**BUTTON, "custom_id": "x" * 101})]},
        "components.0.components.0.custom_id",
    ),
    (
        "no custom_id",
        {"components": [row({"type": 2, "style": 1, "label": "x"})]},
        "components.0.components.0.custom_id",
    ),
    ("same custom_id", {"components": [row(BUTTON, BUTTON)]}, "components.0.components.1.custom_id"),
    (
        "link with custom_id",
        {"components": [row({**LINK, "custom_id": "x"})]},
        "components.0.components.0.custom_id",
    ),
    (
        "link without url",
        {"components": [row({"type": 2, "style": 5, "label": "x"})]},
        "components.0.components.0.url",
    ),
    (
        "link to javascript",
        {"components": [row({**LINK, "url": "javascript:alert(1)"})]},
        "components.0.components.0.url",
    ),
    (
        "url of 513",
        {"components": [row({**LINK, "url": "https://x.example/" + "x" * 495})]},
        "components.0.components.0.url",
    ),
    (
        "url on a plain button",
        {"components": [row({**BUTTON, "url": "https://x.example"})]},
        "components.0.components.0.url",
    ),
    ("style 9", {"components": [row({**BUTTON, "style": 9})]}, "components.0.components.0.style"),
    (
        "26 options",
        {"components": [row({**SELECT, "options": many_options(26)})]},
        "components.0.components.0.options",
    ),
    (
        "same option twice",
        {"components": [row({**SELECT, "options": [OPTION, OPTION]})]},
        "components.0.components.0.options.1.value",
    ),
    (
        "placeholder of 151",
        {"components": [row({**SELECT, "placeholder": "x" * 151})]},
        "components.0.components.0.placeholder",
    ),
    (
        "more to choose than there is",
        {"components": [row({**SELECT, "max_values": 2})]},
        "components.0.components.0.max_values",
    ),
    (
        "fewer to choose than must be",
        {"components": [row({**SELECT, "options": many_options(2), "min_values": 2, "max_values": 1})]},
        "components.0.components.0.min_values",
    ),
    (
        "more chosen than may be",
        {"components": [row({**SELECT, "options": [{**one, "default": True} for one in many_options(2)]})]},
        "components.0.components.0.options",
    ),
    (
        "link that cannot be read",
        {"components": [row({**LINK, "url": "https://[x"})]},
        "components.0.components.0.url",
    ),
    (
        "link with a space",
        {"components": [row({**LINK, "url": "https://x.example/a b"})]},
        "components.0.components.0.url",
    ),
    (
        "disabled by a word",
        {"components": [row({**BUTTON, "disabled": "yes"})]},
        "components.0.components.0.disabled",
    ),
    (
        "emoji that is no id",
        {"components": [row({**BUTTON, "emoji": {"id": "smile"}})]},
        "components.0.components.0.emoji.id",
    ),
    ("number id twice", layout(TEXT | {"id": 1}, TEXT | {"id": 1}), "components.1.id"),
    ("negative colour", layout(box(TEXT, accent_color=-1)), "components.0.accent_color"),
    ("text that is a number", {"content": 5}, "content"),
    ("flags that are a word", {"content": "x", "flags": "many"}, "flags"),
    ("components that are no list", {"content": "x", "components": {"type": 1}}, "components"),
    ("component that is no object", {"content": "x", "components": [5]}, "components.0"),
    ("component without a type", {"content": "x", "components": [{"custom_id": "x"}]}, "components.0.type"),
    ("embed that is no object", {"embeds": [5]}, "embeds.0"),
    (
        "file of another site",
        layout({"type": 13, "file": {"url": "https://x.example/a.ics"}}),
        "components.0.file.url",
    ),
    (
        "picture from a strange place",
        layout({"type": 12, "items": [{"media": {"url": "ftp://x.example/a.png"}, "description": "A"}]}),
        "components.0.items.0.media.url",
    ),
    ("section without accessory", layout({"type": 9, "components": [TEXT]}), "components.0.accessory"),
    (
        "four texts in a section",
        layout({"type": 9, "components": [TEXT] * 4, "accessory": BUTTON}),
        "components.0.components",
    ),
    (
        "file that is not attached",
        layout({"type": 13, "file": {"url": "attachment://a.ics"}}),
        "components.0.file.url",
    ),
    ("empty gallery", layout({"type": 12, "items": []}), "components.0.items"),
    ("separator of spacing 3", layout({"type": 14, "spacing": 3}), "components.0.spacing"),
    ("eleven embeds", {"embeds": [{"title": "x"}] * 11}, "embeds"),
    ("embed title of 257", {"embeds": [{"title": "x" * 257}]}, "embeds.0.title"),
    ("6001 characters of embeds", {"embeds": [{"description": "x" * 3001}] * 2}, "embeds"),
    (
        "mentions twice allowed",
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": [KEN]}},
        "allowed_mentions",
    ),
    ("attachment without file", {"content": "x", "attachments": [{"id": "0"}]}, "attachments.0.id"),
    ("reply to nothing", {"content": "x", "message_reference": {"message_id": "1"}}, "message_reference"),
]
UNJUDGED = {
    "fewer to choose than must be",
    "more chosen than may be",
    "link that cannot be read",
    "link with a space",
    "number id twice",
    "picture from a strange place",
    "6001 characters of embeds",
    "attachment without file",
    "reply to nothing",
}
"""What no judge looks at: the body alone does not say it, or nothing here sends such things."""
DESCRIBED_ONLY = {"emoji that is no id"}
"""What only Discord's own description refuses."""


@pytest.fixture
async def raw() -> AsyncIterator[Raw]:
    async with raw_bot() as raw:
        yield raw


@pytest.mark.parametrize(("name", "body", "place"), BAD_MESSAGES, ids=[one[0] for one in BAD_MESSAGES])
async def test_a_bad_message_is_refused_where_it_is_wrong(
    raw: Raw, name: str, body: dict[str, Any], place: str
) -> None:
    status, reply = await raw.rest("POST", f"/channels/{raw.emulator.general}/messages", body)
    assert (status, reply["code"], reply["message"]) == (400, 50035, "Invalid Form Body")
    assert place in places(reply["errors"])
    found = discord_spec.problems("POST", "/channels/1/messages", body)
    assert bool(found) is (
        name not in UNJUDGED and (name not in DESCRIBED_ONLY or discord_openapi.available())
    )


async def test_good_messages_are_taken(raw: Raw) -> None:
    thumbnail = {"type": 11, "media": {"url": "https://x.example/a.png"}}
    good: Sequence[dict[str, Any]] = [
        {"content": "x" * 2000, "components": [row(BUTTON, LINK), row(SELECT)]},
        layout(
            box(
                TEXT,
                {"type": 14, "divider": True, "spacing": 2},
                {"type": 9, "components": [TEXT], "accessory": thumbnail},
                row({**SELECT, "options": many_options(25), "max_values": 25}),
                {"type": 12, "items": [{"media": {"url": "https://x.example/a.png"}, "description": "A"}]},
                accent_color=0,
            )
        ),
        layout(box(*[TEXT] * 39)),
    ]
    for body in good:
        status, reply = await raw.rest("POST", f"/channels/{raw.emulator.general}/messages", body)
        assert (status, reply.get("errors")) == (200, None)
        numbers = [one["id"] for one in reply["components"]]
        assert len(set(numbers)) == len(numbers)
        assert discord_spec.problems("POST", "/channels/1/messages", body) == []
