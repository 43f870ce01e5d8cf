"""What is carried over of a message, and how it is kept while its author chooses a chat for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from core.domain.chats import LETTER_LENGTH, MOST_FILES
from core.domain.drafts import Draft
from core.domain.text import clean, cut, units
from core.ports.platform import Posted
from core.ports.said import Attached, Change, Said
from core.screens.chats import LINK_LENGTH

CHAT_TO = "chat-to"
"""The route of the button by which somebody chooses a chat for what they wrote."""


def carried(said: Said) -> tuple[str, dict[str, Any]]:
    """Return the words as they are carried over, and what goes with them."""
    whole = clean(said.words, lines=True)
    more: dict[str, Any] = {}
    if units(whole) > LETTER_LENGTH:
        more["length"] = units(whole)
    missing = list(dict.fromkeys(said.missing))
    fit = [one for one in said.files if len(one.url) <= LINK_LENGTH]
    missing += ["link"] * (len(fit) < len(said.files)) + ["files"] * (len(fit) > MOST_FILES)
    files = [[clean(one.name) or "file", one.url] for one in fit[:MOST_FILES]]
    if files:
        more["files"] = files
    if missing:
        more["missing"] = missing
    return cut(whole, LETTER_LENGTH), more


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
