"""What the app lets a person type into a command's options, and how it sends that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.playground.discord_emulator.command_rules import SUBCOMMANDS
from bot.playground.discord_emulator.places import Channel
from bot.playground.discord_emulator.refusal import Json
from bot.playground.discord_emulator.server import Server

STRING, INTEGER, BOOLEAN, USER, CHANNEL, NUMBER = 3, 4, 5, 6, 7, 10


class Held(Exception):
    """The app does not send this; the message is what the person reads."""


@dataclass(slots=True, kw_only=True)
class Resolved:
    """The users, members and channels that ids stand for, as they travel along."""

    server: Server
    channel: Channel
    data: dict[str, dict[str, Json]] = field(default_factory=dict)

    def user(self, user_id: str) -> None:
        """Add a user, and their membership when the interaction happens in the guild."""
        user = self.server.users.get(user_id)
        if user is None:
            raise Held("Please enter a valid user.")
        self.data.setdefault("users", {})[user_id] = user.as_json()
        if self.channel.guild_id and user.in_guild:
            member = {k: v for k, v in self.server.member(user).items() if k not in ("user", "deaf", "mute")}
            shown = member | {"permissions": str(self.channel.permissions)}
            self.data.setdefault("members", {})[user_id] = shown

    def place(self, channel_id: str) -> None:
        """Add a channel."""
        channel = self.server.channels.get(channel_id)
        if channel is None or channel.guild_id is None:
            raise Held("Please enter a valid channel.")
        shown = {"id": channel.id, "type": channel.kind, "name": channel.name}
        permissions = str(channel.permissions)
        self.data.setdefault("channels", {})[channel_id] = shown | {"permissions": permissions}


def filled(options: Sequence[Json], values: Mapping[str, object], resolved: Resolved) -> list[Json]:
    """The options as they are sent. Raises Held: unknown, missing, or of a value that may not be sent."""
    _known(options, values)
    sent: list[Json] = []
    for option in options:
        value = values.get(option["name"])
        if value is not None:
            sent.append({"name": option["name"], "type": option["type"], "value": value})
            CHECKS.get(option["type"], _not_offered)(option, value, resolved)
        elif option.get("required"):
            raise Held(f"{option['name']}: This option is required. Specify a value.")
    return sent


def half_filled(
    options: Sequence[Json], values: Mapping[str, object], focused: str, typed: str
) -> list[Json]:
    """The options while one is typed; nothing is checked yet, as on Discord. Raises Held: wrong name."""
    _known(options, {**values, focused: typed})
    sent: list[Json] = []
    for option in options:
        entry: Json = {"name": option["name"], "type": option["type"]}
        if option["name"] == focused:
            if not option.get("autocomplete"):
                raise Held(f"{focused}: This option has no autocomplete.")
            sent.append(entry | {"value": typed, "focused": True})
        elif values.get(option["name"]) is not None:
            sent.append(entry | {"value": values[option["name"]]})
    return sent


def descend(command: Json, path: Sequence[str]) -> tuple[list[Json], Callable[[list[Json]], list[Json]]]:
    """The options of a (sub)command, and a function that wraps filled ones for the way back. Raises Held."""
    options: list[Json] = command.get("options") or []
    steps: list[Json] = []
    for name in path:
        step = next((o for o in options if o["name"] == name and o["type"] in SUBCOMMANDS), None)
        if step is None:
            raise Held(f"Unknown command: {name}")
        steps.append(step)
        options = step.get("options") or []
    if any(option["type"] in SUBCOMMANDS for option in options):
        raise Held("Choose a subcommand.")

    def wrap(sent: list[Json]) -> list[Json]:
        for step in reversed(steps):
            sent = [{"name": step["name"], "type": step["type"], "options": sent}]
        return sent

    return options, wrap


def _known(options: Sequence[Json], values: Mapping[str, object]) -> None:
    names = {option["name"] for option in options}
    for name in values:
        if name not in names:
            raise Held(f"Unknown option: {name}")


def _chosen(option: Json, value: object) -> None:
    choices = option.get("choices") or []
    if choices and value not in [one["value"] for one in choices]:
        raise Held(f"{option['name']}: Specify a valid choice.")


def _string(option: Json, value: object, _: Resolved) -> None:
    if not isinstance(value, str) or not value:
        raise Held(f"{option['name']}: Specify a value.")
    _chosen(option, value)
    least, most = option.get("min_length") or 0, option.get("max_length") or 6000
    if not least <= len(value) <= most:
        raise Held(f"{option['name']}: Must be between {least} and {most} in length.")


def _number(option: Json, value: object, _: Resolved) -> None:
    kinds = int if option["type"] == INTEGER else int | float
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise Held(f"{option['name']}: Enter a valid number.")
    _chosen(option, value)
    least, most = option.get("min_value"), option.get("max_value")
    if (least is not None and value < least) or (most is not None and value > most):
        raise Held(f"{option['name']}: Enter a number between {least} and {most}.")


def _boolean(option: Json, value: object, _: Resolved) -> None:
    if not isinstance(value, bool):
        raise Held(f"{option['name']}: Choose true or false.")


def _user(_: Json, value: object, resolved: Resolved) -> None:
    resolved.user(str(value))


def _channel(_: Json, value: object, resolved: Resolved) -> None:
    resolved.place(str(value))


def _not_offered(option: Json, _value: object, _resolved: Resolved) -> None:
    raise Held(f"{option['name']}: There is nothing to choose from in this server.")


CHECKS: dict[int, Callable[[Json, object, Resolved], None]] = {
    STRING: _string,
    INTEGER: _number,
    NUMBER: _number,
    BOOLEAN: _boolean,
    USER: _user,
    CHANNEL: _channel,
}
