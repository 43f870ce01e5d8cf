"""Linked accounts: the code and its form, what has to be decided before, how it stands, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.accounts import ANSWER_WITHIN, Stands, in_groups
from core.domain.text import cut
from core.ports.cards import Actions, Button, Card, Fact, Line, Look, Part, Strong, Tone, UserText
from core.ports.forms import Form, TextField
from core.screens.grammar import filled
from core.screens.session import time_of, when

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from core.domain.accounts import Linked, LinkRequest, Obstacles
    from core.domain.booking_view import BookingView
    from core.domain.people import Person

LINK_ACCOUNTS = Button("Link accounts…", "link")
CODE_FIELD_LENGTH = 40
"""Characters that may be typed: the code, with as many dashes and spaces as people like."""
OTHER_SESSION = "I have another session at that time."
"""What the other side reads of a session that made room for another one."""
WHAT_IT_IS = (
    "If you are on several platforms, I can know you as one person: your sessions are then together, "
    "no two of them at the same time, and each message comes once."
)
HOW_IT_GOES = "Make a code here and type it there, or the other way round. You can undo it at any time."
NOT_ALONE = "A code alone links nothing: you are asked here once more. Give it to nobody."
SURE_TO_UNLINK = (
    "Unlink your accounts? Each one keeps what it brought, and what was made while they were linked stays with the "
    "account on which it was made."
)


def accounts_card(linked: Linked, others: Sequence[str]) -> Card:
    """Return how it stands with a person's accounts; ``others`` are the platforms on which they may have another."""
    if linked.other is not None:
        return _linked_card(linked, linked.other)
    first, *more = others
    buttons = [Button(f"Code for {title(first)}", "link-code", (first,), Look.PRIMARY)]
    buttons += [Button(f"Code for {title(one)}", "link-code", (one,)) for one in more]
    return Card(
        title="Link accounts",
        summary="One person on several platforms",
        parts=(
            Line(filled(WHAT_IT_IS)),
            Line(filled(HOW_IT_GOES)),
            Actions((*buttons, Button("Type a code…", "link-type"))),
        ),
    )


def _linked_card(linked: Linked, other: Person) -> Card:
    here, there = linked.me.address.platform, other.address.platform
    since = (Fact("Linked since", (when(linked.since, linked.me),)),) if linked.since else ()
    prefer = Button(f"Messages on {title(there)}", "link-prefer", (there,))
    unlink = Button("Unlink…", "unlink", confirm=SURE_TO_UNLINK)
    return Card(
        title="Link accounts",
        badge="linked",
        summary="Your accounts are linked",
        tone=Tone.GOOD,
        parts=(
            Fact("Linked", (f"{title(here)} and {title(there)}",)),
            *since,
            Fact("Messages come", (f"on {title(here)}",)),
            Line(filled(COMES_ELSEWHERE, there=Strong(title(there))), small=True),
            Actions((prefer, unlink)),
            Line(filled(AFTER_UNLINKING), small=True),
        ),
    )


COMES_ELSEWHERE = "What is urgent and can't be delivered there comes on {there}, once."
AFTER_UNLINKING = (
    "If you unlink them, each account has again what it brought; what was made since stays with the account "
    "on which it was made."
)


def title(platform: str) -> str:
    """Return what people call a platform."""
    return platform.capitalize()


def code_card(code: str, request: LinkRequest, me: Person) -> Card:
    """Show a code that was made just now, and what to do with it."""
    there = title(request.platform)
    return Card(
        title="Link accounts",
        badge="waiting for the code",
        summary=f"A code for {there}",
        tone=Tone.WAITING,
        parts=(
            Fact("Your code", (Strong(in_groups(code)),)),
            Fact("Good until", (when(request.until, me),)),
            Line(filled(TYPE_IT_THERE, there=Strong(there))),
            Line(filled(NOT_ALONE), small=True),
            Actions((Button("New code", "link-code", (request.platform,)),)),
        ),
    )


TYPE_IT_THERE = "On {there}, open {/booking-settings}, press Link accounts…, then Type a code…"


def code_form() -> Form:
    """Ask for the code that the other account shows."""
    field = TextField(
        key="code",
        label="Code",
        hint="Your other account shows it under Link accounts… Capitals, spaces and dashes do not matter.",
        longest=CODE_FIELD_LENGTH,
        required=True,
        example="ACDEF-3479H",
    )
    return Form(title="Link accounts", route="link-type", fields=(field,), submit="Go on")


def type_again() -> Button:
    """Return the way back to the form, which does not hold what was typed: it may be a secret."""
    return Button("Type it again…", "link-type", look=Look.PRIMARY)


def typed_card(request: LinkRequest) -> Card:
    """Say that the other account has to answer now."""
    here = title(request.issued_on)
    return Card(
        title="Link accounts",
        badge="waiting for your yes",
        summary="Nearly there: answer on your other account",
        tone=Tone.WAITING,
        parts=(Line(filled(ANSWER_THERE, there=Strong(here))),),
    )


ANSWER_THERE = "Now press Yes, link us on {there}: I have written to you there. Nothing is linked before."


