"""Finding a mentor: the list that a student searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.text import cut
from core.ports.cards import (
    Actions,
    Button,
    Card,
    Line,
    Part,
    Row,
    UserText,
)
from core.screens.grammar import counted
from core.screens.session import who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.domain.people import Mentor

MENTORS_IN_LIST = 8


def mentor_list(mentors: Sequence[Mentor], words: str, *, start: int, more: bool, draft: str = "") -> Card:
    """Return the mentors that were found, each with a button that books them.

    ``draft`` keeps the words for the pages that follow; none is kept where there are none.
    """
    parts: list[Part] = [_entry(one) for one in mentors]
    if not mentors:
        parts += no_match() if words else nobody()
    kept = (draft,) if draft else ()
    steps = [Button("More", "find-mentor", (str(start + MENTORS_IN_LIST), *kept))] if more else []
    if start:
        steps.insert(0, Button("Back to the first", "find-mentor", ("0", *kept)))
    if steps:
        parts.append(Actions(tuple(steps)))
    return Card(title="Mentors", summary=f"{counted(len(mentors), 'mentor')} found", parts=tuple(parts))


def no_match() -> tuple[Part, ...]:
    """Say that nobody fits what was searched for, with the ways on."""
    steps = (Button("All mentors", "find-mentor", ("0",)), Button("Book a session…", "book", ("-",)))
    return (Line(("No mentor fits these words. Try fewer of them, or look at everybody.",)), Actions(steps))


def nobody() -> tuple[Part, ...]:
    """Say that there is no mentor at all, with the way to become the first one."""
    said = Line(("Nobody is a mentor here yet. You can be the first one.",))
    return (said, Actions((Button("Become a mentor…", "profile"),)))


def _entry(mentor: Mentor) -> Row:
    about = (mentor.headline, *([mentor.skills] if mentor.skills else []))
    under = tuple((UserText(cut(words, 100)),) for words in about)
    return Row((who(mentor.person),), Button("Book…", "book", (mentor.person.id.hex,)), under)
