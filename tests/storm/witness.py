"""The witness of a storm: what made a sound for whom, in the words of that moment, and what was ever shown."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.screens.notices import PINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.playground.discord_emulator.emulator import DiscordEmulator
    from bot.playground.slack_emulator.emulator import SlackEmulator

TOPIC = re.compile(r"Talk \d{6}")
_SENTENCES = {
    one.state: re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(one.sentence))) for one in PINGS.values()
}
_DIGEST = re.compile(r"What you have missed|Still waiting for you\n|^News about|requests are waiting")
_BADGE = re.compile(r"^## .* · ([A-Z][a-z ]+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sound:
    """One message that reached somebody with a sound. ``state`` is what it said of the session, or ``digest``."""

    user: str
    topic: str
    state: str
    is_card: bool


class Witness:
    """Watches both platforms from its beginning."""

    def __init__(self, slack: SlackEmulator, discord: DiscordEmulator) -> None:
        self.sounds: list[Sound] = []
        self.shown: defaultdict[str, set[str]] = defaultdict(set)
        """Topic → every state that anybody was ever shown."""
        self._slack, self._discord = slack, discord
        self._owners: dict[str, str] = {}
        self._new: dict[str, dict[str, Any]] = {}
        slack.watch(self._on_slack)
        discord.watch(self._on_discord)

    def screens(self, user: str) -> list[tuple[str, set[str], bool]]:
        """Return what a person sees now: each message's state, its topics, and whether it is a card."""
        if user.isdecimal():
            client = self._discord.client(user)
            found = client.messages(client.dm) if client.dm else []
            read = [(*discord_state(one), one) for one in found if not one["flags"] & 64]
        else:
            found = self._slack.client(user).messages()
            read = [(*slack_state(one), one) for one in found if not one.get("is_ephemeral")]
        return [(state, topics_of(one), is_card) for state, is_card, one in read]

    def _on_slack(self, event: dict[str, Any]) -> None:
        if event["kind"] == "ping":
            self._owners[event["channel"]] = event["user"]
            self._heard(event["user"], *self._slack_message(event))
        elif event["kind"] == "message_updated" and event["channel"] in self._owners:
            self._saw(*self._slack_message(event))

    def _slack_message(self, event: dict[str, Any]) -> tuple[str, bool, dict[str, Any]]:
        client = self._slack.client(self._owners[event["channel"]])
        for message in reversed(client.messages(event["channel"])):
            if message["ts"] == event["ts"]:
                return (*slack_state(message), message)
        return "", False, {}

    def _on_discord(self, event: dict[str, Any]) -> None:
        if event["kind"] == "message" and event["only_for"] is None:
            message = event["message"]
            if event["change"] == "created":
                self._new[message["id"]] = message
            elif event["change"] == "edited":
                self._saw(*discord_state(message), message)
        elif event["kind"] == "ping" and (created := self._new.pop(event["message_id"], None)):
            self._heard(event["user"], *discord_state(created), created)

    def _heard(self, user: str, state: str, is_card: bool, message: dict[str, Any]) -> None:
        self._saw(state, is_card, message)
        self.sounds += [Sound(user, topic, state, is_card) for topic in topics_of(message)]

    def _saw(self, state: str, is_card: bool, message: dict[str, Any]) -> None:
        if is_card:
            for topic in topics_of(message):
                self.shown[topic].add(state)


def topics_of(message: dict[str, Any]) -> set[str]:
    """Return the sessions that a message names."""
    return set(TOPIC.findall(json.dumps(message)))


def slack_state(message: dict[str, Any]) -> tuple[str, bool]:
    """Return what a message of Slack says of a session, and whether it is its card."""
    words = str(message.get("text", ""))
    if _DIGEST.search(words):
        return "digest", False
    state, _, rest = words.partition(": ")
    return state, rest.startswith("session S-")


def discord_state(message: dict[str, Any]) -> tuple[str, bool]:
    """Return what a message of Discord says of a session, and whether it is its card."""
    words = "\n".join(_texts(message["components"]))
    if _DIGEST.search(words):
        return "digest", False
    if badge := _BADGE.search(words):
        return badge[1], True
    plain = words.replace("**", "").replace("~~", "")
    return next(
        (state for state, sentence in _SENTENCES.items() if sentence.search(plain)), words[:80]
    ), False


def _texts(components: list[dict[str, Any]]) -> Iterator[str]:
    for one in components:
        if one["type"] == 10:
            yield one["content"]
        yield from _texts(one.get("components", []))
