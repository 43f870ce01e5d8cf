"""Tokens: the compact names of buttons and forms, which carry a route and its arguments through any platform."""

from __future__ import annotations

MORE_ROUTE = "more"
"""What the menu of a row's less likely buttons is called."""


def token(route: str, args: tuple[str, ...] = ()) -> str:
    """Return the compact name of a button or form, ``sb1:route:arg:arg``, at most 100 characters."""
    text = ":".join(("sb1", route, *args))
    if len(text) > 100 or text.count(":") > len(args) + 1 or not text.isascii():  # noqa: PLR2004 - Discord's custom_id
        raise ValueError(f"not a token: {text[:120]}")
    return text


def asking(route: str, args: tuple[str, ...] = ()) -> str:
    """Return the token of a choice that asks first whether it is meant: a menu has no dialog of its own."""
    return token("sure", (route, *args))


def read_press(name: str, choice: str) -> tuple[str, tuple[str, ...], dict[str, str]] | None:
    """Return route, arguments and values of a press: what was picked behind ``MORE`` is a button of its own."""
    named = read_token(name)
    if named is None:
        return None
    if named[0] != MORE_ROUTE:
        return *named, {"choice": choice} if choice else {}
    meant = read_token(choice)
    return (*meant, {}) if meant else None


def read_token(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return route and arguments of a token, or None for anything else; it never raises."""
    version, *pieces = text.split(":")
    if version != "sb1" or not pieces or not pieces[0]:
        return None
    return pieces[0], tuple(pieces[1:])
