"""Alerts in Slack's modals: a refusal, a doubt and a receipt each say so, and only there."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.render.message import message
from adapters.slack.render.reopen import reopened
from adapters.slack.render.view import card_view, form_view, home_view
from adapters.slack.view_state import PrivateMetadata
from core.domain.people import Address
from core.ports.cards import Fact, Inline, Line, Quote, Strong, Tone, UserText, When, Who
from core.ports.replies import Refuse
from core.screens.phrases import PHRASES
from tests.adapters.slack_examples import ANA, HERE, HOSTILE, NOON, a_card, a_form

Json = dict[str, Any]
METADATA = PrivateMetadata(token="sb1:book", asked="1")
ELSEWHERE = Address("discord", "-", "1")


def alerts(view: Json) -> list[tuple[str, Json]]:
    return [(one["level"], one["text"]) for one in view["blocks"] if one["type"] == "alert"]


def said(*parts: Inline, tone: Tone = Tone.BAD, **more: Any) -> Json:
    return card_view(a_card(tone=tone, parts=(Line(parts),), **more), HERE)


@pytest.mark.parametrize(
    ("tone", "title", "level"),
    [
        (Tone.BAD, "That did not work", "error"),
        (Tone.WAITING, "Which Friday?", "warning"),
        (Tone.GOOD, "Saved", "success"),
        (Tone.WAITING, "", "info"),
        (Tone.GOOD, "", "success"),
    ],
)
def test_the_first_words_of_a_modal_say_how_it_stands(tone: Tone, title: str, level: str) -> None:
    view = said("That time is taken.", tone=tone, title=title)
    assert alerts(view) == [(level, {"type": "plain_text", "text": "That time is taken.", "emoji": False})]
    assert [one["type"] for one in view["blocks"]] == ["alert"]


def test_a_badge_says_it_already_and_a_plain_card_has_nothing_to_say() -> None:
    assert alerts(said("Tomorrow.", badge="Pending")) == []
    assert alerts(said("Tomorrow.", tone=Tone.PLAIN)) == []
    assert alerts(card_view(a_card(tone=Tone.BAD, parts=(Fact("Topic", ("x",)), Line(("y",)))), HERE)) == []


def test_what_follows_the_first_words_stays_as_it_is() -> None:
    card = a_card(tone=Tone.BAD, parts=(Line(("No.",)), Line(("Why.",)), Quote(UserText("words"))))
    assert [one["type"] for one in card_view(card, HERE)["blocks"]] == ["alert", "rich_text", "rich_text"]


def test_no_alert_stands_outside_a_modal() -> None:
    card = a_card(tone=Tone.BAD, parts=(Line(("No.",)),))
    assert "alert" not in str(message(card, HERE)) + str(home_view(card, HERE))


@pytest.mark.parametrize(
    "parts",
    [
        ("x" * 201,),
        ("\n",),
        (UserText(HOSTILE * 3),),
        (UserText("Ken"), " is busy ", When(NOON)),
        (Who("Ken", ELSEWHERE), " is busy."),
    ],
)
def test_words_that_do_not_fit_stand_as_a_paragraph(parts: tuple[Inline, ...]) -> None:
    assert alerts(said(*parts)) == []
    assert [one["type"] for one in said(*parts)["blocks"]] == ["rich_text"]


def test_what_somebody_typed_is_not_read_as_markup() -> None:
    ((_, text),) = alerts(said("I can't read ", UserText(HOSTILE), "."))
    assert (text["type"], text["text"]) == ("plain_text", f"I can't read {HOSTILE}.")


def test_a_time_is_one_for_each_reader_and_a_mention_is_one() -> None:
    ((_, text),) = alerts(said(Strong("Sent"), " to ", Who("Ana", ANA), ", who has until ", When(NOON), "."))
    assert (text["type"], text["verbatim"]) == ("mrkdwn", True)
    assert text["text"].startswith(f"Sent to <@{ANA.user}>, who has until <!date^")


def test_a_refusal_beside_the_truth_is_an_error() -> None:
    note = PHRASES.refusal(Refuse(why=("This request has expired without an answer.",)), {})
    view = card_view(a_card(badge="Expired"), HERE, note=note)
    assert [one["type"] for one in view["blocks"]] == ["header", "alert", "divider", "header", "rich_text"]
    assert alerts(view)[0][0] == "error"


def test_a_form_that_comes_with_a_doubt_warns_and_another_does_not() -> None:
    doubt = form_view(a_form(intro=("Several are called so.",), tone=Tone.WAITING), METADATA, HERE)
    assert alerts(doubt) == [
        ("warning", {"type": "plain_text", "text": "Several are called so.", "emoji": False})
    ]
    assert alerts(form_view(a_form(intro=("Hello.",)), METADATA, HERE)) == []


def test_a_form_opened_anew_tells_each_reason_as_an_error() -> None:
    view = {**form_view(a_form(), METADATA, HERE), "state": {"values": {}}}
    again = reopened({**view, "hash": "1"}, ("That time is taken.", "", "x" * 300), HERE)
    assert [one["type"] for one in again["blocks"]] == ["alert", "rich_text", "input"]
    assert alerts(again)[0][0] == "error"


def test_a_form_opened_anew_again_tells_the_last_reason_alone_under_a_new_id() -> None:
    view = {**form_view(a_form(intro=("Hello.",)), METADATA, HERE), "state": {"values": {}}}
    once = reopened({**view, "hash": "1"}, ("One.", "x" * 300), HERE)
    twice = reopened({**once, "hash": "2", "state": {"values": {}}}, ("Two.",), HERE)
    assert [one["type"] for one in twice["blocks"]] == ["alert", "rich_text", "input"]
    assert twice["blocks"][0]["text"]["text"] == "Two."
    assert once["blocks"][0]["block_id"] != twice["blocks"][0]["block_id"]
