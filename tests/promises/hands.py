"""Hands: everything that stands before one person on their platform, and everything on it that can be pressed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson

from bot.playground.pilots import discord_eyes, slack_eyes
from bot.playground.pilots.discord import DiscordPilot
from bot.playground.pilots.slack import SlackPilot, _Place
from bot.playground.seed import PEOPLE
from tests.screens.calendar_reader import Calendar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from bot.playground.people import Pilot
    from bot.playground.pilots.seen import SeenCard

Json = dict[str, Any]
NAMES = {one.user_id: one.name for one in PEOPLE}
PRIMARY = {"primary", 1, 3}
"""Styles of a button that stands out: Slack's word, and Discord's numbers for blurple and green."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressable:
    """A button or an option of a menu; ``press`` uses it, also where something newer hides it from view."""

    label: str
    press: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A message, dialog or Home tab that somebody can still read."""

    where: str
    """``message``, ``private``, ``dialog`` or ``home``."""
    card: SeenCard
    primaries: int
    """How many of its visible buttons stand out."""
    pressables: tuple[Pressable, ...] = field(default=())

    @property
    def visible(self) -> int:
        """How many buttons are seen at once, those that open something among them."""
        return len(self.card.buttons) - len(self.card.more) + len(self.card.links)


class Hands:
    """One person's; what has not changed since it was looked at last is not read again."""

    def __init__(self, pilot: Pilot) -> None:
        self.pilot = pilot
        self._slack_eyes = slack_eyes.Eyes(pilot.zone, NAMES)
        self._discord_eyes = discord_eyes.Eyes(pilot.zone, NAMES)
        self._known: dict[bytes, Sight] = {}
        self.calendar = Calendar()
        """What this person's calendar holds, when every file is opened that they can see."""

    def everything(self) -> list[Sight]:
        """Return what stands before this person, oldest first; an open form is no part of it."""
        if isinstance(self.pilot, SlackPilot):
            return list(self._on_slack(self.pilot))
        assert isinstance(self.pilot, DiscordPilot)
        return [self._once(message, self._on_discord) for message in self.pilot._messages()]

    def _once(self, raw: Json, read: Callable[[Json], Sight]) -> Sight:
        key = orjson.dumps(raw)
        if key not in self._known:
            self._known[key] = read(raw)
        return self._known[key]

    def _on_slack(self, pilot: SlackPilot) -> Iterator[Sight]:
        if home := pilot._client.home:
            yield self._once(home, self._home)
        for channel, message in pilot._messages():
            yield self._once(message, partial(self._message, channel))
        view = pilot._client.view
        if view and pilot.form is None:
            yield self._once(view, self._dialog)

    def _home(self, view: Json) -> Sight:
        card = self._slack_eyes.home(view)
        return self._slack("home", card, _Place(blocks=view["blocks"], text=card.text))

    def _message(self, channel: str, message: Json) -> Sight:
        card, blocks = self._slack_eyes.card(message), slack_eyes.message_blocks(message)
        place = _Place(blocks=blocks, text=card.text, channel=channel, ts=message["ts"])
        return self._slack("private" if card.private else "message", card, place)

    def _dialog(self, view: Json) -> Sight:
        card = self._slack_eyes.dialog(view)
        return self._slack("dialog", card, _Place(blocks=view["blocks"], text=card.text, modal=True))

    def _slack(self, where: str, card: SeenCard, place: _Place) -> Sight:
        things = list(self._slack_eyes.things(place.blocks))
        return Sight(
            where=where,
            card=card,
            primaries=sum(thing.element.get("style") in PRIMARY for thing in things),
            pressables=tuple(one for thing in things for one in self._on_slack_thing(place, thing)),
        )

    def _on_slack_thing(self, place: _Place, thing: slack_eyes.Thing) -> Iterator[Pressable]:
        assert isinstance(self.pilot, SlackPilot)
        for option in thing.element.get("options", ()):
            use = partial(self.pilot._use, place, thing, option["value"])
            yield Pressable(label=option["text"]["text"], press=use)
        if thing.element["type"] == "button" and "url" not in thing.element:
            yield Pressable(label=thing.label, press=partial(self.pilot._use, place, thing))

    def _on_discord(self, message: Json) -> Sight:
        card = self._discord_eyes.card(message)
        things = list(self._discord_eyes.things(message["components"]))
        return Sight(
            where="private" if card.private else "message",
            card=card,
            primaries=sum(thing.element.get("style") in PRIMARY for thing in things),
            pressables=tuple(one for thing in things for one in self._on_discord_thing(message, thing)),
        )

    def _on_discord_thing(self, message: Json, thing: discord_eyes.Thing) -> Iterator[Pressable]:
        assert isinstance(self.pilot, DiscordPilot)
        for option in thing.element.get("options", ()):
            use = partial(self.pilot._press, message, thing, [option["value"]])
            yield Pressable(label=option["label"], press=use)
        if thing.element["type"] == discord_eyes.BUTTON and "url" not in thing.element:
            yield Pressable(label=thing.label, press=partial(self.pilot._press, message, thing))
