"""What a person reads when something is not done: the sentence of every refusal, by its code.

A code's words are one whole template (``core/screens/grammar.py``), or a choice between whole templates by what is
known. The facts that stand in it come with the error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from core.domain.booking import Role, Status
from core.ports.call import for_organisers
from core.ports.cards import Button, Card, Line, Look, Part
from core.screens.grammar import filled
from core.screens.problems import PROBLEMS
from core.screens.session import when

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.booking_view import BookingView
    from core.domain.errors import BadInput, BookingError, Facts, Problem
    from core.ports.cards import Sentence
    from core.screens.grammar import Value
    from core.screens.problems import Words

REFUSALS: Mapping[str, Words] = {
    # what the table of moves refuses
    "not_allowed": "Only the other person of this session can do that.",
    "use_reject": "This request is still waiting for you: press Decline… instead.",
    "use_cancel": "You have already accepted this session: press Cancel session… instead.",
    "use_propose_time": "This session has its time already: press Reschedule… to suggest another one.",
    "accept_first": "Accept the request first; then you can set its link.",
    "not_accepted": "This session has not been accepted.",
    "no_proposal": "There is no suggested time open any more.",
    "own_proposal": "You suggested this time yourself; the other person has to answer.",
    "not_your_proposal": "The other person suggested this time; you can accept it or keep the old one.",
    "proposal_expired": "That suggested time has already passed. Please suggest another one.",
    "too_late": "The start of this session has already passed.",
    "too_late_to_change": (
        "It is too late to move or cancel this session here. Please write to your mentor: press Chat on its card."
    ),
    "already_over": "This session is already over.",
    "too_early": "This session has not started yet.",
    "not_now": "That can be said from 10 minutes after the start until 7 days after the end.",
    "not_asked_yet": "This time is held for somebody who has not asked for it yet.",
    "already_accepted": "This session has already been accepted.",
    "already_rejected": "This request has already been declined.",
    "already_cancelled": "This session has already been cancelled.",
    "already_withdrawn": "This request has already been withdrawn.",
    "already_expired": "This request has expired without an answer.",
    "already_lapsed": "This session has expired: no time was agreed within 30 days.",
    "already_completed": "This session is already completed.",
    "nudged_lately": "An organiser has asked for this answer already. You can ask again from {until}.",
    "nothing_awaited": "Nobody has to answer anything here.",
    "already_no_show": "It is already recorded that somebody did not come.",
    # everything else that has to do with a session or a person
    "refused": "That did not work. Please try again.",
    "not_found": "I can't find that session. Type {/my-sessions} to see yours.",
    "already_done": "This session has already been decided.",
    "conflict": "That time is no longer free. Please suggest another one.",
    "conflict_yours": "You already have another session then ({ref}). Please suggest another time.",
    "not_available": "This mentor can't be booked at the moment.",
    "stale": "This session has changed in the meantime. Please look at its card again, then answer.",
    "bad_input": "Please check the marked fields.",
    "not_to_be_noted": "There is nothing to write about: this session was not agreed, or it was called off.",
    "not_completed": "Only a completed session can be looked back on.",
    "chat_over": "The time of this chat is over: it closes 48 hours after the session.",
    "chat_closed": "{name} has closed this chat, and only they can open it again.",
    "no_chat": "I can't open a chat at the moment. Please try again in a minute.",
    "not_organiser": (
        "Only an organiser can do that. Ask somebody who administers this workspace or server: "
        "they type {/booking-admin}, press Organisers… and add you."
    ),
    "organiser_unknown": "I can't ask right now whether you administer this workspace. Please try again in a minute.",
    "groups_unknown": "I can't ask right now which groups there are. Please try again in a minute.",
    "group_unknown": "I can't ask right now whether you belong to that group. Please try again in a minute.",
    "not_a_student_here": "Booking is for the members of one group here. Ask an organiser to add you to it.",
    "not_a_mentor_here": "Being a mentor is for the members of one group here. Ask an organiser to add you to it.",
    "person_not_here": "That person is not in this workspace or server. Mention somebody who is.",
    "person_unknown": "I can't ask right now who that is. Please try again in a minute.",
    "no_organiser": "That person is no organiser any more.",
    "blocked": (
        "An organiser has blocked you, so you can neither book nor give sessions here. "
        "Your sessions so far are in {/my-sessions}."
    ),
    "removed_as_mentor": "An organiser has ended your mentoring here. Please ask them.",
    "paused_by_organiser": "An organiser has paused you, so only an organiser can end or change that.",
    "approval_waits": "An organiser has been asked already. Please wait for the answer.",
    "already_answered": "An organiser has already answered.",
    "already_stopped": "You have already stopped mentoring.",
    "already_mentoring": "That is so already: this person may mentor.",
    "not_paused": "This mentor is not paused by an organiser.",
    "already_removed": "This mentor has already been removed.",
    "already_blocked": "This person is already blocked.",
    "not_blocked": "This person is not blocked.",
    "not_yourself": "You can neither block nor unblock yourself. Please ask another organiser.",
    "cannot_take_over": "That mentor can't take this session any more. Please choose another one.",
    "nobody_known": "I can't find that person any more. Please look for them again.",
    "session_gone": "That session is not open any more. Please look at the list again.",
    "no_mentor_yet": "You are not a mentor here. Type {/mentor-panel} to become one.",
    "link_gone": "There is nothing to answer any more. Please make a new code under Link accounts.",
    "link_known": "One of the accounts is linked already. Unlink it first: type {/booking-settings}.",
    "draft_gone": "What you typed is no longer kept. Please start again.",
    "request_gone": "What you typed is no longer kept. Please start again with {/book-session}.",
}

SENTENCES: Mapping[str, Words] = {**REFUSALS, **PROBLEMS}
OUT_OF_DATE = filled("That is out of date. Type {/my-sessions} to see how things stand.")
"""The answer to a button that this program never offered, or does not know any more."""
NOT_A_MENTOR = "That person is not a mentor here. Please choose one."
"""Stands above the booking form of somebody who pointed at such a person."""
SEVERAL_MENTORS = "Several mentors are called so. Please choose one."
"""Stands above the booking form of somebody who wrote such a name."""

DECIDED = {
    Status.ACCEPTED: ("You accepted it: {at}.", "{other} accepted it: {at}."),
    Status.REJECTED: ("You declined it: {at}.", "{other} declined it: {at}."),
    Status.CANCELLED: ("You cancelled it: {at}.", "{other} cancelled it: {at}."),
    Status.COMPLETED: ("You completed it: {at}.", "{other} completed it: {at}."),
}
"""Who decided, and when: by the person who reads, and by the other one."""
LEFT = ("It was called off because you had left: {at}.", "It was called off because {other} had left: {at}.")
ORGANISER_DID = "An organiser called it off: {at}."
WITHDRAWN = ("You withdrew it: {at}.", "{other} withdrew it: {at}.")


def sentence(problem: BookingError | Problem) -> Sentence:
    """Return the sentence of an error, or of what is wrong with a field."""
    words, facts = SENTENCES[problem.code], problem.facts
    template = words if isinstance(words, str) else words(facts)
    return filled(template, place=facts.get("zone", "UTC"), **_values(facts))


def _values(facts: Facts) -> Mapping[str, Value]:
    known = cast("Mapping[str, Value]", facts)  # every kind of fact is a Value
    return {name: value for name, value in known.items() if name != "zone"}


def sentences(error: BadInput) -> dict[str, Sentence]:
    """Return the sentence of every wrong field, by its key."""
    return {key: sentence(problem) for key, problem in error.fields.items()}


def failed(code: str) -> Sentence:
    """Return the answer where the mistake is ours; ``code`` finds it in the log."""
    return filled(
        "Something went wrong on our side. Please try again; if it stays so, tell the operator this code: {code}.",
        code=code,
    )


UNSAVED = filled("I can't save right now. Please try again in a minute.")
"""The answer while the database is locked, full, read-only or away."""
DOUBTFUL = filled(
    "I lost the database while I was saving, and can't tell yet whether that is done. "
    "Type {/my-sessions} in a minute to see how things stand."
)
"""The answer where a commit was sent, and nobody said how it ended."""


def already(view: BookingView, error: BookingError | None = None) -> Card:
    """Return the answer to a press that came second: what was decided, by whom, and when."""
    booking = view.booking
    said = sentence(error) if error is not None else ("This had already been done.",)
    parts: list[Part] = [Line(said)]
    decider = {Status.ACCEPTED: Role.MENTOR, Status.REJECTED: Role.MENTOR}.get(
        booking.status, booking.closed_by
    )
    words = DECIDED.get(booking.status)
    if booking.status is Status.CANCELLED and booking.accepted_at is None:
        words = WITHDRAWN
    if booking.left:
        words = LEFT
    if booking.decided_at is not None and decider is Role.ADMIN:
        parts.append(Line(filled(ORGANISER_DID, at=when(booking.decided_at, view.me))))
    if booking.decided_at is not None and words and decider in {Role.STUDENT, Role.MENTOR}:
        mine, theirs = words
        template = mine if decider is view.role else theirs
        parts.append(Line(filled(template, other=view.other.name, at=when(booking.decided_at, view.me))))
    return Card(title="Already done", summary="This was already decided", parts=tuple(parts))


def edit_again(draft: str, route: str = "") -> Button:
    """Return the way back to the form of ``route`` with everything that was typed, kept under ``draft``."""
    return Button("Edit…", "admin-draft" if for_organisers(route) else "edit-draft", (draft,), Look.PRIMARY)
