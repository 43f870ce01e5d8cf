"""Few messages instead of many: what is late, or asked again, is told together, and never lost or told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from core.delivery.errand import MOST_FAILURES
from core.domain.booking import Status
from core.domain.notices import Kind
from core.ports.call import Trigger
from core.store.tables import every as tables
from tests.promises.deeds import asks, labels, pings_of, presses, said, text
from tests.promises.world import MANY, World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from core.domain.people import Address
    from core.ports.cards import Card
    from core.ports.platform import Posted

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    opened = World(f"sqlite:///{tmp_path / 'world.db'}", policy=replace(MANY, answer_within=7 * DAY))
    await opened.open()
    yield opened
    assert opened.broken == []
    await opened.store.close()


async def outcomes(world: World, kind: str) -> list[str | None]:
    """How the notices of a kind ended, in order."""
    row = tables.outbox.c
    query = sa.select(row.outcome).where(row.kind == Kind(kind)).order_by(row.id)
    return await world.store.read(lambda tx: list(tx._connection.execute(query).scalars()))


async def several_accepted_while_asleep(world: World) -> None:
    """Sam's platform is away while two mentors accept; what is due then is more than an hour late after it."""
    first = await asks(world, "sam", "ana", "Alpha", world.now + 3 * DAY)
    second = await asks(world, "sam", "ken", "Beta", world.now + 4 * DAY)
    world.platforms["slack"].trouble = "down"
    await presses(world, "ana", "accept", first)
    await presses(world, "ken", "accept", second)
    world.now += 3 * HOUR
    world.platforms["slack"].trouble = "none"


async def test_several_requests_are_asked_for_in_one_message(world: World) -> None:
    for who, topic in (("sam", "Alpha"), ("mia", "Beta"), ("eve", "Gamma")):
        await asks(world, who, "ana", topic)
    before = len(pings_of(world, "ana"))
    await world.pass_time(4 * DAY)
    (digest,) = pings_of(world, "ana")[before:]
    assert "3 requests are waiting for you" in text(digest)
    assert all(topic in text(digest) for topic in ("Alpha", "Beta", "Gamma"))
    assert labels(digest).count("Open") == 3
    assert await outcomes(world, "nudge_50") == ["sent", "folded", "folded"]


async def test_one_request_is_asked_for_by_its_own_message(world: World) -> None:
    await asks(world, "sam", "ana", "Alpha")
    await world.pass_time(4 * DAY)
    (nudge,) = pings_of(world, "ana", "Still waiting for you")
    assert "Sam is waiting for your answer until" in text(nudge)


async def test_a_request_that_was_answered_is_not_asked_for(world: World) -> None:
    first = await asks(world, "sam", "ana", "Alpha", world.now + 9 * DAY)
    for who, topic in (("mia", "Beta"), ("eve", "Gamma")):
        await asks(world, who, "ana", topic)
    await presses(world, "ana", "accept", first)
    await world.pass_time(4 * DAY)
    (digest,) = pings_of(world, "ana", "Still waiting for you")
    assert "2 requests" in text(digest)
    assert "Alpha" not in text(digest)


async def test_what_is_late_is_told_in_one_message_with_the_truth_of_now(world: World) -> None:
    await several_accepted_while_asleep(world)
    before = len(pings_of(world, "sam"))
    await world.pass_time(timedelta(0))
    (digest,) = pings_of(world, "sam")[before:]
    assert digest.title == "What you have missed"
    assert text(digest).count(" accepted: ") == 2
    assert {"Alpha", "Beta"} <= {word for word in ("Alpha", "Beta") if word in text(digest)}
    cards = pings_of(world, "sam", "Session with")
    assert [card.badge for card in cards] == ["Confirmed", "Confirmed"], "their cards are right as well"


async def test_what_must_be_answered_is_never_part_of_a_digest(world: World) -> None:
    world.platforms["slack"].trouble = "down"
    for who, topic in (("sam", "Alpha"), ("mia", "Beta")):
        await asks(world, who, "ana", topic)
    world.now += 5 * HOUR
    world.platforms["slack"].trouble = "none"
    await world.pass_time(timedelta(0))
    assert [card.title for card in pings_of(world, "ana")] == [
        f"{who} would like a session" for who in ("Sam", "Mia")
    ]


async def test_what_is_no_longer_true_is_left_out(world: World) -> None:
    await several_accepted_while_asleep(world)
    first = next(one for one in await world.all_bookings() if one.topic == "Alpha")
    world.platforms["slack"].trouble = "down"
    await world.does("ana", Trigger.FORM, "cancel", first.id.hex, str(first.version))
    world.platforms["slack"].trouble = "none"
    await world.pass_time(timedelta(minutes=1))
    news = [card for card in pings_of(world, "sam") if not card.title]
    assert not any("Ana accepted" in text(card) for card in news)
    assert any("Ken accepted" in text(card) for card in news)


