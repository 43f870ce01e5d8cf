"""Cards and forms as values: what can be shown or asked on any platform, with every limit as an invariant.

If it constructs, it renders. Limits are the minimum over both platforms (Slack: Block Kit reference;
Discord: Component Reference), counted in UTF-16 units, and leave room for escaping.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from core.domain.booking import BookingId
from core.domain.people import Address
from core.domain.text import units

BUTTONS_IN_ROW = 5
OPTIONS = 25
FIELDS = 5
CARD_UNITS = 3800
"""All words of one card together; Discord allows 4,000 characters over all text of a message."""
CARD_PARTS = 30
"""All parts of one card, buttons included; Discord allows 40 components, nested ones counted."""


def _limit(what: str, text: str, longest: int) -> None:
    if not text.strip():
        raise ValueError(f"{what} is empty")
    if units(text) > longest:
        raise ValueError(f"{what} is longer than {longest}: {text[:40]}…")


class Tone(enum.Enum):
    """The colour of a card. The word in its badge always says the same."""

    PLAIN = "plain"
    WAITING = "waiting"
    GOOD = "good"
    BAD = "bad"


# --- inline values -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class When:
    """An instant that each reader sees in their own zone and language.

    ``style`` is ``full`` (weekday, date, time) or ``relative`` ("in 2 days"). ``fallback`` is what a reader
    without the platform's own rendering sees, with the zone named.
    """

    instant: datetime
    style: str = "full"
    fallback: str = ""

    def __post_init__(self) -> None:
        if self.instant.tzinfo is None:
            raise ValueError("a time without a zone")


@dataclass(frozen=True, slots=True)
class Who:
    """A person: their own platform shows a name that can be opened, every other one a plain name.

    It never pings anybody.
    """

    name: str
    address: Address


@dataclass(frozen=True, slots=True)
class UserText:
    """Words that somebody typed. They land only where they can neither format, link nor ping."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Our own words, in bold."""

    text: str


Inline: TypeAlias = str | Strong | When | Who | UserText
"""A plain ``str`` is our own words; a person's words are always UserText."""


# --- parts of a card -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. ``small`` is for remarks."""

    parts: tuple[Inline, ...]
    small: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value on one line: ``Topic  Code review``."""

    label: str
    parts: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, set apart so that nobody takes them for ours."""

    text: UserText
    by: str = ""
    """Whose words they are, in our wording, such as ``Message`` or ``Mentor's answer``."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section inside a card."""

    text: str


