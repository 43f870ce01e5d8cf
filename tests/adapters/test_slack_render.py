"""Cards in Slack: within every limit, in colour and in words, and with nothing that somebody typed alive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.strategies import integers

from adapters.slack.payload import Json
from adapters.slack.render.message import instead, message, private
from adapters.slack.render.view import card_view, home_view
from bot.playground.slack_emulator.blocks import verdict
from core.domain.people import Address
from core.ports.cards import (
    Actions,
    Button,
    Divider,
    Fact,
    Heading,
    Inline,
    Line,
    Link,
    Look,
    Menu,
    Option,
    Quote,
    Row,
    Strong,
    Style,
    Tone,
    UserText,
    When,
    Who,
)
from core.ports.replies import Refuse
from core.screens.phrases import PHRASES
from tests.adapters.slack_examples import ANA, HERE, HOSTILE, NOON, Anything, a_card
from tests.contract import slack_spec

MANY = settings(max_examples=40)
SEEDS = integers(0, 2**32)


def everything(found: object) -> Iterator[Json]:
    """Every object inside a payload."""
    if isinstance(found, dict):
        yield found
        for inside in found.values():
            yield from everything(inside)
    elif isinstance(found, list):
        for inside in found:
            yield from everything(inside)


def of_type(payload: Json, kind: str) -> list[Json]:
    return [one for one in everything(payload) if one.get("type") == kind]


@MANY
@given(SEEDS)
def test_any_card_is_a_message_that_slack_takes(seed: int) -> None:
    card = Anything(seed).card()
    for payload in (message(card, HERE), private(card, HERE), instead(card, HERE)):
        assert slack_spec.problems("chat.postMessage", payload) == []
        assert verdict.message_blocks(payload["blocks"]) == []
        assert verdict.attachments(payload["attachments"]) == []


@MANY
@given(SEEDS)
def test_any_card_is_a_modal_and_a_home_tab_that_slack_takes(seed: int) -> None:
    card = Anything(seed).card()
    modal, home = card_view(card, HERE, note=a_card()), home_view(card, HERE)
    assert slack_spec.problems("views.open", {"view": modal}) == []
    assert slack_spec.problems("views.publish", {"view": home}) == []
    assert verdict.view(modal, "modal") == []
    assert verdict.view(home, "home") == []


@pytest.mark.parametrize(
    "part",
    [
        Line((UserText(HOSTILE),)),
        Line((UserText(HOSTILE),), small=True),
        Line((Who(HOSTILE, Address("discord", "-", "1")),), small=True),
        Fact("Topic", (UserText(HOSTILE),)),
        Quote(UserText(HOSTILE), "Message"),
        Row((Strong("Topic "), UserText(HOSTILE)), Button("Open", "show")),
        Menu("Pick", "pick", (Option(HOSTILE[:75], "a"),)),
    ],
)
def test_what_somebody_typed_lands_only_where_slack_reads_no_markup(part: Any) -> None:
    payload = message(a_card(parts=(part,)), HERE)
    inert = of_type(payload, "text") + of_type(payload, "plain_text")
    assert any(HOSTILE[:60] in one["text"] for one in inert)
    assert all("<" not in one["text"] for one in of_type(payload, "mrkdwn"))
    assert all(one.get("emoji", False) is False for one in of_type(payload, "plain_text"))
    assert not of_type(payload, "user")


def test_a_notification_shows_the_summary_and_cannot_ping() -> None:
    payload = message(a_card(summary="<!channel> & more", tone=Tone.GOOD, parts=(Divider(),)), HERE)
    assert payload["text"] == "&lt;!channel&gt; &amp; more"
    assert payload["attachments"][0]["fallback"] == payload["text"]


@pytest.mark.parametrize(
    ("tone", "colour"), [(Tone.WAITING, "#FEE75C"), (Tone.GOOD, "#2EB67D"), (Tone.BAD, "#E01E5A")]
)
def test_a_tone_is_a_bar_beside_the_body_and_a_word_above_it(tone: Tone, colour: str) -> None:
    payload = message(a_card(badge="Confirmed", tone=tone, parts=(Line(("Hello",)),)), HERE)
    (bar,) = payload["attachments"]
    assert set(bar) == {"color", "fallback", "blocks"}
    assert bar["color"] == colour
    assert "Hello" in json.dumps(bar["blocks"])
    assert "Confirmed" in json.dumps(payload["blocks"])


def test_a_plain_card_has_no_bar_and_takes_an_earlier_one_away() -> None:
    payload = message(a_card(parts=(Line(("Hello",)),)), HERE)
    assert payload["attachments"] == []
    assert "Hello" in json.dumps(payload["blocks"])


def test_the_home_tab_says_in_words_what_a_message_says_in_colour() -> None:
    home = home_view(a_card(badge="Confirmed", tone=Tone.GOOD), HERE)
    assert set(home) == {"type", "blocks"}
    assert "Confirmed" in json.dumps(home["blocks"])
    assert of_type(home, "emoji")[0]["name"] == "white_check_mark"


def test_people_of_this_workspace_can_be_opened_and_all_others_are_names() -> None:
    far = Who("Ken", Address("slack", "T0OTHER", "U0KEN0001"))
    payload = message(a_card(parts=(Line((Who("Ana", ANA), " and ", far)),)), HERE)
    assert [one["user_id"] for one in of_type(payload, "user")] == [ANA.user]
    assert any(one["text"] == "Ken" for one in of_type(payload, "text"))


@pytest.mark.parametrize("small", [False, True])
def test_each_reader_sees_a_time_in_their_own_zone(small: bool) -> None:
    line = Line(("Starts ", When(NOON, fallback="1 Dec, 12:00 UTC")), small=small)
    payload = message(a_card(parts=(line,)), HERE)
    written = json.dumps(payload["blocks"])
    assert str(int(NOON.timestamp())) in written
    assert "1 Dec, 12:00 UTC" in written
    assert ("<!date^" in written) is small


def test_what_stands_in_for_a_time_ends_no_token() -> None:
    line = Line((When(NOON, fallback="a|b>c"),), small=True)
    (markup,) = (one["text"] for one in of_type(message(a_card(parts=(line,)), HERE), "mrkdwn"))
    assert markup.endswith("|a/b&gt;c>")


def test_a_near_time_never_says_ago() -> None:
    payload = message(a_card(parts=(Line((When(NOON, Style.RELATIVE),)),)), HERE)
    (date,) = of_type(payload, "date")
    assert date["format"] == "{date_short_pretty} at {time}"
    assert date["fallback"] == "2026-12-01 12:00 UTC"


def test_buttons_carry_their_route_and_links_only_a_number() -> None:
    row = Actions(
        (
            Button("Accept", "accept", ("abc", "3"), look=Look.PRIMARY),
            Button("Cancel…", "cancel", look=Look.DANGER, confirm="Really?"),
            Link("Start video call", "https://meet.example/x"),
            Link("Chat", "https://slack.example/c"),
        )
    )
    accept, cancel, call, chat = of_type(message(a_card(parts=(row,)), HERE), "button")
    assert accept["action_id"] == "sb1:accept:abc:3"
    assert (accept["style"], cancel["style"]) == ("primary", "danger")
    assert "confirm" not in accept
    assert cancel["confirm"]["text"]["text"] == "Really?"
    assert [call["action_id"], chat["action_id"]] == ["sb1link:0", "sb1link:1"]
    assert call["url"] == "https://meet.example/x"


def test_facts_in_a_row_stand_in_one_block_on_lines_of_their_own() -> None:
    facts = (Fact("Topic", (UserText("Review"),)), Fact("Mentor", ("Ana",)))
    payload = message(a_card(parts=(Heading("Details"), *facts, Divider())), HERE)
    assert [block["type"] for block in payload["blocks"]] == ["header", "header", "rich_text", "divider"]
    words = "".join(one["text"] for one in of_type(payload["blocks"][2], "text"))
    assert words == "Topic  Review\nMentor  Ana"


def test_what_is_empty_leaves_no_block() -> None:
    empty = (Line(()), Line((UserText(""),), small=True), Quote(UserText("")), Heading(""))
    assert len(message(a_card(parts=empty), HERE)["blocks"]) == 1


def test_a_long_title_is_whole_inside_the_modal() -> None:
    title = "A session request that needs words"
    modal = card_view(a_card(title=title), HERE)
    assert len(modal["title"]["text"]) == 24
    assert modal["blocks"][0]["text"]["text"] == title


def test_a_refusal_shows_its_reasons_and_the_way_back() -> None:
    again = Button("Edit…", "edit", ("1",))
    refuse = Refuse(why=("Not saved.",), fields={"topic": ("Too long: " + "x" * 3000,)}, edit=again)
    card = PHRASES.refusal(refuse, {})
    payload = message(card, HERE)
    assert "Not saved." in json.dumps(payload)
    assert "Too long" in json.dumps(payload)
    assert of_type(payload, "button")[0]["action_id"] == "sb1:edit:1"
    assert PHRASES.refusal(Refuse(why=("",)), {}).summary


def a_row(*parts: Inline) -> list[Json]:
    blocks: list[Json] = message(a_card(parts=(Row(parts, Button("Open", "show")),)), HERE)["blocks"][-2:]
    return blocks


def test_the_button_of_an_entry_stands_beside_it() -> None:
    *_, row = a_row(UserText("A & B", strong=True), " · with ", Who("Ken <x>", Address("discord", "-", "1")))
    assert row["type"] == "section"
    assert row["text"] == {"type": "mrkdwn", "text": "*A &amp; B* · with Ken &lt;x&gt;", "verbatim": True}
    assert row["accessory"]["text"]["text"] == "Open"


@pytest.mark.parametrize(
    "typed",
    [
        "*b*",
        "a_b",
        "~x~",
        "`c`",
        "a\nb",
        ":wave:",
        "> quote",
        "- item",
        "1. item",
        "1) item",
        "+ item",
        "• item",
        "◦ item",
        "a\rb",
        " - item",
    ],
)
def test_words_that_could_format_something_stand_above_their_button(typed: str) -> None:
    words, below = a_row(UserText(typed, strong=True))
    assert words["type"] == "rich_text"
    (text,) = words["elements"][0]["elements"]
    assert text == {"type": "text", "text": typed, "style": {"bold": True}}
    assert below["type"] == "actions"


def test_a_name_that_could_format_something_is_not_read_as_markup() -> None:
    words, _ = a_row(UserText("Plain"), " with ", Who("*Ken*", Address("discord", "-", "1")))
    assert words["type"] == "rich_text"
