"""Meetings: what a provider has made or is to make for a booking, and what of it is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.booking import Slot
from core.domain.meetings import Meeting, MeetingState, begins, concerns
from core.store.columns import UtcDateTime
from core.store.statements.base_query import HERE, BaseQuery
from core.store.tables import every as tables
from core.store.tolerance import RowReader

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from core.domain.booking import BookingId, Moved

_m = tables.meeting.c
_NOW = sa.bindparam("now", type_=UtcDateTime())
_UNTIL = sa.bindparam("until", type_=UtcDateTime())
_THIS = sa.bindparam("this", type_=sa.Uuid())
_OF_BOOKING = (_m.booking == _THIS, _m.program == HERE)
_NOT_GONE = _m.state != sa.literal_column("'gone'")
_DUE = (_m.program == HERE, _m.due_at.is_not(None))
_NEWEST = sa.select(sa.func.coalesce(sa.func.max(_m.number), 0)).where(*_OF_BOOKING)
_ALL = sa.select(tables.meeting).where(*_OF_BOOKING).order_by(_m.number)
_ADD = sa.insert(tables.meeting)
_ASK = sa.update(tables.meeting).where(*_OF_BOOKING, _NOT_GONE).values(due_at=_NOW, asked=_m.asked + 1)
_CLAIMABLE = (
    sa.select(tables.meeting)
    .where(*_DUE, _m.due_at <= _NOW, sa.or_(_m.held_until.is_(None), _m.held_until <= _NOW))
    .order_by(_m.due_at, _m.booking, _m.number)
    .limit(sa.bindparam("most", type_=sa.Integer()))
    .with_for_update(skip_locked=True)
)
_ONE = (*_OF_BOOKING, _m.number == sa.bindparam("which", type_=sa.Integer()))
_CLAIM = (
    sa.update(tables.meeting)
    .where(*_ONE)
    .values(
        held_until=_UNTIL,
        tries=_m.tries + 1,
        in_doubt=sa.or_(_m.in_doubt, _m.state == MeetingState.WANTED),
        provider=sa.case((_m.provider == "", sa.bindparam("current", type_=sa.String())), else_=_m.provider),
    )
)
_HELD = sa.update(tables.meeting).where(*_ONE, _m.tries == sa.bindparam("claim", type_=sa.Integer()))
_SETTLE = _HELD.values(
    state=sa.bindparam("known", type_=_m.state.type),
    handle=sa.bindparam("called", type_=sa.String()),
    starts_at=sa.bindparam("begins", type_=UtcDateTime()),
    minutes=sa.bindparam("lasts", type_=sa.Integer()),
    in_doubt=sa.false(),
    held_until=None,
    due_at=sa.case((_m.asked == sa.bindparam("seen", type_=sa.Integer()), sa.null()), else_=_m.due_at),
)
_POSTPONE = _HELD.values(
    in_doubt=sa.bindparam("doubt", type_=sa.Boolean()),
    held_until=None,
    due_at=_UNTIL,
)
_NEXT = sa.select(sa.func.min(sa.func.coalesce(_m.held_until, _m.due_at, type_=UtcDateTime()))).where(*_DUE)
_b = tables.booking.c
_IS_OVER = sa.exists().where(
    _b.id == _m.booking,
    ~tables.IS_PENDING,
    ~tables.IS_ACCEPTED,
    _b.decided_at < sa.bindparam("before", type_=UtcDateTime()),
)
_PURGE = sa.delete(tables.meeting).where(_m.program == HERE, _m.due_at.is_(None), _IS_OVER)
"""While a booking is open even what is gone is kept: its number must not be given again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedMeeting:
    """A meeting in the hands of one worker, until its claim lapses.

    ``tries`` counts this claim; ``asked`` how often something was wanted of it by then; ``in_doubt`` says whether it
    may have been made before this claim.
    """

    meeting: Meeting
    tries: int
    asked: int
    in_doubt: bool


class Meetings(BaseQuery):
    """What a provider makes."""

    def plan_meetings(self, moved: Moved) -> None:
        """Store what an act leaves to be done at the provider: one meeting more, or a look at those there are."""
        if concerns(moved):
            self._run(_ASK, this=moved.booking.id, now=moved.at)
        if begins(moved):
            self._run(
                _ADD,
                booking=moved.booking.id,
                number=self.newest_meeting(moved.booking.id) + 1,
                program=self.program,
                state=MeetingState.WANTED,
                provider="",
                handle="",
                wished_at=moved.at,
                due_at=moved.at,
                asked=0,
                tries=0,
                in_doubt=False,
            )

    def newest_meeting(self, booking: BookingId) -> int:
        """Return the highest number of a booking's meetings; 0 where it has none."""
        return self._number(_NEWEST, this=booking)

    def meetings(self, booking: BookingId) -> list[Meeting]:
        """Return all meetings of a booking, the oldest first."""
        return [_meeting_of(row) for row in self._rows(_ALL, this=booking)]

    def claim_meetings(
        self, now: datetime, lease: timedelta, limit: int, provider: str
    ) -> list[ClaimedMeeting]:
        """Take what is due for ``lease``; what nobody was asked for yet becomes ``provider``'s.

        A meeting that is not made yet is in doubt until its worker says otherwise: one that dies leaves that behind.
        """
        rows = self._rows(_CLAIMABLE, now=now, most=limit)
        for row in rows:
            this = {"this": row["booking"], "which": row["number"]}
            self._run(_CLAIM, **this, until=now + lease, current=provider)
        return [
            ClaimedMeeting(
                meeting=_meeting_of(row, provider),
                tries=row["tries"] + 1,
                asked=row["asked"],
                in_doubt=row["in_doubt"],
            )
            for row in rows
        ]

    def settle_meeting(self, claimed: ClaimedMeeting, meeting: Meeting) -> bool:
        """Store how a meeting stands now, and that nothing is to be done unless something was asked meanwhile.

        Returns whether the claim still held.
        """
        return self._close(
            _SETTLE,
            claimed,
            known=meeting.state,
            called=meeting.handle,
            begins=meeting.slot.starts_at if meeting.slot else None,
            lasts=meeting.slot.minutes if meeting.slot else None,
            seen=claimed.asked,
        )

    def postpone_meeting(self, claimed: ClaimedMeeting, until: datetime, *, in_doubt: bool) -> bool:
        """Look at it again at ``until``; ``in_doubt`` says whether it may have been made."""
        return self._close(_POSTPONE, claimed, until=until, doubt=in_doubt)

    def next_meeting_due(self) -> datetime | None:
        """Return when something is to be done next; None for nothing."""
        found: datetime | None = self._run(_NEXT).scalar()
        return found

    def purge_meetings(self, before: datetime) -> int:
        """Delete the meetings of bookings that ended before an instant; returns how many.

        One to which something is still to be done stays.
        """
        return self._run(_PURGE, before=before).rowcount

    def _close(self, change: sa.Update, claimed: ClaimedMeeting, **given: object) -> bool:
        this = {"this": claimed.meeting.booking, "which": claimed.meeting.number, "claim": claimed.tries}
        return self._run(change, **this, **given).rowcount > 0


def _meeting_of(row: sa.RowMapping, provider: str = "") -> Meeting:
    slot = None
    if row["starts_at"] is not None and row["minutes"] is not None:
        read = RowReader(row["booking"])
        slot = Slot(row["starts_at"], read.number("minutes", row["minutes"], 5, 480))
    return Meeting(
        booking=row["booking"],
        number=row["number"],
        wished_at=row["wished_at"],
        state=row["state"],
        provider=row["provider"] or provider,
        handle=row["handle"],
        slot=slot,
    )
