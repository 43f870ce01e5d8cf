"""The table of notes: one row for each person of a booking who has written something."""

from __future__ import annotations

import sqlalchemy as sa

from core.store.columns import UtcDateTime
from core.store.tables.metadata import METADATA

note = sa.Table(
    "note",
    METADATA,
    sa.Column("booking", sa.Uuid(), sa.ForeignKey("booking.id"), primary_key=True),
    sa.Column("writer", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("program", sa.Uuid(), nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("shared", sa.Boolean(), nullable=False),
    sa.Column("at", UtcDateTime(), nullable=False),
)
