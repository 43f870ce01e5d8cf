"""Lists of sessions: what ``/my-sessions`` shows, and the person's own page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.domain.agenda import Section
from core.domain.booking import Role, Status
from core.domain.text import cut
from core.ports.cards import (
    Actions,
    Button,
    Card,
    Heading,
    Inline,
    Line,
    Link,
    Look,
    Part,
    Row,
    Strong,
    UserText,
)
from core.screens.grammar import filled
from core.screens.session import badge_of, when, who
from core.screens.unreachable import banner
from core.screens.video_call import call_link
from core.screens.waiting import places_parts
from core.screens.welcome import BOOK, FIND, GREETED_NAME, GREETING, welcome_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.domain.booking_view import BookingView
    from core.domain.people import Person
    from core.domain.waiting import Waited
    from core.ports.cards import Sentence

SECTIONS = {
    Section.PENDING: "Pending requests",
    Section.UPCOMING: "Upcoming sessions",
    Section.PAST: "Past sessions",
}
EMPTY = {
    Section.PENDING: "Nothing is waiting for an answer.",
    Section.UPCOMING: "No session is planned.",
    Section.PAST: "No past sessions yet.",
}
IN_OVERVIEW = 2
"""How many sessions of each section the overview shows; the section's own list shows more."""
PENDING_READ = 25
"""Among how many pending requests those are looked for that wait for the reader, to be shown first."""
IN_LIST = 6
WAITING, WAITS_FOR_YOU = "Something waits for your answer.", "Waits for you"
TOPIC = 60
"""UTF-16 units of a topic in a list."""


def overview(
    me: Person,
    sections: Mapping[Section, Sequence[BookingView]],
    counts: Mapping[Section, int],
    *,
    lasts: bool = False,
    places: Sequence[Waited] = (),
) -> Card:
    """Return a greeting, the ways on, and each section that holds anything with its first sessions.

    What waits for the reader is shown first: the requests before the sessions, and among them those to be answered.
    The link to meet is only on a page that ``lasts``: nobody takes it off an answer when the session is called off.
    """
    if not any(counts.values()) and not places:
        parts: list[Part] = [*(_banner(me) or (_greeting(me, ()),)), *welcome_lines(), _doors(counts)]
        return Card(title="My sessions", summary=_summary(counts), parts=tuple(parts))
    waiting = [view for views in sections.values() for view in views if view.waits_for_me]
    call = next((call_link(view) for view in sections[Section.UPCOMING]), None) if lasts else None
    is_call_first = call is not None and call.look is Look.PRIMARY
    parts = [
        *(_banner(me) or (_greeting(me, waiting),)),
        _doors(counts, is_call_first=is_call_first),
    ]
    for name in _order(sections[Section.PENDING]):
        if counts[name]:
            is_over = name is Section.PAST
            title = Heading(f"{SECTIONS[name]} ({counts[name]})", folds=is_over)
            parts += [title, *_first_of(name, sections[name][: 1 if is_over and places else None], call)]
    parts += places_parts(places)
    return Card(title="My sessions", summary=_summary(counts), parts=tuple(parts))


def listing(me: Person, section: Section, views: Sequence[BookingView], *, more: bool, total: int) -> Card:
    """Return one section, ``IN_LIST`` sessions at a time."""
    parts: list[Part] = [Heading(f"{SECTIONS[section]} ({total})"), *map(_entry, views)]
    if not views:
        parts.append(Line((EMPTY[section],), small=True))
    steps = [Button("Overview", "agenda", ("all", "-"))]
    if more:
        steps.insert(0, Button("More", "agenda", (section, views[-1].booking.id.hex)))
    parts.append(Actions(tuple(steps)))
    return Card(title="My sessions", summary=f"{SECTIONS[section]}: {total}", parts=(*_banner(me), *parts))


def _greeting(me: Person, waiting: Sequence[BookingView]) -> Line:
    hello = filled(GREETING, name=cut(me.name, GREETED_NAME))
    return Line((*hello, " ", Strong(WAITING)) if waiting else hello)


def _order(pending: Sequence[BookingView]) -> tuple[Section, ...]:
    """Return the sections, beginning with what is to be done."""
    if any(view.waits_for_me for view in pending):
        return (Section.PENDING, Section.UPCOMING, Section.PAST)
    return (Section.UPCOMING, Section.PENDING, Section.PAST)


def _first_of(section: Section, views: Sequence[BookingView], call: Link | None) -> list[Part]:
    """Return the entries of a section on the overview; the next session has room of its own."""
    if section is Section.UPCOMING and views:
        return [*_next(views[0], call), *map(_entry, views[1:IN_OVERVIEW])]
    first = sorted(views, key=lambda view: not view.waits_for_me)
    return [*map(_entry, first[:IN_OVERVIEW])]


def _next(view: BookingView, call: Link | None) -> tuple[Part, ...]:
    """Return the next session with its link to meet, on lines of its own."""
    show = _open(view)
    return (
        Line((UserText(cut(view.booking.topic, TOPIC), strong=True), " · ", *_when(view))),
        Line((*_with(view), *_state(view))),
        Actions((call, show) if call else (show,)),
    )


def _entry(view: BookingView) -> Row:
    topic = UserText(cut(view.booking.topic, TOPIC), strong=True)
    words: tuple[Inline, ...] = (topic, " · ", *_with(view), " · ", *_when(view), *_state(view))
    return Row(words, _open(view))


def _open(view: BookingView) -> Button:
    return Button("Open", "show", (view.booking.id.hex,))


def _with(view: BookingView) -> Sentence:
    return ("with " if view.role is Role.STUDENT else "for ", who(view.other))


def _when(view: BookingView) -> Sentence:
    slot = view.booking.slot
    return (when(slot.starts_at, view.me),) if slot else ("no time set",)


def _state(view: BookingView) -> Sentence:
    """Return what the section does not say of its session already."""
    if view.waits_for_me:
        return (" · ", Strong(WAITS_FOR_YOU))
    return () if view.booking.status is Status.ACCEPTED else (" · ", badge_of(view.booking)[0])


def _doors(counts: Mapping[Section, int], *, is_call_first: bool = False) -> Actions:
    """Return the ways on; where the call of the next session stands out, nothing else does."""
    more = [Button(f"All {name}", "agenda", (name, "-")) for name in SECTIONS if counts[name] > IN_OVERVIEW]
    return Actions((replace(BOOK, look=Look.PLAIN) if is_call_first else BOOK, FIND, *more))


def _banner(me: Person) -> tuple[Part, ...]:
    if me.unreachable is None:
        return ()
    return (Line((Strong("I could not send you direct messages."), f" {banner(me.unreachable)}")),)


def _summary(counts: Mapping[Section, int]) -> str:
    pending, upcoming, past = (counts[section] for section in Section)
    return f"{pending} pending, {upcoming} upcoming, {past} past"
