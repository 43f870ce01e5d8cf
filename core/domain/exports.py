"""What is exported of a program: one line for each booking, and no words that were written for somebody else."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

MOST_EXPORTED = 20_000
"""How many of the newest bookings one file holds; fewer, where they would be longer than a file may be."""


class Format(enum.StrEnum):
    """As what the bookings are written."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """One booking in a file. Instants are in UTC; ``starts_at`` None while no time is set."""

    ref: str
    status: str
    student: str
    mentor: str
    topic: str
    starts_at: datetime | None
    minutes: int
    created_at: datetime
    accepted_at: datetime | None
    decided_at: datetime | None
    closed_by: str | None


@dataclass(frozen=True, slots=True)
class Export:
    """A whole file: its bytes, how many bookings it holds, and how many of the program's it leaves out."""

    format: Format
    content: bytes
    count: int
    is_whole: bool
