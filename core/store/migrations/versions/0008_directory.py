"""Mentors say which languages they speak, and a request may go from one suitable mentor to the next."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has said a language yet, and every request is to one mentor alone."""
    op.add_column("mentor", sa.Column("languages", sa.Text(), nullable=False, server_default=""))
    op.add_column("booking", sa.Column("search", sa.JSON(none_as_null=True)))
    resting = sa.column("paused_until").is_not(None)
    op.create_index(
        "ix_mentor_resting",
        "mentor",
        ["program", "sort_name", "person"],
        sqlite_where=resting,
        postgresql_where=resting,
    )
    op.create_index("ix_busy_when", "busy", ["starts_at", "program"])


def downgrade() -> None:
    """Forget the languages, and who would be asked next."""
    op.drop_index("ix_busy_when", "busy")
    op.drop_index("ix_mentor_resting", "mentor")
    op.drop_column("booking", "search")
    op.drop_column("mentor", "languages")
