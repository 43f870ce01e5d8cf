"""The first words: a welcome in three lines, and the short answer to whatever is written to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.text import cut
from core.ports.cards import Actions, Button, Card, Line, Look
from core.screens.grammar import filled

if TYPE_CHECKING:
    from core.domain.people import Person
    from core.ports.cards import Part

BOOK = Button("Book a session…", "book", ("-",), Look.PRIMARY)
FIND = Button("Find a mentor", "find-mentor", ("0",))
MINE = Button("My sessions", "agenda", ("all", "-"))
LINES = (
    "Choose a mentor and say what it is about: {/book-session}.",
    "Your mentor answers with one tap, and I tell you here at once. I remind both of you before the start.",
    "Everything you have asked for and agreed stands under {/my-sessions}. Mentors begin with {/mentor-panel}.",
)
GREETING = "Hello {name}."
GREETED_NAME = 40
"""UTF-16 units of a name in a greeting."""


def welcome_lines() -> tuple[Part, ...]:
    """Return what the bot is for and how one begins, in three lines."""
    return tuple(Line(filled(one)) for one in LINES)


def welcome(me: Person, program: str) -> Card:
    """Greet somebody who writes for the first time; ``program`` is the programme's name."""
    return Card(
        title=f"Welcome to {program}",
        summary=f"Welcome to {program}",
        parts=(
            Line(filled(f"{GREETING} Here you book sessions with mentors.", name=cut(me.name, GREETED_NAME))),
            *welcome_lines(),
            Actions((BOOK, MINE)),
        ),
    )


def short_help() -> Card:
    """Answer words that are no command: nobody reads them, and this is what can be done."""
    return Card(
        title="How can I help?",
        summary="How can I help?",
        parts=(
            Line(("I don't read what is written here, but my buttons do it all.",)),
            Actions((BOOK, MINE)),
            Line(filled("Help and your time zone: {/booking-settings}"), small=True),
        ),
    )
