"""Interaction → Call: what a person did, read from what Discord delivered. Nothing here raises."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import discord

from adapters.discord.render import QUESTION
from adapters.discord.render_form import BETWEEN, FORM
from core.domain.people import Address
from core.ports.call import Call, Trigger
from core.ports.commands import COMMANDS, SHORTCUTS, Target
from core.ports.platform import Posted, Profile
from core.ports.tokens import read_token

PLATFORM = "discord"
SPACE = "-"
"""User ids of Discord are the same everywhere."""
MENTIONING = "mentor"
"""The option in which a person may be mentioned instead of named."""

COMMAND, COMPONENT, SEARCH, SUBMIT = 2, 3, 4, 5
"""Types of interactions (Receiving and Responding, Interaction Type)."""
ON_PERSON, ON_MESSAGE = 2, 3
"""Types of application commands that are picked from a menu."""
ROW, LABEL = 1, 18
"""Types of components that hold an input of a modal."""

_MENTION = re.compile(r"\s*<@!?(\d{1,20})>\s*", re.ASCII)
_MENUS = {
    ({Target.PERSON: ON_PERSON, Target.MESSAGE: ON_MESSAGE}[one.target], one.label): one.route
    for one in SHORTCUTS
    if one.target is not Target.NOTHING
}
_SOURCES = {(one.name, parameter.key): parameter.source for one in COMMANDS for parameter in one.parameters}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """One interaction, reduced to what counts. ``origin`` is the message that was pressed, if it lasts."""

    kind: int
    id: str
    user: str
    profile: Profile
    data: Mapping[str, Any]
    origin: Posted | None = None


@dataclass(frozen=True, slots=True)
class _Act:
    trigger: Trigger
    route: str
    args: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    mentioned: str = ""


def delivered(interaction: discord.Interaction[Any]) -> Delivered:
    """Return what counts of an interaction; who acted stands in Discord's own envelope."""
    user, message = interaction.user, interaction.message
    channel = message.channel if message is not None else None
    lasting = message is not None and channel is not None and not message.flags.ephemeral
    return Delivered(
        kind=interaction.type.value,
        id=str(interaction.id),
        user=str(user.id),
        profile=Profile(name=user.global_name or user.name, locale=interaction.locale.value),
        data=dict(interaction.data or {}),
        origin=Posted(str(channel.id), str(message.id)) if lasting and message and channel else None,
    )


def call_of(act: Delivered, *, prefix: str = "") -> Call | None:
    """Return the call that an interaction means, or None for anything that this program never offered."""
    read = _READERS.get(act.kind)
    done = read(act.data, prefix) if read is not None else None
    if done is None:
        return None
    return Call(
        trigger=done.trigger,
        route=done.route,
        actor=Address(PLATFORM, SPACE, act.user),
        profile=act.profile,
        key=act.id,
        args=done.args,
        values=done.values,
        mentioned=Address(PLATFORM, SPACE, done.mentioned) if done.mentioned else None,
        origin=act.origin,
        shows_fields=False,
        searches=False,
        knows_zone=False,
    )


def asks_first(data: Mapping[str, Any]) -> str | None:
    """Return the token behind a button that first asks whether it is meant, or None for every other one."""
    name = _text(data.get("custom_id"))
    meant = _renamed(name, QUESTION)
    return meant if meant and read_token(meant) else None


def labels_of(data: Mapping[str, Any]) -> dict[str, str]:
    """Return what the fields of a submitted modal were called, by key."""
    return {key: label for key, label, _ in _inputs(data) if label}


def _command(data: Mapping[str, Any], prefix: str) -> _Act | None:
    name, kind = _text(data.get("name")), data.get("type", 1)
    if isinstance(kind, int) and (kind, name) in _MENUS:
        return _picked(data, kind, _MENUS[kind, name])
    if kind != 1 or not name.startswith(prefix) or name == prefix:
        return None
    values = {key: value for key, value, _ in _options(data)}
    mention = _MENTION.fullmatch(values.get(MENTIONING, ""))
    if mention:
        del values[MENTIONING]
    return _Act(
        Trigger.COMMAND, name.removeprefix(prefix), values=values, mentioned=mention[1] if mention else ""
    )


def _picked(data: Mapping[str, Any], kind: int, route: str) -> _Act | None:
    target = _text(data.get("target_id"))
    if not (target.isascii() and target.isdigit()):
        return None
    if kind == ON_PERSON:
        return _Act(Trigger.COMMAND, route, mentioned=target)
    message = _dict(_dict(_dict(data.get("resolved")).get("messages")).get(target))
    return _Act(Trigger.COMMAND, route, values={"text": _text(message.get("content"))})


def _search(data: Mapping[str, Any], prefix: str) -> _Act | None:
    options = list(_options(data))
    focused = next((option for option in options if option[2]), None)
    command = _text(data.get("name")).removeprefix(prefix)
    source = _SOURCES.get((command, focused[0]), "") if focused else ""
    if focused is None or not source:
        return None
    values = {key: value for key, value, _ in options if key != focused[0]}
    return _Act(Trigger.SEARCH, source, values=values | {"words": focused[1]})


def _component(data: Mapping[str, Any], _prefix: str) -> _Act | None:
    name = read_token(_text(data.get("custom_id")))
    if name is None:
        return None
    chosen = [text for one in _list(data.get("values")) if (text := _text(one))]
    return _Act(Trigger.BUTTON, *name, values={"choice": chosen[0]} if chosen else {})


def _submit(data: Mapping[str, Any], _prefix: str) -> _Act | None:
    name = read_token(_renamed(_text(data.get("custom_id")), FORM))
    return _Act(Trigger.FORM, *name, values={key: value for key, _, value in _inputs(data)}) if name else None


_READERS: dict[int, Callable[[Mapping[str, Any], str], _Act | None]] = {
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
