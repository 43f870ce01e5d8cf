"""The program in numbers: the card of the organisers, its picture with the same in words, and the weekly summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.booking import Role
from core.domain.feedback import Score
from core.domain.numbers import Ending
from core.domain.text import cut
from core.ports.cards import Actions, Button, Card, Fact, Heading, Line, Look, Part, Quote, Tone, UserText
from core.ports.charts import Bars, Chart
from core.ports.files import ALT_LENGTH, File
from core.screens.grammar import counted, filled
from core.screens.missing_file import ask_again, missing_file
from core.screens.search import usually
from core.screens.session import who
from core.times.calendar import print_date

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from core.domain.feedback import AllowedWords
    from core.domain.numbers import MentorNumbers, ProgramNumbers, WeekNumbers

MENTORS_SHOWN = 10
"""How many mentors the card names; who has most to do comes first, and the export has every session."""
SUMMARY_MENTORS = 3
"""How many mentors the weekly summary names."""
ENDINGS: Mapping[Ending, str] = {
    Ending.COMPLETED: "took place",
    Ending.AGREED: "still to come",
    Ending.STUDENT_ABSENT: "student did not come",
    Ending.MENTOR_ABSENT: "mentor did not come",
    Ending.CANCELLED: "called off",
    Ending.NOT_AGREED: "not agreed",
}
"""What is said of each ending behind its number."""
COLOURED: tuple[tuple[str, str, frozenset[Ending]], ...] = (
    ("took place", "#2EB67D", frozenset({Ending.COMPLETED})),
    ("to come", "#7FB8FF", frozenset({Ending.AGREED})),
    ("missed", "#E01E5A", frozenset({Ending.STUDENT_ABSENT, Ending.MENTOR_ABSENT})),
    ("called off", "#8B949E", frozenset({Ending.CANCELLED})),
)
"""The colours of the picture, what each means, and what it counts."""
NO_PICTURES = "Pictures need the extra charts: whoever runs the bot can install it. The numbers are the same."
ON_ITS_WAY = "It comes to you as a direct message in a moment."
CHART_TITLE = "Sessions per week, by its Monday"
ALLOWED_WORDS = Button("Words about sessions", "admin-words")
WORDS_SHOWN, WORDS_CUT = 5, 600
"""How many answers one card quotes, the newest first, and how much of each, in UTF-16 units."""
EXPORTS = (Button("Export CSV", "admin-export", ("csv",)), Button("Export JSON", "admin-export", ("json",)))


def numbers_card(numbers: ProgramNumbers) -> Card:
    """Return the numbers of the present week and month, and what each mentor has to do."""
    mentors = numbers.mentors
    hidden = len(mentors) - MENTORS_SHOWN
    more: tuple[Part, ...] = ()
    if hidden > 0:
        more = (Line((f"And {counted(hidden, 'mentor')} more, who have less to do.",), small=True),)
    picture = Button("Picture", "admin-picture", look=Look.PRIMARY)
    return Card(
        title="The program in numbers",
        summary="The program in numbers",
        parts=(
            *_totals(numbers),
            *((Heading("Mentors, who has most to do first"),) if mentors else ()),
            *(_mentor(one, _this_week_and_month(one)) for one in mentors[:MENTORS_SHOWN]),
            *more,
            Line((f"Weeks and months are those of {numbers.zone}.",), small=True),
            Actions((picture, *EXPORTS), (ALLOWED_WORDS,)),
        ),
    )


def words_card(found: Sequence[AllowedWords]) -> Card:
    """Return the newest words that their writers let organisers read, and nothing of anybody else's."""
    none = Line(("Nobody has let organisers read their words yet. The form for words asks for it.",))
    return Card(
        title="Words about sessions",
        summary="Words about sessions that organisers may read",
        parts=tuple(map(_allowed, found)) or (none,),
    )


def no_picture_card(weeks: Sequence[WeekNumbers]) -> Card:
    """Say why there is no picture, and what it would show."""
    return Card(
        title=CHART_TITLE,
        summary=CHART_TITLE,
        parts=(Line((NO_PICTURES,)), *(Line((_week_in_words(one),)) for one in weeks)),
    )


def on_its_way_card() -> Card:
    """Say that what was asked for comes as a message."""
    return Card(title="", summary=ON_ITS_WAY, parts=(Line((ON_ITS_WAY,)),))


