"""Commands → what is set up at Discord about the application: commands, permissions and the way to install it.

Sources: Application Commands (names, options, contexts), Application (install params), Permissions.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from core.ports.commands import Command, CommandTable, Parameter, Shortcut, Target


@dataclass(frozen=True, slots=True)
class Permission:
    """One permission: its bit (Permissions, Bitwise Permission Flags), and what it is for."""

    bit: int
    reason: str


PERMISSIONS: Mapping[str, Permission] = MappingProxyType(
    {
        "View Channels": Permission(1 << 10, "open a chat in the channel that an administrator chose"),
        "Send Messages": Permission(
            1 << 11, "open a chat in that channel, and post the announcement and the weekly summary"
        ),
        "Create Private Threads": Permission(1 << 36, "make a private thread for a chat of two people"),
        "Send Messages in Threads": Permission(1 << 38, "write the opening words of a chat"),
        "Connect": Permission(1 << 20, "hold a call in the voice channel that an administrator chose"),
        "Create Events": Permission(1 << 44, "make, move and remove the event of a call there"),
    }
)
"""What the bot asks for on a server. Bookings need none: they live in direct messages."""

SCOPES = ("bot", "applications.commands")
SLASH, ON_PERSON, ON_MESSAGE = 1, 2, 3
STRING = 3
IN_SERVERS, IN_BOT_MESSAGES = 0, 1
ON_SERVER = 0
MANAGE_SERVER = 1 << 5


def manifest(table: CommandTable) -> dict[str, Any]:
    """Return everything that is set up at Discord.

    ``commands`` replaces the global commands (Bulk Overwrite Global Application Commands), the rest belongs
    to the application (Edit Current Application).
    """
    install = {"scopes": list(SCOPES), "permissions": permissions()}
    return {
        "commands": [
            *(_command(one, table) for one in table.commands),
            *(_menu_entry(one) for one in table.shortcuts if one.target is not Target.NOTHING),
        ],
        "install_params": install,
        "integration_types_config": {str(ON_SERVER): {"oauth2_install_params": install}},
    }


def permissions() -> int:
    """Return the permissions as Discord counts them."""
    return sum(one.bit for one in PERMISSIONS.values())


def commands_hash(payload: list[dict[str, Any]]) -> str:
    """Return a short name of a commands payload, so that the same commands are not sent twice."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def invite_url(application_id: str) -> str:
    """Return the address at which an administrator adds the bot to a server."""
    query = {"client_id": application_id, "scope": " ".join(SCOPES), "permissions": permissions()}
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"


def application_id(token: str) -> str | None:
    """Return the id of the application that a bot's token belongs to: its first part, in base64; None for no token."""
    first = token.split(".", maxsplit=1)[0]
    try:
        text = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return text if text.isdecimal() else None


def _command(command: Command, table: CommandTable) -> dict[str, Any]:
    return {
        "type": SLASH,
        "name": table.called(command.name),
        "description": command.description,
        "options": [_option(one) for one in command.parameters],
        **(_for_managers() if command.for_organisers else _everywhere()),
    }


def _option(parameter: Parameter) -> dict[str, Any]:
    option: dict[str, Any] = {
        "type": STRING,
        "name": parameter.key,
        "description": parameter.description,
        "required": False,
    }
    if parameter.choices:
        return option | {"choices": [{"name": one, "value": one} for one in parameter.choices]}
    return option | {"max_length": parameter.longest, "autocomplete": bool(parameter.source)}


def _menu_entry(shortcut: Shortcut) -> dict[str, Any]:
    kind = ON_PERSON if shortcut.target is Target.PERSON else ON_MESSAGE
    return {"type": kind, "name": shortcut.label, **_everywhere()}


def _for_managers() -> dict[str, Any]:
    """Return that a command is offered on servers alone, to those who may manage them until a manager changes that."""
    return {
        "contexts": [IN_SERVERS],
        "integration_types": [ON_SERVER],
        "default_member_permissions": str(MANAGE_SERVER),
    }


def _everywhere() -> dict[str, Any]:
    return {"contexts": [IN_SERVERS, IN_BOT_MESSAGES], "integration_types": [ON_SERVER]}
