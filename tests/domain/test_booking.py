"""When a request and a suggestion close by themselves."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.domain.booking import Proposal, Role, Slot
from tests.factories import NOON, a_booking

HOUR = timedelta(hours=1)
EARLY, LATE = Slot(NOON + 5 * HOUR, 30), Slot(NOON + 60 * HOUR, 30)


@pytest.mark.parametrize(
    ("answer_by", "closes"),
    [(None, 60), (NOON + 4 * HOUR, 4), (NOON + 59 * HOUR, 59), (NOON + 61 * HOUR, 60)],
)
def test_a_suggestion_closes_at_its_deadline_or_its_last_time(
    answer_by: datetime | None, closes: int
) -> None:
    for slots in ((EARLY, LATE), (LATE, EARLY)):
        assert Proposal(Role.MENTOR, slots, "", answer_by).lapses_at == NOON + closes * HOUR


@pytest.mark.parametrize(
    ("slot", "suggested", "lapses"),
    [
        (None, None, 48),
        (EARLY, None, 5),
        (LATE, None, 48),
        (EARLY, EARLY, 5),
        (EARLY, LATE, 60),
        (None, EARLY, 48),
    ],
)
def test_a_request_lapses_at_its_deadline_or_start_but_not_before_a_suggestion(
    slot: Slot | None, suggested: Slot | None, lapses: int
) -> None:
    proposal = Proposal(Role.MENTOR, (suggested,)) if suggested else None
    booking = a_booking(slot=slot, proposal=proposal, answer_by=NOON + 48 * HOUR)
    assert booking.lapses_at == NOON + lapses * HOUR
