"""One Gateway session: what it asked for, what was sent to it, and what it still has to hear after a cut."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field

from aiohttp import web

from bot.playground.discord_emulator.refusal import Json, encoded

REPLAY_LIMIT = 2000
DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
DIRECT_MESSAGES = 1 << 12
MESSAGE_CONTENT = 1 << 15
PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
ALL_INTENTS = (1 << 26) - 1


def frame(op: int, data: object, *, sequence: int | None = None, event: str | None = None) -> str:
    """One Gateway payload as text."""
    payload: Json = {"op": op, "d": data, "s": sequence, "t": event}
    return encoded(payload)


@dataclass(slots=True, kw_only=True, eq=False)
class Session:
    """Survives its connection, so that it can be resumed."""

    id: str
    intents: int
    shard: tuple[int, int] = (0, 1)
    sequence: int = 0
    sent: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REPLAY_LIMIT))
    socket: web.WebSocketResponse | None = None
    request: web.Request | None = None
    asked: asyncio.Event | None = None
    """Set by the answer to a ping: all that was sent before it has been read."""

    def hears(self, guild_id: str | None) -> bool:
        """Whether this shard gets events of the guild; those without a guild go to shard 0."""
        number, count = self.shard
        return number == ((int(guild_id) >> 22) % count if guild_id else 0)

    @property
    def is_stale(self) -> bool:
        """Whether it was away for so long that it cannot be resumed without a gap."""
        return self.socket is None and len(self.sent) == REPLAY_LIMIT

    async def dispatch(self, event: str, data: str) -> None:
        """Send an event whose data is already JSON; keep it for a resume."""
        self.sequence += 1
        text = f'{{"op":0,"d":{data},"s":{self.sequence},"t":"{event}"}}'
        self.sent.append((self.sequence, text))
        if self.socket is not None:
            await send(self.socket, text)

    async def replay(self, socket: web.WebSocketResponse, after: int) -> None:
        """Send again what came after this sequence number, also what comes up meanwhile."""
        while missed := [(number, text) for number, text in self.sent if number > after]:
            for number, text in missed:
                await send(socket, text)
                after = number


async def send(socket: web.WebSocketResponse, text: str) -> None:
    """Send, unless the other side has gone."""
    try:
        await socket.send_str(text)
    except ConnectionError:
        return
