"""Who was erased is remembered by a keyed hash, so that a restored backup does not bring them back."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Nobody was erased so far."""
    op.create_table(
        "tombstone",
        sa.Column("program", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("salt", sa.String(32), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Forget who was erased."""
    op.drop_table("tombstone")
