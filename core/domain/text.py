"""Typed text, cleaned once at the door."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SEPARATORS = re.compile("[\x1c-\x1f]")
"""Separators of ASCII part words, and no line; ``str.split`` knows them too."""
_TAGS = re.compile(
    "(\U0001f3f4\U000e0067\U000e0062(?:"
    "\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|\U000e0077\U000e006c\U000e0073"
    ")\U000e007f)|[\U000e0000-\U000e007f]"
)
"""Tag characters: valid in the flags of England, Scotland and Wales alone (UTS 51, RGI emoji tag sequences)."""
_CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]"
)
_MARKS = re.compile(
    r"((?:[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]){8})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_BLANK_CATEGORIES = frozenset(("Zs", "Zl", "Zp", "Cc", "Cf", "Mn"))
BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and symbols of Unicode that draw nothing: Hangul fillers and the empty braille pattern."""


def clean(text: str, *, lines: bool = False) -> str:
    """Return ``text`` without what no database or reader should meet.

    Removed are lone surrogates, NUL and other controls, directional overrides, tag characters outside flags and
    stacks of more than eight combining marks. Whatever ends a line (UAX 14) is a line break; without ``lines``
    every run of white space becomes one space. Text that draws nothing becomes the empty string.
    """
    kept = _LINE_ENDS.sub("\n", text.encode("utf-8", "ignore").decode("utf-8"))
    kept = _CONTROLS.sub("", _TAGS.sub(r"\1", _SEPARATORS.sub(" ", kept)))
    kept = _MARKS.sub(r"\1", kept)
    kept = re.sub(r"\n{4,}", "\n\n\n", kept) if lines else re.sub(r"\s+", " ", kept)
    return "" if _draws_nothing(kept) else kept.strip()


def units(text: str) -> int:
    """Length in UTF-16 code units, which is how both platforms' clients count; a lone surrogate is one."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, longest: int) -> str:
    """Return ``text`` within ``longest`` UTF-16 units, with an ellipsis where something is missing."""
    if units(text) <= longest:
        return text
    end = min(len(text), longest - 1)
    over = units(text[:end]) - (longest - 1)
    while over > 0:
        end -= 1
        over -= units(text[end])
    return text[:end] + "…"


def parts(text: str, longest: int) -> list[str]:
    """Return ``text`` in pieces of at most ``longest`` UTF-16 units, cut where a line ends, or else a word.

    White space at a cut is left out.
    """
    found = []
    while units(text) > longest:
        head = cut(text, longest + 1)[:-1]
        ends = (head.rfind(space, len(head) // 2) for space in "\n ")
        end = next((at for at in ends if at > 0), len(head))
        found.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*found, text]


def _draws_nothing(text: str) -> bool:
    return all(unicodedata.category(char) in _BLANK_CATEGORIES or char in BLANK_LETTERS for char in text)
