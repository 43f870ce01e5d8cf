"""Cards on Discord: every card that can be built stays within the limits, and says what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from adapters.discord.render import TEXT, markdown, view_of
from core.domain.people import Address
from core.ports.cards import (
    CARD_UNITS,
    Actions,
    Button,
    Card,
    Divider,
    Fact,
    Heading,
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
from core.ports.text import units
from core.ports.tokens import read_token
from tests.adapters.discord_examples import HERE, a_card, cards
from tests.contract import discord_spec

Json = dict[str, Any]
ANA = Address("discord", "-", "80351110224678912")
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
EPOCH = 1796126400
ROW, BUTTON, SELECT, SECTION, WORDS, LINE, CONTAINER = 1, 2, 3, 9, 10, 14, 17


def rendered(card: Card) -> Json:
    """Return the one container of a card, as it is sent."""
    view: Any = view_of(card, HERE, mark=5)
    (container,) = view.to_components()
    return dict(container)


def everything(component: Json) -> Iterator[Json]:
    yield component
    for inner in [
        *component.get("components", []),
        *([component["accessory"]] if "accessory" in component else []),
    ]:
        yield from everything(inner)


def text_of(card: Card) -> str:
    return "\n".join(one["content"] for one in everything(rendered(card)) if one["type"] == WORDS)


def body_of(*parts: Any) -> str:
    return text_of(a_card(parts=parts)).partition("\n")[2]


@settings(max_examples=50)
@given(cards())
def test_every_card_stays_within_discords_limits(card: Card) -> None:
    items = list(everything(rendered(card)))
    texts = [one["content"] for one in items if one["type"] == WORDS]
    pressed = [one["custom_id"] for one in items if "custom_id" in one]
    assert len(items) <= 40
    assert sum(map(units, texts)) <= TEXT
    assert all(text.strip() for text in texts)
    assert len(pressed) == len(set(pressed))
    assert all(1 <= len(name) <= 100 for name in pressed)
    assert all(1 <= units(one["label"]) <= 80 for one in items if one["type"] == BUTTON)
    assert all(1 <= len(one["components"]) <= 5 for one in items if one["type"] == ROW)
    message = {"flags": 1 << 15, "components": [rendered(card)]}
    assert discord_spec.problems("POST", "/channels/1/messages", message) == []


@settings(max_examples=50)
@given(cards())
def test_no_card_holds_a_ping_or_a_token_that_is_not_ours(card: Card) -> None:
    text = text_of(card)
    tokens = re.findall(r"(?<!\\)<[^ ]", text)
    assert not re.search(r"@(everyone|here)", text, re.IGNORECASE)
    assert len(tokens) == len(re.findall(r"<t:-?\d+:[FR]>|<@\d+>", text))


def test_the_longest_card_of_nothing_but_marks_is_cut_and_says_so() -> None:
    card = a_card(parts=(Quote(UserText("*" * (CARD_UNITS - 100)), "Message"), Line(("S-7F3K",), small=True)))
    text = text_of(card)
    assert units(text) <= TEXT
    assert "…" in text
    assert text.endswith("-# S-7F3K")


def test_a_quotation_of_many_lines_keeps_its_words() -> None:
    text = body_of(Quote(UserText("words\n" * 20 + "\n" * 1500 + "words\n" * 300)))
    assert units(text) <= TEXT
    assert all(line.startswith("> ") for line in text.splitlines())
    assert text.count("words") == 20
    assert text.endswith("…")


@pytest.mark.parametrize(
    ("tone", "colour"),
    [(Tone.GOOD, 0x57F287), (Tone.WAITING, 0xFEE75C), (Tone.BAD, 0xED4245), (Tone.PLAIN, None)],
)
def test_the_tone_is_the_coloured_bar_and_the_badge_says_it_too(tone: Tone, colour: int | None) -> None:
    card = a_card(tone=tone, badge="Confirmed")
    assert rendered(card)["accent_color"] == colour
    assert text_of(card) == "## Session request · Confirmed"


def test_neighbouring_texts_are_one_and_the_rest_keeps_its_order() -> None:
    card = a_card(
        parts=(
            Fact("Topic", (UserText("C# and *pointers*"),)),
            Line(("one ", Strong("two"))),
            Divider(),
            Heading("Later"),
            Row(("an entry",), Button("Show", "show", ("a",))),
        )
    )
    kinds = [one["type"] for one in rendered(card)["components"]]
    assert kinds == [WORDS, LINE, WORDS, SECTION]
    assert r"**Topic**  C\# and \*pointers\*" in text_of(card)
    assert "one **two**" in text_of(card)
    assert "### Later" in text_of(card)


def test_a_typed_line_break_cannot_begin_a_heading_outside_of_a_quotation() -> None:
    assert body_of(Fact("Topic", (UserText("a\n# Confirmed\r\n- b"),))) == r"**Topic**  a \# Confirmed - b"


def test_every_line_of_a_quotation_is_set_apart() -> None:
    assert (
        body_of(Quote(UserText("one\n# two\n> three"), "Message"))
        == "**Message**\n> one\n> \\# two\n> \\> three"
    )


def test_an_instant_is_told_in_each_readers_own_zone() -> None:
    assert (
        markdown((When(NOON), " · ", When(NOON, Style.RELATIVE)), HERE)
        == f"<t:{EPOCH}:F> (<t:{EPOCH}:R>) · <t:{EPOCH}:R>"
    )


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (ANA, "<@80351110224678912>"),
        (Address("slack", "T1", "U1"), r"Ana \<3"),
        (Address("discord", "-", "1> <@2"), r"Ana \<3"),
    ],
)
def test_a_person_is_a_mention_at_home_and_a_plain_name_elsewhere(address: Address, shown: str) -> None:
    assert markdown((Who("Ana <3", address),), HERE).replace("\u200b", "") == shown


def test_a_name_inside_of_our_own_sentence_is_inert_too() -> None:
    assert markdown(("*Ana* accepted.",), HERE) == r"\*Ana\* accepted."


def test_buttons_carry_their_whole_meaning_in_their_name() -> None:
    row = Actions(
        (
            Button("Accept", "accept", ("ab", "3"), Look.PRIMARY),
            Button("Decline…", "decline", ("ab", "3"), Look.DANGER),
            Button("Withdraw", "withdraw", ("ab", "3"), confirm="Withdraw it?"),
            Link("Start video call", "https://meet.example/x"),
        )
    )
    accept, decline, withdraw, call = rendered(a_card(parts=(row,)))["components"][1]["components"]
    assert read_token(accept["custom_id"]) == ("accept", ("ab", "3"))
    assert (accept["style"], decline["style"], withdraw["style"], call["style"]) == (1, 4, 2, 5)
    assert read_token(withdraw["custom_id"]) is None
    assert (call["url"], "custom_id" in call) == ("https://meet.example/x", False)


def test_a_menu_offers_its_options() -> None:
    menu = Menu("Choose", "pick", (Option("One", "1", "first"), Option("Two", "2")), ("x",))
    (select,) = rendered(a_card(parts=(menu,)))["components"][1]["components"]
    assert (select["type"], select["custom_id"], select["placeholder"]) == (SELECT, "sb1:pick:x", "Choose")
    assert [(one["label"], one["value"]) for one in select["options"]] == [("One", "1"), ("Two", "2")]


async def test_discord_py_keeps_nothing_of_a_card() -> None:
    view = view_of(a_card(parts=(Actions((Button("Show", "show"),)),)), HERE)
    assert view.is_finished()


def test_a_topic_is_bold_and_stays_inert() -> None:
    assert markdown((UserText("a *b* topic", strong=True),), HERE) == r"**a \*b\* topic**"
