"""The announcement: a card for a channel, from which everybody there can book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.text import cut
from core.ports.cards import Actions, Button, Card, Line, Look, Tone, UserText
from core.ports.forms import Form, TextField
from core.screens.admin_forms import WHERE_IDS_ARE
from core.screens.grammar import filled

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS_LONGEST = 1000
CHANNEL_LONGEST = 200


def announce_form(platform: str, channel: str, values: Mapping[str, str]) -> Form:
    """Ask where, and with which words; ``channel`` is the one that is meant unless another is typed."""
    return Form(
        title="Announce",
        route="admin-announce",
        fields=(
            TextField(
                key="channel",
                label="Channel",
                hint=WHERE_IDS_ARE.get(platform, ""),
                longest=CHANNEL_LONGEST,
                value=cut(values.get("channel", channel), CHANNEL_LONGEST),
                required=True,
            ),
            TextField(
                key="words",
                label="A few words of yours",
                hint="They stand above the button; may stay empty.",
                longest=WORDS_LONGEST,
                lines=True,
                value=cut(values.get("words", ""), WORDS_LONGEST),
            ),
        ),
        submit="Post",
    )


def announcement_card(program: str, words: str) -> Card:
    """Return the card for a channel: it holds nobody's private words, and shows everybody the same."""
    return Card(
        title=program,
        summary=f"{program}: book a session",
        tone=Tone.GOOD,
        parts=(
            *((Line((UserText(words),)),) if words else ()),
            Line(filled("Ask a mentor for a session: press the button, or type {/book-session} anywhere.")),
            Actions((Button("Book a session", "book", ("-",), Look.PRIMARY),)),
        ),
    )


def announced_card(program: str) -> Card:
    """Say that the announcement stands in the channel."""
    return Card(
        title="Posted",
        summary="The announcement is posted",
        tone=Tone.GOOD,
        parts=(Line((f"The announcement of {program} stands in the channel. You may pin it there.",)),),
    )
