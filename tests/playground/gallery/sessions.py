"""The scenes of an agreed session: before, at and after its time."""

from __future__ import annotations

from core.domain.booking import Status
from tests.playground.gallery.requests import (
    ASKED,
    BOTH,
    MENTOR,
    MENTOR_PING,
    NO_TIME,
    STUDENT,
    STUDENT_PING,
)
from tests.playground.gallery.scene import (
    At,
    Picture,
    Scene,
    Surface,
    asks,
    fills,
    lives_in,
    presses,
    until,
    writes,
)

AGREED = (
    *ASKED,
    presses("mentor", "Accept with a note…"),
    fills(
        "mentor",
        reply="Bring the diff, we read it together!",
        link="https://meet.example.org/first-pull-request",
    ),
)
BEGUN = (*AGREED, until(At(day=2, hour=10, minute=15)))
DONE = (*AGREED, until(At(day=2, hour=10, minute=45)), presses("mentor", "Complete"))
SERIES_DATES = (*DONE, presses("student", "Book a series…"), fills("student", count="3 sessions"))
SERIES = (*SERIES_DATES, presses("student", "Send 3 requests"))
MOVED = (
    *AGREED,
    presses("student", "Reschedule…"),
    fills("student", when=At(day=4, hour=10), note="My train is late on Wednesdays."),
)
ACCEPTED = frozenset({Status.ACCEPTED})

