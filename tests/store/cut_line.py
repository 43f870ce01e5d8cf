"""A line to PostgreSQL that can be cut at a commit: before it reaches the server, or before its answer is back."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

SOCKET = ".s.PGSQL.5432"
LOST = ("before it arrived", "before its answer was back")


class CutLine:
    """Passes on everything, but for the next commits that ``losses`` names: of writing transactions, or of ``reads``.

    Every connection that is open is one of ``lines``.
    """

    def __init__(self, folder: Path, server: str) -> None:
        self.losses: list[str] = []
        self.reads = False
        self.address = f"postgresql://tester@{urlsplit(server).path}?host={folder}"
        self._server = Path(parse_qs(urlsplit(server).query)["host"][0]) / SOCKET
        self.lines: set[asyncio.Task[None]] = set()

    async def pass_on(self, here: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """Serve one connection to its end."""
        serving = asyncio.current_task()
        assert serving is not None
        self.lines.add(serving)
        serving.add_done_callback(self.lines.discard)
        there, to = await asyncio.open_unix_connection(self._server)
        answers = asyncio.create_task(_copy(there, back))
        reading = False
        try:
            while data := await here.read(65536):
                if b"BEGIN" in data:
                    reading = b"READ ONLY" in data
                ends = b"COMMIT" in data and reading == self.reads
                lost = self.losses.pop(0) if ends and self.losses else ""
                if lost == LOST[0]:
                    break
                if lost:
                    answers.cancel()
                    await asyncio.gather(answers, return_exceptions=True)
                    to.write(data)
                    await there.read(65536)
                    break
                to.write(data)
        finally:
            answers.cancel()
            await asyncio.gather(answers, return_exceptions=True)
            for end in (to, back):
                end.close()
                with suppress(ConnectionError):
                    await end.wait_closed()


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65536):
        target.write(data)


@asynccontextmanager
async def cut_line(folder: Path, server: str) -> AsyncIterator[CutLine]:
    """Open the line; ``address`` is where a program connects."""
    line = CutLine(folder, server)
    listening = await asyncio.start_unix_server(line.pass_on, folder / SOCKET)
    async with listening:
        yield line
        for one in line.lines:
            one.cancel()
        await asyncio.gather(*line.lines, return_exceptions=True)
