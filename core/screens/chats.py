"""Session chats across platforms: the card of a chat, what is carried over, and everything that is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.chats import EXCERPT, KEPT_OPEN, LETTER_LENGTH, MOST_PARTS
from core.domain.text import cut
from core.ports.cards import (
    Actions,
    Button,
    Card,
    Line,
    Link,
    Quote,
    UserText,
    When,
)
from core.screens.grammar import counted, filled
from core.screens.session import when, who

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from core.domain.booking_view import BookingView
    from core.ports.cards import Part, Sentence
    from core.ports.letters import Chat, Letter

HOURS = int(KEPT_OPEN.total_seconds() // 3600)
FILE_NAME = 60
"""UTF-16 units of a file's name on its button."""
LINK_LENGTH = 512
"""The longest address that a link takes on both platforms."""
IN_ROW = 5
ELSEWHERE = "elsewhere"
"""Says that a button does not stand on the card of a chat, which stays the only one."""
HOW = {
    True: "Write in the thread below this card. I carry every message over to {other}, who is on another platform.",
    False: "Write to me here, or reply to a message of this chat. I carry every message over to {other}, who is on "
    "another platform.",
}
"""How one writes in a chat, with threads and without."""
RULES = f"Changes and deletions follow. The chat closes {HOURS} hours after the session."
OVER = "This chat is closed: nothing is carried over any more, but for deletions."
CLOSED_BY = {
    "me": "You closed the chat with {other}.",
    "other": "{other} closed this chat.",
    "time": "This chat with {other} was closed: its time was over.",
}
LOST = "This message did not reach {other}; I can't deliver it:"
MAYBE_LOST = "I can't find out whether this message reached {other}. If it matters, tell them in another way:"
HAS_MUTED = {
    False: "{other} has muted this chat, so your message was not passed on.",
    True: "{other} has muted this chat, so your change was not passed on.",
}
WAS_CLOSED = {
    False: "The chat with {other} was closed, so your message was not passed on.",
    True: "The chat with {other} was closed, so your change was not passed on.",
}
NOT_PASSED_ON = {False: "Your message was not passed on", True: "Your change was not passed on"}
"""What an author is told, by whether it was a change of what had been passed on before."""
UNCARRIED = {
    "sticker": "a sticker",
    "poll": "a poll",
    "forwarded": "a forwarded message",
    "voice": "a voice message",
    "link": "a file whose address is too long",
    "files": "more than ten files",
    "other": "something that only this platform can show",
}
"""What cannot be carried over, by its code."""


def head_card(view: BookingView, chat: Chat, *, threads: bool) -> Card:
    """Return the card of a chat, as one side sees it."""
    closed = chat.closed_at is not None
    name, topic = cut(view.other.name, 60), UserText(view.booking.topic, strong=True)
    about = filled("About {topic}, session {ref}.", topic=topic, ref=view.booking.ref)
    if closed:
        return Card(
            title=f"Chat with {name}",
            summary=f"The chat with {name} is closed",
            badge="Closed",
            parts=(Line(about), Line((OVER,), small=True)),
        )
    muted = view.role in chat.muted
    return Card(
        title=f"Chat with {name}",
        summary=f"A chat with {name}",
        badge="Muted" if muted else "Open",
        parts=(
            Line(about),
            Line(filled(HOW[threads], other=who(view.other))),
            Line((RULES,), small=True),
            Actions(_acts(view, muted=muted)),
        ),
    )


def _acts(view: BookingView, *, muted: bool) -> tuple[Button, ...]:
    which = (view.booking.id.hex,)
    sound = Button("Unmute", "chat-unmute", which) if muted else Button("Mute", "chat-mute", which)
    return (sound, Button("Report", "chat-report", which), Button("Close chat", "chat-close", which))


def letter_card(view: BookingView, letter: Letter, quoted: str, *, edited: bool = False) -> Card:
    """Return one message as its reader sees it: who wrote it and when, what it replies to, the words, the files."""
    more = letter.more or {}
    files: Sequence[tuple[str, str]] = more.get("files", ())
    length = int(more.get("length", 0))
    missing = [UNCARRIED.get(code, UNCARRIED["other"]) for code in more.get("missing", ())]
    which = "{} of {}".format(*more["part"]) if "part" in more else ""
    said: Sentence = (who(view.other), " · ", when(letter.said_at, view.me))
    head = (*said, *(f" · {word}" for word in (which, "edited" if edited else "") if word))
    parts: list[Part] = [Line(head)]
    if quoted:
        parts.append(Line(("In reply to: ", UserText(cut(quoted, EXCERPT))), small=True))
    if letter.words:
        parts.append(Quote(UserText(letter.words)))
    if length:
        parts.append(Line((f"The rest is not shown: the message has {length} characters.",), small=True))
    if missing:
        parts.append(Line((f"Not shown: {', '.join(missing)}.",), small=True))
    links = [Link(cut(name or "file", FILE_NAME), url) for name, url in files]
    parts += [Actions(tuple(links[at : at + IN_ROW])) for at in range(0, len(links), IN_ROW)]
    return Card(title="", summary=f"A message from {cut(view.other.name, 60)}", parts=tuple(parts))


