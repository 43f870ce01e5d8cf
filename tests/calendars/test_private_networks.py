"""No address that leads into a private network is ever connected to, however it is written and whenever it changes."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from bot.calendar_fetcher import CalendarFetcher, PublicInternet
from core.domain.busy_calendar import Trouble, calendar_address
from core.domain.errors import BadInput
from core.ports.busy_calendar import CalendarUnread
from tests.calendars.server import HOST, OTHER, Net, Server, listening, served

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ADDRESSES = (
    *("127.0.0.1", "127.0.0.2", "127.255.255.254", "0.0.0.0", "0.1.2.3"),  # noqa: S104 - what must be refused
    *("10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254", "192.168.0.1", "192.168.255.254"),
    *("169.254.0.1", "169.254.169.254", "100.64.0.1", "100.127.255.254", "192.0.0.1", "192.0.2.1"),
    *("198.18.0.1", "198.19.255.254", "198.51.100.1", "203.0.113.1"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "ff0e::1"),
    *("2001:db8::1", "100::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::a00:1"),
    *("2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::1"),
    *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1"),
    *(
        "::ffff:0:7f00:1",
        "::ffff:0:a00:1",
        "3fff::1",
        "5f00::1",
        "1::1",
        "4000::1",
        "e000::1",
        "100:0:0:1::1",
    ),
    *("2606:4700::5efe:a00:1", "2606:4700::200:5efe:7f00:1"),
    *("192.0.0.8", "192.0.0.9", "192.0.0.170", "192.88.99.1", "168.63.129.16", "::ffff:168.63.129.16"),
    *("2001:0:7f00:1::1", "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:0:4136:e378:8000:63bf:f5ff:fffe"),
)
"""RFC 6890 and its registries, what is not assigned, and what mapping, translators (SIIT too), 6to4, NAT64, ISATAP and
Teredo (its client is inverted) make of them."""
WRITTEN = (
    *(
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0177.0.0.1",
        "0x7f.0.0.1",
        "0x7f000001",
        "017700000001",
    ),
    *("0", "0.0.0.0", "00.0.0.0", "127.0.0.1.", "127.000.000.001", "1.2.3.4.5", "10.0.0.1", "3232235777"),  # noqa: S104 - see above
    *(
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:127.0.0.1]",
        "[fe80::1%25eth0]",
    ),
    *("[::1%25lo]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fd00::1]"),
    *(
        "localhost",
        "LOCALHOST",
        "localhost.",
        "a.localhost",
        "router.local",
        "box.lan",
        "db.internal",
        "printer",
    ),
    *(
        "router.home.arpa",
        "a.test",
        "\uff11\uff12\uff17.0.0.1",
        "127\u30020\u30020\u30021",
        "\u2460\u2461\u2466.0.0.1",
        "127%2e0.0.1",
    ),
    *("127.0.0.0x1", "user@127.0.0.1", "calendar.example.org@127.0.0.1", "calendar.example.org:x@[::1]"),
    *(
        "calendar.example.org%40127.0.0.1",
        "127.0.0.1#@calendar.example.org",
        "127.0.0.1\\@calendar.example.org",
    ),
)
"""Hosts as somebody may type them."""


def test_the_tables_are_long_enough() -> None:
    assert len(set(ADDRESSES)) >= 40
    assert len(set(WRITTEN)) >= 40


def is_taken(typed: str) -> bool:
    try:
        calendar_address(typed)
    except BadInput:
        return False
    return True


def test_nobody_can_type_one() -> None:
    typed = [f"{scheme}://{host}/basic.ics" for host in WRITTEN for scheme in ("https", "webcal", "HTTPS")]
    assert [one for one in typed if is_taken(one)] == []


def test_only_https_is_read() -> None:
    schemes = ("http", "file", "ftp", "gopher", "data", "javascript", "", "https:", "//")
    assert [one for one in schemes if is_taken(f"{one}://calendar.example.org/basic.ics")] == []


def test_a_calendar_may_be_anywhere_in_public() -> None:
    typed = " <WebCal://Calendar.Example.org:8443/private/basic.ics?token=a%2Fb#today> "
    assert calendar_address(typed) == "https://calendar.example.org:8443/private/basic.ics?token=a%2Fb"
    assert all(
        PublicInternet().may_reach(one, 443)
        for one in ("1.1.1.1", "2606:4700:4700::1111", "93.184.216.34", "64:ff9b::101:101", "::ffff:1.1.1.1")
    )


@pytest.fixture
async def trap() -> AsyncIterator[tuple[int, list[str]]]:
    """A port of this machine on which somebody waits; nobody may come."""
    async with listening() as (port, seen):
        yield port, seen
        assert seen == []


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with served() as server:
        yield server


async def refused(net: Net, url: str) -> Trouble:
    """Return why an address is not read."""
    with pytest.raises(CalendarUnread) as raised:
        await CalendarFetcher(net).fetch(url)
    assert "http" not in str(raised.value), "the address is a secret"
    return raised.value.trouble


async def test_no_name_leads_there(trap: tuple[int, list[str]]) -> None:
    port, seen = trap
    for address in ADDRESSES:
        net = Net(("", 0), {HOST: [address]})
        assert await refused(net, f"https://{HOST}:{port}/a.ics") is Trouble.PRIVATE, address
        assert (net.asked, seen) == ([HOST], []), address


async def test_no_way_to_write_one_leads_there(trap: tuple[int, list[str]]) -> None:
    """Past the check of what is typed, as a redirect might: what is connected to is judged once more."""
    port, seen = trap
    net = Net(
        ("", 0), {host: ["127.0.0.1"] for host in (*WRITTEN, HOST, "localhost", "printer", "127.0.0.1")}
    )
    for host in WRITTEN:
        bare = host if host[-1] == "]" or "#" in host else f"{host}:{port}"
        assert await refused(net, f"https://{bare}/a.ics") in {Trouble.PRIVATE, Trouble.UNREACHABLE}, host
        assert seen == [], host


async def test_the_trap_sees_who_comes() -> None:
    """The check above can fail: where every address counts as public, somebody does come."""
    async with listening() as (port, seen):
        net = Net(("127.0.0.1", port), {HOST: ["127.0.0.1"]})
        assert await refused(net, f"https://{HOST}:{port}/a.ics") is not Trouble.PRIVATE
        assert len(seen) == 1


REDIRECTS = (
    *("https://127.0.0.1:{port}/a.ics", "https://localhost:{port}/a.ics", "https://[::1]:{port}/a.ics"),
    *("//127.0.0.1:{port}/a.ics", "https://2130706433:{port}/a.ics", "https://0x7f.1:{port}/a.ics"),
    *("http://127.0.0.1:{port}/a.ics", "http://calendar.example.org:{port}/a.ics", "file:///etc/passwd"),
    *("https://elsewhere.example.org:{port}/a.ics", "https://user@elsewhere.example.org:{port}/a.ics"),
    *("https://calendar.example.org@127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/", "", "https://"),
)


async def test_no_redirect_leads_there(trap: tuple[int, list[str]], server: Server) -> None:
    port, seen = trap
    net = Net(("127.0.0.1", server.port), {HOST: ["127.0.0.1"], OTHER: ["127.0.0.1"]})
    for where in REDIRECTS:
        url = server.url(f"/to?where={quote(where.format(port=port), safe='')}")
        assert await refused(net, url) in {Trouble.PRIVATE, Trouble.REDIRECTS}, where
        assert seen == [], where


async def test_a_name_that_changes_between_two_looks_leads_nowhere(
    trap: tuple[int, list[str]], server: Server
) -> None:
    """The first answer is public, and a redirect to the same name asks again: the second one leads home."""
    port, seen = trap
    net = Net(("127.0.0.1", server.port), {HOST: ["127.0.0.1", "127.0.0.2"]})
    back = quote(f"https://{HOST}:{port}/a.ics", safe="")
    assert await refused(net, server.url(f"/to?where={back}")) is Trouble.PRIVATE
    assert (net.asked, seen) == ([HOST, HOST], [])


async def test_what_was_judged_is_what_is_connected_to(trap: tuple[int, list[str]], server: Server) -> None:
    """There is one look-up for a connection: an answer that would be given to a second one is never asked for."""
    _, seen = trap
    net = Net(("127.0.0.1", server.port), {HOST: ["127.0.0.1", "10.0.0.1"]})
    assert await CalendarFetcher(net).fetch(server.url("/basic.ics"))
    assert (net.asked, len(server.asked), seen) == ([HOST], 1, [])


async def test_the_system_is_asked_for_names() -> None:
    """``localhost`` by the system's own resolver: it is found, and not connected to."""
    async with listening() as (port, seen):
        with pytest.raises(CalendarUnread, match="private"):
            await CalendarFetcher().fetch(f"https://localhost:{port}/a.ics")
        assert seen == []
    assert socket.getaddrinfo("localhost", port)
