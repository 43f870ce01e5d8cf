"""The commands and menu entries as people read them, and what the app says of itself."""

from __future__ import annotations

from core.domain.booking import MESSAGE_LENGTH, TOPIC_LENGTH
from core.ports.call import ADMIN_COMMAND
from core.ports.commands import Command, CommandTable, Parameter, Shortcut, Target

SUMMARY = "Book mentor sessions: ask for a time, get an answer, be reminded."
STORY = (
    "Students ask a mentor for a session with a slash command, a shortcut or the Home tab. The mentor "
    "accepts, declines or suggests another time with one tap. Both see the same state on their cards, "
    "get a link to meet, and are reminded before the start. All times appear in each reader's own time zone."
)

COMMANDS = (
    Command(
        name="book-session",
        description="Book a mentor session",
        usage="[@mentor] [topic]",
        rest="topic",
        parameters=(
            Parameter(key="mentor", description="Whom to ask: a name or a skill", source="search-mentors"),
            Parameter(key="topic", description="What it is about", longest=TOPIC_LENGTH),
            Parameter(
                key="when",
                description="A free time, or a typed one: fri 9:30, 2026-12-01 15:00",
                source="search-times",
            ),
            Parameter(key="session-type", description="The kind of session", source="search-session-types"),
            Parameter(key="message", description="Anything the mentor should know", longest=MESSAGE_LENGTH),
        ),
    ),
    Command(
        name="my-sessions",
        description="Your pending, upcoming and past sessions",
        usage="[past]",
        rest="show",
        parameters=(
            Parameter(key="show", description="Which sessions", choices=("upcoming", "pending", "past")),
        ),
    ),
    Command(
        name="find-mentor",
        description="Find a mentor",
        usage="[words] [free today]",
        rest="search",
        parameters=(
            Parameter(key="search", description="A name, a skill or a language"),
            Parameter(key="free", description="Only who has time by then", choices=("today", "this week")),
        ),
    ),
    Command(name="mentor-panel", description="Become a mentor, or see your mentor panel"),
    Command(name="booking-settings", description="Your settings and help"),
    Command(
        name=ADMIN_COMMAND,
        description="Set up and run the program",
        usage="[@person]",
        parameters=(Parameter(key="organiser", description="Somebody who shall organise, too: @name"),),
        for_organisers=True,
    ),
)

SHORTCUTS = (
    Shortcut(
        route="book-session",
        label="Book a mentor session",
        target=Target.NOTHING,
        description="Ask a mentor for a session",
    ),
    Shortcut(
        route="ask-about",
        label="Ask a mentor about this",
        target=Target.MESSAGE,
        description="Book a session about this message",
    ),
    Shortcut(
        route="book-session",
        label="Book a session",
        target=Target.PERSON,
        description="Ask this mentor for a session",
    ),
)


def command_table(prefix: str = "") -> CommandTable:
    """Return everything that can be typed or picked, as it is called where a prefix was chosen."""
    return CommandTable(commands=COMMANDS, shortcuts=SHORTCUTS, prefix=prefix)
