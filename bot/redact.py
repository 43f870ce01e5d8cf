"""What a log must not show: tokens of Slack, Discord and databases, secret addresses, and control characters.

Shapes are taken from Slack's page on token types, Discord's reference on interactions and bots, RFC 3986 (user and
password before a host), RFC 7519 (JSON Web Tokens) and RFC 7468 (private keys).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from structlog.typing import EventDict, WrappedLogger

HIDDEN = "[hidden]"
SECRET_KEYS = frozenset(
    {
        "access_token",
        "app_token",
        "assertion",
        "authorization",
        "bot_token",
        "client_secret",
        "database_url",
        "password",
        "private_key",
        "response_url",
        "secret",
        "token",
    }
)
MANY_LINES = ("exception", "stack")
"""Keys whose line breaks are ours and stay."""

SECRET_SHAPES = (
    re.compile(r"(?P<keep>)\b(?:xox[a-z]|xapp)[-.][\w.-]+"),
    re.compile(r"(?P<keep>\bhooks\.slack\.com/)[^\s\"'<>]+"),
    re.compile(r"(?P<keep>[?&](?:ticket|pwd|zak|assertion)=)[^\s\"'&]+"),
    re.compile(
        r"(?P<keep>)\beyJ[\w-]+\.[\w-]+\.[\w-]*"
    ),  # JSON Web Token (RFC 7519): Zoom's, and our assertion
    re.compile(r"(?P<keep>)\bya29\.[\w-]+"),  # an access token of Google
    re.compile(r"(?P<keep>-----BEGIN [A-Z ]*PRIVATE KEY-----)[^-]+"),
    re.compile(r"(?P<keep>)\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"),
    re.compile(r"(?P<keep>)\baW50ZXJhY3Rpb246[\w+/=-]+"),  # an interaction's: "interaction:" in base64
    re.compile(r"(?P<keep>/(?:webhooks|interactions)/\d+/)[\w+=-]{8,}"),
    re.compile(r"(?P<keep>\b(?:https?|webcals?)://[^\s/]+/)[^\s\"'<>]*\.ics\b[^\s\"'<>]*"),
    re.compile(r"(?P<keep>\b(?:Bearer|Bot) )[\w.+/=-]{16,}"),
    re.compile(r"(?P<keep>://)[^\s/@:]*:[^\s/@]+(?=@)"),
)
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Characters that move the cursor, break the line or turn the text around."""


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Return the event with secrets hidden and unseen characters spelled out (a structlog processor)."""
    return {key: HIDDEN if key.lower() in SECRET_KEYS else _clean(key, value) for key, value in event.items()}


def _clean(key: str, value: object) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return _clean_lines(value) if key in MANY_LINES else _clean_text(value)
        case Mapping():
            return redact(None, "", {str(inner): found for inner, found in value.items()})
        case list() | tuple() | set() | frozenset():
            return [_clean(key, item) for item in value]
        case _:
            return _clean_text(str(value))


def _clean_lines(text: str) -> str:
    return "\n".join(_clean_text(line) for line in text.split("\n"))


def _clean_text(text: str) -> str:
    for secret in SECRET_SHAPES:
        text = secret.sub(rf"\g<keep>{HIDDEN}", text)
    return UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
