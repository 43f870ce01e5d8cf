"""People choose their reminders, and mentors until when a session may be moved or cancelled."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everybody is reminded as before, and what is agreed may be changed as before."""
    op.add_column("person", sa.Column("reminders", sa.String(80)))
    op.add_column("mentor", sa.Column("change_notice", sa.Integer()))
    op.add_column(
        "booking", sa.Column("change_notice", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )


def downgrade() -> None:
    """Forget what was chosen."""
    op.drop_column("booking", "change_notice")
    op.drop_column("mentor", "change_notice")
    op.drop_column("person", "reminders")
