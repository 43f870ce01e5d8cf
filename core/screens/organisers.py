"""Organisers beside those whom a platform names: who they are, and what they are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ports.cards import Actions, Button, Card, Line, Look, Part, Row
from core.screens.grammar import filled
from core.screens.session import who

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.domain.people import Person

LISTED_ORGANISERS = 8
"""How many organisers the card lists; who was added first stands first."""
TO_PANEL = Button("Organise…", "admin")


def organisers_card(organisers: Sequence[Person]) -> Card:
    """Return who was made an organiser, each with the way to take it back."""
    rows: list[Part] = [
        Row((who(one),), Button("Remove", "admin-organiser-remove", (one.id.hex,)))
        for one in organisers[:LISTED_ORGANISERS]
    ]
    more = len(organisers) - LISTED_ORGANISERS
    return Card(
        title="Organisers",
        summary="Who organises the program",
        parts=(
            Line(("Whoever administers the workspace, or may manage the server, organises.",)),
            Line(("Others who do:" if rows else "Nobody else does yet.",)),
            *rows,
            *((Line((f"and {more} more",), small=True),) if more > 0 else ()),
            Line(
                filled("To add somebody, type {/booking-admin} and mention them, such as @Ana."), small=True
            ),
            Actions((Button("Back", "admin"),)),
        ),
    )


def add_card(person: Person) -> Card:
    """Ask whether somebody shall organise."""
    return Card(
        title="A new organiser?",
        summary="Shall somebody organise the program?",
        parts=(
            Line((who(person), " will be able to do everything that you can do here, and is told so.")),
            Actions(
                (
                    Button("Make an organiser", "admin-organiser-add", (person.id.hex,), Look.PRIMARY),
                    Button("Back", "admin"),
                )
            ),
        ),
    )


def added_card(by: Person | None) -> Card:
    """Tell somebody that they organise from now on; ``by`` None is the operator."""
    maker = (who(by), " has") if by else ("The operator has",)
    return Card(
        title="",
        summary="You are an organiser now",
        parts=(
            Line((*maker, " made you an organiser of the program. You find it under ", *_SETTINGS, ", too.")),
            Actions((TO_PANEL,)),
        ),
    )


def removed_card() -> Card:
    """Tell somebody that they organise no longer."""
    return Card(
        title="",
        summary="You are no organiser any more",
        parts=(Line(("You are no organiser of the program any more. Your own sessions stay as they are.",)),),
    )


_SETTINGS = filled("{/booking-settings}")
