"""The tables of what is told: the notices that are to be delivered, and where cards stand."""

from __future__ import annotations

import sqlalchemy as sa

from core.domain.notices import Kind
from core.store.columns import SERIAL, UtcDateTime, among, checked, open_ended
from core.store.outcomes import OutboxOutcome, OutboxState
from core.store.tables.metadata import METADATA, in_program, needed, partial_index, refers

outbox = sa.Table(
    "outbox",
    METADATA,
    sa.Column("id", SERIAL, primary_key=True),
    in_program(),
    sa.Column("key", sa.String(200), nullable=False, unique=True),
    refers("booking", "booking", optional=True),
    needed("version", sa.Integer()),
    needed("kind", open_ended(Kind)),
    refers("recipient", "person"),
    sa.Column("start", UtcDateTime()),
    needed("due_at", UtcDateTime()),
    needed("tries", sa.Integer()),
    needed("state", checked(OutboxState, "state", unknown=OutboxState.UNKNOWN)),
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
partial_index("ix_outbox_due", NOT_DONE, outbox.c.program, outbox.c.due_at, outbox.c.id)
partial_index(
    "ix_outbox_due_on", NOT_BEHIND, outbox.c.program, outbox.c.platform, outbox.c.due_at, outbox.c.id
)
partial_index("ix_outbox_behind", sa.and_(NOT_DONE, outbox.c.behind), outbox.c.recipient, outbox.c.id)
IS_TRIED = sa.and_(NOT_DONE, outbox.c.first_try_at.is_not(None))
partial_index("ix_outbox_started", IS_TRIED, outbox.c.recipient, outbox.c.due_at)
partial_index("ix_outbox_recipient", NOT_DONE, outbox.c.recipient, outbox.c.id)
partial_index("ix_outbox_dead", IS_DEAD, outbox.c.program, outbox.c.recipient)
partial_index("ix_outbox_folded", outbox.c.folded_into.is_not(None), outbox.c.folded_into, outbox.c.id)

placement = sa.Table(
    "placement",
    METADATA,
    in_program(key=True),
    sa.Column("channel", sa.String(80), primary_key=True),
    sa.Column("message", sa.String(80), primary_key=True),
    refers("booking", "booking"),
    refers("person", "person"),
    needed("platform", sa.String(40)),
    needed("version", sa.Integer()),
    needed("key", sa.String(200)),
    sa.Index("ix_placement_booking", "booking", "person"),
)
