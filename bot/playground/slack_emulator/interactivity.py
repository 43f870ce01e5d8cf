"""What every person's Slack app shares: the backend, the sockets, and how requests of the app are worded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.slack_emulator import payloads
from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.methods.api_call import Backend
from bot.playground.slack_emulator.people import User
from bot.playground.slack_emulator.sockets import Acknowledgement, Sockets
from bot.playground.slack_emulator.webhook import ResponseUrls
from bot.playground.slack_emulator.workspace import Workspace

_MENTION = re.compile(r"(?<!\S)@([\w.-]*\w)")
_CHANNEL = re.compile(r"(?<!\S)#([\w-]+)")
ANSWERED = frozenset({"view_submission", "block_suggestion"})
"""Interactions whose acknowledgement may carry an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interactivity:
    """The ways from a person to the app: commands, interactions, events."""

    backend: Backend
    sockets: Sockets
    urls: ResponseUrls
    hook_url: Callable[[str, str], str]
    """(kind, token) → the address of a response_url; kind is `commands` or `actions`."""

    @property
    def workspace(self) -> Workspace:
        """The workspace everybody is in."""
        return self.backend.workspace

    def response_url(self, kind: str, user: str, channel: str, ts: str | None) -> str:
        """A fresh response_url for one interaction."""
        return self.hook_url(kind, self.backend.interaction_tokens.url(user, channel, ts))

    async def command(self, payload: Json) -> Acknowledgement:
        """Deliver a slash command."""
        return await self.sockets.deliver("slash_commands", payload, accepts=True)

    async def interact(self, payload: Json) -> Acknowledgement:
        """Deliver an interaction; only some may be answered in the acknowledgement."""
        return await self.sockets.deliver("interactive", payload, accepts=payload["type"] in ANSWERED)

    async def event(self, inside: Json, name: str | None = None) -> Acknowledgement:
        """Deliver an event the app has subscribed to; `name` where it is not the type (`message.im`)."""
        if (name or inside["type"]) not in self.backend.installed.events:
            return Acknowledgement()
        workspace = self.workspace
        seconds = int(workspace.now().timestamp())
        return await self.sockets.event(payloads.event(inside, workspace.new_id("Ev"), seconds))

    def escaped(self, command: str, text: str) -> str:
        """`@name` and `#name` as `<@U…|name>` and `<#C…|name>`, where the command has should_escape."""
        text = text.strip()
        if not self.backend.installed.escapes(command):
            return text
        users = {user.name: user for user in self.workspace.users.values()}
        channels = {c.name: c for c in self.workspace.channels.values() if c.kind == "channel"}

        def person(found: re.Match[str]) -> str:
            user: User | None = users.get(found[1])
            return f"<@{user.id}|{user.name}>" if user else found[0]

        def channel(found: re.Match[str]) -> str:
            known = channels.get(found[1])
            return f"<#{known.id}|{known.name}>" if known else found[0]

        return _CHANNEL.sub(channel, _MENTION.sub(person, text))
