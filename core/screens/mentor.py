"""Being a mentor: the panel, and the forms in which a mentor says who they are and when they have time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core.domain.text import cut
from core.ports.forms import Form, TextField, TimeField
from core.screens.booking import time_hint

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.domain.busy_calendar import BusyCalendar
    from core.domain.people import Mentor, Offering, Person
    from core.ports.cards import Sentence


from core.domain.links import LINK_LENGTH
from core.domain.people import DEFAULT_MINUTES, HORIZON_DAYS, ZONE_LENGTH
from core.domain.profiles import (
    DESCRIPTION_LENGTH,
    HEADLINE_LENGTH,
    LANGUAGES_LENGTH,
    NUMBER_LENGTH,
    SKILLS_LENGTH,
    TITLE_LENGTH,
    exceptions_ahead,
)
from core.ports.cards import (
    Actions,
    Button,
    Card,
    Fact,
    Line,
    Look,
    Menu,
    Option,
    Part,
    Strong,
    UserText,
)
from core.screens.busy_calendar import BUSY_CALENDAR, state_of
from core.screens.changes import changes_fact
from core.screens.grammar import counted, filled
from core.screens.session import when
from core.times.day_exceptions import DAY_EXCEPTIONS_LENGTH
from core.times.weekly_hours import WEEKLY_HOURS_LENGTH
from core.times.zones import zone_label

AS_ALL = "Empty: as for all your sessions."
SURE_TO_PAUSE = "No student can book you until you press Take requests again."
LINK_ASKED = "Your profile is saved. An agreed session has another link. Shall it use the new one? Its student is told."
LINKS_ASKED = (
    "{number:agreed session} have another link. Shall they use the new one? Their students are told."
)
UNREADABLE = "can't be read any more; please type it again"
"""Stands for what was stored under older rules; no open times are shown while it concerns them."""


def profile_form(me: Person, mentor: Mentor | None, values: Mapping[str, str]) -> Form:
    """Ask a mentor who they are, when they have time and where they meet."""
    zone = (mentor and mentor.zone) or me.zone
    known = {
        "headline": mentor.headline if mentor else "",
        "skills": mentor.skills if mentor else "",
        "link": mentor.link.url if mentor and mentor.link else "",
        "hours": mentor.hours if mentor else "",
        "zone": zone_label(zone) if zone else "",
    } | dict(values)

    words = partial(_words, known)
    return Form(
        title="Mentor profile" if mentor else "Become a mentor",
        route="profile",
        fields=(
            words(
                "headline",
                "Headline",
                HEADLINE_LENGTH,
                "Backend engineer, loves Python",
                "One line that students see.",
                required=True,
            ),
            words(
                "skills",
                "Skills",
                SKILLS_LENGTH,
                "python, databases, interviews",
                "Students find you by these words.",
            ),
            words("zone", "Time zone", ZONE_LENGTH, "Europe/Berlin"),
            words(
                "hours",
                "Weekly hours",
                WEEKLY_HOURS_LENGTH,
                "Mon 17-19, Wed 9-10:30",
                "When you usually have time; may stay empty.",
            ),
            words(
                "link",
                "Meeting link",
                LINK_LENGTH,
                "https://meet.example.org/ana",
                "Empty: a fresh room for each session.",
            ),
        ),
        submit="Save",
    )


def languages_form(mentor: Mentor, values: Mapping[str, str]) -> Form:
    """Ask a mentor in which languages they give sessions: the profile has no room for it on every platform."""
    known = {"languages": mentor.languages} | dict(values)
    hint = "Students find you by these words; may stay empty."
    asked = _words(known, "languages", "Languages", LANGUAGES_LENGTH, "English, German", hint)
    return Form(title="Languages", route="languages", fields=(asked,), submit="Save")


def hours_form(mentor: Mentor, values: Mapping[str, str], now: datetime) -> Form:
    """Ask a mentor for the rules by which open times are made, beside the weekly hours of the profile.

    Days that are over by ``now`` are left out.
    """
    known = {
        "exceptions": exceptions_ahead(mentor, now),
        "buffer": str(mentor.buffer),
        "notice": str(mentor.notice // 60),
        "horizon": str(mentor.horizon),
        "weekly_cap": str(mentor.weekly_cap or ""),
    } | dict(values)

    def number(key: str, label: str, hint: str) -> TextField:
        value = cut(known[key], NUMBER_LENGTH)
        return TextField(key=key, label=label, hint=hint, longest=NUMBER_LENGTH, value=value)

    return Form(
        title="Open times",
        route="open-times",
        fields=(
            TextField(
                key="exceptions",
                label="Days off and extra hours",
                longest=DAY_EXCEPTIONS_LENGTH,
                lines=True,
                example="off 24 Dec-2 Jan, extra Sat 5 Dec 10-12",
                value=cut(known["exceptions"], DAY_EXCEPTIONS_LENGTH),
            ),
            number("buffer", "Minutes between sessions", "Kept free before and after each session."),
            number("notice", "Hours of notice", "How long before the start a student must ask."),
            number("horizon", "Days ahead", "How far ahead open times are shown."),
            number("weekly_cap", "Sessions a week", "Empty: any number."),
        ),
        submit="Save",
    )


def pause_form(me: Person, values: Mapping[str, str], *, native: bool = False) -> Form:
    """Ask until when a mentor takes no new requests. A ``native`` picker tells the zone by itself."""
    until = TimeField(
        key="until",
        label="Until",
        hint=time_hint(me, "Empty: until you press Take requests again.", native=native),
        value=values.get("until", ""),
        zone=me.zone or "UTC",
    )
    return Form(title="Pause until", route="pause", fields=(until,), submit="Pause")


def offering_form(values: Mapping[str, str], known: Offering | None = None) -> Form:
    """Ask for a kind of session; one that is ``known`` is changed."""
    words = partial(_words, {**(_said(known) if known else {}), **values})
    return Form(
        title="Edit a session type" if known else "Add a session type",
        route="edit-session-type" if known else "add-session-type",
        args=(known.id.hex,) if known else (),
        fields=(
            words("title", "Name", TITLE_LENGTH, "Code review", required=True),
            words("minutes", "Minutes", NUMBER_LENGTH, "45", required=True),
            words("description", "Description", DESCRIPTION_LENGTH),
            words("buffer", "Minutes kept free around it", NUMBER_LENGTH, hint=AS_ALL),
            words("notice", "Hours of notice", NUMBER_LENGTH, hint=AS_ALL),
        ),
        submit="Save" if known else "Add",
    )


def _said(offering: Offering) -> dict[str, str]:
    """Return a kind of session as it is typed."""
    return {
        "title": offering.title,
        "minutes": str(offering.minutes),
        "description": offering.description,
        "buffer": "" if offering.buffer is None else str(offering.buffer),
        "notice": "" if offering.notice is None else str(offering.notice // 60),
    }


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


def panel(
    mentor: Mentor,
    offerings: Sequence[Offering],
    preview: Sequence[datetime] = (),
    calendar: BusyCalendar | None = None,
    kept_back: tuple[str, Sentence, tuple[Button, ...]] | None = None,
) -> Card:
    """Return what a mentor has set, and the buttons that change it.

    ``preview`` are the next open slots, ``calendar`` is the mentor's own one, whose times are kept free.
    ``kept_back`` are badge, sentence and ways on of a mentor who is not offered.
    """
    zone = mentor.zone or mentor.person.zone
    parts: list[Part] = [
        Fact("Headline", (UserText(mentor.headline),)),
        Fact("Skills", (UserText(mentor.skills),) if mentor.skills else ("none given",)),
        Fact("Languages", (UserText(mentor.languages),) if mentor.languages else ("none given",)),
        _stored(mentor, "zone", "Time zone", zone_label(zone) if zone else "not set"),
        _stored(mentor, "hours", "Weekly hours", mentor.hours or "none given: students suggest a time"),
        *_rules(mentor),
        *changes_fact(mentor),
        *((Fact("Busy calendar", (state_of(calendar),)),) if calendar else ()),
        _stored(
            mentor,
            "link",
            "Meeting link",
            mentor.link.url if mentor.link else "a fresh room for each session",
        ),
        Fact(
            "Session types",
            (UserText(_offered(offerings)),)
            if offerings
            else (f"none; a session takes {counted(DEFAULT_MINUTES, 'minute')}",),
        ),
    ]
    if kept_back is not None:
        parts.insert(0, Line(kept_back[1]))
    if preview:
        parts.append(Line((Strong("A student would see:"),)))
        parts += [Line((when(slot, mentor.person),)) for slot in preview]
    if mentor.paused and mentor.paused_until is not None and kept_back is None:
        parts.append(Line(("Paused until ", when(mentor.paused_until, mentor.person), ".")))
    parts.append(_panel_buttons(mentor, kept_back[2] if kept_back else None))
    parts += _session_types(offerings)
    badge = kept_back[0] if kept_back else "Paused" if mentor.paused else "Taking requests"
    return Card(
        title="Mentor panel", badge=badge, summary=f"Mentor panel: {badge.lower()}", parts=tuple(parts)
    )


def _session_types(offerings: Sequence[Offering]) -> list[Menu]:
    """Return the choices of the session types that can be edited and removed; none where there are none."""
    if not offerings:
        return []
    options = tuple(
        Option(cut(one.title, 60), one.id.hex, counted(one.minutes, "minute")) for one in offerings
    )
    return [
        Menu("Edit a session type…", "edit-session-type", options),
        Menu("Remove a session type", "remove-session-type", options),
    ]


def _panel_buttons(mentor: Mentor, ways: tuple[Button, ...] | None) -> Actions:
    """Return what can be changed; ``ways`` are those on for a mentor who is not offered, in the place of a pause."""
    pauses = (Button("Pause", "pause-now", confirm=SURE_TO_PAUSE), Button("Pause until…", "pause"))
    again = (Button("Take requests again", "resume", (), Look.PRIMARY),)
    edits = (Button("Edit profile…", "profile"), Button("Open times…", "open-times"))
    more = Button("Add session type…", "add-session-type")
    shown = (*edits, more, *((again if mentor.paused else pauses) if ways is None else ways))
    rarely = (Button("Languages…", "languages"), Button("Moving and cancelling…", "changes"), BUSY_CALENDAR)
    ends = (Button("Stop mentoring…", "stop"),) if mentor.offered else ()
    return Actions(shown, (*rarely, *ends))


def links_card(others: int) -> Card:
    """Say that a profile is saved, and ask whether so many agreed sessions, at least one, shall use its new link."""
    asked = LINKS_ASKED if others > 1 else LINK_ASKED
    use = Button("Use the new link", "use-link", (), Look.PRIMARY)
    return Card(
        title="New meeting link",
        summary="Your new meeting link",
        parts=(Line(filled(asked, number=others)), Actions((use, Button("Leave the old one", "keep-links")))),
    )


def _stored(mentor: Mentor, name: str, label: str, text: str) -> Fact:
    return Fact(label, (UNREADABLE if name in mentor.unreadable else text,))


def _rules(mentor: Mentor) -> tuple[Fact, ...]:
    """Return the rules that differ from the plain ones."""
    said = (
        ("Days off and extra hours", UNREADABLE if "exceptions" in mentor.unreadable else mentor.exceptions),
        ("Between sessions", counted(mentor.buffer, "minute") if mentor.buffer else ""),
        ("Notice", counted(mentor.notice / 60, "hour") if mentor.notice else ""),
        ("Days ahead", str(mentor.horizon) if mentor.horizon != HORIZON_DAYS else ""),
        ("Sessions a week", f"at most {mentor.weekly_cap}" if mentor.weekly_cap else ""),
    )
    return tuple(Fact(label, (text,)) for label, text in said if text)


def _offered(offerings: Sequence[Offering]) -> str:
    return ", ".join(f"{one.title} ({one.minutes} min)" for one in offerings)
