"""Finding a mentor: the directory that a student leafs through, with what helps to choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.directory import Free
from core.domain.people import DEFAULT_MINUTES
from core.domain.text import cut
from core.ports.cards import (
    Actions,
    Button,
    Card,
    Inline,
    Line,
    Part,
    Row,
    UserText,
)
from core.screens.grammar import counted, filled
from core.screens.session import short_time, when, who

if TYPE_CHECKING:
    from datetime import timedelta

    from core.domain.directory import Entry, Page
    from core.domain.people import Person

MENTORS_IN_LIST = 8
NO_DRAFT = "-"
"""Stands for the words of a search where there are none."""
VISIBLE = 3
TITLES = {None: "Mentors", Free.TODAY: "Mentors free today", Free.WEEK: "Mentors free this week"}
FILTERS = {Free.TODAY: "Free today", Free.WEEK: "Free this week", None: "Any time"}
"""The ways to look at the same mentors by when they have time, until the end of the reader's Sunday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leafing:
    """Where somebody stands in the directory: what they look for, and the draft that keeps their words."""

    words: str = ""
    free: Free | None = None
    start: int = 0
    draft: str = ""

    def at(self, start: int, free: Free | None) -> Button:
        """Return the button that leads there, as yet without a name."""
        kept = (self.draft or NO_DRAFT, free.name.lower()) if free else (self.draft,) if self.draft else ()
        return Button("There", "find-mentor", (str(start), *kept))


def mentor_list(page: Page, me: Person, leafing: Leafing) -> Card:
    """Return the mentors that were found, each with a button that books them.

    The draft keeps the words for the pages that follow; none is kept where there are none.
    """
    parts = [_entry(one, me) for one in page.entries]
    if not page.entries:
        parts += _nobody_found(leafing)
    else:
        parts.append(_steps(page, leafing))
    found = counted(len(page.entries), "mentor")
    return Card(title=TITLES[leafing.free], summary=f"{found} found", parts=tuple(parts))


def _steps(page: Page, leafing: Leafing) -> Actions:
    free = leafing.free
    wanted: list[tuple[str, Button]] = []
    if leafing.start:
        wanted.append(("Back to the first", leafing.at(0, free)))
    if page.following is not None:
        wanted.append(("More", leafing.at(page.following, free)))
    wanted += [(name, leafing.at(0, other)) for other, name in FILTERS.items() if other is not free]
    steps = [Button(name, one.route, one.args) for name, one in wanted]
    return Actions(tuple(steps[:VISIBLE]), tuple(steps[VISIBLE:]))


def _nobody_found(leafing: Leafing) -> tuple[Part, ...]:
    if leafing.free is not None:
        return _no_time(leafing, leafing.free)
    return no_match() if leafing.words else nobody()


def _no_time(leafing: Leafing, free: Free) -> tuple[Part, ...]:
    others = {name: leafing.at(0, other) for other, name in FILTERS.items() if other is not free}
    steps = tuple(Button(name, one.route, one.args) for name, one in others.items())
    return (Line((f"{_NOBODY_FREE[free]} Look at another day, or ask without a time.",)), Actions(steps))


_NOBODY_FREE = {Free.TODAY: "Nobody who fits is free today.", Free.WEEK: "Nobody who fits is free this week."}


def no_match() -> tuple[Part, ...]:
    """Say that nobody fits what was searched for, with the ways on."""
    steps = (Button("All mentors", "find-mentor", ("0",)), Button("Book a session…", "book", ("-",)))
    return (Line(("No mentor fits these words. Try fewer of them, or look at everybody.",)), Actions(steps))


def nobody() -> tuple[Part, ...]:
    """Say that there is no mentor at all, with the way to become the first one."""
    said = Line(("Nobody is a mentor here yet. You can be the first one.",))
    return (said, Actions((Button("Become a mentor…", "profile"),)))


def usually(wait: timedelta) -> str:
    """Return how long an answer takes, as roughly as it is known: ``~20 min``, ``~3 h``, ``~2 days``."""
    minutes = wait.total_seconds() / 60
    if minutes < 50:  # noqa: PLR2004 - from here on it is about an hour
        return f"~{max(5, round(minutes / 5) * 5)} min"
    hours = max(1, round(minutes / 60))
    if hours < 20:  # noqa: PLR2004 - from here on it is about a day
        return f"~{hours} h"
    return f"~{counted(max(1, round(hours / 24)), 'day')}"


def _entry(entry: Entry, me: Person) -> Part:
    mentor = entry.mentor
    if mentor.paused and mentor.paused_until is not None:
        back = when(mentor.paused_until, me)
        return Line(
            filled("{other} takes requests again from {until}.", other=who(mentor.person), until=back)
        )
    facts = _facts(entry, me)
    under: tuple[tuple[Inline, ...], ...] = ((UserText(cut(mentor.headline, 100)),),)
    under += (tuple(piece for fact in facts for piece in (" · ", fact))[1:],)
    return Row((who(mentor.person),), Button("Book…", "book", (mentor.person.id.hex,)), under)


def _facts(entry: Entry, me: Person) -> list[Inline]:
    """Return what helps to choose: when, how soon there is an answer, what, about what, and in which language."""
    mentor, facts = entry.mentor, list[Inline]()
    if entry.next_open is not None:
        facts.append(f"Next: {short_time(entry.next_open, me)}")
    if entry.answers_in is not None:
        facts.append(f"Usually answers in {usually(entry.answers_in)}")
    facts += [UserText(cut(words, 60)) for words in (mentor.skills,) if words]
    facts.append(UserText(cut(_kinds(entry), 50)))
    facts += [UserText(cut(words, 30)) for words in (mentor.languages,) if words]
    return facts


def _kinds(entry: Entry) -> str:
    kinds = [f"{one.title} ({one.minutes} min)" for one in entry.offerings]
    return ", ".join(kinds) or counted(DEFAULT_MINUTES, "minute")
