"""Notices: who must be told what, when, and whether it is still true when the moment comes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING
from zlib import crc32

from core.domain.booking import Act, Role, Status
from core.domain.feedback import OPENS_AFTER
from core.domain.mentor_search import passes_on
from core.domain.moves import ABSENT_AFTER
from core.domain.notice import Notice
from core.domain.notice_kinds import ANSWERED, PERSONAL, REPORTS, STANDS, TOLD, URGENT, Kind
from core.domain.organised import told_by_organiser
from core.domain.reminders import SPANS, reminded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.domain.booking import Booking, Moved
    from core.domain.people import PersonId
    from core.domain.reminders import Chosen
    from core.times.quiet_hours import Night

__all__ = ["PERSONAL", "REPORTS", "URGENT", "Kind", "Notice"]
NONE_CHOSEN: Mapping[PersonId, Chosen] = MappingProxyType({})
"""That nobody has chosen."""
CARDS = frozenset({Kind.REQUESTED, Kind.RECEIPT, Kind.PASSED_ON, Kind.OFFERED})
"""Notices whose new message is the whole card, because it is the card that must be answered or kept."""
WHOLE = CARDS | {Kind.OPENED}
"""Those, and the one that brings the card to the end of the conversation, for who has asked for it."""
AHEAD = {Kind(f"remind_{ahead}"): ahead for ahead in SPANS}
REMINDERS = {kind: SPANS[ahead] for kind, ahead in AHEAD.items()}
UNFOLDINGS = {Kind.NEARING: -timedelta(minutes=15), Kind.STARTED: timedelta(0), Kind.ABSENCE: ABSENT_AFTER}
"""How long after the start a card gets new buttons: the call first, completion, the record of an absence."""
TURNS = frozenset({*UNFOLDINGS, Kind.FIXED})
"""Every silent turn of a card that only the clock brings: those, and the end of the time for changes."""
NUDGES = {Kind.NUDGE_HALF: 0.5, Kind.NUDGE_LAST: 0.9}
"""At which part of the time between the request and its deadline the mentor is asked again."""
NUDGING = frozenset(
    {
        Act.REQUEST,
        Act.EDIT,
        Act.DECLINE_PROPOSAL,
        Act.WITHDRAW_PROPOSAL,
        Act.EXPIRE_PROPOSAL,
        Act.ONE_BY_ONE,
        Act.TAKE,
        Act.NUDGE,
    }
)
"""The acts after which the mentor's answer is waited for anew."""
CLOCKS = frozenset({Kind.CLOCKS_OWN, Kind.CLOCKS_OTHER})
"""That new clock rules move the shown hour of a session, the reader's own one or the other's."""
ASK_TIME = timedelta(days=3)
"""How long after the yes both are asked for the time of a session that has none."""
NOBODY_KNOWS = 0
"""The version of a card of which nobody knows what it shows: it has to be drawn anew."""
LINK_WAIT = timedelta(seconds=3)
"""How long the news of a yes waits for the meeting link that a provider makes; without one it goes at once."""
AWAITING_LINK = frozenset({Kind.ACCEPTED, Kind.AGREED})
ASK_AGAIN = timedelta(hours=24)
"""How long after its completion somebody who has not said how a session was is asked a second and last time."""


def notices_for(
    moved: Moved, night: Night | None = None, chosen: Mapping[PersonId, Chosen] = NONE_CHOSEN
) -> tuple[Notice, ...]:
    """Return every notice that follows from what happened, for both sides.

    Nudges keep clear of the mentor's ``night``; while their zone is unknown there is none. ``chosen`` are the
    reminders of those who have chosen some.
    """
    told = [_notice(moved, kind, role) for role, kind in _told(moved).items()]
    if moved.act is Act.REQUEST and moved.by is Role.ADMIN:
        told.append(_notice(moved, Kind.REASSIGNED, Role.STUDENT))
    homes = [_notice(moved, Kind.HOME, role) for role in (Role.STUDENT, Role.MENTOR)]
    soon = (*reminders_of(moved.booking, moved.at, chosen), *_turns(moved))
    soon += tuple(_time_asked(moved))
    return (*told, *homes, *soon, *_nudges(moved, night), *_second_asking(moved), *_series(moved))


