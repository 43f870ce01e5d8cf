"""What each act changes of a booking: these fields, to these values, and no other."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from core.domain import acts
from core.domain.booking import Act, Booking, LinkState, Proposal, Role, Slot, Status
from core.domain.links import MeetingLink
from core.domain.mentor_search import MentorSearch
from core.domain.moves import BIRTHS, move
from core.domain.people import OfferingId
from core.domain.requests import RequestText
from tests.factories import NOON, a_booking

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SLOT, LATER, OVER = Slot(NOON + DAY, 30), Slot(NOON + 3 * DAY, 60), Slot(NOON - HOUR, 30)
KIND = OfferingId(UUID(int=7))
ROOM, OTHER = (MeetingLink.parse(f"https://meet.example.org/{name}") for name in ("room", "other"))
EDIT = acts.Edit(
    text=RequestText("New", "Words"), slot=LATER, offering=KIND, minutes=60, answer_by=NOON + 5 * HOUR
)
SUGGESTED = Proposal(Role.MENTOR, (Slot(NOON - HOUR, 30), LATER), "Rather", NOON + 2 * DAY)
PENDING = a_booking(slot=SLOT, proposal=SUGGESTED)
AGREED = a_booking(slot=SLOT, status=Status.ACCEPTED, link=ROOM, proposal=SUGGESTED)
WAITING = replace(AGREED, link=None, link_state=LinkState.COMING)
HELD = a_booking(slot=OVER, status=Status.ACCEPTED, proposal=SUGGESTED)
CLOSED: dict[str, Any] = {"proposal": None, "decided_at": NOON}
CHANGES: tuple[tuple[Booking, Role, acts.Doing, dict[str, Any]], ...] = (
    (
        PENDING,
        Role.STUDENT,
        EDIT,
        {
            "topic": "New",
            "message": "Words",
            "slot": LATER,
            "offering": KIND,
            "minutes": 60,
            "answer_by": NOON + 5 * HOUR,
            "proposal": None,
        },
    ),
    (
        PENDING,
        Role.MENTOR,
        acts.Accept(reply="Gladly", link=ROOM),
        CLOSED | {"status": Status.ACCEPTED, "accepted_at": NOON, "reply": "Gladly", "link": ROOM},
    ),
    (
        PENDING,
        Role.MENTOR,
        acts.Reject(reply="Sorry"),
        CLOSED | {"status": Status.REJECTED, "reply": "Sorry"},
    ),
    *(
        (
            booking,
            by,
            acts.Cancel(reason="Ill"),
            CLOSED | {"status": Status.CANCELLED, "reason": "Ill", "closed_by": by},
        )
        for booking, by in ((PENDING, Role.STUDENT), (AGREED, Role.STUDENT), (AGREED, Role.MENTOR))
    ),
    (AGREED, Role.MENTOR, acts.SetLink(link=OTHER), {"link": OTHER}),
    (WAITING, Role.MENTOR, acts.SetLink(link=OTHER), {"link": OTHER, "link_state": LinkState.GIVEN}),
    (
        PENDING,
        Role.MENTOR,
        acts.Accept(coming=True),
        CLOSED | {"status": Status.ACCEPTED, "accepted_at": NOON, "link_state": LinkState.COMING},
    ),
    (AGREED, Role.MENTOR, acts.RenewLink(), {"link_state": LinkState.COMING}),
    (
        WAITING,
        Role.SYSTEM,
        acts.LinkMade(link=OTHER, state=LinkState.MADE),
        {"link": OTHER, "link_state": LinkState.MADE},
    ),
    (
        WAITING,
        Role.STUDENT,
        acts.AcceptProposal(choice=1, link=ROOM),
        {"slot": LATER, "minutes": 60, "proposal": None},
    ),
    (
        replace(WAITING, link_state=LinkState.GIVEN),
        Role.STUDENT,
        acts.AcceptProposal(choice=1, coming=True),
        {"slot": LATER, "minutes": 60, "proposal": None, "link_state": LinkState.COMING},
    ),
    (
        AGREED,
        Role.STUDENT,
        acts.Propose(slots=(LATER,), note="Or", answer_by=NOON + HOUR),
        {"proposal": Proposal(Role.STUDENT, (LATER,), "Or", NOON + HOUR)},
    ),
    (
        PENDING,
        Role.STUDENT,
        acts.AcceptProposal(choice=1, link=OTHER),
        CLOSED
        | {"status": Status.ACCEPTED, "accepted_at": NOON, "slot": LATER, "minutes": 60, "link": OTHER},
    ),
    (
        AGREED,
        Role.STUDENT,
        acts.AcceptProposal(choice=1, link=OTHER),
        {"proposal": None, "slot": LATER, "minutes": 60},
    ),
    (PENDING, Role.STUDENT, acts.DeclineProposal(), {"proposal": None, "answer_by": SLOT.starts_at}),
    (PENDING, Role.MENTOR, acts.WithdrawProposal(), {"proposal": None, "answer_by": SLOT.starts_at}),
    (
        replace(PENDING, slot=None),
        Role.MENTOR,
        acts.WithdrawProposal(),
        {"proposal": None},
    ),
    (
        replace(PENDING, slot=None, answer_by=NOON + HOUR),
        Role.STUDENT,
        acts.DeclineProposal(),
        {"proposal": None, "answer_by": NOON + 2 * DAY},
    ),
    (AGREED, Role.STUDENT, acts.DeclineProposal(), {"proposal": None}),
    (AGREED, Role.SYSTEM, acts.ExpireProposal(), {"proposal": None}),
    (PENDING, Role.SYSTEM, acts.ExpireProposal(), {"proposal": None}),
    (HELD, Role.MENTOR, acts.Complete(), CLOSED | {"status": Status.COMPLETED}),
    (HELD, Role.SYSTEM, acts.AutoComplete(), CLOSED | {"status": Status.COMPLETED}),
    (
        HELD,
        Role.MENTOR,
        acts.StudentAbsent(),
        CLOSED | {"status": Status.NO_SHOW, "closed_by": Role.STUDENT},
    ),
    (HELD, Role.STUDENT, acts.MentorAbsent(), CLOSED | {"status": Status.NO_SHOW, "closed_by": Role.MENTOR}),
    (
        AGREED,
        Role.SYSTEM,
        acts.Leave(who=Role.MENTOR),
        CLOSED | {"status": Status.CANCELLED, "closed_by": Role.MENTOR, "left": True},
    ),
    (
        a_booking(slot=SLOT, held_until=NOON + HOUR, answer_by=NOON + HOUR),
        Role.STUDENT,
        acts.Take(answer_by=NOON + 2 * HOUR),
        {"held_until": None, "answer_by": NOON + 2 * HOUR},
    ),
    (replace(PENDING, told_with=PENDING.id), Role.MENTOR, acts.OneByOne(), {"told_with": None}),
    (PENDING, Role.ADMIN, acts.Nudge(), {}),
    (AGREED, Role.ADMIN, acts.Nudge(), {}),
    (
        PENDING,
        Role.ADMIN,
        acts.Reassign(following=PENDING.id),
        CLOSED
        | {"status": Status.CANCELLED, "closed_by": Role.ADMIN}
        | {"search": MentorSearch(mentors=(PENDING.mentor,), following=PENDING.id)},
    ),
    (
        a_booking(slot=SLOT, answer_by=NOON),
        Role.SYSTEM,
        acts.Expire(),
        {"status": Status.EXPIRED, "decided_at": NOON},
    ),
)


def test_every_act_is_here() -> None:
    assert {doing.act for _, _, doing, _ in CHANGES} == set(Act) - BIRTHS


@pytest.mark.parametrize(("booking", "by", "doing", "changes"), CHANGES)
def test_an_act_changes_this_and_nothing_else(
    booking: Booking, by: Role, doing: acts.Doing, changes: dict[str, Any]
) -> None:
    grace = timedelta(minutes=30)
    moved = move(booking, doing, by, NOON, grace=grace)
    assert moved is not None
    assert (moved.act, moved.by, moved.at, moved.before) == (doing.act, by, NOON, booking)
    before, after = (
        {field.name: getattr(one, field.name) for field in fields(one)} for one in (booking, moved.booking)
    )
    found = {name: value for name, value in after.items() if value != before[name]}
    assert found == changes | {"version": booking.version + 1}
