"""What a platform says that it can do is what it can do: its own rules take that much, and nothing more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.discord.capabilities import CAPABILITIES as DISCORD
from adapters.discord.render import view_of
from adapters.discord.render_form import modal_of
from adapters.slack.capabilities import CAPABILITIES as SLACK
from adapters.slack.render.message import message
from adapters.slack.render.view import form_view
from bot.playground.slack_emulator.blocks import verdict
from core.domain.people import Mentor
from core.ports.capabilities import Capabilities
from core.ports.cards import Actions, Button, Line, Link, Look, Option, Style, When
from core.ports.forms import FIELDS, LONG_MENU, ChoiceField, Form, TextField
from core.screens.booking import Choices, booking_form
from tests.adapters import discord_examples, slack_examples
from tests.adapters.slack_examples import NOON, a_form
from tests.adapters.test_slack_forms import METADATA
from tests.contract import slack_spec
from tests.factories import a_person


def fields(count: int) -> tuple[TextField, ...]:
    return tuple(TextField(key=f"k{at}", label=f"Field {at}", longest=9) for at in range(count))


def options(count: int) -> tuple[Option, ...]:
    return tuple(Option(f"Option {at}", str(at)) for at in range(count))


def test_slack_takes_as_many_fields_and_options_as_it_says_and_no_more() -> None:
    most = a_form(*fields(SLACK.form_fields), most=SLACK.form_fields)
    view = form_view(most, METADATA, slack_examples.HERE)
    assert verdict.view(view, "modal") == slack_spec.problems("views.open", {"view": view}) == []
    more = a_form(*fields(SLACK.form_fields + 1), most=SLACK.form_fields + 1)
    assert verdict.view(form_view(more, METADATA, slack_examples.HERE), "modal") != []
    menu = a_form(ChoiceField(key="one", label="One", options=options(SLACK.menu_options)))
    assert verdict.view(form_view(menu, METADATA, slack_examples.HERE), "modal") == []
    assert SLACK.menu_options == LONG_MENU


def test_discord_takes_as_many_fields_as_it_says_and_no_more() -> None:
    most = discord_examples.a_form(*fields(DISCORD.form_fields))
    assert len(modal_of(most, discord_examples.HERE).to_dict()["components"]) == DISCORD.form_fields
    with pytest.raises(ValueError, match="maximum"):
        modal_of(
            discord_examples.a_form(*fields(DISCORD.form_fields + 1), most=DISCORD.form_fields + 1),
            discord_examples.HERE,
        )


def test_what_every_platform_takes_is_the_least_that_one_of_them_takes() -> None:
    assert min(SLACK.form_fields, DISCORD.form_fields) == FIELDS


def test_a_form_has_no_more_fields_than_it_was_given_room_for() -> None:
    for most in (FIELDS, SLACK.form_fields):
        assert len(Form(title="x", route="x", fields=fields(most), most=most).fields) == most
        with pytest.raises(ValueError, match="fields"):
            Form(title="x", route="x", fields=fields(most + 1), most=most)
        with pytest.raises(ValueError, match="fields"):
            Form(title="x", route="x", fields=fields(most), most=most, intro=("An introduction.",))


@pytest.mark.parametrize("capabilities", [SLACK, DISCORD], ids=["slack", "discord"])
def test_the_booking_form_offers_as_many_times_as_a_menu_shows(capabilities: Capabilities) -> None:
    starts = [NOON + timedelta(minutes=15 * at) for at in range(150)]
    mentor = Mentor(
        person=a_person(), headline="x", zone="Europe/Berlin", hours="Mon-Fri 9-17", horizon=4, since=NOON
    )
    offered = Choices(chosen=mentor, open_times=starts)
    form = booking_form(a_person(zone="Europe/Berlin"), {}, offered, capabilities=capabilities)
    (slots,) = [one for one in form.fields if one.key == "slot"]
    assert isinstance(slots, ChoiceField)
    assert len(slots.options) == capabilities.menu_options


@pytest.mark.parametrize("look", ["secondary", "Primary", "", "full"])
def test_an_unknown_look_cannot_be_made(look: str) -> None:
    with pytest.raises(ValueError, match="Look"):
        Button("Label", "route", (), look)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="Look"):
        Link("Label", "https://meet.example/x", look)  # type: ignore[arg-type]


@pytest.mark.parametrize("style", ["short", "", "primary"])
def test_an_unknown_style_of_a_time_cannot_be_made(style: str) -> None:
    with pytest.raises(ValueError, match="Style"):
        When(NOON, style)  # type: ignore[arg-type]


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("style", Style)
def test_every_look_and_every_style_is_shown_on_both_platforms(look: Look, style: Style) -> None:
    row = Actions((Button("Button", "route", (), look), Link("Link", "https://meet.example/x", look)))
    card = slack_examples.a_card(parts=(Line((When(NOON, style),)), row))
    sent = message(card, slack_examples.HERE)
    assert slack_spec.problems("chat.postMessage", {"channel": "D1", **sent}) == []
    assert view_of(card, discord_examples.HERE).to_components()  # type: ignore[no-untyped-call]
