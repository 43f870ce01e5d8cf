"""Pilots: what the people of the playground can do and see, in the same words on both platforms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.playground.pilots.discord import DiscordPilot
from bot.playground.pilots.seen import NotSeen, SeenCard, SeenField, SeenForm
from bot.playground.pilots.slack import SlackPilot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["DiscordPilot", "NotSeen", "Pilot", "SeenCard", "SeenField", "SeenForm", "SlackPilot"]


class Pilot(Protocol):
    """One person's hands and eyes. They find everything by what is written on it, as a person does.

    Acts return once the platform has the bot's acknowledgement; what the bot does after that may come later.
    Acts raise NotSeen for what is not on the screen.
    """

    name: str
    user: str
    """The person's id on their platform."""
    zone: str
    """The person's IANA zone, in which they read times and pick them."""
    last_error: str
    """What the platform told this person about their last act, such as "The application did not respond"."""
    errors: Mapping[str, str]
    """Field key → what the open form says below that field, after a submit that did not go through."""

    async def types(self, line: str, *, exact: bool = False, **options: str) -> None:
        """Type a slash command.

        Slack has one line of text: ``/book-session @Ana Code review``; options are typed behind it.
        Discord has options: one that completes is typed and the first choice taken; nothing is looked up
        where nothing is offered, or with ``exact``.
        """
        ...

    async def says(self, words: str) -> None:
        """Write a message into the conversation with the bot."""
        ...

    async def writes(self, words: str, *, below: str | None = None, files: Sequence[str] = ()) -> None:
        """Write to the bot without waiting for an answer, below its newest message with some words or below none.

        That is in its thread on Slack and in reply to it on Discord; ``files`` are the names of what goes along.
        """
        ...

    async def changes(self, words: str, into: str) -> None:
        """Edit the newest message of their own with these words."""
        ...

    async def removes(self, words: str) -> None:
        """Delete the newest message of their own with these words."""
        ...

    async def fills(self, **fields: str) -> None:
        """Fill the open form by field key and submit it.

        A choice is named by its label or the beginning of it, a time is ISO 8601, in the person's own zone
        unless it says otherwise; where the form takes typed words they are typed as given.
        """
        ...

    async def presses(self, label: str, *, on: str | None = None) -> None:
        """Press the button with this label on the newest message that has it (and the words ``on``).

        What lies on top comes first: an open dialog, then what was opened last. Questions are answered
        with yes.
        """
        ...

    async def picks(self, menu: str, option: str, *, on: str | None = None) -> None:
        """Pick an option of the menu with this placeholder."""
        ...

    async def uses(self, shortcut: str, *, on: str | None = None) -> None:
        """Pick an entry of the platform's own menu by label.

        ``on`` is the name of a person (Discord only) or words of the newest message it is picked on; without
        it, it is picked beside the composer (Slack only).
        """
        ...

    async def opens_home(self) -> None:
        """Open the bot's Home tab. Raises NotSeen where the platform has none."""
        ...

    async def closes(self) -> None:
        """Close the open form."""
        ...

    def sees(self, *words: str) -> SeenCard:
        """Return the newest card with all of the words. Raises NotSeen with a readable account."""
        ...

    @property
    def form(self) -> SeenForm | None:
        """The open dialog."""
        ...

    @property
    def cards(self) -> Sequence[SeenCard]:
        """Everything the bot has written to this person, oldest first; own private answers included."""
        ...

    @property
    def pings(self) -> Sequence[SeenCard]:
        """The messages that made a sound, oldest first."""
        ...

    @property
    def home(self) -> SeenCard | None:
        """The Home tab; always None where the platform has none."""
        ...
