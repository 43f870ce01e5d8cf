"""A person's settings, help, and the form for their time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.text import cut
from core.ports.cards import Actions, Button, Card, Fact, Line, Part, Strong, Tone
from core.ports.commands import COMMANDS
from core.screens.session import who
from core.times.zones import zone, zone_label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.domain.people import Person


from core.ports.forms import Form, TextField


def settings_card(me: Person, now: datetime, *, platform_tells_zone: bool) -> Card:
    """Return what the bot knows of a person, and how to change it."""
    source = (
        "It comes from your profile here." if platform_tells_zone else "Times that you type are read in it."
    )
    local = now.astimezone(zone(me.zone or "UTC"))
    zoned = f"{zone_label(me.zone)}, where it is now {local:%H:%M}" if me.zone else "not set"
    steps = [Button("Help", "help")]
    if not platform_tells_zone:
        steps.insert(0, Button("Set time zone…", "zone", ("-",), "plain" if me.zone else "primary"))
    return Card(
        title="Mentoring settings",
        summary="Your mentoring settings",
        parts=(
            Fact("Name", (who(me),)),
            Fact("Time zone", (zoned,)),
            Line((source,), small=True),
            Fact("Direct messages", (f"do not arrive: {me.unreachable}" if me.unreachable else "arrive",)),
            Actions(tuple(steps)),
        ),
    )


def help_card() -> Card:
    """Return what can be typed, and what the bot promises."""
    lines: list[Part] = [Line((Strong(f"/{one.name}"), f" · {one.description}")) for one in COMMANDS]
    return Card(
        title="How mentoring works",
        summary="How mentoring works",
        parts=(
            *lines,
            Line(("You ask, the mentor answers with a button, and both see the same card from then on.",)),
            Line(
                (
                    "Times are shown in each reader's own zone. A time is never guessed: if it is unclear, I ask.",
                )
            ),
            Line(
                ("Typed times look like: tomorrow 15:00 · fri 9:30 · 2026-12-01 15:00 · in 2 hours",),
                small=True,
            ),
        ),
    )


def told(title: str, sentence: str, tone: Tone = Tone.PLAIN) -> Card:
    """Return one sentence as a card."""
    return Card(title=title, summary=cut(f"{title}: {sentence}", 200), tone=tone, parts=(Line((sentence,)),))


def zone_form(me: Person, draft: str, values: Mapping[str, str]) -> Form:
    """Ask for the zone in which typed times are read."""
    return Form(
        title="Your time zone",
        route="zone",
        args=(draft,),
        fields=(
            TextField(
                key="zone",
                label="Time zone",
                hint="A city works too, for example: Berlin, New York, Mumbai.",
                longest=64,
                required=True,
                example="Europe/Berlin",
                value=cut(values.get("zone", zone_label(me.zone) if me.zone else ""), 64),
            ),
        ),
        submit="Save",
    )
