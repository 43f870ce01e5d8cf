"""Every form: what is asked, with hints and examples, and what it already holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.chat.forms import AnyField, ChoiceField, Form, SearchField, TextField, TimeField
from core.chat.kit import OPTIONS, Option
from core.chat.screens.session import cut
from core.domain.booking import MESSAGE_LENGTH, REPLY_LENGTH, TOPIC_LENGTH

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.domain.people import Mentor, Offering, Person
    from core.domain.sides import Side

TIME_HINT = "Leave it empty to agree on a time later."


def mentor_option(mentor: Mentor) -> Option:
    """Return a mentor as a choice."""
    return Option(cut(mentor.person.name, 75), mentor.person.id.hex, cut(mentor.headline, 75))


def offering_option(offering: Offering) -> Option:
    """Return a kind of session as a choice."""
    return Option(cut(offering.title, 60), offering.id.hex, f"{offering.minutes} minutes")


def booking_form(
    me: Person,
    values: Mapping[str, str],
    *,
    mentors: Sequence[Mentor],
    chosen: Mentor | None,
    offerings: Sequence[Offering],
) -> Form:
    """Ask whom, about what, and when. Kinds of session are asked once the mentor is known and has some."""
    fields: list[AnyField] = [
        SearchField(
            key="mentor",
            label="Mentor",
            hint="Search by name or skill.",
            required=True,
            source="find-mentors",
            options=tuple(mentor_option(one) for one in mentors[:OPTIONS]),
            chosen=mentor_option(chosen) if chosen else None,
            value=chosen.person.id.hex if chosen else "",
            watched=True,
        ),
        *topic_and_message(values),
        TimeField(
            key="when", label="When", hint=_time_hint(me), value=values.get("when", ""), zone=me.zone or "UTC"
        ),
    ]
    if offerings:
        options = tuple(offering_option(one) for one in offerings)
        value = values.get("offering", "")
        known = value if value in {option.value for option in options} else ""
        fields.insert(1, ChoiceField(key="offering", label="Session type", options=options, value=known))
    return Form(
        title="Book a mentor session", route="book-session", fields=tuple(fields), submit="Send request"
    )


def topic_and_message(values: Mapping[str, str]) -> tuple[TextField, TextField]:
    """Return the two fields in which a student says what it is about."""
    return (
        TextField(
            key="topic",
            label="Topic",
            required=True,
            longest=TOPIC_LENGTH,
            example="Code review of my first pull request",
            value=cut(values.get("topic", ""), TOPIC_LENGTH),
        ),
        TextField(
            key="message",
            label="Message",
            hint="Anything the mentor should know.",
            longest=MESSAGE_LENGTH,
            lines=True,
            value=cut(values.get("message", ""), MESSAGE_LENGTH),
        ),
    )


def change_form(side: Side, values: Mapping[str, str]) -> Form:
    """Let the student change an unanswered request."""
    booking = side.booking
    known = {"topic": booking.topic, "message": booking.message, "when": _iso(booking.starts_at)} | dict(
        values
    )
    return Form(
        title="Change your request",
        route="change",
        args=(booking.id.hex, str(booking.version)),
        fields=(
            *topic_and_message(known),
            TimeField(
                key="when",
                label="When",
                hint=_time_hint(side.me),
                value=known["when"],
                zone=side.me.zone or "UTC",
            ),
        ),
        submit="Save",
    )


def accept_form(side: Side, values: Mapping[str, str]) -> Form:
    """Ask the mentor for a note and a link with the yes."""
    return Form(
        title="Accept with a note",
        route="accept-note",
        args=(side.booking.id.hex, str(side.booking.version)),
        fields=(
            _reply(values, "Your note", "The student sees it."),
            _link(values, "Empty: your default link, or a fresh room."),
        ),
        submit="Accept",
    )


def decline_form(side: Side, values: Mapping[str, str]) -> Form:
    """Ask the mentor for a word with the no."""
    return Form(
        title="Decline this request",
        route="decline",
        args=(side.booking.id.hex, str(side.booking.version)),
        fields=(_reply(values, "Your answer", "The student sees it. You may leave it empty."),),
        submit="Decline",
    )


def cancel_form(side: Side, values: Mapping[str, str]) -> Form:
    """Ask why a session is cancelled."""
    reason = TextField(
        key="reason",
        label="Reason",
        hint=f"{cut(side.other.name, 60)} sees it. You may leave it empty.",
        longest=500,
        lines=True,
        value=cut(values.get("reason", ""), 500),
    )
    return Form(
        title="Cancel this session",
        route="cancel",
        args=(side.booking.id.hex, str(side.booking.version)),
        fields=(reason,),
        submit="Cancel session",
    )


def link_form(side: Side, values: Mapping[str, str]) -> Form:
    """Let the mentor change the link of a confirmed session."""
    known = {"link": side.booking.link.url if side.booking.link else ""} | dict(values)
    return Form(
        title="Edit the meeting link",
        route="edit-link",
        args=(side.booking.id.hex, str(side.booking.version)),
        fields=(_link(known, "Empty: a fresh room. The student is told."),),
        submit="Save",
    )


def propose_form(side: Side, values: Mapping[str, str]) -> Form:
    """Ask for one to three other times."""
    place = side.me.zone or "UTC"
    return Form(
        title="Suggest another time",
        route="propose",
        args=(side.booking.id.hex, str(side.booking.version)),
        fields=(
            TimeField(
                key="when",
                label="New time",
                hint=_time_hint(side.me, ""),
                required=True,
                value=values.get("when", ""),
                zone=place,
            ),
            TimeField(key="when2", label="Or", value=values.get("when2", ""), zone=place),
            TimeField(key="when3", label="Or", value=values.get("when3", ""), zone=place),
            TextField(
                key="note", label="Note", longest=500, lines=True, value=cut(values.get("note", ""), 500)
            ),
        ),
        submit="Suggest",
    )


def profile_form(me: Person, mentor: Mentor | None, values: Mapping[str, str]) -> Form:
    """Ask a mentor who they are, when they have time and where they meet."""
    known = {
        "headline": mentor.headline if mentor else "",
        "skills": mentor.skills if mentor else "",
        "link": mentor.link.url if mentor and mentor.link else "",
        "hours": mentor.hours if mentor else "",
        "zone": me.zone or "",
    } | dict(values)

    def words(
        key: str, label: str, longest: int, example: str, hint: str = "", *, required: bool = False
    ) -> TextField:
        value = cut(known[key], longest)
        return TextField(
            key=key, label=label, longest=longest, example=example, hint=hint, value=value, required=required
        )

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
                "When you usually have time. You may leave it empty.",
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


def offering_form(values: Mapping[str, str]) -> Form:
    """Ask for a kind of session."""
    return Form(
        title="Add a session type",
        route="add-offering",
        fields=(
            TextField(
                key="title",
                label="Name",
                longest=60,
                required=True,
                example="Code review",
                value=cut(values.get("title", ""), 60),
            ),
            TextField(
                key="minutes",
                label="Minutes",
                longest=4,
                required=True,
                example="45",
                value=cut(values.get("minutes", ""), 4),
            ),
            TextField(
                key="description",
                label="Description",
                longest=200,
                value=cut(values.get("description", ""), 200),
            ),
        ),
        submit="Add",
    )


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
                value=cut(values.get("zone", me.zone or ""), 64),
            ),
        ),
        submit="Save",
    )


def _reply(values: Mapping[str, str], label: str, hint: str) -> TextField:
    return TextField(
        key="reply",
        label=label,
        hint=hint,
        longest=REPLY_LENGTH,
        lines=True,
        value=cut(values.get("reply", ""), REPLY_LENGTH),
    )


def _link(values: Mapping[str, str], hint: str) -> TextField:
    example = "https://meet.example.org/ana"
    return TextField(
        key="link",
        label="Meeting link",
        hint=hint,
        longest=512,
        example=example,
        value=cut(values.get("link", ""), 512),
    )


def _time_hint(me: Person, hint: str = TIME_HINT) -> str:
    return f"Your time zone: {me.zone}. {hint}".strip() if me.zone else hint


def _iso(instant: datetime | None) -> str:
    return instant.isoformat() if instant else ""
