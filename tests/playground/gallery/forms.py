"""The scenes of the forms, as they are before anything is typed, and of the commands that open no form."""

from __future__ import annotations

from tests.playground.gallery.requests import ASKED
from tests.playground.gallery.scene import (
    TOPIC,
    WEDNESDAY,
    At,
    Picture,
    Scene,
    Step,
    Surface,
    asks,
    chooses,
    fills,
    is_engaged,
    lives_in,
    opens,
    presses,
    says_where,
    types,
    until,
    uses,
)
from tests.playground.gallery.sessions import AGREED, DONE, SERIES, SERIES_DATES


def form(name: str, heading: str, story: str, *steps: Step, who: str = "student") -> Scene:
    """Return a scene that ends with an open form."""
    picture = Picture(who=who, surface=Surface.FORM)
    return Scene(name=name, heading=heading, story=story, steps=steps, pictures=(picture,))


def answer(name: str, heading: str, story: str, *steps: Step, who: str = "student") -> Scene:
    """Return a scene that ends with what the bot says to one person alone."""
    picture = Picture(who=who, surface=Surface.ANSWER)
    return Scene(name=name, heading=heading, story=story, steps=steps, pictures=(picture,))


AT_HOME = lives_in("student", "London")
PANEL = (types("mentor", "/mentor-panel"),)
FULL = (
    *PANEL,
    presses("mentor", "Edit profile…"),
    fills("mentor", hours="Sun 9-10"),
    presses("mentor", "Open times…"),
    fills("mentor", horizon="1"),
    AT_HOME,
    types("student", "/book-session", mentor="{mentor}"),
)
WAIT = presses("student", "Wait for a time…")
IN_LINE = (*FULL, WAIT, fills("student", topic=TOPIC))
KIND = (
    presses("mentor", "Add session type…"),
    fills("mentor", title="Code review", minutes="45", description="We read your diff together"),
)
CALENDAR = (*PANEL, presses("mentor", "Busy calendar…"), presses("mentor", "Add address…"))

