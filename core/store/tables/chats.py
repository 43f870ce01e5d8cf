"""The tables of session chats: one row for a chat, and one for each letter of it."""

from __future__ import annotations

import sqlalchemy as sa

from core.domain.booking import Role
from core.domain.chats import Sort
from core.store.columns import UtcDateTime, open_ended
from core.store.tables.metadata import METADATA

chat = sa.Table(
    "chat",
    METADATA,
    sa.Column("booking", sa.Uuid(), sa.ForeignKey("booking.id"), primary_key=True),
    sa.Column("program", sa.Uuid(), nullable=False),
    sa.Column("student", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
    sa.Column("mentor", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
    sa.Column("opened_at", UtcDateTime(), nullable=False),
    sa.Column("closed_at", UtcDateTime()),
    sa.Column("closed_by", open_ended(Role)),
    sa.Column("last", sa.Integer(), nullable=False),
    sa.Column("student_muted", sa.Boolean(), nullable=False),
    sa.Column("mentor_muted", sa.Boolean(), nullable=False),
    *(
        sa.Column(f"{side}_{part}", sa.String(80))
        for side in ("student", "mentor")
        for part in ("channel", "message")
    ),
)
IS_OPEN = chat.c.closed_at.is_(None)
sa.Index("ix_chat_student", chat.c.student, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
sa.Index("ix_chat_mentor", chat.c.mentor, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)

letter = sa.Table(
    "letter",
    METADATA,
    sa.Column("booking", sa.Uuid(), sa.ForeignKey("chat.booking"), primary_key=True),
    sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("program", sa.Uuid(), nullable=False),
    sa.Column("sort", open_ended(Sort), nullable=False),
    sa.Column("author", sa.Uuid(), sa.ForeignKey("person.id")),
    sa.Column("recipient", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
    sa.Column("about", sa.Integer()),
    sa.Column("channel", sa.String(80)),
    sa.Column("message", sa.String(80)),
    sa.Column("stamp", sa.String(40), nullable=False),
    sa.Column("said_at", UtcDateTime(), nullable=False),
    sa.Column("words", sa.Text(), nullable=False),
    sa.Column("excerpt", sa.Text(), nullable=False),
    sa.Column("more", sa.JSON(), nullable=False),
    sa.Column("stands_in", sa.String(80)),
    sa.Column("stands_as", sa.String(80)),
    sa.Column("done", sa.Boolean(), nullable=False),
    sa.UniqueConstraint("program", "channel", "message"),
    sa.Index("ix_letter_stands", "program", "stands_in", "stands_as"),
)
