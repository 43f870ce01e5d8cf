"""Who comes too late hears what has become of the session, and two sweeps at once are one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.domain.acts import Accept, Cancel
from core.domain.booking import Status
from core.services.bookings import Press
from core.services.hand_over import REF_LETTERS
from core.store.transaction import Transaction
from tests.promises.deeds import asks, presses
from tests.promises.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

DAY = timedelta(days=1)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    opened = World("sqlite://")
    await opened.open()
    yield opened
    assert opened.broken == []
    await opened.store.close()


@pytest.mark.parametrize(("agreed", "code"), [(False, "already_withdrawn"), (True, "already_cancelled")])
async def test_what_was_never_agreed_is_called_withdrawn_and_not_cancelled(
    world: World, *, agreed: bool, code: str
) -> None:
    booking = await asks(world, "sam", "ken", "Talk", world.now + 3 * DAY)
    if agreed:
        await presses(world, "ken", "accept", booking)
    sam, ken = world.people["sam"], world.people["ken"]
    assert (await world.bookings.act(Press(sam, booking.id, Cancel(), "cancel"))).changed
    late = await world.bookings.accept(Press(ken, booking.id, Accept(), "late"))
    assert not late.changed
    assert late.error is not None
    assert late.error.code == code


async def test_what_lapsed_before_a_late_press_is_closed_by_it(world: World) -> None:
    booking = await asks(world, "sam", "ken", "Talk", world.now + 3 * DAY)
    world.now = booking.answer_by
    late = await world.bookings.accept(Press(world.people["ken"], booking.id, Accept(), "late"))
    assert late.error is not None
    assert late.error.code == "already_expired"
    assert late.view.booking.status is Status.EXPIRED


async def test_of_several_that_sweep_at_once_one_does(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    booking = await asks(world, "sam", "ken", "Talk", world.now + 3 * DAY)
    world.now = booking.answer_by
    with monkeypatch.context() as another:
        another.setattr(Transaction, "alone", lambda _tx, name: name != "sweep")
        assert await world.bookings.sweep() == 0
    assert await world.bookings.sweep() == 1


async def test_a_reference_is_new_and_has_no_letter_that_is_taken_for_another(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter("7" * 10 + "8" * 5)
    monkeypatch.setattr("core.services.bookings.secrets.choice", lambda _letters: next(drawn))
    made = [
        await asks(world, who, "ken", "Talk", world.now + days * DAY)
        for who, days in (("sam", 3), ("mia", 4))
    ]
    assert [one.ref for one in made] == ["S-77777", "S-88888"]
    assert not set("01ILOU") & set(REF_LETTERS)