OF_STUDENTS = (
    form(
        "book",
        "Book a session",
        "`/book-session` and nothing else; Discord asks for the mentor first.",
        AT_HOME,
        opens("student"),
    ),
    form(
        "book-mentor",
        "Book a known mentor",
        "`/book-session` with a mentor: the open times are there.",
        AT_HOME,
        types("student", "/book-session", mentor="{mentor}"),
    ),
    form(
        "book-newcomer",
        "A newcomer books",
        "`/book-session` with a mentor, by somebody who has never used the bot: Discord asks where they are.",
        types("student", "/book-session", mentor="{mentor}"),
        says_where("student"),
    ),
    form(
        "book-kinds",
        "Book a kind of session",
        "The mentor offers a kind of session.",
        AT_HOME,
        *PANEL,
        *KIND,
        types("student", "/book-session", mentor="{mentor}"),
    ),
    form(
        "book-choice",
        "Book one of two kinds of session",
        "Discord shows a short choice as radio buttons.",
        AT_HOME,
        *PANEL,
        *KIND,
        presses("mentor", "Add session type…"),
        fills("mentor", title="Mock interview", minutes="60"),
        types("student", "/book-session", mentor="{mentor}"),
    ),
    form(
        "ask-about",
        "Ask a mentor about this",
        "From the menu of a message in a channel.",
        AT_HOME,
        uses("student", "Ask a mentor about this", slack="40 comments", discord="flame graph"),
        chooses("student"),
    ),
    answer(
        "receipt",
        "Sent",
        "What the student is told on sending the form.",
        AT_HOME,
        opens("student"),
        fills("student", mentor="{mentor}", topic=TOPIC, when=At(day=2, hour=10)),
    ),
    answer(
        "look",
        "A look at a session",
        "`Open` in a list: what nobody can edit later names no state and no call; the card itself is one press away.",
        *AGREED,
        types("student", "/my-sessions"),
        presses("student", "Open", on="My sessions"),
    ),
    answer(
        "brought",
        "The card comes",
        "`Send me the card` on that look; `Open` below a line of news does the same without a word.",
        *AGREED,
        types("student", "/my-sessions"),
        presses("student", "Open", on="My sessions"),
        presses("student", "Send me the card"),
    ),
    form("change", "Change a request", "Before it is answered.", *ASKED, presses("student", "Change…")),
    form(
        "reschedule",
        "Reschedule",
        "Another time for a confirmed session.",
        *AGREED,
        presses("student", "Reschedule…"),
    ),
    form("cancel", "Cancel", "A confirmed session.", *AGREED, presses("student", "Cancel session…")),
    form(
        "notes",
        "Notes",
        "About an agreed session: for oneself, or for both.",
        *AGREED,
        presses("student", "Notes…"),
    ),
    form("words", "A few words", "About a completed session.", *DONE, presses("student", "Add words…")),
    form(
        "book-next",
        "Book the next one",
        "After a session: the same again a week later.",
        *DONE,
        presses("student", "Book next…"),
    ),
    form(
        "series",
        "Book a series",
        "After a session, or beside one that is agreed: the same several times.",
        *DONE,
        presses("student", "Book a series…"),
    ),
    answer(
        "series-dates",
        "The dates of a series",
        "What is in the way of a date is said before anything is sent.",
        *SERIES_DATES,
    ),
    form(
        "series-withdraw",
        "Withdraw a series",
        "The first of the requests, and those that follow it if that is chosen.",
        *SERIES,
        presses("student", "Withdraw…"),
    ),
    answer("full", "A mentor who is full", "The one open time is taken: wait, or suggest one.", *FULL),
    answer(
        "none-left",
        "The last open time is gone",
        "Somebody else was quicker, and nothing else is open: wait, or suggest another time.",
        AT_HOME,
        opens("student"),
        *PANEL,
        presses("mentor", "Edit profile…"),
        fills("mentor", hours="Wed 10:00-10:30", zone="Europe/London"),
        presses("mentor", "Open times…"),
        fills("mentor", horizon="7"),
        asks("Choosing a thesis", who="rival"),
        fills("student", mentor="{mentor}", topic=TOPIC, when=WEDNESDAY),
    ),
    form("wait", "Wait for a time", "The words of the request that it becomes.", *FULL, WAIT),
    Scene(
        name="held",
        heading="A time is held",
        story="The mentor has opened hours; the first in line has two hours to say yes.",
        steps=(
            *IN_LINE,
            *PANEL,
            presses("mentor", "Edit profile…"),
            fills("mentor", hours="Mon-Sun 0-24"),
            until(At(day=0, hour=12)),
        ),
        pictures=(Picture(who="student", surface=Surface.CARD),),
    ),
    answer("in-line", "A place in line", "It stands in `/my-sessions` as well.", *IN_LINE),
    answer("find-mentor", "Find a mentor", "`/find-mentor`.", types("student", "/find-mentor")),
    answer(
        "find-free",
        "Free this week",
        "Those who have time by Sunday, with when and how soon they answer.",
        types("student", "/find-mentor"),
        presses("student", "Free this week"),
    ),
    answer(
        "find-nobody",
        "Nobody fits",
        "`/find-mentor` with words that fit nobody.",
        types("student", "/find-mentor", search="basket weaving"),
    ),
)

