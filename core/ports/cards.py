"""Cards as values: what can be shown on any platform, with every limit as an invariant.

If it constructs, it renders. Limits are the minimum over both platforms (Slack: Block Kit reference;
Discord: Component Reference), counted in UTF-16 units, and leave room for escaping.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from core.domain.booking import BookingId
from core.domain.people import Address
from core.domain.text import units
from core.ports.files import File
from core.ports.tokens import token

BUTTONS_IN_ROW = 5
UNDER = 2
MORE = "More…"
"""Behind what the less likely buttons of a row stand."""
OPTIONS = 25
CARD_UNITS = 3800
"""All words of one card together; Discord allows 4,000 characters over all text of a message."""
CARD_PARTS = 30
"""All parts of one card, buttons included; Discord allows 40 components, nested ones counted."""


def limit(what: str, text: str, longest: int) -> None:
    """Raise ValueError when ``text`` is empty, or longer than ``longest`` UTF-16 units."""
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


class Look(enum.StrEnum):
    """How a button or a link looks."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


class Style(enum.StrEnum):
    """How an instant is written."""

    FULL = "full"
    """Weekday, date and time, and how far away it is where the platform keeps that up to date."""
    RELATIVE = "relative"
    """How far away it is: "in 2 days"."""


# --- inline values -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class When:
    """An instant that each reader sees in their own zone and language.

    ``fallback`` is what a reader without the platform's own rendering sees, with the zone named.
    """

    instant: datetime
    style: Style = Style.FULL
    fallback: str = ""
    until: datetime | None = None
    """The end of a span that begins at ``instant``: only its time of day is written."""

    def __post_init__(self) -> None:
        if self.instant.tzinfo is None or (self.until is not None and self.until.tzinfo is None):
            raise ValueError("a time without a zone")
        Style(self.style)


@dataclass(frozen=True, slots=True)
class Who:
    """A person: their own platform shows a name that can be opened, every other one a plain name.

    It never pings anybody.
    """

    name: str
    address: Address


@dataclass(frozen=True, slots=True)
class UserText:
    """Words that somebody typed. They land only where they can neither format, link nor ping.

    ``strong`` words are the topic of what is shown: they are bold, and still nobody's markup.
    """

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Strong:
    """Our own words, in bold."""

    text: str


@dataclass(frozen=True, slots=True)
class Struck:
    """Our own words that hold no more: crossed out, so that an old message does not lie."""

    text: str


@dataclass(frozen=True, slots=True)
class CommandName:
    """A command of ours: it is shown as people type it here, with the slash and the program's prefix."""

    name: str


Inline: TypeAlias = str | Strong | Struck | When | Who | UserText | CommandName
"""A plain ``str`` is our own words; a person's words are always UserText."""
Sentence: TypeAlias = tuple[Inline, ...]
"""One whole sentence for a person, in pieces that each platform shows in its own way."""


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
    """The title of a section inside a card. Where it ``folds``, the rows below it are shown when somebody asks."""

    text: str
    folds: bool = False


