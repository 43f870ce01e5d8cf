"""A message that somebody was asked about, as the words of a request: a topic, and the message as a quote."""

from __future__ import annotations

from core.domain.booking import MESSAGE_LENGTH, TOPIC_LENGTH
from core.domain.people import NAME_LENGTH
from core.domain.text import clean, cut, units


def about_message(text: str, author: str, link: str) -> dict[str, str]:
    """Return topic and message of a request about a message.

    The topic is its first line, the message all of it as a quote, with who wrote it and where it stands.
    ``author`` and ``link`` are empty where the platform does not tell; however long the text, both are kept.
    """
    lines = clean(text, lines=True).split("\n")
    first = next((line for line in lines if line.strip()), "")
    name = cut(clean(author), NAME_LENGTH)
    head = f"{name} wrote:\n" if name and first else ""
    tail = f"\n{link}" if link else ""
    quote = "\n".join(f"> {line}".rstrip() for line in lines) if first else ""
    body = cut(quote, MESSAGE_LENGTH - units(head) - units(tail))
    return {
        "topic": cut(" ".join(first.split()), TOPIC_LENGTH),
        "message": f"{head}{body}{tail}".strip(),
    }