def still_true(
    notice: Notice, booking: Booking, now: datetime, *, answered: bool = False, wanted: Chosen = None
) -> bool:
    """Say whether the notice may still be sent: a dead time is never announced, and nothing superseded.

    Who has ``answered`` how it was is not asked again. ``wanted`` are the reminders that its reader has chosen.
    """
    if notice.kind is Kind.FEEDBACK_AGAIN and answered:
        return False
    if booking.is_passed_on and notice.kind in CARDS:
        return False
    if notice.kind in REMINDERS:
        return _reminder_is_true(notice, booking, now, wanted)
    if notice.kind in {Kind.TIMELESS, *CLOCKS, *TURNS}:
        return _clock_is_right(notice, booking, now)
    if notice.kind is Kind.SERIES:
        return booking.status.is_open
    if notice.kind in NUDGES:
        return (
            booking.status is Status.PENDING and booking.version == notice.version and now < booking.answer_by
        )
    if notice.kind in STANDS:
        return booking.status in STANDS[notice.kind]
    return booking.version == notice.version


def holds(notice: Notice, booking: Booking) -> bool:
    """Say whether what a message of ``notice`` said once is still so: if not, the message is edited."""
    proposal = booking.proposal
    mine = proposal is not None and booking.role_of(notice.recipient) is proposal.by
    if notice.kind in REMINDERS:
        return booking.status is Status.ACCEPTED and booking.starts_at == notice.start
    if notice.kind in NUDGES:
        return booking.status is Status.PENDING and not mine
    if notice.kind is Kind.NUDGED:
        return booking.role_of(notice.recipient) in booking.awaited
    if notice.kind is Kind.TIMELESS:
        return booking.time_until is not None
    if notice.kind in CLOCKS:
        about = notice.start.replace(microsecond=0) if notice.start else None
        return booking.status is Status.ACCEPTED and booking.starts_at == about
    if notice.kind is Kind.PROPOSED:
        return proposal is not None and not mine
    return booking.status in STANDS.get(notice.kind, frozenset())


def _told(moved: Moved) -> dict[Role, Kind]:
    """Return what each side hears: of what is told with another booking nothing.

    A request that leaves the others while it waits gets the card that its mentor does not have yet.
    """
    booking, before = moved.booking, moved.before
    if booking.told_with is not None or (booking.held_until is not None and moved.act is not Act.OFFER):
        return dict.fromkeys((Role.STUDENT, Role.MENTOR), Kind.CARD)
    if before is not None and before.told_with is not None and booking.status is Status.PENDING:
        return _by_act(moved) | {Role.MENTOR: Kind.REQUESTED}
    return _by_act(moved)


def _by_act(moved: Moved) -> dict[Role, Kind]:
    if moved.act is Act.EXPIRE and moved.before and moved.before.status is Status.ACCEPTED:
        return {Role.STUDENT: Kind.LAPSED, Role.MENTOR: Kind.LAPSED}
    if (found := told_by_organiser(moved) or _told_in_turn(moved)) is not None:
        return {Role.STUDENT: found[0], Role.MENTOR: found[1]}
    if moved.act in TOLD:
        student, mentor = TOLD[moved.act]
        if moved.act is Act.LINK_MADE and moved.before and moved.before.link is not None:
            student = Kind.LINK  # the first one belongs to the yes; one in the place of another is news
        return {Role.STUDENT: student, Role.MENTOR: mentor}
    kind = ANSWERED[moved.act]
    if moved.act is Act.CANCEL and moved.before and moved.before.status is Status.PENDING:
        kind = Kind.WITHDRAWN
    actor = moved.booking.closed_by if moved.act is Act.LEAVE else moved.by
    return {role: Kind.CARD if role is actor else kind for role in (Role.STUDENT, Role.MENTOR)}


def _told_in_turn(moved: Moved) -> tuple[Kind, Kind] | None:
    """What the student and the mentor hear where a request goes on to the next mentor, or was the last one's."""
    if moved.act is Act.REQUEST and moved.by is Role.SYSTEM:
        return Kind.PASSED_ON, Kind.REQUESTED
    if passes_on(moved) is None:
        return None
    return (Kind.CARD if moved.booking.is_passed_on else Kind.NOBODY), Kind.CARD


def _notice(moved: Moved, kind: Kind, role: Role) -> Notice:
    booking = moved.booking
    waits = kind in AWAITING_LINK and booking.awaits_link
    return Notice(
        booking=booking.id,
        version=booking.version,
        kind=kind,
        recipient=booking.party(role),
        due_at=moved.at + LINK_WAIT if waits else moved.at,
    )


def reminders_of(
    booking: Booking, now: datetime, chosen: Mapping[PersonId, Chosen] = NONE_CHOSEN
) -> list[Notice]:
    """Return the reminders of an agreed session that are still to come, for both sides, as each of them has chosen."""
    start = booking.starts_at
    if booking.status is not Status.ACCEPTED or start is None:
        return []
    return [
        _about_the_start(booking, kind, person, start - ahead)
        for person in (booking.student, booking.mentor)
        for kind, ahead in REMINDERS.items()
        if AHEAD[kind] in reminded(chosen.get(person)) and start - ahead > now
    ]


