"""Series and waiting lists: bookings may belong together, or be held for somebody who waited for a mentor's time."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """No booking is part of a series yet, and nobody waits."""
    op.create_table(
        "waiting",
        sa.Column("mentor", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("student", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
    )
    op.create_index("ix_waiting_student", "waiting", ["student", "since"])
    op.add_column("booking", sa.Column("held_until", INSTANT))
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
    """Every booking stands on its own, and every place in a line is lost."""
    op.drop_index("ix_booking_series", "booking")
    op.drop_column("booking", "told_with")
    op.drop_column("booking", "series")
    op.drop_column("booking", "held_until")
    op.drop_index("ix_waiting_student", "waiting")
    op.drop_table("waiting")
