"""Pings: short new messages that make a sound; one line says what happened, beside the next useful button."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.domain.booking import REPLY_LENGTH, Role, Status
from core.domain.notices import AWAITING_LINK, PERSONAL, TURNS, WHOLE, Kind, holds
from core.domain.text import cut
from core.ports.cards import (
    About,
    Actions,
    Button,
    Card,
    Line,
    Link,
    Look,
    Part,
    Quote,
    Strong,
    Struck,
    Tone,
    UserText,
)
from core.screens.calendar_file import file_told
from core.screens.feedback import AGAIN, DONE, is_asked, question, second_thoughts
from core.screens.news_line import line_of_news
from core.screens.next_steps import OTHER_MENTORS
from core.screens.notes import brief
from core.screens.organiser_notices import ORGANISED
from core.screens.rows import within_sight
from core.screens.series_lines import along_line
from core.screens.session import (
    VISIBLE,
    answers,
    badge_of,
    chats,
    offers,
    session_card,
    suggested_times,
)
from core.screens.video_call import LINK_FOLLOWS, call_link
from core.screens.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from core.domain.booking_view import BookingView
    from core.domain.notices import Notice
    from core.domain.people import Mentor

ASKED = {Kind.FEEDBACK: DONE, Kind.FEEDBACK_AGAIN: AGAIN}
"""Notices that ask how it was, and as what the buttons know the message they stand on."""
SILENT = frozenset({*TURNS, Kind.CARD, Kind.HOME, Kind.KIND_WORDS, Kind.NOTED, Kind.CHAT, Kind.SERIES})
"""What brings cards up to date, and the letters of a chat, which have messages of their own."""
BRIEFS = frozenset({Kind.REMIND_SOON})
"""The reminder that holds what is good to know just before a session, notes among it."""


def reminder(ahead: str) -> Wording:
    """Return the wording of the reminder that comes so long before the start."""
    return Wording(
        f"Reminder, {ahead}",
        Tone.GOOD,
        f"Reminder, {ahead}: {{topic}} with {{other}}",
        "",
        CALL,
        brief="Your session with {other}.",
    )


ANSWER = ("accept", "accept-all", "propose", "one-by-one")
CALL, AGAIN_STEP = ("call",), ("again",)
AGREED = ("call", "propose")
"""The call of what is agreed, or the way to a time where there is none yet."""
TOLD_FOR_SEVERAL = frozenset({Kind.ACCEPTED, Kind.REJECTED, Kind.WITHDRAWN, Kind.CANCELLED, Kind.EXPIRED})
"""What may happen to several sessions of a series at once: it is said once."""
PINGS: dict[Kind, Wording] = {
    Kind.CHANGED: Wording(
        "Request changed",
        Tone.WAITING,
        "{other} changed the request: {topic}",
        brief="{other} changed the request.",
    ),
    Kind.ACCEPTED: Wording(
        "Confirmed",
        Tone.GOOD,
        "{other} accepted: {topic}",
        "reply",
        AGREED,
        brief="{other} accepted your request.",
    ),
    Kind.REJECTED: Wording(
        "Declined",
        Tone.PLAIN,
        "{other} can't take this session: {topic}",
        "reply",
        AGAIN_STEP,
        brief="{other} can't take this session.",
    ),
    Kind.WITHDRAWN: Wording(
        "Withdrawn",
        Tone.PLAIN,
        "{other} withdrew the request: {topic}",
        "reason",
        brief="{other} withdrew the request.",
    ),
    Kind.CANCELLED: Wording(
        "Cancelled",
        Tone.PLAIN,
        "{other} cancelled: {topic}",
        "reason",
        AGAIN_STEP,
        brief="{other} cancelled the session.",
    ),
    Kind.LEFT: Wording(
        "Called off",
        Tone.PLAIN,
        "{other} has left, so this is called off: {topic}",
        "",
        ("others",),
        brief="{other} has left, so your session is called off.",
    ),
    Kind.EXPIRED: Wording(
        "No answer in time",
        Tone.PLAIN,
        "No answer in time from {other}: {topic}",
        "",
        AGAIN_STEP,
        brief="There was no answer, so the request has expired.",
    ),
    Kind.LAPSED: Wording(
        "No time agreed",
        Tone.PLAIN,
        "No time was agreed with {other} within 30 days, so this has expired: {topic}",
        "",
        AGAIN_STEP,
        brief="No time was agreed, so the session has expired.",
    ),
    Kind.TIMELESS: Wording(
        "Still without a time",
        Tone.WAITING,
        "You and {other} have agreed, and there is no time yet. Suggest one until {time_until}: {topic}",
        "",
        ("propose",),
        brief="You and {other} have agreed, and there is no time yet.",
    ),
    Kind.NOBODY: Wording(
        "Nobody could take it",
        Tone.PLAIN,
        "None of those who were asked could take it; choose a mentor yourself, or ask again for another time: {topic}",
        "",
        ("others",),
        brief="None of those who were asked could take your request.",
    ),
    Kind.LINK: Wording(
        "New meeting link",
        Tone.GOOD,
        "{other} changed the meeting link: {topic}",
        "",
        CALL,
        brief="{other} changed the meeting link.",
    ),
    Kind.PROPOSED: Wording(
        "New time suggested",
        Tone.WAITING,
        "{other} suggests another time for {topic}",
        "note",
        brief="{other} suggests another time.",
    ),
    Kind.AGREED: Wording(
        "New time confirmed",
        Tone.GOOD,
        "{other} accepted the new time: {topic}",
        "",
        CALL,
        brief="{other} accepted the new time.",
    ),
    Kind.KEPT: Wording(
        "Suggestion closed",
        Tone.PLAIN,
        "{other} closed the suggestion, and nothing changes: {topic}",
        brief="{other} closed the suggestion, and nothing changes.",
    ),
    Kind.NO_SHOW: Wording(
        "Did not take place",
        Tone.PLAIN,
        "{other} recorded that you did not come: {topic}",
        "",
        ("chat",),
        brief="{other} recorded that you did not come.",
    ),
    Kind.FEEDBACK: Wording(
        "Completed",
        Tone.PLAIN,
        "Your session with {other} is completed: {topic}",
        brief="Your session with {other} is completed.",
    ),
    Kind.FEEDBACK_AGAIN: Wording(
        "How was it?",
        Tone.PLAIN,
        "You had a session with {other}: {topic}",
        brief="You had a session with {other}.",
    ),
    Kind.NUDGE_HALF: Wording(
        "Still waiting for you",
        Tone.WAITING,
        "{other} is waiting for your answer until {until}: {topic}",
        "",
        ANSWER,
        brief="{other} is waiting for your answer.",
    ),
    Kind.NUDGE_LAST: Wording(
        "Last call",
        Tone.WAITING,
        "Last call: {other}'s request expires {until}: {topic}",
        "",
        ANSWER,
        brief="{other}'s request expires soon without your answer.",
    ),
    Kind.REMIND_TWO_DAYS: reminder("two days ahead"),
    Kind.REMIND_DAY: reminder("a day ahead"),
    Kind.REMIND_HOUR: reminder("an hour ahead"),
    Kind.REMIND_SOON: reminder("just ahead"),
    Kind.CLOCKS_OWN: Wording(
        "New clock rule",
        Tone.WAITING,
        "The clocks of {my_place} have a new rule: your session is now at {my_time} for you, "
        "and the moment is the same: {topic}",
        "",
        ("propose",),
        brief="The clocks have a new rule, so your session is at another hour for you.",
    ),
    Kind.CLOCKS_OTHER: Wording(
        "New clock rule",
        Tone.WAITING,
        "The clocks of {their_place} have a new rule: your session is now at {their_time} for {other}, "
        "and the moment is the same: {topic}",
        "",
        ("propose",),
        brief="The clocks have a new rule, so your session is at another hour for {other}.",
    ),
    Kind.UNREACHED: Wording(
        "Not delivered",
        Tone.BAD,
        "{other} could not be reached by direct message; they find this under {/my-sessions}: {topic}",
        brief="{other} could not be reached by direct message.",
    ),
    **ORGANISED,
}
ANSWERABLE = frozenset({Kind.PROPOSED, Kind.NUDGED})
"""What shows the suggested times, each as a button."""


def message_for(kind: Kind, view: BookingView, instead: Sequence[Mentor] = ()) -> Card | None:
    """Return the new message of a notice, or None when only the card changes, or where it is about no booking.

    ``instead`` are mentors who have the time of an expired request open.
    """
    if kind in SILENT | PERSONAL:
        return None
    if kind in WHOLE:
        return session_card(view)
    wording = PINGS[kind]
    return Card(
        title="",
        tone=wording.tone,
        summary=wording.summary(view),
        parts=within_sight(
            (
                line_of_news(wording.tone, wording.said(view), view),
                *(suggested_times(view) if kind in ANSWERABLE else ()),
                *(along_line(view) if kind in TOLD_FOR_SEVERAL else ()),
                *_quote(view, wording.quotes),
                *(brief(view) if kind in BRIEFS else ()),
                *_link_to_come(view, kind),
                *_others(view, instead),
                *(_asked(view, kind) or _answers(view, kind) or _steps(view, wording.steps)),
            )
        ),
        about=About(view.booking.id, view.booking.version),
        file=file_told(kind, view),
    )


def is_ping(card: Card) -> bool:
    """Say whether a message is a line of news and not the card of a session."""
    return not card.title


def message_now(notice: Notice, view: BookingView, *, is_last: bool = True) -> Card:
    """Return what an older message of ``notice`` has to say now: the same, or what has become of it.

    Not ``is_last`` is what a newer message says again.
    """
    said = None if notice.kind not in PINGS else message_for(notice.kind, view)
    if said is None:
        return session_card(view)
    if is_last and holds(notice, view.booking):
        return said
    badge, tone = badge_of(view.booking)
    topic = UserText(view.booking.topic, strong=True)
    line = (Struck(PINGS[notice.kind].state), " ", Strong(_become(view, badge)), ": ", topic)
    return replace(
        said,
        tone=tone,
        summary=cut(f"{badge}: session {view.booking.ref} with {view.other.name}", 200),
        parts=(line_of_news(tone, line, view), *_steps(view, ())),
        file=None,
    )


def _become(view: BookingView, badge: str) -> str:
    """Return what has become of it, and by whom where a person called it off."""
    by = view.booking.closed_by
    if view.booking.left:
        return f"{badge}: {'you' if by is view.role else cut(view.other.name, 60)} had left"
    if view.booking.status is not Status.CANCELLED or by not in {Role.STUDENT, Role.MENTOR}:
        return f"{badge} by an organiser" if by is Role.ADMIN else badge
    return f"{badge} by you" if by is view.role else f"{badge} by {cut(view.other.name, 60)}"


def _answers(view: BookingView, kind: Kind) -> tuple[Part, ...]:
    """Return the suggested times as buttons, and the way out."""
    if kind not in ANSWERABLE or not view.waits_for_me or not (found := answers(view)):
        return ()
    head, *rest = found[:VISIBLE]
    return (Actions((replace(head, look=Look.PRIMARY), *rest), tuple(found[VISIBLE:])),)


def _asked(view: BookingView, kind: Kind) -> tuple[Part, ...]:
    """Return the question how it was with the steps behind it, or the answer before them."""
    if kind not in ASKED:
        return ()
    place, steps = ASKED[kind], _buttons(view, AGAIN_STEP)
    if is_asked(view):
        return question(view, place, tuple(one for one in steps if isinstance(one, Button)))
    return (*question(view, place), Actions((*second_thoughts(view, place)[:1], *steps)))


def _others(view: BookingView, instead: Sequence[Mentor]) -> tuple[Part, ...]:
    if not instead:
        return ()
    asks = tuple(
        Button(
            f"Ask {cut(one.person.name, 18)} instead…",
            "instead",
            (view.booking.id.hex, one.person.id.hex),
        )
        for one in instead
    )
    return (Line(("Others have this time open:",), small=True), Actions(asks))


def _quote(view: BookingView, name: str) -> tuple[Part, ...]:
    proposal = view.booking.proposal
    said = {
        "reply": view.booking.reply,
        "reason": view.booking.reason,
        "note": proposal.note if proposal else "",
    }
    words = said.get(name, "")
    return (Quote(UserText(cut(words, REPLY_LENGTH))),) if words else ()


def _link_to_come(view: BookingView, kind: Kind) -> tuple[Part, ...]:
    """Say where the button for the call will be, while it is not there yet."""
    waits = kind in AWAITING_LINK and view.booking.awaits_link
    return (Line((f"{LINK_FOLLOWS}.",), small=True),) if waits else ()


def _steps(view: BookingView, names: tuple[str, ...]) -> tuple[Part, ...]:
    """Return a row of one or two buttons: the next step, and the way to the session."""
    return (Actions(tuple(_buttons(view, names))),)


def _buttons(view: BookingView, names: tuple[str, ...]) -> list[Button | Link]:
    booking = view.booking
    known: dict[str, Button | Link | None] = {one.route: one for one in (*offers(view), *chats(view))}
    known["call"] = call_link(view)
    if "call" in names and booking.slot is not None:
        known.pop("propose", None)
    if view.role is Role.STUDENT:
        label = {Status.EXPIRED: "Ask again…", Status.COMPLETED: "Book next…"}.get(booking.status)
        known["again"] = Button(label or "Book again…", "again", (booking.id.hex,))
        known["others"] = OTHER_MENTORS
    found = [step for name in names if (step := known.get(name)) is not None]
    if found and isinstance(found[0], Button) and found[0].route in {"accept", "accept-all"}:
        return [replace(found[0], look=Look.PRIMARY), *found[1:]]
    return [*found, Button("Open", "show", (booking.id.hex,))]