def _turns(moved: Moved) -> list[Notice]:
    """Return the silent turns of both cards; that of the student alone, where the time for changes ends."""
    booking, start = moved.booking, moved.booking.starts_at
    if booking.status is not Status.ACCEPTED or start is None:
        return []
    turns = [
        _about_the_start(booking, kind, person, start + after)
        for kind, after in UNFOLDINGS.items()
        for person in (booking.student, booking.mentor)
    ]
    if (until := booking.changes_until) is not None:
        turns.append(_about_the_start(booking, Kind.FIXED, booking.student, until))
    return [one for one in turns if one.due_at > moved.at]


def _about_the_start(booking: Booking, kind: Kind, person: PersonId, due: datetime) -> Notice:
    return Notice(
        booking=booking.id,
        version=booking.version,
        kind=kind,
        recipient=person,
        due_at=due,
        start=booking.starts_at,
    )


def _nudges(moved: Moved, night: Night | None) -> list[Notice]:
    booking = moved.booking
    if booking.status is not Status.PENDING or moved.act not in NUDGING or booking.told_with is not None:
        return []
    if booking.proposal is not None:
        return []  # it is not the request that is to be answered now
    wait = booking.answer_by - moved.at
    planned: dict[datetime, Kind] = {}
    for kind, part in NUDGES.items():
        due = moved.at + wait * part
        due_at = night.awake(due, after=moved.at, before=booking.answer_by) if night else due
        if due_at is not None:
            planned[due_at] = kind  # where both come at the same moment, the last call says it all
    return [replace(_notice(moved, kind, Role.MENTOR), due_at=due) for due, kind in planned.items()]


def _time_asked(moved: Moved) -> list[Notice]:
    """Ask both for a time, once, where they have agreed without one."""
    if moved.act is not Act.ACCEPT or moved.booking.slot is not None:
        return []
    asked = (_notice(moved, Kind.TIMELESS, role) for role in (Role.STUDENT, Role.MENTOR))
    return [replace(one, due_at=moved.at + ASK_TIME) for one in asked]


def _series(moved: Moved) -> list[Notice]:
    """The first card of a series lists the others: it is drawn anew when one of them changes on its own."""
    booking = moved.booking
    if booking.series in {None, booking.id} or booking.told_with is not None:
        return []
    first = replace(booking, id=booking.series)
    key = f"{booking.id.hex}:{booking.version}"
    return [
        pressed(first, Kind.SERIES, person, moved.at, key) for person in (booking.student, booking.mentor)
    ]


def _second_asking(moved: Moved) -> list[Notice]:
    if moved.act not in {Act.COMPLETE, Act.AUTO_COMPLETE}:
        return []
    asked = [_notice(moved, Kind.FEEDBACK_AGAIN, role) for role in (Role.STUDENT, Role.MENTOR)]
    words = replace(_notice(moved, Kind.KIND_WORDS, Role.MENTOR), due_at=moved.at + OPENS_AFTER)
    return [*(replace(one, due_at=moved.at + ASK_AGAIN) for one in asked), words]


def _clock_is_right(notice: Notice, booking: Booking, now: datetime) -> bool:
    """Say whether what the clock alone has brought is still so."""
    if notice.kind is Kind.TIMELESS:
        return booking.time_until is not None and booking.proposal is None
    if notice.kind in CLOCKS:
        return holds(notice, booking) and booking.starts_at is not None and now < booking.starts_at
    return booking.status is Status.ACCEPTED and booking.starts_at == notice.start


def pressed(booking: Booking, kind: Kind, person: PersonId, now: datetime, key: str) -> Notice:
    """Return a notice that is told apart from others of its moment by ``key``."""
    moment = now.replace(microsecond=crc32(key.encode()) % 1_000_000)
    return Notice(
        booking=booking.id, version=booking.version, kind=kind, recipient=person, due_at=now, start=moment
    )


def _reminder_is_true(notice: Notice, booking: Booking, now: datetime, wanted: Chosen) -> bool:
    start = booking.starts_at
    if booking.status is not Status.ACCEPTED or start is None or start != notice.start or now >= start:
        return False
    if wanted is not None and AHEAD[notice.kind] not in wanted:
        return False
    spans = [SPANS[ahead] for ahead in reminded(wanted)]
    return all(now < start - span for span in spans if span < REMINDERS[notice.kind])
