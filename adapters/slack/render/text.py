"""Words as Slack shows them: rich text, plain text and, for our own words only, mrkdwn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import assert_never

from adapters.slack.payload import Json
from adapters.slack.render.context import RenderContext
from core.ports.cards import CommandName, Inline, Sentence, Strong, Struck, Style, UserText, When, Who
from core.ports.text import cut

_USER = re.compile(r"[UW][A-Z0-9]{2,}")
_FORMATS = re.compile(r"[*_~`\n\r]|:[^\s:]+:|^\s*(?:>|[-+•◦]|\d+[.)])")
"""What mrkdwn reads as bold, italic, struck, code, emoji, quote or list (docs.slack.dev, Formatting message text)."""
_STYLES: Mapping[Style, str] = {
    Style.FULL: "{date_long} at {time}",
    Style.RELATIVE: "{date_short_pretty} at {time}",
}
"""Slack documents ``{ago}`` for the past only, so nothing tells how far ahead a time is: a full one stands without.

The ``pretty`` formats put "tomorrow" in the place of the date, which must stand in what is read late.
"""


def plain(words: str, longest: int) -> Json:
    """Return a ``plain_text`` object: nothing in it formats, links, pings or becomes an emoji."""
    return {"type": "plain_text", "text": cut(words, longest), "emoji": False}


def escape(words: str) -> str:
    """Return ``words`` for a field that Slack reads as mrkdwn: no mention, no link, no date token.

    Source: docs.slack.dev, "Formatting message text", escaping text.
    """
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def rich_text(*elements: Json) -> Json:
    """Return a ``rich_text`` block."""
    return {"type": "rich_text", "elements": list(elements)}


def section(elements: list[Json]) -> Json:
    """Return one paragraph of a ``rich_text`` block."""
    return {"type": "rich_text_section", "elements": elements}


def flat(sentence: Sentence, context: RenderContext) -> str:
    """Return a sentence where Slack takes nothing but plain characters."""
    return "".join(_flat(part, context) for part in sentence)


def bold(words: str) -> list[Json]:
    """Return bold words of our own as rich text elements; empty words give none."""
    return [{"type": "text", "text": words, "style": {"bold": True}}] if words else []


def rich(parts: tuple[Inline, ...], context: RenderContext) -> list[Json]:
    """Return ``parts`` as rich text elements."""
    elements = [element for part in parts for element in _elements(part, context)]
    return [element for element in elements if element.get("text") != ""]


def small(parts: tuple[Inline, ...], context: RenderContext) -> str | None:
    """Return ``parts`` as mrkdwn, or None when they hold words that somebody typed."""
    if any(_typed(part, context) for part in parts):
        return None
    return "".join(_markup(part, context) for part in parts)


def row_markup(parts: tuple[Inline, ...], context: RenderContext) -> str | None:
    """Return ``parts`` as mrkdwn with bold words, or None when somebody typed what mrkdwn would read as its own."""
    if any(_FORMATS.search(words) for part in parts if (words := _words_typed(part, context))):
        return None
    return "".join(_bold_markup(part, context) for part in parts)


def _words_typed(part: Inline, context: RenderContext) -> str:
    match part:
        case UserText(text) | Strong(text) | Struck(text):
            return text
        case Who(name):
            return "" if _mentionable(part, context) else name
        case _:
            return ""


def _bold_markup(part: Inline, context: RenderContext) -> str:
    match part:
        case Strong(text) | UserText(text, strong=True):
            return f"*{escape(text.strip())}*" if text.strip() else ""
        case Who(name) if not _mentionable(part, context):
            return escape(name)
        case _:
            return _markup(part, context)


def _flat(part: Inline, context: RenderContext) -> str:
    match part:
        case When():
            return _fallback(part)
        case Who(name):
            return name
        case CommandName(name):
            return f"/{context.prefix}{name}"
        case Strong(text) | Struck(text) | UserText(text) | str(text):
            return text
        case _:
            assert_never(part)


def _elements(part: Inline, context: RenderContext) -> list[Json]:
    if isinstance(part, When) and part.until is not None:
        return [_instant(part), {"type": "text", "text": "–"}, _end(part, part.until)]
    return [_element(part, context)]


def _element(part: Inline, context: RenderContext) -> Json:
    match part:
        case Strong(text) | UserText(text, strong=True):
            return {"type": "text", "text": text, "style": {"bold": True}}
        case Struck(text):
            return {"type": "text", "text": text, "style": {"strike": True}}
        case str(text) | UserText(text):
            return {"type": "text", "text": text}
        case CommandName(name):
            return {"type": "text", "text": f"/{context.prefix}{name}"}
        case Who():
            return _person(part, context)
        case When():
            return _instant(part)
        case _:
            assert_never(part)


def _person(who: Who, context: RenderContext) -> Json:
    if _mentionable(who, context):
        return {"type": "user", "user_id": who.address.user}
    return {"type": "text", "text": who.name}


def _mentionable(who: Who, context: RenderContext) -> bool:
    at_home = who.address.platform == "slack" and who.address.space == context.workspace
    return at_home and _USER.fullmatch(who.address.user) is not None


def _instant(when: When) -> Json:
    return {
        "type": "date",
        "timestamp": int(when.instant.timestamp()),
        "format": _STYLES[when.style],
        "fallback": _fallback(when),
    }


def _end(when: When, until: datetime) -> Json:
    written = _fallback(when)
    return {"type": "date", "timestamp": int(until.timestamp()), "format": "{time}", "fallback": written}


def _fallback(when: When) -> str:
    return when.fallback or f"{when.instant.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _typed(part: Inline, context: RenderContext) -> bool:
    return isinstance(part, UserText) or (isinstance(part, Who) and not _mentionable(part, context))


def _markup(part: Inline, context: RenderContext) -> str:
    match part:
        case When():
            date = _instant(part)
            shown = _token(date)
            return f"{shown}–{_token(_end(part, part.until))}" if part.until else shown
        case Who():
            return f"<@{part.address.user}>"
        case CommandName(name):
            return f"/{context.prefix}{name}"
        case Struck(text):
            return f"~{escape(text)}~"
        case Strong(text) | UserText(text) | str(text):
            return escape(text)
        case _:
            assert_never(part)


def _token(date: Json) -> str:
    return f"<!date^{date['timestamp']}^{date['format']}|{escape(date['fallback']).replace('|', '/')}>"
