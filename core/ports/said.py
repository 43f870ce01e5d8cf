"""What was said: a message that somebody wrote to the bot, changed or deleted, as any platform reports it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from core.domain.people import Address
from core.ports.platform import Posted, Profile


class Change(enum.Enum):
    """What happened to a message."""

    WRITTEN = "written"
    EDITED = "edited"
    DELETED = "deleted"


class Hearing(enum.Enum):
    """What became of it."""

    TAKEN = "taken"
    """It belongs to a session chat, and is stored; whatever was to be answered is answered."""
    NOBODYS = "nobodys"
    """It belongs to no chat: it gets the answer that all words get."""
    AGAIN = "again"
    """It could not be stored: the platform shall deliver it again."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file beside a message: its name as the person chose it, and where the platform keeps it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message of a person in the bot's direct messages. ``at`` is when it was written, in UTC."""

    change: Change
    place: Posted
    key: str
    """The same when the platform delivers the same event twice."""
    at: datetime
    actor: Address | None = None
    """Who wrote it; None where a platform does not tell whose message was deleted."""
    profile: Profile | None = None
    stamp: str = ""
    """Numbers the edits of one message: a later one sorts behind every earlier one. Empty before the first."""
    words: str = ""
    """As a person reads them: mentions are names."""
    under: Posted | None = None
    """The message whose thread it stands in, or that it replies to."""
    threaded: bool
    """Whether the platform keeps conversations apart by threads: there, words outside of any are meant for nobody."""
    comes_again: bool
    """Whether the platform delivers it again while nobody has acknowledged it."""
    files: tuple[Attached, ...] = ()
    missing: tuple[str, ...] = ()
    """The codes of what cannot be carried elsewhere: ``sticker``, ``poll``, ``forwarded``, ``voice``, ``other``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """An open chat of a person on one platform, for whoever looks what was said while nobody listened."""

    person: Address
    header: Posted
    since: datetime
    known: tuple[str, ...]
    """The ids of their newest messages that were taken and still stand."""
