"""What is to be done to a meeting follows from its booking alone: every case there is."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from core.domain.booking import LinkState, Slot, Status
from core.domain.meetings import Meeting, MeetingState, Task, task_of
from tests.factories import NOON, a_booking

SLOT, OTHER = Slot(NOON + timedelta(days=1), 30), Slot(NOON + timedelta(days=2), 30)
WANTED, MADE, GONE = MeetingState.WANTED, MeetingState.MADE, MeetingState.GONE
CALLED_OFF = (Status.CANCELLED, Status.REJECTED, Status.EXPIRED)


def a_meeting(state: MeetingState, *, slot: Slot | None = SLOT) -> Meeting:
    return Meeting(booking=a_booking().id, number=1, wished_at=NOON, state=state, slot=slot)


def task(
    state: MeetingState, status: Status, link: LinkState, *, newest: int = 1, slot: Slot | None = SLOT
) -> Task | None:
    booking = a_booking(status=status, slot=slot, link_state=link)
    return task_of(a_meeting(state), booking, newest)


@pytest.mark.parametrize(("status", "link", "newest"), list(product(Status, LinkState, (1, 2))))
def test_what_is_gone_stays_so(status: Status, link: LinkState, newest: int) -> None:
    assert task(GONE, status, link, newest=newest) is None


@pytest.mark.parametrize(("status", "link", "newest"), list(product(Status, LinkState, (1, 2))))
def test_one_is_made_for_an_agreed_session_that_waits_for_it_and_for_no_other(
    status: Status, link: LinkState, newest: int
) -> None:
    waits = status is Status.ACCEPTED and link is LinkState.COMING and newest == 1
    assert task(WANTED, status, link, newest=newest) is (Task.MAKE if waits else Task.REMOVE)


def test_a_session_without_a_time_has_none() -> None:
    assert task(WANTED, Status.ACCEPTED, LinkState.COMING, slot=None) is Task.REMOVE


@pytest.mark.parametrize("link", list(LinkState))
def test_what_was_called_off_needs_none_and_what_took_place_keeps_it(link: LinkState) -> None:
    assert {task(MADE, status, link) for status in CALLED_OFF} == {Task.REMOVE}
    assert {task(MADE, status, link) for status in (Status.COMPLETED, Status.NO_SHOW)} == {None}


@pytest.mark.parametrize(
    ("link", "newest", "expected"),
    [
        (LinkState.MADE, 1, None),
        (LinkState.MADE, 2, Task.REMOVE),
        (LinkState.COMING, 2, None),
        (LinkState.GIVEN, 1, Task.REMOVE),
        (LinkState.FALLBACK, 2, Task.REMOVE),
    ],
)
def test_an_agreed_session_has_one_and_the_old_one_goes_when_the_new_one_is_there(
    link: LinkState, newest: int, expected: Task | None
) -> None:
    assert task(MADE, Status.ACCEPTED, link, newest=newest) is expected


@pytest.mark.parametrize("known", [OTHER, None])
def test_one_whose_provider_knows_another_time_or_none_is_moved(known: Slot | None) -> None:
    booking = a_booking(status=Status.ACCEPTED, slot=SLOT, link_state=LinkState.MADE)
    assert task_of(a_meeting(MADE, slot=known), booking, 1) is Task.MOVE


def test_a_key_is_what_every_provider_takes() -> None:
    keys = {a_meeting(WANTED).key, Meeting(booking=a_booking().id, number=2, wished_at=NOON).key}
    assert len(keys) == 2
    assert all(len(key) == 34 and set(key) <= set("0123456789abcdef") for key in keys)
