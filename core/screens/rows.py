"""Rows of buttons: how many of them are seen at once on one message."""

from __future__ import annotations

from core.ports.cards import Actions, Button, Part
from core.screens.session import VISIBLE


def within_sight(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Let three buttons be seen at once, whatever rows they stand in; the others stand behind one more."""
    room, placed = VISIBLE, list[Part]()
    for part in parts:
        if isinstance(part, Actions):
            hidden = tuple(one for one in part.items[room:] if isinstance(one, Button))
            placed.append(Actions(part.items[:room], (*hidden, *part.more)))
            room -= len(part.items[:room])
        else:
            placed.append(part)
    return tuple(placed)
