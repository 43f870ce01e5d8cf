"""The first scene of the tour, played on the page: each act is announced where it will be seen."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.playground.people import NotSeen
from bot.playground.tour import Guide, slack_to_discord

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.playground.people import Pilot, SeenCard
    from bot.playground.stage import Stage

PACE = 1.6
"""Seconds to read what somebody is about to do before it is done."""


class Captions:
    """Announces to the page; ``tell`` gets who acts (None for nobody) and the words."""

    def __init__(self, tell: Callable[[str | None, str], None], pace: float) -> None:
        self._tell = tell
        self._pace = pace

    def scene(self, title: str) -> None:
        """Announce a scene."""
        self._tell(None, f"{title}.")

    async def act(self, pilot: Pilot, what: str) -> None:
        """Announce an act, and leave time to look."""
        self._tell(pilot.user, f"{pilot.name} {what.removesuffix('…')}.")
        await asyncio.sleep(self._pace)

    def card(self, pilot: Pilot, card: SeenCard) -> None:
        """Leave it to the page, which shows every card."""

    async def pause(self, said: str) -> None:
        """Announce that time passes."""
        self._tell(None, f"{said[:1].upper()}{said[1:]}.")
        await asyncio.sleep(self._pace)


async def play_for(stage: Stage, tell: Callable[[str | None, str], None], *, pace: float) -> str:
    """Let Sam book Ken and Ken accept, then let a day pass; return what is to be said at the end."""
    guide = Guide(stage, Captions(tell, pace))
    try:
        await slack_to_discord(guide)
        await guide.passes(timedelta(), "both see the same session, and time can be moved")
        return await stage.advance_to_next()
    except NotSeen:
        return (
            "The tour could not go on: somebody did not see what they should. Play it again from the start."
        )
