"""Stories that a crash sweep lives through: what people do, each flow beginning where the one before has ended."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, TypeAlias

from core.ports.call import Trigger
from core.screens.look import BRING
from core.screens.privacy import ERASE_WORD
from tests.plain import plain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.torture.life import Life

Step: TypeAlias = "Callable[[Life], Awaitable[None]]"
CODE = re.compile(r"[A-Z0-9]{5}-[A-Z0-9]{5}")


def request(who: str, mentor: str, days: int = 2) -> Step:
    """Somebody asks a mentor for half an hour, some days ahead."""

    async def step(life: Life) -> None:
        when = (life.now.replace(hour=12, minute=0) + timedelta(days=days)).isoformat()
        to = life.people[mentor].id.hex
        await life.act(who, Trigger.FORM, "book-session", mentor=to, topic="Talk", when=when)

    return step


def accept(who: str) -> Step:
    """A mentor accepts."""

    async def step(life: Life) -> None:
        await life.press(who, Trigger.BUTTON, "accept")

    return step


async def propose(life: Life) -> None:
    """Ana suggests another time."""
    session = life.card
    assert session is not None and session.slot is not None
    later = (session.slot.starts_at + timedelta(hours=3)).isoformat()
    await life.press("ana", Trigger.FORM, "propose", when=later)


async def agree(life: Life) -> None:
    """Sam takes the suggested time."""
    await life.press("sam", Trigger.BUTTON, "accept-time", "0")


async def cancel(life: Life) -> None:
    """Sam calls it off."""
    await life.press("sam", Trigger.FORM, "cancel", reason="Ill")


async def open_card(life: Life) -> None:
    """Ana has the card brought to the end of her conversation."""
    await life.press("ana", Trigger.BUTTON, "show", BRING)


def tick(before: timedelta) -> Step:
    """The clock comes to a moment before the start, and the heartbeat beats."""

    async def step(life: Life) -> None:
        session = life.card
        assert session is not None and session.slot is not None
        life.now = max(life.now, session.slot.starts_at - before)
        await life.pass_time(timedelta(0))

    return step


async def reassign(life: Life) -> None:
    """Eve, who organises, asks Ken in the place of Ana."""
    await life.press("eve", Trigger.FORM, "admin-reassign", mentor=life.people["ken"].id.hex)


def pressed(who: str, route: str, *more: str) -> Step:
    """Somebody presses a button that stands before them; ``more`` are further arguments."""

    async def step(life: Life) -> None:
        await life.press_shown(who, route, *more)

    return step


def does(who: str, route: str, *args: str) -> Step:
    """Somebody presses a button that is there for everybody."""

    async def step(life: Life) -> None:
        await life.act(who, Trigger.BUTTON, route, *args)

    return step


def writes(who: str, words: str) -> Step:
    """Somebody writes into the chat of the session."""

    async def step(life: Life) -> None:
        await life.write_to_the_bot(who, words)

    return step


async def open_chat(life: Life) -> None:
    """Sam opens the chat of the session with Ken, who is on the other platform."""
    assert life.card is not None
    await life.act("sam", Trigger.BUTTON, "chat", life.card.id.hex)


async def plan_series(life: Life) -> None:
    """Sam looks at three more weeks with Ken."""
    assert life.card is not None
    when = (life.now.replace(hour=15, minute=0) + timedelta(days=4)).isoformat()
    await life.act(
        "sam", Trigger.FORM, "series", life.card.id.hex, topic="Weekly", when=when, every="week", count="3"
    )


async def type_code(life: Life) -> None:
    """Mia types the code that Eve was shown on the other platform."""
    found = CODE.search(plain(life.answers["eve"]))
    assert found is not None
    await life.act("mia", Trigger.FORM, "link-type", code=found[0])


def blocks(who: str) -> Step:
    """Eve blocks somebody and calls off what is open."""

    async def step(life: Life) -> None:
        await life.act("eve", Trigger.BUTTON, "admin-block-all", life.people[who].id.hex)

    return step


async def erase(life: Life) -> None:
    """Mia erases herself."""
    await life.act("mia", Trigger.FORM, "privacy-erase", word=ERASE_WORD)


ONE_SESSION: dict[str, tuple[Step, ...]] = {
    "request": (request("sam", "ana"),),
    "accept": (accept("ana"),),
    "open": (open_card,),
    "reschedule": (propose, agree),
    "reminder tick": (tick(timedelta(hours=24)), tick(timedelta(minutes=10))),
    "cancel": (cancel,),
}
"""What happens to one session."""
MANY_PEOPLE: dict[str, tuple[Step, ...]] = {
    "reassign": (request("sam", "ana"), reassign, accept("ken")),
    "chat": (open_chat, writes("sam", "Where do we meet?"), writes("ken", "Right here.")),
    "series": (plan_series, pressed("sam", "series-send"), pressed("ken", "accept-all")),
    "link": (
        request("mia", "ana", 3),
        does("eve", "link-code", "discord"),
        type_code,
        pressed("eve", "link-yes"),
    ),
    "unlink": (does("eve", "unlink"),),
    "stop": (does("ana", "stop"), pressed("ana", "stop-now")),
    "block": (blocks("sam"),),
    "erase": (request("mia", "ken", 5), erase),
}
"""What organisers do, and what concerns people rather than one session."""
STORIES = (ONE_SESSION, MANY_PEOPLE)
FLOWS = tuple(name for story in STORIES for name in story)
