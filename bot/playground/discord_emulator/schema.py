"""A small language for the shape of JSON bodies; its errors are worded and coded like Discord's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.playground.discord_emulator.refusal import BodyErrors, Path

Rule = Callable[[object, Path, BodyErrors], None]
Field = tuple[bool, Rule]

_SNOWFLAKE = re.compile(r"0|[1-9][0-9]{0,19}")


def need(rule: Rule) -> Field:
    """A field that has to be there."""
    return True, rule


def may(rule: Rule) -> Field:
    """A field that may be absent or null."""
    return False, rule


def anything(_value: object, _path: Path, _errors: BodyErrors) -> None:
    """Accepts whatever comes: for fields that another rule judges."""


def text(most: int, least: int = 0) -> Rule:
    """A string; lengths count characters."""

    def check(value: object, path: Path, errors: BodyErrors) -> None:
        if not isinstance(value, str):
            errors.add(path, "STRING_TYPE_CONVERT", f"Could not interpret {value!r} as string.")
        elif not value and least:
            errors.add(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif not least and len(value) > most:
            errors.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif not least <= len(value) <= most:
            errors.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")

    return check


def whole(least: int, most: int) -> Rule:
    """An integer within bounds, both included."""

    def check(value: object, path: Path, errors: BodyErrors) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            errors.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif value < least:
            errors.add(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {least}.")
        elif value > most:
            errors.add(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")

    return check


def flag(value: object, path: Path, errors: BodyErrors) -> None:
    """True or false."""
    if not isinstance(value, bool):
        errors.add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")


def snowflake(value: object, path: Path, errors: BodyErrors) -> None:
    """An id: a string of digits, or an integer."""
    if isinstance(value, bool) or not _SNOWFLAKE.fullmatch(str(value)):
        errors.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')


def choice(*values: object) -> Rule:
    """One of a few values."""

    def check(value: object, path: Path, errors: BodyErrors) -> None:
        if isinstance(value, bool) or value not in values:
            shown = ", ".join(str(one) for one in values)
            errors.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{shown}}}.")

    return check


def many(rule: Rule, most: int, least: int = 0) -> Rule:
    """A list whose every item obeys the rule."""

    def check(value: object, path: Path, errors: BodyErrors) -> None:
        if not isinstance(value, list):
            errors.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if not least and len(value) > most:
            errors.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif not least <= len(value) <= most:
            errors.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        for index, item in enumerate(value):
            rule(item, (*path, index), errors)

    return check


def shape(fields: Mapping[str, Field]) -> Rule:
    """An object; fields that are not in the table are ignored, as Discord does."""

    def check(value: object, path: Path, errors: BodyErrors) -> None:
        if not isinstance(value, dict):
            errors.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return
        for name, (required, rule) in fields.items():
            item = value.get(name)
            if item is not None:
                rule(item, (*path, name), errors)
            elif required:
                errors.add((*path, name), "BASE_TYPE_REQUIRED", "This field is required")

    return check


def by_type(rules: Mapping[int, Rule]) -> Rule:
    """One of several objects, told apart by their `type`."""
    known = ", ".join(str(one) for one in rules)

    def check(value: object, path: Path, errors: BodyErrors) -> None:
        if not isinstance(value, dict):
            errors.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return
        kind = value.get("type")
        rule = rules.get(kind) if isinstance(kind, int) else None
        if kind is None:
            errors.add((*path, "type"), "BASE_TYPE_REQUIRED", "This field is required")
        elif rule is None:
            errors.add(
                (*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({known}).'
            )
        else:
            rule(value, path, errors)

    return check
