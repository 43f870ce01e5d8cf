"""What an error of Discord's REST API means for a message: sent or not, later or never."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import discord

from core.ports.platform import DeliveryError, Gone, Reason, TryLater, Unknown, Unreachable

SOON = 5.0
"""Seconds until a request that did not arrive is tried again."""
SHUT_OUT = 300.0
"""Seconds that everything waits while the token is refused: the operator has to mend it."""
OPENING_TOO_FAST = 600.0
"""Seconds to wait when too many direct messages are being opened; Discord names no time itself."""

CODES: dict[int, Callable[[], DeliveryError]] = {
    10003: lambda: Gone("the channel no longer exists"),
    10008: lambda: Gone("the message no longer exists"),
    10013: lambda: Unreachable(Reason.ACCOUNT_GONE),
    30046: lambda: Gone("the message is old and was edited too often"),
    40003: lambda: TryLater(OPENING_TOO_FAST, "direct messages are being opened too fast"),
    50001: lambda: Unreachable(Reason.NO_ACCESS),
    50007: lambda: Unreachable(Reason.CLOSED_DMS),
    50013: lambda: Unreachable(Reason.NO_PERMISSION),
    50278: lambda: Unreachable(Reason.NO_COMMON_SERVER),
}
"""Discord's JSON error codes (Opcodes and Status Codes)."""
STATUSES: dict[int, Callable[[], DeliveryError]] = {
    401: lambda: TryLater(SHUT_OUT, "Discord does not accept the bot's token", everywhere=True),
    429: lambda: TryLater(SOON * 6, "too many requests"),
}
SERVER_ERRORS = 500


@asynccontextmanager
async def outcome(limit: float, *, sends: bool) -> AsyncIterator[None]:
    """Give a request ``limit`` seconds, and say what its failure means.

    Raises TryLater where nothing can have arrived, or where repeating does no harm. With ``sends``, for a
    request that must not be repeated blindly, raises Unknown where it may have arrived. Raises Gone and
    Unreachable by Discord's code; any other refusal is a mistake of ours and passes as it is.
    """
    try:
        async with asyncio.timeout(limit):
            yield
    except discord.HTTPException as error:
        raise _refused(error, sends=sends) from error
    except discord.RateLimited as error:
        raise TryLater(error.retry_after, "too many requests") from error
    except aiohttp.ClientConnectorError as error:
        raise TryLater(SOON, "Discord cannot be reached") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:  # timeouts, resets, truncated answers
        raise _doubt(type(error).__name__, sends=sends) from error


def _refused(error: discord.HTTPException, *, sends: bool) -> Exception:
    meaning = CODES.get(error.code) or STATUSES.get(error.status)
    if meaning is not None:
        return meaning()
    return _doubt(f"Discord answered {error.status}", sends=sends) if error.status >= SERVER_ERRORS else error


def _doubt(why: str, *, sends: bool) -> DeliveryError:
    return Unknown(why) if sends else TryLater(SOON, why)
