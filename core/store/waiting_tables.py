"""The table of waiting lists, beside those of ``core/store/tables.py``."""

from __future__ import annotations

import sqlalchemy as sa

from core.store.columns import UtcDateTime
from core.store.tables import METADATA

waiting = sa.Table(
    "waiting",
    METADATA,
    sa.Column("mentor", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("student", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("program", sa.Uuid(), nullable=False),
    sa.Column("topic", sa.Text(), nullable=False),
    sa.Column("message", sa.Text(), nullable=False),
    sa.Column("since", UtcDateTime(), nullable=False),
    sa.Index("ix_waiting_student", "student", "since"),
)
