"""Standing: people may be blocked, mentors may stop, be paused or removed, or wait for an organiser's approval."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Everybody is in good standing, and every mentor counts as approved."""
    op.add_column("mentor", sa.Column("offered", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.create_table(
        "standing",
        sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("program", sa.Uuid(), nullable=False),
        *(
            sa.Column(name, sa.Boolean(), nullable=False)
            for name in ("blocked", "stopped", "removed", "paused")
        ),
        sa.Column("paused_until", INSTANT),
        sa.Column("approval", sa.String(24), nullable=False),
        sa.Column("asked_at", INSTANT),
        sa.Column("answered_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("step", sa.String(24)),
        sa.Column("by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("at", INSTANT),
    )
    op.create_index("ix_standing_asked", "standing", ["program", "asked_at"])
    op.create_table(
        "approval_card",
        sa.Column("program", sa.Uuid(), primary_key=True, nullable=False),
        sa.Column("channel", sa.String(80), primary_key=True),
        sa.Column("message", sa.String(80), primary_key=True),
        sa.Column("about", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("reader", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
    )
    op.create_index("ix_approval_card", "approval_card", ["about", "reader"])


def downgrade() -> None:
    """Forget who is blocked: every mentor is offered again."""
    op.drop_table("approval_card")
    op.drop_table("standing")
    op.drop_column("mentor", "offered")
