"""Sessions are counted by their start, so what has been asked is found by it; requests that wait are not counted so."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None
NOT_PENDING = sa.text("status != 'pending'")


def upgrade() -> None:
    """An index more; nothing else changes."""
    op.create_index(
        "ix_booking_starts",
        "booking",
        ["program", "starts_at"],
        sqlite_where=NOT_PENDING,
        postgresql_where=NOT_PENDING,
    )


def downgrade() -> None:
    """The index goes."""
    op.drop_index("ix_booking_starts", "booking")
