"""A server that takes every call of Slack's Web API, as cheaply as Python can: ``… sink`` prints its port.

It reads no more of HTTP/1.1 (RFC 9112) than aiohttp's client writes: a head, and a body of a stated length.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import sys
from collections import Counter
from typing import ClassVar

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
COUNTS, LAST = "counts", "last"
"""Paths that tell how often each method was called, and the body of the last message."""


class Sink(asyncio.Protocol):
    """One connection."""

    calls: ClassVar[Counter[str]] = Counter()
    numbers = itertools.count(1)
    last = b"{}"

    def __init__(self) -> None:
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Answer there."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("this is for TCP")
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        self._read += data
        while (end := self._read.find(b"\r\n\r\n") + 4) > 3:
            found = LENGTH.search(self._read, 0, end)
            whole = end + (int(found[1]) if found else 0)
            if len(self._read) < whole:
                return
            path = self._read.split(b" ", 2)[1].partition(b"?")[0]
            method = path.rpartition(b"/")[2].decode()
            body, self._read = self._read[end:whole], self._read[whole:]
            self._transport.write(_response(self._answer(method, body)))

    def _answer(self, method: str, body: bytes) -> bytes:
        if method == COUNTS:
            return json.dumps(self.calls).encode()
        if method == LAST:
            return Sink.last
        self.calls[method] += 1
        if method == "chat.postMessage":
            Sink.last = body
        if method == "conversations.open":
            return b'{"ok": true, "channel": {"id": "D1"}}'
        if method == "auth.test":
            return b'{"ok": true, "team_id": "T1", "user_id": "U1"}'
        return b'{"ok": true, "channel": "D1", "ts": "1700000000.%06d"}' % next(self.numbers)


def _response(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
        len(body),
        body,
    )


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Sink, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
