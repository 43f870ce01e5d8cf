"""Interactions as calls: what Discord delivers is understood, and what nobody offered is never an error."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.capabilities import CAPABILITIES
from adapters.discord.parse import Received, asks_first, call_of, labels_of
from adapters.discord.render_form import modal_of
from core.domain.people import Address
from core.ports.call import Call, Trigger
from core.ports.forms import TextField
from core.ports.platform import Posted, Profile
from core.screens.commands import command_table
from tests.adapters.discord_examples import HERE, a_form

Json = dict[str, Any]
COMMAND, PRESS, SEARCH, SUBMIT = 2, 3, 4, 5
ANA = Profile(name="Ana", locale="de")
PLACE = Posted("5", "6")


def call(kind: int, data: Json, *, prefix: str = "", origin: Posted | None = None) -> Call | None:
    event = Received(kind=kind, id="99", user="7", profile=ANA, data=data, origin=origin)
    return call_of(event, command_table(prefix))


def understood(kind: int, data: Json, **more: Any) -> Call:
    found = call(kind, data, **more)
    assert found is not None
    return found


def option(name: str, value: object, **more: object) -> Json:
    return {"name": name, "type": 3, "value": value, **more}


def test_who_acts_comes_from_the_envelope_and_what_this_platform_cannot_do_is_said() -> None:
    found = understood(COMMAND, {"name": "my-sessions", "type": 1})
    assert (found.actor, found.profile, found.key) == (Address("discord", "-", "7"), ANA, "99")
    assert found.capabilities is CAPABILITIES


def test_a_command_brings_its_options() -> None:
    data = {
        "name": "book-session",
        "type": 1,
        "options": [option("topic", "SQL"), option("when", "<t:1796133600>")],
    }
    found = understood(COMMAND, data)
    assert (found.trigger, found.route) == (Trigger.COMMAND, "book-session")
    assert found.values == {"topic": "SQL", "when": "<t:1796133600>"}


def test_a_prefix_is_no_part_of_the_route_and_must_be_there() -> None:
    assert understood(COMMAND, {"name": "acme-find-mentor", "type": 1}, prefix="acme-").route == "find-mentor"
    assert call(COMMAND, {"name": "find-mentor", "type": 1}, prefix="acme-") is None


@pytest.mark.parametrize("typed", ["<@123>", " <@!123> "])
def test_a_mention_typed_as_the_mentor_is_that_person(typed: str) -> None:
    found = understood(COMMAND, {"name": "book-session", "type": 1, "options": [option("mentor", typed)]})
    assert (found.mentioned, found.values) == (Address("discord", "-", "123"), {})


def test_a_name_typed_as_the_mentor_stays_a_word() -> None:
    found = understood(
        COMMAND, {"name": "book-session", "type": 1, "options": [option("mentor", "ana <@1>")]}
    )
    assert (found.mentioned, found.values) == (None, {"mentor": "ana <@1>"})


def test_the_menu_of_a_person_points_at_them() -> None:
    found = understood(COMMAND, {"name": "Book a session", "type": 2, "target_id": "123"})
    assert (found.trigger, found.route) == (Trigger.COMMAND, "book-session")
    assert found.mentioned == Address("discord", "-", "123")


def test_the_menu_of_a_message_brings_its_text() -> None:
    resolved = {"messages": {"8": {"id": "8", "content": "How do I index?"}}}
    data = {"name": "Ask a mentor about this", "type": 3, "target_id": "8", "resolved": resolved}
    found = understood(COMMAND, data)
    assert (found.route, found.values) == ("ask-about", {"text": "How do I index?"})


def test_a_search_brings_the_words_and_the_other_options() -> None:
    data = {
        "name": "book-session",
        "options": [option("mentor", "a1"), option("session-type", "rev", focused=True)],
    }
    found = understood(SEARCH, data)
    assert (found.trigger, found.route) == (Trigger.SEARCH, "search-session-types")
    assert found.values == {"words": "rev", "mentor": "a1"}


def test_a_button_says_everything_by_its_name_and_its_place() -> None:
    found = understood(PRESS, {"custom_id": "sb1:accept:ab:3", "component_type": 2}, origin=PLACE)
    assert (found.trigger, found.route, found.args, found.origin) == (
        Trigger.BUTTON,
        "accept",
        ("ab", "3"),
        PLACE,
    )


def test_a_menu_brings_the_choice() -> None:
    found = understood(PRESS, {"custom_id": "sb1:pick", "component_type": 3, "values": ["two"]})
    assert (found.trigger, found.values) == (Trigger.BUTTON, {"choice": "two"})


def test_a_button_that_asks_first_is_no_call_yet() -> None:
    data = {"custom_id": "sq1:withdraw:ab:3"}
    assert asks_first(data) == "sb1:withdraw:ab:3"
    assert call(PRESS, data) is None
    assert asks_first({"custom_id": "sb1:withdraw:ab:3"}) is None


def test_a_submitted_form_brings_its_fields_from_every_shape() -> None:
    form = a_form(TextField(key="topic", label="Topic", longest=9), route="book-session", args=("ab",))
    modal = modal_of(form, HERE).to_dict()
    name = modal["components"][0]["component"]["custom_id"]
    data = {
        "custom_id": modal["custom_id"],
        "components": [
            {"type": 18, "component": {"type": 4, "custom_id": name, "value": "SQL"}},
            {"type": 18, "component": {"type": 3, "custom_id": "mentor~Mentor", "values": ["a1"]}},
            {"type": 18, "component": {"type": 3, "custom_id": "kind", "values": []}},
            {"type": 18, "component": {"type": 21, "custom_id": "length~Length", "value": "60"}},
            {"type": 18, "component": {"type": 21, "custom_id": "day", "value": None}},
            {"type": 1, "components": [{"type": 4, "custom_id": "old", "value": "row"}]},
            {"type": 10, "id": 3},
        ],
    }
    found = understood(SUBMIT, data, origin=PLACE)
    assert (found.trigger, found.route, found.args, found.origin) == (
        Trigger.FORM,
        "book-session",
        ("ab",),
        PLACE,
    )
    assert found.values == {
        "topic": "SQL",
        "mentor": "a1",
        "kind": "",
        "length": "60",
        "day": "",
        "old": "row",
    }
    assert labels_of(data) == {"topic": "Topic", "mentor": "Mentor", "length": "Length"}


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (1, {}),
        (COMMAND, {}),
        (COMMAND, {"name": "Book a session", "type": 2, "target_id": "<@1>"}),
        (COMMAND, {"name": "Something else", "type": 3, "target_id": "1"}),
        (PRESS, {"custom_id": "sb0:accept:1"}),
        (PRESS, {"custom_id": ["sb1:accept"]}),
        (SEARCH, {"name": "book-session", "options": [option("topic", "x", focused=True)]}),
        (SUBMIT, {"custom_id": "sb1:accept"}),
        (77, {"custom_id": "sb1:accept"}),
    ],
)
def test_what_nobody_offered_is_no_call(kind: int, data: Json) -> None:
    assert call(kind, data) is None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["sb1:a", "sm1:a", "book-session"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=12,
)
KEYS = ["name", "type", "options", "custom_id", "values", "components", "target_id", "resolved"]
INNER = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(["name", "type", "value", "component", "components", "custom_id"], JSON)
)
DATA = st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, JSON | st.lists(INNER, max_size=3)))


@settings(max_examples=60)
@given(st.sampled_from([COMMAND, PRESS, SEARCH, SUBMIT]), DATA)
def test_nothing_that_is_delivered_raises(kind: int, data: Json) -> None:
    call(kind, data)
    asks_first(data)
    labels_of(data)
