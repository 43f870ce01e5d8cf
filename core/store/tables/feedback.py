"""The table of feedback: one row for each person of a booking who has said how it was."""

from __future__ import annotations

import sqlalchemy as sa

from core.domain.feedback import Score
from core.store.columns import UtcDateTime, checked
from core.store.tables.metadata import METADATA

feedback = sa.Table(
    "feedback",
    METADATA,
    sa.Column("booking", sa.Uuid(), sa.ForeignKey("booking.id"), primary_key=True),
    sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("program", sa.Uuid(), nullable=False),
    sa.Column("score", checked(Score, "score")),
    sa.Column("words", sa.Text(), nullable=False),
    sa.Column("at", UtcDateTime(), nullable=False),
    sa.Column("for_organisers", sa.Boolean(), nullable=False, server_default=sa.false()),
)
sa.Index(
    "ix_feedback_for_organisers",
    feedback.c.program,
    feedback.c.at,
    sqlite_where=feedback.c.for_organisers,
    postgresql_where=feedback.c.for_organisers,
)
