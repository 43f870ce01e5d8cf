"""Standing: every state and every step, as a table; who is offered, and what refuses a step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from core.domain.errors import AlreadyDone, BookingError, NotAvailable
from core.domain.standing import OWN, Approval, Standing, Step, step, steps_open
from tests.factories import MENTOR, NOON, STUDENT

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY = [
    Standing(
        person=MENTOR,
        approval=approval,
        blocked=flags[0],
        stopped=flags[1],
        removed=flags[2],
        paused=flags[3],
    )
    for approval in Approval
    for flags in product((False, True), repeat=4)
]
OPENS: dict[Step, Callable[[Standing], bool]] = {
    Step.ASK: lambda one: one.approval is not Approval.WANTED,
    Step.STOP: lambda one: not one.stopped,
    Step.BEGIN: lambda one: one.stopped,
    Step.APPROVE: lambda one: one.approval is Approval.WANTED,
    Step.DECLINE: lambda one: one.approval is Approval.WANTED,
    Step.PAUSE: lambda _: True,
    Step.RESUME: lambda one: one.paused,
    Step.REMOVE: lambda one: not one.removed,
    Step.RESTORE: lambda one: one.removed or one.approval is Approval.DECLINED,
    Step.BLOCK: lambda one: not one.blocked,
    Step.UNBLOCK: lambda one: one.blocked,
}
"""When a step changes something."""
LEAVES: dict[Step, dict[str, Any]] = {
    Step.ASK: {"approval": Approval.WANTED, "asked_at": NOON},
    Step.STOP: {"stopped": True},
    Step.BEGIN: {"stopped": False},
    Step.APPROVE: {"approval": Approval.GIVEN, "answered_by": STUDENT},
    Step.DECLINE: {"approval": Approval.DECLINED, "answered_by": STUDENT},
    Step.PAUSE: {"paused": True, "paused_until": NOON + timedelta(days=1)},
    Step.RESUME: {"paused": False},
    Step.REMOVE: {"removed": True},
    Step.RESTORE: {"removed": False, "approval": Approval.GIVEN},
    Step.BLOCK: {"blocked": True},
    Step.UNBLOCK: {"blocked": False},
}
"""What a step changes; everything else stays."""


def test_every_step_in_every_state() -> None:
    assert set(OPENS) == set(LEAVES) == set(Step)
    for standing, what in product(EVERY, Step):
        kept_from = what in {Step.ASK, Step.BEGIN} and (standing.blocked or standing.removed)
        if kept_from or not OPENS[what](standing):
            with pytest.raises(NotAvailable if kept_from else AlreadyDone):
                step(standing, what, STUDENT, NOON)
            continue
        after = step(standing, what, STUDENT, NOON, "a word", NOON + timedelta(days=1))
        known: dict[str, Any] = {"step": what, "by": STUDENT, "word": "a word", "at": NOON}
        assert after == replace(standing, **LEAVES[what], **known), (standing, what)
        assert what in steps_open(standing)


def test_who_is_offered() -> None:
    """Nobody is shown to students of whom anything but a pause is known."""
    offered = [one for one in EVERY if one.is_offered]
    assert len(offered) == 2
    assert all(not (one.blocked or one.stopped or one.removed) for one in offered)
    assert {one.approval for one in offered} == {Approval.GIVEN}


@pytest.mark.parametrize("what", sorted(OWN))
def test_nobody_lets_themselves_back_in(what: Step) -> None:
    """No step that a person takes alone ends what an organiser has decided."""
    for standing in EVERY:
        try:
            after = step(standing, what, MENTOR, NOON)
        except BookingError:
            continue
        decided = ("blocked", "removed", "paused")
        assert [getattr(after, name) for name in decided] == [getattr(standing, name) for name in decided]
        assert after.approval is standing.approval or after.approval is Approval.WANTED


def test_a_pause_ends_at_its_time() -> None:
    paused = step(Standing(person=MENTOR), Step.PAUSE, STUDENT, NOON, "", NOON + timedelta(days=1))
    assert paused.is_paused(NOON) and not paused.is_paused(NOON + timedelta(days=1))
    assert replace(paused, paused_until=None).is_paused(NOON + timedelta(days=999))
