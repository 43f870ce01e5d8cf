"""A person's settings, help, and the form for their time zone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.people import ZONE_LENGTH
from core.domain.text import cut
from core.ports.call import for_organisers
from core.ports.cards import Actions, Button, Card, CommandName, Divider, Fact, Line, Look, Part, Tone
from core.screens.accounts import LINK_ACCOUNTS
from core.screens.commands import COMMANDS
from core.screens.grammar import filled
from core.screens.organisers import TO_PANEL
from core.screens.privacy import PRIVACY
from core.screens.reminders import reminded_words
from core.screens.session import VISIBLE, who
from core.screens.unreachable import do_not_arrive
from core.times.zones import zone_label, zone_or_utc

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.domain.people import Person


from core.ports.forms import Form, TextField


def settings_card(
    me: Person,
    now: datetime,
    *,
    program: str,
    platform_tells_zone: bool,
    has_feeds: bool = False,
    has_others: bool = False,
    organises: bool = False,
) -> Card:
    """Return what the bot knows of a person, and how to change it; ``program`` is the programme's name.

    With ``has_feeds`` calendars can subscribe to people's sessions; with ``has_others`` there are other platforms.
    ``organises`` is who was made an organiser.
    """
    told = platform_tells_zone and me.zone is not None
    source = "It comes from your profile here." if told else "Times that you type are read in it."
    local = now.astimezone(zone_or_utc(me.zone))
    zoned = f"{zone_label(me.zone)}, where it is now {local:%H:%M}" if me.zone else "not set"
    steps = [
        Button("Reminders…", "reminders"),
        *([LINK_ACCOUNTS] if has_others else ()),
        PRIVACY,
        Button("Help", "help"),
    ]
    if organises:
        steps.append(TO_PANEL)
    if has_feeds:
        steps.insert(0, Button("Calendar subscription…", "calendar-feed"))
    if not platform_tells_zone or me.zone is None:
        steps.insert(0, Button("Set time zone…", "zone", ("-",), Look.PLAIN if me.zone else Look.PRIMARY))
    return Card(
        title=f"{program} settings",
        summary=f"Your {program} settings",
        parts=(
            Fact("Name", (who(me),)),
            Fact("Time zone", (zoned,)),
            Line((source,), small=True),
            Fact("Direct messages", (do_not_arrive(me.unreachable) if me.unreachable else "arrive",)),
            Fact("Reminders", (reminded_words(me),)),
            Actions(tuple(steps[:VISIBLE]), more=tuple(steps[VISIBLE:])),
        ),
    )


def help_card(program: str) -> Card:
    """Return what can be typed, and what the bot promises; ``program`` is the programme's name."""
    lines: list[Part] = [
        Line((CommandName(one.name), f" · {one.description}")) for one in COMMANDS if not one.for_organisers
    ]
    return Card(
        title=f"How {program} works",
        summary=f"How {program} works",
        parts=(
            *lines,
            Divider(),
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


def zone_set(me: Person, draft: str) -> Card:
    """Say which zone is set now, with the way on to the form that waited for it."""
    return Card(
        title="Time zone set",
        summary=f"Your time zone is {zone_label(me.zone or 'UTC')}.",
        tone=Tone.GOOD,
        parts=(
            Line(filled("Your time zone is {zone}.", zone=zone_label(me.zone or "UTC"))),
            Actions((go_on(draft),)),
        ),
    )


def go_on(draft: str, route: str = "") -> Button:
    """Return the way on to the form of ``route`` that waited; ``draft`` is what it was kept under."""
    return Button("Go on…", "admin-draft" if for_organisers(route) else "edit-draft", (draft,), Look.PRIMARY)


def zone_form(me: Person, args: tuple[str, ...], values: Mapping[str, str]) -> Form:
    """Ask for the zone in which typed times are read; ``args`` are the draft that waits, and what is done with it."""
    return Form(
        title="Your time zone",
        route="zone",
        args=args,
        fields=(
            TextField(
                key="zone",
                label="Time zone",
                hint="A city works too, for example: Berlin, New York, Mumbai.",
                longest=ZONE_LENGTH,
                required=True,
                example="Europe/Berlin",
                value=cut(values.get("zone", zone_label(me.zone) if me.zone else ""), ZONE_LENGTH),
            ),
        ),
        submit="Save",
    )
