"""A fixed offset is shown as ``UTC+1`` on every screen: tz calls it ``Etc/GMT-1``, which reads like the opposite."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from adapters.discord import capabilities as discord
from adapters.slack import capabilities as slack
from core.domain.agenda import Section
from core.domain.booking import Role, Slot
from core.domain.booking_view import BookingView
from core.domain.notices import Kind
from core.domain.people import Mentor
from core.ports.cards import Card, buttons
from core.ports.forms import ChoiceField, Form
from core.screens import agenda, booking, mentor, notices, session, session_forms, settings, times
from core.screens.booking import Choices
from tests.factories import MENTOR, NOON, a_booking, a_person
from tests.plain import plain, plain_form

STARTS = tuple(NOON + timedelta(days=day) for day in range(1, 4))
NAMES = [("Etc/GMT-1", "UTC+1"), ("Etc/GMT+3", "UTC-3"), ("UTC", "UTC"), ("Europe/Berlin", "Europe/Berlin")]


def screens(zone: str) -> Iterator[Card | Form]:
    """Every card and form on which a person in ``zone`` sees it, or a time in it."""
    me, other = a_person(zone=zone), a_person(id=MENTOR, name="Ken", zone=zone)
    ken = Mentor(person=other, headline="Helps", zone=zone, hours="Mon-Fri 09:00-17:00", since=NOON)
    held = a_booking(slot=Slot(NOON.replace(day=3), 30))
    view = BookingView(booking=held, role=Role.STUDENT, student=me, mentor=other, now=NOON)
    offered = Choices(chosen=ken, open_times=STARTS)
    yield settings.settings_card(me, NOON, platform_tells_zone=False, program="Mentoring")
    yield settings.zone_form(me, ("-",), {})
    yield mentor.profile_form(me, None, {})
    yield mentor.profile_form(other, ken, {})
    yield mentor.panel(ken, (), STARTS)
    yield from (
        booking.booking_form(me, {}, offered, capabilities=one.CAPABILITIES) for one in (discord, slack)
    )
    yield booking.change_form(view, {})
    yield session_forms.propose_form(view, {})
    yield times.which_time(STARTS, me, UUID(int=1), "when")
    yield session.session_card(view)
    yield agenda.listing(me, Section.UPCOMING, [view], more=False, total=1)
    yield from (card for kind in Kind if (card := notices.message_for(kind, view)) is not None)


def words(screen: Card | Form) -> str:
    """All that stands on a screen, hints and choices too."""
    if isinstance(screen, Card):
        return " ".join((screen.summary, plain(screen), *(str(one) for one in buttons(screen))))
    labels = (one.label for field in screen.fields if isinstance(field, ChoiceField) for one in field.options)
    return " ".join((plain_form(screen), *(field.hint for field in screen.fields), *labels))


@pytest.mark.parametrize(("zone", "shown"), NAMES)
def test_a_zone_is_shown_by_the_name_that_people_use(zone: str, shown: str) -> None:
    said = [words(screen) for screen in screens(zone)]
    assert [text for text in said if "Etc/" in text] == []
    assert sum(shown in text for text in said) > 8
