"""The call of a session: made once at the yes, moved and removed with it, whatever fails, and whoever is killed."""

from __future__ import annotations

import random
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from bot.compose import compose_core, new_id
from core.domain.acts import Accept, Cancel
from core.domain.booking import LinkState, Status
from core.services.bookings import Press
from core.store.transaction import Transaction
from tests.store.postgres import fresh_database
from tests.video.api_server import Fault
from tests.video.desk import LEASE, POLICY, Desk, states

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
    from pathlib import Path

    from core.domain.booking import BookingId
    from tests.video.clock import StandingClock
    from tests.video.google_server import GoogleServer
    from tests.video.zoom_server import ZoomServer

    Server = ZoomServer | GoogleServer

MADE, COMING, FALLBACK, GIVEN = LinkState.MADE, LinkState.COMING, LinkState.FALLBACK, LinkState.GIVEN
AGREED = Status.ACCEPTED
MOMENTS = ("before make", "after make", "after find", "after move", "after remove")
ONE_PROVIDER = pytest.mark.parametrize("server", ["zoom"], indirect=True)
"""For what does not depend on whose API it is."""


@pytest.fixture
async def desk(server: Server, clock: StandingClock, tmp_path: Path) -> AsyncIterator[Desk]:
    opened = Desk(server, clock, tmp_path)
    await opened.open("sqlite://")
    yield opened
    await opened.close()


async def test_a_session_gets_a_call_that_lives_as_it_does(desk: Desk) -> None:
    booking = await desk.agreed()
    before = await desk.booking(booking)
    assert (before.link, before.link_state) == (None, COMING)
    await desk.settle()
    first = await desk.check(booking)
    assert states(first) == (AGREED, MADE)
    await desk.moves(booking, 3)
    await desk.settle()
    assert (await desk.check(booking)).link == first.link, "the address stays"
    await desk.renews(booking)
    during = await desk.booking(booking)
    assert (during.link, during.link_state) == (first.link, COMING), (
        "the old one holds until the new one is there"
    )
    await desk.settle()
    renewed = await desk.check(booking)
    assert renewed.link != first.link
    await desk.cancels(booking)
    await desk.settle()
    assert states(await desk.check(booking)) == (Status.CANCELLED, MADE)


@ONE_PROVIDER
async def test_each_session_has_a_call_of_its_own(desk: Desk) -> None:
    one, two = await desk.agreed(2), await desk.agreed(4)
    await desk.settle()
    links = {(await desk.booking(which)).link for which in (one, two)}
    assert len(links) == len(desk.standing()) == 2 and None not in links


@ONE_PROVIDER
async def test_a_session_without_a_time_waits_for_it(desk: Desk) -> None:
    booking = await desk.asked(None)
    await desk.does(desk.ana, booking, Accept())
    await desk.settle()
    assert desk.standing() == {} and (await desk.booking(booking)).link is None
    await desk.moves(booking, 2)
    await desk.settle()
    assert states(await desk.check(booking)) == (AGREED, MADE)


@ONE_PROVIDER
async def test_the_mentors_own_link_needs_no_call(desk: Desk) -> None:
    booking = await desk.agreed()
    await desk.settle()
    await desk.types_a_link(booking)
    await desk.settle()
    known = await desk.check(booking)
    assert known.link is not None and known.link.host == "meet.example.org"
    await desk.renews(booking)
    await desk.settle()
    assert states(await desk.check(booking)) == (AGREED, MADE)


@ONE_PROVIDER
@pytest.mark.parametrize("when", ["at once", "before the answer"])
async def test_a_session_that_is_cancelled_meanwhile_leaves_no_call(desk: Desk, when: str) -> None:
    booking = await desk.agreed()
    if when == "before the answer":
        desk.server.faults.append(Fault("POST", 503, before=False))
        await desk.works()
    await desk.cancels(booking)
    await desk.settle()
    assert states(await desk.check(booking)) == (Status.CANCELLED, COMING)


@ONE_PROVIDER
@pytest.mark.parametrize("act", [Desk.cancels, Desk.renews, Desk.types_a_link, partial(Desk.moves, days=5)])
async def test_what_happens_while_the_answer_is_on_its_way_counts(
    desk: Desk, act: Callable[[Desk, BookingId], Awaitable[None]]
) -> None:
    booking = await desk.agreed()
    desk.provider.meanwhile = partial(act, desk, booking)
    await desk.settle()
    await desk.check(booking)


