"""The tables of standing: who is blocked, paused, removed or waits for approval, and the cards that ask for one."""

from __future__ import annotations

import sqlalchemy as sa

from core.domain.standing import Approval, Step
from core.store.columns import UtcDateTime, Word, among
from core.store.tables.metadata import METADATA, partial_index

standing = sa.Table(
    "standing",
    METADATA,
    sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("program", sa.Uuid(), nullable=False),
    *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("blocked", "stopped", "removed", "paused")),
    sa.Column("paused_until", UtcDateTime()),
    sa.Column("approval", Word(Approval, Approval.WANTED), nullable=False),
    sa.Column("asked_at", UtcDateTime()),
    sa.Column("answered_by", sa.Uuid(), sa.ForeignKey("person.id")),
    sa.Column("step", Word(Step)),
    sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id")),
    sa.Column("word", sa.Text(), nullable=False),
    sa.Column("at", UtcDateTime()),
    sa.Index("ix_standing_asked", "program", "asked_at"),
)
IS_WANTED = among(standing.c.approval, Approval.WANTED)
partial_index("ix_standing_wanted", IS_WANTED, standing.c.program, standing.c.asked_at)

approval_card = sa.Table(
    "approval_card",
    METADATA,
    sa.Column("program", sa.Uuid(), primary_key=True, nullable=False),
    sa.Column("channel", sa.String(80), primary_key=True),
    sa.Column("message", sa.String(80), primary_key=True),
    sa.Column("about", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
    sa.Column("reader", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
    sa.Index("ix_approval_card", "about", "reader"),
)
