"""Meeting links: which addresses a person may be sent to by a button."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

LINK_LENGTH = 512
"""Characters. Discord refuses longer link buttons (docs: Component Reference, Button)."""

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\x9f\\<>\"`{}|^\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_TOP_LEVEL = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]+")
"""Browsers read hosts such as 127.0.0.0x1 as addresses; a name's last label is a word."""
_LOCAL_SUFFIXES = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


class BadLink(ValueError):
    """An address is not accepted: the code says why, ``host`` which host is meant where one is."""

    def __init__(self, code: str, host: str = "") -> None:
        self.code = code
        self.host = host
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class MeetingLink:
    """An https address with a public host, in canonical form."""

    url: str

    @property
    def host(self) -> str:
        """The host as it is shown beside the button; non-ASCII hosts in punycode, so that look-alikes show."""
        return urlsplit(self.url).hostname or ""

    @classmethod
    def parse(cls, text: str) -> MeetingLink:
        """Read a typed address; raises BadLink.

        Control characters are refused before parsing, because ``urlsplit`` silently drops some of them.
        """
        typed = text.strip()
        if len(typed) > LINK_LENGTH:
            raise BadLink("link_too_long")
        if _FORBIDDEN.search(typed):
            raise BadLink("link_characters")
        try:
            parts = urlsplit(typed)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise BadLink("link_unreadable") from None
        if parts.scheme.lower() != "https":
            raise BadLink("link_not_https")
        if parts.username is not None or parts.password is not None:
            raise BadLink("link_with_password")
        name = _public_host(host or "")
        place = f"{name}:{port}" if port not in (None, 443) else name
        return cls(_ascii_only(urlunsplit(("https", place, parts.path, parts.query, parts.fragment))))


def _public_host(host: str) -> str:
    try:
        name = host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        raise BadLink("link_host_unreadable") from None
    private = BadLink("link_private_host", name or host)
    try:
        address = ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        if (
            "." not in name
            or name.endswith(_LOCAL_SUFFIXES)
            or not _TOP_LEVEL.fullmatch(name.rsplit(".", 1)[-1])
        ):
            raise private from None
        return name
    if not address.is_global:
        raise private
    return f"[{address}]" if address.version == 6 else str(address)  # noqa: PLR2004 - the IP version


def _ascii_only(url: str) -> str:
    return "".join(
        char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode()) for char in url
    )
