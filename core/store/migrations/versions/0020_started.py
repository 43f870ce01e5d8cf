"""What was tried and is not settled has an index of its own, so that a claim need not read all that waits."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The rows are as they were."""
    started = sa.text("state != 'done' AND first_try_at IS NOT NULL")
    op.create_index(
        "ix_outbox_started",
        "outbox",
        ["recipient", "due_at"],
        sqlite_where=started,
        postgresql_where=started,
    )


def downgrade() -> None:
    """A claim reads everything that its people wait for again."""
    op.drop_index("ix_outbox_started", "outbox")
