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
    for_organisers: bool = False
    """Whether it is offered to those alone who administer the server, where a platform can hide it from others."""


class Target(enum.Enum):
    """What a shortcut is picked on."""

    NOTHING = "global"
    MESSAGE = "message"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortcut:
    """An entry of a platform's own menu.

    On a message ``values`` holds its ``text`` as a reader sees it, the name of its ``author`` and a ``link`` to it,
    each where the platform tells.
    """

    route: str
    label: str
    target: Target
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandTable:
    """The commands and menu entries that this program offers; people type ``/``, the prefix and the name."""

    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    prefix: str = ""

    def called(self, name: str) -> str:
        """Return what stands behind the slash of the command ``name``."""
        return f"{self.prefix}{name}"

    def named(self, typed: str) -> Command | None:
        """Return the command that is called ``typed``, without its slash, or None."""
        return next((one for one in self.commands if self.called(one.name) == typed), None)

    def picked(self, label: str, target: Target) -> Shortcut | None:
        """Return the menu entry with a label on such a target, or None."""
        return next((one for one in self.shortcuts if (one.label, one.target) == (label, target)), None)
