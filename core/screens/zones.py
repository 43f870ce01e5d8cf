"""Asking for a time zone: in one line, with a choice, before anything goes on that needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.text import cut
from core.ports.cards import OPTIONS, Actions, Button, Card, Line, Menu, Option, Tone
from core.times.zones import zone, zone_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from core.times.zone_names import Choice

OPEN, SEND = "open", "send"
"""What happens with the draft that waits for the zone: its form is opened, or it is sent as it was typed."""

CITIES: Mapping[str, str] = {
    "America/Los_Angeles": "Los Angeles, Seattle, Vancouver",
    "America/Denver": "Denver, Salt Lake City",
    "America/Chicago": "Chicago, Houston, Dallas",
    "America/Mexico_City": "Mexico City, Guadalajara",
    "America/Bogota": "Bogotá, Medellín",
    "America/New_York": "New York, Toronto, Miami",
    "America/Sao_Paulo": "São Paulo, Rio de Janeiro",
    "Europe/London": "London, Belfast, Edinburgh",
    "Africa/Lagos": "Lagos, Kinshasa, Luanda",
    "Europe/Berlin": "Berlin, Paris, Rome, Madrid",
    "Africa/Cairo": "Cairo, Alexandria",
    "Africa/Johannesburg": "Johannesburg, Cape Town",
    "Europe/Athens": "Athens, Helsinki, Bucharest",
    "Europe/Istanbul": "Istanbul, Ankara",
    "Africa/Nairobi": "Nairobi, Addis Ababa",
    "Asia/Dubai": "Dubai, Abu Dhabi",
    "Asia/Karachi": "Karachi, Lahore",
    "Asia/Kolkata": "Delhi, Mumbai, Bengaluru",
    "Asia/Dhaka": "Dhaka, Chittagong",
    "Asia/Jakarta": "Jakarta, Bangkok, Hanoi",
    "Asia/Shanghai": "Beijing, Shanghai, Singapore",
    "Asia/Tokyo": "Tokyo, Osaka, Seoul",
    "Australia/Sydney": "Sydney, Melbourne",
    "Pacific/Auckland": "Auckland, Wellington",
}
"""Zones by their IANA name → cities that have the same clock, from west to east; any other zone can be typed."""
SPOKEN_IN: Mapping[str, str] = {
    "en-US": "America/New_York",
    "en-GB": "Europe/London",
    "en-AU": "Australia/Sydney",
    "es-419": "America/Mexico_City",
    "pt-BR": "America/Sao_Paulo",
    **dict.fromkeys(
        ("de", "fr", "it", "es", "nl", "pl", "sv", "da", "no", "cs", "hu", "hr"), "Europe/Berlin"
    ),
    **dict.fromkeys(("el", "fi", "ro", "bg", "uk", "lt"), "Europe/Athens"),
    "tr": "Europe/Istanbul",
    "hi": "Asia/Kolkata",
    **dict.fromkeys(("th", "vi", "id"), "Asia/Jakarta"),
    "zh": "Asia/Shanghai",
    **dict.fromkeys(("ja", "ko"), "Asia/Tokyo"),
}
"""Language of the app (with its region, or without) → the zone that is offered first; it is never taken unasked."""


def zone_first(draft: UUID, way: str, *, locale: str, now: datetime) -> Card:
    """Ask for the zone before going on ``way`` with the draft, which keeps everything that was typed."""
    waiting = (draft.hex, way)
    return Card(
        title="Which time zone are you in?",
        summary="I need your time zone to show and read times",
        tone=Tone.WAITING,
        parts=(
            Line(("Choose a city with your clock, and we go on from here. Everything you typed is kept.",)),
            Menu("Choose your time zone", "zone-is", zone_options(locale, now), waiting),
            Actions((Button("Another time zone…", "zone", waiting),)),
        ),
    )


def which_zone(places: Sequence[Choice], waiting: tuple[str, ...]) -> Card:
    """Ask which of several places was meant by a typed one; ``waiting`` is what goes on with the zone."""
    options = {one.zone: _place(one) for one in reversed(places)}
    return Card(
        title="Which one do you mean?",
        summary="Please choose what you meant",
        tone=Tone.WAITING,
        parts=(
            Menu("Choose a place", "zone-is", tuple(reversed(options.values()))[:OPTIONS], waiting),
            Actions((Button("Another time zone…", "zone", waiting),)),
        ),
    )


def _place(one: Choice) -> Option:
    label = zone_label(one.zone)
    return Option(cut(one.label, 75), one.zone, cut(label, 75) if label != one.label else "")


def zone_options(locale: str, now: datetime) -> tuple[Option, ...]:
    """Return the zones to choose from, each with its clock ``now``; the likely one for a language comes first."""
    written = locale.replace("_", "-")
    likely = SPOKEN_IN.get(written) or SPOKEN_IN.get(written.split("-")[0], "")
    names = sorted(CITIES, key=lambda name: name != likely)
    return tuple(Option(CITIES[name], name, f"{now.astimezone(zone(name)):%H:%M} now") for name in names)
