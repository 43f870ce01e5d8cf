"""The tables of programs and their people: addresses, mentors, and the session types that they offer."""

from __future__ import annotations

import sqlalchemy as sa

from core.store.columns import EXACT, UtcDateTime
from core.store.tables.metadata import METADATA, in_program, needed, own_id, refers

program = sa.Table(
    "program", METADATA, own_id(), sa.Column("name", sa.String(200), nullable=False, unique=True)
)

person = sa.Table(
    "person",
    METADATA,
    own_id(),
    refers("program", "program"),
    needed("name", sa.Text()),
    sa.Column("zone", sa.String(80)),
    sa.Column("locale", sa.String(40)),
    sa.Column("unreachable", sa.Text()),
    sa.Column("left_at", UtcDateTime()),
    sa.Column("reminders", sa.String(80)),
)
sa.Index(
    "ix_person_unreachable",
    person.c.program,
    person.c.id,
    sqlite_where=person.c.unreachable.is_not(None),
    postgresql_where=person.c.unreachable.is_not(None),
)
sa.Index(
    "ix_person_left",
    person.c.program,
    person.c.id,
    sqlite_where=person.c.left_at.is_not(None),
    postgresql_where=person.c.left_at.is_not(None),
)

address = sa.Table(
    "address",
    METADATA,
    in_program(key=True),
    sa.Column("platform", sa.String(40), primary_key=True),
    sa.Column("space", sa.String(80), primary_key=True),
    sa.Column("user_id", sa.String(80), primary_key=True),
    sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, unique=True),
)

mentor = sa.Table(
    "mentor",
    METADATA,
    refers("person", "person", key=True),
    in_program(),
    needed("headline", sa.Text()),
    needed("skills", sa.Text()),
    sa.Column("languages", sa.Text(), nullable=False, server_default=""),
    sa.Column("link", sa.String(600)),
    sa.Column("zone", sa.String(64)),
    needed("hours", sa.Text()),
    needed("exceptions", sa.Text()),
    needed("buffer", sa.Integer()),
    needed("notice", sa.Integer()),
    needed("horizon", sa.Integer()),
    *(sa.Column(name, sa.Integer()) for name in ("weekly_cap", "change_notice")),
    needed("paused", sa.Boolean()),
    sa.Column("paused_until", UtcDateTime()),
    sa.Column("offered", sa.Boolean(), nullable=False, server_default=sa.true()),
    needed("since", UtcDateTime()),
    needed("sort_name", EXACT),
    needed("search", sa.Text()),
)
sa.Index(
    "ix_mentor_listed",
    mentor.c.program,
    mentor.c.sort_name,
    mentor.c.person,
    sqlite_where=sa.not_(mentor.c.paused),
    postgresql_where=sa.not_(mentor.c.paused),
)
sa.Index(
    "ix_mentor_resting",
    mentor.c.program,
    mentor.c.sort_name,
    mentor.c.person,
    sqlite_where=mentor.c.paused_until.is_not(None),
    postgresql_where=mentor.c.paused_until.is_not(None),
)

offering = sa.Table(
    "offering",
    METADATA,
    own_id(),
    in_program(),
    sa.Column("mentor", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
    needed("title", sa.Text()),
    needed("minutes", sa.Integer()),
    needed("description", sa.Text()),
    sa.Column("buffer", sa.Integer()),
    sa.Column("notice", sa.Integer()),
    needed("removed", sa.Boolean()),
)
