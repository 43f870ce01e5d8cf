"""What is somebody's own is nobody else's to change, to read or to speak for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from core.domain.drafts import Draft
from core.domain.profiles import OfferingForm
from core.ports.call import Trigger
from core.ports.platform import Profile, Reason
from core.ports.replies import Show
from core.ports.said import Change
from core.store.transaction import Transaction
from tests.plain import plain
from tests.promises.deeds import asks, presses
from tests.promises.world import World, address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DRAFT = Draft("book-session", (), {"topic": "Private"})


@pytest.fixture
async def world() -> AsyncIterator[World]:
    opened = World("sqlite://")
    await opened.open()
    yield opened
    await opened.store.close()


async def test_a_kind_of_session_is_taken_away_by_who_gives_it(world: World) -> None:
    people, ana, ken = world.people_service, world.people["ana"], world.people["ken"]
    made = await people.add_offering(ana, OfferingForm(title="Review", minutes="45"))
    await people.remove_offering(ken, made.id)
    assert await people.offerings(ana.id) == [made]
    await people.remove_offering(ana, made.id)
    assert await people.offerings(ana.id) == []


async def test_what_was_typed_is_opened_by_who_typed_it(world: World) -> None:
    people, sam, mia = world.people_service, world.people["sam"], world.people["mia"]
    for key in (await people.keep(sam, DRAFT), people.hold(address("sam"), DRAFT)):
        assert await people.draft(sam, key) == DRAFT
        assert await people.draft(mia, key) is None


@pytest.mark.parametrize("own", [False, True])
async def test_somebody_is_back_when_they_act_and_not_when_they_are_named(world: World, *, own: bool) -> None:
    gone = replace(world.people["sam"], left_at=world.now, unreachable=Reason.CLOSED_DMS.value)
    await world.store.write(partial(Transaction.update_person, person=gone))
    profile = Profile(name="Sam", zone="Europe/Berlin")
    for found in (
        await world.people_service.greet(address("sam"), profile, own=own),
        await world.people_service.at(address("sam")),
    ):
        assert found is not None
        assert (found.left_at, found.unreachable) == (
            (None, None) if own else (world.now, Reason.CLOSED_DMS.value)
        )


async def test_what_one_wrote_is_counted_without_what_the_other_side_wrote(world: World) -> None:
    booking = await asks(world, "sam", "ken", "Talk", world.now + timedelta(days=2))
    await presses(world, "ken", "accept", booking)
    await world.does("sam", Trigger.BUTTON, "chat", booking.id.hex)
    await world.writes("ken", Change.WRITTEN)
    said = {}
    for name in ("sam", "ken"):
        reply = await world.does(name, Trigger.BUTTON, "privacy")
        assert isinstance(reply, Show)
        said[name] = plain(reply.card)
    assert "What you wrote: nothing beside that" in said["sam"], (
        "neither what was carried to them nor our own lines"
    )
    assert re.search(r"What you wrote: \d chat message", said["ken"])
