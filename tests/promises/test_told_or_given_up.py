"""What could not be told is told once, in the newest form, or given up; and then the other side is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from core.delivery import sender
from core.delivery.delivery import read_deliveries
from core.delivery.errand import MOST_FAILURES
from core.ports.call import Trigger
from core.ports.platform import Declined, Gone, Unknown
from core.ports.replies import Show, Swap
from core.ports.said import Change
from tests.promises.deeds import asks, pings_of, presses, said, text
from tests.promises.ledger import open_ledger
from tests.promises.wire import DAY, HOUR, MINUTE, SECOND, Wire, outcomes
from tests.promises.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import timedelta
    from pathlib import Path

    from core.store.transaction import OutboxEntry, Transaction


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    opened = World(f"sqlite:///{tmp_path / 'world.db'}")
    await opened.open()
    yield opened
    assert opened.broken == []
    await opened.store.close()


@pytest.mark.parametrize("act", ["accept", "decline"])
async def test_who_could_not_be_told_before_is_told_once_in_the_newest_form(world: World, act: str) -> None:
    world.platforms["slack"].trouble = "down"
    booking = await asks(world, "sam", "ken", "Once", world.now + 2 * DAY)
    if act == "accept":
        await presses(world, "ken", act, booking)
    else:
        await world.does("ken", Trigger.FORM, act, booking.id.hex, "1", reply="No time")
    world.platforms["slack"].trouble = "none"
    world.now += 31 * SECOND
    await world.worker.deliver_due()
    (card,) = pings_of(world, "sam")
    assert card.badge == ("Confirmed" if act == "accept" else "Declined")
    assert await outcomes(world, "accepted" if act == "accept" else "rejected") == ["folded"]
    if act == "accept":
        world.now += 2 * DAY - 10 * MINUTE - 31 * SECOND
        await world.worker.deliver_due()
        assert len(pings_of(world, "sam", "Reminder")) == 1, "what comes later is told as ever"


async def test_two_changes_that_could_not_be_told_are_told_as_one(world: World) -> None:
    booking = await asks(world, "mia", "ana", "First words", world.now + 2 * DAY)
    world.platforms["slack"].trouble = "down"
    for topic in ("Second words", "Third words"):
        (now,) = await world.all_bookings()
        when = (world.now + 2 * DAY).isoformat()
        await world.does(
            "mia", Trigger.FORM, "change", booking.id.hex, str(now.version), topic=topic, when=when
        )
    world.platforms["slack"].trouble = "none"
    world.now += 31 * SECOND
    await world.worker.deliver_due()
    news = [card for card in pings_of(world, "ana") if not card.title]
    assert len(news) == 1 and said(news, "Third words") == 1


@pytest.mark.parametrize(
    "error", [Declined("some_new_code"), Gone("x"), ZeroDivisionError()], ids=lambda one: type(one).__name__
)
async def test_what_is_given_up_is_told_to_the_other_side(
    world: World, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    wire = Wire(world, "slack", monkeypatch)
    wire.raised["ana"] = error
    begun = world.now
    booking = await asks(world, "mia", "ana", "Given up", world.now + 2 * DAY)
    while not pings_of(world, "mia", "Not delivered"):
        world.now = world.worker.next_due or world.now
        await world.worker.deliver_due()
    assert wire.started.count("ana") == MOST_FAILURES + 1
    assert world.now - begun < 15 * MINUTE
    assert (await world.store.read(lambda tx: tx.lag(world.now))).dead == 1
    reply = await presses(world, "mia", "show", booking)
    assert isinstance(reply, Show | Swap)
    assert "could not be reached" in text(reply.card)
    wire.raised.clear()
    await asks(world, "eve", "ana", "The next one")
    await world.pass_time(MINUTE)
    assert said(pings_of(world, "ana"), "The next one") == 1
    assert len(pings_of(world, "mia", "Not delivered")) == 1


async def test_a_row_that_cannot_be_read_touches_nobody_elses_message(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(tx: Transaction, entries: list[OutboxEntry], now: Any) -> Any:
        for entry in entries:
            if entry.notice.recipient == world.people["ana"].id and entry.notice.kind.value == "requested":
                raise ValueError("broken")
        return read_deliveries(tx, entries, now)

    monkeypatch.setattr(sender, "read_deliveries", breaks)
    await asks(world, "mia", "ana", "Poison", world.now + 2 * DAY)
    await asks(world, "sam", "ken", "Healthy", world.now + 3 * DAY)
    assert said(pings_of(world, "ken"), "Healthy") == said(pings_of(world, "sam"), "Healthy") == 1
    for _ in range(MOST_FAILURES + 1):
        await world.pass_time(HOUR / 10)
    assert await outcomes(world, "requested") == ["dead", "sent"]
    assert len(pings_of(world, "mia", "Not delivered")) == 1


async def test_a_doubt_is_looked_into_soon_and_then_a_little_less_often(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire = Wire(world, "slack", monkeypatch)
    wire.raised["ana"] = Unknown("503")
    await asks(world, "mia", "ana", "Doubtful")
    waits = []
    for _ in range(4):
        due = world.worker.next_due
        assert due is not None
        waits.append((due - world.now) / SECOND)
        world.now = due
        await world.worker.deliver_due()
    assert waits == [5, 10, 20, 20]
    assert wire.started.count("ana") == 5


async def test_what_had_arrived_after_all_is_brought_up_to_date(world: World) -> None:
    """Nobody knows that it arrived until it is looked for; until then nothing could change it."""
    world.platforms["slack"].trouble = "lost"
    booking = await asks(world, "mia", "ana", "Before", world.now + 3 * DAY)
    form = (booking.id.hex, str(booking.version))
    later = (world.now + 3 * DAY).isoformat()
    await world.does("mia", Trigger.FORM, "change", *form, topic="After", when=later)
    world.platforms["slack"].trouble = "none"
    await world.pass_time(MINUTE)
    (card, *_) = pings_of(world, "ana")
    assert "After" in text(card)
    assert "Before" not in text(card)


async def test_what_had_arrived_is_one_card_though_bringing_it_up_to_date_broke_off(world: World) -> None:
    """A mark that is lost with the edit would have it sent again, and the first one stand unknown for good."""
    discord = world.platforms["discord"]
    discord.trouble = "lost"
    await asks(world, "sam", "ken", "Broken off", world.now + 3 * DAY)
    await world.pass_time(MINUTE)
    discord.trouble = "none"
    await world.pass_time(MINUTE)
    assert said(pings_of(world, "ken"), "Broken off") == 1


async def test_what_had_arrived_is_brought_up_to_date_though_something_dead_was_told_with_it(
    world: World,
) -> None:
    """A reminder of another session that came too late is in no message: the one that arrived is no digest."""
    booking = await asks(world, "sam", "ken", "No time yet")
    await presses(world, "ken", "accept", booking)
    soon = await asks(world, "sam", "ana", "Over by then", world.now + DAY)
    await presses(world, "ana", "accept", soon)
    world.platforms["slack"].trouble = "lost"
    await world.pass_time(4 * DAY)
    world.platforms["slack"].trouble = "none"
    await world.pass_time(MINUTE)
    assert "remind_10m" in {
        row["kind"] for row in (await open_ledger(world.store)).outbox.values() if row["folded_into"]
    }
    when = (world.now + DAY).isoformat()
    await world.does("sam", Trigger.FORM, "propose", booking.id.hex, "2", when=when)
    shown = {
        one.about.version for one in pings_of(world, "sam") if one.about and one.about.booking == booking.id
    }
    assert shown == {3}, "every card of it is as new as it is"


async def test_what_may_have_arrived_is_not_told_again_when_its_reader_is_back(world: World) -> None:
    slack = world.platforms["slack"]
    slack.trouble = "lost"
    await asks(world, "mia", "ana", "In doubt", world.now + 3 * DAY)
    slack.trouble = "closed"
    await world.pass_time(MINUTE)
    assert any("could not be reached" in text(card) for card in pings_of(world, "mia"))
    await world.quiet()
    assert said(pings_of(world, "ana"), "In doubt") == 1


async def writes_in_doubt(world: World) -> None:
    """Mia writes to Ana in the chat of their session; it arrives, and the answer that says so is lost."""
    booking = await asks(world, "mia", "ana", "Across", world.now + 3 * DAY)
    await presses(world, "ana", "accept", booking)
    await world.does("mia", Trigger.BUTTON, "chat", booking.id.hex)
    world.platforms["slack"].trouble = "lost"
    await world.writes("mia", Change.WRITTEN)
    world.platforms["slack"].trouble = "closed"
    await world.pass_time(MINUTE)


@pytest.mark.parametrize("later", [MINUTE, HOUR])
async def test_a_message_of_a_chat_that_may_have_arrived_is_looked_for_before_it_is_called_lost(
    world: World, later: timedelta
) -> None:
    await writes_in_doubt(world)
    for _ in range(12):
        await world.pass_time(later / 12)
    doubts = [card for card in pings_of(world, "mia") if "I can't find out whether" in text(card)]
    assert len(doubts) == (later == HOUR), "for some minutes it is looked for"
    await world.quiet()
    assert said(pings_of(world, "ana"), "Words") == 1
    assert not [card for card in pings_of(world, "mia") if "did not reach" in text(card)]
    assert (await world.store.read(lambda tx: tx.lag(world.now))).waiting == 0


async def test_what_was_given_up_in_doubt_is_edited_and_deleted_where_it_stands_all_the_same(
    world: World,
) -> None:
    await writes_in_doubt(world)
    for _ in range(12):
        await world.pass_time(HOUR / 12)
    world.platforms["slack"].trouble = "none"
    for change, stand in ((Change.EDITED, 1), (Change.EDITED, 1), (Change.DELETED, 0)):
        number = next(world.keys) + 1
        await world.writes("mia", change)
        await world.quiet()
        letters = [text(card) for card in pings_of(world, "ana") if "Words" in text(card)]
        assert len(letters) == stand
        assert all(f"Words {number}" in one for one in letters)


async def test_a_refusal_nobody_foresaw_is_tried_later_each_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    Wire(world, "slack", monkeypatch).raised["ana"] = Declined("no_such_code")
    await asks(world, "mia", "ana", "Refused", world.now + 3 * DAY)
    waits: list[float] = []
    for _ in range(MOST_FAILURES):
        due = world.worker.next_due
        assert due is not None
        waits.append((due - world.now).total_seconds())
        world.now = due
        await world.worker.deliver_due()
    assert waits == [10, 20, 40, 80, 160, 320]
    assert "dead" in await outcomes(world, "requested")
