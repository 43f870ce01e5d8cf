"""Bookings as rows and as snapshots, and back: what is written is what is read."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from core.domain.booking import Booking, Proposal, Role, Slot, Status
from core.domain.links import MeetingLink
from core.store.columns import SOMEDAY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping

MINUTE = timedelta(minutes=1)
_UUIDS = ("id", "program", "student", "mentor", "offering")
_INSTANTS = ("answer_by", "created_at", "decided_at", "accepted_at")
_PLAIN = tuple(field.name for field in fields(Booking) if field.name not in {"slot", "link", "proposal"})


def row_of(booking: Booking) -> dict[str, Any]:
    """Return the row for a booking, with the instants that its lists and sweeps are ordered by."""
    start, proposal = booking.starts_at, booking.proposal
    return {
        **{name: getattr(booking, name) for name in _PLAIN},
        "starts_at": start or SOMEDAY,
        "ends_at": booking.ends_at or SOMEDAY,
        "link": booking.link.url if booking.link else None,
        "proposal": _proposal_out(proposal),
        "sort_at": start or booking.created_at,
        "lapses_at": booking.lapses_at,
        "proposal_until": proposal.lapses_at if proposal else None,
    }


def booking_of(row: RowMapping) -> Booking:
    """Return the booking that a row holds."""
    start = row["starts_at"]
    minutes = (row["ends_at"] - start) // MINUTE
    return Booking(
        **{name: row[name] for name in _PLAIN},
        slot=None if start == SOMEDAY else Slot(start, minutes),
        link=MeetingLink(row["link"]) if row["link"] else None,
        proposal=_proposal_in(row["proposal"]),
    )


def snapshot_of(booking: Booking) -> dict[str, Any]:
    """Return everything a booking says, as JSON: the last one in the history equals the row."""
    snapshot: dict[str, Any] = {name: getattr(booking, name) for name in _PLAIN}
    snapshot |= {name: snapshot[name].hex for name in _UUIDS if snapshot[name] is not None}
    snapshot |= {name: snapshot[name].isoformat() for name in _INSTANTS if snapshot[name] is not None}
    snapshot["slot"] = _slot_out(booking.slot) if booking.slot else None
    snapshot["link"] = booking.link.url if booking.link else None
    snapshot["proposal"] = _proposal_out(booking.proposal)
    return snapshot


def booking_from(snapshot: Mapping[str, Any]) -> Booking:
    """Return the booking that a snapshot holds; a field that the snapshot does not know has its default."""
    known = {field.name for field in fields(Booking)}
    values = {name: value for name, value in snapshot.items() if name in known}
    values |= {name: UUID(values[name]) for name in _UUIDS if values.get(name)}
    values |= {name: datetime.fromisoformat(values[name]) for name in _INSTANTS if values.get(name)}
    values["status"] = Status(values["status"])
    values["closed_by"] = Role(values["closed_by"]) if values["closed_by"] else None
    values["slot"] = _slot_in(values["slot"]) if values["slot"] else None
    values["link"] = MeetingLink(values["link"]) if values["link"] else None
    values["proposal"] = _proposal_in(values["proposal"])
    return Booking(**values)


def _slot_out(slot: Slot) -> list[Any]:
    return [slot.starts_at.isoformat(), slot.minutes]


def _slot_in(pair: list[Any]) -> Slot:
    return Slot(datetime.fromisoformat(pair[0]), pair[1])


def _proposal_out(proposal: Proposal | None) -> dict[str, Any] | None:
    if proposal is None:
        return None
    until = proposal.answer_by.isoformat() if proposal.answer_by else None
    slots = [_slot_out(slot) for slot in proposal.slots]
    return {"by": proposal.by, "slots": slots, "note": proposal.note, "answer_by": until}


def _proposal_in(value: Mapping[str, Any] | None) -> Proposal | None:
    if value is None:
        return None
    until = value.get("answer_by")
    return Proposal(
        Role(value["by"]),
        tuple(_slot_in(pair) for pair in value["slots"]),
        value["note"],
        datetime.fromisoformat(until) if until else None,
    )