@dataclass(frozen=True, slots=True)
class Divider:
    """A thin line."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: it calls ``route`` with ``args``. ``confirm`` is asked first where that is possible."""

    label: str
    route: str
    args: tuple[str, ...] = ()
    look: str = "plain"
    """``plain``, ``primary`` or ``danger``."""
    confirm: str = ""

    def __post_init__(self) -> None:
        _limit("a button's label", self.label, 34)
        token(self.route, self.args)


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address; ``url`` was checked by whoever made it (https, or the platform's own)."""

    label: str
    url: str
    look: str = "plain"

    def __post_init__(self) -> None:
        _limit("a link's label", self.label, 75)
        _limit("a link's address", self.url, 512)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a menu. ``value`` comes back when it is chosen."""

    label: str
    value: str
    note: str = ""

    def __post_init__(self) -> None:
        _limit("an option's label", self.label, 75)
        _limit("an option's value", self.value, 75)
        if self.note:
            _limit("an option's note", self.note, 75)


@dataclass(frozen=True, slots=True)
class Menu:
    """A drop-down inside a card: choosing calls ``route`` with ``args`` and the value as ``values["choice"]``."""

    placeholder: str
    route: str
    options: tuple[Option, ...]
    args: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _limit("a menu's placeholder", self.placeholder, 100)
        _options(self.options)
        token(self.route, self.args)


@dataclass(frozen=True, slots=True)
class Actions:
    """A row of up to five buttons and links."""

    items: tuple[Button | Link, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.items) <= BUTTONS_IN_ROW:
            raise ValueError(f"a row holds 1 to {BUTTONS_IN_ROW} buttons")


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph with one button at its end: an entry of a list."""

    parts: tuple[Inline, ...]
    button: Button | Link


Part: TypeAlias = Line | Fact | Quote | Heading | Divider | Actions | Row | Menu


@dataclass(frozen=True, slots=True)
class About:
    """Which booking a card shows, at which version."""

    booking: BookingId
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message: a title with an optional badge, a tone, and parts.

    ``summary`` is the one line that a notification or a screen reader gives; it holds no private text.
    """

    title: str
    summary: str
    badge: str = ""
    tone: Tone = Tone.PLAIN
    parts: tuple[Part, ...] = ()
    about: About | None = None

    def __post_init__(self) -> None:
        _limit("a card's title", self.title, 100)
        _limit("a card's summary", self.summary, 200)
        if self.badge:
            _limit("a card's badge", self.badge, 40)
        if sum(units(text) for text in words(self)) > CARD_UNITS:
            raise ValueError(f"a card holds at most {CARD_UNITS} units of text")
        if sum(_weight(part) for part in self.parts) > CARD_PARTS:
            raise ValueError(f"a card holds at most {CARD_PARTS} parts")
        tokens = [token(button.route, button.args) for button in buttons(self)]
        if len(tokens) != len(set(tokens)):
            raise ValueError("two buttons of one card do the same")


# --- forms ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something to fill in. ``hint`` stands under it; ``value`` is what it already holds."""

    key: str
    label: str
    hint: str = ""
    value: str = ""
    required: bool = False

    def __post_init__(self) -> None:
        _limit("a field's label", self.label, 45)
        if self.hint:
            _limit("a field's hint", self.hint, 100)


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
            _limit("a field's example", self.example, 100)
        if units(self.value) > self.longest:
            raise ValueError("a field's value is longer than the field")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(Field):
    """One of a few options. With ``watched`` a change calls the form's route again where that is possible."""

    options: tuple[Option, ...]
    watched: bool = False

    def __post_init__(self) -> None:
        Field.__post_init__(self)
        _options(self.options)
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
            _options(self.options)


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
    """A dialog of up to five fields, whose submit calls ``route`` with ``args``."""

    title: str
    route: str
    fields: tuple[AnyField, ...]
    args: tuple[str, ...] = ()
    submit: str = "Send"
    intro: tuple[Inline, ...] = ()

    def __post_init__(self) -> None:
        _limit("a form's title", self.title, 24)
        _limit("a form's submit label", self.submit, 24)
        token(self.route, self.args)
        if not 1 <= len(self.fields) <= FIELDS - bool(self.intro):
            raise ValueError(f"a form has 1 to {FIELDS} fields, its introduction counted")
        if len({one.key for one in self.fields}) != len(self.fields):
            raise ValueError("two fields of one form have the same key")


# --- replies -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Show:
    """Answer with a card that only the person who acted sees."""

    card: Card


@dataclass(frozen=True, slots=True)
class Swap:
    """Replace the card whose button was pressed (or from which a form was opened).

    Where nothing was pressed it is shown like Show. ``note`` is told to the person beside it.
    """

    card: Card
    note: Card | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Open a form. In answer to a watched field's change it replaces the open form and keeps what is typed."""

    form: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Say why not. ``fields`` are errors by field key; ``edit`` reopens the form with everything typed;
    ``card`` shows the truth in place of the card that was pressed."""

    why: str
    fields: Mapping[str, str] = field(default_factory=dict)
    edit: Button | None = None
    card: Card | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Answer to a search: what can be chosen, best first."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Answer to the opening of a person's own page."""

    card: Card


Reply: TypeAlias = Show | Swap | Ask | Refuse | Found | Page
FormReply: TypeAlias = Show | Swap | Refuse
"""A form handler cannot answer with a form: Discord has no dialog after a dialog."""


# --- what holds everywhere -----------------------------------------------------------------------------------


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


def buttons(card: Card) -> Iterator[Button | Menu]:
    """Yield everything in ``card`` that calls a route."""
    for part in card.parts:
        match part:
            case Actions(items):
                yield from (item for item in items if isinstance(item, Button))
            case Row(button=Button() as button):
                yield button
            case Menu():
                yield part
            case _:
                pass


def words(card: Card) -> Iterator[str]:
    """Yield every piece of text that a reader of ``card`` sees, labels of buttons included."""
    yield card.title
    yield card.badge
    for part in card.parts:
        match part:
            case Line(parts) | Row(parts):
                yield from map(_inline, parts)
            case Fact(label, parts):
                yield label
                yield from map(_inline, parts)
            case Quote(text, by):
                yield text.text
                yield by
            case Heading(text):
                yield text
            case _:
                pass


def _inline(part: Inline) -> str:
    match part:
        case When():
            return "0" * 40
        case Who(name):
            return name
        case UserText(text) | Strong(text) | text:
            return str(text)


def _weight(part: Part) -> int:
    match part:
        case Actions(items):
            return 1 + len(items)
        case Row():
            return 3
        case Menu():
            return 2
        case _:
            return 1


def _options(options: tuple[Option, ...]) -> None:
    if not 1 <= len(options) <= OPTIONS:
        raise ValueError(f"a menu holds 1 to {OPTIONS} options")
    if len({option.value for option in options}) != len(options):
        raise ValueError("two options of one menu have the same value")