def chart_of(weeks: Sequence[WeekNumbers]) -> Chart:
    """Return the picture of some weeks."""
    return Chart(
        title=CHART_TITLE,
        labels=tuple(_short(one.first) for one in weeks),
        bars=tuple(
            Bars(name, colour, tuple(_sum(one.endings, which) for one in weeks))
            for name, colour, which in COLOURED
        ),
    )


def in_words(weeks: Sequence[WeekNumbers]) -> str:
    """Return the same numbers as the picture, for who does not see it."""
    return cut(f"{CHART_TITLE}. {' '.join(_week_in_words(one) for one in weeks)}", ALT_LENGTH)


def picture_card(weeks: Sequence[WeekNumbers], drawn: bytes, now: datetime) -> Card:
    """Return the message that brings the picture."""
    whole = [sum(_sum(one.endings, which) for one in weeks) for _, _, which in COLOURED]
    said = ", ".join(f"{number} {name}" for number, (name, _, _) in zip(whole, COLOURED, strict=True))
    return Card(
        title=CHART_TITLE,
        summary=CHART_TITLE,
        parts=(Line((f"The last {counted(len(weeks), 'week')}: {said}.",)),),
        file=File(
            name=f"sessions-{now:%Y-%m-%d}.png",
            media="image/png",
            mark=f"picture:{now.isoformat()}",
            write=lambda: drawn,
            alt=in_words(weeks),
        ),
        fileless=missing_file(ask_again("admin-picture"), Line((in_words(weeks),))),
    )


def summary_card(numbers: ProgramNumbers, long_waiting: int) -> Card:
    """Return the summary of a week that is over; ``long_waiting`` is how many wait too long for an answer now."""
    busiest = [one for one in numbers.mentors if one.week][:SUMMARY_MENTORS]
    waits = f"{counted(long_waiting, 'booking')} without an answer for too long."
    return Card(
        title=f"The week from {print_date(numbers.week.first)}",
        summary=f"The week from {print_date(numbers.week.first)} in numbers",
        tone=Tone.WAITING if long_waiting else Tone.PLAIN,
        parts=(
            Fact("Sessions", (_endings(numbers.of_week),)),
            Fact("Requests that wait", (str(numbers.waiting),)),
            *(_mentor(one, counted(one.week, "session")) for one in busiest),
            *((Line((waits,)),) if long_waiting else ()),
            Line(filled("Organisers find more with {/booking-admin}."), small=True),
        ),
    )


def _totals(numbers: ProgramNumbers) -> tuple[Part, ...]:
    return (
        Fact("This week", (_endings(numbers.of_week),)),
        Fact("This month", (_endings(numbers.of_month),)),
        Fact("How it was this month", (_felt(numbers.felt),)),
        Fact("Requests that wait", (str(numbers.waiting),)),
    )


def _mentor(one: MentorNumbers, sessions: str) -> Line:
    answers = f", answers in {usually(one.answers_in)}" if one.answers_in is not None else ""
    return Line((who(one.person), f" · {sessions}, {one.waiting} waiting{answers}"))


def _this_week_and_month(one: MentorNumbers) -> str:
    return f"{counted(one.week, 'session')} this week, {one.month} this month"


def _allowed(one: AllowedWords) -> Quote:
    writer, other = (one.mentor, one.student) if one.by_mentor else (one.student, one.mentor)
    said = f"{cut(writer, 60)}, of a session with {cut(other, 60)}"
    return Quote(UserText(cut(one.words, WORDS_CUT)), said)


def _endings(found: Mapping[Ending, int]) -> str:
    said = [f"{found[ending]} {words}" for ending, words in ENDINGS.items() if found.get(ending)]
    return ", ".join(said) or "none"


def _felt(felt: Mapping[tuple[Role, Score], int]) -> str:
    sides = {Role.STUDENT: "students", Role.MENTOR: "mentors"}
    said = [
        f"{name}: {felt.get((role, Score.GOOD), 0)} good, {felt.get((role, Score.BAD), 0)} not so good"
        for role, name in sides.items()
    ]
    return "; ".join(said)


def _week_in_words(week: WeekNumbers) -> str:
    numbers = ((name, _sum(week.endings, which)) for name, _, which in COLOURED)
    said = ", ".join(f"{number} {name}" for name, number in numbers if number)
    return f"{_short(week.first)}: {said or 'none'}."


def _sum(found: Mapping[Ending, int], which: frozenset[Ending]) -> int:
    return sum(found.get(one, 0) for one in which)


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
