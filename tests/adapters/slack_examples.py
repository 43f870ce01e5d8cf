"""Any card and any form that can be built, and the people and payloads of the examples."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from adapters.slack.render.context import RenderContext
from core.domain.people import Address
from core.domain.text import clean, units
from core.ports.cards import (
    Actions,
    Button,
    Card,
    CommandName,
    Divider,
    Fact,
    Heading,
    Inline,
    Line,
    Link,
    Look,
    Menu,
    Option,
    Part,
    Quote,
    Row,
    Strong,
    Style,
    Tone,
    UserText,
    When,
    Who,
)
from core.ports.forms import AnyField, ChoiceField, Form, SearchField, TextField, TimeField
from core.screens.phrases import PHRASES

TEAM = "T0HOME"
HERE = RenderContext(workspace=TEAM, prefix="", phrases=PHRASES)
ANA = Address("slack", TEAM, "U0ANA0001")
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
HOSTILE = "<!channel> <@U0KEN0001> *bold* _it_ ~no~ `code` & <https://evil.example|here> @here :smile:"
WORDS = ("", "Code review", HOSTILE, "\n\n", "👩🏽‍🚀" * 20, "<&>" * 60, "ü" * 300, "x" * 1200, "*a* _b_ |^|")
Built = TypeVar("Built")


class Anything:
    """Draws any card or form that can be built; one seed always gives the same."""

    def __init__(self, seed: int) -> None:
        self._dice = Random(seed)

    def card(self) -> Card:
        return self._made(
            lambda: Card(
                title=self._label(100),
                summary=self._label(200),
                badge=self._maybe("", self._label(40)),
                tone=self._dice.choice(list(Tone)),
                parts=tuple(self._part() for _ in range(self._dice.randint(0, 14))),
            )
        )

    def form(self) -> Form:
        intro = self._maybe((), self._parts())
        return self._made(
            lambda: Form(
                title=self._label(24),
                route=self._name(),
                fields=tuple(
                    self._field(f"field-{at}") for at in range(self._dice.randint(1, 5 - bool(intro)))
                ),
                args=self._args(),
                submit=self._label(24),
                intro=intro,
                tone=self._dice.choice(list(Tone)),
            )
        )

    def _made(self, build: Callable[[], Built]) -> Built:
        """Build until the value's own invariants let one through."""
        while True:
            with contextlib.suppress(ValueError):
                return build()

    def _maybe(self, nothing: Built, something: Built) -> Built:
        return self._dice.choice((nothing, something))

    def _words(self) -> str:
        return self._dice.choice(WORDS)

    def _label(self, longest: int) -> str:
        words = self._dice.choice([word for word in WORDS if word.strip()])
        return clean(words)[: longest // 2] if units(words) > longest else words

    def _name(self) -> str:
        return "".join(self._dice.choices("abcdefgh", k=8))

    def _args(self) -> tuple[str, ...]:
        return tuple(self._name() for _ in range(self._dice.randint(0, 3)))

    def _inline(self) -> Inline:
        space, user = (
            self._dice.choice((TEAM, "T0OTHER", "-")),
            self._dice.choice(("U0ANA0001", "42", "<!here>")),
        )
        who = Address(self._dice.choice(("slack", "discord")), space, user)
        when = NOON + timedelta(minutes=self._dice.randint(-(10**7), 10**7))
        return self._dice.choice(
            (
                self._words(),
                UserText(self._words()),
                Strong(self._words()),
                CommandName("my-sessions"),
                Who(self._words(), who),
                When(when, self._dice.choice(list(Style)), self._words()),
            )
        )

    def _parts(self) -> tuple[Inline, ...]:
        return tuple(self._inline() for _ in range(self._dice.randint(0, 3)))

    def _under(self) -> tuple[tuple[Inline, ...], ...]:
        return tuple(self._parts() for _ in range(self._dice.randint(0, 2)))

    def _options(self) -> tuple[Option, ...]:
        return tuple(
            Option(self._label(75), f"value-{at}", self._maybe("", self._label(75)))
            for at in range(self._dice.choice((1, 3, 25)))
        )

    def _pressable(self) -> Button | Link:
        look = self._dice.choice(list(Look))
        if self._maybe(nothing=False, something=True):
            return Link(self._label(75), "https://meet.example/room", look)
        return Button(self._label(34), self._name(), self._args(), look, self._words())

    def _part(self) -> Part:
        return self._dice.choice(
            (
                Line(self._parts(), self._maybe(nothing=False, something=True)),
                Fact(self._words(), self._parts()),
                Quote(UserText(self._words()), self._words()),
                Heading(self._words(), self._maybe(nothing=False, something=True)),
                Divider(),
                Actions(tuple(self._pressable() for _ in range(self._dice.randint(1, 5)))),
                Row(self._parts(), self._pressable(), self._under()),
                Menu(self._label(100), self._name(), self._options(), self._args()),
            )
        )

    def _field(self, key: str) -> AnyField:
        basics: dict[str, Any] = {
            "key": key,
            "label": self._label(45),
            "hint": self._maybe("", self._label(100)),
            "required": self._maybe(nothing=False, something=True),
        }
        watched, options = self._maybe(nothing=False, something=True), self._options()
        chosen = self._maybe("", options[-1].value)
        time = self._dice.choice(("", "tomorrow", "2026-12-01T15:00", NOON.isoformat()))
        example = self._maybe("", self._label(100))
        return self._dice.choice(
            (
                TextField(**basics, longest=3000, lines=watched, value=self._words(), example=example),
                ChoiceField(**basics, options=options, value=chosen, watched=watched),
                SearchField(**basics, source="find", chosen=self._maybe(None, options[0]), watched=watched),
                TimeField(**basics, zone="Europe/Berlin", value=time),
            )
        )


def a_card(**changes: Any) -> Card:
    """Return a small card, or whatever ``changes`` make of it."""
    return Card(**({"title": "Session request", "summary": "A session request"} | changes))


def a_form(*fields: AnyField, **changes: Any) -> Form:
    """Return a booking form with a topic, or with ``fields``."""
    given = fields or (TextField(key="topic", label="Topic", longest=120, required=True),)
    return Form(**({"title": "Book a session", "route": "book", "fields": given} | changes))
