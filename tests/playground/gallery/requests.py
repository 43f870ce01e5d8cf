"""The scenes of a request: asked, changed, answered, or never answered."""

from __future__ import annotations

from core.domain.booking import Status
from tests.playground.gallery.scene import (
    WEDNESDAY,
    At,
    Picture,
    Scene,
    Surface,
    asks,
    asks_anybody,
    closes_messages,
    fills,
    lives_in,
    opens,
    presses,
    types,
    until,
)

ASKED = (asks(message="40 comments. Where do I even start?"),)
NO_TIME = (asks(when=None, message="40 comments. Where do I even start?"),)
SUGGESTED = (
    *ASKED,
    lives_in("mentor", "Tokyo"),
    presses("mentor", "Suggest another time…"),
    fills("mentor", when=At(day=4, hour=10), note="Friday is quieter for me."),
)
THREE_TIMES = (
    *ASKED,
    lives_in("mentor", "Tokyo"),
    presses("mentor", "Suggest another time…"),
    fills(
        "mentor",
        when=At(day=3, hour=15),
        when2=At(day=4, hour=10),
        when3=At(day=4, hour=11),
        note="Any of these?",
    ),
)
STUDENT, MENTOR = Picture(who="student", surface=Surface.CARD), Picture(who="mentor", surface=Surface.CARD)
BOTH = (STUDENT, MENTOR)
STUDENT_PING = Picture(who="student", surface=Surface.PING)
MENTOR_PING = Picture(who="mentor", surface=Surface.PING)
PENDING = frozenset({Status.PENDING})

