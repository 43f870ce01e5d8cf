"""What the app lets a person type into a command's options, and how it sends that."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.playground.discord_emulator.channels import Channel
from bot.playground.discord_emulator.refusal import Json
from bot.playground.discord_emulator.server import Server

STRING, INTEGER, USER, NUMBER = 3, 4, 6, 10


class NotSent(Exception):
    """The app does not send this; the message is what the person reads."""


@dataclass(slots=True, kw_only=True)
class Resolved:
    """The users and members that ids stand for, as they travel along."""

    server: Server
    channel: Channel
    data: dict[str, dict[str, Json]] = field(default_factory=dict)

    def user(self, user_id: str) -> None:
        """Add a user, and their membership when the interaction happens in the guild."""
        user = self.server.users.get(user_id)
        if user is None:
            raise NotSent("Please enter a valid user.")
        self.data.setdefault("users", {})[user_id] = user.as_json()
        if self.channel.guild_id and user.in_guild:
            member = {k: v for k, v in self.server.member(user).items() if k not in ("user", "deaf", "mute")}
            shown = member | {"permissions": str(self.channel.permissions)}
            self.data.setdefault("members", {})[user_id] = shown


def filled(options: Sequence[Json], values: Mapping[str, object], resolved: Resolved) -> list[Json]:
    """The options as they are sent. Raises NotSent: unknown, missing, or of a value that may not be sent."""
    _known(options, values)
    sent: list[Json] = []
    for option in options:
        value = values.get(option["name"])
        if value is not None:
            sent.append({"name": option["name"], "type": option["type"], "value": value})
            CHECKS[option["type"]](option, value, resolved)
        elif option.get("required"):
            raise NotSent(f"{option['name']}: This option is required. Specify a value.")
    return sent


def half_filled(
    options: Sequence[Json], values: Mapping[str, object], focused: str, typed: str
) -> list[Json]:
    """The options while one is typed; nothing is checked yet, as on Discord. Raises NotSent: wrong name."""
    _known(options, {**values, focused: typed})
    sent: list[Json] = []
    for option in options:
        entry: Json = {"name": option["name"], "type": option["type"]}
        if option["name"] == focused:
            if not option.get("autocomplete"):
                raise NotSent(f"{focused}: This option has no autocomplete.")
            sent.append(entry | {"value": typed, "focused": True})
        elif values.get(option["name"]) is not None:
            sent.append(entry | {"value": values[option["name"]]})
    return sent


def _known(options: Sequence[Json], values: Mapping[str, object]) -> None:
    names = {option["name"] for option in options}
    for name in values:
        if name not in names:
            raise NotSent(f"Unknown option: {name}")


def _chosen(option: Json, value: object) -> None:
    choices = option.get("choices") or []
    if choices and value not in [one["value"] for one in choices]:
        raise NotSent(f"{option['name']}: Specify a valid choice.")


def _string(option: Json, value: object, _: Resolved) -> None:
    if not isinstance(value, str) or not value:
        raise NotSent(f"{option['name']}: Specify a value.")
    _chosen(option, value)
    least, most = option.get("min_length") or 0, option.get("max_length") or 6000
    if not least <= len(value) <= most:
        raise NotSent(f"{option['name']}: Must be between {least} and {most} in length.")


def _number(option: Json, value: object, _: Resolved) -> None:
    kinds = int if option["type"] == INTEGER else int | float
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise NotSent(f"{option['name']}: Enter a valid number.")
    _chosen(option, value)
    least, most = option.get("min_value"), option.get("max_value")
    if (least is not None and value < least) or (most is not None and value > most):
        raise NotSent(f"{option['name']}: Enter a number between {least} and {most}.")


def _user(_: Json, value: object, resolved: Resolved) -> None:
    resolved.user(str(value))


CHECKS: dict[int, Callable[[Json, object, Resolved], None]] = {
    STRING: _string,
    INTEGER: _number,
    NUMBER: _number,
    USER: _user,
}
