"""Who administers is noted as the platforms tell it, and old cards of who was erased wait until they are cleared."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Nobody is known to administer before they have done something."""
    op.create_table(
        "administrator",
        sa.Column("program", sa.Uuid(), sa.ForeignKey("program.id"), primary_key=True),
        sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("since", INSTANT, nullable=False),
    )


def downgrade() -> None:
    """Forget who administers."""
    op.drop_table("administrator")
