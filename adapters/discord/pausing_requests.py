"""Requests to Discord, each of which waits while Discord says that there were too many of its route.

discord.py keeps a limit in mind for as long as it runs; this one outlives a restart, knows of the opening of
conversations, for which Discord names no time, and tells a global limit from one of a route (Rate Limits).
And it remembers what discord.py forgets when it sends a request again by itself: that the first may have arrived.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http import HTTPStatus
from types import SimpleNamespace
from typing import TypeAlias

import aiohttp
import discord
from discord.http import Route

from adapters.discord.errors import (
    CODES,
    NOT_SENT,
    OPENING_SECONDS,
    OPENING_TOO_FAST,
    RATE_LIMIT_SECONDS,
    TOO_MANY,
    InDoubt,
)
from adapters.pauses import EVERYTHING, Pauses

Request: TypeAlias = Callable[..., Awaitable[object]]

_IS_GLOBAL: ContextVar[bool] = ContextVar("_IS_GLOBAL", default=False)
"""Whether the last limit that was met in this task holds for everything: discord.py keeps it to itself."""
_MAY_HAVE_ARRIVED: ContextVar[bool] = ContextVar("_MAY_HAVE_ARRIVED", default=False)
"""Whether an attempt at this task's last request ended in an error of the server: discord.py then tries again."""


def doubting(request: Request) -> Request:
    """Return ``request`` with no limit for an answer where an attempt before it may have arrived: raises InDoubt."""

    async def doubtful(route: Route, **given: object) -> object:
        _MAY_HAVE_ARRIVED.set(False)
        try:
            return await request(route, **given)
        except (discord.RateLimited, discord.HTTPException, *NOT_SENT) as error:
            refused = isinstance(error, NOT_SENT) or getattr(error, "status", TOO_MANY) == TOO_MANY
            if _MAY_HAVE_ARRIVED.get() and refused:
                raise InDoubt from error
            raise

    return doubtful


_SENT: ContextVar[list[str] | None] = ContextVar("_SENT", default=None)
"""What was sent in this task of that which must not be repeated; None where everything may be."""


def pausing(request: Request, pauses: Pauses) -> Request:
    """Return ``request`` of discord.py's client, behind its pauses: it raises TryLater while one holds."""

    async def paused(route: Route, **given: object) -> object:
        bucket = bucket_of(route)
        await pauses.check(bucket)
        _IS_GLOBAL.set(False)
        try:
            return await request(route, **given)
        except discord.RateLimited as error:
            await pauses.pause(EVERYTHING if _IS_GLOBAL.get() else bucket, error.retry_after)
            raise
        except discord.HTTPException as error:
            if error.code == OPENING_TOO_FAST:
                await pauses.pause(bucket, OPENING_SECONDS)
            elif error.status == TOO_MANY and error.code not in CODES:  # Discord's proxy shuts us out
                await pauses.pause(EVERYTHING, RATE_LIMIT_SECONDS)
            raise

    return paused


def bucket_of(route: Route) -> str:
    """Return what a limit is shared by: the route with the channel or the server that it is about."""
    return f"{route.key}:{route.major_parameters}"


class SentBefore(aiohttp.ClientError):
    """A request that must not be repeated would have been, though nobody knows whether it has arrived."""


@contextmanager
def sent_once() -> Iterator[None]:
    """Keep discord.py, which repeats what ends in a 5xx or a reset, from sending anything in here a second time."""
    token = _SENT.set([])
    try:
        yield
    finally:
        _SENT.reset(token)


def answer_trace() -> aiohttp.TraceConfig:
    """Return what listens for errors of the server, for the scope of a limit, and for what is sent again."""

    async def begins(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, request: aiohttp.TraceRequestStartParams
    ) -> None:
        sent = _SENT.get()
        if sent:
            raise SentBefore
        if sent is not None:
            sent.append(request.method)

    async def ended(
        _session: aiohttp.ClientSession, _context: SimpleNamespace, answer: aiohttp.TraceRequestEndParams
    ) -> None:
        if answer.response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _MAY_HAVE_ARRIVED.set(True)
        elif answer.response.status == TOO_MANY:
            _IS_GLOBAL.set(answer.response.headers.get("X-RateLimit-Scope") == "global")
            (_SENT.get() or []).clear()  # it has changed nothing, and may be sent when the limit is over

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(begins)
    trace.on_request_end.append(ended)
    return trace
