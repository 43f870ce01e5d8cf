"""Any card or form as plain text: for fallbacks, transcripts and tests."""

from __future__ import annotations

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
    Menu,
    Part,
    Quote,
    Row,
    Strong,
    Struck,
    UserText,
    When,
    Who,
)
from core.ports.forms import Form


def plain(card: Card) -> str:
    """Return what a card says, one line for each part."""
    title = f"{card.title} · {card.badge}" if card.badge else card.title
    return "\n".join((*([title] if title else []), *(_part(part) for part in card.parts)))


def plain_form(form: Form) -> str:
    """Return what a form asks, one line for each field."""
    intro = (line(form.intro),) if form.intro else ()
    fields = (f"{field.label}{' *' if field.required else ''}: {field.value}" for field in form.fields)
    return "\n".join((form.title, *intro, *fields, f"[{form.submit}]"))


def line(parts: tuple[Inline, ...]) -> str:
    """Return inline values as text."""
    return "".join(_inline(part) for part in parts)


def _part(part: Part) -> str:
    match part:
        case Line(parts):
            return line(parts)
        case Fact(label, parts):
            return f"{label}: {line(parts)}"
        case Quote(text, by):
            body = "\n".join(f"> {one}" for one in text.text.splitlines())
            return f"{by}:\n{body}" if by else body
        case Heading(text):
            return f"— {text} —"
        case Divider():
            return "—"
        case Actions(items, more):
            return " ".join([*map(_button, items), *(f"({item.label})" for item in more)])
        case Row(line=parts, button=button):
            return f"{line(parts)} {_button(button)}"
        case Menu(placeholder, _, options):
            return f"[{placeholder} ▾ {' | '.join(option.label for option in options)}]"


def _inline(part: Inline) -> str:
    match part:
        case When(instant, _, fallback):
            return fallback or instant.isoformat()
        case Who(name):
            return f"@{name}"
        case CommandName(name):
            return f"/{name}"
        case Strong(text) | Struck(text) | UserText(text):
            return text
        case str():
            return part


def _button(item: Button | Link) -> str:
    return f"[{item.label} → {item.url}]" if isinstance(item, Link) else f"[{item.label}]"
