"""Words made inert: what somebody typed shows as it is, and neither formats, links, pings nor tells a time.

Discord's client reads Markdown and ``<…>`` tokens (Message Formatting: users, channels, roles, commands,
custom emoji, timestamps, guild navigation) wherever text stands, and a backslash before a punctuation mark
takes its meaning away. A zero-width space breaks what a backslash alone leaves to chance: ``<`` of a token,
``@everyone``, ``@here`` and the ``://`` of an address.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from core.ports.text import units

ZERO = "\u200b"
"""A zero-width space."""
ELLIPSIS = "…"

_BREAKS = re.compile("(?:\r\n|[\n\r\x0b\x0c\x85\u2028\u2029])+")
_INERT = re.compile(
    r"""
      ^ (?P<before> [^\S\n]* \d* ) (?P<bullet> [-+.)] )  # lists, numbered lists, small print
    | (?P<token> < ) (?=\S)                              # <@…> <#…> </…> <t:…> <id:…> <a:…:…> <https:…>
    | (?P<ping> @ ) (?=everyone|here)
    | (?P<address> : ) (?=//)
    | (?P<mark> [\\*_~`|\[\]<>@\#] )
    """,
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)


def inert(text: str, room: int) -> str:
    """Return ``text`` as it must be written to be shown as it is, within ``room`` units after escaping.

    What does not fit is cut and marked by an ellipsis. Lone surrogates, which JSON cannot carry, are dropped.
    """
    whole = text.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    escaped = _INERT.sub(_neutral, whole)
    if units(escaped) <= room:
        return escaped
    if room < 1:
        return ""
    lengths = range(len(whole) + 1)
    kept = bisect_right(lengths, room - 1, key=lambda cut: units(_INERT.sub(_neutral, whole[:cut])))
    return _INERT.sub(_neutral, whole[: kept - 1]) + ELLIPSIS


def one_line(text: str) -> str:
    """Return ``text`` without line breaks, so that it cannot begin a heading or a list of its own."""
    return _BREAKS.sub(" ", text)


def _neutral(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "bullet":
            return f"{found['before']}\\{found['bullet']}"
        case "token" | "ping":
            return f"\\{found[0]}{ZERO}"
        case "address":
            return f":{ZERO}"
        case _:
            return f"\\{found[0]}"
