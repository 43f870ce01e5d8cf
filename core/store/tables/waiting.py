"""The tables of waiting lists: who waits for whom, and whose place has ended without a time."""

from __future__ import annotations

import sqlalchemy as sa

from core.domain.requests import REQUEST_FIELDS
from core.store.columns import UtcDateTime
from core.store.tables.metadata import METADATA, needed

waiting = sa.Table(
    "waiting",
    METADATA,
    sa.Column("mentor", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("student", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("program", sa.Uuid(), nullable=False),
    *(needed(name, sa.Text()) for name in REQUEST_FIELDS),
    sa.Column("since", UtcDateTime(), nullable=False),
    sa.Index("ix_waiting_student", "student", "since"),
)

ended_place = sa.Table(
    "ended_place",
    METADATA,
    sa.Column("program", sa.Uuid(), primary_key=True, nullable=False),
    sa.Column("student", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("at", UtcDateTime(), primary_key=True),
    sa.Column("mentor", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
)
"""What the message needs that tells somebody of it: in it stands for whom they have waited."""
