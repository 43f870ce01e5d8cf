"""The scenes of mentors who stop, and of what organisers do about people."""

from __future__ import annotations

from tests.playground.gallery.forms import KIND, PANEL, answer, form
from tests.playground.gallery.requests import ASKED
from tests.playground.gallery.scene import At, Picture, Scene, Surface, asks, fills, picks, presses, types
from tests.playground.gallery.sessions import AGREED

STOPPING = (
    *AGREED,
    asks("Mock interview", At(day=4, hour=10), who="rival"),
    *PANEL,
    presses("mentor", "Stop mentoring…"),
)
ONE = (*STOPPING, picks("mentor", "Decide about a session…", "S-"))
ADMIN = (types("mentor", "/booking-admin"), presses("mentor", "People…"))
STUDENT = (
    *AGREED,
    *ADMIN,
    fills("mentor", name="{student}"),
    picks("mentor", "Pick a person…", "{student}"),
)
WAITING = (
    types("mentor", "/booking-admin"),
    presses("mentor", "Name and limits…"),
    fills("mentor", name="{mentor} and friends"),
    types("mentor", "/booking-admin"),
    presses("mentor", "Who may take part…"),
    fills("mentor", mentors="Anyone whom an organiser approves"),
    types("student", "/mentor-panel"),
    fills("student", headline="Helps with first pull requests", zone="Europe/London"),
)

OF_MENTORS = (
    form(
        "edit-kind",
        "Edit a session type",
        "What is agreed keeps its length.",
        *PANEL,
        *KIND,
        picks("mentor", "Edit a session type…", "Code review"),
        who="mentor",
    ),
    answer(
        "stop",
        "Stop mentoring",
        "Every open session, and what becomes of it.",
        *STOPPING,
        who="mentor",
    ),
    answer("stop-one", "One of the open sessions", "It is kept, handed over or ended.", *ONE, who="mentor"),
    answer(
        "stop-hand",
        "Hand over",
        "Those who have the time open.",
        *ONE,
        presses("mentor", "Hand over…"),
        who="mentor",
    ),
    form(
        "stop-cancel", "A word with the end", "", *ONE, presses("mentor", "Decline…", "Cancel…"), who="mentor"
    ),
    answer(
        "stopped",
        "A mentor who has stopped",
        "The profile stays, and one press begins again.",
        *ASKED,
        *PANEL,
        presses("mentor", "Stop mentoring…"),
        presses("mentor", "Stop mentoring$"),
        who="mentor",
    ),
)

OF_ORGANISERS = (
    form("people", "Find a person", "", *ADMIN, who="mentor"),
    answer("person", "A person", "How it stands with somebody.", *STUDENT, who="mentor"),
    answer(
        "block",
        "Block a person",
        "What becomes of the open sessions is asked.",
        *STUDENT,
        presses("mentor", "Block…"),
        who="mentor",
    ),
    answer(
        "blocked",
        "Whoever is blocked",
        "One sentence wherever they begin.",
        *STUDENT,
        presses("mentor", "Block…"),
        presses("mentor", "Block, keep sessions"),
        types("student", "/book-session"),
    ),
    Scene(
        name="approval",
        heading="A new mentor asks for approval",
        story="One card for each organiser; the first answer counts.",
        steps=WAITING,
        pictures=(Picture(who="mentor", surface=Surface.PING),),
    ),
    form(
        "approval-decline",
        "Decline a mentor",
        "",
        *WAITING,
        *ADMIN,
        fills("mentor", name="{student}"),
        picks("mentor", "Pick a person…", "{student}"),
        presses("mentor", "Decline…"),
        who="mentor",
    ),
    answer("approval-waits", "A mentor who waits for approval", "", *WAITING),
    form(
        "person-pause",
        "Pause a mentor",
        "By an organiser: only an organiser ends it.",
        *ADMIN,
        fills("mentor", name="{mentor}"),
        picks("mentor", "Pick a person…", "{mentor}"),
        presses("mentor", "Pause…"),
        who="mentor",
    ),
)
