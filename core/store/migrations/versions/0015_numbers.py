"""Sessions are counted by their start, and people may let organisers read their words about a session."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None
NOT_PENDING = sa.text("status != 'pending'")


def upgrade() -> None:
    """Of what was said so far organisers read nothing."""
    op.add_column(
        "feedback", sa.Column("for_organisers", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_feedback_for_organisers",
        "feedback",
        ["program", "at"],
        sqlite_where=sa.text("for_organisers"),
        postgresql_where=sa.text("for_organisers"),
    )
    op.create_index(
        "ix_booking_starts",
        "booking",
        ["program", "starts_at"],
        sqlite_where=NOT_PENDING,
        postgresql_where=NOT_PENDING,
    )


def downgrade() -> None:
    """Who may read what is forgotten."""
    op.drop_index("ix_booking_starts", "booking")
    op.drop_index("ix_feedback_for_organisers", "feedback")
    op.drop_column("feedback", "for_organisers")
