"""What is promised about meetings: what an act leaves to be done is stored with it, and is done by one at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from core.domain.acts import Accept, Cancel, LinkMade, RenewLink, SetLink
from core.domain.booking import LinkState, Role
from core.domain.links import MeetingLink
from core.domain.meetings import Meeting, MeetingState
from core.domain.notices import Kind
from tests.store.world import DAY, MINUTE, NOW, slot

if TYPE_CHECKING:
    from datetime import datetime

    from core.domain.booking import Booking
    from core.store.store import Store
    from core.store.transaction import ClaimedMeeting
    from tests.store.world import World

LINK = MeetingLink("https://meet.example.org/made")
LEASE = timedelta(seconds=20)
LATER = NOW + LEASE


async def agreed(world: World) -> Booking:
    student, mentor = await world.pair()
    booking = await world.ask(student, mentor, slot(DAY))
    return await world.do(booking, Accept(coming=True), Role.MENTOR)


async def claim(store: Store, at: datetime = NOW) -> list[ClaimedMeeting]:
    return await store.write(lambda tx: tx.claim_meetings(at, LEASE, 8, "zoom"))


class MeetingPromises:
    async def test_a_yes_that_waits_for_its_link_leaves_one_meeting_to_be_made(
        self, store: Store, world: World
    ) -> None:
        booking = await agreed(world)
        assert await store.read(lambda tx: tx.next_meeting_due()) == NOW
        known = await store.read(lambda tx: tx.booking(booking.id))
        assert known == booking and known.link_state is LinkState.COMING
        (claimed,) = await claim(store)
        assert claimed.meeting == Meeting(booking=booking.id, number=1, wished_at=NOW, provider="zoom")
        assert (claimed.tries, claimed.in_doubt) == (1, False)

    async def test_a_yes_with_a_link_leaves_none(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        booking = await world.ask(student, mentor, slot(DAY))
        booking = await world.do(booking, Accept(link=LINK), Role.MENTOR)
        await world.do(booking, Cancel(), Role.STUDENT)
        assert await store.read(lambda tx: (tx.next_meeting_due(), tx.meetings(booking.id))) == (None, [])

    async def test_what_is_claimed_is_nobody_elses_until_it_lapses_and_then_in_doubt(
        self, store: Store, world: World
    ) -> None:
        await agreed(world)
        (first,) = await claim(store)
        assert await claim(store) == []
        assert await store.read(lambda tx: tx.next_meeting_due()) == LATER
        (second,) = await claim(store, LATER)
        assert (second.tries, second.in_doubt, second.meeting.provider) == (2, True, "zoom")
        assert not await store.write(lambda tx: tx.settle_meeting(first, first.meeting))
        assert not await store.write(lambda tx: tx.postpone_meeting(first, NOW, in_doubt=False))
        assert await store.write(lambda tx: tx.postpone_meeting(second, LATER + MINUTE, in_doubt=False))
        assert await claim(store, LATER) == []
        (third,) = await claim(store, LATER + MINUTE)
        assert not third.in_doubt

    async def test_what_is_settled_rests_until_its_booking_changes(self, store: Store, world: World) -> None:
        booking = await agreed(world)
        (claimed,) = await claim(store)
        made = replace(claimed.meeting, state=MeetingState.MADE, handle="85", slot=booking.slot)
        assert await store.write(lambda tx: tx.settle_meeting(claimed, made))
        assert await store.read(lambda tx: (tx.next_meeting_due(), tx.meetings(booking.id))) == (None, [made])
        booking = await world.do(booking, LinkMade(link=LINK, state=LinkState.MADE), Role.SYSTEM)
        assert await store.read(lambda tx: tx.next_meeting_due()) is not None

    async def test_what_changes_while_it_is_worked_on_is_looked_at_again(
        self, store: Store, world: World
    ) -> None:
        booking = await agreed(world)
        (claimed,) = await claim(store)
        await world.do(booking, Cancel(), Role.STUDENT)
        made = replace(claimed.meeting, state=MeetingState.MADE, handle="85", slot=booking.slot)
        assert await store.write(lambda tx: tx.settle_meeting(claimed, made))
        (again,) = await claim(store)
        assert again.meeting == made

    async def test_a_new_link_is_one_meeting_more_and_one_that_is_gone_is_left_alone(
        self, store: Store, world: World
    ) -> None:
        booking = await agreed(world)
        (claimed,) = await claim(store)
        gone = replace(claimed.meeting, state=MeetingState.GONE)
        await store.write(lambda tx: tx.settle_meeting(claimed, gone))
        booking = await world.do(booking, SetLink(link=LINK), Role.MENTOR)
        await world.do(booking, RenewLink(), Role.MENTOR)
        (new,) = await claim(store)
        assert new.meeting.number == 2
        assert await store.read(lambda tx: tx.newest_meeting(booking.id)) == 2

    async def test_what_is_over_is_forgotten_once_nothing_is_to_be_done(
        self, store: Store, world: World
    ) -> None:
        booking = await agreed(world)
        (claimed,) = await claim(store)
        made = replace(claimed.meeting, state=MeetingState.MADE, handle="85", slot=booking.slot)
        await store.write(lambda tx: tx.settle_meeting(claimed, made))
        await store.write(lambda tx: tx.purge(NOW + 9 * DAY))
        assert await store.read(lambda tx: tx.meetings(booking.id)) == [made], "it is to come"
        await world.do(booking, Cancel(), Role.STUDENT)
        await store.write(lambda tx: tx.purge(NOW + 9 * DAY))
        (again,) = await claim(store)
        assert again.meeting == made, "it must be removed at its provider first"
        gone = replace(made, state=MeetingState.GONE)
        await store.write(lambda tx: tx.settle_meeting(again, gone))
        await store.write(lambda tx: tx.purge(NOW - DAY))
        assert await store.read(lambda tx: tx.meetings(booking.id)) == [gone], "it ended just now"
        await store.write(lambda tx: tx.purge(NOW + 9 * DAY))
        assert await store.read(lambda tx: tx.meetings(booking.id)) == []

    async def test_the_news_of_a_yes_waits_for_its_link_and_no_longer(
        self, store: Store, world: World
    ) -> None:
        booking = await agreed(world)

        async def due() -> timedelta:
            entries = await store.read(lambda tx: tx.entries_for(booking.student))
            (told,) = (one for one in entries if one.notice.kind is Kind.ACCEPTED)
            return told.notice.due_at - NOW

        assert await due() == timedelta(seconds=3)
        await world.do(booking, LinkMade(link=LINK, state=LinkState.MADE), Role.SYSTEM)
        assert await due() == timedelta(0)
