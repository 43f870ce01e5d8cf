"""Lists on Slack: cards side by side and rows behind a title in messages, rows below each other elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.render.message import message
from adapters.slack.render.view import card_view, home_view
from bot.playground.slack_emulator.blocks import verdict
from core.domain.people import Address
from core.ports.cards import Button, Heading, Inline, Line, Link, Part, Row, Tone, UserText, Who
from tests.adapters.slack_examples import ANA, HERE, HOSTILE, a_card

Json = dict[str, Any]


def mentor(number: int = 0, *under: str, who: Inline = "Ken") -> Row:
    lines = tuple((UserText(words),) for words in under or ("Backend", "python & sql"))
    return Row((who,), Button("Book…", "book", (str(number),)), lines)


def past(*topics: str) -> tuple[Part, ...]:
    rows = (Row((UserText(topic),), Button("Open", "show", (str(at),))) for at, topic in enumerate(topics))
    return (Heading("Past sessions (9)", folds=True), *rows)


def shown(*parts: Part, **more: Any) -> list[Json]:
    blocks: list[Json] = message(a_card(parts=parts, **more), HERE)["blocks"][1:]
    assert verdict.message_blocks(blocks) == []
    return blocks


def kinds(blocks: list[Json]) -> list[str]:
    return [block["type"] for block in blocks]


def test_mentors_stand_side_by_side_with_their_button() -> None:
    (carousel,) = shown(mentor(0, who=Who("Ana", ANA)), mentor(1))
    first, second = carousel["elements"]
    assert first["title"] == {"type": "mrkdwn", "text": f"<@{ANA.user}>", "verbatim": True}
    assert [second[name]["text"] for name in ("title", "subtitle", "body")] == [
        "Ken",
        "Backend",
        "python &amp; sql",
    ]
    assert [card["actions"][0]["action_id"] for card in (first, second)] == ["sb1:book:0", "sb1:book:1"]


def test_one_mentor_is_one_card_and_as_many_as_fit_are_one_carousel() -> None:
    assert kinds(shown(mentor(), Line(("That is all.",)))) == ["card", "rich_text"]
    (carousel,) = shown(*(mentor(number) for number in range(10)))
    assert len(carousel["elements"]) == 10


@pytest.mark.parametrize(
    "row",
    [
        mentor(1, "likes *bold* words"),
        mentor(1, "x" * 151),
        mentor(1, "Backend", "&" * 60),
        mentor(1, " "),
        mentor(1, who=""),
        mentor(1, who=Who("*Ken*", Address("discord", "-", "1"))),
    ],
)
def test_words_that_a_card_cannot_hold_bring_all_of_them_below_each_other(row: Row) -> None:
    assert not {"card", "carousel"} & set(kinds(shown(mentor(0), row)))


def test_what_is_over_is_behind_a_title_that_opens() -> None:
    before = Row((UserText("next"),), Button("Open", "show", ("next",)))
    first, container, last = shown(before, *past("One", "Two"), Line(("more",)))
    assert (first["type"], last["type"]) == ("section", "rich_text")
    assert container["title"]["text"] == "Past sessions (9)"
    assert (container["is_collapsible"], container["default_collapsed"]) == (True, True)
    assert [one["text"]["text"] for one in container["child_blocks"]] == ["One", "Two"]


@pytest.mark.parametrize("topics", [(), ("*bold*", "Two")])
def test_rows_that_a_container_cannot_hold_stay_in_the_open(topics: tuple[str, ...]) -> None:
    assert kinds(shown(*past(*topics)))[0] == "header"


def test_the_other_surfaces_show_rows() -> None:
    parts = (mentor(0), mentor(1), *past("One"))
    views = (card_view(a_card(parts=parts), HERE), home_view(a_card(parts=parts), HERE))
    bar = message(a_card(parts=parts, tone=Tone.GOOD), HERE)["attachments"][0]
    for place in (*views, bar):
        assert not {"card", "carousel", "container"} & set(kinds(place["blocks"]))
        assert "Ken · Backend · python" in str(place["blocks"])


def test_links_are_numbered_through_all_of_a_message() -> None:
    rows = [
        Row((UserText(str(at)),), Link("Call", f"https://meet.example/{at}"), ((UserText("x"),),) * (at % 2))
        for at in range(4)
    ]
    names = [one["action_id"] for one in _buttons(shown(*rows))]
    assert len(names) == len(set(names)) == 4


def test_hostile_words_are_never_markup() -> None:
    assert "card" not in kinds(shown(mentor(0, HOSTILE)))
    assert "<!channel>" not in str(shown(mentor(0, "<!channel> now")))


def _buttons(value: Any) -> list[Json]:
    if isinstance(value, list):
        return [one for inside in value for one in _buttons(inside)]
    if not isinstance(value, dict):
        return []
    here = [value] if value.get("type") == "button" else []
    return here + [one for inside in value.values() for one in _buttons(inside)]
