"""Bookings as rows and as snapshots, and back: what is written is what is read."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.domain.booking import (
    LONGEST_SESSION,
    NOTE_LENGTH,
    OFFERED_TIMES,
    REASON_LENGTH,
    REPLY_LENGTH,
    SHORTEST_SESSION,
    TOPIC_LENGTH,
    Booking,
    BookingId,
    LinkState,
    Proposal,
    Role,
    Slot,
    Status,
)
from core.domain.mentor_search import MentorSearch
from core.domain.people import PersonId
from core.domain.requests import REQUEST_LENGTHS
from core.store.columns import SOMEDAY
from core.store.tolerance import RowReader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping

MINUTE = timedelta(minutes=1)
_SIDES = (Role.STUDENT, Role.MENTOR)
_SAID = REQUEST_LENGTHS | {"reply": REPLY_LENGTH, "reason": REASON_LENGTH}
_UUIDS = ("id", "program", "student", "mentor", "offering", "series", "told_with")
_INSTANTS = ("answer_by", "created_at", "decided_at", "accepted_at", "held_until")
_SPECIAL = {"slot", "link", "proposal", "search"}
_PLAIN = tuple(field.name for field in fields(Booking) if field.name not in _SPECIAL)


def row_of(booking: Booking) -> dict[str, Any]:
    """Return the row for a booking, with the instants that its lists and sweeps are ordered by."""
    start, proposal = booking.starts_at, booking.proposal
    return {
        **{name: getattr(booking, name) for name in _PLAIN},
        "starts_at": start or SOMEDAY,
        "ends_at": booking.ends_at or SOMEDAY,
        "link": booking.link.url if booking.link else None,
        "proposal": _proposal_out(proposal),
        "search": _search_out(booking.search),
        "sort_at": start or booking.created_at,
        "lapses_at": booking.lapses_at,
        "proposal_until": proposal.lapses_at if proposal else None,
    }


def booking_of(row: RowMapping) -> Booking:
    """Return the booking that a row holds."""
    read, start = RowReader(row["id"]), row["starts_at"]
    minutes = (row["ends_at"] - start) // MINUTE
    return Booking(
        **{name: row[name] for name in _PLAIN} | _said(read, row),
        slot=None if start == SOMEDAY else _slot(read, start, minutes),
        link=read.link(row["link"]),
        proposal=_proposal_in(read, row["proposal"]),
        search=_search_in(read, row["search"]),
    )


def snapshot_of(booking: Booking) -> dict[str, Any]:
    """Return everything a booking says, as JSON: the last one in the history equals the row."""
    snapshot: dict[str, Any] = {name: getattr(booking, name) for name in _PLAIN}
    snapshot |= {name: snapshot[name].hex for name in _UUIDS if snapshot[name] is not None}
    snapshot |= {name: snapshot[name].isoformat() for name in _INSTANTS if snapshot[name] is not None}
    snapshot["slot"] = _slot_out(booking.slot) if booking.slot else None
    snapshot["link"] = booking.link.url if booking.link else None
    snapshot["proposal"] = _proposal_out(booking.proposal)
    snapshot["search"] = _search_out(booking.search)
    return snapshot


def booking_from(snapshot: object) -> Booking | None:
    """Return the booking that a snapshot holds, or None where it can't be read.

    A field that the snapshot does not know has its default; one that this program does not know is left out.
    """
    try:
        return _booking_from(snapshot) if isinstance(snapshot, dict) else None
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return None


def _booking_from(snapshot: Mapping[str, Any]) -> Booking:
    known = {field.name for field in fields(Booking)}
    values = {name: value for name, value in snapshot.items() if name in known}
    values |= {name: UUID(values[name]) for name in _UUIDS if values.get(name)}
    values |= {name: datetime.fromisoformat(values[name]) for name in _INSTANTS if values.get(name)}
    values["status"] = Status(values["status"])
    values["link_state"] = LinkState(values.get("link_state", LinkState.GIVEN))
    values["closed_by"] = Role(values["closed_by"]) if values.get("closed_by") else None
    read = RowReader(values["id"])
    values["slot"] = _slot_in(read, values["slot"]) if values.get("slot") else None
    values["link"] = read.link(values.get("link"))
    values["proposal"] = _proposal_in(read, values.get("proposal"))
    values["search"] = _search_in(read, values.get("search"))
    return Booking(**values | _said(read, values))


def _said(read: RowReader, values: Mapping[str, Any] | RowMapping) -> dict[str, str]:
    said = {
        name: read.words(name, values[name], longest) for name, longest in _SAID.items() if name in values
    }
    return {**said, "topic": read.words("topic", values["topic"], TOPIC_LENGTH, needed=True)}


def _slot(read: RowReader, start: datetime, minutes: int) -> Slot:
    return Slot(start, read.number("minutes", minutes, SHORTEST_SESSION, LONGEST_SESSION))


def _slot_out(slot: Slot) -> list[Any]:
    return [slot.starts_at.isoformat(), slot.minutes]


def _slot_in(read: RowReader, pair: list[Any]) -> Slot:
    return _slot(read, datetime.fromisoformat(pair[0]), pair[1])


def _proposal_out(proposal: Proposal | None) -> dict[str, Any] | None:
    if proposal is None:
        return None
    until = proposal.answer_by.isoformat() if proposal.answer_by else None
    slots = [_slot_out(slot) for slot in proposal.slots]
    return {"by": proposal.by, "slots": slots, "note": proposal.note, "answer_by": until}


def _proposal_in(read: RowReader, stored: object) -> Proposal | None:
    """Return what can be read of a suggestion: one without a side or without a time is none."""
    if not stored:
        return None
    value: dict[str, Any] = stored if isinstance(stored, dict) else {}
    by, note, until = (value.get(name) for name in ("by", "note", "answer_by"))
    pairs = value.get("slots")
    offered = [_offered(read, pair) for pair in (pairs if isinstance(pairs, list) else [None])]
    slots = tuple(slot for slot in offered if slot is not None)[:OFFERED_TIMES]
    if by not in _SIDES:
        read.not_read("proposal")
    if by not in _SIDES or not slots:
        return None
    words = read.words("note", note if isinstance(note, str) else "", NOTE_LENGTH)
    return Proposal(Role(by), slots, words, read.instant("answer_by", until) if until else None)


def _offered(read: RowReader, pair: object) -> Slot | None:
    match pair:
        case [str(text), int(minutes)]:
            start = read.instant("slots", text)
            return None if start is None else _slot(read, start, minutes)
        case _:
            read.not_read("slots")
            return None


def _search_out(search: MentorSearch | None) -> dict[str, Any] | None:
    if search is None:
        return None
    following = search.following.hex if search.following else None
    return {"mentors": [one.hex for one in search.mentors], "place": search.place, "following": following}


def _search_in(read: RowReader, stored: object) -> MentorSearch | None:
    """Return a search as it was written; what can't be read is none, and the mentor of the booking stays asked."""
    match stored:
        case {"mentors": [*mentors], "place": int(place), "following": following}:
            try:
                people = tuple(PersonId(UUID(one)) for one in mentors)
                after = BookingId(UUID(following)) if following else None
            except (ValueError, AttributeError, TypeError):
                pass
            else:
                return MentorSearch(mentors=people, place=max(0, place), following=after)
        case None:
            return None
        case _:
            pass
    read.not_read("search")
    return None
