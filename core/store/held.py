"""What is said of each table: what it holds about a person, and what becomes of it when they are erased or exported."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa


class Erased(enum.Enum):
    """What becomes of a row when a person is erased; the value is how the page says it."""

    ROWS = "the row is deleted"
    BLANKED = "the words go, the row stays without them"
    FORMER = "it becomes that of a former member: no name, an address that leads nowhere"
    WORDS = "the person's own words go from the session and from every line of its history"
    BESIDE = "the rows about the person are deleted"
    UNDELIVERED = "nothing of it is delivered any more; the row goes a week after it is settled"
    PASSES = "not at once: it names nobody by itself, and goes within that time"
    NOTHING = "there is nothing to erase"


class Exported(enum.Enum):
    """How a row is exported; the value is how the page says it."""

    ROWS = "the rows that name the person"
    SESSIONS = "with each session, under `sessions`"
    NOT = "not: it says nothing about the person"
    INTERNAL = "not: it is worth nothing to anybody but this program"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One table. ``who`` are the columns that name a person by their id; ``neutral`` are about nobody."""

    table: sa.Table
    purpose: str
    seen_by: str = "nobody"
    kept: str = "until you erase it"
    who: tuple[str, ...] = ()
    whose: tuple[str, ...] = ()
    """Those of ``who`` whose words and data it is, and who may read it; all of them where none is named."""
    mentions: tuple[str, ...] = ()
    """Columns that name somebody else beside, and stay: they lead to a former member then."""
    personal: Mapping[str, str] = field(default_factory=dict)
    """Every other column that says something about a person, with what it says."""
    neutral: tuple[str, ...] = ()
    erased: Erased = Erased.NOTHING
    exported: Exported = Exported.NOT
    blank: Mapping[str, object] = field(default_factory=dict)
    """What the columns of a blanked row hold from then on."""

    @property
    def owners(self) -> tuple[str, ...]:
        """Which columns name the person whose data a row is."""
        return self.whose or self.who

    @property
    def classified(self) -> frozenset[str]:
        """Every column that something is said of."""
        return frozenset((*self.who, *self.mentions, *self.personal, *self.neutral))


RETENTION = "as long as the session: `RETENTION_MONTHS` after its end"
A_WEEK = "seven days"
OF_BOTH = "both people of the session"
SELF = "only you"
