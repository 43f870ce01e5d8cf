"""What an application command has to look like (application commands docs, "Naming" and "Structure")."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from bot.playground.discord_emulator.refusal import BodyErrors, Json, Path
from bot.playground.discord_emulator.schema import (
    anything,
    choice,
    flag,
    many,
    may,
    need,
    shape,
    text,
    whole,
)

CHAT_INPUT: Final = 1
USER: Final = 2
MESSAGE: Final = 3
ENTRY_POINT: Final = 4
OPTION_TYPES: Final = (3, 4, 6, 10)
"""String, integer, user and number. Discord has more, which nobody could type on the playground's page."""
AUTOCOMPLETING: Final = frozenset({3, 4, 10})
MOST_CHARACTERS: Final = 8000
_SCRIPTS = ((0x0900, 0x097F), (0x0E00, 0x0E7F))
"""Devanagari and Thai: their vowel signs are allowed too."""

_CHOICE = shape({"name": need(text(100, 1)), "value": need(anything)})
_OPTION = shape(
    {
        "type": need(choice(*OPTION_TYPES)),
        "name": need(text(32, 1)),
        "description": need(text(100, 1)),
        "required": may(flag),
        "choices": may(many(_CHOICE, 25)),
        "min_length": may(whole(0, 6000)),
        "max_length": may(whole(1, 6000)),
        "autocomplete": may(flag),
    }
)
_COMMAND = shape(
    {
        "name": need(text(32, 1)),
        "type": may(choice(CHAT_INPUT, USER, MESSAGE, ENTRY_POINT)),
        "description": may(text(100)),
        "options": may(many(anything, 25)),
        "dm_permission": may(flag),
        "nsfw": may(flag),
        "default_member_permissions": may(text(20)),
        "contexts": may(many(choice(0, 1, 2), 3, 1)),
        "integration_types": may(many(choice(0, 1), 2, 1)),
    }
)


def judge(command: object, path: Path, errors: BodyErrors) -> None:
    """Check one command."""
    before = errors.count
    _COMMAND(command, path, errors)
    if errors.count > before or not isinstance(command, dict):
        return
    kind = command.get("type") or CHAT_INPUT
    if kind == CHAT_INPUT:
        _name(command["name"], (*path, "name"), errors)
        text(100, 1)(command.get("description") or "", (*path, "description"), errors)
        _options(command.get("options") or [], (*path, "options"), errors)
    elif command.get("description") or command.get("options"):
        errors.add(
            (*path, "description"),
            "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION",
            "Context menu commands cannot have a description or options",
        )
    size = _size(command)
    if size > MOST_CHARACTERS:
        errors.add(path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({MOST_CHARACTERS})")


def _name(name: str, path: Path, errors: BodyErrors) -> None:
    if not all(_allowed(letter) for letter in name) or name != name.lower():
        errors.add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _allowed(letter: str) -> bool:
    if letter in "-_'" or unicodedata.category(letter)[0] in "LN":
        return True
    return any(low <= ord(letter) <= high for low, high in _SCRIPTS)


def _options(options: Sequence[object], path: Path, errors: BodyErrors) -> None:
    names: set[str] = set()
    optional_seen = False
    for index, option in enumerate(options):
        where = (*path, index)
        before = errors.count
        _OPTION(option, where, errors)
        if errors.count > before or not isinstance(option, dict):
            continue
        _name(option["name"], (*where, "name"), errors)
        if option["name"] in names:
            errors.add(
                (*where, "name"),
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option with that name already exists",
            )
        if option.get("required") and optional_seen:
            errors.add(
                where,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        names.add(option["name"])
        optional_seen = optional_seen or not option.get("required")
        _one_option(option, where, errors)


def _one_option(option: Json, path: Path, errors: BodyErrors) -> None:
    kind, choices = option["type"], option.get("choices") or []
    if (choices or option.get("autocomplete")) and kind not in AUTOCOMPLETING:
        errors.add(
            path,
            "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID",
            "Choices and autocomplete are for strings and numbers",
        )
    if choices and option.get("autocomplete"):
        errors.add(
            (*path, "autocomplete"),
            "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES",
            "autocomplete cannot be set together with choices",
        )
    for index, one in enumerate(choices):
        where = (*path, "choices", index, "value")
        if kind == 3:  # noqa: PLR2004 - STRING
            text(100, 1)(one["value"], where, errors)
        elif isinstance(one["value"], bool) or not isinstance(one["value"], int | float):
            errors.add(where, "NUMBER_TYPE_COERCE", f'Value "{one["value"]}" is not a number.')


def _size(thing: Json) -> int:
    words = sum(len(str(thing.get(name) or "")) for name in ("name", "description"))
    values = sum(len(str(one["name"])) + len(str(one["value"])) for one in thing.get("choices") or [])
    return words + values + sum(_size(one) for one in thing.get("options") or [] if isinstance(one, dict))
