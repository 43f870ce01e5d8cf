"""Mentors' own calendars are read for the times at which they are busy, and a notice may be about no booking."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """No calendar is known yet."""
    op.create_table(
        "busy_calendar",
        sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT),
        sa.Column("whole_at", INSTANT),
        sa.Column("etag", sa.Text()),
        sa.Column("modified", sa.Text()),
        sa.Column("trouble", sa.String(24)),
        sa.Column("trouble_since", INSTANT),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_busy_calendar_due", "busy_calendar", ["program", "due_at"])
    op.create_table(
        "engagement",
        sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("starts_at", INSTANT, primary_key=True, autoincrement=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.CheckConstraint("starts_at < ends_at", name="forwards"),
    )
    _let_booking_be(nullable=True)


def downgrade() -> None:
    """Forget the calendars, and what was to be told of them."""
    op.execute("DELETE FROM outbox WHERE booking IS NULL")
    _let_booking_be(nullable=False)
    op.drop_table("engagement")
    op.drop_index("ix_busy_calendar_due", "busy_calendar")
    op.drop_table("busy_calendar")


def _let_booking_be(*, nullable: bool) -> None:
    """Say whether a notice must name a booking. SQLite changes no column, so there the table is made anew."""
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        op.alter_column("outbox", "booking", existing_type=sa.Uuid(), nullable=nullable)
        return
    said = "SELECT sql FROM sqlite_master WHERE tbl_name = 'outbox' AND sql IS NOT NULL ORDER BY type DESC, rowid"
    table, *indexes = bind.exec_driver_sql(said).scalars()
    named = re.sub(r'^CREATE TABLE "?outbox"?', "CREATE TABLE outbox_anew", table)
    column = "booking CHAR(32)" if nullable else "booking CHAR(32) NOT NULL"
    op.execute(sa.text(re.sub(r"\bbooking CHAR\(32\)( NOT NULL)?", column, named, count=1)))
    op.execute("INSERT INTO outbox_anew SELECT * FROM outbox")
    op.drop_table("outbox")
    op.rename_table("outbox_anew", "outbox")
    for index in indexes:
        op.execute(sa.text(index))
