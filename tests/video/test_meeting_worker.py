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
from tests.video.running import LEASE, POLICY, RunningCore, states

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


MEANWHILE = (
    RunningCore.cancels,
    RunningCore.renews,
    RunningCore.types_a_link,
    partial(RunningCore.moves, days=5),
)
"""What may be done to a session while its call is being made."""


@pytest.fixture
async def running(server: Server, clock: StandingClock, tmp_path: Path) -> AsyncIterator[RunningCore]:
    opened = RunningCore(server, clock, tmp_path)
    await opened.open("sqlite://")
    yield opened
    await opened.close()


async def test_a_session_gets_a_call_that_lives_as_it_does(running: RunningCore) -> None:
    booking = await running.agreed()
    before = await running.booking(booking)
    assert (before.link, before.link_state) == (None, COMING)
    await running.settle()
    first = await running.check(booking)
    assert states(first) == (AGREED, MADE)
    await running.moves(booking, 3)
    await running.settle()
    assert (await running.check(booking)).link == first.link, "the address stays"
    await running.renews(booking)
    during = await running.booking(booking)
    assert (during.link, during.link_state) == (first.link, COMING), (
        "the old one holds until the new one is there"
    )
    await running.settle()
    renewed = await running.check(booking)
    assert renewed.link != first.link
    await running.cancels(booking)
    await running.settle()
    assert states(await running.check(booking)) == (Status.CANCELLED, MADE)


@ONE_PROVIDER
async def test_each_session_has_a_call_of_its_own(running: RunningCore) -> None:
    one, two = await running.agreed(2), await running.agreed(4)
    await running.settle()
    links = {(await running.booking(which)).link for which in (one, two)}
    assert len(links) == len(running.standing()) == 2 and None not in links


@ONE_PROVIDER
async def test_a_session_without_a_time_waits_for_it(running: RunningCore) -> None:
    booking = await running.asked(None)
    await running.does(running.ana, booking, Accept())
    await running.settle()
    assert running.standing() == {} and (await running.booking(booking)).link is None
    await running.moves(booking, 2)
    await running.settle()
    assert states(await running.check(booking)) == (AGREED, MADE)


@ONE_PROVIDER
async def test_the_mentors_own_link_needs_no_call(running: RunningCore) -> None:
    booking = await running.agreed()
    await running.settle()
    await running.types_a_link(booking)
    await running.settle()
    known = await running.check(booking)
    assert known.link is not None and known.link.host == "meet.example.org"
    await running.renews(booking)
    await running.settle()
    assert states(await running.check(booking)) == (AGREED, MADE)


@ONE_PROVIDER
@pytest.mark.parametrize("when", ["at once", "before the answer"])
async def test_a_session_that_is_cancelled_meanwhile_leaves_no_call(running: RunningCore, when: str) -> None:
    booking = await running.agreed()
    if when == "before the answer":
        running.server.faults.append(Fault("POST", 503, before=False))
        await running.works()
    await running.cancels(booking)
    await running.settle()
    assert states(await running.check(booking)) == (Status.CANCELLED, COMING)


@ONE_PROVIDER
@pytest.mark.parametrize("act", MEANWHILE)
async def test_what_happens_while_the_answer_is_on_its_way_counts(
    running: RunningCore, act: Callable[[RunningCore, BookingId], Awaitable[None]]
) -> None:
    booking = await running.agreed()
    running.provider.meanwhile = partial(act, running, booking)
    await running.settle()
    await running.check(booking)


@ONE_PROVIDER
async def test_a_call_that_is_found_has_the_time_of_back_then_and_is_moved(running: RunningCore) -> None:
    booking = await running.agreed()
    running.provider.dies = "after make"
    await running.works()
    await running.moves(booking, 6)
    await running.settle()
    assert states(await running.check(booking)) == (AGREED, MADE)


@pytest.mark.parametrize(
    ("status", "before"), [(429, True), (500, True), (500, False), (0, True), (0, False)]
)
@pytest.mark.sampled(3)
async def test_a_call_is_made_once_whatever_becomes_of_the_answer(
    running: RunningCore, status: int, before: bool
) -> None:
    booking = await running.agreed()
    running.server.faults.append(Fault("POST", status, before=before, headers={"Retry-After": "2"}))
    await running.works()
    assert (await running.booking(booking)).link is None
    await running.settle()
    assert states(await running.check(booking)) == (AGREED, MADE)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.sampled(3)
async def test_a_kill_at_any_moment_makes_nothing_twice_and_loses_nothing(
    running: RunningCore, moment: str
) -> None:
    booking = await running.agreed()
    running.provider.dies = moment
    if moment == "after find":
        running.server.faults.append(Fault("POST", 500, before=False))
    for step in ("agreed", "moved", "renewed", "cancelled"):
        if step == "moved":
            await running.moves(booking, 5)
        elif step == "renewed":
            await running.renews(booking)
        elif step == "cancelled":
            await running.cancels(booking)
        for _ in range(4):
            await running.works()
            running.clock.move(LEASE)
        await running.check(booking)
    await running.settle()
    assert (await running.check(booking)).status is Status.CANCELLED


@ONE_PROVIDER
async def test_a_claim_that_has_lapsed_changes_nothing(running: RunningCore) -> None:
    """A worker that was stopped for longer than its lease, and wakes up when another one has done the work."""
    await running.agreed()
    now = running.clock()
    (claimed,) = await running.store.write(lambda tx: tx.claim_meetings(now, timedelta(0), 8, "zoom"))
    await running.settle()
    assert not await running.store.write(lambda tx: tx.settle_meeting(claimed, claimed.meeting))
    assert not await running.store.write(lambda tx: tx.postpone_meeting(claimed, now, in_doubt=True))


