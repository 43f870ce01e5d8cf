"""The tables of a program: its rules, its organisers and administrators, and what organisers have done."""

from __future__ import annotations

import sqlalchemy as sa

from core.store.columns import SERIAL, UtcDateTime
from core.store.tables.metadata import METADATA

program_rules = sa.Table(
    "program_rules",
    METADATA,
    sa.Column("program", sa.Uuid(), sa.ForeignKey("program.id"), primary_key=True),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("rules", sa.JSON(), nullable=False),
    sa.Column("at", UtcDateTime(), nullable=False),
)

organiser = sa.Table(
    "organiser",
    METADATA,
    sa.Column("program", sa.Uuid(), sa.ForeignKey("program.id"), primary_key=True),
    sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("added_by", sa.Uuid(), sa.ForeignKey("person.id")),
    sa.Column("since", UtcDateTime(), nullable=False),
)

administrator = sa.Table(
    "administrator",
    METADATA,
    sa.Column("program", sa.Uuid(), sa.ForeignKey("program.id"), primary_key=True),
    sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("since", UtcDateTime(), nullable=False),
)
"""Of whom a platform has told that they administer: who may be asked for an answer, not who may give one."""

admin_act = sa.Table(
    "admin_act",
    METADATA,
    sa.Column("id", SERIAL, primary_key=True),
    sa.Column("program", sa.Uuid(), nullable=False),
    sa.Column("at", UtcDateTime(), nullable=False),
    sa.Column("who", sa.Uuid(), sa.ForeignKey("person.id")),
    sa.Column("act", sa.String(40), nullable=False),
    sa.Column("about", sa.Uuid(), sa.ForeignKey("person.id")),
    sa.Column("facts", sa.JSON(), nullable=False),
    sa.Index("ix_admin_act", "program", "id"),
)
"""``who`` is null for the operator with a file; ``facts`` hold names of rules, numbers and ids, and nobody's words."""
