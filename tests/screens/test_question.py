"""A message becomes a request: a short topic, and the whole of it as a quote that says whose it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.booking import MESSAGE_LENGTH, TOPIC_LENGTH
from core.domain.requests import RequestText
from core.domain.text import units
from core.screens.question import about_message

LINK = "https://playground.slack.com/archives/C1/p1355517523000005"


def test_the_topic_is_the_first_line_and_the_message_says_whose_words_they_are() -> None:
    assert about_message("\n  How do I index?\n\nMy table is slow.", "Lea", LINK) == {
        "topic": "How do I index?",
        "message": f"Lea wrote:\n> How do I index?\n>\n> My table is slow.\n{LINK}",
    }


@pytest.mark.parametrize(
    ("text", "author", "link", "message"),
    [
        ("Why?", "", "", "> Why?"),
        ("Why?", "Lea", "", "Lea wrote:\n> Why?"),
        ("Why?", "", LINK, f"> Why?\n{LINK}"),
        ("", "Lea", LINK, LINK),
        (" \n ", "", "", ""),
    ],
)
def test_what_is_not_told_is_left_out(text: str, author: str, link: str, message: str) -> None:
    assert about_message(text, author, link)["message"] == message


@given(st.text(max_size=4000) | st.just("👩‍💻 " * 1500), st.text(max_size=200), st.sampled_from(["", LINK]))
def test_it_is_a_request_however_long_it_is_and_keeps_its_link(text: str, author: str, link: str) -> None:
    made = about_message(text, author, link)
    assert units(made["topic"]) <= TOPIC_LENGTH
    assert units(made["message"]) <= MESSAGE_LENGTH
    assert made["message"].endswith(link)
    if made["topic"].strip():
        assert RequestText.typed(made).topic
