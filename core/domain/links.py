"""Meeting links: which addresses a person may be sent to by a button."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit, urlunsplit

from core.domain.hosts import BadHost, public_host
from core.domain.text import BLANK_LETTERS

LINK_LENGTH = 512
"""Characters of the stored form. Discord refuses longer link buttons (docs: Component Reference, Button)."""

_FORBIDDEN = re.compile(r"[\\<>\"`{}|^]")
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp", "Zs"))
"""Categories of Unicode that a reader of an address does not see: they hide where it leads."""
_LABELLED = re.compile(r"<([^<>|]+)\|[^<>]*>")
"""How Slack writes a link that somebody pasted (Formatting text for app surfaces, Links in retrieved messages)."""
_QUOTES = "\"'`\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a"
_BEFORE = f"<({_QUOTES}"
_AFTER = f">.,;?#{_QUOTES}"
"""Marks that end a sentence or a quotation; a ``?`` or ``#`` with nothing behind it says nothing either."""
_HTTPS = 443


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
        """The host as it is shown beside the button; non-ASCII hosts in punycode, so that look-alikes show.

        Empty for a stored address that can't be read.
        """
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""

    @classmethod
    def parse(cls, text: str) -> MeetingLink:
        """Read a typed or pasted address; raises BadLink.

        What surrounds a pasted link is dropped. Characters that nobody sees are refused before parsing,
        because ``urlsplit`` silently drops some of them. The length is that of the stored form, in which a
        letter that is not ASCII takes up to twelve characters.
        """
        typed = _bare(text)
        if _FORBIDDEN.search(typed) or any(map(_unseen, typed)):
            raise BadLink("link_characters")
        try:
            parts = urlsplit(typed)
            host = parts.hostname or ""
        except ValueError:
            raise BadLink("link_unreadable") from None
        if parts.scheme.lower() != "https":
            raise BadLink("link_not_https")
        if parts.username is not None or parts.password is not None:
            raise BadLink("link_with_password")
        try:
            place = public_host(host) + _port(parts)
        except BadHost as bad:
            raise BadLink(f"link_{bad.code}", bad.host) from None
        url = _ascii_only(urlunsplit(("https", place, parts.path, parts.query, parts.fragment)))
        if len(url) > LINK_LENGTH:
            raise BadLink("link_too_long")
        return cls(url)


def _bare(text: str) -> str:
    """Return a pasted address without spaces, brackets, quotes and full stops around it."""
    start, end = 0, len(text)
    while start < end and _unseen(text[start]):
        start += 1
    while start < end and _unseen(text[end - 1]):
        end -= 1
    if labelled := _LABELLED.fullmatch(text, start, end):
        start, end = labelled.span(1)
    while start < end and (text[start] in _BEFORE or _unseen(text[start])):
        start += 1
    while start < end and (_ends(text[start:end]) or _unseen(text[end - 1])):
        end -= 1
    return text[start:end]


def _ends(text: str) -> bool:
    return text[-1] in _AFTER or (text[-1] == ")" and text.count(")") > text.count("("))


def _unseen(char: str) -> bool:
    return unicodedata.category(char) in _UNSEEN or char in BLANK_LETTERS


def _port(parts: SplitResult) -> str:
    try:
        port = parts.port
    except ValueError:
        raise BadLink("link_port") from None
    if port == 0:
        raise BadLink("link_port")
    return "" if port in (None, _HTTPS) else f":{port}"


def _ascii_only(url: str) -> str:
    return "".join(
        char if char.isascii() else "".join(f"%{byte:02X}" for byte in char.encode()) for char in url
    )
