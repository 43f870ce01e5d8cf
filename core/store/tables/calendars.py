"""The tables of calendars: feeds, the busy calendars of mentors, and what stands in them."""

from __future__ import annotations

import sqlalchemy as sa

from core.domain.busy_calendar import Trouble
from core.store.columns import UtcDateTime, open_ended
from core.store.tables.metadata import METADATA, in_program, needed, refers

feed = sa.Table(
    "feed",
    METADATA,
    refers("person", "person", key=True),
    in_program(),
    sa.Column("secret", sa.String(64), nullable=False, unique=True),
    needed("made_at", UtcDateTime()),
)

busy_calendar = sa.Table(
    "busy_calendar",
    METADATA,
    refers("person", "person", key=True),
    in_program(),
    needed("address", sa.Text()),
    needed("due_at", UtcDateTime()),
    sa.Column("read_at", UtcDateTime()),
    sa.Column("whole_at", UtcDateTime()),
    sa.Column("etag", sa.Text()),
    sa.Column("modified", sa.Text()),
    sa.Column("trouble", open_ended(Trouble)),
    sa.Column("trouble_since", UtcDateTime()),
    needed("failures", sa.Integer()),
    needed("dropped", sa.Boolean()),
    sa.Index("ix_busy_calendar_due", "program", "due_at"),
)

engagement = sa.Table(
    "engagement",
    METADATA,
    refers("person", "person", key=True),
    sa.Column("starts_at", UtcDateTime(), primary_key=True, autoincrement=False),
    needed("ends_at", UtcDateTime()),
    in_program(),
    sa.CheckConstraint("starts_at < ends_at", name="forwards"),
)
