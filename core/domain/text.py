"""Typed text, cleaned once at the door."""

from __future__ import annotations

import re
import unicodedata

_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_MARKS = re.compile(
    r"((?:[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]){8})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_BLANK_CATEGORIES = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf", "Mn"))
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and symbols of Unicode that draw nothing: Hangul fillers and the empty braille pattern."""


def clean(text: str, *, lines: bool = False) -> str:
    """Return ``text`` without what no database or reader should meet.

    Removed are lone surrogates, NUL and other controls, directional overrides, tag characters and stacks of
    more than eight combining marks; without ``lines`` every run of white space becomes one space. Text that
    draws nothing becomes the empty string.
    """
    kept = text.encode("utf-8", "ignore").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    kept = _MARKS.sub(r"\1", _CONTROLS.sub("", kept))
    kept = re.sub(r"\n{4,}", "\n\n\n", kept) if lines else re.sub(r"\s+", " ", kept)
    return "" if _draws_nothing(kept) else kept.strip()


def units(text: str) -> int:
    """Length in UTF-16 code units, which is how both platforms' clients count; a lone surrogate is one."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, longest: int) -> str:
    """Return ``text`` within ``longest`` UTF-16 units, with an ellipsis where something is missing."""
    if units(text) <= longest:
        return text
    kept = text[:longest]
    while units(kept) > longest - 1:
        kept = kept[:-1]
    return kept + "…"


def _draws_nothing(text: str) -> bool:
    return all(unicodedata.category(char) in _BLANK_CATEGORIES or char in _BLANK_LETTERS for char in text)
