"""Privacy: what is kept about a person, the files they get of it, and what is said before and after it is erased."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.erasure import Neutral
from core.ports.cards import Actions, Button, Card, Fact, Line, Look, Part, Tone
from core.ports.forms import Form, TextField
from core.screens.grammar import counted, filled, listed
from core.screens.missing_file import ask_again, missing_file
from core.screens.session import who

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.people import Person
    from core.ports.cards import Inline, Sentence
    from core.ports.files import File

NEUTRAL = Neutral(name="a former member", topic="Session")
"""What stands where the name and the topic of somebody stood who was erased."""
ERASE_WORD = "ERASE"
"""What is typed into the form, in capitals or not, by whoever means it."""
PRIVACY = Button("Privacy…", "privacy")
_KEPT_FOR = (
    "Sessions, notes and answers are kept {months:month} after a session ends, chats and unsent forms a week, "
    "the rest until you erase it."
)
_KEPT = "Chats and unsent forms are kept a week, the rest until you erase it."
_READERS = "Only the two people of a session read what is written about it. The chat has rules of its own."
_WRITTEN = (
    ("note", "note"),
    ("feedback", "answer about a session"),
    ("letter", "chat message"),
    ("waiting", "place on a waiting list"),
    ("draft", "unsent form"),
)
"""What people write, by the table in which it stands, and as what it is counted."""
COUNTED = ("booking", "mentor", "offering", "feed", "busy_calendar", *(table for table, _ in _WRITTEN))
"""The tables whose rows are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is stored about one person: rows by table, how many sessions are open, and for how many months."""

    rows: Mapping[str, int]
    open_sessions: int
    months: int


def privacy_card(me: Person, kept: Kept) -> Card:
    """Return what is stored about a person, for how long, and what they can do about it."""
    known = (
        who(me),
        f", {me.zone}" if me.zone else "",
        ". Your name and your number come from this platform.",
    )
    sessions = counted(kept.rows.get("booking", 0), "session")
    written = [counted(count, noun) for table, noun in _WRITTEN if (count := kept.rows.get(table, 0))]
    stays: Sentence = filled(_KEPT_FOR, months=kept.months) if kept.months else filled(_KEPT)
    return Card(
        title="Privacy",
        summary="What I keep about you",
        parts=(
            Fact("You", known),
            *_mentor(kept),
            Fact("Sessions", (f"{sessions}, with what both of you wrote and what was done when",)),
            Fact("What you wrote", listed(written) or ("nothing beside that",)),
            Fact("Calendars", _calendars(kept)),
            Line(stays),
            Line((_READERS,), small=True),
            Actions(
                (
                    Button("Export my data", "privacy-export", look=Look.PRIMARY),
                    Button("Erase me…", "privacy-erase", look=Look.DANGER),
                )
            ),
        ),
    )


def _mentor(kept: Kept) -> tuple[Part, ...]:
    if not kept.rows.get("mentor"):
        return ()
    kinds = counted(kept.rows.get("offering", 0), "session type")
    return (Fact("As a mentor", (f"your profile, your hours and rules, {kinds}",)),)


def _calendars(kept: Kept) -> Sentence:
    said: list[Inline] = []
    if kept.rows.get("feed"):
        said.append("a digest of the address at which your calendar reads your sessions")
    if kept.rows.get("busy_calendar"):
        said.append("the private address of your own calendar and its busy times, without titles")
    return listed(said, "; ") or ("none",)


def export_started() -> Card:
    """Say that the files are on their way."""
    return Card(
        title="Your data is on its way",
        summary="Your data is on its way",
        tone=Tone.GOOD,
        parts=(
            Line(
                filled(
                    "I send you two files as direct messages: a JSON file with everything that is stored about you,"
                    " and a calendar file with your sessions. Nobody else gets them.",
                )
            ),
        ),
    )


def own_data_card(file: File) -> Card:
    """Bring somebody everything that is stored about them."""
    return Card(
        title="",
        summary="Your data, as a file",
        parts=(Line(("📎 Everything that is stored about you, as JSON.",)),),
        file=file,
        fileless=missing_file(ask_again("privacy-export")),
    )


def own_sessions_card(file: File) -> Card:
    """Bring somebody their sessions."""
    return Card(
        title="",
        summary="Your sessions, as a calendar file",
        parts=(Line(("📎 Your agreed sessions, as a calendar file.",)),),
        file=file,
        fileless=missing_file(ask_again("privacy-export")),
    )


def erase_form(kept: Kept, typed: str = "") -> Form:
    """Say what will happen, and ask for the word that lets it happen."""
    intro = (
        "Your name, address, profile, notes, answers, chats and calendars are erased, and what you wrote in sessions."
        " The other side keeps its own words, and reads “a former member” for your name. "
    )
    called_off = (
        f"{counted(kept.open_sessions, 'open session')} will be called off. " if kept.open_sessions else ""
    )
    return Form(
        title="Erase me",
        route="privacy-erase",
        intro=(f"{intro}{called_off}This can't be undone.",),
        tone=Tone.BAD,
        fields=(
            TextField(
                key="word",
                label=f"Type {ERASE_WORD} to erase everything",
                hint="Export your data first if you want to keep a copy.",
                longest=20,
                required=True,
                value=typed[:20],
            ),
        ),
        submit="Erase me",
    )


def erased_card() -> Card:
    """Say that it was done, and what is left to the person."""
    return Card(
        title="You are erased",
        summary="What was stored about you is erased",
        parts=(
            Line(
                filled(
                    "What was stored about you is erased, and my cards in this conversation become empty within"
                    " some minutes. Files that I sent you, and what you wrote here yourself, stay with this platform.",
                )
            ),
            Line(filled("If you ever come back, we begin anew: type {/book-session}."), small=True),
        ),
    )


def removed_card() -> Card:
    """Return what stands where a card of somebody stood who was erased."""
    return Card(
        title="",
        summary="This was removed",
        parts=(Line(("This was removed because somebody asked for it to be erased.",), small=True),),
    )