@ONE_PROVIDER
async def test_a_call_that_is_found_has_the_time_of_back_then_and_is_moved(desk: Desk) -> None:
    booking = await desk.agreed()
    desk.provider.dies = "after make"
    await desk.works()
    await desk.moves(booking, 6)
    await desk.settle()
    assert states(await desk.check(booking)) == (AGREED, MADE)


@pytest.mark.parametrize(
    ("status", "before"), [(429, True), (500, True), (500, False), (0, True), (0, False)]
)
async def test_a_call_is_made_once_whatever_becomes_of_the_answer(
    desk: Desk, status: int, before: bool
) -> None:
    booking = await desk.agreed()
    desk.server.faults.append(Fault("POST", status, before=before, headers={"Retry-After": "2"}))
    await desk.works()
    assert (await desk.booking(booking)).link is None
    await desk.settle()
    assert states(await desk.check(booking)) == (AGREED, MADE)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_a_kill_at_any_moment_makes_nothing_twice_and_loses_nothing(desk: Desk, moment: str) -> None:
    booking = await desk.agreed()
    desk.provider.dies = moment
    if moment == "after find":
        desk.server.faults.append(Fault("POST", 500, before=False))
    for step in ("agreed", "moved", "renewed", "cancelled"):
        if step == "moved":
            await desk.moves(booking, 5)
        elif step == "renewed":
            await desk.renews(booking)
        elif step == "cancelled":
            await desk.cancels(booking)
        for _ in range(4):
            await desk.works()
            desk.clock.move(LEASE)
        await desk.check(booking)
    await desk.settle()
    assert (await desk.check(booking)).status is Status.CANCELLED


@ONE_PROVIDER
async def test_a_claim_that_has_lapsed_changes_nothing(desk: Desk) -> None:
    """A worker that was stopped for longer than its lease, and wakes up when another one has done the work."""
    await desk.agreed()
    now = desk.clock()
    (claimed,) = await desk.store.write(lambda tx: tx.claim_meetings(now, timedelta(0), 8, "zoom"))
    await desk.settle()
    assert not await desk.store.write(lambda tx: tx.settle_meeting(claimed, claimed.meeting))
    assert not await desk.store.write(lambda tx: tx.postpone_meeting(claimed, now, in_doubt=True))


async def test_a_refusal_falls_back_to_the_template_at_once_and_says_so(desk: Desk) -> None:
    booking = await desk.agreed()
    desk.server.faults.append(Fault("POST", 403, reason="forbidden"))
    await desk.works()
    known = await desk.booking(booking)
    assert states(known) == (AGREED, FALLBACK)
    assert known.link is not None and known.link.host == "meet.jit.si"
    await desk.settle()
    await desk.check(booking)


async def test_revoked_credentials_cost_no_session_its_link(desk: Desk) -> None:
    kept = await desk.agreed(4)
    await desk.settle()
    desk.server.revoked = True
    booking = await desk.agreed()
    await desk.works()
    assert states(await desk.booking(booking)) == (AGREED, FALLBACK)
    await desk.cancels(kept)
    await desk.works()
    assert len(desk.standing()) == 1, "it can't be removed now"
    await desk.settle()
    assert desk.standing() == {}, "and is when the credentials are mended"


async def test_a_provider_that_is_away_too_long_is_not_waited_for(desk: Desk) -> None:
    """What it made without an answer goes again, when it is back."""
    booking = await desk.agreed()
    desk.server.faults += [Fault("POST", 500, before=False), *(20 * [Fault("GET", 500)])]
    for _ in range(30):
        await desk.works()
        if (await desk.booking(booking)).link_state is not COMING:
            break
        desk.clock.move(10)
    assert states(await desk.booking(booking)) == (AGREED, FALLBACK)
    assert len(desk.standing()) == 1
    await desk.settle(120)
    await desk.check(booking)


