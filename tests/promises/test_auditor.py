"""The auditor: what is broken by hand is found, put right once where that can be, and told where it cannot."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from core.domain.acts import AcceptProposal, Cancel, Propose
from core.domain.audit import Fault
from core.domain.booking import Booking, Slot
from core.domain.chats import KEPT_OPEN
from core.domain.notices import Kind
from core.domain.reminders import Ahead
from core.ports.call import Trigger
from core.ports.said import Change
from core.services.auditor import UNTAKEN
from core.services.bookings import Press
from core.store.columns import EPOCH
from core.store.rows import booking_from, snapshot_of
from core.store.tables import every as tables
from tests.factories import a_booking
from tests.promises.deeds import asks, pings_of, presses, said, text
from tests.promises.world import World
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ODD: tuple[Any, ...] = (None, 7, "x", [], {}, [["x"]], "9999-99-99", {"status": "who knows"})
OUTBOX, BUSY, CARDS, HISTORY = tables.outbox, tables.busy, tables.placement, tables.history


@pytest.fixture
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    on_postgres = getattr(request, "param", "sqlite") == "postgres"
    opened = World(fresh_database() if on_postgres else f"sqlite:///{tmp_path / 'world.db'}")
    await opened.open()
    yield opened
    assert opened.broken == []
    await opened.store.close()


on_both = pytest.mark.parametrize("world", ["sqlite", "postgres"], indirect=True)


async def by_hand(world: World, *statements: sa.Executable) -> None:
    await world.store.write(lambda tx: [tx._connection.execute(one) for one in statements])


async def accepted(world: World) -> Booking:
    booking = await asks(world, "sam", "ken", "Talk", world.now + 3 * DAY)
    await presses(world, "ken", "accept", booking)
    await world.pass_time(5 * MINUTE)
    (now,) = await world.all_bookings()
    return now


async def outbox(world: World) -> dict[str, Any]:
    def read(tx: Any) -> dict[str, Any]:
        return {row["key"]: dict(row) for row in tx._connection.execute(sa.select(OUTBOX)).mappings()}

    return await world.store.read(read)


async def look(world: World) -> frozenset[Fault]:
    """Look once; return what was found this time."""
    before = world.auditor.found.copy()
    await world.auditor.look()
    return frozenset(fault for fault in Fault if world.auditor.found[fault] > before[fault])


@on_both
async def test_a_world_in_order_is_left_as_it_is(world: World) -> None:
    await accepted(world)
    await asks(world, "mia", "ana", "Another", world.now + 2 * DAY)
    before = await outbox(world)
    for _ in range(3):
        await world.pass_time(5 * MINUTE)
        assert await look(world) == frozenset()
    assert await outbox(world) == before
    assert world.auditor.broken == frozenset()


@on_both
async def test_nothing_is_stored_for_a_page_that_nobody_has(world: World) -> None:
    """Discord has no Home, and every row of the outbox costs a claim and a close."""
    await accepted(world)
    await asks(world, "mia", "ana", "Another", world.now + 2 * DAY)
    pages = {row["recipient"] for row in (await outbox(world)).values() if row["kind"] is Kind.HOME}
    assert pages == {world.people[name].id for name in ("sam", "ana")}
    assert await look(world) == frozenset()


@on_both
async def test_a_notice_that_is_missing_is_stored_once(world: World) -> None:
    await accepted(world)
    before = await outbox(world)
    lost = {key for key, row in before.items() if row["kind"] in {Kind.REMIND_DAY, Kind.ACCEPTED}}
    await by_hand(world, sa.delete(OUTBOX).where(OUTBOX.c.key.in_(lost)))
    assert await look(world) == {Fault.NOTICE_MISSING}
    assert set(await outbox(world)) == set(before)
    assert await look(world) == world.auditor.broken == frozenset()
    await by_hand(world, sa.delete(OUTBOX).where(OUTBOX.c.key.in_(lost)))
    assert await look(world) == world.auditor.broken == {Fault.NOTICE_MISSING}
    assert set(await outbox(world)) == set(before) - lost, "it was put right once already"


@pytest.mark.long
async def test_other_reminders_for_what_was_cancelled_or_moved_are_missed_by_nobody(world: World) -> None:
    sam, over = world.people["sam"], await accepted(world)
    moved = await asks(world, "sam", "ana", "Moved", world.now + 4 * DAY)
    await presses(world, "ana", "accept", moved)
    later = Propose(slots=(Slot(world.now + 5 * DAY, 30),))
    for who, booking, doing in (
        (world.people["ana"], moved, later),
        (sam, moved, AcceptProposal()),
        (sam, over, Cancel(reason="")),
    ):
        await world.bookings.act(Press(who, booking.id, doing, f"key {next(world.keys)}"))
    await world.worker.deliver_due()
    for ahead in Ahead:
        await world.people_service.remind(sam, ahead, on=True)
    await world.pass_time(5 * MINUTE)
    assert await look(world) == frozenset()


async def test_a_card_that_shows_an_older_version_is_drawn_anew_once(world: World) -> None:
    booking = await accepted(world)
    older = sa.update(CARDS).where(CARDS.c.person == booking.mentor).values(version=1)
    await by_hand(world, older)
    sounds = len(pings_of(world, "ken"))
    assert await look(world) == {Fault.CARD_OLD}
    assert world.auditor.broken == frozenset()
    await world.pass_time(MINUTE)
    assert await look(world) == frozenset()
    assert len(pings_of(world, "ken")) == sounds
    await by_hand(world, older)
    before = await outbox(world)
    assert await look(world) == world.auditor.broken == {Fault.CARD_OLD}
    assert await outbox(world) == before


async def test_a_request_whose_mentor_has_no_card_is_asked_again_once(world: World) -> None:
    booking = await asks(world, "sam", "ana", "Talk", world.now + 3 * DAY)
    await world.pass_time(5 * MINUTE)
    await by_hand(world, sa.delete(CARDS).where(CARDS.c.person == booking.mentor))
    world.platforms["slack"].messages = {
        number: one for number, one in world.platforms["slack"].messages.items() if one.to.user != "ana"
    }
    assert await look(world) == {Fault.CARD_MISSING}
    await world.pass_time(5 * MINUTE)
    assert await look(world) == frozenset()
    assert said(pings_of(world, "ana"), "Talk") == 1


async def test_whoever_waits_for_somebody_that_cannot_be_reached_is_told(world: World) -> None:
    booking = await accepted(world)
    dead = sa.update(OUTBOX).where(OUTBOX.c.recipient == booking.student, OUTBOX.c.kind == Kind.ACCEPTED)
    await by_hand(world, dead.values(outcome="dead"))
    assert await look(world) == {Fault.OTHER_NOT_TOLD}
    await world.pass_time(MINUTE)
    assert any("could not be reached by direct message" in text(card) for card in pings_of(world, "ken"))
    assert await look(world) == world.auditor.broken == frozenset()


async def test_what_nobody_can_put_right_stays_broken_until_it_is_whole(world: World) -> None:
    booking = await accepted(world)
    mine = BUSY.c.booking == booking.id
    held = sa.select(BUSY).where(mine)
    rows = await world.store.read(lambda tx: [dict(row) for row in tx._connection.execute(held).mappings()])
    await by_hand(world, sa.delete(BUSY).where(mine))
    assert await look(world) == world.auditor.broken == {Fault.TIME_NOT_HELD}
    await by_hand(world, *(sa.insert(BUSY).values(row) for row in rows))
    assert await look(world) == world.auditor.broken == frozenset()


async def test_what_changed_long_ago_is_looked_at_for_as_long_as_it_is_open(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.services.auditor.BOOKINGS", 1)
    one = await accepted(world)
    two = await asks(world, "mia", "ana", "Another", world.now + 4 * DAY)
    three = await asks(world, "sam", "ana", "A third", world.now + 5 * DAY)
    await world.pass_time(DAY + 60 * MINUTE)
    assert await look(world) == frozenset()
    lost = [booking.id for booking in (one, two, three)]
    await by_hand(world, sa.delete(BUSY).where(BUSY.c.booking.in_(lost)))
    with capture_logs() as logs:
        for times in (1, 2):
            assert await look(world) == {Fault.TIME_NOT_HELD}
            assert world.auditor.found[Fault.TIME_NOT_HELD] == 3 * times
    told = [line["booking"] for line in logs if line["event"] == "audit"]
    assert sorted(told) == sorted(booking.ref for booking in (one, two, three)), "each is told once"


@on_both
async def test_a_history_that_cannot_be_read_is_found_and_stops_nobody(world: World) -> None:
    booking = await accepted(world)
    await asks(world, "mia", "ana", "Another", world.now + 2 * DAY)
    first = sa.and_(HISTORY.c.booking == booking.id, HISTORY.c.version == 1)
    await by_hand(world, sa.update(HISTORY).where(first).values(snapshot={"status": "who knows"}))
    lines = await world.store.read(lambda tx: tx.history(booking.id))
    assert [line.moved.booking.version for line in lines] == [2]
    assert await look(world) == world.auditor.broken == {Fault.HISTORY_BROKEN}


def test_whatever_a_snapshot_holds_it_is_read_or_left_out() -> None:
    whole = snapshot_of(a_booking())
    assert booking_from(whole) == a_booking()
    for name in whole:
        for odd in ODD:
            booking_from(whole | {name: odd})
        booking_from({key: value for key, value in whole.items() if key != name})
    assert [booking_from(odd) for odd in ODD] == [None] * len(ODD)


async def test_a_row_that_is_not_what_its_history_says_is_found(world: World) -> None:
    booking = await accepted(world)
    this = sa.update(tables.booking).where(tables.booking.c.id == booking.id)
    await by_hand(world, this.values(topic="Something else"))
    assert await look(world) == world.auditor.broken == {Fault.HISTORY_BROKEN}


async def test_time_that_two_sessions_share_would_be_found(world: World) -> None:
    """The database refuses it; here its guard is taken away."""
    booking = await accepted(world)
    other = await asks(world, "mia", "ken", "Another", world.now + 4 * DAY)
    await by_hand(world, *(sa.text(f"DROP TRIGGER busy_{when}") for when in ("INSERT", "UPDATE")))
    start = {"starts_at": booking.starts_at, "ends_at": booking.ends_at}
    await by_hand(world, sa.update(BUSY).where(BUSY.c.booking == other.id).values(start))
    assert await look(world) == {Fault.TIME_OVERLAPS, Fault.TIME_NOT_HELD}
    assert Fault.TIME_OVERLAPS in world.auditor.broken


async def test_what_no_worker_takes_is_late_and_then_broken(world: World) -> None:
    await accepted(world)
    world.now += 3 * DAY - timedelta(minutes=10) + UNTAKEN
    assert await look(world) >= {Fault.NOTICE_LATE}
    assert world.auditor.broken == frozenset()
    await look(world)
    assert world.auditor.broken == {Fault.NOTICE_LATE}
    await world.worker.deliver_due()
    assert Fault.NOTICE_LATE not in await look(world)
    assert world.auditor.broken == frozenset()


async def chatting(world: World) -> None:
    """Mia has written to Ana in the chat of their session, and Slack is away."""
    booking = await asks(world, "mia", "ana", "Across", world.now + 3 * DAY)
    await presses(world, "ana", "accept", booking)
    await world.does("mia", Trigger.BUTTON, "chat", booking.id.hex)
    await world.pass_time(5 * MINUTE)
    world.platforms["slack"].trouble = "down"
    await world.writes("mia", Change.WRITTEN)
    assert await look(world) == frozenset(), "it waits as it should"


LAST_LETTER = sa.select(sa.func.max(OUTBOX.c.id)).where(OUTBOX.c.kind == Kind.CHAT).scalar_subquery()


@on_both
async def test_a_letter_that_nobody_would_bring_is_brought_once(world: World) -> None:
    await chatting(world)
    await by_hand(world, sa.delete(OUTBOX).where(OUTBOX.c.id == LAST_LETTER))
    assert await look(world) == {Fault.LETTER_STUCK}
    assert world.auditor.broken == frozenset()
    world.platforms["slack"].trouble = "none"
    await world.pass_time(MINUTE)
    assert said(pings_of(world, "ana"), "Words") == 1
    assert await look(world) == world.auditor.broken == frozenset()


async def test_a_letter_that_was_closed_and_never_came_is_told_to_its_author_once(world: World) -> None:
    await chatting(world)
    closed = {"state": "done", "outcome": "dead", "done_at": world.now}
    await by_hand(world, sa.update(OUTBOX).where(OUTBOX.c.id == LAST_LETTER).values(closed))
    assert await look(world) == {Fault.LETTER_STUCK}
    await world.pass_time(MINUTE)
    for _ in range(2):
        assert await look(world) == world.auditor.broken == frozenset()
    assert said(pings_of(world, "mia"), "I can't find out whether") == 1
    assert said(pings_of(world, "ana"), "Words") == 0


async def test_letters_are_looked_at_until_their_chat_is_closed_and_a_day_longer(world: World) -> None:
    """Two days after a session nothing else of it is looked at any more."""
    await chatting(world)
    world.now += 3 * DAY + HOUR
    (booking,) = await world.all_bookings()
    await presses(world, "ana", "complete", booking)
    await by_hand(world, sa.delete(OUTBOX).where(OUTBOX.c.id == LAST_LETTER))
    world.now += KEPT_OPEN + DAY - 2 * HOUR
    before = await outbox(world)
    await by_hand(world, sa.update(HISTORY).where(HISTORY.c.at < world.now - 4 * DAY).values(at=EPOCH))
    assert Fault.LETTER_STUCK in await look(world)
    (again,) = set(await outbox(world)) - set(before)
    await by_hand(world, sa.delete(OUTBOX).where(OUTBOX.c.key == again))
    world.now += 3 * HOUR
    assert Fault.LETTER_STUCK not in await look(world)


async def test_who_waits_behind_nothing_is_let_by_once(world: World) -> None:
    await accepted(world)
    await by_hand(world, sa.update(OUTBOX).values(behind=True))
    assert await look(world) >= {Fault.NOTICE_LATE}
    assert world.auditor.repaired[Fault.NOTICE_LATE] > 0
    assert await look(world) == set()
    await world.worker.deliver_due()
    assert await world.store.read(lambda tx: tx.stranded()) == []
