"""The first schema, with the guard that keeps anybody from being booked twice at the same time.

The guard: no two rows of ``busy`` for one person overlap, half-open, whatever writes them. SQLite has
triggers for it. PostgreSQL has an exclusion constraint over ranges alone, so that it needs no extension: a
person's id becomes the range that holds just that id.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

UUID = sa.Uuid()
TEXT = sa.Text()
NUMBER = sa.Integer()
INSTANT = sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
EXACT = sa.String(200).with_variant(sa.String(200, collation="C"), "postgresql")
WORD = sa.String(24)
NAME = sa.String(80)

TABLES = (
    "program space person address mentor offering booking busy history inbox outbox placement draft fact room"
    " feedback"
)
ROLES = "'student', 'mentor', 'admin', 'system'"
STATUSES = "'pending', 'accepted', 'rejected', 'cancelled', 'expired', 'completed', 'no_show'"

TRIGGER = """
CREATE TRIGGER busy_{when} BEFORE {when} ON busy
WHEN EXISTS (
    SELECT 1 FROM busy AS held
    WHERE held.person = NEW.person AND held.starts_at < NEW.ends_at AND held.ends_at > NEW.starts_at
    AND NOT (held.booking = {row}.booking AND held.person = {row}.person)
)
BEGIN SELECT RAISE(ABORT, 'overlapping time'); END
"""
EXCLUSION = """
ALTER TABLE busy ADD CONSTRAINT ex_busy_overlap EXCLUDE USING gist (
    person_range(person, person, '[]') WITH &&, tstzrange(starts_at, ends_at) WITH &&
)
"""


def upgrade() -> None:
    """Make everything."""
    _people()
    _mentors()
    _bookings()
    _booking_indexes()
    _what_happened()
    _outbox()
    _notes()
    _feedback()
    _guard()


def downgrade() -> None:
    """Remove everything."""
    for table in reversed(TABLES.split()):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TYPE person_range")


def _need(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _may(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True)


def _refers(*names: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{table}.id"])
        for column, table in (name.split("->") if "->" in name else (name, name) for name in names)
    ]


def _one_of(column: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({words})", name=column)


def _index(name: str, table: str, columns: str, where: str, postgres: str | None = None) -> None:
    predicate = sa.text(where)
    op.create_index(
        name, table, columns.split(), sqlite_where=predicate, postgresql_where=sa.text(postgres or where)
    )


def _people() -> None:
    op.create_table(
        "program",
        _need("id", UUID),
        _need("name", sa.String(200)),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "space",
        _need("program", UUID),
        _need("platform", sa.String(40)),
        _need("space", NAME),
        _need("name", sa.String(200)),
        *_refers("program"),
        sa.PrimaryKeyConstraint("program", "platform", "space"),
    )
    op.create_table(
        "person",
        _need("id", UUID),
        _need("program", UUID),
        _need("name", TEXT),
        _may("zone", NAME),
        _may("locale", sa.String(40)),
        _may("unreachable", TEXT),
        *_refers("program"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "address",
        _need("program", UUID),
        _need("platform", sa.String(40)),
        _need("space", NAME),
        _need("user_id", NAME),
        _need("person", UUID),
        *_refers("person"),
        sa.PrimaryKeyConstraint("program", "platform", "space", "user_id"),
        sa.UniqueConstraint("person"),
    )


def _mentors() -> None:
    op.create_table(
        "mentor",
        _need("person", UUID),
        _need("program", UUID),
        _need("headline", TEXT),
        _need("skills", TEXT),
        _may("link", sa.String(600)),
        _may("zone", sa.String(64)),
        _need("hours", TEXT),
        _need("exceptions", TEXT),
        _need("buffer", NUMBER),
        _need("notice", NUMBER),
        _need("horizon", NUMBER),
        _may("weekly_cap", NUMBER),
        _need("paused", sa.Boolean()),
        _may("paused_until", INSTANT),
        _need("since", INSTANT),
        _need("sort_name", EXACT),
        _need("search", TEXT),
        *_refers("person"),
        sa.PrimaryKeyConstraint("person"),
    )
    _index("ix_mentor_listed", "mentor", "program sort_name person", "paused = 0", "NOT paused")
    op.create_table(
        "offering",
        _need("id", UUID),
        _need("program", UUID),
        _need("mentor", UUID),
        _need("title", TEXT),
        _need("minutes", NUMBER),
        _need("description", TEXT),
        _may("buffer", NUMBER),
        _may("notice", NUMBER),
        _need("removed", sa.Boolean()),
        *_refers("mentor->person"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_offering_mentor", "offering", ["mentor"])


def _bookings() -> None:
    op.create_table(
        "booking",
        _need("id", UUID),
        _need("program", UUID),
        _need("ref", WORD),
        _need("student", UUID),
        _need("mentor", UUID),
        _may("offering", UUID),
        _need("topic", TEXT),
        _need("message", TEXT),
        _need("starts_at", INSTANT),
        _need("ends_at", INSTANT),
        _need("minutes", NUMBER),
        _need("status", WORD),
        _need("version", NUMBER),
        _need("reply", TEXT),
        _need("reason", TEXT),
        _may("link", sa.String(600)),
        _may("proposal", sa.JSON()),
        _need("answer_by", INSTANT),
        _need("created_at", INSTANT),
        _may("decided_at", INSTANT),
        _may("accepted_at", INSTANT),
        _may("closed_by", WORD),
        _need("sort_at", INSTANT),
        _need("lapses_at", INSTANT),
        _may("proposal_until", INSTANT),
        _one_of("status", STATUSES),
        _one_of("closed_by", ROLES),
        *_refers("student->person", "mentor->person", "offering"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("program", "ref"),
    )


def _booking_indexes() -> None:
    for party in ("student", "mentor"):
        _index(f"ix_booking_{party}_pending", "booking", f"program {party} sort_at id", "status = 'pending'")
        _index(
            f"ix_booking_{party}_accepted", "booking", f"program {party} starts_at id", "status = 'accepted'"
        )
        _index(f"ix_booking_{party}_past", "booking", f"program {party} sort_at id", "status != 'pending'")
    op.create_index("ix_booking_asked", "booking", ["program", "student", "created_at"])
    _index("ix_booking_lapses", "booking", "program lapses_at", "status = 'pending'")
    _index("ix_booking_finished", "booking", "program ends_at", "status = 'accepted'")
    _index("ix_booking_proposal", "booking", "program proposal_until", "proposal_until IS NOT NULL")


def _what_happened() -> None:
    op.create_table(
        "busy",
        _need("booking", UUID),
        _need("person", UUID),
        _need("program", UUID),
        _need("starts_at", INSTANT),
        _need("ends_at", INSTANT),
        sa.CheckConstraint("starts_at < ends_at", name="forwards"),
        *_refers("booking", "person"),
        sa.PrimaryKeyConstraint("booking", "person"),
    )
    op.create_index("ix_busy_person", "busy", ["person", "starts_at", "ends_at"])
    op.create_table(
        "history",
        _need("booking", UUID),
        sa.Column("version", NUMBER, nullable=False, autoincrement=False),
        _need("program", UUID),
        _need("act", WORD),
        _need("role", WORD),
        _may("who", UUID),
        _need("at", INSTANT),
        _need("snapshot", sa.JSON()),
        _one_of("role", ROLES),
        *_refers("booking", "who->person"),
        sa.PrimaryKeyConstraint("booking", "version"),
    )
    op.create_table(
        "inbox",
        _need("program", UUID),
        _need("key", sa.String(200)),
        _need("booking", UUID),
        _need("at", INSTANT),
        sa.PrimaryKeyConstraint("program", "key"),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        _need("id", SERIAL),
        _need("program", UUID),
        _need("key", sa.String(200)),
        _need("booking", UUID),
        _need("version", NUMBER),
        _need("kind", WORD),
        _need("recipient", UUID),
        _may("start", INSTANT),
        _need("due_at", INSTANT),
        _need("tries", NUMBER),
        _need("state", WORD),
        _may("first_try_at", INSTANT),
        _may("done_at", INSTANT),
        _may("outcome", WORD),
        _may("folded_into", sa.String(200)),
        _one_of("state", "'ready', 'unknown', 'done'"),
        _one_of("outcome", "'sent', 'dropped', 'dead', 'folded'"),
        *_refers("booking", "recipient->person"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    _index("ix_outbox_due", "outbox", "program due_at id", "state != 'done'")
    _index("ix_outbox_recipient", "outbox", "recipient id", "state != 'done'")
    _index("ix_outbox_dead", "outbox", "program recipient", "outcome = 'dead'")
    _index("ix_outbox_folded", "outbox", "folded_into id", "folded_into IS NOT NULL")


def _notes() -> None:
    op.create_table(
        "placement",
        _need("program", UUID),
        _need("channel", NAME),
        _need("message", NAME),
        _need("booking", UUID),
        _need("person", UUID),
        _need("platform", sa.String(40)),
        _need("version", NUMBER),
        _need("key", sa.String(200)),
        *_refers("booking", "person"),
        sa.PrimaryKeyConstraint("program", "channel", "message"),
    )
    op.create_index("ix_placement_booking", "placement", ["booking", "person"])
    op.create_table(
        "draft",
        _need("program", UUID),
        _need("id", UUID),
        _need("person", UUID),
        _need("route", NAME),
        _need("args", sa.JSON()),
        _need("typed", sa.JSON()),
        _need("created_at", INSTANT),
        *_refers("person"),
        sa.PrimaryKeyConstraint("program", "id"),
    )
    op.create_table(
        "fact",
        _need("program", UUID),
        _need("name", NAME),
        _need("value", TEXT),
        sa.PrimaryKeyConstraint("program", "name"),
    )
    op.create_table(
        "room",
        _need("booking", UUID),
        _need("program", UUID),
        _need("url", TEXT),
        *_refers("booking"),
        sa.PrimaryKeyConstraint("booking"),
    )


def _feedback() -> None:
    op.create_table(
        "feedback",
        _need("booking", UUID),
        _need("person", UUID),
        _need("program", UUID),
        _may("score", WORD),
        _need("words", TEXT),
        _need("at", INSTANT),
        _one_of("score", "'good', 'bad'"),
        *_refers("booking", "person"),
        sa.PrimaryKeyConstraint("booking", "person"),
    )


def _guard() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TYPE person_range AS RANGE (subtype = uuid)")
        op.execute(EXCLUSION)
        return
    op.execute(TRIGGER.format(when="INSERT", row="NEW"))
    op.execute(TRIGGER.format(when="UPDATE", row="OLD"))
