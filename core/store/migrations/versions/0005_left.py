"""People may have left, bookings say that they ended so, and the auditor finds what happened of late."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Nobody is known to have left."""
    op.add_column("person", sa.Column("left_at", INSTANT))
    op.add_column("booking", sa.Column("left", sa.Boolean(), nullable=False, server_default=sa.false()))
    for name in ("unreachable", "left"):
        column: sa.ColumnClause[object] = sa.column("left_at" if name == "left" else name)
        op.create_index(
            f"ix_person_{name}",
            "person",
            ["program", "id"],
            sqlite_where=column.is_not(None),
            postgresql_where=column.is_not(None),
        )
    op.create_index("ix_history_at", "history", ["program", "at", "booking"])


def downgrade() -> None:
    """Forget who has left."""
    op.drop_index("ix_history_at", "history")
    op.drop_index("ix_person_left", "person")
    op.drop_index("ix_person_unreachable", "person")
    op.drop_column("booking", "left")
    op.drop_column("person", "left_at")
