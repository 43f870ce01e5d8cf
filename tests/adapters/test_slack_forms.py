"""Forms in Slack: within every limit, able to survive a restart, and never losing what was typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis.strategies import integers

from adapters.slack.payload import Json
from adapters.slack.render.reopen import reopened
from adapters.slack.render.view import form_view
from adapters.slack.view_state import (
    PrivateMetadata,
    field_states,
    key_of,
    metadata_for,
    read_metadata,
    values,
)
from bot.playground.slack_emulator.blocks import verdict
from core.ports.cards import Option
from core.ports.forms import ChoiceField, Form, SearchField, TextField, TimeField
from core.ports.platform import Posted
from tests.adapters.slack_examples import HERE, Anything, a_form
from tests.contract import slack_spec

MANY = settings(max_examples=40)
SEEDS = integers(0, 2**32)
METADATA = PrivateMetadata(token="sb1:book", asked="1")
MENTOR = SearchField(key="mentor", label="Mentor", source="search-mentors", watched=True)
TOPIC = TextField(key="topic", label="Topic", longest=120)
WHEN = TimeField(key="when", label="When", zone="Europe/Berlin")
KINDS = (Option("Review", "review"), Option("Career", "career"))


def opened(form: Form, typed: dict[str, Json], before: Json | None = None) -> Json:
    """The view as Slack would send it back: what it shows, and what was put in."""
    view = form_view(form, METADATA, HERE, before=field_states(before or {}))
    blocks = {key_of(block["block_id"]): block for block in view["blocks"] if block["type"] == "input"}
    state = {
        blocks[key]["block_id"]: {blocks[key]["element"]["action_id"]: one} for key, one in typed.items()
    }
    return {**view, "state": {"values": state}}


def block_ids(view: Json) -> list[str]:
    return [block["block_id"] for block in view["blocks"]]


@MANY
@given(SEEDS)
def test_any_form_is_a_modal_that_slack_takes(seed: int) -> None:
    form = Anything(seed).form()
    view = form_view(form, metadata_for(form, "key", origin=Posted("D1", "1.2")), HERE)
    assert slack_spec.problems("views.open", {"view": view}) == []
    assert verdict.view(view, "modal") == []


@MANY
@given(SEEDS)
def test_any_form_can_be_opened_anew_with_a_reason_above_it(seed: int) -> None:
    form = Anything(seed).form()
    view = reopened(opened(form, {}), ("That time is taken.",), HERE)
    assert slack_spec.problems("views.update", {"view": view}) == []
    assert verdict.view(view, "modal") == []


def test_a_form_knows_by_itself_what_it_belongs_to() -> None:
    form = a_form(route="decline", args=("abc", "3"))
    view = form_view(form, metadata_for(form, "trigger", origin=Posted("D1", "1.2")), HERE)
    metadata = read_metadata(view["private_metadata"])
    assert metadata is not None
    assert metadata.route == ("decline", ("abc", "3"))
    assert metadata.origin == Posted("D1", "1.2")


def test_a_view_state_that_would_be_too_long_goes_without_its_url() -> None:
    metadata = PrivateMetadata(
        token="sb1:book", asked="1", response_url="https://hooks.slack.com/" + "x" * 4000
    )
    assert len(metadata.dump()) <= 3000
    assert read_metadata(metadata.dump()) == PrivateMetadata(token="sb1:book", asked="1")


@pytest.mark.parametrize("written", ["", "null", "[]", "{}", '{"t":3}', "not json", '{"t":""}'])
def test_foreign_metadata_is_no_view_state(written: str) -> None:
    assert read_metadata(written) is None


def test_every_field_has_slacks_own_control() -> None:
    form = a_form(
        TextField(key="topic", label="Topic", longest=120, required=True, example="Code review", value="Hi"),
        ChoiceField(key="kind", label="Kind", options=KINDS, value="career", hint="What sort"),
        SearchField(
            key="mentor", label="Mentor", source="search-mentors", chosen=Option("Ana", "7"), watched=True
        ),
        TimeField(key="when", label="When", zone="Europe/Berlin", value="2026-12-01T15:00:00+01:00"),
    )
    topic, kind, mentor, when = form_view(form, METADATA, HERE)["blocks"]
    assert topic["optional"] is False
    assert topic["element"]["max_length"] == 120
    assert topic["element"]["initial_value"] == "Hi"
    assert topic["element"]["placeholder"]["text"] == "Code review"
    assert kind["element"]["initial_option"]["value"] == "career"
    assert kind["hint"]["text"] == "What sort"
    assert mentor["element"]["type"] == "external_select"
    assert mentor["element"]["action_id"] == "sb1:search-mentors"
    assert mentor["element"]["min_query_length"] == 0
    assert mentor["element"]["initial_option"]["text"]["text"] == "Ana"
    assert mentor["dispatch_action"] is True
    assert when["element"]["initial_date_time"] == 1_796_133_600


@pytest.mark.parametrize("value", ["tomorrow", "2026-12-01T15:00", "", "0001-01-01T00:00:00+00:00"])
def test_a_time_that_is_no_instant_leaves_the_picker_empty(value: str) -> None:
    field = TimeField(key="when", label="When", zone="Europe/Berlin", value=value)
    (block,) = form_view(a_form(field), METADATA, HERE)["blocks"]
    assert "initial_date_time" not in block["element"]


def test_values_are_text_and_empty_ones_are_absent() -> None:
    form = a_form(TOPIC, MENTOR, WHEN, TextField(key="message", label="Message", longest=9))
    view = opened(
        form,
        {
            "topic": {"type": "plain_text_input", "value": "Review"},
            "mentor": {"type": "external_select", "selected_option": {"value": "7"}},
            "when": {"type": "datetimepicker", "selected_date_time": 1_796_133_600},
            "message": {"type": "plain_text_input", "value": "  "},
        },
    )
    assert values(view) == {"topic": "Review", "mentor": "7", "when": "2026-12-01T14:00:00+00:00"}


def test_a_field_that_stays_the_same_keeps_what_is_being_typed() -> None:
    typed: dict[str, Json] = {
        "topic": {"type": "plain_text_input", "value": "Review"},
        "when": {"type": "datetimepicker", "selected_date_time": 1_796_133_600},
        "mentor": {"type": "external_select", "selected_option": {"value": "7"}},
    }
    before = opened(a_form(TOPIC, MENTOR, WHEN), typed)
    filled = a_form(
        replace(TOPIC, value="Review"),
        SearchField(
            key="mentor", label="Mentor", source="search-mentors", watched=True, chosen=Option("Ana", "7")
        ),
        TimeField(key="when", label="When", zone="UTC", value="2026-12-01T14:00:00+00:00"),
        ChoiceField(key="kind", label="Kind", options=KINDS),
    )
    after = form_view(filled, METADATA, HERE, before=field_states(before))
    assert block_ids(after) == ["topic", "mentor", "when", "kind"]


def test_a_field_with_other_options_or_another_value_is_a_new_one_for_slack() -> None:
    kind = ChoiceField(key="kind", label="Kind", options=KINDS)
    chosen: dict[str, Json] = {"kind": {"type": "static_select", "selected_option": {"value": "review"}}}
    first = opened(a_form(kind), chosen)
    other = ChoiceField(key="kind", label="Kind", options=KINDS[:1])
    second = opened(a_form(other), {}, before=first)
    third = opened(a_form(kind), {}, before=second)
    fourth = opened(a_form(kind), {}, before=third)
    assert [block_ids(view) for view in (first, second, third)] == [["kind"], ["kind~1"], ["kind~2"]]
    assert block_ids(fourth) == ["kind~2"]
    assert list(field_states(fourth)) == ["kind"]


def test_options_under_headings_count_like_others() -> None:
    first = tuple(Option(f"{hour}:00", str(hour), group="Monday 30 November") for hour in (9, 10))
    later = (*first, Option("9:00", "33", group="Tuesday 1 December"))
    before = opened(a_form(ChoiceField(key="slot", label="Open times", options=first)), {})
    same = opened(a_form(ChoiceField(key="slot", label="Open times", options=first)), {}, before=before)
    other = opened(a_form(ChoiceField(key="slot", label="Open times", options=later)), {}, before=before)
    assert [block_ids(view) for view in (same, other)] == [["slot"], ["slot~1"]]
    groups = other["blocks"][0]["element"]["option_groups"]
    assert [group["label"]["text"] for group in groups] == ["Monday 30 November", "Tuesday 1 December"]


def test_a_form_opened_anew_holds_everything_that_was_typed() -> None:
    form = a_form(TOPIC, MENTOR, WHEN, intro=("Choose a time.",))
    option = {"text": {"type": "plain_text", "text": "Ana"}, "value": "7"}
    view = opened(
        form,
        {
            "topic": {"type": "plain_text_input", "value": "Review"},
            "mentor": {"type": "external_select", "selected_option": option},
            "when": {"type": "datetimepicker", "selected_date_time": 1_796_133_600},
        },
    )
    reason, _, topic, mentor, when = reopened(view, ("That time is taken.",), HERE)["blocks"]
    assert "That time is taken." in str(reason)
    assert topic["element"]["initial_value"] == "Review"
    assert mentor["element"]["initial_option"] == option
    assert when["element"]["initial_date_time"] == 1_796_133_600
