"""Two accounts may be one person; a code that one of them shows, and that the other types, makes them so."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """Nobody is linked yet."""
    op.create_table(
        "account_link",
        sa.Column("joined", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("kept", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, unique=True),
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("swapped", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.String(40)),
    )
    op.create_table(
        "belonging",
        sa.Column("account", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("side", sa.String(8), primary_key=True),
        sa.Column("thing", sa.Uuid(), primary_key=True),
        sa.Column("program", sa.Uuid(), nullable=False),
    )
    op.create_table(
        "link_request",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, unique=True),
        sa.Column("issued_on", sa.String(40), nullable=False),
        sa.Column("platform", sa.String(40), nullable=False),
        sa.Column("salt", sa.LargeBinary(16), nullable=False),
        sa.Column("digest", sa.LargeBinary(32), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("taker", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("taken_at", INSTANT),
    )
    op.create_index("ix_link_request_live", "link_request", ["program", "platform", "until"])
    op.create_table(
        "link_try",
        sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
    )


def downgrade() -> None:
    """Every link is forgotten: who is linked stays one person, and the joined account begins anew."""
    for table in ("link_try", "link_request", "belonging", "account_link"):
        op.drop_table(table)
