"""What went wrong on the way to Discord, as the outcomes that the core acts upon: sent or not, later or never.

Codes: Opcodes and Status Codes, JSON error codes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import TypeVar

import aiohttp
import discord
import structlog

from core.ports.connection import TokenRejected
from core.ports.platform import Declined, DeliveryError, Gone, Reason, TryLater, Unknown, Unreachable

Result = TypeVar("Result")

log = structlog.get_logger(__name__)

REQUEST_SECONDS = 4.0
"""Every request ends after this: two of them fit into the time that one message may take."""
RETRY_SECONDS = 5.0
"""Until a request that did not arrive is tried again."""
RATE_LIMIT_SECONDS = 30.0
"""The wait after too many requests where Discord names none."""
LOCKED_OUT_SECONDS = 300.0
"""The wait for everything while the token is refused: the operator has to mend it."""
OPENING_SECONDS = 600.0
"""The wait when too many direct messages are being opened; Discord names no time itself."""
BAD_TOKEN = 4004
"""Gateway close code: authentication failed (Opcodes and Status Codes)."""
FAILURES = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError, ValueError)
"""What a request may raise: refusals, rate limits, timeouts, resets, truncated answers."""
NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError)
"""What is raised before a request has left: nobody answered, or a proxy opened no way."""

OPENING_TOO_FAST = 40003
"""The code for conversations that are opened too fast."""
TOO_MANY = HTTPStatus.TOO_MANY_REQUESTS
CODES: Mapping[int, Callable[[], DeliveryError]] = MappingProxyType(
    {
        10003: lambda: Gone("the channel no longer exists"),
        10008: lambda: Gone("the message no longer exists"),
        10002: lambda: locked_out("Discord does not know the application"),
        10013: lambda: Unreachable(Reason.ACCOUNT_GONE),
        30046: lambda: Gone("the message is old and was edited too often"),
        20009: lambda: Unreachable(Reason.FORBIDDEN_BY_RULE),
        20026: lambda: locked_out("Discord has flagged the bot as a sender of spam"),
        40001: lambda: locked_out("Discord does not authorise the bot"),
        40002: lambda: locked_out("Discord wants the account to be verified"),
        40006: lambda: locked_out("Discord has switched this off for now"),
        40333: lambda: locked_out("Discord's proxy does not let the bot through"),
        50014: lambda: locked_out("Discord does not accept the bot's token"),
        130000: lambda: TryLater(RATE_LIMIT_SECONDS, "Discord is overloaded"),
        OPENING_TOO_FAST: lambda: TryLater(OPENING_SECONDS, "direct messages are being opened too fast"),
        50001: lambda: Unreachable(Reason.NO_ACCESS),
        50007: lambda: Unreachable(Reason.CLOSED_DMS),
        50013: lambda: Unreachable(Reason.NO_PERMISSION),
        50278: lambda: Unreachable(Reason.NO_COMMON_SERVER),
    }
)
STATUSES: Mapping[int, Callable[[], DeliveryError]] = MappingProxyType(
    {
        HTTPStatus.UNAUTHORIZED: lambda: locked_out("Discord does not accept the bot's token"),
        TOO_MANY: lambda: TryLater(RATE_LIMIT_SECONDS, "too many requests"),
    }
)


class InDoubt(OSError):
    """A request was refused for now, and an attempt before it that was the same may have arrived."""


async def sending(call: Awaitable[Result], seconds: float = REQUEST_SECONDS) -> Result:
    """Await a call that must not happen twice; raises DeliveryError."""
    return await _translated(call, seconds, sends=True)


async def repeatable(call: Awaitable[Result], seconds: float = REQUEST_SECONDS) -> Result:
    """Await a read, or a call that can be repeated; raises as ``sending`` does, but never Unknown."""
    return await _translated(call, seconds, sends=False)


async def editing(call: Awaitable[Result], seconds: float = REQUEST_SECONDS) -> Result:
    """Await the edit of a message; raises Gone, TryLater or Declined.

    What keeps us from a message says nothing of a person: it is replaced by a new one, and only that one's
    fate tells whether the person can be reached.
    """
    try:
        return await repeatable(call, seconds)
    except Unreachable as error:
        raise Gone(f"the message can't be edited: {error.reason}") from error


async def _translated(call: Awaitable[Result], seconds: float, *, sends: bool) -> Result:
    try:
        async with asyncio.timeout(seconds):
            return await call
    except FAILURES as error:
        raise delivery_error(error, sends=sends) from error


def locked_out(why: str) -> TryLater:
    """Return that the app itself is refused: everything waits until somebody has mended it."""
    return TryLater(LOCKED_OUT_SECONDS, why, everywhere=True)


def delivery_error(error: Exception, *, sends: bool) -> DeliveryError:
    """Return what ``error`` means for the message that was to be sent.

    Where nobody knows whether a message has arrived, a call that ``sends`` ends in Unknown, any other in TryLater.
    """
    if isinstance(error, discord.HTTPException):
        meaning = CODES.get(error.code) or STATUSES.get(error.status)
        if meaning is not None:
            return meaning()
        if error.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            return Declined(f"{error.status}/{error.code}")
        return _doubt(f"Discord answered {error.status}", sends=sends)
    if isinstance(error, discord.RateLimited):
        return TryLater(error.retry_after, "too many requests")
    if isinstance(error, NOT_SENT):
        return TryLater(RETRY_SECONDS, "Discord cannot be reached")
    return _doubt(type(error).__name__, sends=sends)


def connection_error(error: Exception) -> Exception:
    """Return what ended a connection, or kept us from one: TokenRejected, or any DeliveryError."""
    if isinstance(error, discord.LoginFailure | discord.PrivilegedIntentsRequired):
        return _rejected(type(error).__name__)
    if isinstance(error, discord.ConnectionClosed):
        bad = error.code == BAD_TOKEN
        return _rejected(str(BAD_TOKEN)) if bad else TryLater(RETRY_SECONDS, f"closed with {error.code}")
    if isinstance(error, DeliveryError):
        return error
    if isinstance(error, FAILURES):
        return delivery_error(error, sends=False)
    log.error("discord_connection_failed", exc_info=error)
    return TryLater(RETRY_SECONDS, type(error).__name__)


def _rejected(code: str) -> TokenRejected:
    return TokenRejected("Discord", "DISCORD_TOKEN", code)


def _doubt(why: str, *, sends: bool) -> DeliveryError:
    return Unknown(why) if sends else TryLater(RETRY_SECONDS, why)
