"""The tables of calls: rooms, and the meetings that a provider makes."""

from __future__ import annotations

import sqlalchemy as sa

from core.domain.meetings import MeetingState
from core.store.columns import UtcDateTime, Word
from core.store.tables.metadata import METADATA, in_program, needed, partial_index, refers

room = sa.Table(
    "room",
    METADATA,
    refers("booking", "booking", key=True),
    in_program(),
    needed("url", sa.Text()),
)

meeting = sa.Table(
    "meeting",
    METADATA,
    refers("booking", "booking", key=True),
    sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
    in_program(),
    needed("state", Word(MeetingState, MeetingState.GONE)),
    needed("provider", sa.String(24)),
    needed("handle", sa.String(200)),
    sa.Column("starts_at", UtcDateTime()),
    sa.Column("minutes", sa.Integer()),
    needed("wished_at", UtcDateTime()),
    sa.Column("due_at", UtcDateTime()),
    sa.Column("held_until", UtcDateTime()),
    *(needed(name, sa.Integer()) for name in ("asked", "tries")),
    needed("in_doubt", sa.Boolean()),
)
partial_index("ix_meeting_due", meeting.c.due_at.is_not(None), meeting.c.program, meeting.c.due_at)