SCENES = (
    Scene(
        name="pending",
        heading="Pending",
        story="The student has asked; the mentor has not answered yet.",
        steps=ASKED,
        pictures=BOTH,
        statuses=PENDING,
    ),
    Scene(
        name="in-turn",
        heading="Any suitable mentor",
        story="The student has asked whoever is suitable: one is asked now, two are next.",
        steps=(asks_anybody(),),
        pictures=(STUDENT,),
        statuses=PENDING,
    ),
    Scene(
        name="pending-across",
        heading="Pending, on two platforms",
        story="The mentor is on the other platform: Ken on Discord for Sam on Slack, Ana on Slack for Mia on Discord.",
        steps=ASKED,
        pictures=(STUDENT,),
        statuses=PENDING,
        across=True,
    ),
    Scene(
        name="pending-no-time",
        heading="Pending, without a time",
        story="The student left the time open.",
        steps=NO_TIME,
        pictures=BOTH,
        statuses=PENDING,
    ),
    Scene(
        name="changed",
        heading="Changed",
        story="The student has changed the request before it was answered.",
        steps=(*ASKED, presses("student", "Change…"), fills("student", message="42 comments by now.")),
        pictures=(MENTOR_PING, MENTOR),
        statuses=PENDING,
    ),
    Scene(
        name="unreachable",
        heading="Not delivered",
        story="The mentor takes no direct messages.",
        steps=(closes_messages("mentor"), *ASKED),
        pictures=(STUDENT, STUDENT_PING),
        statuses=PENDING,
    ),
    Scene(
        name="suggestion",
        heading="Another time is suggested",
        story="The mentor has suggested another time; the student has not answered yet.",
        steps=SUGGESTED,
        pictures=BOTH,
        statuses=PENDING,
    ),
    Scene(
        name="suggestion-three-times",
        heading="Three times are suggested",
        story="The mentor has suggested three times to choose from.",
        steps=THREE_TIMES,
        pictures=BOTH,
        statuses=PENDING,
    ),
    Scene(
        name="suggestion-refused",
        heading="A suggestion turned down",
        story="None of the suggested times suits the student; the request stands as it was.",
        steps=(*SUGGESTED, presses("student", "None of these…"), presses("student", "Keep the old time")),
        pictures=(MENTOR_PING,),
    ),
    Scene(
        name="suggestion-accepted",
        heading="A suggestion taken",
        story="The student takes the suggested time, which is a yes from both.",
        steps=(*SUGGESTED, presses("student", ".*4 Dec.*")),
        pictures=(STUDENT, MENTOR_PING),
        statuses=frozenset({Status.ACCEPTED}),
    ),
    Scene(
        name="nudge",
        heading="Still no answer",
        story="Half of the time to answer is over.",
        steps=(*ASKED, until(At(day=1, hour=12))),
        pictures=(MENTOR_PING,),
    ),
    Scene(
        name="last-call",
        heading="Last call",
        story="The request expires soon.",
        steps=(*ASKED, until(At(day=2, hour=8, minute=30))),
        pictures=(MENTOR_PING,),
    ),
    Scene(
        name="requests-digest",
        heading="Several requests wait",
        story="Two students wait for the same mentor, who is told once.",
        steps=(
            *ASKED,
            asks("Choosing a thesis", At(day=2, hour=11), who="rival"),
            until(At(day=1, hour=12)),
        ),
        pictures=(MENTOR_PING,),
    ),
    Scene(
        name="declined",
        heading="Declined",
        story="The mentor has declined with a word.",
        steps=(
            *ASKED,
            presses("mentor", "Decline…"),
            fills("mentor", reply="I am away that week, sorry. Ask me again in January?"),
        ),
        pictures=(*BOTH, STUDENT_PING),
        statuses=frozenset({Status.REJECTED}),
    ),
    Scene(
        name="withdrawn",
        heading="Withdrawn",
        story="The student has taken the request back.",
        steps=(*ASKED, presses("student", "Withdraw")),
        pictures=(*BOTH, MENTOR_PING),
        statuses=frozenset({Status.CANCELLED}),
    ),
    Scene(
        name="expired",
        heading="Expired",
        story="The mentor never answered, and the time of the session has come.",
        steps=(*ASKED, until(WEDNESDAY), until(At(day=2, hour=11))),
        pictures=(*BOTH, STUDENT_PING),
        statuses=frozenset({Status.EXPIRED}),
    ),
    Scene(
        name="taken",
        heading="The time is taken",
        story="Somebody else was faster; nothing that was typed is lost.",
        steps=(
            asks("Choosing a thesis", who="rival"),
            presses("mentor", "Accept"),
            lives_in("student", "London"),
            opens("student"),
            fills(
                "student",
                mentor="{mentor}",
                topic="My first pull request",
                message="40 comments. Where do I even start?",
                when=WEDNESDAY,
            ),
        ),
        pictures=(Picture(who="student", surface=Surface.REFUSED),),
    ),
    Scene(
        name="past-time",
        heading="The time has passed",
        story="The mentor suggests a time that is over.",
        steps=(
            *ASKED,
            lives_in("mentor", "Tokyo"),
            presses("mentor", "Suggest another time…"),
            fills("mentor", when=At(day=-1, hour=10), note="Friday is quieter for me."),
        ),
        pictures=(Picture(who="mentor", surface=Surface.REFUSED),),
    ),
    Scene(
        name="doubt",
        heading="A doubt about a typed time",
        story="The words could be read in more than one way, so the bot asks. Slack has a calendar instead.",
        steps=(
            lives_in("student", "London"),
            types(
                "student",
                "/book-session",
                exact=True,
                mentor="{mentor}",
                topic="My first pull request",
                when="the day after tomorrow at 10:00",
            ),
        ),
        pictures=(Picture(who="student", surface=Surface.ANSWER),),
        platforms=("discord",),
    ),
    Scene(
        name="zone-question",
        heading="Which time zone?",
        story="A time was typed by somebody whose time zone is unknown. Slack tells the zone of a profile.",
        steps=(
            types(
                "student",
                "/book-session",
                exact=True,
                mentor="{mentor}",
                topic="My first pull request",
                when="fri 10:00",
            ),
        ),
        pictures=(Picture(who="student", surface=Surface.ANSWER),),
        platforms=("discord",),
    ),
)
