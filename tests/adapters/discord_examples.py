"""Any card and any form that can be built, for the property tests of the Discord renderer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from adapters.discord.render import RenderContext
from core.domain.people import Address
from core.domain.text import units
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

Built = TypeVar("Built")
HERE = RenderContext(prefix="")
HOSTILE = (
    "<@1> <#2> </a:3> <t:0:F> <id:guide> <:x:4> @everyone **b** ||s|| [a](https://x.example)\n# h\n- l\n1. n"
)

words = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(["", " ", HOSTILE, "\n" * 40, "*" * 900, "👩🏽‍🚀" * 30, "plain words", "x" * 3000]),
)
labels = words.map(lambda text: text.strip()[:12].strip() or "Label")
hints = st.one_of(st.just(""), labels)
slugs = st.sampled_from(["accept", "book-session", "show", "a" * 32, "b" * 60, "c" * 90])
args = st.lists(st.sampled_from(["3", "f" * 32]), max_size=3).map(tuple)
people = st.builds(
    Address, st.sampled_from(["slack", "discord"]), st.just("-"), st.sampled_from(["U1", "80351110224678912"])
)
times = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def tuples(one: SearchStrategy[Built], least: int, most: int) -> SearchStrategy[tuple[Built, ...]]:
    return st.lists(one, min_size=least, max_size=most).map(tuple)


looks = st.sampled_from(Look)


@st.composite
def inlines(draw: DrawFn) -> Inline:
    text = draw(words)
    at = draw(times)
    made: list[Inline] = [
        text,
        Strong(text),
        CommandName("my-sessions"),
        UserText(text),
        Who(text, draw(people)),
        When(at),
        When(at, Style.RELATIVE),
    ]
    return draw(st.sampled_from(made))


def lines() -> SearchStrategy[tuple[Inline, ...]]:
    return tuples(inlines(), 0, 4)


def options(draw: DrawFn) -> tuple[Option, ...]:
    count = draw(st.integers(1, 25))
    return tuple(Option(draw(labels), str(number), "note") for number in range(count))


@st.composite
def controls(draw: DrawFn) -> Button | Link:
    if draw(st.booleans()):
        return Link(draw(labels), "https://meet.example/room")
    confirm = draw(st.sampled_from(["", "Is that meant?"]))
    return Button(draw(labels), draw(slugs), draw(args), draw(looks), confirm)


MAKERS: dict[str, Callable[[DrawFn], Part]] = {
    "line": lambda draw: Line(draw(lines()), draw(st.booleans())),
    "fact": lambda draw: Fact(draw(labels), draw(lines())),
    "quote": lambda draw: Quote(UserText(draw(words)), draw(st.sampled_from(["", "Message"]))),
    "heading": lambda draw: Heading(draw(labels)),
    "divider": lambda _draw: Divider(),
    "actions": lambda draw: Actions(draw(tuples(controls(), 1, 5))),
    "row": lambda draw: Row(draw(lines()), draw(controls()), draw(tuples(lines(), 0, 2))),
    "menu": lambda draw: Menu(draw(labels), draw(slugs), options(draw), draw(args)),
}


@st.composite
def cards(draw: DrawFn) -> Card:
    """Return a card; what its own invariants refuse is no example."""
    kinds = draw(st.lists(st.sampled_from(sorted(MAKERS)), max_size=9))
    try:
        return Card(
            title=draw(labels),
            summary="A summary",
            badge=draw(st.sampled_from(["", "Confirmed", "*" * 40])),
            tone=draw(st.sampled_from(Tone)),
            parts=tuple(MAKERS[kind](draw) for kind in kinds),
        )
    except ValueError:
        return reject()


@st.composite
def fields(draw: DrawFn) -> AnyField:
    key = draw(st.sampled_from(["mentor", "topic", "message", "when", "session-type", "note"]))
    basics: dict[str, Any] = {
        "key": key,
        "label": draw(labels),
        "hint": draw(hints),
        "required": draw(st.booleans()),
    }
    text = draw(words)
    match draw(st.integers(0, 3)):
        case 0:
            longest = draw(st.integers(max(1, units(text)), 3000))
            return TextField(
                **basics, longest=longest, lines=draw(st.booleans()), value=text, example=draw(hints)
            )
        case 1:
            return ChoiceField(**basics, options=options(draw), value=draw(st.sampled_from(["", "0"])))
        case 2:
            chosen = draw(st.sampled_from([None, Option("Ana", "ana"), Option("First", "0")]))
            offered = options(draw) if draw(st.booleans()) else ()
            return SearchField(**basics, source="search-mentors", options=offered, chosen=chosen)
        case _:
            return TimeField(**basics, zone=draw(st.sampled_from(["UTC", "Europe/Berlin"])), value=text)


@st.composite
def forms(draw: DrawFn) -> Form:
    """Return a form; what its own invariants refuse is no example."""
    given = draw(st.lists(fields(), min_size=1, max_size=5, unique_by=lambda one: one.key))
    try:
        return Form(
            title=draw(labels),
            route=draw(slugs),
            args=draw(args),
            fields=tuple(given),
            intro=draw(tuples(inlines(), 0, 2)),
        )
    except ValueError:
        return reject()


def a_card(**changes: Any) -> Card:
    """Return a small card, or whatever ``changes`` make of it."""
    return Card(**({"title": "Session request", "summary": "A session request"} | changes))


def a_form(*given: AnyField, **changes: Any) -> Form:
    """Return a form with a topic, or with the given fields."""
    known = given or (TextField(key="topic", label="Topic", longest=120, required=True),)
    return Form(**({"title": "Book a session", "route": "book-session", "fields": known} | changes))
