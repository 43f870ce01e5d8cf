"""A booking may belong to a series, and say with which of its bookings people were told what happened last to it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No booking is part of a series yet."""
    op.add_column("booking", sa.Column("series", sa.Uuid()))
    op.add_column("booking", sa.Column("told_with", sa.Uuid()))
    op.create_index(
        "ix_booking_series",
        "booking",
        ["series", "starts_at"],
        sqlite_where=sa.column("series").is_not(None),
        postgresql_where=sa.column("series").is_not(None),
    )


def downgrade() -> None:
    """Every booking stands on its own."""
    op.drop_index("ix_booking_series", "booking")
    op.drop_column("booking", "told_with")
    op.drop_column("booking", "series")
