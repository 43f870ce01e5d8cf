"""What people can type or pick from a menu, as data: every platform builds its own commands from it."""

from __future__ import annotations

import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One option of a command. ``source`` names the search route that completes it, ``choices`` a fixed set."""

    key: str
    description: str
    source: str = ""
    choices: tuple[str, ...] = ()
    longest: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A slash command; its name is also its route.

    Where a platform gives one line of free text, a leading mention becomes ``Call.mentioned`` and the rest is
    the value of ``rest`` (a parameter's key).
    """

    name: str
    description: str
    usage: str = ""
    rest: str = ""
    parameters: tuple[Parameter, ...] = ()


class Target(enum.Enum):
    """What a shortcut is picked on."""

    NOTHING = "global"
    MESSAGE = "message"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """An entry of a platform's own menu. On a message ``values["text"]`` is that message's text."""

    route: str
    label: str
    target: Target
    description: str


COMMANDS = (
    Command(
        name="book-session",
        description="Book a mentor session",
        usage="[@mentor] [topic]",
        rest="topic",
        parameters=(
            Parameter(key="mentor", description="Whom to ask: a name or a skill", source="search-mentors"),
            Parameter(key="topic", description="What it is about", longest=120),
            Parameter(
                key="when",
                description="A free time, or a typed one: fri 9:30, 2026-12-01 15:00",
                source="search-times",
            ),
            Parameter(key="session-type", description="The kind of session", source="search-session-types"),
            Parameter(key="message", description="Anything the mentor should know", longest=2000),
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
        usage="[words]",
        rest="search",
        parameters=(Parameter(key="search", description="A name or a skill"),),
    ),
    Command(name="mentor-panel", description="Become a mentor, or see your mentor panel"),
    Command(name="booking-settings", description="Your settings and help"),
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
