"""What Slack sends becomes a call of a route, and whatever is nothing of ours becomes nothing at all."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.memo import Memo
from adapters.slack.parse.envelope import hear
from adapters.slack.parse.heard import Heard, Surface
from adapters.slack.parse.press import is_link
from adapters.slack.parse.typed import readable
from adapters.slack.payload import Json
from core.chat.routes import Asked
from core.domain.people import Address
from core.ports import Posted

ANA = Address("slack", "T0HOME", "U0ANA")
USER = {"id": "U0ANA", "name": "ana", "team_id": "T0HOME"}
BASE: Json = {"user": USER, "team": {"id": "T0HOME"}, "trigger_id": "1.2.ab"}
FORM: Json = {
    "id": "V1",
    "type": "modal",
    "callback_id": "sb1form",
    "hash": "h1",
    "private_metadata": Memo(
        token="sb1:decline:abc:3", asked="k1", origin=Posted("D1", "5.6"), url="https://u"
    ).dump(),
    "state": {"values": {"note~2": {"field": {"type": "plain_text_input", "value": "Sorry"}}}},
}
MESSAGE: Json = {"container": {"type": "message", "channel_id": "D1", "message_ts": "5.6"}}


def heard(body: Json, prefix: str = "") -> Heard:
    found = hear(body, prefix)
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
    found = heard(command(text="<@U0KEN|ken> code &amp; <#C1|general> review"))
    assert found.surface is Surface.COMMAND
    assert found.call.asked is Asked.COMMAND
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
        ("/mentors", "rust async", {"search": "rust async"}),
        ("/mentors", "  ", {}),
        ("/mentor", "whatever", {}),
    ],
)
def test_the_rest_of_the_line_is_the_commands_own_option(
    name: str, text: str, values: dict[str, str]
) -> None:
    assert heard(command(command=name, text=text)).call.values == values


def test_only_a_leading_person_is_the_mentor() -> None:
    found = heard(command(text="ask <@U0KEN|ken> something"))
    assert found.call.mentioned is None
    assert found.call.values == {"topic": "ask @ken something"}


def test_a_prefix_stands_before_every_command() -> None:
    assert heard(command(command="/acme-mentors"), "acme-").call.route == "mentors"
    assert hear(command(command="/acme-mentors")) is None


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("&lt;!channel&gt;", "<!channel>"),
        ("<!here>", "@here"),
        ("<!subteam^S1|@staff>", "@staff"),
        ("<https://a.example/x?a=1&amp;b=2|label>", "https://a.example/x?a=1&b=2"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<@U1>", "@U1"),
        ("a < b > c &amp;lt;", "a < b > c &lt;"),
    ],
)
def test_markup_is_read_as_a_person_reads_it(markup: str, words: str) -> None:
    assert readable(markup) == words


def test_a_button_says_what_it_was_and_where() -> None:
    call = heard(press()).call
    assert (call.asked, call.route, call.args) == (Asked.BUTTON, "accept", ("abc", "3"))
    assert call.origin == Posted("D1", "5.6")


def test_the_same_press_has_the_same_key_and_another_press_another_one() -> None:
    assert heard(press()).call.key == heard(press()).call.key
    assert heard(press()).call.key != heard(press(trigger_id="3.4.cd")).call.key


def test_a_choice_in_a_menu_is_a_value() -> None:
    body = press()
    body["actions"][0] |= {"type": "static_select", "selected_option": {"value": "career"}}
    assert heard(body).call.values == {"choice": "career"}


def test_a_private_message_has_no_place_to_be_edited_later() -> None:
    found = heard(press(container={**MESSAGE["container"], "is_ephemeral": True}))
    assert found.surface is Surface.EPHEMERAL
    assert found.call.origin is None


@pytest.mark.parametrize(
    ("view", "surface"),
    [({"type": "home"}, Surface.HOME), ({"type": "modal", "callback_id": "sb1card"}, Surface.DIALOG)],
)
def test_a_button_in_a_view_belongs_to_no_message(view: Json, surface: Surface) -> None:
    found = heard(press(view=view))
    assert found.surface is surface
    assert found.call.origin is None


def test_the_actor_is_keyed_on_their_own_workspace() -> None:
    found = heard(press(user={"id": "U0ANA", "team_id": "T0GUEST"}))
    assert found.call.actor == Address("slack", "T0GUEST", "U0ANA")


def test_a_watched_field_calls_the_forms_route_with_everything_typed() -> None:
    call = heard(press("field", view=FORM)).call
    assert (call.asked, call.route, call.args) == (Asked.CHANGE, "decline", ("abc", "3"))
    assert call.values == {"note": "Sorry"}


def test_a_form_needs_nothing_but_itself_to_be_submitted() -> None:
    found = heard({**BASE, "type": "view_submission", "view": FORM})
    assert (found.call.asked, found.call.route, found.call.args) == (Asked.FORM, "decline", ("abc", "3"))
    assert found.call.values == {"note": "Sorry"}
    assert found.call.origin == Posted("D1", "5.6")


def test_a_form_has_one_key_until_it_becomes_another_form() -> None:
    first = heard({**BASE, "type": "view_submission", "view": FORM})
    again = heard({**BASE, "trigger_id": "9.9.ff", "type": "view_submission", "view": {**FORM, "hash": "h2"}})
    other = {**FORM, "private_metadata": Memo(token="sb1:decline:abc:3", asked="k2").dump()}
    assert first.call.key == again.call.key
    assert first.call.key != heard({**BASE, "type": "view_submission", "view": other}).call.key


def test_a_search_knows_its_words_its_route_and_the_rest_of_the_form() -> None:
    call = heard(
        {**BASE, "type": "block_suggestion", "action_id": "sb1:find-times", "value": "fri", "view": FORM}
    ).call
    assert (call.asked, call.route, call.args) == (Asked.SEARCH, "find-times", ("abc", "3"))
    assert call.values == {"note": "Sorry", "words": "fri"}


def test_shortcuts_call_their_route_with_the_message_they_were_picked_on() -> None:
    plain = heard({**BASE, "type": "shortcut", "callback_id": "book-session"})
    about = heard(
        {**BASE, "type": "message_action", "callback_id": "ask-about", "message": {"text": "why &lt;T&gt;?"}}
    )
    assert (plain.call.asked, plain.call.route, plain.call.values) == (Asked.COMMAND, "book-session", {})
    assert (about.call.route, about.call.values) == ("ask-about", {"text": "why <T>?"})


@pytest.mark.parametrize(("tab", "is_page"), [("home", True), ("messages", False)])
def test_only_the_home_tab_is_a_page(tab: str, is_page: bool) -> None:
    event = {"type": "app_home_opened", "user": "U0ANA", "tab": tab}
    found = hear({"type": "event_callback", "event_id": "Ev1", "team_id": "T0HOME", "event": event})
    assert (found is not None) is is_page
    if found is not None:
        assert (found.call.asked, found.call.route, found.call.actor) == (Asked.PAGE, "home", ANA)
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
        {**BASE, "type": "view_submission", "view": {**FORM, "private_metadata": '{"t":"foreign"}'}},
        {**BASE, "type": "block_suggestion", "action_id": "foreign"},
        {"type": "event_callback", "event": {"type": "message"}},
    ],
)
def test_what_is_nothing_of_ours_is_nothing(body: Json) -> None:
    assert hear(body) is None


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


@settings(max_examples=120, deadline=None)
@given(_bodies, st.lists(st.sampled_from(list({**command(), **press(), "view": 0})), max_size=4), _junk)
def test_no_payload_makes_the_reader_fail(body: Json, spoiled: list[str], junk: object) -> None:
    for name in spoiled:
        hear({**body, name: junk})
    hear({**body, "view": {**FORM, "state": {"values": {"a": junk}}, "private_metadata": junk}})
