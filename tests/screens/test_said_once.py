"""Each screen says what is so, once, and names the way on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from adapters.discord.capabilities import CAPABILITIES as DISCORD
from adapters.slack.capabilities import CAPABILITIES as SLACK
from adapters.slack.render.text import flat
from core.domain.booking import BookingId, Role, Slot, Status
from core.domain.booking_view import BookingView
from core.domain.directory import Page
from core.domain.errors import Problem, Stale
from core.domain.links import MeetingLink
from core.domain.notices import Kind
from core.domain.people import Mentor
from core.ports.cards import Actions, Button, Row, buttons
from core.screens.booking_steps import whom_to_ask
from core.screens.digests import news_digest, requests_digest
from core.screens.errors import sentence
from core.screens.mentor import panel, pause_form
from core.screens.notices import message_for
from core.screens.search import Leafing, mentor_list
from core.screens.session import session_card
from core.screens.session_forms import propose_form
from tests.adapters.slack_examples import HERE as SLACK_HERE
from tests.factories import MENTOR, NOON, a_booking, a_person
from tests.plain import line, plain

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import Person
    from core.ports.capabilities import Capabilities

START = NOON + timedelta(days=2)
LINK = MeetingLink("https://meet.example.org/room")
KEN = a_person(id=MENTOR, name="Ken", zone="Asia/Tokyo")


def seen_by(role: Role, mentor: Person = KEN, **booking: Any) -> BookingView:
    known: dict[str, Any] = {"slot": Slot(START, 30), "link": LINK} | booking
    return BookingView(
        booking=a_booking(**known),
        role=role,
        student=a_person(),
        mentor=mentor,
        now=NOON + timedelta(days=3),
    )


@pytest.mark.parametrize(
    ("role", "absent", "said"),
    [
        (Role.STUDENT, Role.STUDENT, "@Ken recorded that you did not come. If that is wrong, talk to them."),
        (Role.STUDENT, Role.MENTOR, "You recorded that @Ken did not come."),
        (Role.MENTOR, Role.MENTOR, "@Sam recorded that you did not come. If that is wrong, talk to them."),
        (Role.MENTOR, Role.STUDENT, "You recorded that @Sam did not come."),
    ],
)
def test_who_did_not_come_is_said_and_whom_to_talk_to(role: Role, absent: Role, said: str) -> None:
    view = seen_by(role, status=Status.NO_SHOW, closed_by=absent)
    card = session_card(view)
    assert said in plain(card).split("\n")
    if role is absent:
        assert "Chat" in [one.label for one in buttons(card) if isinstance(one, Button)]
        ping = message_for(Kind.NO_SHOW, view)
        assert ping is not None
        assert "Chat" in [one.label for one in buttons(ping) if isinstance(one, Button)]


def test_the_small_line_names_the_other_person_once() -> None:
    card = replace(seen_by(Role.STUDENT), now=NOON)
    (small,) = [row for row in plain(session_card(card)).split("\n") if "to answer" in row]
    assert small.count("@Ken") == 1
    assert " for @Ken · they have until " in small
    untimed = plain(session_card(replace(card, booking=a_booking(slot=None))))
    assert "@Ken has until " in untimed


def test_a_session_without_a_time_has_no_call_to_speak_of() -> None:
    view = seen_by(Role.STUDENT, status=Status.ACCEPTED, slot=None)
    assert "video call" not in plain(session_card(view))


def test_news_of_a_yes_without_a_time_leads_to_a_time() -> None:
    ping = message_for(Kind.ACCEPTED, seen_by(Role.STUDENT, status=Status.ACCEPTED, slot=None))
    assert ping is not None
    assert plain(ping) == "✅ @Ken accepted: Code review, no time set yet\n[Pick a time…] [Open]"


def test_news_that_a_suggestion_is_closed_says_by_whom() -> None:
    ping = message_for(Kind.KEPT, seen_by(Role.STUDENT, status=Status.ACCEPTED))
    assert ping is not None
    assert plain(ping).startswith("⚪ @Ken closed the suggestion, and nothing changes: Code review, ")


def test_digests_call_their_buttons_as_pings_do() -> None:
    view = seen_by(Role.MENTOR)
    other = seen_by(Role.MENTOR, id=BookingId(UUID(int=101)))
    for card in (requests_digest([view, other]), news_digest([(view, Kind.CHANGED)])):
        rows = [part for part in card.parts if isinstance(part, Row)]
        assert {row.button.label for row in rows} == {"Open"}
        assert "Show" not in plain(card)


def test_what_has_changed_is_not_promised_where_it_is_not_shown() -> None:
    assert "Here is" not in line(sentence(Stale()))


def test_the_panel_says_how_long_a_session_is_and_asks_before_it_pauses() -> None:
    card = panel(Mentor(person=KEN, headline="Engineer", since=NOON), ())
    assert "Session types: none; a session takes 30 minutes" in plain(card).split("\n")
    (pause,) = [one for one in buttons(card) if isinstance(one, Button) and one.label == "Pause"]
    assert pause.confirm


def test_a_search_that_finds_nobody_leads_on() -> None:
    found = mentor_list(Page(entries=()), KEN, Leafing(words="cobol"))
    assert plain(found).endswith("[All mentors] [Book a session…]")
    for nobody in (
        mentor_list(Page(entries=()), KEN, Leafing()),
        whom_to_ask((), UUID(int=1), start=0, said=()),
    ):
        (row,) = [part for part in nobody.parts if isinstance(part, Actions)]
        assert [item.label for item in row.items] == ["Become a mentor…"]


@pytest.mark.parametrize(("start", "times"), [(NOON, 1), (NOON.replace(month=3, day=28), 3)])
def test_open_times_that_are_listed_name_their_zone_once(start: datetime, times: int) -> None:
    """Where the clocks change between them, each says its own offset."""
    starts = tuple(start + timedelta(days=day) for day in range(3))
    said = flat(sentence(Problem("time_taken", starts=starts, zone="Europe/Berlin")), SLACK_HERE)
    assert said.count("(Europe/Berlin, UTC+") == times
    assert said.endswith(").")


@pytest.mark.parametrize(("capabilities", "times"), [(SLACK, 0), (DISCORD, 1)])
def test_a_form_names_the_zone_once(capabilities: Capabilities, times: int) -> None:
    native = capabilities.picks_times
    for form in (
        propose_form(seen_by(Role.STUDENT), {}, native=native),
        pause_form(a_person(), {}, native=native),
    ):
        assert [field.hint.count("time zone") for field in form.fields].count(1) == times
