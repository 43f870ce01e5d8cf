"""The largest value of every field, in every script, is stored, and then every card, form, list and notice shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest

from adapters.discord.capabilities import CAPABILITIES as ON_DISCORD
from adapters.discord.render_form import modal_of
from adapters.slack.capabilities import CAPABILITIES as ON_SLACK
from adapters.slack.render.view import form_view
from adapters.slack.view_state import PrivateMetadata
from core.domain.agenda import Section
from core.domain.booking import (
    NOTE_LENGTH,
    REASON_LENGTH,
    REPLY_LENGTH,
    Booking,
    BookingId,
    LinkState,
    Proposal,
    Role,
    Slot,
    Status,
)
from core.domain.booking_view import BookingView
from core.domain.directory import Entry, Free, Page
from core.domain.errors import BadInput, Problem
from core.domain.feedback import WORDS_LENGTH, Feedback, Score
from core.domain.links import LINK_LENGTH, MeetingLink
from core.domain.mentor_search import MOST_ASKED, NEEDS_LENGTH, MentorSearch
from core.domain.notes import TEXT_LENGTH, Note
from core.domain.notices import Kind
from core.domain.people import NAME_LENGTH, Address, Mentor, OfferingId, Person, PersonId
from core.domain.profiles import (
    DESCRIPTION_LENGTH,
    HEADLINE_LENGTH,
    LANGUAGES_LENGTH,
    MOST_OFFERINGS,
    SKILLS_LENGTH,
    TITLE_LENGTH,
    OfferingForm,
    ProfileForm,
    RulesForm,
    languages,
    offering,
    profile,
    rules,
)
from core.domain.reminders import Ahead
from core.domain.requests import REQUEST_LENGTHS, RequestText
from core.domain.text import clean, cut, units
from core.domain.waiting import MOST_PLACES, Waited
from core.ports.cards import Card
from core.ports.forms import Form
from core.ports.tokens import token
from core.screens import (
    agenda,
    booking,
    booking_steps,
    chat_rooms,
    digests,
    feedback,
    mentor,
    notices,
    search,
    session,
    times,
)
from core.screens import session_forms as forms
from core.screens.changes import changes_form
from core.screens.errors import SEVERAL_MENTORS, already, sentence
from core.screens.notes import notes_form
from core.screens.privacy import Kept, erase_form, privacy_card
from core.screens.reminders import reminders_card
from core.screens.settings import settings_card, zone_form
from core.store.personal_data import HELD
from core.times.calendar import DAY_NAMES
from core.times.day_exceptions import DAY_EXCEPTIONS_LENGTH
from core.times.weekly_hours import WEEKLY_HOURS_LENGTH
from tests.adapters.discord_examples import HERE as DISCORD
from tests.adapters.slack_examples import HERE as SLACK
from tests.contract import discord_spec, slack_spec
from tests.factories import MENTOR, NOON, STUDENT, a_booking, a_person
from tests.screens.test_screens import on_both

SCRIPTS = {
    "ASCII": "Wx",
    "Cyrillic": "\u0416\u0449",
    "Chinese": "\u4f1a\u8b70",
    "outside the basic plane": "\U0001d4d0\U00020000",
    "emoji": "\U0001f469\u200d\U0001f4bb\U0001f1e9\U0001f1ea",
    "combining": "e\u0301\u0323",
    "right to left": "\u05e9\u05dc\u0627\u0644",
    "Thai": "\u0e01\u0e33\u0e14\u0e35",
    "marks": "*_`~|<>@#&[]\\",
    "pings": "<@U1> @everyone ",
    "addresses": "https://a.bc ",
    "quotes": "\"'&amp;",
}
OFTEN = {
    "ASCII": (),
    "marks": (),
    "Chinese": (pytest.mark.wide,),
    "outside the basic plane": (pytest.mark.wide,),
}
EVERY_SCRIPT = [pytest.param(one, marks=OFTEN.get(one, (pytest.mark.long,))) for one in SCRIPTS]
"""Two in every run, and all of them in the long one."""
LONGEST_ZONE = "America/Argentina/ComodRivadavia"


def filled(script: str, length: int) -> str:
    """Return cleaned words of a script that come as near to ``length`` UTF-16 units as they can."""
    piece = SCRIPTS[script]
    text = clean((piece * length)[:length])
    while units(text) > length:
        text = text[:-1]
    return clean(text)


@cache
def link_of(script: str) -> MeetingLink:
    """Return the longest link that is taken with a path in this script."""
    best = MeetingLink.parse("https://meet.example.org/")
    for count in range(LINK_LENGTH):
        try:
            best = MeetingLink.parse(
                f"https://meet.example.org/{SCRIPTS['Cyrillic'][0] * (script != 'ASCII')}{'a' * count}"
            )
        except ValueError:
            return best
    return best


def person_of(script: str, who: object, platform: str) -> Person:
    space = "T1" if platform == "slack" else "-"
    name = cut(filled(script, NAME_LENGTH * 2), NAME_LENGTH)
    address = Address(platform, space, "100000000000000001")
    return a_person(id=who, name=name, address=address, zone=LONGEST_ZONE, unreachable="closed_dms")


@cache
def hours() -> str:
    """Return the longest weekly hours that are taken: no two days are alike."""
    best = ""
    for count in range(1, 40):
        spans = [
            (DAY_NAMES[one // 6], f"{one % 6 * 4:02}:0{one // 6}-{one % 6 * 4 + 2:02}:00")
            for one in range(count)
        ]
        days = {day: ",".join(span for its, span in spans if its == day) for day, _ in spans}
        typed = "; ".join(f"{day} {said}" for day, said in days.items())
        try:
            best = profile(ProfileForm(headline="x", zone="UTC", hours=typed), a_person()).hours
        except BadInput:
            break
    assert WEEKLY_HOURS_LENGTH - 40 < len(best) <= WEEKLY_HOURS_LENGTH
    return best


@cache
def exceptions() -> str:
    """Return the longest list of days off that is taken."""
    best = ""
    for count in range(1, 80):
        typed = ", ".join(f"off 2027-{1 + day // 14:02}-{day % 14 * 2 + 1:02}" for day in range(count))
        try:
            best = rules(RulesForm(exceptions=typed), plain_mentor(), NOON).exceptions
        except BadInput:
            break
    assert DAY_EXCEPTIONS_LENGTH - 40 < len(best) <= DAY_EXCEPTIONS_LENGTH
    return best


def plain_mentor() -> Mentor:
    return Mentor(person=person_of("ASCII", MENTOR, "slack"), headline="x", since=NOON)


@cache
def mentor_of(script: str) -> Mentor:
    person = person_of(script, MENTOR, "slack")
    said = profile(
        ProfileForm(
            headline=filled(script, HEADLINE_LENGTH),
            skills=filled(script, SKILLS_LENGTH),
            link=link_of(script).url,
            zone=LONGEST_ZONE,
            hours=hours(),
        ),
        person,
    )
    ruled = rules(
        RulesForm(exceptions=exceptions(), buffer="240", notice="720", horizon="180", weekly_cap="100"),
        plain_mentor(),
        NOON,
    )
    spoken = languages(filled(script, LANGUAGES_LENGTH))
    return ruled.of(said.of(Mentor(person=person, headline="x", languages=spoken, since=NOON)))


def booking_of(script: str, status: Status, *, with_proposal: bool) -> Booking:
    text = RequestText.typed({name: filled(script, most) for name, most in REQUEST_LENGTHS.items()})
    words: dict[str, Any] = {**text.values()}
    slots = tuple(Slot(NOON + timedelta(days=day), 480) for day in (4, 5, 6))
    proposal = (
        Proposal(Role.MENTOR, slots, filled(script, NOTE_LENGTH))
        if with_proposal and status.is_open
        else None
    )
    return a_booking(
        ref="S-" + "7" * 22,
        status=status,
        **words,
        reply=filled(script, REPLY_LENGTH),
        reason=filled(script, REASON_LENGTH),
        slot=slots[0],
        minutes=480,
        link=link_of(script),
        change_notice=60,
        link_state=LinkState.FALLBACK,
        proposal=proposal,
        decided_at=None if status is Status.PENDING else NOON,
        closed_by=None if status.is_open else Role.MENTOR,
    )


def views(script: str, status: Status) -> list[BookingView]:
    """Both sides of a booking of each kind, from both platforms."""
    words = filled(script, WORDS_LENGTH)
    mine = Feedback(booking=a_booking().id, person=STUDENT, score=Score.GOOD, words=words, at=NOON)
    notes = tuple(
        Note(booking=a_booking().id, writer=one, text=filled(script, TEXT_LENGTH), shared=True, at=NOON)
        for one in (STUDENT, MENTOR)
    )
    return [
        BookingView(
            booking=booking_of(script, status, with_proposal=role is Role.STUDENT),
            role=role,
            student=person_of(script, STUDENT, "slack"),
            mentor=person_of(script, MENTOR, "discord" if role is Role.MENTOR else "slack"),
            now=NOON,
            mine=mine if status is Status.COMPLETED else None,
            notes=() if status is Status.PENDING else notes,
            last_notes=notes if status.is_open else (),
        )
        for role in (Role.STUDENT, Role.MENTOR)
    ]


def in_turn(view: BookingView, place: int) -> BookingView:
    """Return the same of a request to any suitable mentor, at this place of the three."""
    search = MentorSearch(mentors=(MENTOR,) * MOST_ASKED, place=place)
    booking = replace(view.booking, search=search, accepted_at=None)
    return replace(view, booking=booking, in_turn=(view.mentor,) * MOST_ASKED, notes=())


def several(view: BookingView, count: int) -> list[BookingView]:
    """Return as many bookings like this one."""
    ids = [BookingId(UUID(int=500 + number)) for number in range(count)]
    return [replace(view, booking=replace(view.booking, id=one)) for one in ids]


def asked_on_both(form: Form) -> None:
    view = form_view(form, PrivateMetadata(token=token(form.route, form.args), asked="1"), SLACK)
    assert slack_spec.problems("views.open", {"view": view}) == []
    if len(form.fields) + bool(form.intro) <= 5:  # a form for Slack alone may have more
        modal = modal_of(form, DISCORD).to_dict()
        body = {"type": 9, "data": modal}
        assert discord_spec.problems("POST", "/interactions/1/t/callback", body) == []


@pytest.mark.parametrize("script", EVERY_SCRIPT)
def test_every_session_card_of_the_largest_booking(script: str) -> None:
    for status in Status:
        for view in views(script, status):
            on_both(session.session_card(view))
            on_both(already(view))
            for place in range(MOST_ASKED):
                on_both(session.session_card(in_turn(view, place)))


@pytest.mark.parametrize("script", EVERY_SCRIPT)
def test_every_list_notice_and_form_of_the_largest_booking(script: str) -> None:
    known = mentor_of(script)
    for view in views(script, Status.ACCEPTED):
        six = several(view, 3 * agenda.IN_OVERVIEW)
        everything = [six[at : at + agenda.IN_OVERVIEW] for at in range(0, len(six), agenda.IN_OVERVIEW)]
        cards: list[Card | None] = [
            *(notices.message_for(kind, view, [known] * 1) for kind in Kind),
            agenda.listing(view.me, Section.PAST, several(view, agenda.IN_LIST), more=True, total=99999),
            agenda.overview(
                view.me,
                dict(zip(Section, everything, strict=True)),
                dict.fromkeys(Section, 99999),
                places=[
                    Waited(replace(known.person, id=PersonId(UUID(int=at))), 99) for at in range(MOST_PLACES)
                ],
            ),
            digests.requests_digest(several(view, digests.SHOWN + 1)),
            digests.news_digest([(one, Kind.UNREACHED) for one in several(view, digests.SHOWN + 1)]),
            chat_rooms.chat_card(view.other, "https://example.org"),
            chat_rooms.opening_card(view, "Mentoring programme name"),
        ]
        for card in cards:
            if card is not None:
                on_both(card)
        for make in (booking.change_form, forms.accept_form, forms.decline_form, forms.cancel_form):
            asked_on_both(make(view, {}))
        asked_on_both(notes_form(view, {}))
        for make in (forms.link_form, forms.propose_form, feedback.words_form):
            asked_on_both(make(view, {}))


@pytest.mark.parametrize("script", EVERY_SCRIPT)
def test_every_card_list_and_form_of_the_largest_mentor(script: str) -> None:
    known = mentor_of(script)
    kind = offering(
        OfferingForm(
            title=filled(script, TITLE_LENGTH),
            minutes="480",
            description=filled(script, DESCRIPTION_LENGTH),
            buffer="240",
            notice="720",
        ),
        OfferingId(UUID(int=900)),
        MENTOR,
    )
    kinds = [replace(kind, id=OfferingId(UUID(int=900 + number))) for number in range(MOST_OFFERINGS)]
    starts = [NOON + timedelta(days=day) for day in range(5)]
    mentors = [
        replace(known, person=replace(known.person, id=UUID(int=700 + number)))  # type: ignore[arg-type]
        for number in range(search.MENTORS_IN_LIST)
    ]
    for one in (known, replace(known, paused=True, paused_until=NOON)):
        on_both(mentor.panel(one, kinds, starts))
    entries = [
        Entry(mentor=one, offerings=tuple(kinds), next_open=NOON, answers_in=timedelta(days=13))
        for one in mentors
    ]
    for free in (None, *Free):
        leafing = search.Leafing(words="x", free=free, start=8, draft=UUID(int=1).hex)
        on_both(search.mentor_list(Page(entries=tuple(entries), following=99999), known.person, leafing))
        on_both(search.mentor_list(Page(entries=()), known.person, leafing))
    resting = [replace(one, mentor=replace(one.mentor, paused=True, paused_until=NOON)) for one in entries]
    on_both(search.mentor_list(Page(entries=tuple(resting)), known.person, search.Leafing()))
    many = [replace(one, person=replace(one.person, id=UUID(int=at))) for at, one in enumerate(mentors * 7)]  # type: ignore[arg-type]
    on_both(booking_steps.whom_to_ask(many, UUID(int=1), start=10, said=(SEVERAL_MENTORS,)))
    ninety = [NOON + timedelta(days=day) for day in range(90)]
    on_both(booking_steps.when_to_ask(known, ninety, UUID(int=1), start=30, zone=LONGEST_ZONE))
    said = [
        sentence(Problem("time_too_soon", name=known.person.name, hours=720, starts=(), zone=LONGEST_ZONE))
    ]
    on_both(times.still_open(said * 3, starts, known.person, UUID(int=1), "when3"))
    on_both(settings_card(known.person, NOON, program="x" * 24, platform_tells_zone=False))
    asked_on_both(mentor.profile_form(known.person, known, {}))
    asked_on_both(mentor.hours_form(known, {}, NOON))
    asked_on_both(mentor.pause_form(known.person, {}))
    asked_on_both(mentor.languages_form(known, {}))
    asked_on_both(zone_form(known.person, ("-",), {}))
    choices = booking.Choices(chosen=known, offerings=kinds, open_times=starts)
    anybody = booking.Choices(anybody=True, open_times=starts, more=True)
    for capabilities in (ON_SLACK, ON_DISCORD):
        for values, offered in (({}, choices), ({"skills": filled(script, NEEDS_LENGTH)}, anybody)):
            asked_on_both(booking.booking_form(known.person, values, offered, capabilities=capabilities))


def test_what_is_chosen_by_the_largest_mentor() -> None:
    known = replace(mentor_of("ASCII"), change_notice=43200)
    on_both(mentor.links_card(200))
    on_both(mentor.panel(known, ()))
    asked_on_both(changes_form(known, {}, timedelta(hours=720)))
    on_both(reminders_card(replace(known.person, reminders=frozenset(Ahead))))
    kept = Kept(rows=dict.fromkeys((one.table.name for one in HELD), 99_999), open_sessions=999, months=1200)
    on_both(privacy_card(known.person, kept))
    asked_on_both(erase_form(kept, "x" * 99))


def test_hours_that_are_printed_longer_than_they_were_typed_are_refused_at_their_field() -> None:
    spans = [f"{hour:02}-{hour + 1:02}" for hour in range(0, 24, 2)]
    typed = "; ".join(f"{day} {','.join(spans[number:])}" for number, day in enumerate(DAY_NAMES))
    assert units(typed) <= WEEKLY_HOURS_LENGTH
    with pytest.raises(BadInput) as refused:
        profile(ProfileForm(headline="x", zone="UTC", hours=typed), a_person())
    assert refused.value.fields["hours"].code == "too_long_written_out"


def test_days_off_that_are_printed_longer_than_they_were_typed_are_refused_at_their_field() -> None:
    typed = ", ".join(f"off {day} {month}" for month in ("Feb", "Mar") for day in range(1, 29))
    assert units(typed) <= DAY_EXCEPTIONS_LENGTH
    with pytest.raises(BadInput) as refused:
        rules(RulesForm(exceptions=typed), plain_mentor(), NOON)
    assert refused.value.fields["exceptions"].code == "too_long_written_out"
