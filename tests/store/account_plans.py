"""Linked accounts as the plans of statements are looked at: a crowd of them, and every statement that asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.store.tables import every as tables
from tests.store.world import NOW, Ids

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.domain.booking import Booking
    from core.domain.people import PersonId, ProgramId
    from core.store.transaction import Transaction

READS: dict[str, Callable[[Transaction, Booking], object]] = {
    "link_of": lambda tx, one: tx.link_of(one.mentor),
    "elsewhere": lambda tx, one: tx.elsewhere([one.mentor]),
    "overlapping": lambda tx, one: tx.overlapping(one.student, one.mentor),
    "stuck": lambda tx, _: tx.stuck("slack", NOW, 5),
    "request_by_code": lambda tx, _: tx.request_by_code("ACDEFGHJKM", "discord", NOW),
    "request_of": lambda tx, one: tx.request_of(one.student),
    "tries": lambda tx, one: tx.tries(one.student),
    "waiting_account": lambda tx, one: tx.waiting_account(one.student, one.mentor),
}


def fill(connection: sa.Connection, program: ProgramId, people: Sequence[PersonId]) -> None:
    """Let every two of these people be one."""
    pairs, ids = list(zip(people[::2], people[1::2], strict=True)), Ids()
    rows = [
        {"joined": one, "kept": other, "program": program, "since": NOW, "swapped": False}
        for one, other in pairs
    ]
    connection.execute(sa.insert(tables.account_link), rows)
    requests = [
        {"id": ids(), "program": program, "issuer": one, "issued_on": "slack", "platform": "discord"}
        | {"salt": b"s" * 16, "digest": b"d" * 32, "until": NOW}
        for one, _ in pairs
    ]
    connection.execute(sa.insert(tables.link_request), requests)


def few(connection: sa.Connection) -> set[str]:
    """Return of what there are so few rows that PostgreSQL reads all of them rather than an index."""
    on_postgres = connection.dialect.name == "postgresql"
    return {"account_link", "belonging", "link_request", "link_try"} if on_postgres else set()
