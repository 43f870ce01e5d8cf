"""What the adapters say by themselves can be shown on both platforms, wherever they say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.capabilities import CAPABILITIES
from adapters.slack.render.view import card_view, home_view
from bot.playground.slack_emulator.blocks import verdict
from core.ports.call import Call, Trigger
from core.ports.cards import Button, Card, CommandName, Sentence, UserText, When, Who, buttons
from core.ports.platform import Profile
from core.ports.replies import Refuse
from core.screens.phrases import PHRASES
from tests.adapters.slack_examples import ANA, HERE, NOON
from tests.plain import plain
from tests.screens.test_screens import on_both

SURE = Button("Yes", "withdraw", ("ab", "3"))
WORDS = st.one_of(st.text(max_size=30), st.sampled_from(["x" * 3000, "👩🏽‍🚀" * 400, "<!channel> *b*", " "]))
PIECES = st.one_of(
    WORDS,
    st.builds(UserText, WORDS),
    st.builds(Who, WORDS, st.just(ANA)),
    st.just(When(NOON)),
    st.just(CommandName("x")),
)
SENTENCES = st.lists(PIECES, max_size=4).map(tuple)


def pressed(trigger: Trigger, values: dict[str, str] | None = None) -> Call:
    return Call(
        trigger=trigger,
        route="decline",
        actor=ANA,
        profile=Profile(name="Ana"),
        key="1",
        capabilities=CAPABILITIES,
        args=("ab", "3"),
        values=values or {},
    )


def everywhere(card: Card) -> None:
    """Show a card as a message, as a modal and as the Home tab; a view without blocks would be refused."""
    on_both(card)
    modal, home = card_view(card, HERE), home_view(card, HERE)
    assert modal["blocks"]
    assert verdict.view(modal, "modal") == verdict.view(home, "home") == []


@pytest.mark.parametrize(
    "card",
    [
        PHRASES.working,
        PHRASES.too_late(None),
        PHRASES.too_late(pressed(Trigger.BUTTON)),
        PHRASES.question("Withdraw", "", SURE),
        PHRASES.question(PHRASES.pressed, "Withdraw it? The mentor will be told.", SURE),
    ],
    ids=lambda card: card.title,
)
def test_every_card_of_an_adapter_can_be_shown(card: Card) -> None:
    everywhere(card)


@given(
    SENTENCES,
    st.dictionaries(st.sampled_from(["topic", "session-type", "when", "x" * 40]), SENTENCES, max_size=4),
)
def test_every_refusal_can_be_shown_however_long_it_is(why: Sentence, fields: dict[str, Sentence]) -> None:
    edit = Button("Edit…", "edit-draft", ("1",))
    everywhere(PHRASES.refusal(Refuse(why=why, fields=fields, edit=edit), {"topic": "Topic"}))


def test_a_refusal_names_its_fields_as_the_form_does() -> None:
    refuse = Refuse(why=(), fields={"topic": ("Too short.",), "session-type": ("Unknown.",)})
    assert plain(PHRASES.refusal(refuse, {"topic": "What about"})).splitlines()[1:] == [
        "What about:: Too short.",
        "Session type:: Unknown.",
    ]


@pytest.mark.parametrize(
    ("call", "offered"),
    [
        (pressed(Trigger.BUTTON), [Button("Try again", "decline", ("ab", "3"))]),
        (pressed(Trigger.BUTTON, {"choice": "one"}), []),
        (pressed(Trigger.COMMAND), []),
        (None, []),
    ],
)
def test_only_what_can_be_pressed_again_is_offered_again(call: Call | None, offered: list[Button]) -> None:
    found = [(one.route, one.args) for one in buttons(PHRASES.too_late(call))]
    assert found == [(one.route, one.args) for one in offered]
