"""Pings of what an organiser has done to somebody's session or request, and why."""

from __future__ import annotations

from core.domain.notices import Kind
from core.ports.cards import Tone
from core.screens.wording import Wording

NUDGE_STEPS = ("accept", "accept-all", "propose", "one-by-one")
ORGANISED: dict[Kind, Wording] = {
    Kind.CALLED_OFF: Wording(
        "Called off",
        Tone.PLAIN,
        "An organiser called this off, with {other}: {topic}",
        "reason",
        ("again",),
        brief="An organiser called off what you had with {other}.",
    ),
    Kind.TAKEN_OVER: Wording(
        "Passed on",
        Tone.PLAIN,
        "An organiser asked another mentor in your place, and nothing is left to do for {other}: {topic}",
        brief="An organiser asked another mentor in your place.",
    ),
    Kind.REASSIGNED: Wording(
        "Passed on",
        Tone.WAITING,
        "An organiser passed this on to {other}, who has until {until} to accept: {topic}",
        brief="An organiser passed this on to {other}.",
    ),
    Kind.HANDED_ON: Wording(
        "Passed on",
        Tone.WAITING,
        "Your mentor can't hold this and passed it on to {other}, who has until {until} to answer: {topic}",
        brief="Your mentor passed your session on to {other}.",
    ),
    Kind.NUDGED: Wording(
        "An organiser asks",
        Tone.WAITING,
        "An organiser asks you to answer: {other} is still waiting: {topic}",
        "",
        NUDGE_STEPS,
        brief="An organiser asks you to answer {other}.",
    ),
}
