"""Messages of people to the app: written, edited and deleted, in a thread or outside of any.

Sources: docs.slack.dev, message event with its subtypes ``message_changed``, ``message_deleted``, ``file_share``,
``thread_broadcast`` and ``me_message``, the events ``message.im``, and the file object.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from adapters.slack.payload import Json, rows, text
from core.domain.people import Address
from core.ports.platform import Posted, Profile
from core.ports.said import Attached, Change, Said

TYPED_SUBTYPES = frozenset({"", "file_share", "thread_broadcast", "me_message"})
"""The subtypes of messages that people write; edits, deletions and bots have others."""
TOMBSTONE = "tombstone"
"""What is left of a deleted message that has a thread."""
_PERSON = re.compile(r"<@([UW][A-Z0-9]+)")


def said_of(body: Json) -> Said | None:
    """Return what a person said to the app; None for every other event, and for whatever a bot says."""
    event = body.get("event")
    if text(event, "type") != "message" or text(event, "channel_type") != "im":
        return None
    reader = _READERS.get(text(event, "subtype"), _written)
    return reader(body["event"], text(body, "team_id"))


def written(message: Json, channel: str, team: str) -> Said | None:
    """Return what a message says that stands in a conversation, as it is now."""
    author, stamp = text(message, "user"), text(message, "ts")
    is_typed = text(message, "subtype") in TYPED_SUBTYPES and not message.get("bot_id")
    moment = moment_of(stamp)
    if not (author and channel and team and is_typed and moment):
        return None
    thread = text(message, "thread_ts")
    files, edited = rows(message, "files"), text(message, "edited", "ts")
    links = [(text(one, "title") or text(one, "name"), text(one, "permalink")) for one in files]
    missing = ["other" for _, link in links if not link]
    missing += ["forwarded" for one in rows(message, "attachments") if one.get("is_share")][:1]
    return Said(
        change=Change.WRITTEN,
        place=Posted(channel, stamp),
        key=f"said:{channel}:{stamp}",
        at=moment,
        actor=Address("slack", team, author),
        profile=Profile(name=author),
        stamp=edited,
        words=text(message, "text"),
        under=Posted(channel, thread) if thread and thread != stamp else None,
        threaded=True,
        comes_again=True,
        files=tuple(Attached(name, link) for name, link in links if link),
        missing=tuple(missing),
    )


def mentioned(words: str) -> frozenset[str]:
    """Return the ids of the people whom Slack's markup names."""
    return frozenset(_PERSON.findall(words))


def moment_of(stamp: str) -> datetime | None:
    """Return when a message was posted, by its timestamp; None for what is none."""
    try:
        return datetime.fromtimestamp(float(stamp), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _written(event: Json, team: str) -> Said | None:
    return written(event, text(event, "channel"), team)


def _changed(event: Json, team: str) -> Said | None:
    message, channel = event.get("message"), text(event, "channel")
    if not isinstance(message, dict):
        return None
    if text(message, "subtype") == TOMBSTONE:
        return _deleted(event, team)
    found = written(message, channel, team)
    return found and replace(found, change=Change.EDITED, key=f"{found.key}:{found.stamp}")


def _deleted(event: Json, team: str) -> Said | None:
    """Read a deletion; of the message itself Slack tells what it was."""
    before, channel = event.get("previous_message"), text(event, "channel")
    found = written(before, channel, team) if isinstance(before, dict) else None
    return found and replace(found, change=Change.DELETED, key=f"{found.key}:deleted")


_READERS: Mapping[str, Callable[[Json, str], Said | None]] = {
    "message_changed": _changed,
    "message_deleted": _deleted,
}
