"""Organising a program: the panel, from which everything else of the organisers opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.policy import Admission
from core.domain.set_up import Step
from core.ports.cards import Actions, Button, Card, Fact, Line, Look, Part, Strong, Tone, UserText
from core.screens.grammar import counted, filled
from core.screens.reminders import spans_words

if TYPE_CHECKING:
    from collections.abc import Collection

    from core.domain.policy import Policy

VISIBLE = 3
"""How many buttons of the panel are seen at once; the others wait behind one more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A button of the panel."""

    label: str
    route: str
    args: tuple[str, ...] = ()


PANEL: tuple[Entry, ...] = (
    Entry("Who waits…", "admin-unanswered"),
    Entry("People…", "admin-people"),
    Entry("Numbers", "admin-numbers"),
    Entry("Announce…", "admin-announce"),
    Entry("Name and limits…", "admin-rules", ("limits",)),
    Entry("Who may take part…", "admin-rules", ("people",)),
    Entry("Times and calls…", "admin-rules", ("times",)),
    Entry("Channels…", "admin-rules", ("channels",)),
    Entry("Organisers…", "admin-organisers"),
)
"""The buttons of the panel, the most likely one first. Their routes begin with ``admin``."""
ASKING = Entry("Who asks to mentor…", "admin-asking")
"""It stands before them while somebody waits for approval."""

TO_DO: dict[Step, str] = {
    Step.NAMED: "The program has a name: Name and limits…",
    Step.ADMISSION: "It is decided who may book, and who may be a mentor: Who may take part…",
    Step.MENTOR: "A mentor is there: mentors type {/mentor-panel}",
    Step.HOURS: "A mentor has given weekly hours: in the mentor panel",
    Step.ANNOUNCED: "People know of it: type {/booking-admin} in a channel and press Announce…",
    Step.ACCEPTED: "A first session is agreed",
}
DONE_BY = {
    Step.NAMED: "Name and limits…",
    Step.ADMISSION: "Who may take part…",
    Step.ANNOUNCED: "Announce…",
}
"""The button of the panel that does a step; the first one that is still to do stands out."""
MENTORS_ARE = {
    Admission.ANYONE: "anyone",
    Admission.GROUP: "members of a group",
    Admission.APPROVAL: "anyone whom an organiser approves",
}


def panel(policy: Policy, done: Collection[Step], asking: int = 0) -> Card:
    """Return how the program is set up, what is still to do, and the buttons of the organisers.

    ``asking`` is how many people wait for approval as a mentor.
    """
    to_do = [step for step in Step if step not in done]
    first = next((DONE_BY[step] for step in to_do if step in DONE_BY), None)
    buttons = tuple(
        Button(one.label, one.route, one.args, Look.PRIMARY if one.label == first else Look.PLAIN)
        for one in PANEL
    )
    if asking:
        buttons = (Button(ASKING.label, ASKING.route, ASKING.args, Look.PRIMARY), *buttons)
    return Card(
        title="Organising",
        badge=f"{len(Step) - len(to_do)} of {len(Step)} steps" if to_do else "",
        summary="How the program is set up",
        tone=Tone.WAITING if to_do else Tone.PLAIN,
        parts=(
            *(_checklist(done) if to_do else ()),
            *((Fact("Wait for your yes", (counted(asking, "new mentor"),)),) if asking else ()),
            Fact("Program", (UserText(policy.program),)),
            *_rules(policy),
            Actions(buttons[:VISIBLE], buttons[VISIBLE:]),
        ),
    )


def _checklist(done: Collection[Step]) -> tuple[Part, ...]:
    steps = [Line((("✓ " if step in done else "○ "), *filled(words))) for step, words in TO_DO.items()]
    return (Line((Strong("To begin with:"),)), *steps)


def _rules(policy: Policy) -> tuple[Part, ...]:
    hour = timedelta(hours=1)
    changes = policy.change_notice / hour
    return (
        Fact("Mentors are", (MENTORS_ARE[policy.mentors],)),
        Fact("Students are", (MENTORS_ARE[policy.students],)),
        Fact("Mentors answer within", (counted(policy.answer_within / hour, "hour"),)),
        Fact(
            "One student may have",
            (
                f"{counted(policy.open_requests, 'open request')}, {policy.requests_per_hour} sent within an hour",
            ),
        ),
        Fact(
            "Changes",
            (f"until {counted(changes, 'hour')} before the start" if changes else "until the start",),
        ),
        Fact("Reminders", (spans_words(policy.reminders),)),
        Fact(
            "Video calls",
            ("made by the provider that the operator has set",)
            if policy.makes_links
            else (UserText(policy.room_template),),
        ),
    )
