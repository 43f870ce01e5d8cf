"""The forms in which a mentor says who they are, when they have time, and what they offer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.chat.forms import Form, TextField, TimeField
from core.chat.screens.forms import time_hint
from core.domain.text import cut

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.domain.people import Mentor, Person


def profile_form(me: Person, mentor: Mentor | None, values: Mapping[str, str]) -> Form:
    """Ask a mentor who they are, when they have time and where they meet."""
    known = {
        "headline": mentor.headline if mentor else "",
        "skills": mentor.skills if mentor else "",
        "link": mentor.link.url if mentor and mentor.link else "",
        "hours": mentor.hours if mentor else "",
        "zone": (mentor and mentor.zone) or me.zone or "",
    } | dict(values)

    words = partial(_words, known)
    return Form(
        title="Mentor profile" if mentor else "Become a mentor",
        route="profile",
        fields=(
            words(
                "headline",
                "Headline",
                120,
                "Backend engineer, loves Python",
                "One line that students see.",
                required=True,
            ),
            words(
                "skills", "Skills", 200, "python, databases, interviews", "Students find you by these words."
            ),
            words("zone", "Time zone", 64, "Europe/Berlin"),
            words(
                "hours",
                "Weekly hours",
                300,
                "Mon 17-19, Wed 9-10:30",
                "When you usually have time; may stay empty.",
            ),
            words(
                "link",
                "Meeting link",
                512,
                "https://meet.example.org/ana",
                "Empty: a fresh room for each session.",
            ),
        ),
        submit="Save",
    )


def hours_form(mentor: Mentor, values: Mapping[str, str]) -> Form:
    """Ask a mentor for the rules by which open times are made, beside the weekly hours of the profile."""
    known = {
        "exceptions": mentor.exceptions,
        "buffer": str(mentor.buffer),
        "notice": str(mentor.notice // 60),
        "horizon": str(mentor.horizon),
        "weekly_cap": str(mentor.weekly_cap or ""),
    } | dict(values)

    def number(key: str, label: str, hint: str) -> TextField:
        return TextField(key=key, label=label, hint=hint, longest=4, value=cut(known[key], 4))

    return Form(
        title="Open times",
        route="open-times",
        fields=(
            TextField(
                key="exceptions",
                label="Days off and extra hours",
                longest=300,
                lines=True,
                example="off 24 Dec-2 Jan, extra Sat 5 Dec 10-12",
                value=cut(known["exceptions"], 300),
            ),
            number("buffer", "Minutes between sessions", "Kept free before and after each session."),
            number("notice", "Hours of notice", "How long before the start a student must ask."),
            number("horizon", "Days ahead", "How far ahead open times are shown."),
            number("weekly_cap", "Sessions a week", "Empty: any number."),
        ),
        submit="Save",
    )


def pause_form(me: Person, values: Mapping[str, str]) -> Form:
    """Ask until when a mentor takes no new requests."""
    until = TimeField(
        key="until",
        label="Until",
        hint=time_hint(me, "Empty: until you press Take requests again."),
        value=values.get("until", ""),
        zone=me.zone or "UTC",
    )
    return Form(title="Pause until", route="pause", fields=(until,), submit="Pause")


def offering_form(values: Mapping[str, str]) -> Form:
    """Ask for a kind of session."""
    words = partial(_words, values)
    return Form(
        title="Add a session type",
        route="add-offering",
        fields=(
            words("title", "Name", 60, "Code review", required=True),
            words("minutes", "Minutes", 4, "45", required=True),
            words("description", "Description", 200),
            words("buffer", "Minutes kept free around it", 4, hint="Empty: as for all your sessions."),
            words("notice", "Hours of notice", 4, hint="Empty: as for all your sessions."),
        ),
        submit="Add",
    )


def _words(  # noqa: PLR0917 - a field, read from left to right
    values: Mapping[str, str],
    key: str,
    label: str,
    longest: int,
    example: str = "",
    hint: str = "",
    *,
    required: bool = False,
) -> TextField:
    value = cut(values.get(key, ""), longest)
    return TextField(
        key=key, label=label, longest=longest, example=example, hint=hint, value=value, required=required
    )
