"""Scripted trouble: what the next calls, the Gateway and single people answer instead of the truth."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.discord_emulator.gateway import Gateway
from bot.playground.discord_emulator.refusal import CODES


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One misbehaviour of one call. `kind`: `limit`, `status`, `refuse`, `drop`, `cut` or `stall`.

    With a gate it waits, as a call that hangs does. ``after`` says that the effect happens before anything else.
    """

    kind: str
    method: str
    pattern: tuple[str, ...]
    seconds: float = 0.0
    is_global: bool = False
    via: bool = True
    status: int = 500
    code: int = 0
    message: str = ""
    gate: asyncio.Event | None = None
    after: bool = False

    def meets(self, method: str, path: str) -> bool:
        """Whether it waits for this call; `*` is one segment, a final `**` any number of them."""
        if self.method not in ("*", method):
            return False
        steps, wanted = path.strip("/").split("/"), self.pattern
        if wanted[-1] == "**":
            wanted, steps = wanted[:-1], steps[: len(wanted) - 1]
        return len(steps) == len(wanted) and all(w in ("*", s) for w, s in zip(wanted, steps, strict=True))


class Faults:
    """`method` is GET, POST, …, or `*`; `path` is like `/channels/*/messages`, or `**` for all."""

    def __init__(self, gateway: Gateway) -> None:
        self._queue: deque[Fault] = deque()
        self._gateway = gateway
        self.dms_closed: set[str] = set()
        """People whom a DM cannot reach: 50007."""
        self.no_mutual_guild: set[str] = set()
        """People who left every guild of the bot: 50278. (Those added with in_guild=False are so anyway.)"""
        self.weather: Callable[[str, str], Fault | None] | None = None
        """Trouble that nobody has scripted: asked about every call that no script waits for."""

    def rate_limit(
        self,
        method: str,
        path: str,
        *,
        seconds: float,
        times: int = 1,
        is_global: bool = False,
        via: bool = True,
    ) -> None:
        """HTTP 429 with Retry-After; `via=False` looks like a ban by Discord's proxy. Nothing happens."""
        fault = Fault(
            kind="limit",
            method=method,
            pattern=_split(path),
            seconds=seconds,
            is_global=is_global,
            via=via,
        )
        self._queue.extend([fault] * times)

    def fail(self, method: str, path: str, *, status: int = 500, times: int = 1, after: bool = False) -> None:
        """An HTTP error before the effect, or after it; the body is not JSON."""
        fault = Fault(kind="status", method=method, pattern=_split(path), status=status, after=after)
        self._queue.extend([fault] * times)

    def refuse(
        self, method: str, path: str, code: int, *, status: int = 0, message: str = "", times: int = 1
    ) -> None:
        """A JSON error of Discord's; nothing happens. `status` and `message` are known for common codes."""
        known = CODES.get(code, (400, "Unknown error"))
        fault = Fault(
            kind="refuse",
            method=method,
            pattern=_split(path),
            code=code,
            status=status or known[0],
            message=message or known[1],
        )
        self._queue.extend([fault] * times)

    def drop(self, method: str, path: str, *, times: int = 1) -> None:
        """The effect happens, then the connection is cut before a reply is sent."""
        self._queue.extend([Fault(kind="drop", method=method, pattern=_split(path))] * times)

    def cut(self, method: str, path: str, *, times: int = 1) -> None:
        """The connection is cut before the effect: nothing happens."""
        self._queue.extend([Fault(kind="cut", method=method, pattern=_split(path))] * times)

    def stall(self, method: str, path: str, *, after: bool = False) -> asyncio.Event:
        """The next call waits, before or after its effect, until the returned event is set."""
        gate = asyncio.Event()
        self._queue.append(Fault(kind="stall", method=method, pattern=_split(path), gate=gate, after=after))
        return gate

    def clear(self) -> None:
        """Forget all scripted trouble of calls and people."""
        self._queue.clear()
        self.dms_closed.clear()
        self.no_mutual_guild.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The oldest fault that waits for this call."""
        for fault in self._queue:
            if fault.meets(method, path):
                self._queue.remove(fault)
                return fault
        return self.weather(method, path) if self.weather is not None else None

    async def close_gateway(self, code: int = 4000) -> None:
        """Close every Gateway connection with this code."""
        await self._gateway.close(code)

    async def reconnect(self) -> None:
        """Op 7: ask every connection to reconnect and resume."""
        await self._gateway.ask_reconnect()

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Op 9: declare the sessions invalid."""
        await self._gateway.invalidate(resumable=resumable)

    def repeat_events(self, times: int) -> None:
        """Deliver the next so many events twice."""
        self._gateway.repeated = times

    def drop_gateway(self) -> None:
        """Cut every connection without a closing handshake, as a broken network does."""
        self._gateway.drop()


def _split(path: str) -> tuple[str, ...]:
    return tuple(path.strip("/").split("/"))
