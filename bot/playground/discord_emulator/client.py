"""One person's Discord app: what they can do, and what they see and hear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.playground.discord_emulator import channels, command_rules, interactions
from bot.playground.discord_emulator.channels import Channel
from bot.playground.discord_emulator.components import tables
from bot.playground.discord_emulator.components.verdict import bounds
from bot.playground.discord_emulator.components.walk import find
from bot.playground.discord_emulator.interactions import Callback, Interaction, UserAction
from bot.playground.discord_emulator.media import resolved as numbered
from bot.playground.discord_emulator.message_body import MessageBody
from bot.playground.discord_emulator.messages import EPHEMERAL
from bot.playground.discord_emulator.modal import OpenModal, check_offered, chosen_values, submission
from bot.playground.discord_emulator.options import NotSent, Resolved, filled, half_filled
from bot.playground.discord_emulator.people import User
from bot.playground.discord_emulator.post import Origin
from bot.playground.discord_emulator.record import (
    LOADING_FAILED,
    MODAL_FAILED,
    NOT_RESPONDING,
    ClientResult,
    not_sent,
)
from bot.playground.discord_emulator.refusal import Json
from bot.playground.discord_emulator.rest.api_call import Backend
from bot.playground.discord_emulator.writer import Writer


class DiscordClient(Writer):
    """Coroutines act and wait for the answer; properties read without side effects.

    Raises LookupError for what is not on the person's screen. What their app would not send comes back as an
    ClientResult with `sent=False`.
    """

    def __init__(self, backend: Backend, user: User) -> None:
        super().__init__(backend, user)
        self._modal: OpenModal | None = None

    @property
    def modal(self) -> OpenModal | None:
        """The open modal, if there is one."""
        return self._modal

    @property
    def dm(self) -> str | None:
        """The channel id of the direct messages with the bot; None until there are any."""
        channel = self._server.dms.get(self._user.id)
        return channel.id if channel else None

    @property
    def pings(self) -> list[Json]:
        """The messages that made a sound: new ones in the DM, and mentions that were let through."""
        return [message.as_json() for message in self._server.pings[self._user.id]]

    @property
    def channels(self) -> list[Json]:
        """The channels on their screen: the guild's, their threads, and the DM."""
        return [one.as_json() for one in self._server.channels.values() if one.shows(self._user)]

    def messages(self, channel: str) -> list[Json]:
        """What they see in a channel, oldest first; their own ephemeral ones carry flag 64."""
        place = self._server.channels.get(channel)
        if place is None or not place.shows(self._user):
            raise LookupError(f"no channel {channel} on this screen")
        return [message.as_json() for message in self._server.visible(place, self._user)]

    def private(self, channel: str) -> list[Json]:
        """What only this person is told in a channel, oldest first; also in one that is not on their screen."""
        told = self._server.messages[channel].values()
        return [message.as_json() for message in told if message.only_for == self._user.id]

    async def hears_privately(self, channel: str, after: int, *, seconds: float = 3.0) -> Json:
        """Wait until more than `after` messages are private; gives the newest. Raises TimeoutError."""
        await self._server.watchers.until(lambda: len(self.private(channel)) > after, seconds)
        return self.private(channel)[-1]

    def commands(self, *, dm: bool = False) -> list[Json]:
        """The slash commands that their app offers."""
        return list(self._backend.commands.offered(command_rules.CHAT_INPUT, dm=dm, to=self._user).values())

    async def forward(self, channel: str, message_id: str, to: str) -> Json:
        """Forward a message into another channel; gives the new message, which has no words of its own."""
        origin = Origin(actor=self._user, forwards=self._seen(self._place(channel), message_id))
        message = await self._backend.post.create(self._place(to), self._user, MessageBody(), origin)
        return message.as_json()

    async def hears_from_bot(self, channel: str, after: str, *, seconds: float = 3.0) -> None:
        """Wait for a message of the bot behind another one, which nothing acknowledges. Raises TimeoutError."""
        bot = self._server.bot.id

        def answered() -> bool:
            return any(
                one["author"]["id"] == bot and int(one["id"]) > int(after) for one in self.messages(channel)
            )

        await self._server.watchers.until(answered, seconds)

    def open_dm(self) -> str:
        """Open the direct messages with the bot; gives their channel id."""
        return self._server.dm_with(self._user).id

    async def command(
        self,
        name: str,
        options: Mapping[str, object] | None = None,
        *,
        channel: str | None = None,
        dm: bool = False,
    ) -> ClientResult:
        """Type a slash command. Only synced commands are there."""
        place = self._here(channel, dm=dm)
        resolved = Resolved(server=self._server, channel=place)
        try:
            command = self._command(name, place)
            sent = filled(command.get("options") or [], options or {}, resolved)
        except NotSent as refused_by_app:
            return not_sent(str(refused_by_app))
        data = _command_data(command, resolved) | ({"options": sent} if sent else {})
        return await self._act(UserAction(kind=interactions.COMMAND, channel=place, data=data))

    async def autocomplete(
        self,
        name: str,
        option: str,
        typed: str,
        options: Mapping[str, object] | None = None,
        *,
        channel: str | None = None,
        dm: bool = False,
    ) -> list[Json]:
        """The choices offered while typing.

        Raises LookupError when the app has nothing to ask, TimeoutError when there was no answer in time.
        """
        place = self._here(channel, dm=dm)
        try:
            command = self._command(name, place)
            sent = half_filled(command.get("options") or [], options or {}, option, typed)
        except NotSent as refused_by_app:
            raise LookupError(str(refused_by_app)) from refused_by_app
        data = _command_data(command, Resolved(server=self._server, channel=place)) | {"options": sent}
        act = UserAction(kind=interactions.AUTOCOMPLETE, channel=place, data=data)
        _, answer = await self._backend.interactions.ask(self._user, act)
        if answer is None or answer.data is None:
            raise TimeoutError(LOADING_FAILED)
        choices: list[Json] = answer.data["choices"]
        return choices

    async def user_command(
        self, name: str, target_user_id: str, *, channel: str | None = None
    ) -> ClientResult:
        """Choose a command from the context menu of a user."""
        place = self._here(channel, dm=False)
        resolved = Resolved(server=self._server, channel=place)
        resolved.user(target_user_id)
        return await self._menu(command_rules.USER, name, target_user_id, resolved)

    async def message_command(self, name: str, channel: str, message_id: str) -> ClientResult:
        """Choose a command from the context menu of a message."""
        place = self._place(channel)
        message = self._seen(place, message_id)
        resolved = Resolved(server=self._server, channel=place)
        resolved.data["messages"] = {message_id: message.as_json()}
        return await self._menu(command_rules.MESSAGE, name, message_id, resolved)

    async def press(
        self,
        channel: str,
        message_id: str,
        custom_id: str,
        values: Sequence[str] | None = None,
        *,
        screen_of: str | None = None,
    ) -> ClientResult:
        """Press a button, or choose values in a select. A link (named by its url) opens and sends nothing.

        With `screen_of`, the id of somebody else, the message is on their screen: Discord's own app never
        sends such a press, and a bot must not rely on that.
        """
        whose = self._server.users[screen_of] if screen_of else self._user
        place = self._place(channel, whose)
        message = self._seen(place, message_id, whose)
        component = find(message.components, custom_id)
        if component is None:
            raise LookupError(f"no component {custom_id} on message {message_id}")
        if component.get("disabled"):
            return not_sent("This component is disabled.")
        if component.get("url"):
            return ClientResult(ok=True, sent=False)
        try:
            data = _component_data(component, values)
        except NotSent as refused_by_app:
            return not_sent(str(refused_by_app))
        return await self._act(
            UserAction(kind=interactions.COMPONENT, channel=place, data=data, message=message)
        )

    async def submit(self, values: Mapping[str, object] | None = None) -> ClientResult:
        """Submit the open modal; fields that are not named keep what they show. It stays open on failure."""
        modal = self._modal
        if modal is None:
            raise LookupError("no modal is open")
        try:
            components = submission(modal, values or {})
        except NotSent as refused_by_app:
            return not_sent(str(refused_by_app))
        data: Json = {"custom_id": modal.custom_id, "components": components}
        act = UserAction(
            kind=interactions.MODAL,
            channel=modal.channel,
            data=data,
            message=modal.message,
            trigger=modal.trigger,
        )
        outcome = await self._act(act, failure=MODAL_FAILED)
        if outcome.ok and self._modal is modal:
            self._show(None)
        return outcome

    async def dismiss(self) -> None:
        """Close the open modal; the bot hears nothing of it."""
        self._show(None)

    async def hide(self, channel: str, message_id: str) -> None:
        """Dismiss an ephemeral message; the bot hears nothing of it."""
        message = self._seen(self._place(channel), message_id)
        if not message.flags & EPHEMERAL:
            raise LookupError(f"message {message_id} is not ephemeral")
        await self._backend.post.delete(message)

    async def _act(self, act: UserAction, failure: str = NOT_RESPONDING) -> ClientResult:
        interaction, answer = await self._backend.interactions.ask(self._user, act)
        if answer is None:
            self._server.watchers.tell("failed", user=self._user.id, channel=act.channel.id, error=failure)
            return ClientResult(ok=False, error=failure)
        if answer.data is not None:
            self._opened(interaction, answer, act)
        message = answer.message.as_json() if answer.message else None
        return ClientResult(ok=True, kind=answer.kind, message=message)

    def _opened(self, interaction: Interaction, answer: Callback, act: UserAction) -> None:
        data = answer.data or {}
        modal = OpenModal(
            custom_id=data["custom_id"],
            title=data["title"],
            components=numbered(data["components"], (), ()),
            channel=act.channel,
            message=act.message,
            trigger=interaction.metadata,
        )
        self._show(modal)

    def _show(self, modal: OpenModal | None) -> None:
        self._modal = modal
        self._server.watchers.tell("modal", user=self._user.id, modal=modal.as_json() if modal else None)

    async def _menu(self, kind: int, name: str, target: str, resolved: Resolved) -> ClientResult:
        dm = resolved.channel.kind == channels.DM
        command = self._backend.commands.offered(kind, dm=dm).get(name)
        if command is None:
            return not_sent(f"Unknown command: {name}")
        data = _command_data(command, resolved) | {"target_id": target}
        act = UserAction(kind=interactions.COMMAND, channel=resolved.channel, data=data, is_context_menu=True)
        return await self._act(act)

    def _command(self, name: str, place: Channel) -> Json:
        first = name.removeprefix("/")
        dm = place.kind == channels.DM
        command = self._backend.commands.offered(command_rules.CHAT_INPUT, dm=dm, to=self._user).get(first)
        if command is None:
            raise NotSent(f"Unknown command: {first}")
        return command

    def _here(self, channel: str | None, *, dm: bool) -> Channel:
        if dm:
            return self._server.dm_with(self._user)
        return self._place(channel or self._server.general)


def _command_data(command: Json, resolved: Resolved) -> Json:
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
    data |= {"guild_id": command["guild_id"]} if "guild_id" in command else {}
    return data | ({"resolved": resolved.data} if resolved.data else {})


def _component_data(component: Json, values: Sequence[str] | None) -> Json:
    data: Json = {
        "component_type": component["type"],
        "custom_id": component["custom_id"],
        "id": component["id"],
    }
    if component["type"] == tables.BUTTON:
        return data
    chosen = chosen_values(component, list(values) if values is not None else None)
    least, most = bounds(component)
    if not least <= len(chosen) <= most:
        raise NotSent(f"Choose {least} to {most}.")
    check_offered(component, chosen)
    return data | {"values": chosen}
