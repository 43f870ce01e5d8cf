"""What went wrong on the way to Slack, as the three outcomes that the core acts upon.

A send ends in one of three ways: it arrived, it certainly did not (TryLater, Unreachable, Gone), or nobody
knows (Unknown). Reads and edits can be repeated without harm, so for them "nobody knows" is TryLater.
Codes: docs.slack.dev, the errors of each Web API method.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from core.ports.platform import DeliveryError, Gone, Reason, TryLater, Unknown, Unreachable

Answer = TypeVar("Answer")

SOON, UNTOLD, SHUT_OUT_FOR, LONGEST = 5.0, 30.0, 300.0, 3600.0
"""Seconds: after a failed connection, where Slack names no time, while the app is shut out, and the longest
that we believe."""
FAILURES = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError)

UNREACHABLE: Mapping[str, Reason] = {
    "user_disabled": Reason.ACCOUNT_GONE,
    "user_not_found": Reason.NOT_IN_WORKSPACE,
    "user_not_visible": Reason.NOT_VISIBLE,
    "users_not_found": Reason.NOT_IN_WORKSPACE,
    "invalid_user_combination": Reason.CANNOT_SHARE,
    "cannot_dm_bot": Reason.CLOSED_DMS,
    "messages_tab_disabled": Reason.MESSAGES_OFF,
    "not_in_channel": Reason.APP_REMOVED,
    "is_archived": Reason.ARCHIVED,
    "restricted_action": Reason.FORBIDDEN_BY_RULE,
    "ekm_access_denied": Reason.FORBIDDEN_BY_RULE,
    "team_access_not_granted": Reason.WORKSPACE_NOT_ALLOWED,
}
SHUT_OUT = frozenset(
    {
        "account_inactive",
        "token_revoked",
        "token_expired",
        "invalid_auth",
        "not_authed",
        "not_allowed_token_type",
        "missing_scope",
        "no_permission",
        "org_login_required",
    }
)
"""Codes about the app, not about a person: everything waits until the operator has mended it."""
GONE = frozenset(
    {
        "message_not_found",
        "edit_window_closed",
        "cant_update_message",
        "block_mismatch",
        "channel_not_found",
    }
)
UNSURE = frozenset({"fatal_error", "internal_error"})
"""Slack's own words: some aspect of the operation may have succeeded before the error."""
_NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    ConnectionRefusedError,
)


class Declined(Exception):
    """Slack refused for a reason that no waiting cures: a mistake of ours, named by Slack's code."""


async def sending(call: Awaitable[Answer]) -> Answer:
    """Await a call that must not happen twice; raises DeliveryError or Declined."""
    try:
        return await call
    except FAILURES as error:
        raise outcome(error) from error


async def repeatable(call: Awaitable[Answer]) -> Answer:
    """Await a read, or a call that can be repeated; raises DeliveryError but never Unknown, or Declined."""
    try:
        return await call
    except FAILURES as error:
        found = outcome(error)
        if isinstance(found, Unknown):
            raise TryLater(SOON, str(found)) from error
        raise found from error


def outcome(error: Exception) -> DeliveryError | Declined:
    """Return what ``error`` means for the message that was to be sent."""
    if isinstance(error, SlackApiError):
        return _refused(error.response)
    if isinstance(error, _NOT_SENT):
        return TryLater(SOON, type(error).__name__)
    return Unknown(type(error).__name__)


def code(error: DeliveryError | Declined) -> str:
    """Return what may be logged of an outcome: a code or a class name, never words of people."""
    return f"{type(error).__name__}({error})"


def _refused(response: object) -> DeliveryError | Declined:
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    said = str(data.get("error", "")) if isinstance(data, dict) else ""
    if status == 429 or said in {"ratelimited", "rate_limited"}:  # noqa: PLR2004 - Too Many Requests
        return TryLater(_seconds(getattr(response, "headers", None)), "rate limited", everywhere=True)
    if said in SHUT_OUT:
        return TryLater(SHUT_OUT_FOR, said, everywhere=True)
    if not said or said in UNSURE or status >= 500:  # noqa: PLR2004 - the server's own errors
        return Unknown(said or f"HTTP {status}")
    if said in GONE:
        return Gone(said)
    if said in UNREACHABLE:
        return Unreachable(UNREACHABLE[said])
    return Declined(said)


def _seconds(headers: object) -> float:
    given = headers.get("Retry-After") if isinstance(headers, Mapping) else None
    try:
        return min(max(float(given or UNTOLD), 1.0), LONGEST)
    except ValueError:
        return UNTOLD
