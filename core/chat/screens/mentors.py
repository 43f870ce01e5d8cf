"""Mentors: the list that a student searches, and the panel that a mentor sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.chat.kit import Actions, Button, Card, Fact, Inline, Line, Menu, Option, Part, Row, Strong, UserText
from core.chat.screens.session import when, who
from core.domain.people import HORIZON_DAYS
from core.domain.text import cut

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.domain.people import Mentor, Offering

IN_LIST = 8


def mentor_list(mentors: Sequence[Mentor], words: str, *, start: int, more: bool) -> Card:
    """Return the mentors that were found, each with a button that books them."""
    parts: list[Part] = [Row(_entry(one), Button("Book…", "book", (one.person.id.hex,))) for one in mentors]
    if not mentors:
        said = "No mentor fits these words. Try fewer words, or leave them out." if words else NOBODY
        parts.append(Line((said,)))
    steps = [Button("More", "mentors", (str(start + IN_LIST),))] if more and not words else []
    if more and words:
        parts.append(Line(("There are more. Add a word to narrow the search.",), small=True))
    if steps:
        parts.append(Actions(tuple(steps)))
    return Card(title="Mentors", summary=f"{len(mentors)} mentors found", parts=tuple(parts))


NOBODY = "Nobody is a mentor here yet. Type /mentor to become the first one."


def panel(mentor: Mentor, offerings: Sequence[Offering], preview: Sequence[datetime] = ()) -> Card:
    """Return what a mentor has set, and the buttons that change it. ``preview`` are the next open slots."""
    link: tuple[Inline, ...] = (mentor.link.url,) if mentor.link else ("a fresh room for each session",)
    parts: list[Part] = [
        Fact("Headline", (UserText(mentor.headline),)),
        Fact("Skills", (UserText(mentor.skills),) if mentor.skills else ("none given",)),
        Fact("Time zone", (mentor.zone or mentor.person.zone or "not set",)),
        Fact("Weekly hours", (mentor.hours or "none given: students suggest a time",)),
        *_rules(mentor),
        Fact("Meeting link", link),
        Fact("Session types", (UserText(_offered(offerings)),) if offerings else ("one of 30 minutes",)),
    ]
    if preview:
        parts.append(Line((Strong("A student would see:"),)))
        parts += [Line((when(slot, mentor.person),)) for slot in preview]
    if mentor.paused and mentor.paused_until is not None:
        parts.append(Line(("Paused until ", when(mentor.paused_until, mentor.person), ".")))
    pauses = (Button("Pause", "pause-now"), Button("Pause until…", "pause"))
    again = (Button("Take requests again", "resume", (), "primary"),)
    edits = (Button("Edit profile…", "profile"), Button("Open times…", "open-times"))
    more = Button("Add session type…", "add-offering")
    parts.append(Actions((*edits, more, *(again if mentor.paused else pauses))))
    if offerings:
        options = tuple(Option(cut(one.title, 60), one.id.hex, f"{one.minutes} minutes") for one in offerings)
        parts.append(Menu("Remove a session type", "remove-offering", options))
    badge = "Paused" if mentor.paused else "Taking requests"
    return Card(
        title="Mentor panel", badge=badge, summary=f"Mentor panel: {badge.lower()}", parts=tuple(parts)
    )


def _rules(mentor: Mentor) -> tuple[Fact, ...]:
    """Return the rules that differ from the plain ones."""
    said = (
        ("Days off and extra hours", mentor.exceptions),
        ("Between sessions", f"{mentor.buffer} minutes" if mentor.buffer else ""),
        ("Notice", f"{mentor.notice // 60} hours" if mentor.notice else ""),
        ("Days ahead", str(mentor.horizon) if mentor.horizon != HORIZON_DAYS else ""),
        ("Sessions a week", f"at most {mentor.weekly_cap}" if mentor.weekly_cap else ""),
    )
    return tuple(Fact(label, (text,)) for label, text in said if text)


def _offered(offerings: Sequence[Offering]) -> str:
    return ", ".join(f"{one.title} ({one.minutes} min)" for one in offerings)


def _entry(mentor: Mentor) -> tuple[Inline, ...]:
    skills: tuple[Inline, ...] = (" · ", UserText(cut(mentor.skills, 100))) if mentor.skills else ()
    return (who(mentor.person), " · ", UserText(cut(mentor.headline, 100)), *skills)
