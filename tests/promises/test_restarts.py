"""A restart is invisible: with it and without it people end with the same sessions and the same messages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.ports.call import Trigger
from core.ports.replies import Ask, Reply
from tests.plain import plain
from tests.promises.ledger import open_ledger
from tests.promises.world import MENTORS, STUDENTS, World, filled

if TYPE_CHECKING:
    from pathlib import Path


Step: TypeAlias = tuple[Any, ...]
STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("request"),
            st.sampled_from(sorted(STUDENTS)),
            st.sampled_from(sorted(MENTORS)),
            st.sampled_from([2, 25, 49]),
        ),
        st.tuples(st.just("press"), st.integers(0, 999), st.sampled_from([3, 26])),
        st.tuples(st.just("press"), st.integers(0, 999), st.sampled_from([4, 27])),
        st.tuples(st.just("time"), st.sampled_from([1, 61, 3600, 26 * 3600])),
        st.tuples(
            st.just("trouble"),
            st.sampled_from(["slack", "discord"]),
            st.sampled_from(["none", "down", "lost", "closed"]),
        ),
    ),
    min_size=6,
    max_size=12,
)
RANDOM = re.compile(r"S-[2-9A-Z]{5}\b|mentoring-[\w-]{16}")
"""What is drawn anew in each run: references and rooms."""


class InOrder:
    """Ids that are the same in every run, and go on after a restart."""

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> UUID:
        self._last += 1
        return UUID(int=self._last)


async def live(world: World, steps: list[Step], *, restarts: bool) -> list[str]:
    """Live through the steps, with a restart after each of them or without any; return what the presses said."""
    await world.open()
    said = []
    for step in [("request", "sam", "ana", 25), ("request", "mia", "ken", 2), *steps]:
        said += [_spoken(reply) for reply in await _take(world, *step)]
        if restarts:
            await world.restart()
    await world.quiet()
    return said


async def _take(world: World, what: str, *how: Any) -> list[Reply]:
    if what == "request":
        student, mentor, hours = how
        when, to = (world.now + timedelta(hours=hours)).isoformat(), world.people[mentor].id.hex
        return [await world.does(student, Trigger.FORM, "book-session", mentor=to, topic="Talk", when=when)]
    if what == "time":
        await world.pass_time(timedelta(seconds=how[0]))
    if what == "trouble":
        world.platforms[how[0]].trouble = how[1]
    if what != "press":
        return []
    number, hours = how
    world.collect()
    shown = sorted(world.shown, key=lambda one: (one[1].route, one[1].args, one[0]))
    who, button = shown[number % len(shown)]
    replies = [await world.does(who, Trigger.BUTTON, button.route, *button.args)]
    if isinstance(replies[0], Ask):
        form = replies[0].form
        values = filled(form, world.now + timedelta(hours=hours))
        replies.append(await world.does(who, Trigger.FORM, form.route, *form.args, **values))
    return replies


def _spoken(reply: Reply) -> str:
    card = getattr(reply, "card", None)
    said = plain(card) if card is not None else str(getattr(reply, "why", getattr(reply, "form", "")))
    return RANDOM.sub("…", f"{type(reply).__name__} {said}")


async def seen(world: World) -> tuple[list[Any], list[Any]]:
    """Return the sessions and the messages as people see them, without what is drawn anew in each run."""
    bookings = (await open_ledger(world.store)).bookings.values()
    sessions = sorted((replace(one, ref="", link=None) for one in bookings), key=lambda one: one.id)
    messages = [
        (name, message.to.user, message.key, RANDOM.sub("…", plain(message.card)))
        for name, platform in world.platforms.items()
        for message in platform.messages.values()
    ]
    return sessions, sorted(messages)


@settings(
    max_examples=3,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking two lives takes minutes
)
@given(STEPS)
@pytest.mark.wide
async def test_a_restart_is_invisible(tmp_path_factory: pytest.TempPathFactory, steps: list[Step]) -> None:
    folder: Path = tmp_path_factory.mktemp("lives")
    lives = {
        restarts: World(f"sqlite:///{folder}/{restarts}.db", new_id=InOrder()) for restarts in (False, True)
    }
    said, at_last = {}, {}
    for restarts, world in lives.items():
        said[restarts] = await live(world, steps, restarts=restarts)
        at_last[restarts] = await seen(world)
        await world.store.close()
        assert not world.broken
    assert said[True] == said[False]
    assert at_last[True] == at_last[False]
