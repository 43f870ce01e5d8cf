"""The statements of the outbox, each built once: to build one anew costs more than to run it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from core.domain.notices import AWAITING_LINK, URGENT
from core.store import account_tables, tables
from core.store.columns import UtcDateTime, among
from core.store.outcomes import OutboxOutcome, OutboxState
from core.store.statements.base_query import HERE, upsert

_o = tables.outbox.c
_other = tables.outbox.alias("other")
_NOW = sa.bindparam("now", type_=UtcDateTime())
_TENANT = _o.program == HERE
_THIS = (_o.key == sa.bindparam("which", type_=sa.String()), _TENANT, tables.NOT_DONE)
_CLAIM = sa.bindparam("claim", type_=sa.Integer())
_HELD = (*_THIS, sa.or_(_CLAIM.is_(None), _o.tries == _CLAIM))
"""A notice that nobody has claimed since the claim that is named, if one is."""
_HEAD = sa.bindparam("head", type_=sa.String())
_ON = _o.platform == sa.bindparam("platform", type_=sa.String())


def _of_the_same_person() -> tuple[sa.ColumnElement[bool], ...]:
    """What else goes to the same person in the same place: two places of one person do not wait for each other."""
    not_done = _other.c.state != sa.literal_column("'done'")
    same = _other.c.recipient == _o.recipient, _other.c.platform == _o.platform
    return *same, not_done, _other.c.id != _o.id


def _claimable() -> sa.Select[Any]:
    started = sa.and_(_other.c.first_try_at.is_not(None), _other.c.due_at > _NOW)
    earlier = sa.and_(_other.c.due_at <= _NOW, _other.c.id < _o.id)
    blocked = sa.exists().where(*_of_the_same_person(), sa.or_(started, earlier))
    return (
        sa.select(tables.outbox)
        .where(_TENANT, tables.NOT_DONE, _o.due_at <= _NOW, ~blocked)
        .order_by(_o.due_at, _o.id)
        .limit(sa.bindparam("most", type_=sa.Integer()))
        .with_for_update(skip_locked=True)
    )


def _next_due() -> sa.Select[Any]:
    waits = sa.exists().where(
        *_of_the_same_person(), _other.c.first_try_at.is_not(None), _other.c.due_at > _o.due_at
    )
    due = sa.select(_o.due_at).where(_TENANT, tables.NOT_DONE, ~waits)
    return due.order_by(_o.due_at, _o.id).limit(1)


PLATFORM_OF_READER = (
    sa.select(tables.address.c.platform)
    .where(tables.address.c.person == sa.bindparam("reader", type_=sa.Uuid()))
    .scalar_subquery()
)
"""Where the recipient of a new notice is known."""
ENQUEUE = (
    upsert(tables.outbox).values(platform=PLATFORM_OF_READER).on_conflict_do_nothing(index_elements=["key"])
)
CLAIMABLE = _claimable()
CLAIMABLE_ON = _claimable().where(_ON)
CLAIM = (
    sa.update(tables.outbox)
    .where(_o.id.in_(sa.bindparam("rows", expanding=True, type_=sa.BigInteger())))
    .values(
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
    .values(state=OutboxState.READY, outcome=None, done_at=None, folded_into=None)
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
        sa.exists().where(account_tables.account_link.c.kept == _o.recipient),
    )
    .order_by(_o.due_at, _o.id)
    .limit(sa.bindparam("most", type_=sa.Integer()))
)
"""What is urgent, could not be sent on a platform, and has a person who is reached on another one."""
