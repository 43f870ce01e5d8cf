"""Everything that is stored about one person, gathered a page at a time so that nobody waits for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from core.domain.booking import Role
from core.domain.feedback import kind_words
from core.domain.requests import REQUEST_FIELDS
from core.store.rows import booking_from, snapshot_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from core.domain.booking import Booking, BookingId
    from core.domain.feedback import Feedback
    from core.domain.people import Person
    from core.store.store import Store
    from core.store.transaction import Transaction

_AT_ONCE = 50
"""How many sessions are read in one transaction."""
_SAID = (*REQUEST_FIELDS, "reply", "reason", "link", "slot", "proposal", "status")
"""What may change from one line of a session's history to the next."""
_STATED = ("ref", "minutes", "created_at", "decided_at", "accepted_at", "closed_by", "left", "series")


async def own_data(store: Store, person: Person, now: datetime, *, most: int | None = None) -> dict[str, Any]:
    """Return what is stored about a person, as plain values with a name each.

    It has their own words, and what others wrote to them in a session; nobody else's private notes and answers.
    With ``most`` there are no more sessions than that, the newest; ``older_left_out`` says how many more there are.
    """
    found: dict[str, Any] = {"made_at": now}
    found |= await store.read(lambda tx: tx.rows_about(person.id))
    sessions: list[dict[str, Any]] = []
    ids = await store.read(lambda tx: tx.sessions_of(person.id))
    if most is not None and len(ids) > most:
        found["older_left_out"], ids = len(ids) - most, ids[len(ids) - most :]
    for begin in range(0, len(ids), _AT_ONCE):
        page = partial(_page, person=person, these=ids[begin : begin + _AT_ONCE], now=now)
        sessions += await store.read(page)
    return found | {"sessions": sessions}


def _page(
    tx: Transaction, person: Person, these: Collection[BookingId], now: datetime
) -> list[dict[str, Any]]:
    bookings = [one for _, one in sorted(tx.bookings(these).items())]
    beside = tx.beside_sessions(these, person.id)
    felt = tx.feedback_on(these)
    people = tx.people({who for one in bookings for who in (one.student, one.mentor)})
    found = []
    for one in bookings:
        role = Role.STUDENT if one.student == person.id else Role.MENTOR
        other = people.get(one.party(role.other))
        said = felt.get((one.id, one.student)), felt.get((one.id, one.mentor))
        found.append(
            {
                **_session(one, role),
                "with": other.name if other else None,
                "feedback": _felt(one, role, *said, now=now),
                "notes": [_but_key(row) for row in beside.get(("notes", one.id), [])],
                "chat": [_but_key(row) for row in beside.get(("chat", one.id), [])],
                "room": [row["url"] for row in beside.get(("room", one.id), [])],
                "history": _history(beside.get(("history", one.id), [])),
            }
        )
    return found


def _session(booking: Booking, role: Role) -> dict[str, Any]:
    snapshot = snapshot_of(booking)
    return {"role": role, **{name: snapshot[name] for name in (*_SAID, *_STATED)}}


def _felt(
    booking: Booking, role: Role, student: Feedback | None, mentor: Feedback | None, *, now: datetime
) -> dict[str, Any] | None:
    mine = student if role is Role.STUDENT else mentor
    kind = kind_words(booking, student, mentor, now) if role is Role.MENTOR else ""
    if mine is None and not kind:
        return None
    own = {"score": mine.score, "words": mine.words, "at": mine.at} if mine else {}
    return own | ({"kind_words": kind} if kind else {})


def _history(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return each line with what is new in it."""
    lines, before = [], dict[str, Any]()
    for row in rows:
        booking = booking_from(row["snapshot"])
        after = snapshot_of(booking) if booking else {}
        said = {name: after[name] for name in _SAID if name in after and after[name] != before.get(name)}
        lines.append({"act": row["act"], "by": row["role"], "at": row["at"], **said})
        before = after
    return lines


def _but_key(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "booking"}
