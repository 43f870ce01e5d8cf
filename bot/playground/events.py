"""Events: what happens next on the stage when time passes, and how it is said before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from core.domain.notices import CLOCKS, REMINDERS, TURNS, Kind, still_true

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from core.domain.booking import Booking
    from core.domain.people import PersonId
    from core.store.transaction import Transaction

Names: TypeAlias = "Mapping[PersonId, str]"
Wording: TypeAlias = tuple[str, str]
"""How it is called while it is to come, and what is said once it has happened."""

FAR = datetime(9998, 1, 1, tzinfo=UTC)
"""An instant that no session reaches."""
MESSAGE: Wording = ("message to {names}", "A message went out to {names}")
NOTICES: dict[Kind, Wording] = {
    **dict.fromkeys(REMINDERS, ("reminder to {names}", "A reminder went out to {names}")),
    Kind.NUDGE_HALF: ("nudge to {names}", "A nudge went out to {names}"),
    Kind.NUDGE_LAST: ("last call to {names}", "The last call went out to {names}"),
    Kind.FEEDBACK_AGAIN: ("question to {names}", "The question how it was went out to {names} once more"),
    **dict.fromkeys(CLOCKS, ("word of new clock rules to {names}", "New clock rules were told to {names}")),
    Kind.FIXED: ("end of changes by {names}", "{names} can't move or cancel it any more"),
    Kind.NEARING: ("call button for {names}", "The call is the first button for {names}"),
    Kind.STARTED: ("session of {names} begins", "The session of {names} has begun"),
    Kind.ABSENCE: ("no-show buttons for {names}", "The no-show buttons are there for {names}"),
}
"""Any other notice is a message that is tried again."""
SILENT = frozenset({*TURNS, Kind.CARD, Kind.HOME, Kind.KIND_WORDS, Kind.NOTED})
"""They bring a card up to date and make no sound."""
UNSEEN = frozenset({Kind.CARD, Kind.HOME, Kind.KIND_WORDS, Kind.NOTED})
"""Nobody would stop the clock for them."""
EXPIRES: Wording = ("request to {mentor} expires", "The request of {student} to {mentor} has expired")
COMPLETES: Wording = (
    "session of {student} and {mentor} completes",
    "The session of {student} and {mentor} is completed",
)
LOOKS: Wording = ("daily look at who has left", "The bot has looked who is still there")
LAPSES: Wording = (
    "suggestion of another time lapses",
    "The suggestion of another time for {student} and {mentor} has lapsed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The next thing that happens by itself; ``at`` is in UTC."""

    at: datetime
    coming: str
    """A few words for a button: ``reminder to Sam and Ken``."""
    done: str
    """A sentence without its full stop: ``A reminder went out to Sam and Ken``."""
    heard_by: frozenset[PersonId] = frozenset()
    """Who hears a sound of it, unless they cannot be reached."""

    def told(self, now: datetime, unreached: Sequence[str] = ()) -> str:
        """Return one line that says what has happened by ``now``, and who did not hear of it."""
        but = f", but {listed(unreached)} could not be reached" if unreached else ""
        return f"{now:%a} {now.day} {now:%b}, {now:%H:%M}: {self.done}{but}."


@dataclass(frozen=True, slots=True)
class _Moment:
    at: datetime
    wording: Wording
    person: PersonId | None
    names: Mapping[str, str]
    is_heard: bool = False


def next_event(
    tx: Transaction, known: Names, now: datetime, grace: timedelta, look: datetime | None = None
) -> Event | None:
    """Return the first thing that happens after ``now`` to people in ``known``; None while nothing is planned.

    ``grace`` is how long after its end a session completes itself; ``look`` is when the bot looks who has left, where
    there is somebody to be missed. What happens in the same instant is one event.
    """
    looks = [] if look is None else [_Moment(look, LOOKS, None, {})]
    moments = [*_notices(tx, known, now), *_sweeps(tx, known, grace), *looks]
    if not moments:
        return None
    first = max(now, min(one.at for one in moments))
    together = [one for one in moments if one.at <= first]
    return Event(
        at=first,
        coming=", ".join(_said(together, known, lambda wording: wording[0])),
        done=". ".join(_said(together, known, lambda wording: wording[1])),
        heard_by=frozenset(one.person for one in together if one.person and one.is_heard),
    )


def listed(names: Iterable[str]) -> str:
    """Return ``Sam``, ``Sam and Ken``, or ``Sam, Ken and Ana``."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _notices(tx: Transaction, known: Names, now: datetime) -> Iterator[_Moment]:
    for person in known:
        for entry in tx.entries_for(person):
            notice = entry.notice
            booking = tx.booking(notice.booking) if notice.booking else None
            if booking is None or notice.kind in UNSEEN or notice.due_at <= now:
                continue
            if still_true(notice, booking, notice.due_at):
                wording = NOTICES.get(notice.kind, MESSAGE)
                yield _Moment(notice.due_at, wording, person, {}, notice.kind not in SILENT)


def _sweeps(tx: Transaction, known: Names, grace: timedelta) -> Iterator[_Moment]:
    for booking in tx.overdue(FAR, 1):
        yield _Moment(booking.lapses_at, EXPIRES, None, _parties(booking, known))
    for booking in tx.finished(FAR, 1):
        if booking.ends_at is not None:
            yield _Moment(booking.ends_at + grace, COMPLETES, None, _parties(booking, known))
    for booking in tx.stale_proposals(FAR, 1):
        if booking.proposal is not None:
            yield _Moment(booking.proposal.lapses_at, LAPSES, None, _parties(booking, known))


def _parties(booking: Booking, known: Names) -> dict[str, str]:
    return {
        "student": known.get(booking.student, "somebody"),
        "mentor": known.get(booking.mentor, "somebody"),
    }


def _said(moments: list[_Moment], known: Names, part: Callable[[Wording], str]) -> Iterator[str]:
    """Say each thing once, with everybody whom it concerns."""
    for wording in dict.fromkeys(one.wording for one in moments):
        same = [one for one in moments if one.wording is wording or one.wording == wording]
        people = dict.fromkeys(known[one.person] for one in same if one.person is not None)
        yield part(wording).format(names=listed(people) if people else "", **same[0].names)