OF_MENTORS = (
    form("accept", "Accept with a note", "", *ASKED, presses("mentor", "Accept with a note…"), who="mentor"),
    form("decline", "Decline", "", *ASKED, presses("mentor", "Decline…"), who="mentor"),
    form(
        "suggest",
        "Suggest another time",
        "",
        *ASKED,
        presses("mentor", "Suggest another time…"),
        who="mentor",
    ),
    form(
        "series-decline",
        "Decline a series",
        "",
        *SERIES,
        presses("mentor", "Decline all…"),
        who="mentor",
    ),
    form("edit-link", "Edit the link", "", *AGREED, presses("mentor", "Edit link…"), who="mentor"),
    form("become", "Become a mentor", "`/mentor-panel`, the first time.", types("student", "/mentor-panel")),
    answer("panel", "Mentor panel", "`/mentor-panel`.", *PANEL, who="mentor"),
    answer("panel-kinds", "Mentor panel with a session type", "", *PANEL, *KIND, who="mentor"),
    answer("panel-paused", "Mentor panel, paused", "", *PANEL, presses("mentor", "Pause"), who="mentor"),
    form("profile", "Profile", "", *PANEL, presses("mentor", "Edit profile…"), who="mentor"),
    answer(
        "default-link",
        "A new default link",
        "Agreed sessions may use it as well: one press.",
        *AGREED,
        *PANEL,
        presses("mentor", "Edit profile…"),
        fills("mentor", link="https://meet.example.org/new"),
        who="mentor",
    ),
    form("languages", "Languages", "", *PANEL, presses("mentor", "Languages…"), who="mentor"),
    form("open-times", "Open times", "", *PANEL, presses("mentor", "Open times…"), who="mentor"),
    form("add-kind", "Add a session type", "", *PANEL, presses("mentor", "Add session type…"), who="mentor"),
    answer(
        "busy-calendar",
        "Busy calendar",
        "The times of the mentor's own calendar can be kept free.",
        *PANEL,
        presses("mentor", "Busy calendar…"),
        who="mentor",
    ),
    form("busy-calendar-address", "Busy calendar, its address", "", *CALENDAR, who="mentor"),
    answer(
        "busy-calendar-new",
        "Busy calendar, added",
        "The address is a secret, and never shown again.",
        *CALENDAR,
        fills("mentor", address="https://calendar.example.org/private/basic.ics"),
        who="mentor",
    ),
    answer(
        "engaged",
        "Accept anyway?",
        "Something has come into the mentor's own calendar since the student asked.",
        *ASKED,
        is_engaged("mentor", WEDNESDAY),
        presses("mentor", "Accept"),
        who="mentor",
    ),
    form(
        "changes",
        "Moving and cancelling",
        "Until when students may do it.",
        *PANEL,
        presses("mentor", "Moving and cancelling…"),
        who="mentor",
    ),
    form("pause", "Pause until", "", *PANEL, presses("mentor", "Pause until…"), who="mentor"),
)

SETTINGS = (
    answer("settings", "Settings", "`/booking-settings`.", types("student", "/booking-settings")),
    answer(
        "reminders",
        "Reminders",
        "Each time is turned on or off by its button.",
        types("student", "/booking-settings"),
        presses("student", "Reminders…"),
        presses("student", "1 hour"),
    ),
    answer(
        "privacy",
        "Privacy",
        "What is stored about somebody, in numbers.",
        *ASKED,
        types("student", "/booking-settings"),
        presses("student", "Privacy…"),
    ),
    Scene(
        name="erase",
        heading="Erase me",
        story="It says what will happen, and asks for a word.",
        steps=(
            *ASKED,
            types("student", "/booking-settings"),
            presses("student", "Privacy…"),
            presses("student", "Erase me…"),
        ),
        pictures=(Picture(who="student", surface=Surface.FORM),),
    ),
    answer(
        "help",
        "Help",
        "What the bot can do, and what it promises.",
        types("student", "/booking-settings"),
        presses("student", "Help"),
    ),
    Scene(
        name="zone",
        heading="Time zone",
        story="On Slack it comes from the profile.",
        steps=(types("student", "/booking-settings"), presses("student", "Set time zone…")),
        pictures=(Picture(who="student", surface=Surface.FORM),),
        platforms=("discord",),
    ),
    Scene(
        name="stale",
        heading="A form that came too late",
        story="The student has changed the request while the mentor wrote an answer; the words are kept.",
        steps=(
            *ASKED,
            presses("mentor", "Accept with a note…"),
            presses("student", "Change…"),
            fills("student", message="42 comments by now."),
            fills("mentor", reply="Bring the diff, we read it together!"),
        ),
        pictures=(Picture(who="mentor", surface=Surface.REFUSED),),
    ),
)
