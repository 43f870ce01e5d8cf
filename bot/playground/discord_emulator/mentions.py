"""Who is pinged by a message: what its text mentions, as far as allowed_mentions lets it through."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.playground.discord_emulator.components import tables
from bot.playground.discord_emulator.components.walk import walk
from bot.playground.discord_emulator.message_body import MessageBody

_USER = re.compile(r"<@!?(\d+)>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")
FROM_CHANNEL = ("users", "roles", "everyone")
FROM_INTERACTION = ("users",)
"""Without allowed_mentions everything parses in a message, only users in an interaction's (message docs)."""


def text_of(draft: MessageBody) -> str:
    """The words of a message that can mention: its content and its text displays, not its embeds."""
    displays = [one["content"] for _, one in walk(draft.components) if one["type"] == tables.TEXT_DISPLAY]
    return "\n".join([draft.content, *displays])


def mentioned(draft: MessageBody, default: Sequence[str], known: Collection[str]) -> tuple[list[str], bool]:
    """The ids of mentioned users, in order, and whether everyone is mentioned."""
    allowed = draft.allowed_mentions if draft.allowed_mentions is not None else {"parse": default}
    parse = allowed.get("parse") or []
    named = {str(one) for one in allowed.get("users") or []}
    words = text_of(draft)
    if "@" not in words:
        return [], False
    users = dict.fromkeys(_USER.findall(words))
    through = [one for one in users if one in known and ("users" in parse or one in named)]
    return through, "everyone" in parse and _EVERYONE.search(words) is not None
