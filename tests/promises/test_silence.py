"""No word that people wrote stands in the log, whatever goes wrong while it is handled."""

from __future__ import annotations

import io
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import structlog

from bot import log
from core.ports.call import Call, Trigger
from core.ports.platform import Profile
from core.ports.replies import Refuse, Reply
from tests.promises.deeds import asks, presses
from tests.promises.kept import CAPABILITIES
from tests.promises.world import MORNING, World, address

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = "canary7f3k"
BROKEN = (
    """CREATE TRIGGER broken BEFORE INSERT ON booking BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END"""
)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the log of the program says, at its most talkative."""
    ours, handlers = structlog.get_config(), logging.root.handlers[:]
    levels = {name: logging.getLogger(name).level for name in ("", *log.OURS, *log.CHATTY)}
    stream = io.StringIO()
    log.configure("DEBUG", stream)
    yield stream
    logging.root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    structlog.configure(**ours)
    structlog.contextvars.clear_contextvars()


async def test_what_people_write_is_in_no_line(written: io.StringIO) -> None:
    world = World("sqlite://")
    await world.open()
    booking = await asks(world, "sam", "ana", CANARY, MORNING + timedelta(days=2))
    this = (booking.id.hex, str(booking.version))
    await world.does("sam", Trigger.FORM, "book-session", mentor=CANARY, topic=CANARY, when=CANARY)
    await world.does("sam", Trigger.COMMAND, "find-mentor", search=CANARY)
    await world.does("sam", Trigger.FORM, "no-such-form", topic=CANARY)
    world.platforms["slack"].trouble = "down"
    await world.does("ana", Trigger.FORM, "accept-note", *this, note=CANARY, link=f"https://{CANARY}.example")
    world.platforms["slack"].trouble = "none"
    await world.pass_time(timedelta(minutes=11))
    await presses(world, "sam", "show", booking)

    await world.store.write(lambda tx: tx._connection.exec_driver_sql(BROKEN))
    answers: list[Reply] = []

    async def say(reply: Reply) -> None:
        answers.append(reply)

    asking = Call(
        trigger=Trigger.FORM,
        route="book-session",
        actor=address("sam"),
        profile=Profile(name="Sam", zone="Europe/Berlin"),
        key="the last one",
        capabilities=CAPABILITIES["slack"],
        values={"mentor": world.people["ken"].id.hex, "topic": CANARY},
    )
    await world.router.dispatch(asking, say)
    assert [type(one) for one in answers] == [Refuse]
    assert "broken on purpose" in written.getvalue()
    assert CANARY not in written.getvalue()
    await world.store.close()
