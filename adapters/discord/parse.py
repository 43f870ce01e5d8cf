"""Interaction → Call: what a person did, read from what Discord sent. Nothing here raises."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import discord

from adapters.discord.capabilities import CAPABILITIES
from adapters.discord.question import author_of, question_of
from adapters.discord.render import QUESTION
from adapters.discord.render_form import BETWEEN, FORM
from core.domain.people import Address
from core.ports.call import Call, Trigger
from core.ports.commands import CommandTable, Target
from core.ports.platform import Posted, Profile
from core.ports.said import Change, Said
from core.ports.tokens import read_press, read_token

PLATFORM = "discord"
SPACE = "-"
"""User ids of Discord are the same everywhere."""
MENTIONING = ("mentor", "organiser")
"""The options in which a person may be mentioned."""

COMMAND, COMPONENT, SEARCH, SUBMIT = 2, 3, 4, 5
"""Types of interactions (Receiving and Responding, Interaction Type)."""
ON_PERSON, ON_MESSAGE = 2, 3
"""Types of application commands that are picked from a menu."""
ROW, LABEL = 1, 18
"""Types of components that hold an input of a modal."""

SITE = "https://discord.com"

_MENTION = re.compile(r"\s*<@!?(\d{1,20})>\s*", re.ASCII)
_TARGETS = {ON_PERSON: Target.PERSON, ON_MESSAGE: Target.MESSAGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One interaction, reduced to what counts. ``origin`` is the message that was pressed, if it lasts."""

    kind: int
    id: str
    user: str
    profile: Profile
    data: Mapping[str, Any]
    origin: Posted | None = None
    guild: str = ""
    """The server on which it was done; empty in direct messages."""
    channel: str = ""
    """The channel of the server in which it was done."""
    manages: bool = False
    """Whether who acted may manage that server, as Discord's own envelope says."""


@dataclass(frozen=True, slots=True)
class _Parsed:
    trigger: Trigger
    route: str
    args: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    mentioned: str = ""
    picked: Mapping[str, Any] = field(default_factory=dict)
    """The message that was picked."""


