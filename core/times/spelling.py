"""One spelling for all the ways to write a name, so that names are compared by what they say."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SILENT = re.compile("['`\u00b4\u2018\u2019\u02b9\u02ba\u02bb\u02bc\u2032]")
"""Apostrophes of every kind: O'Fallon, Nuku`alofa."""
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
"""Marks that people leave out. The marks of Indic scripts and of kana are letters and stay."""
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "\u0131": "i", "đ": "d", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ə": "e"}
)
_IN_FULL = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_SHORTEST = 3
_BETWEEN = re.compile(r"[\0-/:-@\[-`{-\x7f\s]+")


@lru_cache(maxsize=256)
def fold(text: str) -> str:
    """Return ``text`` without case, accents and punctuation, and with St. and its kind written out."""
    bare = unicodedata.normalize("NFKD", _SILENT.sub("", text)).casefold().translate(_LETTERS)
    bare = unicodedata.normalize("NFKD", _ACCENTS.sub("", bare))
    words = bare if bare.isascii() else "".join(map(_spoken, bare))
    return " ".join(_IN_FULL.get(word, word) for word in _BETWEEN.split(words) if word)


def too_short(folded: str, *, word: bool = False) -> bool:
    """Whether there are fewer than three letters in all, or in each ``word``.

    Scripts without capitals write a name with one or two.
    """
    parts = folded.split() if word else (folded.replace(" ", ""),)
    return all(len(part) < _SHORTEST and part.upper() != part for part in parts)


def _spoken(char: str) -> str:
    """A vowel sign belongs to its word, although it is no letter."""
    return char if char.isalnum() or unicodedata.category(char).startswith("M") else " "
