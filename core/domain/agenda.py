"""The parts of a person's agenda: what waits for an answer, what is to come, and what was."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.domain.booking_view import BookingView
    from core.domain.waiting import Waited


class Section(enum.StrEnum):
    """One part, in the order in which they are shown. Every booking is in exactly one, for both its people."""

    PENDING = "pending"
    UPCOMING = "upcoming"
    PAST = "past"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A person's sessions by section, and how many each section holds in all."""

    counts: Mapping[Section, int]
    views: Mapping[Section, tuple[BookingView, ...]]
    places: tuple[Waited, ...] = ()
    """For whom the person waits."""
