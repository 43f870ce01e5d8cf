"""What may stand in a setting: one small reader for each kind, which refuses with a plain sentence.

The sentences are shown as they are; those about secrets never repeat what was given.
"""

from __future__ import annotations

import importlib
import ipaddress
import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr

from core.domain.errors import Problem
from core.domain.links import LINK_LENGTH, BadLink, MeetingLink
from core.screens.errors import sentence
from core.screens.grammar import text as plain
from core.store.addresses import DRIVERS

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
PROVIDERS = ("template", "jitsi", "zoom", "google", "discord")
SWITCH = {"true": True, "false": False}
CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def whole(least: int, most: int) -> BeforeValidator:
    """Accept a whole number from ``least`` to ``most``, both included."""

    def read(text: str | int) -> int:
        digits = str(text)
        if not digits.isascii() or not digits.isdigit() or not least <= int(digits[:9]) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}, not {digits!r}")
        return int(digits)

    return BeforeValidator(read)


def token(prefix: str, other: str = "") -> AfterValidator:
    """Accept a token that begins with ``prefix``; ``other`` says what to do with one that doesn't."""

    def read(secret: SecretStr) -> SecretStr:
        text = secret.get_secret_value()
        if not text.startswith(prefix) or len(text) == len(prefix):
            raise ValueError(f"must begin with {prefix}{other}")
        if not re.fullmatch(r"[\w.-]+", text, re.ASCII):
            raise ValueError(
                "has characters that no token has; was it copied whole, without quotes or spaces?"
            )
        return secret

    return AfterValidator(read)


def address(scheme: str) -> AfterValidator:
    """Accept an address with this scheme, "https" or "wss"; its plain twin is for this machine only."""
    plain = {"https": "http", "wss": "ws"}[scheme]

    def read(text: str) -> str:
        try:
            parts = urlsplit(text)
            host, _port = parts.hostname or "", parts.port
        except ValueError:
            raise ValueError(f"must be an address that begins with {scheme}://") from None
        if not host or parts.scheme not in (scheme, plain):
            raise ValueError(f"must be an address that begins with {scheme}://")
        if parts.scheme == plain and not is_loopback(host):
            raise ValueError(
                f"must begin with {scheme}://; {plain}:// is accepted for this machine only (127.0.0.1)"
            )
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("must be a plain address, without user name, ? or #")
        if parts.scheme.startswith("ws") and parts.path.strip("/"):
            return text  # a gateway with a path is dialled exactly as given
        return text.rstrip("/") + "/"

    return AfterValidator(read)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can answer at ``host``; names other than localhost are not trusted."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def read_database(text: str) -> str:
    """Put the driver of this program into a database address, whatever a hosting provider wrote there."""
    scheme, colon, rest = text.partition(":")
    if not colon or scheme not in DRIVERS:
        raise ValueError("must begin with sqlite: or postgresql:")
    if not rest.startswith("//") or (scheme.startswith("sqlite") and not rest.startswith("///")):
        raise ValueError("needs //host for PostgreSQL, ///file or ////absolute/file for SQLite")
    name, _, options = rest.partition("?")
    if not name.strip("/") or ":memory:" in name or "mode=memory" in options:
        raise ValueError("names no database; bookings that vanish with the program would help nobody")
    if not scheme.startswith("sqlite"):
        _need_driver()
    return f"{DRIVERS[scheme]}:{rest}"


def _need_driver() -> None:
    """Ask for PostgreSQL's driver, which is an extra; it is imported, because half of it may be missing."""
    try:
        importlib.import_module("psycopg")
    except ImportError:
        raise ValueError(
            "needs PostgreSQL's driver, which is not installed here; install the extra: "
            "pip install 'mentor-booking-bot[postgres]' (in a checkout python3 dev does it by itself)"
        ) from None


def read_proxy(secret: SecretStr) -> SecretStr:
    """Accept the address of an HTTP proxy, with or without http:// in front; other kinds are not understood."""
    text = secret.get_secret_value()
    whole = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(whole)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or parts.scheme not in ("http", "https") or parts.path.strip("/") or parts.query:
        raise ValueError("must be the address of an HTTP proxy, http://host:port")
    return SecretStr(whole)


