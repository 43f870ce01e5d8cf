"""Forms as values: what can be asked on any platform, with every limit as an invariant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from core.domain.text import units
from core.ports.cards import Inline, Option, Tone, limit, options_fit
from core.ports.tokens import token

FIELDS = 5
"""What every platform's forms hold; Discord's modals hold five components."""
LONG_MENU = 100
"""Slack's menus hold a hundred options; Discord's show the first ``OPTIONS`` of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something to fill in. ``hint`` stands under it; ``value`` is what it already holds."""

    key: str
    label: str
    hint: str = ""
    value: str = ""
    required: bool = False

    def __post_init__(self) -> None:
        limit("a field's label", self.label, 45)
        if self.hint:
            limit("a field's hint", self.hint, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(Field):
    """Typed words. ``longest`` counts UTF-16 units; both platforms enforce it while typing."""

    longest: int
    lines: bool = False
    example: str = ""

    def __post_init__(self) -> None:
        Field.__post_init__(self)
        if not 1 <= self.longest <= 3000:  # noqa: PLR2004 - Slack's longest input
            raise ValueError("a text field holds 1 to 3000 units")
        if self.example:
            limit("a field's example", self.example, 100)
        if units(self.value) > self.longest:
            raise ValueError("a field's value is longer than the field")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(Field):
    """One of up to a hundred options; a platform whose menus hold fewer shows the first of them.

    With ``watched`` a change calls the form's route again where that is possible.
    """

    options: tuple[Option, ...]
    watched: bool = False

    def __post_init__(self) -> None:
        Field.__post_init__(self)
        options_fit(self.options, LONG_MENU)
        if self.value and self.value not in {option.value for option in self.options}:
            raise ValueError("the value of a choice is not among its options")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchField(Field):
    """One of many options, found by typing: ``source`` is the route that answers a search.

    ``options`` are the first ones, for a platform whose forms cannot search; ``chosen`` is the option whose
    value the field already holds. With ``watched`` a change calls the form's route again.
    """

    source: str
    options: tuple[Option, ...] = ()
    chosen: Option | None = None
    watched: bool = False

    def __post_init__(self) -> None:
        Field.__post_init__(self)
        if self.options:
            options_fit(self.options)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeField(Field):
    """An instant: a native picker gives ``value`` as ISO 8601 with offset, typing gives whatever was typed.

    ``zone`` is the IANA name in which a typed time is read; ``example`` is shown in an empty typed field.
    """

    zone: str
    example: str = "2026-12-01 15:00"


AnyField: TypeAlias = TextField | ChoiceField | SearchField | TimeField


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A dialog of 1 to ``most`` fields, its introduction counted, whose submit calls ``route`` with ``args``.

    ``tone`` is that of the introduction: a form that comes with a doubt says so.
    ``most`` is more than every platform's forms hold only in a form for one platform (``Capabilities.form_fields``).
    """

    title: str
    route: str
    fields: tuple[AnyField, ...]
    args: tuple[str, ...] = ()
    submit: str = "Send"
    intro: tuple[Inline, ...] = ()
    tone: Tone = Tone.PLAIN
    most: int = FIELDS

    def __post_init__(self) -> None:
        limit("a form's title", self.title, 24)
        limit("a form's submit label", self.submit, 24)
        token(self.route, self.args)
        if not 1 <= len(self.fields) <= self.most - bool(self.intro):
            raise ValueError(f"a form has 1 to {self.most} fields, its introduction counted")
        if len({one.key for one in self.fields}) != len(self.fields):
            raise ValueError("two fields of one form have the same key")
