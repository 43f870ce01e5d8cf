"""Each notice carries the platform of its reader, so that one that is away holds up no other; pauses are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
NOT_DONE = sa.text("state != 'done'")


def upgrade() -> None:
    """Look up where each reader is known, index what is due by it, and make the table of pauses."""
    op.add_column("outbox", sa.Column("platform", sa.String(40), nullable=False, server_default=""))
    op.execute(
        "UPDATE outbox SET platform = coalesce("
        "(SELECT address.platform FROM address WHERE address.person = outbox.recipient), '')"
    )
    op.create_index(
        "ix_outbox_due_on",
        "outbox",
        ["program", "platform", "due_at", "id"],
        sqlite_where=NOT_DONE,
        postgresql_where=NOT_DONE,
    )
    op.create_table(
        "pause",
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("platform", sa.String(40), nullable=False),
        sa.Column("bucket", sa.String(200), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("program", "platform", "bucket", name="pk_pause"),
    )


def downgrade() -> None:
    """Forget both."""
    op.drop_table("pause")
    op.drop_index("ix_outbox_due_on", "outbox")
    op.drop_column("outbox", "platform")
