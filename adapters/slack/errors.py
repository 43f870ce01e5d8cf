"""What went wrong on the way to Slack, as the outcomes that the core acts upon: sent or not, later or never.

A send ends in one of three ways: it arrived, it certainly did not (TryLater, Unreachable, Gone), or nobody
knows (Unknown). Reads and edits can be repeated without harm, so for them "nobody knows" is TryLater.
Codes: docs.slack.dev, the errors of each Web API method.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from core.ports.connection import TokenRejected
from core.ports.platform import Declined, DeliveryError, Gone, Reason, TryLater, Unknown, Unreachable

Result = TypeVar("Result")

REQUEST_SECONDS = 4.0
"""Every request ends after this: two of them fit into the time that one message may take."""
RETRY_SECONDS = 5.0
"""Until a request that did not arrive is tried again."""
RATE_LIMIT_SECONDS = 30.0
"""The wait after too many requests where Slack names none."""
LONGEST_RATE_LIMIT_SECONDS = 3600.0
"""The longest wait that we believe."""
LOCKED_OUT_SECONDS = 300.0
"""The wait for everything while the app is locked out: the operator has to mend it."""
FAILURES = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError, ValueError)
"""What a request may raise: refusals, rate limits, timeouts, resets, truncated answers."""

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
    "restricted_action_non_threadable_channel": Reason.FORBIDDEN_BY_RULE,
    "restricted_action_read_only_channel": Reason.FORBIDDEN_BY_RULE,
    "restricted_action_thread_only_channel": Reason.FORBIDDEN_BY_RULE,
    "is_inactive": Reason.ARCHIVED,
    "user_not_in_channel": Reason.APP_REMOVED,
}
LOCKED_OUT = frozenset(
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
        "access_denied",
        "accesslimited",
        "app_access_restricted",
        "app_not_approved",
        "deprecated_endpoint",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "method_deprecated",
        "team_access_not_granted",
        "team_added_to_org",
        "team_not_found",
        "two_factor_setup_required",
    }
)
"""Codes about the app or the workspace, not about a person: everything waits until that is mended."""
BAD_TOKEN_CODES = frozenset(
    {
        "account_inactive",
        "token_revoked",
        "token_expired",
        "invalid_auth",
        "not_authed",
        "not_allowed_token_type",
    }
)
"""Codes that say at the start that the token is no good; no waiting mends that."""
GONE = frozenset(
    {
        "message_not_found",
        "edit_window_closed",
        "cant_update_message",
        "block_mismatch",
        "channel_not_found",
    }
)
LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
"""Codes of a limit: nothing happened, and the method waits."""
UNSURE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
"""Slack's own words: some aspect of the operation may have succeeded before the error."""
_NOT_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    ConnectionRefusedError,
)


async def sending(call: Awaitable[Result]) -> Result:
    """Await a call that must not happen twice; raises DeliveryError."""
    try:
        return await call
    except FAILURES as error:
        raise delivery_error(error) from error


async def repeatable(call: Awaitable[Result]) -> Result:
    """Await a read, or a call that can be repeated; raises DeliveryError but never Unknown."""
    try:
        return await call
    except FAILURES as error:
        found = delivery_error(error)
        if isinstance(found, Unknown):
            raise TryLater(RETRY_SECONDS, str(found)) from error
        raise found from error


async def starting(call: Awaitable[Result], setting: str) -> Result:
    """Await a first call with the token of ``setting``; raises as ``repeatable`` does, or TokenRejected."""
    try:
        return await call
    except TryLater as error:
        if str(error) in BAD_TOKEN_CODES:
            raise TokenRejected("Slack", setting, str(error)) from error
        raise


async def editing(call: Awaitable[Result]) -> Result:
    """Await the edit of a message; raises Gone or TryLater: what keeps us from a message says nothing of a person.

    A message that cannot be edited is replaced by a new one, and only that one's fate tells whether the
    person can be reached. But for an account that is gone: it may come back, and the message with it.
    """
    try:
        return await repeatable(call)
    except Unreachable as error:
        if error.reason is Reason.ACCOUNT_GONE:
            raise
        raise Gone(f"the message can't be edited: {error.reason}") from error


def delivery_error(error: Exception) -> DeliveryError:
    """Return what ``error`` means for the message that was to be sent."""
    if isinstance(error, SlackApiError):
        return _refused(error.response)
    if isinstance(error, _NOT_SENT):
        return TryLater(RETRY_SECONDS, type(error).__name__)
    return Unknown(type(error).__name__)


def code(error: DeliveryError) -> str:
    """Return what may be logged of a failure: a code or a class name, never words of people."""
    return f"{type(error).__name__}({error})"


def _refused(response: object) -> DeliveryError:
    status, said = _status_and_error(response)
    if (seconds := pause_of(response)) is not None:
        return TryLater(seconds, "rate limited")
    if said in LOCKED_OUT:
        return TryLater(LOCKED_OUT_SECONDS, said, everywhere=True)
    if not said or said in UNSURE or status >= 500:  # noqa: PLR2004 - the server's own errors
        return Unknown(said or f"HTTP {status}")
    if said in GONE:
        return Gone(said)
    if said in UNREACHABLE:
        return Unreachable(UNREACHABLE[said])
    return Declined(said)


def pause_of(response: object) -> float | None:
    """Return for how many seconds the method has to wait; None where Slack says nothing of the kind."""
    status, said = _status_and_error(response)
    limited = status == 429 or said in LIMITED  # noqa: PLR2004 - Too Many Requests
    return _seconds(getattr(response, "headers", None)) if limited else None


def _status_and_error(response: object) -> tuple[int, str]:
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    data = getattr(response, "data", None)
    return status, str(data.get("error", "")) if isinstance(data, dict) else ""


def _seconds(headers: object) -> float:
    given = headers.get("Retry-After") if isinstance(headers, Mapping) else None
    try:
        return min(max(float(given or RATE_LIMIT_SECONDS), 1.0), LONGEST_RATE_LIMIT_SECONDS)
    except ValueError:
        return RATE_LIMIT_SECONDS
