"""The tables. Every row carries its program, and every query names it.

The guard against overlapping time is not in this metadata, because SQLAlchemy has no word for it: triggers on
SQLite and an exclusion constraint on PostgreSQL are made over ``busy`` by the first migration.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core.domain.booking import Act, LinkState, Role, Status
from core.domain.busy_calendar import Trouble
from core.domain.meetings import MeetingState
from core.domain.notices import Kind
from core.store.columns import EXACT, SERIAL, UtcDateTime, Word, among, checked, open_ended
from core.store.outcomes import OutboxOutcome, OutboxState

METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), primary_key=True)


def _program(*, key: bool = False) -> sa.Column[Any]:
    return sa.Column("program", sa.Uuid(), primary_key=key, nullable=False)


def _refers(name: str, target: str, *, key: bool = False, optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), sa.ForeignKey(f"{target}.id"), primary_key=key, nullable=optional)


def _needed(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


program = sa.Table("program", METADATA, _id(), sa.Column("name", sa.String(200), nullable=False, unique=True))

person = sa.Table(
    "person",
    METADATA,
    _id(),
    _refers("program", "program"),
    _needed("name", sa.Text()),
    sa.Column("zone", sa.String(80)),
    sa.Column("locale", sa.String(40)),
    sa.Column("unreachable", sa.Text()),
    sa.Column("left_at", UtcDateTime()),
    sa.Column("reminders", sa.String(80)),
)
sa.Index(
    "ix_person_unreachable",
    person.c.program,
    person.c.id,
    sqlite_where=person.c.unreachable.is_not(None),
    postgresql_where=person.c.unreachable.is_not(None),
)
sa.Index(
    "ix_person_left",
    person.c.program,
    person.c.id,
    sqlite_where=person.c.left_at.is_not(None),
    postgresql_where=person.c.left_at.is_not(None),
)

address = sa.Table(
    "address",
    METADATA,
    _program(key=True),
    sa.Column("platform", sa.String(40), primary_key=True),
    sa.Column("space", sa.String(80), primary_key=True),
    sa.Column("user_id", sa.String(80), primary_key=True),
    sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, unique=True),
)

mentor = sa.Table(
    "mentor",
    METADATA,
    _refers("person", "person", key=True),
    _program(),
    _needed("headline", sa.Text()),
    _needed("skills", sa.Text()),
    sa.Column("languages", sa.Text(), nullable=False, server_default=""),
    sa.Column("link", sa.String(600)),
    sa.Column("zone", sa.String(64)),
    _needed("hours", sa.Text()),
    _needed("exceptions", sa.Text()),
    _needed("buffer", sa.Integer()),
    _needed("notice", sa.Integer()),
    _needed("horizon", sa.Integer()),
    *(sa.Column(name, sa.Integer()) for name in ("weekly_cap", "change_notice")),
    _needed("paused", sa.Boolean()),
    sa.Column("paused_until", UtcDateTime()),
    sa.Column("offered", sa.Boolean(), nullable=False, server_default=sa.true()),
    _needed("since", UtcDateTime()),
    _needed("sort_name", EXACT),
    _needed("search", sa.Text()),
)
sa.Index(
    "ix_mentor_listed",
    mentor.c.program,
    mentor.c.sort_name,
    mentor.c.person,
    sqlite_where=sa.not_(mentor.c.paused),
    postgresql_where=sa.not_(mentor.c.paused),
)
sa.Index(
    "ix_mentor_resting",
    mentor.c.program,
    mentor.c.sort_name,
    mentor.c.person,
    sqlite_where=mentor.c.paused_until.is_not(None),
    postgresql_where=mentor.c.paused_until.is_not(None),
)

offering = sa.Table(
    "offering",
    METADATA,
    _id(),
    _program(),
    sa.Column("mentor", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, index=True),
    _needed("title", sa.Text()),
    _needed("minutes", sa.Integer()),
    _needed("description", sa.Text()),
    sa.Column("buffer", sa.Integer()),
    sa.Column("notice", sa.Integer()),
    _needed("removed", sa.Boolean()),
)

booking = sa.Table(
    "booking",
    METADATA,
    _id(),
    _program(),
    _needed("ref", sa.String(24)),
    _refers("student", "person"),
    _refers("mentor", "person"),
    _refers("offering", "offering", optional=True),
    _needed("topic", sa.Text()),
    _needed("message", sa.Text()),
    _needed("starts_at", UtcDateTime()),
    _needed("ends_at", UtcDateTime()),
    _needed("minutes", sa.Integer()),
    _needed("status", checked(Status, "status", unknown=Status.CANCELLED)),
    _needed("version", sa.Integer()),
    _needed("reply", sa.Text()),
    _needed("reason", sa.Text()),
    sa.Column("link", sa.String(600)),
    sa.Column("proposal", sa.JSON(none_as_null=True)),
    sa.Column("search", sa.JSON(none_as_null=True)),
    _needed("answer_by", UtcDateTime()),
    _needed("created_at", UtcDateTime()),
    sa.Column("decided_at", UtcDateTime()),
    sa.Column("accepted_at", UtcDateTime()),
    sa.Column("closed_by", checked(Role, "closed_by")),
    sa.Column("left", sa.Boolean(), nullable=False, server_default=sa.false()),
    sa.Column("change_notice", sa.Integer(), nullable=False, server_default=sa.text("0")),
    sa.Column("held_until", UtcDateTime()),
    sa.Column("series", sa.Uuid()),
    sa.Column("told_with", sa.Uuid()),
    sa.Column("link_state", Word(LinkState, LinkState.GIVEN), nullable=False, server_default="given"),
    _needed("sort_at", UtcDateTime()),
    _needed("lapses_at", UtcDateTime()),
    sa.Column("proposal_until", UtcDateTime()),
    sa.UniqueConstraint("program", "ref"),
)
IS_PENDING = among(booking.c.status, Status.PENDING)
IS_ACCEPTED = among(booking.c.status, Status.ACCEPTED)
NOT_PENDING = booking.c.status != sa.literal_column("'pending'")
"""The words of the partial indexes below; a query that does not use the same expression scans the table."""


def _partial(name: str, where: sa.ColumnElement[bool], *columns: sa.ColumnElement[Any]) -> None:
    sa.Index(name, *columns, sqlite_where=where, postgresql_where=where)


_tenant = booking.c.program
for _party in (booking.c.student, booking.c.mentor):
    _of = f"ix_booking_{_party.name}"
    _partial(f"{_of}_pending", IS_PENDING, _tenant, _party, booking.c.sort_at, booking.c.id)
    _partial(f"{_of}_accepted", IS_ACCEPTED, _tenant, _party, booking.c.starts_at, booking.c.id)
    _partial(f"{_of}_past", NOT_PENDING, _tenant, _party, booking.c.sort_at, booking.c.id)
sa.Index("ix_booking_asked", _tenant, booking.c.student, booking.c.created_at)
_partial("ix_booking_series", booking.c.series.is_not(None), booking.c.series, booking.c.starts_at)
_partial("ix_booking_starts", NOT_PENDING, booking.c.program, booking.c.starts_at)
_partial("ix_booking_lapses", IS_PENDING, booking.c.program, booking.c.lapses_at)
_partial("ix_booking_finished", IS_ACCEPTED, booking.c.program, booking.c.ends_at)
_partial(
    "ix_booking_proposal",
    booking.c.proposal_until.is_not(None),
    booking.c.program,
    booking.c.proposal_until,
)

busy = sa.Table(
    "busy",
    METADATA,
    _refers("booking", "booking", key=True),
    _refers("person", "person", key=True),
    _program(),
    _needed("starts_at", UtcDateTime()),
    _needed("ends_at", UtcDateTime()),
    sa.CheckConstraint("starts_at < ends_at", name="forwards"),
    sa.Index("ix_busy_person", "person", "starts_at", "ends_at"),
    sa.Index("ix_busy_when", "starts_at", "program"),  # program first, SQLite would take it for one person's
)

history = sa.Table(
    "history",
    METADATA,
    _refers("booking", "booking", key=True),
    sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
    _program(),
    _needed("act", open_ended(Act)),
    _needed("role", checked(Role, "role")),
    _refers("who", "person", optional=True),
    _needed("at", UtcDateTime()),
    _needed("snapshot", sa.JSON()),
    sa.Index("ix_history_at", "program", "at", "booking"),
)

inbox = sa.Table(
    "inbox",
    METADATA,
    _program(key=True),
    sa.Column("key", sa.String(200), primary_key=True),
    _needed("booking", sa.Uuid()),
    _needed("at", UtcDateTime()),
)

outbox = sa.Table(
    "outbox",
    METADATA,
    sa.Column("id", SERIAL, primary_key=True),
    _program(),
    sa.Column("key", sa.String(200), nullable=False, unique=True),
    _refers("booking", "booking", optional=True),
    _needed("version", sa.Integer()),
    _needed("kind", open_ended(Kind)),
    _refers("recipient", "person"),
    sa.Column("start", UtcDateTime()),
    _needed("due_at", UtcDateTime()),
    _needed("tries", sa.Integer()),
    _needed("state", checked(OutboxState, "state", unknown=OutboxState.UNKNOWN)),
    sa.Column("first_try_at", UtcDateTime()),
    sa.Column("done_at", UtcDateTime()),
    sa.Column("outcome", checked(OutboxOutcome, "outcome")),
    sa.Column("folded_into", sa.String(200)),
    sa.Column("failures", sa.Integer(), nullable=False, server_default=sa.text("0")),
    sa.Column("platform", sa.String(40), nullable=False, server_default=""),
    sa.Column("behind", sa.Boolean(), nullable=False, server_default=sa.false()),
)
NOT_DONE = outbox.c.state != sa.literal_column("'done'")
NOT_BEHIND = sa.and_(NOT_DONE, ~outbox.c.behind)
"""Not waiting behind another notice of the same person that is in flight or postponed."""
IS_DEAD = among(outbox.c.outcome, OutboxOutcome.DEAD)
_partial("ix_outbox_due", NOT_DONE, outbox.c.program, outbox.c.due_at, outbox.c.id)
_partial("ix_outbox_due_on", NOT_BEHIND, outbox.c.program, outbox.c.platform, outbox.c.due_at, outbox.c.id)
_partial("ix_outbox_behind", sa.and_(NOT_DONE, outbox.c.behind), outbox.c.recipient, outbox.c.id)
IS_TRIED = sa.and_(NOT_DONE, outbox.c.first_try_at.is_not(None))
_partial("ix_outbox_started", IS_TRIED, outbox.c.recipient, outbox.c.due_at)
_partial("ix_outbox_recipient", NOT_DONE, outbox.c.recipient, outbox.c.id)
_partial("ix_outbox_dead", IS_DEAD, outbox.c.program, outbox.c.recipient)
_partial("ix_outbox_folded", outbox.c.folded_into.is_not(None), outbox.c.folded_into, outbox.c.id)

placement = sa.Table(
    "placement",
    METADATA,
    _program(key=True),
    sa.Column("channel", sa.String(80), primary_key=True),
    sa.Column("message", sa.String(80), primary_key=True),
    _refers("booking", "booking"),
    _refers("person", "person"),
    _needed("platform", sa.String(40)),
    _needed("version", sa.Integer()),
    _needed("key", sa.String(200)),
    sa.Index("ix_placement_booking", "booking", "person"),
)

draft = sa.Table(
    "draft",
    METADATA,
    _program(key=True),
    sa.Column("id", sa.Uuid(), primary_key=True),
    _refers("person", "person"),
    _needed("route", sa.String(80)),
    _needed("args", sa.JSON()),
    _needed("typed", sa.JSON()),
    _needed("created_at", UtcDateTime()),
)

fact = sa.Table(
    "fact",
    METADATA,
    _program(key=True),
    sa.Column("name", sa.String(80), primary_key=True),
    _needed("value", sa.Text()),
)

pause = sa.Table(
    "pause",
    METADATA,
    _program(key=True),
    sa.Column("platform", sa.String(40), primary_key=True),
    sa.Column("bucket", sa.String(200), primary_key=True),
    _needed("until", UtcDateTime()),
)

feed = sa.Table(
    "feed",
    METADATA,
    _refers("person", "person", key=True),
    _program(),
    sa.Column("secret", sa.String(64), nullable=False, unique=True),
    _needed("made_at", UtcDateTime()),
)

busy_calendar = sa.Table(
    "busy_calendar",
    METADATA,
    _refers("person", "person", key=True),
    _program(),
    _needed("address", sa.Text()),
    _needed("due_at", UtcDateTime()),
    sa.Column("read_at", UtcDateTime()),
    sa.Column("whole_at", UtcDateTime()),
    sa.Column("etag", sa.Text()),
    sa.Column("modified", sa.Text()),
    sa.Column("trouble", open_ended(Trouble)),
    sa.Column("trouble_since", UtcDateTime()),
    _needed("failures", sa.Integer()),
    _needed("dropped", sa.Boolean()),
    sa.Index("ix_busy_calendar_due", "program", "due_at"),
)

engagement = sa.Table(
    "engagement",
    METADATA,
    _refers("person", "person", key=True),
    sa.Column("starts_at", UtcDateTime(), primary_key=True, autoincrement=False),
    _needed("ends_at", UtcDateTime()),
    _program(),
    sa.CheckConstraint("starts_at < ends_at", name="forwards"),
)

room = sa.Table(
    "room",
    METADATA,
    _refers("booking", "booking", key=True),
    _program(),
    _needed("url", sa.Text()),
)

meeting = sa.Table(
    "meeting",
    METADATA,
    _refers("booking", "booking", key=True),
    sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
    _program(),
    _needed("state", Word(MeetingState, MeetingState.GONE)),
    _needed("provider", sa.String(24)),
    _needed("handle", sa.String(200)),
    sa.Column("starts_at", UtcDateTime()),
    sa.Column("minutes", sa.Integer()),
    _needed("wished_at", UtcDateTime()),
    sa.Column("due_at", UtcDateTime()),
    sa.Column("held_until", UtcDateTime()),
    *(_needed(name, sa.Integer()) for name in ("asked", "tries")),
    _needed("in_doubt", sa.Boolean()),
)
_partial("ix_meeting_due", meeting.c.due_at.is_not(None), meeting.c.program, meeting.c.due_at)

lease = sa.Table(
    "lease",
    METADATA,
    _program(key=True),
    sa.Column("name", sa.String(80), primary_key=True),
    _needed("holder", sa.Uuid()),
    _needed("until", UtcDateTime()),
)