def with_channel(interaction: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an interaction as Discord sent it, with its channel where discord.py looks for it.

    The library reads the optional object ``channel`` alone, without which a message that was pressed has no place
    (Receiving and Responding, Interaction Structure). Of the channel only its id counts here.
    """
    place = interaction.get("channel_id") or _dict(interaction.get("message")).get("channel_id")
    if not place or _dict(interaction.get("channel")).get("id"):
        return interaction
    return {**interaction, "channel": {"id": place, "type": discord.ChannelType.private.value}}


def received(interaction: discord.Interaction[Any]) -> Received:
    """Return what counts of an interaction; who acted stands in Discord's own envelope."""
    user, message = interaction.user, interaction.message
    channel = message.channel if message is not None else None
    lasting = message is not None and channel is not None and not message.flags.ephemeral
    return Received(
        kind=interaction.type.value,
        id=str(interaction.id),
        user=str(user.id),
        profile=Profile(name=user.global_name or user.name, locale=interaction.locale.value),
        data=dict(interaction.data or {}),
        guild=str(interaction.guild_id or ""),
        channel=str(interaction.channel_id or "") if interaction.guild_id else "",
        manages=interaction.permissions.manage_guild or interaction.permissions.administrator,
        origin=Posted(str(channel.id), str(message.id)) if lasting and message and channel else None,
    )


def call_of(event: Received, table: CommandTable) -> Call | None:
    """Return the call that an interaction means, or None for anything that this program never offered."""
    read = _READERS.get(event.kind)
    found = read(event.data, table) if read is not None else None
    if found is None:
        return None
    return Call(
        trigger=found.trigger,
        route=found.route,
        actor=Address(PLATFORM, SPACE, event.user),
        profile=event.profile,
        key=event.id,
        capabilities=CAPABILITIES,
        args=found.args,
        values={**found.values, **_place(event.guild, found.picked)},
        mentioned=Address(PLATFORM, SPACE, found.mentioned) if found.mentioned else None,
        origin=event.origin,
        channel=event.channel,
        manages=event.manages,
    )


def words_of(said: Said) -> Call | None:
    """Return the call that a message of a person to the bot means, or None where it was changed or deleted."""
    if said.change is not Change.WRITTEN or said.actor is None or said.profile is None:
        return None
    return Call(
        trigger=Trigger.WORDS,
        route="hello",
        actor=said.actor,
        profile=said.profile,
        key=said.place.message,
        capabilities=CAPABILITIES,
    )


def asks_first(data: Mapping[str, Any]) -> str | None:
    """Return the token behind a button that first asks whether it is meant, or None for every other one."""
    name = _text(data.get("custom_id"))
    meant = _renamed(name, QUESTION)
    return meant if meant and read_token(meant) else None


def labels_of(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what the fields of a submitted modal were called, by key."""
    return {key: label for key, label, _ in _inputs(data) if label}


def _command(data: Mapping[str, Any], table: CommandTable) -> _Parsed | None:
    name, kind = _text(data.get("name")), data.get("type", 1)
    target = _TARGETS.get(kind) if isinstance(kind, int) else None
    if target is not None:
        return _picked(data, name, target, table)
    command = table.named(name)
    if kind != 1 or command is None:
        return None
    values = {key: value for key, value, _ in _options(data)}
    mention = None
    for option in MENTIONING:
        if (mention := _MENTION.fullmatch(values.get(option, ""))) is not None:
            del values[option]
            break
    return _Parsed(Trigger.COMMAND, command.name, values=values, mentioned=mention[1] if mention else "")


def _picked(data: Mapping[str, Any], label: str, target: Target, table: CommandTable) -> _Parsed | None:
    shortcut, on = table.picked(label, target), _text(data.get("target_id"))
    if shortcut is None or not (on.isascii() and on.isdigit()):
        return None
    if target is Target.PERSON:
        return _Parsed(Trigger.COMMAND, shortcut.route, mentioned=on)
    resolved = _dict(data.get("resolved"))
    message = _dict(_dict(resolved.get("messages")).get(on))
    told = {"text": question_of(message, resolved), "author": author_of(message, resolved)}
    return _Parsed(
        Trigger.COMMAND,
        shortcut.route,
        values={key: value for key, value in told.items() if value},
        picked={"id": on, **message},
    )


def _place(guild: str, message: Mapping[str, Any]) -> dict[str, str]:
    """Return the link to a message (Message Formatting has none; it is what the client copies), or nothing."""
    channel, number = _text(message.get("channel_id")), _text(message.get("id"))
    if not channel.isdigit() or not number.isdigit():
        return {}
    return {"link": f"{SITE}/channels/{guild or '@me'}/{channel}/{number}"}


def _search(data: Mapping[str, Any], table: CommandTable) -> _Parsed | None:
    options = list(_options(data))
    focused = next((option for option in options if option[2]), None)
    command = table.named(_text(data.get("name")))
    if focused is None or command is None:
        return None
    source = next((one.source for one in command.parameters if one.key == focused[0]), "")
    if not source:
        return None
    values = {key: value for key, value, _ in options if key != focused[0]}
    return _Parsed(Trigger.SEARCH, source, values=values | {"words": focused[1]})


def _component(data: Mapping[str, Any], _table: CommandTable) -> _Parsed | None:
    chosen = [text for one in _list(data.get("values")) if (text := _text(one))]
    pressed = read_press(_text(data.get("custom_id")), chosen[0] if chosen else "")
    return _Parsed(Trigger.BUTTON, *pressed) if pressed else None


def _submit(data: Mapping[str, Any], _table: CommandTable) -> _Parsed | None:
    name = read_token(_renamed(_text(data.get("custom_id")), FORM))
    return (
        _Parsed(Trigger.FORM, *name, values={key: value for key, _, value in _inputs(data)}) if name else None
    )


_READERS: dict[int, Callable[[Mapping[str, Any], CommandTable], _Parsed | None]] = {
    COMMAND: _command,
    COMPONENT: _component,
    SEARCH: _search,
    SUBMIT: _submit,
}


def _inputs(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield key, label and value of every input of a submitted modal."""
    for one in map(_dict, _list(data.get("components"))):
        held = {LABEL: [one.get("component")], ROW: _list(one.get("components"))}
        inner = held.get(one["type"]) if isinstance(one.get("type"), int) else None
        for item in map(_dict, inner or ()):
            if name := _text(item.get("custom_id")):
                key, _, label = name.partition(BETWEEN)
                chosen = _list(item.get("values"))
                yield key, label, _text(item.get("value")) or _text(chosen[0] if chosen else "")


def _options(data: Mapping[str, Any]) -> Iterator[tuple[str, str, bool]]:
    for one in map(_dict, _list(data.get("options"))):
        name, value = _text(one.get("name")), one.get("value")
        if name and isinstance(value, str | int | float):
            yield name, str(value), one.get("focused") is True


def _renamed(name: str, tag: str) -> str:
    """Return the token of a name that begins with ``tag`` instead of ``sb1``, or the empty string."""
    return f"sb1{name.removeprefix(tag)}" if name.startswith(f"{tag}:") else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
