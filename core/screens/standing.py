"""Standing: what a mentor reads of their own, and what is told to whom an organiser decides about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.domain.standing import Approval, Standing, Step
from core.ports.cards import (
    Button,
    Card,
    Line,
    Look,
    Quote,
    Tone,
    UserText,
)
from core.screens.grammar import filled
from core.screens.session import when

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.domain.people import Person
    from core.ports.cards import Sentence


WAITS = "No student is offered you before an organiser has said yes."
NOBODY_ORGANISES = (
    "Nobody organises this program yet: ask whoever administers your workspace or server to type {/booking-admin}, "
    "where your request waits for their yes."
)


def withheld(
    standing: Standing, me: Person, now: datetime, *, organised: bool = True
) -> tuple[str, Sentence, tuple[Button, ...]] | None:
    """Return badge, sentence and ways on of a mentor who is not offered, or is paused by an organiser; None else.

    ``organised`` says whether anybody is known who could approve them.
    """
    if standing.blocked:
        return "Blocked", filled("An organiser has blocked you."), ()
    if standing.removed:
        return "Removed", filled("An organiser has ended your mentoring. What is agreed goes on."), ()
    if standing.stopped:
        again = (Button("Mentor again", "begin", (), Look.PRIMARY),)
        return (
            "Stopped",
            filled("You have stopped mentoring: no student is offered you. What is agreed goes on."),
            again,
        )
    if standing.approval is Approval.WANTED:
        return (
            "Waiting for approval",
            filled(WAITS if organised else NOBODY_ORGANISES),
            (),
        )
    if standing.approval is Approval.DECLINED:
        again = (Button("Ask again", "ask-approval", (), Look.PRIMARY),)
        return "Not approved", filled("An organiser has not approved you as a mentor."), again
    if not standing.is_paused(now):
        return None
    if standing.paused_until is None:
        return "Paused", filled("An organiser has paused you: ask them to end it."), ()
    return (
        "Paused",
        filled("An organiser has paused you until {until}.", until=when(standing.paused_until, me)),
        (),
    )


DECISIONS: Mapping[Step, tuple[str, Tone, str]] = {
    Step.APPROVE: ("Approved", Tone.GOOD, "You are approved as a mentor: students find you from now on."),
    Step.DECLINE: (
        "Not approved",
        Tone.PLAIN,
        "An organiser has not approved you as a mentor. You can ask again: type {/mentor-panel}.",
    ),
    Step.PAUSE: (
        "Paused",
        Tone.PLAIN,
        "An organiser has paused you: no student can ask you until they end it. What is agreed goes on.",
    ),
    Step.RESUME: ("Pause ended", Tone.GOOD, "An organiser has ended your pause: students can ask you again."),
    Step.REMOVE: (
        "Mentoring ended",
        Tone.PLAIN,
        (
            "An organiser has ended your mentoring: no student is offered you any more. "
            "What is agreed goes on: type {/my-sessions}."
        ),
    ),
    Step.RESTORE: (
        "Mentor again",
        Tone.GOOD,
        "An organiser lets you mentor: your profile is as it was. Type {/mentor-panel} to see it.",
    ),
    Step.BLOCK: (
        "Blocked",
        Tone.BAD,
        (
            "An organiser has blocked you: you can neither book nor give sessions here. "
            "Your sessions so far are in {/my-sessions}."
        ),
    ),
    Step.UNBLOCK: ("Unblocked", Tone.GOOD, "An organiser has unblocked you: you can book sessions again."),
}
"""What the person reads of what an organiser has done: in a word, with which tone, and the sentence."""
PAUSED_UNTIL = (
    "An organiser has paused you until {until}: no student can ask you before. What is agreed goes on."
)


STILL: Mapping[Step, str] = {
    Step.APPROVE: "You are approved as a mentor. Still, no student can ask you:",
    Step.DECLINE: "An organiser has not approved you as a mentor.",
    Step.RESUME: "An organiser has ended your pause. Still, no student can ask you:",
    Step.RESTORE: "An organiser lets you mentor. Still, no student can ask you:",
}
"""The same where something else keeps them from mentoring: what that is stands below it."""


def standing_card(standing: Standing, me: Person, now: datetime) -> Card:
    """Tell somebody what an organiser has decided about them; raises KeyError for what they did themselves."""
    step = standing.step or Step.PAUSE
    state, tone, template = DECISIONS[step]
    until = standing.paused_until
    rest = replace(standing, approval=Approval.GIVEN) if step is Step.DECLINE else standing
    still = withheld(rest, me, now) if step in STILL else None
    if step is Step.PAUSE and until is not None:
        said = filled(PAUSED_UNTIL, until=when(until, me))
    else:
        said = filled(STILL[step] if still else template)
    also = (Line(still[1]),) if still else ()
    word = (Quote(UserText(standing.word)),) if standing.word else ()
    return Card(title="", summary=state, tone=Tone.PLAIN if still else tone, parts=(Line(said), *also, *word))
