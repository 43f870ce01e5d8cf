"""People choose their reminders, mentors until when a session may be changed, and both write notes about sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Everybody is reminded as before, and what is agreed may be changed as before."""
    op.add_column("person", sa.Column("reminders", sa.String(80)))
    op.add_column("mentor", sa.Column("change_notice", sa.Integer()))
    op.add_column(
        "booking", sa.Column("change_notice", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.create_table(
        "note",
        sa.Column("booking", sa.Uuid(), sa.ForeignKey("booking.id"), primary_key=True),
        sa.Column("writer", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )


def downgrade() -> None:
    """Forget what was chosen and written."""
    op.drop_table("note")
    op.drop_column("booking", "change_notice")
    op.drop_column("mentor", "change_notice")
    op.drop_column("person", "reminders")
