"""A message that was picked is asked in words: no token of Discord's is left that the payload can name."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.question import author_of, question_of

MENTIONS = [
    {"id": "7", "username": "ana_1", "global_name": "Ana"},
    {"id": "8", "username": "ken_2", "global_name": None},
    {"id": "9", "username": "zoe_3", "global_name": "Zoe", "member": {"nick": "Zoe of Team 3"}},
]
RESOLVED = {"roles": {"4": {"name": "Mentors"}}, "channels": {"5": {"name": "help"}}}
READ = {
    "ask <@7> or <@!8>, not <@9>": "ask @Ana or @ken_2, not @Zoe of Team 3",
    "<@&4> in <#5> and <#6>": "@Mentors in #help and #news",
    "<@1> <@&1> <#1>": "@somebody @role #channel",
    "at <t:1796133600> or <t:1796133600:F>": "at 2026-12-01 14:00 UTC or 2026-12-01 14:00 UTC",
    "<:rust:123> <a:party:123>": ":rust: :party:",
    "type </book-session:123>": "type /book-session",
    "see <id:guide>": "see #guide",
    "see <https://example.org/a>": "see https://example.org/a",
    "<t:9999999999999>": "<t:9999999999999>",
    "a < b > c <T>": "a < b > c <T>",
}


def message(content: str, **more: Any) -> dict[str, Any]:
    return {
        "id": "3",
        "content": content,
        "mentions": MENTIONS,
        "mention_channels": [{"id": "6", "name": "news"}],
        **more,
    }


@pytest.mark.parametrize("content", READ)
def test_tokens_become_what_a_reader_sees(content: str) -> None:
    assert question_of(message(content), RESOLVED) == READ[content]


def test_a_forwarded_message_is_the_question_with_what_was_said_to_it() -> None:
    forwarded = [{"message": {"content": "why <@7>?", "mentions": MENTIONS}}]
    assert question_of(message("", message_snapshots=forwarded), {}) == "why @Ana?"
    assert question_of(message("Look:", message_snapshots=forwarded), {}) == "Look:\nwhy @Ana?"


ZOE = {"id": "9", "username": "zoe_3", "global_name": "Zoe"}


def test_the_author_is_called_as_on_the_server() -> None:
    assert author_of(message("why?", author=ZOE), {}) == "Zoe"
    members = {"members": {"9": {"nick": "Zoe of Team 3"}}}
    assert author_of(message("why?", author=ZOE), members) == "Zoe of Team 3"


def test_nobody_is_named_as_the_author_of_what_they_only_forwarded() -> None:
    forwarded = [{"message": {"content": "why?"}}]
    assert author_of(message("", author=ZOE, message_snapshots=forwarded), {}) == ""
    assert author_of(message("Look:", author=ZOE, message_snapshots=forwarded), {}) == "Zoe"


@pytest.mark.parametrize(
    ("attached", "words"),
    [
        ({"attachments": [{"filename": "error.png"}, {"filename": "log.txt"}]}, "error.png\nlog.txt"),
        ({"embeds": [{"title": "Build 7", "description": "failed"}]}, "Build 7\nfailed"),
        ({"sticker_items": [{"name": "Wave"}]}, "Wave"),
        ({"poll": {"question": {"text": "Which day?"}}}, "Which day?"),
    ],
)
def test_what_is_attached_stands_for_words_that_are_not_there(attached: dict[str, Any], words: str) -> None:
    assert question_of(message("", **attached), {}) == words
    assert question_of(message("", message_snapshots=[{"message": {"content": "", **attached}}]), {}) == words
    assert question_of(message("Look", **attached), {}) == "Look"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "content",
                    "mentions",
                    "message_snapshots",
                    "message",
                    "id",
                    "author",
                    "embeds",
                    "poll",
                    "name",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON, JSON)
def test_nothing_that_arrives_is_an_error(picked: object, resolved: object) -> None:
    assert isinstance(question_of(picked, resolved), str)
    assert isinstance(author_of(picked, resolved), str)
