"""The table of tombstones: whom a restored backup must not bring back, known by a keyed hash alone."""

from __future__ import annotations

import sqlalchemy as sa

from core.store.columns import UtcDateTime
from core.store.tables import METADATA

tombstone = sa.Table(
    "tombstone",
    METADATA,
    sa.Column("program", sa.Uuid(), primary_key=True, nullable=False),
    sa.Column("salt", sa.String(32), primary_key=True),
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("at", UtcDateTime(), nullable=False),
    sa.Column("blocked", sa.Boolean(), nullable=False, server_default=sa.false()),
)
