"""The kinds of rule that Block Kit is made of; a rule yields one line per violation, with a JSON pointer.

The wording follows what Slack's validator answers in `response_metadata.messages`
("must be less than 3001 characters [json-pointer:/blocks/0/text/text]").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.playground.slack_emulator.json_types import Json, Value


class Rule(Protocol):
    """What one value must look like."""

    def check(self, value: Value, at: str) -> Iterator[str]:
        """One line for every violation found at the pointer `at`."""
        ...


def said(what: str, at: str) -> str:
    """A line as Slack writes it, with its JSON pointer."""
    return f"{what} [json-pointer:{at or '/'}]"


@dataclass(frozen=True, slots=True)
class Str:
    """A string with a length, a pattern or a fixed vocabulary."""

    most: int | None = None
    least: int = 0
    like: re.Pattern[str] | None = None
    among: frozenset[str] | None = None

    def check(self, value: Value, at: str) -> Iterator[str]:
        """See Rule."""
        if not isinstance(value, str):
            yield said("must be a string", at)
            return
        if self.most is not None and len(value) > self.most:
            yield said(f"must be less than {self.most + 1} characters", at)
        if len(value) < self.least:
            yield said(f"must be more than {self.least - 1} characters", at)
        if self.like is not None and not self.like.match(value):
            yield said("failed to match the required pattern", at)
        if self.among is not None and value not in self.among:
            yield said(f"must be one of: {', '.join(sorted(self.among))}", at)


@dataclass(frozen=True, slots=True)
class Num:
    """A whole number between two ends."""

    least: int | None = None
    most: int | None = None

    def check(self, value: Value, at: str) -> Iterator[str]:
        """See Rule."""
        if isinstance(value, bool) or not isinstance(value, int):
            yield said("must be an integer", at)
            return
        if self.least is not None and value < self.least:
            yield said(f"must be greater than {self.least - 1}", at)
        if self.most is not None and value > self.most:
            yield said(f"must be less than {self.most + 1}", at)


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def check(self, value: Value, at: str) -> Iterator[str]:
        """See Rule."""
        if not isinstance(value, bool):
            yield said("must be a boolean", at)


@dataclass(frozen=True, slots=True)
class Loose:
    """An object whose inside is not looked at here."""

    def check(self, value: Value, at: str) -> Iterator[str]:
        """See Rule."""
        if not isinstance(value, dict):
            yield said("must be an object", at)


@dataclass(frozen=True, slots=True)
class Many:
    """A list of the same kind of thing."""

    item: Rule
    most: int | None = None
    least: int = 0

    def check(self, value: Value, at: str) -> Iterator[str]:
        """See Rule."""
        if not isinstance(value, list):
            yield said("must be an array", at)
            return
        if self.most is not None and len(value) > self.most:
            yield said(f"no more than {self.most} items allowed", at)
        if len(value) < self.least:
            yield said(f"no fewer than {self.least} items allowed", at)
        for index, one in enumerate(value):
            yield from self.item.check(one, f"{at}/{index}")


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with known fields; `type` is always allowed, because a `OneOf` has looked at it."""

    fields: Mapping[str, Rule]
    needs: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    """At least one of these must be there."""
    exclusive: tuple[str, ...] = ()
    """At most one of these may be there."""

    def check(self, value: Value, at: str) -> Iterator[str]:
        """See Rule."""
        if not isinstance(value, dict):
            yield said("must be an object", at)
            return
        yield from self._presence(value, at)
        for name, inside in value.items():
            rule = self.fields.get(name)
            if rule is not None:
                yield from rule.check(inside, f"{at}/{name}")
            elif name != "type":
                yield said(f"invalid additional property: {name}", at)

    def _presence(self, value: Json, at: str) -> Iterator[str]:
        for name in self.needs:
            if name not in value:
                yield said(f"missing required field: {name}", at)
        if self.one_of and not any(name in value for name in self.one_of):
            yield said(f"missing required field: {' or '.join(self.one_of)}", at)
        if sum(name in value for name in self.exclusive) > 1:
            yield said(f"only one of {', '.join(self.exclusive)} is allowed", at)


@dataclass(frozen=True, slots=True)
class OneOf:
    """An object that says in `type` which of these shapes it has."""

    kinds: Mapping[str, Rule] = field(default_factory=dict)

    def check(self, value: Value, at: str) -> Iterator[str]:
        """See Rule."""
        if not isinstance(value, dict):
            yield said("must be an object", at)
            return
        if "type" not in value:
            yield said("missing required field: type", at)
            return
        rule = self.kinds.get(value["type"]) if isinstance(value["type"], str) else None
        if rule is None:
            yield said(f"unsupported type: {value['type']}", f"{at}/type")
            return
        yield from rule.check(value, at)


def plain(most: int, least: int = 1) -> OneOf:
    """A plain_text object of at most `most` characters."""
    return OneOf({"plain_text": Shape({"text": Str(most, least), "emoji": Flag()}, ("text",))})


def mrkdwn(most: int, least: int = 1) -> OneOf:
    """A mrkdwn object of at most `most` characters."""
    return OneOf({"mrkdwn": Shape({"text": Str(most, least), "verbatim": Flag()}, ("text",))})


def text(most: int, least: int = 1) -> OneOf:
    """Either kind of text object."""
    return OneOf({**plain(most, least).kinds, **mrkdwn(most, least).kinds})