SCENES = (
    Scene(
        name="confirmed",
        heading="Confirmed",
        story="The mentor has accepted with a note and a link.",
        steps=AGREED,
        pictures=(*BOTH, STUDENT_PING),
        statuses=ACCEPTED,
    ),
    Scene(
        name="confirmed-across",
        heading="Confirmed, on two platforms",
        story="The mentor is on the other platform: one booking, two native cards.",
        steps=AGREED,
        pictures=(STUDENT,),
        statuses=ACCEPTED,
        across=True,
    ),
    Scene(
        name="add-to-calendar",
        heading="Into a calendar",
        story="The confirmation brings a file for any calendar; Google's and Outlook's are one press away.",
        steps=(*AGREED, presses("student", "Add to calendar")),
        pictures=(Picture(who="student", surface=Surface.ANSWER),),
        statuses=ACCEPTED,
    ),
    Scene(
        name="series-asked",
        heading="A series is asked for",
        story="One request for three sessions: the mentor answers all at once, or one by one.",
        steps=SERIES,
        pictures=BOTH,
        statuses=frozenset({Status.PENDING}),
    ),
    Scene(
        name="series-accepted",
        heading="A series is accepted",
        story="The mentor has pressed once; the student reads one message.",
        steps=(*SERIES, presses("mentor", "Accept all 3")),
        pictures=(*BOTH, STUDENT_PING),
        statuses=ACCEPTED,
    ),
    Scene(
        name="no-time",
        heading="Accepted without a time",
        story="The mentor has accepted a request that names no time; now they agree on one.",
        steps=(*NO_TIME, presses("mentor", "Accept")),
        pictures=(*BOTH, STUDENT_PING),
        statuses=ACCEPTED,
    ),
    Scene(
        name="new-link",
        heading="A new link",
        story="The mentor has changed the meeting link.",
        steps=(
            *AGREED,
            presses("mentor", "Edit link…"),
            fills("mentor", link="https://video.example.org/room-2"),
        ),
        pictures=(STUDENT_PING,),
    ),
    Scene(
        name="moving",
        heading="A confirmed session is moved",
        story="The student suggests another time; until the mentor answers, the old one holds.",
        steps=MOVED,
        pictures=BOTH,
        statuses=ACCEPTED,
    ),
    Scene(
        name="rescheduled",
        heading="Rescheduled",
        story="The mentor has taken the new time.",
        steps=(*MOVED, presses("mentor", ".*4 Dec.*")),
        pictures=(*BOTH, STUDENT_PING),
        statuses=ACCEPTED,
    ),
    Scene(
        name="chat",
        heading="Chat",
        story="Two on one platform can talk before they meet.",
        steps=(*AGREED, presses("student", "Chat")),
        pictures=(Picture(who="student", surface=Surface.ANSWER),),
    ),
    Scene(
        name="chat-across",
        heading="Chat across platforms",
        story="Two on different platforms talk through the bot; this is where each of them writes.",
        steps=(*AGREED, presses("student", "Chat")),
        pictures=(Picture(who="student", surface=Surface.ANSWER),),
        across=True,
    ),
    Scene(
        name="chat-letter",
        heading="A message from the other platform",
        story="The student reads what the mentor has written, and from when it is.",
        steps=(
            *AGREED,
            presses("student", "Chat"),
            writes("mentor", "Do bring your own code. *Short is fine.*"),
        ),
        pictures=(Picture(who="student", surface=Surface.PING),),
        across=True,
    ),
    Scene(
        name="day-before",
        heading="The day before",
        story="A reminder, 24 hours before the start.",
        steps=(*AGREED, until(At(day=1, hour=10, minute=1))),
        pictures=(STUDENT_PING, MENTOR_PING),
    ),
    Scene(
        name="soon",
        heading="Shortly before the start",
        story="The last minutes before the session.",
        steps=(*AGREED, until(At(day=2, hour=9, minute=52))),
        pictures=(*BOTH, STUDENT_PING),
        statuses=ACCEPTED,
    ),
    Scene(
        name="begun",
        heading="After the start",
        story="The session has begun a quarter of an hour ago.",
        steps=BEGUN,
        pictures=BOTH,
        statuses=ACCEPTED,
    ),
    Scene(
        name="completed",
        heading="Completed",
        story="The mentor has completed the session, and both are asked how it was.",
        steps=DONE,
        pictures=(*BOTH, STUDENT_PING),
        statuses=frozenset({Status.COMPLETED}),
    ),
    Scene(
        name="looked-back",
        heading="How it was",
        story="The student has answered, with a few words.",
        steps=(
            *DONE,
            presses("student", "Good"),
            presses("student", "Add words…"),
            fills("student", words="We fixed 30 of the 40. Thank you!"),
        ),
        pictures=(STUDENT, STUDENT_PING),
        statuses=frozenset({Status.COMPLETED}),
    ),
    Scene(
        name="asked-again",
        heading="Asked a second time",
        story="A day later somebody has not said how it was.",
        steps=(*DONE, until(At(day=3, hour=12))),
        pictures=(STUDENT_PING, MENTOR_PING),
    ),
    Scene(
        name="student-absent",
        heading="The student did not come",
        story="The mentor has recorded it.",
        steps=(*BEGUN, presses("mentor", "Student did not come")),
        pictures=(*BOTH, STUDENT_PING),
        statuses=frozenset({Status.NO_SHOW}),
    ),
    Scene(
        name="mentor-absent",
        heading="The mentor did not come",
        story="The student has recorded it.",
        steps=(*BEGUN, presses("student", "Mentor did not come")),
        pictures=(*BOTH, MENTOR_PING),
        statuses=frozenset({Status.NO_SHOW}),
    ),
    Scene(
        name="cancelled-by-mentor",
        heading="Cancelled by the mentor",
        story="The mentor has cancelled with a reason.",
        steps=(
            *AGREED,
            presses("mentor", "Cancel session…"),
            fills("mentor", reason="I have caught a cold."),
        ),
        pictures=(*BOTH, STUDENT_PING),
        statuses=frozenset({Status.CANCELLED}),
    ),
    Scene(
        name="cancelled-by-student",
        heading="Cancelled by the student",
        story="The student has cancelled with a reason.",
        steps=(
            *AGREED,
            presses("student", "Cancel session…"),
            fills("student", reason="My exam was moved to that day."),
        ),
        pictures=(STUDENT, MENTOR, MENTOR_PING),
        statuses=frozenset({Status.CANCELLED}),
    ),
    Scene(
        name="news-digest",
        heading="What was missed",
        story="The bot was away when two reminders were due, and tells both at once.",
        steps=(
            *AGREED,
            asks("Choosing a thesis", At(day=2, hour=11)),
            presses("mentor", "Accept", on="Choosing a thesis"),
            lives_in("mentor", "Tokyo"),
            until(At(day=1, hour=13), asleep=True),
        ),
        pictures=(STUDENT_PING,),
    ),
)
