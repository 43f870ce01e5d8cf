"""What PostgreSQL stores of an act, as one statement: each round trip costs more than the rows that it brings.

Every part takes its rows from the part before, so that nothing is stored of what was recorded before or has moved on;
the one row that comes back says how far it went.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from core.domain.notices import Kind
from core.store.outcomes import OutboxState
from core.store.statements.base_query import HERE, upsert
from core.store.tables import every as tables
from core.store.tables.accounts import account_link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.domain.notices import Notice

_b, _i, _busy = tables.booking.c, tables.inbox.c, tables.busy.c
NOTICE_COLUMNS: dict[str, sa.types.TypeEngine[Any]] = {
    "key": sa.String(),
    "kind": sa.String(),
    "recipient": sa.Uuid(),
    "start": sa.DateTime(timezone=True),
    "due_at": sa.DateTime(timezone=True),
}
"""What a new notice says beside what its booking does."""
PAGELESS = sa.bindparam("pageless", type_=sa.String(), expanding=True)
"""The platforms on which nobody has a page of their own."""
FOR_GOOD = ("id", "program", "ref", "student", "mentor", "created_at", "series")
"""What never changes once a booking is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a recording consists of."""

    is_new: bool
    is_keyed: bool
    holds: bool


def values_of(
    booking: Mapping[str, Any], line: Mapping[str, Any], notices: Sequence[Notice], key: str | None
) -> dict[str, Any]:
    """Return the values of the parameters of ``recording``, from the rows of a booking and of its history."""
    said = [(one.key, one.kind.value, one.recipient, one.start, one.due_at) for one in notices]
    return {
        **{f"booking_{name}": value for name, value in booking.items()},
        **{f"history_{name}": line[name] for name in ("act", "role", "who", "at", "snapshot")},
        **{f"told_{name}": [row[at] for row in said] for at, name in enumerate(NOTICE_COLUMNS)},
        "inbox_key": key,
    }


@lru_cache(maxsize=128)
def recording(shape: Shape) -> sa.Select[Any]:
    """Return the statement; its row says how many rows were ``remembered``, ``written`` and ``held``."""
    remembered = _remembered() if shape.is_keyed else None
    written = (_added if shape.is_new else _changed)(remembered)
    held = _held(written) if shape.holds else None
    beside = _history(written), _told(written)
    found = {"remembered": remembered, "written": written, "held": held}
    counts = [_count(part).label(name) for name, part in found.items()]
    return sa.Select[Any](*counts).add_cte(*beside)


def _count(part: sa.CTE | None) -> sa.ScalarSelect[int] | sa.Null:
    return sa.null() if part is None else sa.select(sa.func.count()).select_from(part).scalar_subquery()


def _given(table: sa.Table, name: str) -> sa.BindParameter[Any]:
    return sa.bindparam(f"{table.name}_{name}", type_=table.c[name].type)


def _remembered() -> sa.CTE:
    row = {
        "key": _given(tables.inbox, "key"),
        "booking": _given(tables.booking, "id"),
        "program": _given(tables.booking, "program"),
        "at": _given(tables.history, "at"),
    }
    return upsert(tables.inbox).values(row).on_conflict_do_nothing().returning(_i.key).cte("remembered")


def _added(remembered: sa.CTE | None) -> sa.CTE:
    row = {one.name: _given(tables.booking, one.name) for one in tables.booking.c}
    rows = sa.select(*row.values())
    if remembered is not None:
        rows = rows.select_from(remembered)
    added = sa.insert(tables.booking).from_select([*row], rows, include_defaults=False)
    return added.returning(_b.id).cte("written")


def _changed(remembered: sa.CTE | None) -> sa.CTE:
    names = [one.name for one in tables.booking.c if one.name not in FOR_GOOD]
    unchanged = (
        _b.id == _given(tables.booking, "id"),
        _b.program == HERE,
        _b.version == sa.bindparam("was", type_=sa.Integer()),
        _b.status == sa.bindparam("stood", type_=_b.status.type),
        *(_b[party] == _given(tables.booking, party) for party in ("student", "mentor")),
    )  # whose booking it is changes when accounts are linked, and what is recorded names the person
    change = sa.update(tables.booking).where(*unchanged)
    if remembered is not None:
        change = change.where(sa.exists().select_from(remembered))
    values = {name: _given(tables.booking, name) for name in names}
    return change.values(values).returning(_b.id).cte("written")


def _held(written: sa.CTE) -> sa.CTE:
    """The time of both people, where it is free."""
    names = ["booking", "person", "program", "starts_at", "ends_at"]

    def of(party: str) -> sa.Select[Any]:
        row = ("id", party, "program", "starts_at", "ends_at")
        return sa.select(*(_given(tables.booking, name) for name in row)).select_from(written)

    rows = sa.union_all(of("student"), of("mentor"))
    held = upsert(tables.busy).from_select(names, rows).on_conflict_do_nothing()
    return held.returning(_busy.person).cte("held")


def _history(written: sa.CTE) -> sa.CTE:
    row = {one.name: _given(tables.history, one.name) for one in tables.history.c}
    row |= {"booking": _given(tables.booking, "id")}
    row |= {name: _given(tables.booking, name) for name in ("program", "version")}
    return (
        sa.insert(tables.history)
        .from_select([*row], sa.select(*row.values()).select_from(written))
        .cte("line")
    )


def linked(who: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether a person has another account as well, and so perhaps a page on its platform."""
    return sa.exists().where(account_link.c.kept == who)


def _told(written: sa.CTE) -> sa.CTE:
    """The notices, each on the platform of its reader."""
    lists = [sa.bindparam(f"told_{name}", type_=ARRAY(kind)) for name, kind in NOTICE_COLUMNS.items()]
    new = sa.func.unnest(*lists).table_valued(*NOTICE_COLUMNS, name="fresh").render_derived()
    reader = sa.select(tables.address.c.platform).where(tables.address.c.person == new.c.recipient)
    same = {"booking": "id", "program": "program", "version": "version"}
    row = {
        **{name: new.c[name] for name in NOTICE_COLUMNS},
        **{name: _given(tables.booking, of) for name, of in same.items()},
        "tries": sa.literal_column("0"),
        "state": sa.literal_column(f"'{OutboxState.READY.value}'"),
        "platform": reader.scalar_subquery(),
    }
    has_page = sa.or_(row["platform"].not_in(PAGELESS), linked(new.c.recipient))
    told = sa.or_(new.c.kind != Kind.HOME.value, has_page)
    rows = sa.select(*row.values()).select_from(sa.join(written, new, sa.true())).where(told)
    fresh = upsert(tables.outbox).from_select([*row], rows, include_defaults=False)
    return fresh.on_conflict_do_nothing(index_elements=["key"]).cte("told")
