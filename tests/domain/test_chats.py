"""How long a chat is open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.domain.booking import Role, Slot, Status
from core.domain.chats import KEPT_OPEN, WITHDRAWN_STAMP, open_until
from tests.factories import NOON, a_booking

HALF = timedelta(minutes=30)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("slot", [None, Slot(NOON, 30)])
def test_a_chat_closes_two_days_after_the_session_or_after_the_last_word_on_it(
    status: Status, slot: Slot | None
) -> None:
    decided = NOON - timedelta(days=1)
    closed_by = Role.STUDENT if status in {Status.CANCELLED, Status.NO_SHOW} else None
    booking = a_booking(status=status, slot=slot, decided_at=decided, closed_by=closed_by)
    if status.is_open:
        expected = NOON + HALF + KEPT_OPEN if slot else None
    else:
        expected = (NOON + HALF if slot and closed_by is None else decided) + KEPT_OPEN
    assert open_until(booking) == expected


def test_without_any_decision_the_deadline_counts() -> None:
    booking = a_booking(status=Status.EXPIRED, slot=None, decided_at=None)
    assert open_until(booking) == booking.answer_by + KEPT_OPEN


@pytest.mark.parametrize("stamp", ["", "1796029200.000005", "2026-11-30T09:03:18.000000"])
def test_a_deletion_comes_after_every_edit(stamp: str) -> None:
    assert stamp < WITHDRAWN_STAMP
