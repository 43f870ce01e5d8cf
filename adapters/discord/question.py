"""The words of a message as somebody reads them: names, times and addresses where Discord sends its tokens.

A message that was picked becomes a question for somebody on either platform, who could read none of the tokens
(Message Formatting; Message Resource: ``mentions``, ``mention_channels``, ``message_snapshots``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

_TOKEN = re.compile(
    r"""
      <@!? (?P<user> \d{1,20} ) >
    | <@& (?P<role> \d{1,20} ) >
    | <\# (?P<channel> \d{1,20} ) >
    | <t: (?P<time> -? \d{1,13} ) (?: : [a-zA-Z] )? >
    | <a? : (?P<emoji> \w{1,32} ) : \d{1,20} >
    | </ (?P<command> [^:<>\n]{1,100} ) : \d{1,20} >
    | <id: (?P<place> \w{1,32} ) (?: : \d{1,20} )? >
    | < (?P<address> https?://[^\s<>]+ ) >
    """,
    re.VERBOSE | re.ASCII,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SOMEBODY, SOME_ROLE, SOME_CHANNEL = "@somebody", "@role", "#channel"
"""Stand for whom or what the payload does not name."""


def question_of(message: object, resolved: object) -> str:
    """Return what stands in a message, and in those that it forwards; ``resolved`` are the interaction's own names.

    Where nothing is written, what is attached is named: embeds, files, stickers, a poll.
    """
    told = (_read(one, resolved) or "\n".join(_attached(one)) for one in (message, *_forwarded(message)))
    return "\n".join(words for words in told if words.strip())


def author_of(message: object, resolved: object) -> str:
    """Return who wrote a message, or the empty string: a forwarded one does not tell it."""
    author = _dict(_dict(message).get("author"))
    own = _read(message, resolved).strip() or any(_attached(message))
    if not own and any(_forwarded(message)):
        return ""
    member = _dict(_dict(resolved).get("members")).get(str(author.get("id")))
    return _name("user", author, member).removeprefix("@")


def _attached(message: object) -> Iterator[str]:
    """Yield the names of what a message holds beside its words (Message Resource, Message Structure)."""
    for embed in _rows(message, "embeds"):
        yield from (words for key in ("title", "description") if (words := _words(embed, key)))
    yield from (words for one in _rows(message, "attachments") if (words := _words(one, "filename")))
    yield from (words for one in _rows(message, "sticker_items") if (words := _words(one, "name")))
    if words := _words(_dict(_dict(message).get("poll")).get("question"), "text"):
        yield words


def _words(holder: object, key: str) -> str:
    found = _dict(holder).get(key)
    return found.strip() if isinstance(found, str) else ""


def _forwarded(message: object) -> Iterator[object]:
    for one in _rows(message, "message_snapshots"):
        yield one.get("message")


def _read(message: object, resolved: object) -> str:
    content = message.get("content") if isinstance(message, dict) else None
    if not isinstance(content, str):
        return ""
    names = _names(message, resolved)

    def word(token: re.Match[str]) -> str:
        kind = str(token.lastgroup)
        value = token[kind]
        match kind:
            case "user" | "role" | "channel":
                return names.get((kind, value)) or _UNKNOWN[kind]
            case "time":
                return _instant(int(value)) or token[0]
            case _:
                return _WRITTEN[kind].format(value)

    return _TOKEN.sub(word, content)


_UNKNOWN = {"user": SOMEBODY, "role": SOME_ROLE, "channel": SOME_CHANNEL}
_WRITTEN = {"emoji": ":{}:", "command": "/{}", "place": "#{}", "address": "{}"}


def _names(message: object, resolved: object) -> dict[tuple[str, str], str]:
    """Return how everybody and everything is called that the payload names, by kind and id."""
    found: dict[tuple[str, str], str] = {}
    for kind, key in (("user", "users"), ("role", "roles"), ("channel", "channels")):
        for number, one in _dict(_dict(resolved).get(key)).items():
            found[kind, number] = _name(kind, one, _dict(_dict(resolved).get("members")).get(number))
    for kind, key in (("user", "mentions"), ("channel", "mention_channels")):
        for one in _rows(message, key):
            found[kind, str(one.get("id"))] = _name(kind, one, one.get("member"))
    return {which: name for which, name in found.items() if name}


def _name(kind: str, one: object, member: object) -> str:
    """Return the name that a reader sees: the one on this server, the one everywhere, the handle."""
    names = [_dict(member).get("nick"), *(_dict(one).get(key) for key in ("global_name", "username", "name"))]
    told = [name for name in names if isinstance(name, str) and name]
    return f"{'#' if kind == 'channel' else '@'}{told[0]}" if told else ""


def _instant(seconds: int) -> str:
    try:
        return f"{_EPOCH + timedelta(seconds=seconds):%Y-%m-%d %H:%M} UTC"
    except OverflowError:
        return ""


def _rows(message: object, key: str) -> list[Mapping[str, Any]]:
    found = _dict(message).get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _dict(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
