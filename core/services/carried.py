"""What is carried over of a message, and how it is kept while its author chooses a chat for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from core.domain.chats import LETTER_LENGTH, MOST_FILES, MOST_PARTS
from core.domain.drafts import Draft
from core.domain.text import clean, parts, units
from core.ports.platform import Posted
from core.ports.said import Attached, Change, Said
from core.screens.chats import LINK_LENGTH

CHAT_TO = "chat-to"
"""The route of the button by which somebody chooses a chat for what they wrote."""


def carried(said: Said) -> list[tuple[str, dict[str, Any]]]:
    """Return the parts in which it is carried over: the words of each, and what goes with them."""
    whole = clean(said.words, lines=True)
    words, more = parts(whole, LETTER_LENGTH), dict[str, Any]()
    if len(words) > MOST_PARTS:
        words, more = words[:MOST_PARTS], {"length": units(whole)}
    missing = list(dict.fromkeys(said.missing))
    fit = [one for one in said.files if len(one.url) <= LINK_LENGTH]
    missing += ["link"] * (len(fit) < len(said.files)) + ["files"] * (len(fit) > MOST_FILES)
    if not whole and not fit and not missing:
        missing = ["other"]  # what is left without any of it would be a line about nothing
    files = [[clean(one.name) or "file", one.url] for one in fit[:MOST_FILES]]
    if files:
        more["files"] = files
    if missing:
        more["missing"] = missing
    pieces: list[tuple[str, dict[str, Any]]] = [
        (one, {"part": [number, len(words)]} if len(words) > 1 else {})
        for number, one in enumerate(words, start=1)
    ]
    return [*pieces[:-1], (words[-1], pieces[-1][1] | more)]


def draft_of(said: Said) -> Draft:
    """Return what was said as a draft; ``said_in`` reads it."""
    place = said.place
    typed = {f"file{at}": f"{one.url} {one.name}" for at, one in enumerate(said.files)}
    typed |= {
        "words": said.words,
        "stamp": said.stamp,
        "at": said.at.isoformat(),
        "missing": " ".join(said.missing),
    }
    return Draft(CHAT_TO, (place.channel, place.message), typed)


def said_in(draft: Draft) -> Said:
    """Return what was said when a draft was kept of it."""
    typed, place = draft.values, Posted(draft.args[0], draft.args[1])
    files = [value.partition(" ") for name, value in sorted(typed.items()) if name.startswith("file")]
    return Said(
        change=Change.WRITTEN,
        place=place,
        key=f"{place.channel}:{place.message}",
        at=datetime.fromisoformat(typed["at"]),
        stamp=typed["stamp"],
        words=typed["words"],
        threaded=False,
        comes_again=False,
        files=tuple(Attached(name, url) for url, _, name in files),
        missing=tuple(typed["missing"].split()),
    )


def key_of(place: Posted) -> UUID:
    """Return the key under which a message is kept: the same message has the same."""
    return uuid5(NAMESPACE_URL, f"{place.channel}:{place.message}")
