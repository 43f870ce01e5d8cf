"""The page behind a calendar feed: private, revocable, and not sent again to who has it already."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from urllib.parse import urlsplit

import aiohttp
import pytest

from bot.playground.stage import Stage
from tests.conftest import MONDAY
from tests.journeys.steps import ask
from tests.screens.calendar_reader import read_all

PUBLIC = "https://bookings.example.org"


def a_port() -> int:
    with closing(socket.socket()) as held:
        held.bind(("127.0.0.1", 0))
        port: int = held.getsockname()[1]
        return port


@asynccontextmanager
async def opened(**extra: str) -> AsyncIterator[tuple[Stage, aiohttp.ClientSession]]:
    port = a_port()
    stage = await Stage.open(start=MONDAY, standing=True, extra={"HEALTH_PORT": str(port), **extra})
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
            yield stage, session
    finally:
        await stage.close()


async def address(stage: Stage, key: str, press: str) -> str:
    """Make an address, and return its path."""
    pilot = stage.pilot(key)
    await pilot.types("/booking-settings")
    await pilot.presses("Calendar subscription…")
    await pilot.presses(press)
    await stage.settle()
    card = pilot.sees("Calendar subscription", "It is shown only now")
    assert card.private, "nobody else reads it, and it is gone with the answer"
    url = urlsplit(card.links["The address itself"])
    assert f"{url.scheme}://{url.netloc}" == PUBLIC
    assert url.path.removeprefix("/") in card.links["Outlook.com"].replace("%2F", "/")
    return url.path


@pytest.mark.parametrize(("student", "mentor"), [("sam", "ana"), ("mia", "ken")])
async def test_a_calendar_reads_all_sessions_until_the_address_ends(student: str, mentor: str) -> None:
    async with opened(PUBLIC_URL=PUBLIC) as (stage, session):
        asker, answerer = stage.pilot(student), stage.pilot(mentor)
        path = await address(stage, student, "Make an address")
        async with session.get(path) as answer:
            assert (answer.status, answer.content_type) == (200, "text/calendar")
            assert read_all(await answer.read()) == []
            empty = answer.headers["ETag"]
        await ask(stage, asker, answerer.name, "Ownership")
        async with session.get(path, headers={"If-None-Match": empty}) as answer:
            assert answer.status == 304, "a request is in no calendar"
        await answerer.presses("Accept", on="Ownership")
        await stage.settle()
        async with session.get(path, headers={"If-None-Match": empty}) as answer:
            (entry,) = read_all(await answer.read())
            assert (entry.summary, entry.alarms) == ("Ownership", ("-PT10M",))
            known = answer.headers["ETag"]
            assert (
                "no-cache" in answer.headers["Cache-Control"] and "private" in answer.headers["Cache-Control"]
            )
        async with session.get(path, headers={"If-None-Match": f'W/"other", {known}'}) as answer:
            assert (answer.status, await answer.read(), answer.headers["ETag"]) == (304, b"", known)
        newer = await address(stage, student, "New address")
        assert [await status(session, one) for one in (path, newer)] == [404, 200]
        await asker.types("/booking-settings")
        await asker.presses("Calendar subscription…")
        await asker.presses("Turn off")
        await stage.settle()
        assert [await status(session, one) for one in (path, newer)] == [404, 404]


async def status(session: aiohttp.ClientSession, path: str) -> int:
    async with session.get(path) as answer:
        return answer.status


async def test_nobody_guesses_and_nothing_else_is_there() -> None:
    async with opened(PUBLIC_URL=PUBLIC) as (_, session):
        for path in ("A" * 43, "", "%00" * 43, "A" * 4000, "..%2f..%2fetc%2fpasswd", "é" * 43):
            assert await status(session, f"/calendar/{path}.ics") == 404
        async with session.post(f"/calendar/{'A' * 43}.ics") as answer:
            assert answer.status == 405


async def test_without_a_public_address_nobody_is_offered_one() -> None:
    async with opened() as (stage, session):
        pilot = stage.pilot("sam")
        await pilot.types("/booking-settings")
        assert "Calendar subscription…" not in pilot.sees("Time zone").buttons
        assert await status(session, f"/calendar/{'A' * 43}.ics") == 404
