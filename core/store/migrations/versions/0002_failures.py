"""The outbox counts the failures of each notice; the table of spaces, which nobody read, is gone."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count from nought, and let go of the names of workspaces and servers."""
    op.add_column("outbox", sa.Column("failures", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.drop_table("space")


def downgrade() -> None:
    """Make the table again, empty, and forget what was counted."""
    op.create_table(
        "space",
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("platform", sa.String(40), nullable=False),
        sa.Column("space", sa.String(80), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["program"], ["program.id"]),
        sa.PrimaryKeyConstraint("program", "platform", "space"),
    )
    op.drop_column("outbox", "failures")
