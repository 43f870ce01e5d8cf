"""The tables of erasing: tombstones, and the old cards that are still to be cleared."""

from __future__ import annotations

import sqlalchemy as sa

from core.store.columns import SERIAL, UtcDateTime
from core.store.tables.metadata import METADATA

tombstone = sa.Table(
    "tombstone",
    METADATA,
    sa.Column("program", sa.Uuid(), primary_key=True, nullable=False),
    sa.Column("salt", sa.String(32), primary_key=True),
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("at", UtcDateTime(), nullable=False),
    sa.Column("blocked", sa.Boolean(), nullable=False, server_default=sa.false()),
)
"""Whom a restored backup must not bring back, known by a keyed hash alone."""

old_card = sa.Table(
    "old_card",
    METADATA,
    sa.Column("id", SERIAL, primary_key=True),
    sa.Column("program", sa.Uuid(), nullable=False),
    sa.Column("platform", sa.String(40), nullable=False),
    sa.Column("space", sa.String(80), nullable=False),
    sa.Column("user_id", sa.String(80), nullable=False),
    sa.Column("channel", sa.String(80), nullable=False),
    sa.Column("message", sa.String(80), nullable=False),
    sa.Column("since", UtcDateTime(), nullable=False),
    sa.Column("due_at", UtcDateTime(), nullable=False),
    sa.Index("ix_old_card", "program", "due_at"),
)
"""Our messages about somebody who was erased. ``user_id`` is of a page alone, which has no message; empty elsewhere."""
