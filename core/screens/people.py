"""People as organisers see them: who asks for approval, how it stands with somebody, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.standing import Approval, Standing
from core.domain.text import cut
from core.ports.cards import (
    OPTIONS,
    Actions,
    Button,
    Card,
    Fact,
    Line,
    Look,
    Menu,
    Option,
    Part,
    Tone,
    UserText,
)
from core.ports.forms import Form, TextField, TimeField
from core.screens.booking import time_hint
from core.screens.grammar import counted, filled, text
from core.screens.leaving import word_field
from core.screens.session import when, who
from core.screens.standing import withheld

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from core.domain.leaving import Member
    from core.domain.people import Mentor, Person

STATES = {
    Approval.WANTED: ("Waiting", Tone.WAITING, ""),
    Approval.GIVEN: ("Approved", Tone.GOOD, "{name} approved."),
    Approval.DECLINED: ("Declined", Tone.PLAIN, "{name} declined."),
}


def approval_card(mentor: Mentor, standing: Standing, answerer: Person | None) -> Card:
    """Ask an organiser whether somebody may mentor, or say who has answered."""
    badge, tone, template = STATES[standing.approval]
    parts: list[Part] = [
        Fact("Name", (who(mentor.person),)),
        Fact("Headline", (UserText(mentor.headline),)),
        *((Fact("Skills", (UserText(mentor.skills),)),) if mentor.skills else ()),
        *((Fact("Languages", (UserText(mentor.languages),)),) if mentor.languages else ()),
    ]
    if template and answerer is not None:
        parts.append(Line(filled(template, name=who(answerer))))
    if standing.approval is Approval.WANTED:
        parts.append(Actions(_answers(standing)))
    return Card(
        title="A new mentor asks for approval",
        badge=badge,
        tone=tone,
        summary=f"{cut(mentor.person.name, 80)} would like to mentor",
        parts=tuple(parts),
    )


def _answers(standing: Standing) -> tuple[Button, ...]:
    args = (standing.person.hex,)
    return (Button("Approve", "admin-approve", args, Look.PRIMARY), Button("Decline…", "admin-decline", args))


def decline_form(args: tuple[str, ...], values: Mapping[str, str]) -> Form:
    """Ask an organiser for a word with the no."""
    return Form(
        title="Decline a mentor",
        route="admin-decline",
        args=args,
        fields=(word_field("They see it.", values),),
        submit="Decline",
    )


def people_form(values: Mapping[str, str]) -> Form:
    """Ask for whom an organiser looks."""
    field = TextField(
        key="name",
        label="Name",
        hint="Empty: who waits for approval, was declined, or is paused, removed or blocked.",
        longest=80,
        value=cut(values.get("name", ""), 80),
    )
    return Form(title="People", route="admin-people", fields=(field,), submit="Find")


def people_card(found: Sequence[Person], words: str) -> Card:
    """Return who was found, to pick one."""
    again = Button("Look for somebody…", "admin-people")
    if not found:
        said = (
            "Nobody here is called so."
            if words
            else "Nobody waits, and nobody was declined, paused, removed or blocked."
        )
        return Card(title="People", summary="Nobody found", parts=(Line((said,)), Actions((again,))))
    said = (
        "These are called so:"
        if words
        else "These wait for approval, were declined, or are paused, removed or blocked:"
    )
    return Card(
        title="People",
        summary=f"{counted(len(found), 'person')} found",
        parts=(Line((said,)), _to_pick(found), Actions((again,))),
    )


def asking_card(found: Sequence[Person]) -> Card:
    """Return who waits for approval as a mentor, the longest wait first, to pick one."""
    back = Actions((Button("Back", "admin"),))
    if not found:
        said = "Nobody waits for your yes any more."
        return Card(title="New mentors", summary="Nobody waits", parts=(Line((said,)), back))
    return Card(
        title="New mentors",
        summary=f"{counted(len(found), 'new mentor')} asking for approval",
        parts=(Line(("These would like to mentor, the longest wait first:",)), _to_pick(found), back),
    )


def _to_pick(found: Sequence[Person]) -> Menu:
    options = tuple(
        Option(cut(one.name, 75), one.id.hex, one.address.platform.title()) for one in found[:OPTIONS]
    )
    return Menu("Pick a person…", "admin-person", options)


def person_card(member: Member, me: Person, now: datetime) -> Card:
    """Return how it stands with somebody, and what an organiser can do."""
    standing, mentor = member.standing, member.mentor
    known = withheld(standing, me, now) if mentor or standing.blocked else None
    state = known[0] if known else ("Offered to students" if mentor else "no mentor")
    if mentor is not None and known is None and mentor.paused:
        state = "Paused by themselves"
    buttons = _person_buttons(member, now)
    until = standing.paused_until if standing.is_paused(now) else None
    return Card(
        title=cut(member.person.name, 80),
        badge="Blocked" if standing.blocked else "",
        summary=f"{cut(member.person.name, 80)}: {state.lower()}",
        parts=(
            Fact("Person", (who(member.person),)),
            Fact("As mentor", (state,)),
            *((Fact("Paused until", (when(until, me),)),) if until else ()),
            Fact("Open sessions", (str(member.open),)),
            *((Fact("Last word", (UserText(standing.word),)),) if standing.word else ()),
            Actions(buttons[:3], buttons[3:]),
        ),
    )


def _person_buttons(member: Member, now: datetime) -> tuple[Button, ...]:
    standing, args = member.standing, (member.person.id.hex,)
    found: list[Button] = []
    if member.mentor is not None and standing.approval is Approval.WANTED:
        found += _answers(standing)
    elif member.mentor is not None and (standing.removed or standing.approval is Approval.DECLINED):
        found.append(Button("Let them mentor again", "admin-restore", args))
    elif member.mentor is not None:
        if standing.is_paused(now):
            found.append(Button("End the pause", "admin-resume", args))
        found.append(Button("Pause…", "admin-pause", args))
        found.append(Button("Remove as mentor…", "admin-remove", args))
    blocks = (
        Button("Unblock", "admin-unblock", args)
        if standing.blocked
        else Button("Block…", "admin-block", args)
    )
    sessions = (Button("Open sessions…", "admin-sessions", args),) if member.open else ()
    return (*found, blocks, *sessions, Button("Back", "admin"))


def pause_form(member: Member, me: Person, values: Mapping[str, str], *, native: bool) -> Form:
    """Ask an organiser until when a mentor is paused. A ``native`` picker tells the zone by itself."""
    until = TimeField(
        key="until",
        label="Until",
        hint=time_hint(me, "Empty: until you end the pause.", native=native),
        value=values.get("until", ""),
        zone=me.zone or "UTC",
    )
    return Form(
        title="Pause a mentor",
        route="admin-pause",
        args=(member.person.id.hex,),
        fields=(until, word_field("They see it.", values)),
        submit="Pause",
    )


def block_card(member: Member) -> Card:
    """Ask what shall become of the sessions of somebody who is to be blocked."""
    args, several = (member.person.id.hex,), counted(member.open, "session")
    keep = Button("Block, keep sessions" if member.open else "Block", "admin-block-keep", args, Look.DANGER)
    ends = Button("Block, call all off", "admin-block-all", args, Look.DANGER)
    buttons = ((ends,) if member.open else ()) + (keep, Button("Back", "admin-person", args))
    said = filled("{name} may then neither book nor mentor, and is told.", name=who(member.person))
    what = f"Still open: {several}. Of what you call off both sides are told that an organiser has done it."
    return Card(
        title="Block",
        summary=text(filled("Block {name}?", name=cut(member.person.name, 80))),
        parts=(Line(said), *((Line((what,)),) if member.open else ()), Actions(buttons)),
    )
