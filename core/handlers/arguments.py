"""The one reader of ids and numbers that a button, an option or a menu gives: anybody could have altered them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from core.domain.errors import NotFound

if TYPE_CHECKING:
    from core.ports.call import Call

DIGITS = 12
"""How many a number has at most; no instant in seconds, version or place in a list is longer."""


def pointer(call: Call, at: int, args: tuple[str, ...] | None = None) -> UUID:
    """Return the id at a position; raises NotFound for anything that is none."""
    return as_id(_at(call, at, args))


def number(call: Call, at: int, args: tuple[str, ...] | None = None) -> int:
    """Return the number at a position; raises NotFound for anything that is none."""
    found = number_or_none(_at(call, at, args))
    if found is None:
        raise NotFound
    return found


def as_id(text: str) -> UUID:
    """Return an id written as 32 hexadecimal digits; raises NotFound for anything else."""
    found = id_or_none(text)
    if found is None:
        raise NotFound
    return found


def id_or_none(text: str) -> UUID | None:
    """Return an id written as 32 hexadecimal digits, or None for anything else."""
    try:
        return UUID(text) if len(text) == 32 else None  # noqa: PLR2004 - UUID reads other shapes too
    except ValueError:
        return None


def number_or_none(text: str) -> int | None:
    """Return a whole number of at most ``DIGITS`` plain digits, or None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


def _at(call: Call, at: int, args: tuple[str, ...] | None) -> str:
    given = call.args if args is None else args
    return given[at] if at < len(given) else ""