def closed_line(view: BookingView, chat: Chat) -> Card:
    """Return the line that ends a chat for both; it stays true when the chat is opened again."""
    by = "time" if chat.closed_by is None else "me" if chat.closed_by is view.role else "other"
    said = filled(CLOSED_BY[by], other=who(view.other))
    return Card(
        title="",
        summary=f"The chat with {cut(view.other.name, 60)} was closed",
        parts=(Line(said),),
    )


def opened_line(view: BookingView) -> Card:
    """Return the line below the card of a chat that was opened again."""
    said = filled("This chat with {other} was opened again.", other=who(view.other))
    return Card(
        title="", summary=f"The chat with {cut(view.other.name, 60)} was opened again", parts=(Line(said),)
    )


def lost_line(view: BookingView, excerpt: str, *, doubtful: bool = False) -> Card:
    """Return the line for somebody whose message did not arrive, or may not have."""
    said = filled(MAYBE_LOST if doubtful else LOST, other=who(view.other))
    quoted = (Quote(UserText(excerpt)),) if excerpt else ()
    summary = "A message may not have arrived" if doubtful else "A message was not delivered"
    return Card(title="", summary=summary, parts=(Line(said), *quoted))


def opened_card(view: BookingView, *, threads: bool) -> Card:
    """Answer the press of Chat: where to write."""
    where = (
        "The chat with {other} is open: write in the thread below its card, here in our direct messages."
        if threads
        else "The chat with {other} is open: its card is in our direct messages, and so is the place to write."
    )
    return Card(title="Chat", summary="The chat is open", parts=(Line(filled(where, other=who(view.other))),))


def which_card(views: Sequence[BookingView], key: UUID) -> Card:
    """Ask for which of several open chats something was written; it is kept until that is known."""
    buttons = tuple(
        Button(
            cut(f"{view.other.name} · {view.booking.topic}", 34), "chat-to", (view.booking.id.hex, key.hex)
        )
        for view in views[:25]
    )
    return Card(
        title="Which chat is it for?",
        summary="Which chat is it for?",
        parts=(
            Line(("You have several chats open. I have kept what you wrote until you choose one.",)),
            *(Actions(buttons[at : at + IN_ROW]) for at in range(0, len(buttons), IN_ROW)),
            Line(("Next time, reply to a message of the chat that you mean.",), small=True),
        ),
    )


def note_card(notes: Sequence[str]) -> Card:
    """Tell an author what was not carried over."""
    return Card(title="", summary="Not all of it was passed on", parts=tuple(Line((one,)) for one in notes))


def notes_of(more: Mapping[str, object]) -> list[str]:
    """Return what an author has to know of what was left out."""
    length, missing = more.get("length"), more.get("missing")
    notes: list[str] = []
    if length:
        most = counted(LETTER_LENGTH * MOST_PARTS, "character")
        notes.append(f"Only about the first {most} of {length} were passed on.")
    if isinstance(missing, list) and missing:
        names = ", ".join(UNCARRIED.get(str(code), UNCARRIED["other"]) for code in missing)
        notes.append(f"Not passed on, but named: {names}.")
    return notes


def sent_card(view: BookingView) -> Card:
    """Stand in the place of the question for which chat something was."""
    said = filled("Passed on to {other}.", other=who(view.other))
    return Card(title="", summary="Passed on", parts=(Line(said),))


def muted_line(view: BookingView, *, change: bool = False) -> Card:
    """Tell an author that the other side takes nothing at the moment."""
    said = filled(HAS_MUTED[change], other=who(view.other))
    return Card(title="", summary=NOT_PASSED_ON[change], parts=(Line(said),))


def shut_line(view: BookingView, *, change: bool = False) -> Card:
    """Tell an author that a chat is closed."""
    said = filled(WAS_CLOSED[change], other=who(view.other))
    again = Button("Open session", "show", (view.booking.id.hex,))
    return Card(title="", summary=NOT_PASSED_ON[change], parts=(Line(said), Actions((again,))))


def reported_card(view: BookingView, at: datetime) -> Card:
    """Say what follows from a report."""
    said = filled(
        "Your report of the chat about session {ref} is noted for whoever runs this bot: {at}.",
        ref=view.booking.ref,
        at=When(at),
    )
    more = (
        "It holds the number of the session and no words: I keep no copy of what was said. If you want somebody "
        "to read it, show them the messages. You can close the chat at any time."
    )
    close = Button("Close chat", "chat-close", (view.booking.id.hex, ELSEWHERE))
    return Card(
        title="Reported", summary="Your report is noted", parts=(Line(said), Line((more,)), Actions((close,)))
    )
