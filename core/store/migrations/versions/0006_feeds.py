"""A person may have an address at which their calendar reads their sessions; of its secret only a digest is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Nobody has an address yet."""
    op.create_table(
        "feed",
        sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False, unique=True),
        sa.Column("made_at", INSTANT, nullable=False),
    )


def downgrade() -> None:
    """Every address ends."""
    op.drop_table("feed")