def asked_card(request: LinkRequest, taker: Person, me: Person) -> Card:
    """Ask the account that issued a code whether the one that typed it is the same person."""
    which = (request.id.hex,)
    there = title(request.platform)
    return Card(
        title="Link accounts",
        badge="your answer",
        summary=f"{cut(taker.name, 60)} on {there} wants to be linked with you",
        tone=Tone.WAITING,
        parts=(
            Line(filled(WANTS_TO_BE, name=Strong(cut(taker.name, 60)), there=there)),
            Line(filled(IF_NOT_YOU), small=True),
            Actions(
                (Button("Yes, link us", "link-yes", which, Look.PRIMARY), Button("No", "link-no", which))
            ),
            Line(filled("Good until {until}.", until=when(_until(request), me)), small=True),
        ),
    )


def _until(request: LinkRequest) -> datetime:
    return (request.taken_at or request.until) + ANSWER_WITHIN


WANTS_TO_BE = "{name} on {there} wants to be linked with you."
IF_NOT_YOU = "Say yes only if this is your own account: whoever has it then acts in your name here."


def refused_card() -> Card:
    """Say that nothing was linked."""
    return Card(
        title="Link accounts",
        badge="not linked",
        summary="Nothing was linked",
        parts=(
            Line(("Nothing was linked, and the code is worth nothing any more.",)),
            Actions((LINK_ACCOUNTS,)),
        ),
    )


def obstacles_card(found: Obstacles) -> Card:
    """Ask for the first thing that has to be decided before two accounts are one person."""
    which = found.request.id.hex
    if found.mentors is None:
        return _overlap_card(which, found.pairs[0], found)
    parts: list[Part] = [Line(filled(TWO_PROFILES))]
    buttons = []
    places = ((Stands.ISSUER, found.request.issued_on), (Stands.TAKER, found.request.platform))
    for mentor, (stands, platform) in zip(found.mentors, places, strict=True):
        parts.append(Fact(title(platform), (UserText(cut(mentor.headline, 200)),)))
        buttons.append(Button(f"Keep the one on {title(platform)}", "link-yes", (which, stands)))
    return Card(
        title="Link accounts",
        badge="your choice",
        summary="Both accounts have a mentor profile",
        tone=Tone.WAITING,
        parts=(*parts, Actions(tuple(buttons)), Line(filled(OTHER_PROFILE), small=True)),
    )


TWO_PROFILES = "Both accounts have a mentor profile. Which one shall students see?"
OTHER_PROFILE = "The other one is hidden with its session types, and comes back if you unlink the accounts."


def _overlap_card(which: str, pair: tuple[BookingView, ...], found: Obstacles) -> Card:
    stands = (found.stands.value,) if found.stands else ("-",)
    own = len(pair) == 1
    label = "Cancel {}" if own else "Cancel {} (on {})"
    places = (found.request.issued_on, found.request.platform)
    buttons = tuple(
        Button(
            label.format(cut(one.booking.ref, 14), title(place)),
            "link-drop",
            (which, *stands, one.booking.ref),
        )
        for one, place in zip(pair, places, strict=False)
    )
    return Card(
        title="Link accounts",
        badge="your choice",
        summary="Sessions stand in the way",
        tone=Tone.WAITING,
        parts=(
            Line(filled(OWN_SESSION if own else AT_THE_SAME_TIME)),
            *(_session(one) for one in pair),
            Actions(buttons),
            Line(filled(NOTHING_YET), small=True),
        ),
    )


OWN_SESSION = (
    "Your two accounts have a session with each other, and nobody meets themselves. Please cancel it."
)
AT_THE_SAME_TIME = "Two of your sessions are at the same time. Which one do you cancel?"
NOTHING_YET = "Nothing is linked before that. The other side of the session is told."


def _session(view: BookingView) -> Fact:
    topic = UserText(cut(view.booking.topic, 80))
    return Fact(view.booking.ref, (*time_of(view), " · ", cut(view.other.name, 60), " · ", topic))


def linked_line(me: Person) -> Card:
    """Tell the account that typed the code that both are one person now."""
    said = filled(IS_LINKED, there=Strong(title(me.address.platform)))
    return Card(
        title="",
        tone=Tone.GOOD,
        summary="Your accounts are linked",
        parts=(Line(said), Actions((LINK_ACCOUNTS,))),
    )


IS_LINKED = "✅ Your accounts are linked. From now on your sessions are together, here on {there} as well."


def unlinked_line() -> Card:
    """Tell the other account that both are two people again."""
    return Card(
        title="",
        tone=Tone.PLAIN,
        summary="Your accounts are not linked any more",
        parts=(Line(filled(IS_UNLINKED)), Actions((LINK_ACCOUNTS,))),
    )


IS_UNLINKED = (
    "Your accounts are not linked any more. Each one has what it brought, and what was made on it since."
)


def left_card() -> Card:
    """Say on a card that its session is with the other account again."""
    return Card(
        title="Session",
        badge="on your other account",
        summary="This session is on your other account",
        parts=(Line(filled("You have unlinked your accounts: this session is on the other one.")),),
    )
