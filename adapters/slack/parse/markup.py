"""Slack's markup of messages and of commands, as a person reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_NOBODY: Mapping[str, str] = MappingProxyType({})
_TOKEN = re.compile(r"<(?:([@#!])|(?=[a-z][a-z+.-]*:))([^|<>]*)(?:\|([^<>]*))?>")


def readable(markup: str, names: Mapping[str, str] = _NOBODY) -> str:
    """Return what a person would read where Slack sends its markup: names, addresses, plain characters.

    ``names`` are those that the payload knows, by id. A labelled link keeps both: what was typed, and where it leads.
    """
    words = _TOKEN.sub(lambda token: _word(token, names), markup)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _word(token: re.Match[str], names: Mapping[str, str]) -> str:
    sign, target, label = token[1], token[2], token[3] or ""
    if sign == "!":
        return label or f"@{target}"
    if sign:
        return sign + (label or names.get(target) or target)
    if not label or label == target:
        return target
    if target.removeprefix("http://").rstrip("/") == label.rstrip("/"):
        return label  # Slack made an address of what was typed
    return label if target.startswith(("mailto:", "tel:")) else f"{label} ({target})"
