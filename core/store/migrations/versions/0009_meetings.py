"""Meetings that a provider makes for a booking, and where the link of a booking comes from."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Every link that is there was given."""
    op.add_column("booking", sa.Column("link_state", sa.String(24), nullable=False, server_default="given"))
    op.create_table(
        "meeting",
        sa.Column("booking", sa.Uuid(), sa.ForeignKey("booking.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("provider", sa.String(24), nullable=False),
        sa.Column("handle", sa.String(200), nullable=False),
        sa.Column("starts_at", INSTANT),
        sa.Column("minutes", sa.Integer()),
        sa.Column("wished_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("held_until", INSTANT),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
    )
    due = sa.column("due_at").is_not(None)
    op.create_index(
        "ix_meeting_due", "meeting", ["program", "due_at"], sqlite_where=due, postgresql_where=due
    )


def downgrade() -> None:
    """Forget the meetings; the links stay."""
    op.drop_table("meeting")
    op.drop_column("booking", "link_state")
