"""Calendars: what the files that hang on somebody's messages say of their sessions, beside what the database says."""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from core.domain.booking import Booking, Status
from tests.screens.calendar_reader import Calendar, Entry, read_all

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import vobject  # it warns while it is imported

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.playground.stage import Stage
    from tests.promises.hands import Sight

METHODS = {Status.ACCEPTED: "REQUEST", Status.CANCELLED: "CANCEL"}
KEPT = {Status.ACCEPTED: "CONFIRMED", Status.COMPLETED: "CONFIRMED", Status.CANCELLED: "CANCELLED"}
"""What a calendar must show of a session that was agreed once."""
IN_A_FEED = {Status.ACCEPTED, Status.COMPLETED}


@lru_cache(maxsize=10_000)
def judged(raw: bytes) -> tuple[Entry, ...]:
    """Return the events of a file, in which two readers that know nothing of each other must see the same."""
    entries = read_all(raw)
    calendar = vobject.readOne(raw.decode())
    events = calendar.contents.get("vevent", [])
    assert [_seen(one) for one in events] == [_told(one) for one in entries], raw.decode()
    return tuple(entries)


def _seen(event: Any) -> tuple[object, ...]:
    """Return what vobject makes of an event."""
    return (
        event.uid.value,
        int(event.sequence.value),
        event.dtstart.value,
        event.dtend.value,
        event.status.value,
        event.summary.value,
        event.description.value,
        event.url.value if "url" in event.contents else "",
        len(event.contents.get("valarm", ())),
    )


def _told(entry: Entry) -> tuple[object, ...]:
    """Return what the strict reader makes of it."""
    when = (entry.start, entry.end)
    words = (entry.summary, entry.description, entry.url)
    return (entry.uid, entry.sequence, *when, entry.status, *words, len(entry.alarms))


def contents(stage: Stage) -> dict[str, bytes]:
    """What stands behind the address of every file on both platforms."""
    slack = {one.as_json()["url_private_download"]: one.content or b"" for one in stage.slack.files}
    return slack | {one.url: one.content for one in stage.discord.files}


def of_files(one: Sight, booking: Booking, files: Mapping[str, bytes], *, is_card: bool) -> Iterator[str]:
    """Yield what is wrong with the calendar file of a message about one session."""
    wanted = METHODS.get(booking.status) if booking.slot and booking.accepted_at else None
    if is_card and wanted and not one.card.files:
        yield "has no calendar file"
    for name, address in one.card.files.items():
        (entry,) = judged(files[address])
        if wanted is None:
            yield f"has {name} of a session that is in no calendar"
        elif _said(entry) != _said_by(booking, wanted):
            yield f"has a calendar file that says {_said(entry)}, and not {_said_by(booking, wanted)}"


def of_calendar(calendar: Calendar, mine: Iterable[Booking]) -> Iterator[str]:
    """Yield where the calendar of somebody who opens every file as it comes differs from their sessions."""
    for one in mine:
        entry = calendar.entries.get(str(one.id))
        if one.slot is None or one.accepted_at is None or one.status not in KEPT:
            continue
        if entry is None:
            yield f"has never been sent a calendar file of {one.topic}, which is {one.status}"
        elif (entry.status, entry.start, entry.end) != (KEPT[one.status], one.starts_at, one.ends_at):
            yield f"has {entry} in the calendar of {one.topic}, which is {one.status} at {one.slot}"
    for uid in set(calendar.entries) - {str(one.id) for one in mine}:
        yield f"has {calendar.entries[uid]} in the calendar, which is no session of theirs"


def of_feed(raw: bytes, mine: Iterable[Booking]) -> Iterator[str]:
    """Yield what somebody's calendar feed says or leaves out and is not so."""
    said = sorted((entry.uid, entry.sequence, entry.start, entry.end, entry.url) for entry in judged(raw))
    true = sorted(
        (str(one.id), one.version, one.slot.starts_at, one.slot.ends_at, one.link.url if one.link else "")
        for one in mine
        if one.slot and one.status in IN_A_FEED
    )
    if said != true:
        yield f"has a calendar feed that says {said}, and not {true}"


def _said(entry: Entry) -> tuple[object, ...]:
    return (entry.uid, entry.method, entry.sequence, entry.start, entry.end, entry.url)


def _said_by(booking: Booking, method: str) -> tuple[object, ...]:
    link = booking.link.url if booking.link else ""
    return (str(booking.id), method, booking.version, booking.starts_at, booking.ends_at, link)
