"""The calls of a storm: a fair sample, judged by the platforms' own specifications when nobody waits for an answer."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from tests.conftest import refused_by_the_specs

if TYPE_CHECKING:
    from bot.playground.discord_emulator.emulator import DiscordEmulator
    from bot.playground.slack_emulator.emulator import SlackEmulator

JUDGED = 4000
"""How many calls of each kind are kept at most: to judge one takes a millisecond or two."""


class Calls:
    """What the program said to both platforms; each call is as likely to be kept as any other of its kind."""

    def __init__(self, slack: SlackEmulator, discord: DiscordEmulator, *, seed: int) -> None:
        self._slack, self._discord = slack, discord
        self._random = random.Random(f"calls {seed}")
        self._said: tuple[list[Any], ...] = (slack.requests, slack.acknowledgements, discord.requests)
        self._kept: tuple[list[Any], ...] = ([], [], [])
        self._seen = [0, 0, 0]

    def gather(self) -> None:
        """Take what has been said since the last time."""
        for kind, (said, kept) in enumerate(zip(self._said, self._kept, strict=True)):
            for one in said:
                self._seen[kind] += 1
                if len(kept) < JUDGED:
                    kept.append(one)
                elif (place := self._random.randrange(self._seen[kind])) < JUDGED:
                    kept[place] = one
            said.clear()

    def problems(self) -> list[str]:
        """Judge what was kept; return what the specifications have against it."""
        self.gather()
        for said, kept in zip(self._said, self._kept, strict=True):
            said.extend(kept)
        return refused_by_the_specs(self._slack, self._discord)
