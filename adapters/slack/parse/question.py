"""A picked message as somebody reads it: names where Slack sends ids, what was forwarded, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from adapters.slack.parse.markup import readable
from adapters.slack.payload import Json, rows, text

SOMEBODY, SOME_GROUP, SOME_CHANNEL = "@somebody", "@group", "#channel"
"""Stand for whom or what the payload does not name."""
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)>")
_NAMELESS = re.compile(r"<(?:(@)[UW][A-Z0-9]+|!(subteam)\^[A-Z0-9]+|(#)[CGD][A-Z0-9]+)\|?>")
_DOMAIN = re.compile(r"[a-z0-9][a-z0-9-]*")


def people_in(body: Json) -> frozenset[str]:
    """Return the ids of all whom a picked message names, its author among them, and whom the payload does not."""
    said = (text(body, "message", "text"), *_attached(body))
    ids = {text(body, "message", "user"), *(one for words in said for one in _PERSON.findall(words))}
    return frozenset(ids - {"", *names_in(body)})


def names_in(body: Json) -> dict[str, str]:
    """Return how whoever a payload names is called, by the id that the markup of a message has instead."""
    profile = ("message", "user_profile")
    author = text(body, *profile, "display_name") or text(body, *profile, "real_name")
    known = {
        text(body, "message", "user"): author,
        text(body, "user", "id"): text(body, "user", "name") or text(body, "user", "username"),
        text(body, "channel", "id"): text(body, "channel", "name"),
    }
    return {one: name for one, name in known.items() if one and name}


def question_of(body: Json, names: Mapping[str, str]) -> dict[str, str]:
    """Return ``text``, ``author`` and ``link`` of a picked message, each where there is one.

    ``names`` are those of people by their ids, beside those that the payload has. Where nothing is written, what
    was forwarded and what is attached stands for it (docs.slack.dev, message event and secondary attachments).
    """
    known = {**names, **names_in(body)}
    words, author, link = _read(text(body, "message", "text"), known), _author(body, known), _link(body)
    if not words.strip():
        words = "\n".join(_read(one, known) for one in _attached(body))
        author, link = _forwarded(body) or (author, link)
    told = {"text": words, "author": author, "link": link}
    return {key: value for key, value in told.items() if value.strip()}


def _author(body: Json, names: Mapping[str, str]) -> str:
    told = text(body, "message", "username") or text(body, "message", "bot_profile", "name")
    return names.get(text(body, "message", "user"), "") or told


def _forwarded(body: Json) -> tuple[str, str] | None:
    """Return who wrote the one message that was forwarded, and where it stands."""
    shared = [
        one for one in rows(body, "message", "attachments") if text(one, "from_url").startswith("https://")
    ]
    if len(shared) != 1:
        return None
    return text(shared[0], "author_name"), text(shared[0], "from_url")


def _attached(body: Json) -> Iterator[str]:
    for one in rows(body, "message", "attachments"):
        said = [words for key in ("pretext", "title", "text") if (words := text(one, key)).strip()]
        yield from said or [text(one, "fallback")]
    for one in rows(body, "message", "files"):
        if name := text(one, "title") or text(one, "name"):
            yield name


def _link(body: Json) -> str:
    """Return the permalink as Slack forms it (docs.slack.dev, chat.getPermalink), or the empty string."""
    domain, channel = text(body, "team", "domain"), text(body, "channel", "id")
    stamp = (text(body, "message_ts") or text(body, "message", "ts")).replace(".", "")
    if not (_DOMAIN.fullmatch(domain) and channel.isalnum() and stamp.isdigit()):
        return ""
    return f"https://{domain}.slack.com/archives/{channel}/p{stamp}"


def _read(markup: str, names: Mapping[str, str]) -> str:
    def named(token: re.Match[str]) -> str:
        whole = token[0]
        target = whole.strip("<>|@#!")
        if target in names:
            return whole
        if token[1]:
            return SOMEBODY
        return SOME_GROUP if token[2] else SOME_CHANNEL

    return readable(_NAMELESS.sub(named, markup), names)
