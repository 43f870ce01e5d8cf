"""Mistakes in session chats across platforms: what is carried over, in which order, and to whom not."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

CHATS = "core/services/chats.py"
JOURNEYS = ("tests/journeys/test_chats.py",)

MUTANTS = (
    Mutant(
        "an edit of a message gets through to who has muted the chat",
        CHATS,
        "        if is_muted:\n",
        "        if False:\n",
        JOURNEYS,
    ),
    Mutant(
        "an edit that comes late undoes a later one",
        CHATS,
        "post.author != me.id or said.stamp <= post.stamp",
        "post.author != me.id",
        JOURNEYS,
    ),
    Mutant(
        "one changes what the other side wrote",
        CHATS,
        "post.author != me.id or said.stamp <= post.stamp",
        "said.stamp <= post.stamp",
        JOURNEYS,
    ),
    Mutant(
        "words go into a chat that was closed",
        CHATS,
        "if chat.closed_at is not None or _is_over(",
        "if _is_over(",
        JOURNEYS,
    ),
    Mutant(
        "a message that was deleted before it came is carried over",
        CHATS,
        "        tx.send(never)  #",
        "        #",
        JOURNEYS,
    ),
)
