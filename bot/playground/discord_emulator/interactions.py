"""Interactions: the payload a bot gets, its token, the three seconds to answer and the fifteen minutes after.

Source: discord.com/developers/docs/interactions/receiving-and-responding.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Final

from bot.playground.discord_emulator import channels
from bot.playground.discord_emulator.channels import DM, Channel
from bot.playground.discord_emulator.gateway import Gateway
from bot.playground.discord_emulator.messages import Message
from bot.playground.discord_emulator.people import User
from bot.playground.discord_emulator.refusal import Json, Refused
from bot.playground.discord_emulator.server import Server

COMMAND: Final = 2
COMPONENT: Final = 3
AUTOCOMPLETE: Final = 4
MODAL: Final = 5

TOKEN_SECONDS: Final = 900.0
ATTACHMENT_LIMIT: Final = 10 * 1024 * 1024
KEPT: Final = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """The callback: its type, the message it made or changed, and its data (choices, modal)."""

    kind: int
    message: Message | None = None
    data: Json | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Interaction:
    """`born` is a time of the event loop; `answered` turns true with the first valid callback."""

    id: str
    token: str
    kind: int
    user: User
    channel: Channel
    born: float
    waiting: asyncio.Future[Callback | None]
    metadata: Json
    message: Message | None = None
    is_context_menu: bool = False
    answered: bool = False
    is_over: bool = False
    original: Message | None = None
    followups: dict[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UserAction:
    """What a person did: the kind, where, the payload's `data`, and the message acted upon."""

    kind: int
    channel: Channel
    data: Json
    message: Message | None = None
    is_context_menu: bool = False
    trigger: Json | None = None
    """For a modal: the metadata of the interaction that opened it."""


class Interactions:
    """Sends interactions out and finds them again by id and token."""

    def __init__(
        self, server: Server, gateway: Gateway, *, ack_deadline: float, token_seconds: float
    ) -> None:
        self._server = server
        self._gateway = gateway
        self.ack_deadline = ack_deadline
        self._lifetime = token_seconds
        self._by_id: dict[str, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    async def ask(self, user: User, act: UserAction) -> tuple[Interaction, Callback | None]:
        """Send it and wait for the callback; None when there was none within the deadline."""
        loop = asyncio.get_running_loop()
        number = self._server.ids.next()
        interaction = Interaction(
            id=number,
            token=secrets.token_urlsafe(60),
            kind=act.kind,
            user=user,
            channel=act.channel,
            born=loop.time(),
            waiting=loop.create_future(),
            metadata=self._metadata(number, user, act),
            message=act.message,
            is_context_menu=act.is_context_menu,
        )
        self._remember(interaction)
        timer = loop.call_later(self.ack_deadline, _expire, interaction)
        try:
            guild_id = act.channel.guild_id
            await self._gateway.dispatch(
                "INTERACTION_CREATE", self._payload(interaction, act), guild_id=guild_id
            )
            return interaction, await interaction.waiting
        finally:
            timer.cancel()

    def open(self, interaction_id: str, token: str) -> Interaction:
        """The interaction that still waits for its callback. Raises Refused: 10062, 40060."""
        found = self._by_id.get(interaction_id)
        if found is None or found.token != token or found.is_over:
            raise Refused(10062)
        if found.answered:
            raise Refused(40060)
        return found

    def answer(self, interaction: Interaction, answer: Callback) -> None:
        """Note the callback and wake the person's app."""
        interaction.answered = True
        if not interaction.waiting.done():
            interaction.waiting.set_result(answer)

    def webhook(self, application_id: str, token: str) -> Interaction:
        """The interaction behind a webhook.

        Raises Refused: 50027 when unknown or expired, 10015 while it was not answered.
        """
        found = self._by_token.get(token)
        if found is None or self._age(found) > self._lifetime:
            raise Refused(50027)
        if application_id != self._server.application_id or not found.answered:
            raise Refused(10015)
        return found

    def _age(self, interaction: Interaction) -> float:
        return asyncio.get_running_loop().time() - interaction.born

    def _remember(self, interaction: Interaction) -> None:
        while len(self._by_id) >= KEPT:
            oldest = next(iter(self._by_id.values()))
            if self._age(oldest) <= self._lifetime:
                break
            del self._by_id[oldest.id], self._by_token[oldest.token]
        self._by_id[interaction.id] = self._by_token[interaction.token] = interaction

    def _metadata(self, number: str, user: User, act: UserAction) -> Json:
        shown: Json = {
            "id": number,
            "type": act.kind,
            "user": user.as_json(),
            "authorizing_integration_owners": self._owners(act.channel),
        }
        if act.kind == COMPONENT and act.message is not None:
            shown["interacted_message_id"] = act.message.id
        if act.trigger is not None:
            shown["triggering_interaction_metadata"] = act.trigger
        if act.kind == COMMAND:
            shown |= {"name": act.data["name"], "command_type": act.data["type"]}
        return shown

    def _owners(self, channel: Channel) -> Json:
        return {"0": channel.guild_id or "0"}

    def _payload(self, interaction: Interaction, act: UserAction) -> Json:
        user, channel = interaction.user, act.channel
        permissions = str(channel.permissions)
        payload: Json = {
            "version": 1,
            "id": interaction.id,
            "application_id": self._server.application_id,
            "type": act.kind,
            "token": interaction.token,
            "data": act.data,
            "channel_id": channel.id,
            "channel": {**channel.as_json(), "permissions": permissions},
            "app_permissions": permissions,
            "locale": user.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": self._owners(channel),
            "context": 1 if channel.kind == DM else 0,
            "attachment_size_limit": ATTACHMENT_LIMIT,
        }
        if act.message is not None:
            payload["message"] = act.message.as_json()
        if channel.kind == DM:
            return payload | {"user": user.as_json()}
        return payload | {
            "guild_id": channel.guild_id,
            "guild": {"id": channel.guild_id, "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": {**self._server.member(user), "permissions": str(_permissions_of(user))},
        }


def _permissions_of(user: User) -> int:
    """What a person may do in a channel, as far as bots ask for it."""
    return channels.MEMBERS | (channels.MANAGE_GUILD if user.manages else 0)


def _expire(interaction: Interaction) -> None:
    if not interaction.answered:
        interaction.is_over = True
        if not interaction.waiting.done():
            interaction.waiting.set_result(None)