def read_template(text: str) -> str:
    """Accept an address that becomes a meeting link once {room} is filled in."""
    if text.count("{room}") != 1 or re.search(r"[{}]", text.replace("{room}", "")):
        raise ValueError("must contain {room} exactly once, and no other braces")
    try:
        link = MeetingLink.parse(text.replace("{room}", "x7k2" * 4))
    except BadLink as bad:
        why = plain(sentence(Problem(bad.code, host=bad.host, most=LINK_LENGTH)))
        raise ValueError(f"does not make a meeting link: {why.partition(' Example:')[0]}") from None
    if "{room}" in (urlsplit(text).hostname or "") or not link.host:
        raise ValueError("must have {room} after the host, not in it")
    return text


def read_prefix(text: str) -> str:
    """Accept the beginning of a command name: both platforms want lower case, and 32 characters in all."""
    if not re.fullmatch(r"[a-z0-9_-]{0,16}", text):
        raise ValueError(f"must be at most 16 small letters, digits, - and _, without the /, not {text!r}")
    return text


def read_level(text: str) -> str:
    """Accept one of logging's own five names, in any case."""
    if text.upper() not in LEVELS:
        raise ValueError(f"must be one of {', '.join(LEVELS)}, not {text!r}")
    return text.upper()


def read_name(text: str) -> str:
    """Accept a short name on one line; it stands in titles, where Slack has room for 24 characters."""
    if not 1 <= len(text) <= 24 or CONTROL.search(text):  # noqa: PLR2004 - Slack's limit for titles
        raise ValueError("must be 1 to 24 characters on one line")
    return text


def read_identifier(text: str) -> str:
    """Accept an id or a mail address, as a provider gives it out."""
    if not re.fullmatch(r"[\w.@+=#-]{1,128}", text, re.ASCII):
        raise ValueError("must be an id or a mail address, as it was given out, without quotes or spaces")
    return text


def read_provider(text: str) -> str:
    """Accept one of those who make video calls, in any case."""
    if text.lower() not in PROVIDERS:
        raise ValueError(f"must be one of {', '.join(PROVIDERS)}, not {text!r}")
    return text.lower()


def read_switch(text: str | bool) -> bool:  # noqa: FBT001 - pydantic hands over the default as it is
    """Accept true or false, in any case."""
    if str(text).lower() not in SWITCH:
        raise ValueError(f"must be true or false, not {text!r}")
    return SWITCH[str(text).lower()]


def snowflake(of: str) -> BeforeValidator:
    """Accept the Discord id of a "channel" or of a "server": 17 to 20 digits."""

    def read(text: str | int) -> int:
        if not re.fullmatch(r"[0-9]{17,20}", str(text)):
            raise ValueError(
                f"must be a {of}'s id, 17 to 20 digits (with Discord's Developer Mode on, right-click it: "
                f"Copy {of.title()} ID)"
            )
        return int(text)

    return BeforeValidator(read)


def read_ip(text: str) -> str:
    """Accept an IP address, version 4 or 6."""
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        raise ValueError(f"must be an IP address, not {text!r}") from None


Database = Annotated[str, AfterValidator(read_database)]
Proxy = Annotated[SecretStr, AfterValidator(read_proxy)]
Template = Annotated[str, AfterValidator(read_template)]
Prefix = Annotated[str, AfterValidator(read_prefix)]
Level = Annotated[str, AfterValidator(read_level)]
Identifier = Annotated[str, AfterValidator(read_identifier)]
Provider = Annotated[str, AfterValidator(read_provider)]
Name = Annotated[str, AfterValidator(read_name)]
Switch = Annotated[bool, BeforeValidator(read_switch)]
ChannelId = Annotated[int, snowflake("channel")]
ServerId = Annotated[int, snowflake("server")]
IpAddress = Annotated[str, AfterValidator(read_ip)]
HttpsAddress = Annotated[str, address("https")]
WssAddress = Annotated[str, address("wss")]
