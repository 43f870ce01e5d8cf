"""The longest series, and somebody who waits, with the largest value of every field: every card and form shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.availability import Objection
from core.domain.booking import BookingId, Slot, Status
from core.domain.booking_view import BookingView
from core.domain.errors import Clash
from core.domain.series import MOST_SESSIONS, Date, Judged
from core.domain.waiting import Waited
from core.screens import notices, series, session, waiting
from core.screens import session_forms as forms
from tests.factories import NOON
from tests.screens.test_largest import SCRIPTS, asked_on_both, mentor_of, views
from tests.screens.test_screens import on_both

ONE_SCRIPT = [pytest.param(one, marks=[] if one == "marks" else pytest.mark.long) for one in SCRIPTS]
"""One in every run, and all of them in the long one."""


def in_series(view: BookingView) -> BookingView:
    """Return the first of the longest series, all of which is told with it."""
    others = tuple(
        replace(
            view.booking,
            id=BookingId(UUID(int=800 + week)),
            told_with=view.booking.id,
            slot=Slot(NOON + timedelta(weeks=week), 30),
        )
        for week in range(1, MOST_SESSIONS)
    )
    return replace(view, booking=replace(view.booking, series=view.booking.id), series=others)


@pytest.mark.parametrize("script", ONE_SCRIPT)
def test_every_card_notice_and_form_of_the_longest_series(script: str) -> None:
    known = mentor_of(script)
    for status in (Status.PENDING, Status.ACCEPTED):
        for view in map(in_series, views(script, status)):
            on_both(session.session_card(view))
    for view in map(in_series, views(script, Status.ACCEPTED)):
        for kind in notices.TOLD_FOR_SEVERAL:
            if (card := notices.message_for(kind, view, [known])) is not None:
                on_both(card)
    for view in map(in_series, views(script, Status.PENDING)):
        on_both(series.sent_card(view))
        for make in (forms.cancel_form, forms.decline_all_form, series.series_form):
            asked_on_both(make(view, {}))
    for one in (Objection.TYPE_GONE, None):
        days = [
            Judged(Date(NOON + timedelta(weeks=week), skipped=week == 1), one, is_free=one is None)
            for week in range(MOST_SESSIONS)
        ]
        offered = series.Offered(
            me=known.person, mentor=known, days=days, draft=UUID(int=1), mask="4095", changed=True
        )
        on_both(series.plan_card(offered))
        for starts in ([], [NOON + timedelta(days=day) for day in range(30)]):
            on_both(series.other_times_card(offered, 11, starts))


@pytest.mark.parametrize("script", ONE_SCRIPT)
def test_every_card_about_dates_that_cannot_be_accepted(script: str) -> None:
    for view in map(in_series, views(script, Status.PENDING)):
        every = [view.booking, *view.series]
        for free in ([], every[1:]):
            against = dict.fromkeys(every[:1] if free else every, Clash("time_engaged"))
            on_both(series.partly_card(view, against, free, "4095"))


@pytest.mark.parametrize("script", ONE_SCRIPT)
def test_every_card_and_form_of_somebody_who_waits(script: str) -> None:
    known = mentor_of(script)
    place = Waited(known.person, 99)
    asked_on_both(waiting.wait_form(known, {}))
    draft = UUID(int=1)
    full = (waiting.full_card(known, draft), waiting.taken_card(known, draft))
    for card in (*full, waiting.place_card(place), waiting.left_card(known)):
        on_both(card)
    for view in views(script, Status.PENDING):
        held = replace(
            view, booking=replace(view.booking, proposal=None, held_until=NOON + timedelta(hours=2))
        )
        on_both(session.session_card(held))


def test_everything_that_may_speak_against_a_date_has_words() -> None:
    assert set(series.SPEAKS_AGAINST) == set(Objection)
