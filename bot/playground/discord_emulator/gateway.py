"""The Gateway: hello, identify, heartbeats, dispatches, resume, and the codes it closes with.

Source: discord.com/developers/docs/events/gateway. Frames are plain JSON text, which every client accepts.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable

from aiohttp import WSMsgType, web

from bot.playground.discord_emulator import sessions
from bot.playground.discord_emulator.refusal import Json, encoded
from bot.playground.discord_emulator.sessions import Session, frame, send
from bot.playground.watchers import Watchers

HEARTBEAT_MS = 41250
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, BAD_TOKEN = 4001, 4002, 4003, 4004
ALREADY_AUTHENTICATED, BAD_SEQUENCE, BAD_INTENTS, DISALLOWED_INTENTS = 4005, 4007, 4013, 4014
ENDING = frozenset({1000, 1001})
"""A client that closes with one of these gives its session up."""
IGNORED = frozenset({3, 4, 8, 31})
"""Presence, voice state, member and sound requests: accepted, of no effect here."""


class _Closed(Exception):
    """The connection has to be closed with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Gateway:
    """All sessions of the bot; `welcome` gives READY's data and the events that follow it."""

    def __init__(self, token: str, watchers: Watchers, *, privileged: int) -> None:
        self._token = token
        self._watchers = watchers
        self._allowed = sessions.ALL_INTENTS & ~(sessions.PRIVILEGED & ~privileged)
        self._sessions: dict[str, Session] = {}
        self.url = ""
        self.repeated = 0
        """How many of the next events come twice, as some do when a connection breaks and is resumed."""
        self.ready: Callable[[], Json] = dict
        self.guild: Callable[[], Json] = dict

    @property
    def connected(self) -> int:
        """How many sessions have a connection now."""
        return sum(session.socket is not None for session in self._sessions.values())

    @property
    def reads_content(self) -> bool:
        """Whether the privileged message content intent was granted to the application."""
        return bool(self._allowed & sessions.MESSAGE_CONTENT)

    def wanted(self, intent: int) -> bool:
        """Whether any session asked for one of these intents."""
        return any(session.intents & intent for session in self._sessions.values())

    async def dispatch(self, event: str, data: Json, *, intent: int = 0, guild_id: str | None = None) -> None:
        """Send an event to every session that asked for one of these intents (0: to all)."""
        text = ""
        for session in tuple(self._sessions.values()):
            if session.is_stale:
                del self._sessions[session.id]
            elif (not intent or session.intents & intent) and session.hears(guild_id):
                text = text or encoded(data)
                for _ in range(1 + bool(self.repeated)):
                    await session.dispatch(event, text)
        self.repeated = max(0, self.repeated - 1)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        socket = web.WebSocketResponse(compress=False, heartbeat=None, autoping=False)
        await socket.prepare(request)
        await send(socket, frame(sessions.HELLO, {"heartbeat_interval": HEARTBEAT_MS}))
        session: Session | None = None
        try:
            async for received in socket:
                if received.type is WSMsgType.PING:
                    await socket.pong(received.data)
                elif received.type is WSMsgType.PONG and session is not None and session.asked is not None:
                    session.asked.set()
                if received.type is WSMsgType.TEXT:
                    session = await self._heard(received.data, session, socket, request)
        except _Closed as closed:
            await socket.close(code=closed.code)
        finally:
            self._lost(session, socket)
        return socket

    async def close(self, code: int) -> None:
        """Close every connection with this code."""
        for session in self._open():
            if session.socket is not None:
                socket, session.socket = session.socket, None
                await socket.close(code=code)

    async def read(self) -> None:
        """Wait until every connection has read what was sent before.

        That is asked by a ping of the WebSocket itself, which clients answer in its turn (RFC 6455, 5.5.2). A heartbeat
        that is asked for (op 1) would count toward the limit of what a client may send.
        """
        for session in self._open():
            if session.socket is not None:
                session.asked = asyncio.Event()
                await session.socket.ping()
                await session.asked.wait()

    async def ask_reconnect(self) -> None:
        """Op 7."""
        for session in self._open():
            if session.socket is not None:
                await send(session.socket, frame(sessions.RECONNECT, None))

    async def invalidate(self, *, resumable: bool) -> None:
        """Op 9; without `resumable` the sessions are gone."""
        for session in self._open():
            if session.socket is not None:
                await send(session.socket, frame(sessions.INVALID, resumable))
            if not resumable:
                self._sessions.pop(session.id, None)

    def drop(self) -> None:
        """Cut every connection."""
        for session in self._open():
            request, session.socket = session.request, None
            if request is not None and request.transport is not None:
                request.transport.abort()

    def _open(self) -> list[Session]:
        return [session for session in self._sessions.values() if session.socket is not None]

    def _lost(self, session: Session | None, socket: web.WebSocketResponse) -> None:
        if session is None:
            return
        if session.asked is not None:
            session.asked.set()
        if session.socket is socket:
            session.socket = None
        if socket.close_code in ENDING and session.socket is None:
            self._sessions.pop(session.id, None)
        self._watchers.tell("gateway", connected=self.connected)

    async def _heard(
        self, text: str, session: Session | None, socket: web.WebSocketResponse, request: web.Request
    ) -> Session | None:
        op, data = _decoded(text)
        if op == sessions.HEARTBEAT:
            await send(socket, frame(sessions.ACK, None))
        elif op == sessions.IDENTIFY:
            if session is not None:
                raise _Closed(ALREADY_AUTHENTICATED)
            return await self._identify(data, socket, request)
        elif op == sessions.RESUME:
            if session is not None:
                raise _Closed(ALREADY_AUTHENTICATED)
            return await self._resume(data, socket, request)
        elif session is None:
            raise _Closed(NOT_AUTHENTICATED)
        elif op not in IGNORED:
            raise _Closed(UNKNOWN_OPCODE)
        return session

    async def _identify(self, data: object, socket: web.WebSocketResponse, request: web.Request) -> Session:
        if not isinstance(data, dict) or not isinstance(data.get("properties"), dict):
            raise _Closed(DECODE_ERROR)
        self._authenticate(data)
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~sessions.ALL_INTENTS:
            raise _Closed(BAD_INTENTS)
        if intents & ~self._allowed:
            raise _Closed(DISALLOWED_INTENTS)
        number, count = data.get("shard") or (0, 1)
        session = Session(id=secrets.token_hex(16), intents=intents, shard=(number, count))
        self._sessions[session.id] = session
        session.socket, session.request = socket, request
        await self._greet(session, sharded="shard" in data)
        self._watchers.tell("gateway", connected=self.connected)
        return session

    async def _greet(self, session: Session, *, sharded: bool) -> None:
        guild = self.guild()
        listed = [{"id": guild["id"], "unavailable": True}] if session.hears(guild["id"]) else []
        ready = self.ready() | {
            "v": 10,
            "guilds": listed,
            "session_id": session.id,
            "resume_gateway_url": self.url,
        }
        if sharded:
            ready["shard"] = list(session.shard)
        await session.dispatch("READY", encoded(ready))
        if listed and session.intents & sessions.GUILDS:
            await session.dispatch("GUILD_CREATE", encoded(guild))

    async def _resume(
        self, data: object, socket: web.WebSocketResponse, request: web.Request
    ) -> Session | None:
        if not isinstance(data, dict):
            raise _Closed(DECODE_ERROR)
        self._authenticate(data)
        session, after = self._sessions.get(str(data.get("session_id"))), data.get("seq")
        if session is None or session.is_stale:
            await send(socket, frame(sessions.INVALID, data=False))
            return None
        if not isinstance(after, int) or after > session.sequence:
            raise _Closed(BAD_SEQUENCE)
        await session.replay(socket, after)
        session.socket, session.request = socket, request
        await session.dispatch("RESUMED", "{}")
        self._watchers.tell("gateway", connected=self.connected)
        return session

    def _authenticate(self, data: Json) -> None:
        if str(data.get("token")).removeprefix("Bot ") != self._token:
            raise _Closed(BAD_TOKEN)


def _decoded(text: str) -> tuple[int, object]:
    try:
        payload = json.loads(text)
    except ValueError:
        raise _Closed(DECODE_ERROR) from None
    if not isinstance(payload, dict) or not isinstance(payload.get("op"), int):
        raise _Closed(DECODE_ERROR)
    return payload["op"], payload.get("d")
