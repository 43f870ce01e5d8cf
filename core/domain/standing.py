"""Standing: whether a person may book and mentor here, what changes it, and who may change it."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from core.domain.errors import AlreadyDone, NotAvailable

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.people import PersonId

WORD_LENGTH = 500
"""UTF-16 units of what an organiser says with a decision."""


class Approval(enum.StrEnum):
    """Whether organisers have agreed to somebody's being a mentor; where nobody is asked they have."""

    GIVEN = "given"
    WANTED = "wanted"
    DECLINED = "declined"


class Step(enum.StrEnum):
    """What may be done to somebody's standing."""

    ASK = "ask"
    """A new mentor waits for an organiser's yes."""
    STOP = "stop"
    BEGIN = "begin"
    APPROVE = "approve"
    DECLINE = "decline"
    PAUSE = "pause"
    RESUME = "resume"
    REMOVE = "remove"
    RESTORE = "restore"
    BLOCK = "block"
    UNBLOCK = "unblock"


OWN = frozenset({Step.ASK, Step.STOP, Step.BEGIN})
"""The steps that a mentor takes; every other one is an organiser's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands with one person, and what was done last. Who has none stored is in good standing."""

    person: PersonId
    blocked: bool = False
    """Whether they may neither book nor mentor."""
    stopped: bool = False
    """Whether they have stopped mentoring by themselves."""
    removed: bool = False
    """Whether an organiser has ended their mentoring."""
    paused: bool = False
    """Whether an organiser has paused them: they can't end that themselves."""
    paused_until: datetime | None = None
    """When an organiser's pause ends by itself, in UTC; None while it lasts until it is ended."""
    approval: Approval = Approval.GIVEN
    asked_at: datetime | None = None
    """When approval was asked for last, in UTC."""
    answered_by: PersonId | None = None
    """Which organiser answered; None while it is waited for."""
    step: Step | None = None
    by: PersonId | None = None
    """Who took the last step."""
    word: str = ""
    """What was said with the last step."""
    at: datetime | None = None
    """When the last step was taken, in UTC."""

    @property
    def is_offered(self) -> bool:
        """Whether a mentor is shown to students at all. A pause is another matter: it is one of the profile."""
        return not (self.blocked or self.stopped or self.removed) and self.approval is Approval.GIVEN

    def is_paused(self, now: datetime) -> bool:
        """Whether an organiser's pause lasts at an instant."""
        return self.paused and (self.paused_until is None or now < self.paused_until)

    def check_may_mentor(self) -> None:
        """Raise NotAvailable for somebody whom organisers keep from mentoring."""
        if self.blocked:
            raise NotAvailable("blocked")
        if self.removed:
            raise NotAvailable("removed_as_mentor")


@dataclass(frozen=True, slots=True)
class _Rule:
    """When a step may be taken, what it changes, and what refuses it otherwise."""

    may: Callable[[Standing], bool]
    refused: AlreadyDone
    changes: Mapping[str, Any]


_RULES: Mapping[Step, _Rule] = MappingProxyType(
    {
        Step.ASK: _Rule(
            lambda one: one.approval is not Approval.WANTED,
            AlreadyDone("approval_waits"),
            {"approval": Approval.WANTED},
        ),
        Step.STOP: _Rule(lambda one: not one.stopped, AlreadyDone("already_stopped"), {"stopped": True}),
        Step.BEGIN: _Rule(lambda one: one.stopped, AlreadyDone("already_mentoring"), {"stopped": False}),
        Step.APPROVE: _Rule(
            lambda one: one.approval is Approval.WANTED,
            AlreadyDone("already_answered"),
            {"approval": Approval.GIVEN},
        ),
        Step.DECLINE: _Rule(
            lambda one: one.approval is Approval.WANTED,
            AlreadyDone("already_answered"),
            {"approval": Approval.DECLINED},
        ),
        Step.PAUSE: _Rule(lambda _: True, AlreadyDone("already_done"), {"paused": True}),
        Step.RESUME: _Rule(
            lambda one: one.paused, AlreadyDone("not_paused"), {"paused": False, "paused_until": None}
        ),
        Step.REMOVE: _Rule(lambda one: not one.removed, AlreadyDone("already_removed"), {"removed": True}),
        Step.RESTORE: _Rule(
            lambda one: one.removed or one.approval is Approval.DECLINED,
            AlreadyDone("already_mentoring"),
            {"removed": False, "approval": Approval.GIVEN},
        ),
        Step.BLOCK: _Rule(lambda one: not one.blocked, AlreadyDone("already_blocked"), {"blocked": True}),
        Step.UNBLOCK: _Rule(lambda one: one.blocked, AlreadyDone("not_blocked"), {"blocked": False}),
    }
)


def step(  # noqa: PLR0917 - what is done, by whom, when, with which word
    standing: Standing, what: Step, by: PersonId, now: datetime, word: str = "", until: datetime | None = None
) -> Standing:
    """Return the standing after a step; ``until`` is the end of a pause, in UTC.

    Raises AlreadyDone where it is so already, or was decided otherwise, and NotAvailable where organisers keep
    somebody from mentoring who asks for it.
    """
    if what in {Step.ASK, Step.BEGIN}:
        standing.check_may_mentor()
    rule = _RULES[what]
    if not rule.may(standing):
        raise AlreadyDone(rule.refused.code)
    changes = dict(rule.changes)
    if what is Step.PAUSE:
        changes["paused_until"] = until
    if what is Step.ASK:
        changes |= {"asked_at": now, "answered_by": None}
    if what in {Step.APPROVE, Step.DECLINE}:
        changes["answered_by"] = by
    return replace(standing, **changes, step=what, by=by, word=word, at=now)


def steps_open(standing: Standing) -> frozenset[Step]:
    """Return every step that would change something now."""
    return frozenset(what for what, rule in _RULES.items() if rule.may(standing))
