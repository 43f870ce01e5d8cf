"""How typed words are compared with what mentors say: without case, accents or width."""

from __future__ import annotations

import unicodedata

SORT_LENGTH = 200
ESCAPE = "/"


def normal(text: str) -> str:
    """Return ``text`` as it is compared: compatibility forms resolved, marks dropped, case folded."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def escaped(word: str) -> str:
    """Return ``word`` with each letter escaped that LIKE would take for a pattern; the escape is ``ESCAPE``."""
    for special in (ESCAPE, "%", "_"):
        word = word.replace(special, ESCAPE + special)
    return word


def search_name(name: str) -> str:
    """Return a name as mentors are sorted by."""
    return normal(name)[:SORT_LENGTH]


def search_text(name: str, *said: str) -> str:
    """Return everything a mentor is found by; line ends keep a word from spanning two fields."""
    return "\n".join(normal(words) for words in (name, *said) if words)
