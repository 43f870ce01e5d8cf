"""Commands → what Discord is told about the application: commands, permissions and the way to install it.

Sources: Application Commands (names, options, contexts), Application (install params), Permissions.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from core.ports.commands import Command, Parameter, Shortcut, Target

PERMISSIONS = {
    "View Channels": (1 << 10, "to open a chat in the channel that an administrator chose"),
    "Send Messages": (1 << 11, "to open a chat in that channel"),
    "Create Private Threads": (1 << 36, "a chat of two people is a private thread"),
    "Send Messages in Threads": (1 << 38, "to write the opening words of a chat"),
}
"""What the bot asks for on a server, as (bit, reason). Bookings need none: they live in direct messages."""

SCOPES = ("bot", "applications.commands")
SLASH, ON_PERSON, ON_MESSAGE = 1, 2, 3
STRING = 3
IN_SERVERS, IN_BOT_MESSAGES = 0, 1
ON_SERVER = 0


def manifest(commands: Iterable[Command], shortcuts: Iterable[Shortcut], *, prefix: str) -> dict[str, Any]:
    """Return everything that is set up at Discord; slash commands are called ``prefix`` + name.

    ``commands`` replaces the global commands (Bulk Overwrite Global Application Commands), the rest belongs
    to the application (Edit Current Application).
    """
    install = {"scopes": list(SCOPES), "permissions": permissions()}
    return {
        "commands": [
            *(_command(one, prefix) for one in commands),
            *(_menu_entry(one) for one in shortcuts if one.target is not Target.NOTHING),
        ],
        "install_params": install,
        "integration_types_config": {str(ON_SERVER): {"oauth2_install_params": install}},
    }


def permissions() -> int:
    """Return the permissions as Discord counts them."""
    return sum(bit for bit, _ in PERMISSIONS.values())


def commands_hash(payload: list[dict[str, Any]]) -> str:
    """Return a short name of a commands payload, so that the same commands are not sent twice."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def invite_url(application_id: str) -> str:
    """Return the address at which an administrator adds the bot to a server."""
    query = {"client_id": application_id, "scope": " ".join(SCOPES), "permissions": permissions()}
    return f"https://discord.com/oauth2/authorize?{urlencode(query)}"


def _command(command: Command, prefix: str) -> dict[str, Any]:
    return {
        "type": SLASH,
        "name": f"{prefix}{command.name}",
        "description": command.description,
        "options": [_option(one) for one in command.parameters],
        **_everywhere(),
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


def _everywhere() -> dict[str, Any]:
    return {"contexts": [IN_SERVERS, IN_BOT_MESSAGES], "integration_types": [ON_SERVER]}
