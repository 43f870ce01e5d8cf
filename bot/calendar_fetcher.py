"""Fetches calendar files from the public internet, and from nowhere else: little time, few redirects, few bytes.

Which address is connected to is judged where the socket is made, so that it does not matter how it was named: by a name
that resolves to it, by one that resolved to another one a moment ago, by a redirect, or in any other writing.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urljoin

import aiohttp
from yarl import URL

from core.domain.busy_calendar import Trouble, calendar_address
from core.domain.errors import BadInput
from core.domain.hosts import BadHost, public_host
from core.ports.busy_calendar import CalendarUnread

if TYPE_CHECKING:
    from aiohttp.abc import AbstractResolver

FETCH_SECONDS = 10.0
"""For everything: names, connections, redirects and all bytes."""
MOST_BYTES = 5 * 1024 * 1024
"""Of a file, also once it is unpacked."""
REDIRECTS = 3
REDIRECTING = frozenset({301, 302, 303, 307, 308})
REFUSED_WITH = {401: Trouble.FORBIDDEN, 403: Trouble.FORBIDDEN, 404: Trouble.GONE, 410: Trouble.GONE}
ASKED_FOR = {
    "Accept": "text/calendar, text/plain;q=0.5, */*;q=0.1",
    "Accept-Encoding": "gzip",
    "User-Agent": "mentor-booking-bot",
}
PACKED = {"": 0, "identity": 0, "gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS}
"""How zlib unpacks what a server says it has packed; 0 for not at all."""
MARK_LENGTH = 200
"""Characters of an ETag or a date that are worth remembering."""


class Surroundings(Protocol):
    """Which network this is: how names are looked up, what may be connected to, and who is believed."""

    def resolver(self) -> AbstractResolver:
        """Return what turns names into addresses."""
        ...

    def may_reach(self, address: str, port: int) -> bool:
        """Whether a socket to an address, as the socket will be given it, may be opened."""
        ...

    def trust(self) -> ssl.SSLContext:
        """Return whose certificates are believed."""
        ...


class PublicInternet:
    """The public internet: every address that means the same machine everywhere."""

    def resolver(self) -> AbstractResolver:
        """Return the system's resolver."""
        return aiohttp.ThreadedResolver()

    def may_reach(self, address: str, port: int) -> bool:  # noqa: ARG002 - any port of a public machine is public
        """Whether an address is public; whatever a translator or tunnel would make of it counts too."""
        try:
            public_host(address)
        except BadHost:
            return False
        return True

    def trust(self) -> ssl.SSLContext:
        """Believe whom the system believes."""
        return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file, and what its server says of this version."""

    content: bytes
    etag: str | None
    modified: str | None


class NotPublic(OSError):
    """An address may not be connected to."""


class CalendarFetcher:
    """Fetches one file at a time, in ``seconds``; nothing is remembered between two, no cookie and no name."""

    def __init__(self, surroundings: Surroundings | None = None, seconds: float = FETCH_SECONDS) -> None:
        self._surroundings = surroundings or PublicInternet()
        self._seconds = seconds

    async def fetch(
        self, address: str, etag: str | None = None, modified: str | None = None
    ) -> Fetched | None:
        """Return the file at an https address, or None if it is still the version that is named.

        Raises CalendarUnread.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        asking = ASKED_FOR | {name: value for name, value in known.items() if value}
        try:
            async with asyncio.timeout(self._seconds), self._session() as session:
                return await _follow(session, address, asking)
        except CalendarUnread:
            raise
        except TimeoutError:
            raise CalendarUnread(Trouble.TOO_SLOW) from None
        except aiohttp.ClientSSLError:
            raise CalendarUnread(Trouble.INSECURE) from None
        except aiohttp.ClientConnectorError as error:
            private = isinstance(error.os_error, NotPublic)
            raise CalendarUnread(Trouble.PRIVATE if private else Trouble.UNREACHABLE) from None
        except (aiohttp.ClientError, OSError, ValueError):
            raise CalendarUnread(Trouble.UNREACHABLE) from None

    def _session(self) -> aiohttp.ClientSession:
        around = self._surroundings
        connector = aiohttp.TCPConnector(
            resolver=around.resolver(),
            ssl=around.trust(),
            use_dns_cache=False,
            force_close=True,
            socket_factory=self._socket,
        )
        return aiohttp.ClientSession(
            connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False
        )

    def _socket(self, info: tuple[Any, Any, int, str, tuple[Any, ...]]) -> socket.socket:
        """Make the socket for one address, which it is connected to next; raises NotPublic."""
        family, kind, number, _, where = info
        if not self._surroundings.may_reach(str(where[0]), int(where[1])):
            raise NotPublic("not public")
        return socket.socket(family, kind, number)


async def _follow(session: aiohttp.ClientSession, address: str, asking: dict[str, str]) -> Fetched | None:
    for _ in range(REDIRECTS + 1):
        url = URL(address, encoded=True)
        async with session.get(url, headers=asking, allow_redirects=False) as answer:
            if answer.status not in REDIRECTING:
                return await _taken(answer, may_be_known=asking != ASKED_FOR)
            address = _next(address, answer.headers.get("Location", ""))
    raise CalendarUnread(Trouble.REDIRECTS)


def _next(address: str, location: str) -> str:
    """Return where a redirect leads, judged like an address that somebody typed."""
    try:
        return calendar_address(urljoin(address, location))
    except BadInput as bad:
        private = bad.fields["address"].code == "calendar_private_host"
        raise CalendarUnread(Trouble.PRIVATE if private else Trouble.REDIRECTS) from None


async def _taken(answer: aiohttp.ClientResponse, *, may_be_known: bool) -> Fetched | None:
    """Return the file, or None where nothing has changed: nobody but who knows a version may be told so."""
    if answer.status == 304 and may_be_known:  # noqa: PLR2004 - Not Modified
        return None
    if answer.status != 200:  # noqa: PLR2004 - OK
        raise CalendarUnread(REFUSED_WITH.get(answer.status, Trouble.FAILING))
    return Fetched(
        await _body(answer), _mark(answer.headers.get("ETag")), _mark(answer.headers.get("Last-Modified"))
    )


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    """Return the body, unpacked; raises CalendarUnread as soon as it is too large in either form."""
    how = PACKED.get(answer.headers.get("Content-Encoding", "").strip().lower())
    if how is None:
        raise CalendarUnread(Trouble.NO_CALENDAR)
    unpacking = zlib.decompressobj(how) if how else None
    taken, content = 0, bytearray()
    async for piece in answer.content.iter_chunked(64 * 1024):
        taken += len(piece)
        try:
            content += unpacking.decompress(piece, MOST_BYTES + 1 - len(content)) if unpacking else piece
        except zlib.error:
            raise CalendarUnread(Trouble.NO_CALENDAR) from None
        if max(taken, len(content)) > MOST_BYTES:
            raise CalendarUnread(Trouble.TOO_LARGE)
    if unpacking and not unpacking.eof:
        raise CalendarUnread(Trouble.TOO_LARGE if unpacking.unconsumed_tail else Trouble.NO_CALENDAR)
    return bytes(content)


def _mark(said: str | None) -> str | None:
    return said if said and len(said) <= MARK_LENGTH and said.isascii() and said.isprintable() else None
