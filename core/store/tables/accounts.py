"""The tables of linked accounts: which are one person, what each has brought, and the codes that link them."""

from __future__ import annotations

import sqlalchemy as sa

from core.store.columns import UtcDateTime
from core.store.tables.metadata import METADATA

account_link = sa.Table(
    "account_link",
    METADATA,
    sa.Column("joined", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("kept", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, unique=True),
    sa.Column("program", sa.Uuid(), nullable=False),
    sa.Column("since", UtcDateTime(), nullable=False),
    sa.Column("swapped", sa.Boolean(), nullable=False),
    sa.Column("gone", sa.String(40)),
)
belonging = sa.Table(
    "belonging",
    METADATA,
    sa.Column("account", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("side", sa.String(8), primary_key=True),
    sa.Column("thing", sa.Uuid(), primary_key=True),
    sa.Column("program", sa.Uuid(), nullable=False),
)
"""What goes to the joined account when the link ends: bookings by its side of them, places in line by the mentor."""
link_request = sa.Table(
    "link_request",
    METADATA,
    sa.Column("id", sa.Uuid(), primary_key=True),
    sa.Column("program", sa.Uuid(), nullable=False),
    sa.Column("issuer", sa.Uuid(), sa.ForeignKey("person.id"), nullable=False, unique=True),
    sa.Column("issued_on", sa.String(40), nullable=False),
    sa.Column("platform", sa.String(40), nullable=False),
    sa.Column("salt", sa.LargeBinary(16), nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    sa.Column("until", UtcDateTime(), nullable=False),
    sa.Column("taker", sa.Uuid(), sa.ForeignKey("person.id")),
    sa.Column("taken_at", UtcDateTime()),
    sa.Index("ix_link_request_live", "program", "platform", "until"),
)
link_try = sa.Table(
    "link_try",
    METADATA,
    sa.Column("person", sa.Uuid(), sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("program", sa.Uuid(), nullable=False),
    sa.Column("wrong", sa.Integer(), nullable=False),
    sa.Column("since", UtcDateTime(), nullable=False),
)
