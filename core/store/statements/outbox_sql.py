"""The statements of the outbox, each built once: to build one anew costs more than to run it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core.domain.notices import AWAITING_LINK, URGENT, Kind
from core.store.columns import UtcDateTime, among
from core.store.outcomes import OutboxOutcome, OutboxState
from core.store.statements.base_query import HERE, ours, upsert
from core.store.tables import every as tables

_o = tables.outbox.c
_other = tables.outbox.alias("other")
_ONE = tables.outbox.alias("one")
_one = _ONE.c
_NOW = sa.bindparam("now", type_=UtcDateTime())
_TENANT = _o.program == HERE
_THIS = (_o.key == sa.bindparam("which", type_=sa.String()), _TENANT, tables.NOT_DONE)
_CLAIM = sa.bindparam("claim", type_=sa.Integer())
_HELD = (*_THIS, sa.or_(_CLAIM.is_(None), _o.tries == _CLAIM))
"""A notice that nobody has claimed since the claim that is named, if one is."""
_HEAD = sa.bindparam("head", type_=sa.String())
_PLATFORM = sa.bindparam("spot", type_=sa.String())
_ON = _o.platform == _PLATFORM
_IN_THIS_LINE = sa.or_(_PLATFORM.is_(None), _ON)
"""A person has a line on each of their platforms: none waits for another one. Without a platform all are one line."""
_THOSE = sa.bindparam("those", expanding=True, type_=sa.Uuid())
_KEYS = sa.bindparam("keys", expanding=True, type_=sa.String())
_ROWS = sa.bindparam("rows", expanding=True, type_=sa.BigInteger())


def _front() -> sa.Select[Any]:
    """Those who may have something to be told, whoever has waited longest first."""
    return (
        sa.select(_o.id, _o.recipient)
        .where(_TENANT, tables.NOT_BEHIND, _o.due_at <= _NOW)
        .order_by(_o.due_at, _o.id)
        .limit(sa.bindparam("looked_at", type_=sa.Integer()))
    )


def _first_beside(*which: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """The first notice of those to whom some rows are addressed: as cheap where one waits as where hundreds do."""
    first = sa.select(_o.id).where(_o.recipient == _one.recipient, *which).order_by(_o.id).limit(1)
    return sa.select(first.correlate(_ONE).scalar_subquery()).where(_one.id.in_(_ROWS))


# These go without the program, which their people imply: with it SQLite reads everything that is due instead of them.
STARTED = (
    sa.select(_o.recipient)
    .where(_o.recipient.in_(_THOSE), tables.IS_TRIED, _o.due_at > _NOW)
    .where(_IN_THIS_LINE)
    .distinct()
)
"""Which of some people have something in flight or postponed."""
HEADS = (
    sa.select(tables.outbox)
    .where(_o.id.in_(_first_beside(tables.NOT_DONE, _o.due_at <= _NOW, _IN_THIS_LINE)))
    .with_for_update(skip_locked=True)
)
"""What is to be told next to each of those of whom a row is named."""


def _next_due() -> sa.Select[Any]:
    return sa.select(_o.due_at).where(_TENANT, tables.NOT_BEHIND).order_by(_o.due_at, _o.id).limit(1)


PLATFORM_OF_READER = (
    sa.select(tables.address.c.platform)
    .where(tables.address.c.person == sa.bindparam("reader", type_=sa.Uuid()))
    .scalar_subquery()
)
"""Where the recipient of a new notice is known."""
ENQUEUE = (
    upsert(tables.outbox).values(platform=PLATFORM_OF_READER).on_conflict_do_nothing(index_elements=["key"])
)
FRONT = _front()
FRONT_ON = _front().where(_ON)
STAND_BEHIND = (
    sa.update(tables.outbox)
    .where(_o.recipient.in_(_THOSE), tables.NOT_BEHIND, _o.due_at <= _NOW, _IN_THIS_LINE)
    .values(behind=True)
)
"""What is due and can't go yet leaves the line, so that nobody looks at it again before ``NEXT_IN_LINE`` says so."""
_NEXT = (
    sa.select(sa.func.min(_other.c.id))
    .where(_other.c.recipient.in_(_THOSE), _other.c.state != sa.literal_column("'done'"), _other.c.behind)
    .group_by(_other.c.recipient, _other.c.platform)
)
NEXT_IN_LINE = sa.update(tables.outbox).where(_o.id.in_(_NEXT)).values(behind=False)
NEXT_IN_THESE_LINES = (
    sa.update(tables.outbox)
    .where(_o.id.in_(_first_beside(tables.NOT_DONE, _o.behind, _o.platform == _one.platform)))
    .values(behind=False)
)
FOLD_HOMES = (
    sa.update(tables.outbox)
    .where(
        _o.recipient == sa.bindparam("whose", type_=sa.Uuid()),
        _TENANT,
        tables.NOT_DONE,
        among(_o.state, OutboxState.READY),
        among(_o.kind, Kind.HOME),
        _o.key != _HEAD,
        _o.platform == sa.bindparam("there", type_=sa.String()),
    )
    .values(
        state=OutboxState.DONE, outcome=OutboxOutcome.FOLDED, done_at=_NOW, folded_into=_HEAD, behind=False
    )
)
"""One drawing of a page, which is still to be read, shows what all of them would."""
RECIPIENT = sa.select(_o.recipient).where(_o.key == sa.bindparam("key", type_=sa.String()), _TENANT)
_ALSO = tables.outbox.alias("also")
STRANDED = sa.select(_o.recipient).where(
    _TENANT,
    tables.NOT_DONE,
    _o.behind,
    ~sa.exists().where(
        _ALSO.c.recipient == _o.recipient,
        _ALSO.c.platform == _o.platform,
        _ALSO.c.state != sa.literal_column("'done'"),
        ~_ALSO.c.behind,
    ),
)
"""Who has something behind nothing, which must never be."""
CLAIM = (
    sa.update(tables.outbox)
    .where(_o.id.in_(_ROWS))
    .values(
        behind=False,
        due_at=sa.bindparam("until", type_=UtcDateTime()),
        tries=_o.tries + 1,
        state=OutboxState.UNKNOWN,
        first_try_at=sa.func.coalesce(_o.first_try_at, _NOW),
    )
)
HASTEN = (
    sa.update(tables.outbox)
    .where(
        _o.recipient.in_(sa.bindparam("both", expanding=True, type_=sa.Uuid())),
        _o.booking == sa.bindparam("this", type_=sa.Uuid()),
        _TENANT,
        tables.NOT_DONE,
        among(_o.state, OutboxState.READY),
        among(_o.kind, *sorted(AWAITING_LINK)),
        _o.first_try_at.is_(None),
        _o.due_at > _NOW,
    )
    .values(due_at=_NOW)
)
NEXT_DUE = _next_due()
NEXT_DUE_ON = _next_due().where(_ON)
SETTLE = (
    sa.update(tables.outbox)
    .where(*_HELD)
    .values(
        state=OutboxState.DONE,
        outcome=sa.bindparam("ended", type_=_o.outcome.type),
        done_at=_NOW,
    )
)
SETTLE_ALL = (
    sa.update(tables.outbox)
    .where(_o.key.in_(_KEYS), ours(_o.program), tables.NOT_DONE)
    .values(state=OutboxState.DONE, outcome=sa.bindparam("ended", type_=_o.outcome.type), done_at=_NOW)
    .returning(_o.id)
)
"""Close what ended alike, and return what was open."""
POSTPONE = (
    sa.update(tables.outbox)
    .where(*_HELD)
    .values(
        state=sa.bindparam("known", type_=_o.state.type),
        due_at=sa.bindparam("until", type_=UtcDateTime()),
        failures=_o.failures + sa.bindparam("more", type_=sa.Integer()),
    )
)
_FIRST = _o.tries <= 1
RELEASE = (
    sa.update(tables.outbox)
    .where(*_HELD)
    .values(
        tries=sa.case((_FIRST, 0), else_=_o.tries - 1),
        state=sa.case((_FIRST, OutboxState.READY.value), else_=OutboxState.UNKNOWN.value),
        first_try_at=sa.case((_FIRST, sa.null()), else_=_o.first_try_at),
        due_at=sa.func.coalesce(_o.first_try_at, _o.due_at),
    )
)
ENTRIES_FOR = (
    sa.select(tables.outbox)
    .where(_o.recipient == sa.bindparam("recipient", type_=sa.Uuid()), _TENANT, tables.NOT_DONE)
    .order_by(_o.id)
)
_HEADS = sa.bindparam("heads", type_=sa.String(), expanding=True)
FOLDED = sa.select(tables.outbox).where(_o.folded_into.in_(_HEADS), _TENANT).order_by(_o.id)
UNFOLD = (
    sa.update(tables.outbox)
    .where(_o.folded_into == _HEAD, _TENANT)
    .values(state=OutboxState.READY, outcome=None, done_at=None, folded_into=None, behind=False)
)
BURY_FOLDED = (
    sa.update(tables.outbox)
    .where(_o.folded_into == _HEAD, _TENANT)
    .values(outcome=OutboxOutcome.DEAD, folded_into=None)
)
SEND_ON = (
    sa.update(tables.outbox)
    .where(*_HELD)
    .values(
        platform=sa.bindparam("where", type_=sa.String()),
        behind=False,
        state=OutboxState.READY,
        tries=0,
        failures=0,
        first_try_at=None,
        due_at=_NOW,
    )
)
STUCK = (
    sa.select(tables.outbox)
    .where(
        _TENANT,
        _ON,
        tables.NOT_DONE,
        among(_o.state, OutboxState.READY),
        among(_o.kind, *sorted(URGENT)),
        _o.due_at <= _NOW,
        sa.exists().where(tables.account_link.c.kept == _o.recipient),
    )
    .order_by(_o.due_at, _o.id)
    .limit(sa.bindparam("most", type_=sa.Integer()))
)
"""What is urgent, could not be sent on a platform, and has a person who is reached on another one."""
