"""Reading what a button points at: ids and numbers that anybody could have altered."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from core.domain.errors import NotFound

if TYPE_CHECKING:
    from core.ports.call import Call


def pointer(call: Call, at: int, args: tuple[str, ...] | None = None) -> UUID:
    """Return the id at a position; raises NotFound for anything that is none."""
    return as_id(_at(call, at, args))


def as_id(text: str) -> UUID:
    """Return an id written as 32 hexadecimal digits; raises NotFound for anything else."""
    try:
        if len(text) != 32:  # noqa: PLR2004 - UUID itself accepts many shapes; a token has one
            raise NotFound
        return UUID(text)
    except ValueError:
        raise NotFound from None


def number(call: Call, at: int, args: tuple[str, ...] | None = None) -> int:
    """Return the number at a position; raises NotFound for anything that is none."""
    text = _at(call, at, args)
    if not (text.isascii() and text.isdigit() and len(text) <= 12):  # noqa: PLR2004 - no instant is longer
        raise NotFound
    return int(text)


def _at(call: Call, at: int, args: tuple[str, ...] | None) -> str:
    given = call.args if args is None else args
    return given[at] if at < len(given) else ""
