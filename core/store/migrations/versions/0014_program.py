"""A program keeps rules of its own over the settings, organisers, and what they have done."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Nothing is decided yet, so everything is as the settings say."""
    op.create_table(
        "program_rules",
        sa.Column("program", sa.Uuid(), sa.ForeignKey("program.id"), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
    )
    op.create_table(
        "organiser",
        sa.Column("program", sa.Uuid(), sa.ForeignKey("program.id"), primary_key=True),
        sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("added_by", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("since", INSTANT, nullable=False),
    )
    op.create_table(
        "admin_act",
        sa.Column("id", SERIAL, primary_key=True),
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("who", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("act", sa.String(40), nullable=False),
        sa.Column("about", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("facts", sa.JSON(), nullable=False),
    )
    op.create_index("ix_admin_act", "admin_act", ["program", "id"])


def downgrade() -> None:
    """Forget what was decided, by whom, and who organises."""
    op.drop_table("admin_act")
    op.drop_table("organiser")
    op.drop_table("program_rules")
