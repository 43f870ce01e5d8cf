"""The tables of what the program itself has to remember: drafts, facts, pauses and leases."""

from __future__ import annotations

import sqlalchemy as sa

from core.store.columns import UtcDateTime
from core.store.tables.metadata import METADATA, in_program, needed, refers

draft = sa.Table(
    "draft",
    METADATA,
    in_program(key=True),
    sa.Column("id", sa.Uuid(), primary_key=True),
    refers("person", "person"),
    needed("route", sa.String(80)),
    needed("args", sa.JSON()),
    needed("typed", sa.JSON()),
    needed("created_at", UtcDateTime()),
)

fact = sa.Table(
    "fact",
    METADATA,
    in_program(key=True),
    sa.Column("name", sa.String(80), primary_key=True),
    needed("value", sa.Text()),
)

pause = sa.Table(
    "pause",
    METADATA,
    in_program(key=True),
    sa.Column("platform", sa.String(40), primary_key=True),
    sa.Column("bucket", sa.String(200), primary_key=True),
    needed("until", UtcDateTime()),
)

lease = sa.Table(
    "lease",
    METADATA,
    in_program(key=True),
    sa.Column("name", sa.String(80), primary_key=True),
    needed("holder", sa.Uuid()),
    needed("until", UtcDateTime()),
)
