"""Socket Mode: one-time tickets, hello, envelopes with an acknowledgement deadline, retries, disconnects.

Source: docs.slack.dev/apis/events-api/using-socket-mode. Every envelope goes to exactly one open socket.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import WSCloseCode, WSMsgType, web

from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.record import RecordedAcknowledgement
from bot.playground.watchers import Watchers

MOST_SOCKETS = 10
CLOSING_REASONS = frozenset({"refresh_requested", "link_disabled", "too_many_websockets"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """`error` is None after an acknowledgement in time, else `operation_timeout` or `dispatch_failed`."""

    error: str | None = None
    payload: Json | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """An open socket and the request it came with."""

    socket: web.WebSocketResponse
    request: web.Request


class Sockets:
    """The open sockets of the app, and what was sent over them and waits for an answer."""

    def __init__(
        self, app_id: str, watchers: Watchers, *, ack_seconds: float, retry_delays: Sequence[float]
    ) -> None:
        self.ack_seconds = ack_seconds
        self.retry_delays = tuple(retry_delays)
        self.repeated = 0
        self.acknowledgements: list[RecordedAcknowledgement] = []
        self._app_id = app_id
        self._watchers = watchers
        self._tickets: set[str] = set()
        self._open: list[Link] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._retries: set[asyncio.Task[None]] = set()
        self._turn = itertools.count()
        self._run = secrets.token_hex(4)
        self._envelopes = itertools.count(1)

    @property
    def count(self) -> int:
        """How many sockets envelopes can go to."""
        return len(self._open)

    def ticket(self) -> str:
        """A ticket that admits one socket."""
        ticket = secrets.token_urlsafe(12)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The life of one socket, from its ticket to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401, text="invalid_ticket")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(compress=False, timeout=1.0)
        await socket.prepare(request)
        if len(self._open) >= MOST_SOCKETS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        link = Link(socket, request)
        self._open.append(link)
        try:
            await socket.send_json(self._hello())
            self._watchers.tell("socket", open=self.count)
            await self._listen(socket)
        finally:
            self._forget(link)
        return socket

    async def deliver(
        self, kind: str, payload: Json, *, accepts: bool = False, retry: int | None = None
    ) -> Acknowledgement:
        """Send one envelope and wait for its acknowledgement, `ack_seconds` at most."""
        if not self._open:
            return Acknowledgement(error="dispatch_failed")
        envelope_id = f"{self._run}-{next(self._envelopes):08d}"
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "accepts_response_payload": accepts,
            "payload": payload,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry or 0, "retry_reason": "timeout" if retry else ""}
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = answer
        try:
            await self._next_socket().send_str(json.dumps(envelope, separators=(",", ":")))
            acked = await asyncio.wait_for(answer, self.ack_seconds)
        except (TimeoutError, ConnectionError):
            return Acknowledgement(error="operation_timeout")
        finally:
            del self._waiting[envelope_id]
        name = payload["type"] if kind == "interactive" else kind
        self.acknowledgements.append(RecordedAcknowledgement(kind=name, payload=acked.get("payload")))
        return Acknowledgement(payload=acked.get("payload") if accepts else None)

    async def event(self, payload: Json) -> Acknowledgement:
        """Deliver an event; without an acknowledgement Slack sends it again, up to three times."""
        answer = await self.deliver("events_api", payload)
        if self.repeated and answer.error is None:
            self.repeated -= 1
            await self.deliver("events_api", payload, retry=1)
        if answer.error is not None and self.retry_delays:
            task = asyncio.create_task(self._retry(payload))
            self._retries.add(task)
            task.add_done_callback(self._retries.discard)
        return answer

    def repeat(self, times: int) -> None:
        """Deliver the next so many events twice: their acknowledgements are lost on the way."""
        self.repeated = times

    async def disconnect(self, reason: str) -> None:
        """Send a `disconnect` frame; see Faults.disconnect."""
        frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "wss-playground"}}
        for link in tuple(self._open):
            await link.socket.send_json(frame)
            if reason in CLOSING_REASONS:
                self._forget(link)

    def drop(self) -> None:
        """Cut every socket without a handshake."""
        for link in tuple(self._open):
            self._forget(link)
            if link.request.transport is not None:
                link.request.transport.abort()

    async def stop(self) -> None:
        """End retries and close every socket."""
        retries = tuple(self._retries)
        for task in retries:
            task.cancel()
        await asyncio.gather(*retries, return_exceptions=True)
        for link in tuple(self._open):
            await link.socket.close(code=WSCloseCode.GOING_AWAY)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count,
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "wss-playground", "build_number": 1, "approximate_connection_time": 18060},
        }

    def _next_socket(self) -> web.WebSocketResponse:
        return self._open[next(self._turn) % len(self._open)].socket

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            try:
                ack = json.loads(frame.data)
            except ValueError:
                continue
            waiting = self._waiting.get(ack.get("envelope_id", "")) if isinstance(ack, dict) else None
            if waiting is not None and not waiting.done():
                waiting.set_result(ack)

    async def _retry(self, payload: Json) -> None:
        for attempt, delay in enumerate(self.retry_delays, 1):
            await asyncio.sleep(delay)
            if (await self.deliver("events_api", payload, retry=attempt)).error is None:
                return

    def _forget(self, link: Link) -> None:
        if link in self._open:
            self._open.remove(link)
            self._watchers.tell("socket", open=self.count)
