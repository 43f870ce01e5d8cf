"""The scenes of the organisers: their panel, and everything that opens from it."""

from __future__ import annotations

from tests.playground.gallery.forms import answer, form
from tests.playground.gallery.scene import fills, presses, types

PANEL = (types("mentor", "/booking-admin"),)
LIMITS = (*PANEL, presses("mentor", "Name and limits…"))

SCENES = (
    answer(
        "organiser-panel",
        "The organisers' panel",
        "`/booking-admin`: how the program is set up, and what is still to do.",
        *PANEL,
        who="mentor",
    ),
    answer(
        "organiser-ticked",
        "A step is done",
        "The list ticks itself.",
        *LIMITS,
        fills("mentor", name="Acme Mentors", answer_hours="24"),
        who="mentor",
    ),
    form("organiser-limits", "Name and limits", "The first page of rules.", *LIMITS, who="mentor"),
    form(
        "organiser-people",
        "Who may take part",
        "Mentors and students: anyone, or the members of a group.",
        *PANEL,
        presses("mentor", "Who may take part…"),
        who="mentor",
    ),
    form(
        "organiser-times",
        "Times and calls",
        "What counts for who has chosen nothing.",
        *PANEL,
        presses("mentor", "Times and calls…"),
        who="mentor",
    ),
    form(
        "organiser-channels",
        "Channels",
        "Where organisers read, and where chats open on Discord.",
        *PANEL,
        presses("mentor", "Channels…"),
        who="mentor",
    ),
    form(
        "organiser-announce",
        "An announcement",
        "A card for a channel, from which everybody there can book.",
        *PANEL,
        presses("mentor", "Announce…"),
        who="mentor",
    ),
    answer(
        "organiser-others",
        "Other organisers",
        "Who organises beside the administrators, and how somebody is added.",
        *PANEL,
        presses("mentor", "Organisers…"),
        who="mentor",
    ),
)
