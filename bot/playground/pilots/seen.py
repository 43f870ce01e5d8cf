"""What a person sees, as small values in plain words, the same for every platform."""

from __future__ import annotations

import colorsys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

Now: TypeAlias = Callable[[], datetime]
"""The clock of the playground."""
_HUES = ((20, "red"), (70, "yellow"), (180, "green"), (330, ""), (361, "red"))
_GREY = 0.15
MORE, YES = "More…", "Yes"
"""What the menu of the less likely buttons is called where it has a name, and the answer to "Is that meant?"."""
_UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


class NotSeen(AssertionError):
    """Somebody does not see what they look for; the message says what they see instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenCard:
    """A message as its reader takes it in."""

    text: str
    """All words with title and badge, a line for each paragraph; times in the reader's own zone."""
    colour: str = ""
    """``green``, ``yellow``, ``red`` or nothing."""
    buttons: tuple[str, ...] = ()
    """What can be pressed; last comes what stands behind ``More…``."""
    more: tuple[str, ...] = ()
    """What stands behind ``More…``."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Label → address of the buttons that open something."""
    menus: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Placeholder → labels of what can be picked."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Name → address of the files that hang on it."""
    private: bool = False
    edited: bool = False
    """Whether the platform marks it as edited; Slack marks only edits of plain text."""

    def has(self, words: Iterable[str]) -> bool:
        """Whether every one of ``words`` can be read on it, capital letters and all."""
        return all(word in self.text for word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenField:
    """Something to fill in. ``kind`` is ``text``, ``lines``, ``choice``, ``search`` or ``time``."""

    key: str
    label: str
    hint: str = ""
    kind: str = "text"
    required: bool = False
    options: tuple[str, ...] = ()
    """Labels of what can be picked, as far as the form shows them without a search."""
    value: str = ""
    """What it holds, as the person sees it: the label of a choice, a time in their own zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenForm:
    """An open dialog."""

    title: str
    text: str = ""
    """The words in it that belong to no field."""
    alert: str = ""
    """Why it could not be sent, where that concerns no field."""
    fields: tuple[SeenField, ...] = ()
    buttons: tuple[str, ...] = ()

    def field(self, key: str) -> SeenField:
        """Return the field with this key. Raises NotSeen."""
        for one in self.fields:
            if one.key == key:
                return one
        raise NotSeen(
            f"the form “{self.title}” has no field {key!r}, only {[one.key for one in self.fields]}"
        )


def newest(who: str, cards: Sequence[SeenCard], words: tuple[str, ...]) -> SeenCard:
    """Return the newest card that has all of the words. Raises NotSeen with everything that is there."""
    for card in reversed(cards):
        if card.has(words):
            return card
    raise NotSeen(f"{who} sees no card with {' + '.join(map(repr, words))}.\n{described(who, cards)}")


def described(who: str, cards: Sequence[SeenCard]) -> str:
    """Return what somebody sees, newest last, for a person who looks for a mistake."""
    if not cards:
        return f"{who} sees nothing at all."
    return "\n".join([f"{who} sees, newest last:", *(_outline(card) for card in cards)])


def _outline(card: SeenCard) -> str:
    marks = [mark for mark in (card.colour, card.private and "private", card.edited and "edited") if mark]
    lines = [f"  ┌ {', '.join(marks)}", *(f"  │ {line}" for line in card.text.splitlines())]
    labels = [*(f"[{label}]" for label in card.buttons), *(f"[{label} ↗]" for label in card.links)]
    return "\n".join([*lines, f"  └ {' '.join([*labels, *(f'({menu} ▾)' for menu in card.menus)])}"])


def colour_of(rgb: int) -> str:
    """Return the word for a colour given as 0xRRGGBB; greys and blues have none."""
    red, green, blue = ((rgb >> shift & 0xFF) / 255 for shift in (16, 8, 0))
    hue, saturation, _ = colorsys.rgb_to_hsv(red, green, blue)
    if saturation < _GREY:
        return ""
    return next(word for below, word in _HUES if hue * 360 < below)


def moment(seconds: int, zone: str) -> str:
    """Return Unix seconds as ``Wed 2 Dec 2026 10:00`` in an IANA zone."""
    local = datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"


def clock(seconds: int, zone: str) -> str:
    """Return Unix seconds as ``10:30`` in an IANA zone: the end of a span names no day."""
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(zone)):%H:%M}"


def near(seconds: int, zone: str, now: datetime | None) -> str:
    """Return Unix seconds as ``in 2 days`` or ``3 hours ago``; without ``now`` as ``2 Dec 10:00``."""
    when = datetime.fromtimestamp(seconds, UTC)
    if now is None:
        local = when.astimezone(ZoneInfo(zone))
        return f"{local.day} {local:%b %H:%M}"
    away = when - now
    for length, name in _UNITS:
        count = round(abs(away) / length)
        if count:
            words = f"{count} {name}{'s' if count > 1 else ''}"
            return f"in {words}" if away > timedelta(0) else f"{words} ago"
    return "now"


def instant(typed: str, zone: str) -> int:
    """Return an ISO 8601 time as Unix seconds; without an offset it is read in the IANA zone ``zone``."""
    when = datetime.fromisoformat(typed)
    return int((when if when.tzinfo else when.replace(tzinfo=ZoneInfo(zone))).timestamp())
