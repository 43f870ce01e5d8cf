"""Two people on different platforms may talk in a session chat: its letters wait here until they are delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")


def upgrade() -> None:
    """No chat is open yet."""
    op.create_table(
        "chat",
        sa.Column("booking", sa.Uuid(), sa.ForeignKey("booking.id"), primary_key=True),
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("student", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("mentor", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT),
        sa.Column("closed_by", sa.String(24)),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("student_muted", sa.Boolean(), nullable=False),
        sa.Column("mentor_muted", sa.Boolean(), nullable=False),
        sa.Column("student_channel", sa.String(80)),
        sa.Column("student_message", sa.String(80)),
        sa.Column("mentor_channel", sa.String(80)),
        sa.Column("mentor_message", sa.String(80)),
    )
    is_open = sa.text("closed_at IS NULL")
    for side in ("student", "mentor"):
        op.create_index(f"ix_chat_{side}", "chat", [side], sqlite_where=is_open, postgresql_where=is_open)
    op.create_table(
        "letter",
        sa.Column("booking", sa.Uuid(), sa.ForeignKey("chat.booking"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("program", sa.Uuid(), nullable=False),
        sa.Column("sort", sa.String(24), nullable=False),
        sa.Column("author", sa.Uuid(), sa.ForeignKey("person.id")),
        sa.Column("recipient", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("about", sa.Integer()),
        sa.Column("channel", sa.String(80)),
        sa.Column("message", sa.String(80)),
        sa.Column("stamp", sa.String(40), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("more", sa.JSON(), nullable=False),
        sa.Column("stands_in", sa.String(80)),
        sa.Column("stands_as", sa.String(80)),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("program", "channel", "message"),
    )
    op.create_index("ix_letter_stands", "letter", ["program", "stands_in", "stands_as"])


def downgrade() -> None:
    """Every chat ends."""
    op.drop_table("letter")
    op.drop_table("chat")
