"""Tokens: the compact names of buttons and forms, which carry a route and its arguments through any platform."""

from __future__ import annotations


def token(route: str, args: tuple[str, ...] = ()) -> str:
    """Return the compact name of a button or form, ``sb1:route:arg:arg``, at most 100 characters."""
    text = ":".join(("sb1", route, *args))
    if len(text) > 100 or any(":" in piece or not piece.isascii() for piece in (route, *args)):  # noqa: PLR2004 - Discord's custom_id
        raise ValueError(f"not a token: {text[:120]}")
    return text


def read_token(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return route and arguments of a token, or None for anything else; it never raises."""
    version, *pieces = text.split(":")
    if version != "sb1" or not pieces or not pieces[0]:
        return None
    return pieces[0], tuple(pieces[1:])
