"""Who waits for approval has an index of its own: the organisers' panel asks for them each time it is opened."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The rows are as they were."""
    wanted = sa.text("approval = 'wanted'")
    op.create_index(
        "ix_standing_wanted",
        "standing",
        ["program", "asked_at"],
        sqlite_where=wanted,
        postgresql_where=wanted,
    )


def downgrade() -> None:
    """Everybody about whom something was decided is read again to find who waits."""
    op.drop_index("ix_standing_wanted", "standing")