@dataclass(frozen=True, slots=True)
class Divider:
    """A thin line."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: it calls ``route`` with ``args``. ``confirm`` is asked first where that is possible."""

    label: str
    route: str
    args: tuple[str, ...] = ()
    look: Look = Look.PLAIN
    confirm: str = ""

    def __post_init__(self) -> None:
        Look(self.look)
        limit("a button's label", self.label, 34)
        token(self.route, self.args)


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address; ``url`` was checked by whoever made it (https, or the platform's own)."""

    label: str
    url: str
    look: Look = Look.PLAIN

    def __post_init__(self) -> None:
        Look(self.look)
        limit("a link's label", self.label, 75)
        limit("a link's address", self.url, 512)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a menu. ``value`` comes back when it is chosen; ``group`` is the heading it stands under."""

    label: str
    value: str
    note: str = ""
    group: str = ""

    def __post_init__(self) -> None:
        limit("an option's label", self.label, 75)
        limit("an option's value", self.value, 75)
        if self.note:
            limit("an option's note", self.note, 75)
        if self.group:
            limit("an option's group", self.group, 75)


@dataclass(frozen=True, slots=True)
class Menu:
    """A drop-down inside a card: choosing calls ``route`` with ``args`` and the value as ``values["choice"]``."""

    placeholder: str
    route: str
    options: tuple[Option, ...]
    args: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        limit("a menu's placeholder", self.placeholder, 100)
        options_fit(self.options)
        token(self.route, self.args)


@dataclass(frozen=True, slots=True)
class Actions:
    """A row of up to five buttons and links, and the less likely ones behind ``MORE``."""

    items: tuple[Button | Link, ...]
    more: tuple[Button, ...] = ()

    def __post_init__(self) -> None:
        if not self.items and not self.more:
            raise ValueError("a row without a button")
        if len(self.items) > BUTTONS_IN_ROW or len(self.more) > OPTIONS:
            raise ValueError(f"a row holds at most {BUTTONS_IN_ROW} buttons, and {OPTIONS} more")


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph with one button at its end: an entry of a list.

    ``under`` is up to two more lines of something to choose from: where entries stand side by side they are below
    its title, elsewhere behind it.
    """

    parts: tuple[Inline, ...]
    button: Button | Link
    under: tuple[tuple[Inline, ...], ...] = ()

    def __post_init__(self) -> None:
        if len(self.under) > UNDER:
            raise ValueError(f"an entry has at most {UNDER} more lines")

    @property
    def line(self) -> tuple[Inline, ...]:
        """All of it as one paragraph."""
        return (*self.parts, *(part for more in self.under for part in (" · ", *more)))


Part: TypeAlias = Line | Fact | Quote | Heading | Divider | Actions | Row | Menu


@dataclass(frozen=True, slots=True)
class About:
    """Which booking a card shows, at which version."""

    booking: BookingId
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A message: a title with an optional badge, a tone, and parts; a ping of one line has no title.

    ``summary`` is the one line that a notification or a screen reader gives; it holds no private text. ``file`` goes
    with it where a message can carry one, and is left out elsewhere; a message that is there for its file alone names
    in ``fileless`` what is sent in its place where the platform refuses the file.
    """

    title: str
    summary: str
    badge: str = ""
    tone: Tone = Tone.PLAIN
    parts: tuple[Part, ...] = ()
    about: About | None = None
    file: File | None = None
    fileless: Card | None = None

    def __post_init__(self) -> None:
        if self.title or not self.parts:
            limit("a card's title", self.title, 100)
        limit("a card's summary", self.summary, 200)
        if self.badge:
            limit("a card's badge", self.badge, 40)
        if sum(units(text) for text in words(self)) > CARD_UNITS:
            raise ValueError(f"a card holds at most {CARD_UNITS} units of text")
        if sum(_weight(part) for part in self.parts) > CARD_PARTS:
            raise ValueError(f"a card holds at most {CARD_PARTS} parts")
        tokens = [token(button.route, button.args) for button in buttons(self)]
        if len(tokens) != len(set(tokens)):
            raise ValueError("two buttons of one card do the same")


def buttons(card: Card) -> Iterator[Button | Menu]:
    """Yield everything in ``card`` that calls a route."""
    for part in card.parts:
        match part:
            case Actions(items, more):
                yield from (item for item in (*items, *more) if isinstance(item, Button))
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
            case Line(parts) | Row(line=parts):
                yield from map(measured, parts)
            case Fact(label, parts):
                yield label
                yield from map(measured, parts)
            case Quote(text, by):
                yield text.text
                yield by
            case Heading(text):
                yield text
            case _:
                pass


def measured(part: Inline) -> str:
    """Return words that are as long as what a reader sees of an inline value."""
    match part:
        case When():
            return "0" * 50
        case Who(name) | CommandName(name):
            return name
        case UserText(text) | Strong(text) | Struck(text) | text:
            return str(text)


def _weight(part: Part) -> int:
    match part:
        case Actions(items, more):
            return 1 + len(items) + 2 * bool(more)
        case Row():
            return 3
        case Menu():
            return 2
        case _:
            return 1


def options_fit(options: tuple[Option, ...], most: int = OPTIONS) -> None:
    """Raise ValueError unless these options make a menu of at most ``most`` entries."""
    if not 1 <= len(options) <= most:
        raise ValueError(f"a menu holds 1 to {most} options")
    if len({option.value for option in options}) != len(options):
        raise ValueError("two options of one menu have the same value")
