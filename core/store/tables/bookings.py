"""The tables of bookings: each as it is, the time that it holds, what was done to it, and the keys of what was done."""

from __future__ import annotations

import sqlalchemy as sa

from core.domain.booking import Act, LinkState, Role, Status
from core.domain.requests import REQUEST_FIELDS
from core.store.columns import UtcDateTime, Word, among, checked, open_ended
from core.store.tables.metadata import METADATA, in_program, needed, own_id, partial_index, refers

booking = sa.Table(
    "booking",
    METADATA,
    own_id(),
    in_program(),
    needed("ref", sa.String(24)),
    refers("student", "person"),
    refers("mentor", "person"),
    refers("offering", "offering", optional=True),
    *(needed(name, sa.Text()) for name in REQUEST_FIELDS),
    needed("starts_at", UtcDateTime()),
    needed("ends_at", UtcDateTime()),
    needed("minutes", sa.Integer()),
    needed("status", checked(Status, "status", unknown=Status.CANCELLED)),
    needed("version", sa.Integer()),
    needed("reply", sa.Text()),
    needed("reason", sa.Text()),
    sa.Column("link", sa.String(600)),
    sa.Column("proposal", sa.JSON(none_as_null=True)),
    sa.Column("search", sa.JSON(none_as_null=True)),
    needed("answer_by", UtcDateTime()),
    needed("created_at", UtcDateTime()),
    sa.Column("decided_at", UtcDateTime()),
    sa.Column("accepted_at", UtcDateTime()),
    sa.Column("closed_by", checked(Role, "closed_by")),
    sa.Column("left", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("change_notice", sa.Integer(), nullable=False, server_default=sa.text("0")),
    sa.Column("held_until", UtcDateTime()),
    sa.Column("series", sa.Uuid()),
    sa.Column("told_with", sa.Uuid()),
    sa.Column("link_state", Word(LinkState, LinkState.GIVEN), nullable=False, server_default="given"),
    needed("sort_at", UtcDateTime()),
    needed("lapses_at", UtcDateTime()),
    sa.Column("proposal_until", UtcDateTime()),
    sa.UniqueConstraint("program", "ref"),
)
IS_PENDING = among(booking.c.status, Status.PENDING)
IS_ACCEPTED = among(booking.c.status, Status.ACCEPTED)
NOT_PENDING = booking.c.status != sa.literal_column("'pending'")
"""The words of the partial indexes below; a query that does not use the same expression scans the table."""


_tenant = booking.c.program
for _party in (booking.c.student, booking.c.mentor):
    _of = f"ix_booking_{_party.name}"
    partial_index(f"{_of}_pending", IS_PENDING, _tenant, _party, booking.c.sort_at, booking.c.id)
    partial_index(f"{_of}_accepted", IS_ACCEPTED, _tenant, _party, booking.c.starts_at, booking.c.id)
    partial_index(f"{_of}_past", NOT_PENDING, _tenant, _party, booking.c.sort_at, booking.c.id)
sa.Index("ix_booking_asked", _tenant, booking.c.student, booking.c.created_at)
partial_index("ix_booking_series", booking.c.series.is_not(None), booking.c.series, booking.c.starts_at)
partial_index("ix_booking_starts", NOT_PENDING, booking.c.program, booking.c.starts_at)
partial_index("ix_booking_lapses", IS_PENDING, booking.c.program, booking.c.lapses_at)
partial_index("ix_booking_finished", IS_ACCEPTED, booking.c.program, booking.c.ends_at)
partial_index(
    "ix_booking_proposal",
    booking.c.proposal_until.is_not(None),
    booking.c.program,
    booking.c.proposal_until,
)

busy = sa.Table(
    "busy",
    METADATA,
    refers("booking", "booking", key=True),
    refers("person", "person", key=True),
    in_program(),
    needed("starts_at", UtcDateTime()),
    needed("ends_at", UtcDateTime()),
    sa.CheckConstraint("starts_at < ends_at", name="forwards"),
    sa.Index("ix_busy_person", "person", "starts_at", "ends_at"),
    sa.Index("ix_busy_when", "starts_at", "program"),  # program first, SQLite would take it for one person's
)

history = sa.Table(
    "history",
    METADATA,
    refers("booking", "booking", key=True),
    sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
    in_program(),
    needed("act", open_ended(Act)),
    needed("role", checked(Role, "role")),
    refers("who", "person", optional=True),
    needed("at", UtcDateTime()),
    needed("snapshot", sa.JSON()),
    sa.Index("ix_history_at", "program", "at", "booking"),
)

inbox = sa.Table(
    "inbox",
    METADATA,
    in_program(key=True),
    sa.Column("key", sa.String(200), primary_key=True),
    needed("booking", sa.Uuid()),
    needed("at", UtcDateTime()),
)
