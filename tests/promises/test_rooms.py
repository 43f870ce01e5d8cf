"""Nobody finds a session's room who was not given its address."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from tests.promises.deeds import asks, presses
from tests.promises.world import MORNING, World

ENOUGH = 16
"""Characters of a secret in base 64: 96 bits."""


async def test_each_session_has_a_room_that_cannot_be_guessed() -> None:
    world = World("sqlite://")
    await world.open()
    rooms: set[str] = set()
    for days, student in enumerate(("sam", "mia", "eve"), start=2):
        booking = await asks(world, student, "ana", "Alone", MORNING + timedelta(days=days))
        await presses(world, "ana", "accept", booking)
        (agreed,) = [one for one in await world.all_bookings() if one.id == booking.id]
        assert agreed.link is not None
        rooms.add(agreed.link.url)
    assert len(rooms) == 3
    for room in rooms:
        assert urlsplit(room).hostname == "meet.jit.si"
        assert len(urlsplit(room).path.removeprefix("/mentoring-")) >= ENOUGH
    await world.store.close()