@ONE_PROVIDER
async def test_a_limit_that_is_longer_than_people_wait_falls_back_at_once(desk: Desk) -> None:
    booking = await desk.agreed()
    desk.server.faults.append(Fault("POST", 429, headers={"Retry-After": "3600"}))
    await desk.works()
    assert states(await desk.booking(booking)) == (AGREED, FALLBACK)


@ONE_PROVIDER
async def test_a_call_that_somebody_removed_at_the_provider_is_made_anew(desk: Desk) -> None:
    booking = await desk.agreed()
    await desk.settle()
    first = await desk.check(booking)
    desk.server.meetings.clear()  # type: ignore[union-attr]
    await desk.moves(booking, 3)
    await desk.settle()
    assert (await desk.check(booking)).link != first.link


@ONE_PROVIDER
async def test_without_the_provider_what_it_was_to_do_is_not_lost(desk: Desk) -> None:
    """Somebody has changed MEETING_PROVIDER: who waits gets a room of the template, and hears of no failure."""
    booking = await desk.agreed()
    core = compose_core(desk.store, {}, desk.clock, new_id, POLICY)
    await core.meetings.work_due()
    known = await desk.booking(booking)
    assert states(known) == (AGREED, GIVEN) and known.link is not None
    assert await desk.store.read(Transaction.next_meeting_due) is None


@ONE_PROVIDER
async def test_a_press_on_the_card_from_before_the_link_still_counts(desk: Desk) -> None:
    booking = await desk.agreed()
    seen = (await desk.booking(booking)).version
    await desk.settle()
    press = Press(desk.sam, booking, Cancel(), "an old card", version=seen)
    assert (await desk.core.services.bookings.act(press)).error is None


PEOPLE: Mapping[str, Callable[[Desk, BookingId], Awaitable[None]]] = {
    "renew": Desk.renews,
    "type": Desk.types_a_link,
    "cancel": Desk.cancels,
    "work": lambda desk, _: desk.works(),
}


def trouble(desk: Desk, step: str, chance: random.Random) -> None:
    """Let time pass, or something go wrong or be mended."""
    if step == "wait":
        desk.clock.move(chance.choice((1, 5, LEASE, 300)))
    elif step == "kill":
        desk.provider.dies = chance.choice(MOMENTS)
    elif step == "fault":
        status = chance.choice((0, 429, 500, 503))
        before = status == 429 or chance.random() < 0.5
        desk.server.faults.append(Fault(chance.choice(("POST", "GET", "PATCH", "DELETE")), status, before))
    else:
        desk.server.revoked = step == "revoke"


STEPS = ("move", "renew", "type", "work", "wait", "fault", "kill", "revoke", "mend", "cancel")


@pytest.mark.parametrize(
    "seed", [*range(4), *(pytest.param(n, marks=pytest.mark.long) for n in range(4, 200))]
)
async def test_whatever_happens_in_whatever_order_one_call_stands_or_none(desk: Desk, seed: int) -> None:
    chance = random.Random(f"meetings {seed}")
    booking, days = await desk.agreed(30), 30.0
    for _ in range(chance.randint(5, 25)):
        step = chance.choices(STEPS, (2, 2, 1, 8, 4, 4, 3, 1, 2, 0.3))[0]
        if step == "move":
            days += 1
            await desk.moves(booking, days)
        elif step in PEOPLE:
            await PEOPLE[step](desk, booking)
        else:
            trouble(desk, step, chance)
        if step == "cancel":
            break
    await desk.settle(600)
    await desk.check(booking)


@ONE_PROVIDER
async def test_it_is_so_on_postgresql_as_well(server: Server, clock: StandingClock, tmp_path: Path) -> None:
    desk = Desk(server, clock, tmp_path)
    await desk.open(fresh_database())
    booking = await desk.agreed()
    desk.provider.dies = "after make"
    await desk.works()
    other = Desk(server, clock, tmp_path)
    other.store, other.sam, other.ana = desk.store, desk.sam, desk.ana
    other.start()
    clock.move(LEASE)
    await other.works()
    await desk.moves(booking, 5)
    await desk.settle()
    assert states(await desk.check(booking)) == (AGREED, MADE)
    await desk.cancels(booking)
    await desk.settle()
    await desk.check(booking)
    await other.provider.close()
    await desk.close()
