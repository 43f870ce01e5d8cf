"""Several processes on one database: a lease says which of them listens, and the outbox rings for all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
RINGS = """
CREATE FUNCTION outbox_rings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('outbox', ''); RETURN NULL; END $$
"""
EACH_TIME = """
CREATE TRIGGER outbox_rings AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION outbox_rings()
"""


def upgrade() -> None:
    """Make the table of leases; on PostgreSQL let every insert into the outbox notify, in its own transaction."""
    op.create_table(
        "lease",
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("program", "name"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(RINGS)
        op.execute(EACH_TIME)


def downgrade() -> None:
    """Forget both."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER outbox_rings ON outbox")
        op.execute("DROP FUNCTION outbox_rings()")
    op.drop_table("lease")
