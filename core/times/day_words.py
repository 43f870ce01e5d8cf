"""Days of the week as weekly hours name them: English names, ``MWF``, ``M-F``, and two letters in five languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from core.times.calendar import WEEKDAYS

_ENGLISH = WEEKDAYS | {"m": 0, "w": 2, "f": 4}
"""T and S begin two days each, so alone they are none."""
_OTHERS = (
    "mo di mi do fr sa so",
    "lu ma me je ve sa di",
    "lu ma mi ju vi sa do",
    "lu ma me gi ve sa do",
    "ma di wo do vr za zo",
)
"""German, French, Spanish, Italian, Dutch: ``di`` is Tuesday in two of them and Sunday in another."""
_LANGUAGES = (_ENGLISH, *({name: day for day, name in enumerate(names.split())} for names in _OTHERS))
GROUPS = {"weekdays": range(5), "weekday": range(5), "weekend": range(5, 7), "weekends": range(5, 7)}
GROUPS |= dict.fromkeys(("daily", "every day", "everyday", "all days", "all week"), range(7))

_LETTERS = {"m": (0,), "mo": (0,), "t": (1, 3), "tu": (1,), "w": (2,), "we": (2,), "th": (3,), "r": (3,)}
_LETTERS |= {"f": (4,), "fr": (4,), "s": (5, 6), "sa": (5,), "su": (6,)}


def _any(names: Iterable[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


NAME = _any({name for language in _LANGUAGES for name in language})
CLUSTER = rf"(?:{_any(_LETTERS)})(?:[ /,&]*(?:{_any(_LETTERS)}))+"
"""Letters run together or listed, ``MWF``, ``TTh``, ``T/Th``."""


def in_cluster(said: str) -> list[int] | None:
    """Return the days of ``mwf`` or ``tth``, in the order of the week, if there is just one way to read them."""
    letters = re.sub(r"[^a-z]", "", said)
    found = list(_increasing(letters, -1))
    return found[0] if len(found) == 1 else None


def _increasing(letters: str, after: int) -> Iterator[list[int]]:
    if not letters:
        yield []
    for length in (1, 2):
        for day in _LETTERS.get(letters[:length], ()) if len(letters) >= length else ():
            if day > after:
                yield from ([day, *rest] for rest in _increasing(letters[length:], day))


def in_one_language(names: Sequence[str]) -> dict[str, int] | None:
    """Return what the names of one text mean, or None where no language has them all, or two disagree."""
    meant = [
        {name: language[name] for name in names}
        for language in _LANGUAGES
        if all(name in language for name in names)
    ]
    return meant[0] if meant and all(one == meant[0] for one in meant) else None
