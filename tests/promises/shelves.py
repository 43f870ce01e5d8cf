"""Calendars: what the files that hang on somebody's messages say of their sessions, beside what the database says."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from core.domain.booking import Booking, Status
from tests.screens.calendar_reader import Entry, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.playground.stage import Stage
    from tests.promises.hands import Sight

METHODS = {Status.ACCEPTED: "REQUEST", Status.CANCELLED: "CANCEL"}
read_once = lru_cache(maxsize=10_000)(read)


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
        entry = read_once(files[address])
        if wanted is None:
            yield f"has {name} of a session that is in no calendar"
        elif _said(entry) != _said_by(booking, wanted):
            yield f"has a calendar file that says {_said(entry)}, and not {_said_by(booking, wanted)}"


def _said(entry: Entry) -> tuple[object, ...]:
    return (entry.uid, entry.method, entry.sequence, entry.start, entry.end, entry.url)


def _said_by(booking: Booking, method: str) -> tuple[object, ...]:
    link = booking.link.url if booking.link else ""
    return (str(booking.id), method, booking.version, booking.starts_at, booking.ends_at, link)
