"""What an organiser sees of others: who waits too long, what can be done about it, and the program in numbers."""

from __future__ import annotations

from core.domain.booking import Status
from tests.playground.gallery.scene import At, Picture, Scene, Surface, asks, fills, presses, types, until

LATE = At(day=0, hour=22)
"""By then a request of the morning waits too long."""
LOOKED = (until(LATE), types("organiser", "/booking-admin"), presses("organiser", "Who waits…"))
OPENED = (asks(), *LOOKED)
ONE = (*OPENED, presses("organiser", "Open", on="Who waits too long"))
ONE_WITHOUT_A_TIME = (asks(when=None), *LOOKED, presses("organiser", "Open", on="Who waits too long"))
"""Each platform's mentor is asked at once for one and the same time, so that only this one has somebody else for it."""
LOOKING_AFTER = (
    Scene(
        name="waits-too-long",
        heading="Who waits too long",
        story="A request has had no answer all day, and an organiser looks.",
        steps=OPENED,
        pictures=(Picture(who="organiser", surface=Surface.ANSWER),),
    ),
    Scene(
        name="looked-after",
        heading="One that waits",
        story="The organiser opens it: an answer can be asked for, another mentor be asked, or it be called off.",
        steps=ONE,
        pictures=(Picture(who="organiser", surface=Surface.ANSWER),),
    ),
    Scene(
        name="nudged",
        heading="Asked by an organiser",
        story="The organiser presses `Nudge`, and the mentor hears of it.",
        steps=(*ONE, presses("organiser", "Nudge")),
        pictures=(
            Picture(who="organiser", surface=Surface.ANSWER),
            Picture(who="mentor", surface=Surface.PING),
        ),
        platforms=("slack",),
    ),
    Scene(
        name="reassign",
        heading="Asking another mentor",
        story="`Reassign…` offers those who have the time open.",
        steps=(*ONE_WITHOUT_A_TIME, presses("organiser", "Reassign…")),
        pictures=(Picture(who="organiser", surface=Surface.FORM),),
    ),
    Scene(
        name="reassigned",
        heading="Passed on by an organiser",
        story="The student hears who is asked now, and the mentor before that nothing is left to do.",
        steps=(*ONE, presses("organiser", "Reassign…"), fills("organiser", mentor="Ken")),
        pictures=(
            Picture(who="organiser", surface=Surface.ANSWER),
            Picture(who="student", surface=Surface.PING),
            Picture(who="mentor", surface=Surface.PING),
        ),
        platforms=("slack",),
    ),
    Scene(
        name="call-off",
        heading="Calling it off",
        story="`Cancel…` asks why: both people read it.",
        steps=(*ONE, presses("organiser", "Cancel…")),
        pictures=(Picture(who="organiser", surface=Surface.FORM),),
    ),
    Scene(
        name="called-off",
        heading="Called off by an organiser",
        story="Both hear who did it, and why.",
        steps=(
            *ONE,
            presses("organiser", "Cancel…"),
            fills("organiser", reason="The program rests this week."),
        ),
        pictures=(
            Picture(who="organiser", surface=Surface.ANSWER),
            Picture(who="student", surface=Surface.PING),
            Picture(who="mentor", surface=Surface.CARD),
        ),
        statuses=frozenset({Status.CANCELLED}),
        platforms=("slack",),
    ),
    Scene(
        name="numbers",
        heading="The program in numbers",
        story="`Numbers` in the panel: how sessions ended, and what each mentor has to do.",
        steps=(
            asks(),
            presses("mentor", "Accept"),
            types("organiser", "/booking-admin"),
            presses("organiser", "Numbers"),
        ),
        pictures=(Picture(who="organiser", surface=Surface.ANSWER),),
    ),
)
