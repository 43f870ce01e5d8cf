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
    op.create_table(
        "ended_place",
        sa.Column("program", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("student", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("at", INSTANT, primary_key=True),
        sa.Column("mentor", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
    )


def downgrade() -> None:
    """Forget who administers."""
    op.drop_table("ended_place")
    op.drop_table("administrator")
