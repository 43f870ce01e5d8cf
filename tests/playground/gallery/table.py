"""Every scene there is, in the order of the document."""

from __future__ import annotations

from core.domain.booking import Status
from tests.playground.gallery import forms, looking_after, organisers, requests, sessions
from tests.playground.gallery.scene import (
    WEDNESDAY,
    At,
    Picture,
    Scene,
    Surface,
    asks,
    fills,
    goes_home,
    lives_in,
    presses,
    types,
    until,
)

TUESDAY = At(day=1, hour=10)
BUSY = (
    *sessions.AGREED,
    asks("Choosing a thesis", At(day=3, hour=15)),
    asks("Mock interview", At(day=4, hour=10), who="rival"),
)
"""A session that is agreed, and two requests that wait."""
FIVE_ENDS = (
    asks("Declined", TUESDAY),
    presses("mentor", "Decline…", on="Declined"),
    fills("mentor", reply="Not my field, sorry."),
    asks("Cancelled", TUESDAY),
    presses("mentor", "Accept", on="Cancelled"),
    presses("student", "Cancel session…", on="Cancelled"),
    fills("student", reason="A cold."),
    asks("Held", TUESDAY),
    presses("mentor", "Accept", on="Held"),
    asks("Alone in the room", At(day=1, hour=11)),
    presses("mentor", "Accept", on="Alone in the room"),
    asks("Never answered", WEDNESDAY),
    until(At(day=1, hour=11, minute=15)),
    presses("mentor", "Student did not come", on="Alone in the room"),
    until(At(day=2, hour=11)),
    types("student", "/my-sessions", show="past"),
    types("mentor", "/my-sessions", show="past"),
)

LISTS = (
    Scene(
        name="list-empty",
        heading="My sessions, empty",
        story="`/my-sessions` of somebody who has none.",
        steps=(types("student", "/my-sessions"),),
        pictures=(Picture(who="student", surface=Surface.LIST),),
    ),
    Scene(
        name="list",
        heading="My sessions",
        story="`/my-sessions`: one is agreed, others wait.",
        steps=(*BUSY, types("student", "/my-sessions"), types("mentor", "/my-sessions")),
        pictures=(
            Picture(who="student", surface=Surface.LIST),
            Picture(who="mentor", surface=Surface.LIST),
        ),
        statuses=frozenset({Status.PENDING, Status.ACCEPTED}),
    ),
    Scene(
        name="list-past",
        heading="Past sessions",
        story="Every way in which a session can end.",
        steps=FIVE_ENDS,
        pictures=(
            Picture(who="student", surface=Surface.LIST),
            Picture(who="mentor", surface=Surface.LIST),
        ),
        statuses=frozenset(Status) - {Status.PENDING, Status.ACCEPTED},
    ),
    Scene(
        name="list-over",
        heading="My sessions, when all are over",
        story="`/my-sessions` in Slack: what is over is behind its title.",
        steps=(*FIVE_ENDS, types("student", "/my-sessions")),
        pictures=(Picture(who="student", surface=Surface.LIST),),
    ),
    Scene(
        name="home-empty",
        heading="Home, empty",
        story="The Home tab, opened for the first time; Discord has none and shows the list.",
        steps=(goes_home("student"),),
        pictures=(Picture(who="student", surface=Surface.HOME),),
    ),
    Scene(
        name="home",
        heading="Home",
        story="The Home tab of both; Discord has none and shows the list.",
        steps=(*BUSY, goes_home("student"), goes_home("mentor")),
        pictures=(
            Picture(who="student", surface=Surface.HOME),
            Picture(who="mentor", surface=Surface.HOME),
        ),
    ),
)

PAGES = (
    Scene(
        name="playground",
        heading="The playground",
        story="Sam on Slack has booked Ken on Discord.",
        steps=(*sessions.AGREED, lives_in("student", "London")),
        pictures=(
            Picture(who="student", surface=Surface.WIDE),
            Picture(who="student", surface=Surface.NARROW),
        ),
        platforms=("slack",),
        across=True,
    ),
)

CHAPTERS = {
    "A request": requests.SCENES,
    "A session": sessions.SCENES,
    "Lists": LISTS,
    "What students fill in": forms.OF_STUDENTS,
    "What mentors fill in": forms.OF_MENTORS,
    "What organisers see and decide": organisers.SCENES,
    "What organisers look after": looking_after.LOOKING_AFTER,
    "Settings, help and what went wrong": forms.SETTINGS,
    "The playground": PAGES,
}
SCENES: tuple[Scene, ...] = tuple(scene for scenes in CHAPTERS.values() for scene in scenes)