async def test_a_refusal_falls_back_to_the_template_at_once_and_says_so(running: RunningCore) -> None:
    booking = await running.agreed()
    running.server.faults.append(Fault("POST", 403, reason="forbidden"))
    await running.works()
    known = await running.booking(booking)
    assert states(known) == (AGREED, FALLBACK)
    assert known.link is not None and known.link.host == "meet.jit.si"
    await running.settle()
    await running.check(booking)


async def test_revoked_credentials_cost_no_session_its_link(running: RunningCore) -> None:
    kept = await running.agreed(4)
    await running.settle()
    running.server.revoked = True
    booking = await running.agreed()
    await running.works()
    assert states(await running.booking(booking)) == (AGREED, FALLBACK)
    await running.cancels(kept)
    await running.works()
    assert len(running.standing()) == 1, "it can't be removed now"
    await running.settle()
    assert running.standing() == {}, "and is when the credentials are mended"


async def test_a_provider_that_is_away_too_long_is_not_waited_for(running: RunningCore) -> None:
    """What it made without an answer goes again, when it is back."""
    booking = await running.agreed()
    running.server.faults += [Fault("POST", 500, before=False), *(20 * [Fault("GET", 500)])]
    for _ in range(30):
        await running.works()
        if (await running.booking(booking)).link_state is not COMING:
            break
        running.clock.move(10)
    assert states(await running.booking(booking)) == (AGREED, FALLBACK)
    assert len(running.standing()) == 1
    await running.settle(120)
    await running.check(booking)


@ONE_PROVIDER
async def test_a_limit_that_is_longer_than_people_wait_falls_back_at_once(running: RunningCore) -> None:
    booking = await running.agreed()
    running.server.faults.append(Fault("POST", 429, headers={"Retry-After": "3600"}))
    await running.works()
    assert states(await running.booking(booking)) == (AGREED, FALLBACK)


@ONE_PROVIDER
async def test_a_call_that_somebody_removed_at_the_provider_is_made_anew(running: RunningCore) -> None:
    booking = await running.agreed()
    await running.settle()
    first = await running.check(booking)
    running.server.meetings.clear()  # type: ignore[union-attr]
    await running.moves(booking, 3)
    await running.settle()
    assert (await running.check(booking)).link != first.link


@ONE_PROVIDER
async def test_without_the_provider_what_it_was_to_do_is_not_lost(running: RunningCore) -> None:
    """Somebody has changed MEETING_PROVIDER: who waits gets a room of the template, and hears of no failure."""
    booking = await running.agreed()
    core = compose_core(running.store, {}, running.clock, new_id, POLICY)
    await core.meetings.work_due()
    known = await running.booking(booking)
    assert states(known) == (AGREED, GIVEN) and known.link is not None
    assert await running.store.read(Transaction.next_meeting_due) is None


@ONE_PROVIDER
async def test_a_press_on_the_card_from_before_the_link_still_counts(running: RunningCore) -> None:
    booking = await running.agreed()
    seen = (await running.booking(booking)).version
    await running.settle()
    press = Press(running.sam, booking, Cancel(), "an old card", version=seen)
    assert (await running.core.services.bookings.act(press)).error is None


PEOPLE: Mapping[str, Callable[[RunningCore, BookingId], Awaitable[None]]] = {
    "renew": RunningCore.renews,
    "type": RunningCore.types_a_link,
    "cancel": RunningCore.cancels,
    "work": lambda running, _: running.works(),
}


def trouble(running: RunningCore, step: str, chance: random.Random) -> None:
    """Let time pass, or something go wrong or be mended."""
    if step == "wait":
        running.clock.move(chance.choice((1, 5, LEASE, 300)))
    elif step == "kill":
        running.provider.dies = chance.choice(MOMENTS)
    elif step == "fault":
        status = chance.choice((0, 429, 500, 503))
        before = status == 429 or chance.random() < 0.5
        running.server.faults.append(Fault(chance.choice(("POST", "GET", "PATCH", "DELETE")), status, before))
    else:
        running.server.revoked = step == "revoke"


STEPS = ("move", "renew", "type", "work", "wait", "fault", "kill", "revoke", "mend", "cancel")


@pytest.mark.parametrize(
    "seed", [*range(4), *(pytest.param(n, marks=pytest.mark.long) for n in range(4, 200))]
)
async def test_whatever_happens_in_whatever_order_one_call_stands_or_none(
    running: RunningCore, seed: int
) -> None:
    chance = random.Random(f"meetings {seed}")
    booking, days = await running.agreed(30), 30.0
    for _ in range(chance.randint(5, 25)):
        step = chance.choices(STEPS, (2, 2, 1, 8, 4, 4, 3, 1, 2, 0.3))[0]
        if step == "move":
            days += 1
            await running.moves(booking, days)
        elif step in PEOPLE:
            await PEOPLE[step](running, booking)
        else:
            trouble(running, step, chance)
        if step == "cancel":
            break
    await running.settle(600)
    await running.check(booking)


@ONE_PROVIDER
@pytest.mark.wide
async def test_it_is_so_on_postgresql_as_well(server: Server, clock: StandingClock, tmp_path: Path) -> None:
    running = RunningCore(server, clock, tmp_path)
    await running.open(fresh_database())
    booking = await running.agreed()
    running.provider.dies = "after make"
    await running.works()
    other = RunningCore(server, clock, tmp_path)
    other.store, other.sam, other.ana = running.store, running.sam, running.ana
    other.start()
    clock.move(LEASE)
    await other.works()
    await running.moves(booking, 5)
    await running.settle()
    assert states(await running.check(booking)) == (AGREED, MADE)
    await running.cancels(booking)
    await running.settle()
    await running.check(booking)
    await other.provider.close()
    await running.close()
