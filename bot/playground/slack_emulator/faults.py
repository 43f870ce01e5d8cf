"""Scripted trouble: what the next calls, the sockets and single people answer instead of the truth."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

USER_STATES = frozenset({"messages_tab_disabled", "user_disabled", "cannot_dm_bot"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One misbehaviour of one call. `kind`: `limit`, `status`, `refuse`, `drop`, `cut` or `stall`.

    With a gate it waits, as a call that hangs does. ``after`` says that the effect happens before anything else.
    """

    kind: str
    seconds: int = 0
    status: int = 500
    error: str = ""
    gate: asyncio.Event | None = None
    after: bool = False


class Faults:
    """Every method is a Web API method name, `upload`, `response_url`, or `*` for whatever comes next."""

    def __init__(
        self,
        disconnect: Callable[[str], Awaitable[None]],
        drop_sockets: Callable[[], None],
        repeat_events: Callable[[int], None],
    ) -> None:
        self._queues: dict[str, deque[Fault]] = defaultdict(deque)
        self._disconnect = disconnect
        self._drop_sockets = drop_sockets
        self.repeat_events = repeat_events
        """Deliver the next so many events twice, as Slack does when an acknowledgement is lost on its way."""
        self.users: dict[str, str] = {}
        """user id → the error code that every attempt to write to this person's DM earns."""
        self.weather: Callable[[str], Fault | None] | None = None
        """Trouble that nobody has scripted: asked about every call that no script waits for."""

    def rate_limit(self, method: str, *, seconds: int, times: int = 1) -> None:
        """HTTP 429 with `Retry-After: seconds`; nothing happens."""
        self._add(method, Fault(kind="limit", seconds=seconds), times)

    def fail(self, method: str, *, status: int = 500, times: int = 1, after: bool = False) -> None:
        """An HTTP error before the effect, or after it; the body is not JSON."""
        self._add(method, Fault(kind="status", status=status, after=after), times)

    def refuse(self, method: str, error: str, *, times: int = 1) -> None:
        """`{"ok": false, "error": error}`; nothing happens."""
        self._add(method, Fault(kind="refuse", error=error), times)

    def drop(self, method: str, *, times: int = 1) -> None:
        """The effect happens, then the connection is cut before a reply is sent."""
        self._add(method, Fault(kind="drop"), times)

    def cut(self, method: str, *, times: int = 1) -> None:
        """The connection is cut before the effect: nothing happens."""
        self._add(method, Fault(kind="cut"), times)

    def stall(self, method: str, *, after: bool = False) -> asyncio.Event:
        """The next call waits, before or after its effect, until the returned event is set."""
        gate = asyncio.Event()
        self._add(method, Fault(kind="stall", gate=gate, after=after), 1)
        return gate

    def user(self, user_id: str, error: str | None) -> None:
        """Give a person a state of USER_STATES, or None for a healthy one."""
        if error is None:
            self.users.pop(user_id, None)
        elif error in USER_STATES:
            self.users[user_id] = error
        else:
            raise ValueError(f"unknown state {error}; known: {', '.join(sorted(USER_STATES))}")

    def clear(self) -> None:
        """Forget everything scripted."""
        self._queues.clear()
        self.users.clear()

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Send a `disconnect` frame on every socket; unless it is a mere warning, close them."""
        await self._disconnect(reason)

    def drop_sockets(self) -> None:
        """Cut every socket without a closing handshake, as a broken network does."""
        self._drop_sockets()

    def take(self, method: str) -> Fault | None:
        """The next fault for this method, if one is scripted."""
        for name in (method, "*"):
            if self._queues.get(name):
                return self._queues[name].popleft()
        return self.weather(method) if self.weather is not None else None

    def _add(self, method: str, fault: Fault, times: int) -> None:
        self._queues[method].extend([fault] * times)