class Died(BaseException):
    """The machine lost its power."""


@pytest.mark.parametrize("after", [False, True])
async def test_a_crash_around_a_digest_loses_nothing_and_repeats_nothing(world: World, after: bool) -> None:
    await several_accepted_while_asleep(world)
    slack, post = world.platforms["slack"], world.platforms["slack"].post

    async def dies(to: Address, card: Card, *, key: str, under: Posted | None = None) -> Posted:
        if card.title == "What you have missed":
            if after:
                await post(to, card, key=key, under=under)
            slack.post = post  # type: ignore[method-assign]
            raise Died
        return await post(to, card, key=key, under=under)

    slack.post = dies  # type: ignore[method-assign]
    with pytest.raises(Died):
        await world.worker.deliver_due()
    await world.restart()
    await world.pass_time(timedelta(minutes=1))
    told = [card for card in pings_of(world, "sam") if card.about is None]
    assert [card.title for card in told] == ["What you have missed"]
    assert said(told, "Alpha") == said(told, "Beta") == 1
    assert await outcomes(world, "accepted") == ["sent", "folded"]


async def test_a_lost_answer_to_a_digest_is_not_sent_again(world: World) -> None:
    await several_accepted_while_asleep(world)
    world.platforms["slack"].trouble = "lost"
    await world.pass_time(timedelta(0))
    world.platforms["slack"].trouble = "none"
    await world.quiet()
    assert said([card for card in pings_of(world, "sam") if card.about is None], "Beta") == 1


async def test_who_cannot_be_reached_hears_all_of_it_later_in_one_message(world: World) -> None:
    await several_accepted_while_asleep(world)
    world.platforms["slack"].trouble = "closed"
    await world.pass_time(timedelta(0))
    assert len(pings_of(world, "ken", "Not delivered")) == 1
    world.platforms["slack"].trouble = "none"
    world.now += 2 * HOUR
    await world.quiet()
    (digest,) = pings_of(world, "sam", "What you have missed")
    assert "Alpha" in text(digest) and "Beta" in text(digest)


async def test_an_evening_is_not_disturbed_and_the_morning_has_one_message(world: World) -> None:
    """Asked at 22:00 in Berlin without a time: half of the seven days ends at 10:00, nine tenths at night."""
    world.now += 12 * HOUR
    for who, topic in (("sam", "Alpha"), ("mia", "Beta")):
        await asks(world, who, "ana", topic)
    before = len(pings_of(world, "ana"))
    heard_at: dict[int, str] = {}
    for _ in range(7 * 24):
        await world.pass_time(HOUR)
        for number, card in enumerate(pings_of(world, "ana")[before:]):
            if card.title in {"Still waiting for you", "Last call"}:
                heard_at.setdefault(number, f"{world.now + HOUR:%H}")
    assert set(heard_at.values()) <= {f"{hour:02}" for hour in range(8, 22)}
    assert len(heard_at) == 2


async def test_nothing_due_costs_no_writing_transaction(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asks(world, "sam", "ana", "Alpha")
    written: list[object] = []
    write = world.store.write

    async def counted(work: Any) -> Any:
        written.append(work)
        return await write(work)

    monkeypatch.setattr(world.store, "write", counted)
    assert await world.worker.deliver_due() == 0
    assert written == []


@pytest.mark.parametrize("restarts", [False, True], ids=["one worker", "a new worker each hour"])
async def test_what_always_fails_is_given_up_and_holds_nobody_else_up(
    world: World, monkeypatch: pytest.MonkeyPatch, restarts: bool
) -> None:
    slack, post, tried = world.platforms["slack"], world.platforms["slack"].post, []

    async def breaks(to: Address, card: Card, *, key: str) -> Posted:
        if "Cursed" in text(card) and to.user == "ana":
            tried.append(key)
            raise ZeroDivisionError
        return await post(to, card, key=key)

    monkeypatch.setattr(slack, "post", breaks)
    booking = await asks(world, "sam", "ana", "Cursed")
    for _ in range(30):
        if restarts:
            await world.restart()
        await world.pass_time(HOUR)
    assert len(tried) == MOST_FAILURES + 1
    assert await outcomes(world, "requested") == ["dead"]
    assert (await world.store.read(lambda tx: tx.lag(world.now))).dead == 1
    (now,) = [one for one in await world.all_bookings() if one.id == booking.id]
    assert now.status is Status.PENDING
    await asks(world, "mia", "ana", "Blessed")
    assert said(pings_of(world, "ana"), "Blessed") == 1
