"""What Slack sends becomes a call of a route, and whatever is nothing of ours becomes nothing at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.parse.actions import is_link
from adapters.slack.parse.envelope import event_of
from adapters.slack.parse.event import Event, Surface
from adapters.slack.parse.markup import readable
from adapters.slack.payload import Json
from adapters.slack.view_state import PrivateMetadata
from core.domain.people import Address
from core.ports.call import Trigger
from core.ports.platform import Posted
from core.screens.commands import command_table

TABLE = command_table()
ANA = Address("slack", "T0HOME", "U0ANA")
USER = {"id": "U0ANA", "name": "ana", "team_id": "T0HOME"}
BASE: Json = {"user": USER, "team": {"id": "T0HOME"}, "trigger_id": "1.2.ab"}
FORM: Json = {
    "id": "V1",
    "type": "modal",
    "callback_id": "sb1form",
    "hash": "h1",
    "private_metadata": PrivateMetadata(
        token="sb1:decline:abc:3", asked="k1", origin=Posted("D1", "5.6"), response_url="https://u"
    ).dump(),
    "state": {"values": {"note~2": {"field": {"type": "plain_text_input", "value": "Sorry"}}}},
}
MESSAGE: Json = {"container": {"type": "message", "channel_id": "D1", "message_ts": "5.6"}}


def event(body: Json, prefix: str = "") -> Event:
    found = event_of(body, command_table(prefix))
    assert found is not None
    return found


def command(**changes: Any) -> Json:
    return {
        "command": "/book-session",
        "text": "",
        "team_id": "T0HOME",
        "user_id": "U0ANA",
        "user_name": "ana",
        "trigger_id": "1.2.ab",
        "response_url": "https://hooks.slack.com/commands/1",
        **changes,
    }


def press(action_id: str = "sb1:accept:abc:3", **changes: Any) -> Json:
    action = {"type": "button", "action_id": action_id, "block_id": "b", "action_ts": "9.9"}
    return {**BASE, "type": "block_actions", **MESSAGE, "actions": [action], **changes}


def test_a_command_is_its_own_route() -> None:
    found = event(command(text="<@U0KEN|ken> code &amp; <#C1|general> review"))
    assert found.surface is Surface.COMMAND
    assert found.call.trigger is Trigger.COMMAND
    assert found.call.route == "book-session"
    assert found.call.actor == ANA
    assert found.call.profile.name == "ana"
    assert found.call.mentioned == Address("slack", "T0HOME", "U0KEN")
    assert found.call.values == {"topic": "code & #general review"}
    assert found.call.key == "1.2.ab"


@pytest.mark.parametrize(
    ("name", "text", "values"),
    [
        ("/my-sessions", "past", {"show": "past"}),
        ("/find-mentor", "rust async", {"search": "rust async"}),
        ("/find-mentor", "  ", {}),
        ("/mentor-panel", "whatever", {}),
    ],
)
def test_the_rest_of_the_line_is_the_commands_own_option(
    name: str, text: str, values: dict[str, str]
) -> None:
    assert event(command(command=name, text=text)).call.values == values


def test_only_a_leading_person_is_the_mentor() -> None:
    found = event(command(text="ask <@U0KEN|ken> something"))
    assert found.call.mentioned is None
    assert found.call.values == {"topic": "ask @ken something"}


def test_a_prefix_stands_before_every_command() -> None:
    assert event(command(command="/acme-find-mentor"), "acme-").call.route == "find-mentor"
    assert event_of(command(command="/acme-find-mentor"), TABLE) is None


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("&lt;!channel&gt;", "<!channel>"),
        ("<!here>", "@here"),
        ("<!subteam^S1|@staff>", "@staff"),
        ("<https://a.example/x?a=1&amp;b=2|label>", "label (https://a.example/x?a=1&b=2)"),
        ("<https://a.example/x?a=1&amp;b=2>", "https://a.example/x?a=1&b=2"),
        ("<http://example.org|example.org>", "example.org"),
        ("<http://example.org/|example.org>", "example.org"),
        ("<https://a.example|https://a.example>", "https://a.example"),
        ("<https://evil.example|https://bank.example>", "https://bank.example (https://evil.example)"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<@U1>", "@U1"),
        ("a < b > c &amp;lt;", "a < b > c &lt;"),
    ],
)
def test_markup_is_read_as_a_person_reads_it(markup: str, words: str) -> None:
    assert readable(markup) == words


def test_a_button_says_what_it_was_and_where() -> None:
    call = event(press()).call
    assert (call.trigger, call.route, call.args) == (Trigger.BUTTON, "accept", ("abc", "3"))
    assert call.origin == Posted("D1", "5.6")


def test_the_same_press_has_the_same_key_and_another_press_another_one() -> None:
    assert event(press()).call.key == event(press()).call.key
    assert event(press()).call.key != event(press(trigger_id="3.4.cd")).call.key


def test_a_choice_in_a_menu_is_a_value() -> None:
    body = press()
    body["actions"][0] |= {"type": "static_select", "selected_option": {"value": "career"}}
    assert event(body).call.values == {"choice": "career"}


def test_a_private_message_has_no_place_to_be_edited_later() -> None:
    found = event(press(container={**MESSAGE["container"], "is_ephemeral": True}))
    assert found.surface is Surface.EPHEMERAL
    assert found.call.origin is None


@pytest.mark.parametrize(
    ("view", "surface"),
    [({"type": "home"}, Surface.HOME), ({"type": "modal", "callback_id": "sb1card"}, Surface.DIALOG)],
)
def test_a_button_in_a_view_belongs_to_no_message(view: Json, surface: Surface) -> None:
    found = event(press(view=view))
    assert found.surface is surface
    assert found.call.origin is None


def test_the_actor_is_keyed_on_their_own_workspace() -> None:
    found = event(press(user={"id": "U0ANA", "team_id": "T0GUEST"}))
    assert found.call.actor == Address("slack", "T0GUEST", "U0ANA")


def test_a_watched_field_calls_the_forms_route_with_everything_typed() -> None:
    call = event(press("field", view=FORM)).call
    assert (call.trigger, call.route, call.args) == (Trigger.CHANGE, "decline", ("abc", "3"))
    assert call.values == {"note": "Sorry"}


def test_a_form_needs_nothing_but_itself_to_be_submitted() -> None:
    found = event({**BASE, "type": "view_submission", "view": FORM})
    assert (found.call.trigger, found.call.route, found.call.args) == (Trigger.FORM, "decline", ("abc", "3"))
    assert found.call.values == {"note": "Sorry"}
    assert found.call.origin == Posted("D1", "5.6")


def test_a_form_has_one_key_until_it_becomes_another_form() -> None:
    first = event({**BASE, "type": "view_submission", "view": FORM})
    again = event({**BASE, "trigger_id": "9.9.ff", "type": "view_submission", "view": {**FORM, "hash": "h2"}})
    other = {**FORM, "private_metadata": PrivateMetadata(token="sb1:decline:abc:3", asked="k2").dump()}
    assert first.call.key == again.call.key
    assert first.call.key != event({**BASE, "type": "view_submission", "view": other}).call.key


def test_a_search_knows_its_words_its_route_and_the_rest_of_the_form() -> None:
    call = event(
        {**BASE, "type": "block_suggestion", "action_id": "sb1:search-times", "value": "fri", "view": FORM}
    ).call
    assert (call.trigger, call.route, call.args) == (Trigger.SEARCH, "search-times", ("abc", "3"))
    assert call.values == {"note": "Sorry", "words": "fri"}


def test_names_that_the_payload_has_stand_in_a_picked_message() -> None:
    message = {
        "user": "U0KEN",
        "user_profile": {"display_name": "Ken", "real_name": "Ken K."},
        "text": "<@U0KEN> asked <@U0ANA> in <#C1>, not <@U9>; see <https://a.example|the docs>",
    }
    about = event(
        {
            **BASE,
            "type": "message_action",
            "callback_id": "ask-about",
            "message": message,
            "user": {**BASE["user"], "id": "U0ANA", "name": "ana"},
            "channel": {"id": "C1", "name": "help"},
        }
    )
    assert about is not None
    said = "@Ken asked @ana in #help, not @somebody; see the docs (https://a.example)"
    assert about.call.values == {"text": said, "author": "Ken"}


def test_shortcuts_call_their_route_with_the_message_they_were_picked_on() -> None:
    plain = event({**BASE, "type": "shortcut", "callback_id": "book-session"})
    about = event(
        {**BASE, "type": "message_action", "callback_id": "ask-about", "message": {"text": "why &lt;T&gt;?"}}
    )
    assert (plain.call.trigger, plain.call.route, plain.call.values) == (Trigger.COMMAND, "book-session", {})
    assert (about.call.route, about.call.values) == ("ask-about", {"text": "why <T>?"})


@pytest.mark.parametrize(("tab", "is_page"), [("home", True), ("messages", False)])
def test_only_the_home_tab_is_a_page(tab: str, is_page: bool) -> None:
    event = {"type": "app_home_opened", "user": "U0ANA", "tab": tab}
    found = event_of(
        {"type": "event_callback", "event_id": "Ev1", "team_id": "T0HOME", "event": event}, TABLE
    )
    assert (found is not None) is is_page
    if found is not None:
        assert (found.call.trigger, found.call.route, found.call.actor) == (Trigger.PAGE, "home", ANA)
        assert found.call.key == "Ev1"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "unheard_of"},
        command(command="/other"),
        command(user_id=""),
        command(trigger_id=None),
        press("sb1link:0"),
        press("sb2:accept"),
        press(actions=[]),
        press(actions="nonsense"),
        press(container={}),
        press(view={"type": "modal", "callback_id": "foreign"}),
        press(user={"id": 7}, team={}),
        {**BASE, "type": "view_submission", "view": {**FORM, "private_metadata": "{}"}},
        {**BASE, "type": "view_submission", "view": {**FORM, "private_metadata": "[" * 2_999}},
        {**BASE, "type": "view_submission", "view": {**FORM, "private_metadata": '{"t":"foreign"}'}},
        {**BASE, "type": "block_suggestion", "action_id": "foreign"},
        {"type": "event_callback", "event": {"type": "message"}},
    ],
)
def test_what_is_nothing_of_ours_is_nothing(body: Json) -> None:
    assert event_of(body, TABLE) is None


def test_only_links_are_links() -> None:
    assert is_link(press("sb1link:3"))
    assert not is_link(press())
    assert not is_link({})


_junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inside: st.one_of(
        st.lists(inside, max_size=3), st.dictionaries(st.text(max_size=8), inside, max_size=3)
    ),
    max_leaves=6,
)
_bodies = st.sampled_from(
    [command(), press(), press("field", view=FORM), {**BASE, "type": "view_submission", "view": FORM}]
)


@settings(max_examples=120)
@given(_bodies, st.lists(st.sampled_from(list({**command(), **press(), "view": 0})), max_size=4), _junk)
def test_no_payload_makes_the_reader_fail(body: Json, spoiled: list[str], junk: object) -> None:
    for name in spoiled:
        event_of({**body, name: junk}, TABLE)
    event_of({**body, "view": {**FORM, "state": {"values": {"a": junk}}, "private_metadata": junk}}, TABLE)
