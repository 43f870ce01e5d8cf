"""Session types are edited: a form with an older one is refused with what is there now, and sessions keep theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core.domain.booking import Status
from core.ports.call import Trigger
from core.ports.replies import Refuse
from core.screens.booking import offering_option
from tests.promises.deeds import presses
from tests.promises.organised import HOUR, card_of, organised, send, why

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from core.domain.people import Offering
    from core.ports.replies import Reply
    from tests.promises.world import World


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with organised("sqlite") as opened:
        for title, minutes in (("Review", "45"), ("Talk", "20")):
            await send(opened, "ana", "add-session-type", title=title, minutes=minutes, notice="1")
        yield opened


async def types(world: World) -> dict[str, Offering]:
    found = await world.people_service.offerings(world.people["ana"].id)
    return {one.title: one for one in found}


async def books(world: World, kind: Offering, hours: int) -> Reply:
    to, when = world.people["ana"].id.hex, (world.now + hours * HOUR).isoformat()
    option = offering_option(kind).value
    return await send(
        world, "sam", "book-session", mentor=to, topic=f"In {hours}", when=when, **{"session-type": option}
    )


async def test_a_type_that_was_changed_or_removed_meanwhile_is_refused_with_what_is_there_now(
    world: World,
) -> None:
    """One sentence that names what is open; with the new choice it goes through, and what was agreed stays as it is."""
    review = (await types(world))["Review"]
    assert not isinstance(await books(world, review, 30), Refuse)
    (first,) = await world.all_bookings()
    await presses(world, "ana", "accept", first)
    changed = {
        "title": "Long review",
        "minutes": "90",
        "description": "All of it",
        "buffer": "5",
        "notice": "2",
    }
    card = card_of(await send(world, "ana", "edit-session-type", review.id.hex, **changed))
    assert "Long review (90 min)" in str(card)
    long = (await types(world))["Long review"]
    assert (long.id, long.minutes, long.buffer, long.notice) == (review.id, 90, 5, 120)
    refused = why(await books(world, review, 40))
    assert "90 minutes now" in refused and "Long review (90 min)" in refused and "Talk (20 min)" in refused
    assert not isinstance(await books(world, long, 50), Refuse)
    (second,) = [one for one in await world.all_bookings() if one.id != first.id]
    await presses(world, "ana", "accept", second)
    await world.does("ana", Trigger.BUTTON, "remove-session-type", choice=review.id.hex)
    refused = why(await books(world, long, 60))
    assert "does not offer that kind of session any more" in refused and "Talk (20 min)" in refused
    late = await send(world, "ana", "edit-session-type", review.id.hex, **changed)
    assert "removed this kind of session" in why(late)
    lengths = {one.minutes: one.status for one in await world.all_bookings()}
    assert lengths == {45: Status.ACCEPTED, 90: Status.ACCEPTED}


async def test_nobody_edits_a_type_of_somebody_else(world: World) -> None:
    review = (await types(world))["Review"]
    assert isinstance(await world.does("ken", Trigger.BUTTON, "edit-session-type", review.id.hex), Refuse)
    refused = await send(world, "ken", "edit-session-type", review.id.hex, title="Mine", minutes="10")
    assert isinstance(refused, Refuse)
    assert (await types(world))["Review"] == review
