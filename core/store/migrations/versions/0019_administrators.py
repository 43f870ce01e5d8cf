"""Administrators are noted, places in line end with a word, and old cards of who was erased wait to be cleared."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Nobody is known to administer before they have done something, and nothing waits."""
    op.create_table(
        "administrator",
        sa.Column("program", sa.Uuid(), sa.ForeignKey("program.id"), primary_key=True),
        sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("since", INSTANT, nullable=False),
    )
    op.create_table(
        "ended_place",
        sa.Column("program", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("student", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("at", INSTANT, primary_key=True),
        sa.Column("mentor", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
    )
    op.create_table(
        "old_card",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("platform", sa.String(40), nullable=False),
        *(
            sa.Column(name, sa.String(80), nullable=False)
            for name in ("space", "user_id", "channel", "message")
        ),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
    )
    op.create_index("ix_old_card", "old_card", ["program", "due_at"])


def downgrade() -> None:
    """Forget who administers, and what waits."""
    op.drop_table("old_card")
    op.drop_table("ended_place")
    op.drop_table("administrator")
