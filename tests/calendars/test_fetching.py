"""Fetching a calendar: what is sent and taken, and a word for everything that may go wrong on the way."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest

from bot.calendar_fetcher import MOST_BYTES, CalendarFetcher
from bot.calendar_process import worked_out
from bot.calendar_reader import InternetCalendars
from core.domain.busy_calendar import Trouble
from core.ports.busy_calendar import CalendarUnread, Wish
from tests.calendars.server import ETAG, HOST, MODIFIED, OTHER, RAW, Net, Server, served
from tests.calendars.test_busy_events import SINCE, UNTIL
from tests.calendars.writing import GOOGLE, calendar, event

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with served() as server:
        yield server


def net_of(server: Server) -> Net:
    return Net(("127.0.0.1", server.port), {HOST: ["127.0.0.1"], OTHER: ["127.0.0.1"]})


TROUBLES = {
    "/status/401": Trouble.FORBIDDEN,
    "/status/403": Trouble.FORBIDDEN,
    "/status/404": Trouble.GONE,
    "/status/410": Trouble.GONE,
    "/status/429": Trouble.FAILING,
    "/status/500": Trouble.FAILING,
    "/status/204": Trouble.FAILING,
    "/status/304": Trouble.FAILING,  # of which nothing was known
    "/hops/4": Trouble.REDIRECTS,
    "/bomb": Trouble.TOO_LARGE,
    "/large": Trouble.TOO_LARGE,
    "/endless": Trouble.TOO_LARGE,
    "/half": Trouble.NO_CALENDAR,
    "/odd": Trouble.NO_CALENDAR,
}


async def test_what_goes_wrong_has_its_word(server: Server) -> None:
    fetcher = CalendarFetcher(net_of(server))
    for path, trouble in TROUBLES.items():
        with pytest.raises(CalendarUnread, match=f"^{trouble.value}$"):
            await fetcher.fetch(server.url(path))


async def test_what_is_packed_is_unpacked_no_further_than_it_is_taken(server: Server) -> None:
    fetcher = CalendarFetcher(net_of(server))
    await fetcher.fetch(server.url("/packed"))
    tracemalloc.start()
    with pytest.raises(CalendarUnread, match="too_large"):
        await fetcher.fetch(server.url("/bomb"))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5 * MOST_BYTES, "eight times as much is in there"


async def test_a_server_that_never_answers_is_left(server: Server) -> None:
    with pytest.raises(CalendarUnread, match="too_slow"):
        await CalendarFetcher(net_of(server), seconds=0.3).fetch(server.url("/never"))
    assert server.asked


async def test_a_file_is_taken_as_it_is_and_its_marks_are_sent_back(server: Server) -> None:
    fetcher = CalendarFetcher(net_of(server))
    for path in ("/basic.ics", "/hops/3", "/packed"):
        fetched = await fetcher.fetch(server.url(path))
        assert fetched is not None and fetched.content == RAW
    fetched = await fetcher.fetch(server.url("/basic.ics", OTHER))
    assert fetched is not None and (fetched.etag, fetched.modified) == (ETAG, MODIFIED)
    assert await fetcher.fetch(server.url("/basic.ics"), ETAG, MODIFIED) is None
    sent = server.asked[-1].headers
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == (ETAG, MODIFIED)
    assert not {"Cookie", "Referer", "Authorization"} & set(sent)


async def test_the_certificate_is_that_of_the_name_that_was_typed(server: Server) -> None:
    net = net_of(server)
    net.names["stranger.example.org"] = ["127.0.0.1"]
    for around, host in ((net, "stranger.example.org"), (Net(net.local, net.names, trusting=False), HOST)):
        with pytest.raises(CalendarUnread, match="insecure"):
            await CalendarFetcher(around).fetch(server.url("/basic.ics", host))
    assert server.asked == []


async def test_a_name_that_is_not_known_can_not_be_reached(server: Server) -> None:
    with pytest.raises(CalendarUnread, match="unreachable"):
        await CalendarFetcher(net_of(server)).fetch(server.url("/basic.ics", "nowhere.example.org"))


def wish(url: str = "", **more: str) -> Wish:
    return Wish(address=url, zone="Europe/Berlin", since=SINCE, until=UNTIL, **more)


async def test_it_is_read_from_end_to_end(server: Server) -> None:
    reader = InternetCalendars(CalendarFetcher(net_of(server)))
    reading = await reader.read(wish(server.url("/basic.ics")))
    assert reading is not None and [one.uid for one in reading.events] == ["1"]
    assert (reading.etag, reading.modified) == (ETAG, MODIFIED)
    assert await reader.read(wish(server.url("/basic.ics"), etag=ETAG)) is None


@pytest.mark.long
async def test_what_never_ends_is_ended() -> None:
    never = event(
        "UID:1", "DTSTART:19000101T120000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"
    )
    with pytest.raises(CalendarUnread, match="too_much"):
        await worked_out(calendar(GOOGLE, never), wish(), seconds=1.5)


@pytest.mark.long
async def test_what_the_process_finds_wrong_has_its_word() -> None:
    with pytest.raises(CalendarUnread, match="no_calendar"):
        await worked_out(b"<html>", wish())
