"""No field of a request is ever lost: each one goes from the form into the booking, and from there onto the card."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.discord.capabilities import CAPABILITIES as DISCORD
from adapters.slack.capabilities import CAPABILITIES as SLACK
from core.domain.acts import Edit
from core.domain.booking import Booking, BookingId, Role
from core.domain.booking_view import BookingView
from core.domain.erasure import Neutral, without
from core.domain.moves import move
from core.domain.people import Mentor, Offering, OfferingId
from core.domain.policy import Policy
from core.domain.requests import REQUEST_FIELDS, RequestText, Wish, request
from core.ports.capabilities import Capabilities
from core.ports.cards import words
from core.screens.booking import Choices, booking_form, change_form
from core.screens.series import REPEATED, series_form
from core.screens.session import session_card
from core.screens.waiting import wait_form
from core.store.rows import booking_from, row_of, snapshot_of
from tests.factories import MENTOR, NOON, STUDENT, a_person

NAMES = REQUEST_FIELDS
TYPED = {name: f"The words of {name}" for name in NAMES}
ANA = Mentor(person=replace(a_person(), id=MENTOR), headline="x", hours="Mon-Fri 09:00-17:00", since=NOON)
SAM = replace(a_person(), id=STUDENT)


def asked() -> Booking:
    wish = Wish(text=RequestText.typed(TYPED))
    return request(
        wish, SAM, ANA, None, id=BookingId(MENTOR), ref="S-22222", policy=Policy(), now=NOON
    ).booking


def seen(booking: Booking, role: Role) -> BookingView:
    return BookingView(booking=booking, role=role, student=SAM, mentor=ANA.person, now=NOON)


@pytest.mark.parametrize("name", NAMES)
def test_a_field_is_asked_kept_and_shown(name: str) -> None:
    booking = asked()
    assert getattr(booking, name) == TYPED[name]
    assert row_of(booking)[name] == TYPED[name]
    assert booking_from(snapshot_of(booking)) == booking
    for role in (Role.STUDENT, Role.MENTOR):
        assert TYPED[name] in list(words(session_card(seen(booking, role))))


@pytest.mark.parametrize("name", NAMES)
def test_a_field_goes_with_who_is_erased(name: str) -> None:
    former = Neutral(name="a former member", topic="…")
    assert TYPED[name] not in snapshot_of(without(asked(), Role.STUDENT, former)).values()
    assert TYPED[name] in snapshot_of(without(asked(), Role.MENTOR, former)).values()


def test_every_form_that_asks_for_them_fits() -> None:
    for form in (wait_form(ANA, TYPED), series_form(seen(asked(), Role.STUDENT), TYPED)):
        held = {field.key: field.value for field in form.fields}
        assert {
            name: held[name] for name in NAMES if name in held or name not in REPEATED
        }.items() <= TYPED.items()


@pytest.mark.parametrize("name", NAMES)
def test_a_field_can_be_changed_and_stands_in_the_form_that_changes_it(name: str) -> None:
    booking = asked()
    (field,) = [one for one in change_form(seen(booking, Role.STUDENT), {}).fields if one.key == name]
    assert field.value == TYPED[name]
    text = RequestText.typed(TYPED | {name: "Other words"})
    doing = Edit(text=text, slot=None, offering=None, minutes=30, answer_by=NOON + timedelta(days=1))
    moved = move(booking, doing, Role.STUDENT, NOON)
    assert moved is not None and getattr(moved.booking, name) == "Other words"
    assert RequestText.of(moved.booking) == text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("capabilities", [SLACK, DISCORD], ids=["slack", "discord"])
def test_a_field_is_in_the_booking_form_and_the_form_always_fits(
    name: str, capabilities: Capabilities
) -> None:
    offered = Choices(
        chosen=ANA,
        offerings=[Offering(id=OfferingId(MENTOR), mentor=MENTOR, title="Deep dive")],
        open_times=[NOON + timedelta(days=1)],
    )
    form = booking_form(SAM, TYPED, offered, capabilities=capabilities)
    assert len(form.fields) <= capabilities.form_fields
    values = {field.key: field.value for field in form.fields}
    assert values.get(name, "") == TYPED[name]
