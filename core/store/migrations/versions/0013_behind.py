"""What waits behind a notice of the same person that is in flight is out of the line, so that claims do not see it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NOT_DONE = "state != 'done'"


def _index(name: str, where: str, *columns: str) -> None:
    op.create_index(name, "outbox", [*columns], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    """Everything is in line at first; the first claim puts behind what can't go yet."""
    op.add_column("outbox", sa.Column("behind", sa.Boolean(), nullable=False, server_default=sa.false()))
    is_behind, in_line = (
        ("behind", "NOT behind")
        if op.get_bind().dialect.name == "postgresql"
        else ("behind = 1", "behind = 0")
    )
    op.drop_index("ix_outbox_due_on", "outbox")
    _index("ix_outbox_due_on", f"{NOT_DONE} AND {in_line}", "program", "platform", "due_at", "id")
    _index("ix_outbox_behind", f"{NOT_DONE} AND {is_behind}", "recipient", "id")


def downgrade() -> None:
    """Claims look at everything again."""
    op.drop_index("ix_outbox_behind", "outbox")
    op.drop_index("ix_outbox_due_on", "outbox")
    _index("ix_outbox_due_on", NOT_DONE, "program", "platform", "due_at", "id")
    op.drop_column("outbox", "behind")
