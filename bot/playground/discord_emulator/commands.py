"""The registered application commands, global and of the guild, and the limits of registering."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.playground.discord_emulator.channels import MANAGE_GUILD
from bot.playground.discord_emulator.command_rules import CHAT_INPUT, ENTRY_POINT, MESSAGE, USER, judge
from bot.playground.discord_emulator.people import User
from bot.playground.discord_emulator.refusal import BodyErrors, Json, Refused
from bot.playground.discord_emulator.server import Server

CREATES_A_DAY: Final = 200
MOST: Final = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15, ENTRY_POINT: 1}
GUILD_CONTEXT, DM_CONTEXT = 0, 1


class Commands:
    """Scope is a guild id, or None for global commands."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._scopes: dict[str | None, dict[str, Json]] = {}
        self._created: dict[str | None, list[datetime]] = {}

    def all(self, scope: str | None) -> list[Json]:
        """Every command of a scope."""
        return list(self._scopes.get(scope, {}).values())

    def overwrite(self, scope: str | None, wanted: object) -> list[Json]:
        """Bulk overwrite: what is not listed is gone. Raises Refused: 50035, 30032, 30034."""
        errors = BodyErrors()
        if not isinstance(wanted, list):
            errors.add((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            errors.close()
            return []
        for index, command in enumerate(wanted):
            judge(command, (index,), errors)
        errors.close()
        _unique(wanted)
        _not_too_many(wanted)
        old = {_key(command): command for command in self.all(scope)}
        self._count(scope, sum(_key(command) not in old for command in wanted))
        fresh = [self._stored(scope, command, old.get(_key(command))) for command in wanted]
        self._scopes[scope] = {command["id"]: command for command in fresh}
        return fresh

    def offered(self, kind: int, *, dm: bool, to: User | None = None) -> dict[str, Json]:
        """What a person can choose here, by name: the guild's commands win over global ones.

        In a guild a command may be kept for those who have some permissions (Application Command Permissions).
        """
        context = DM_CONTEXT if dm else GUILD_CONTEXT
        found = {
            command["name"]: command
            for command in self.all(None)
            if command["type"] == kind and context in (command["contexts"] or (GUILD_CONTEXT, DM_CONTEXT))
        }
        if not dm:
            inside = [one for one in self.all(self._server.guild_id) if one["type"] == kind]
            found |= {command["name"]: command for command in inside}
            found = {name: command for name, command in found.items() if to is None or _is_for(command, to)}
        return found

    def _count(self, scope: str | None, creates: int) -> None:
        day_ago = self._server.now() - timedelta(days=1)
        recent = [at for at in self._created.get(scope, []) if at > day_ago]
        if len(recent) + creates > CREATES_A_DAY:
            raise Refused(30034)
        self._created[scope] = recent + [self._server.now()] * creates

    def _stored(self, scope: str | None, wanted: Json, old: Json | None) -> Json:
        stored: Json = {
            "id": old["id"] if old else self._server.ids.next(),
            "application_id": self._server.application_id,
            "version": self._server.ids.next(),
            "type": wanted.get("type") or CHAT_INPUT,
            "name": wanted["name"],
            "name_localizations": wanted.get("name_localizations"),
            "description": wanted.get("description") or "",
            "description_localizations": wanted.get("description_localizations"),
            "default_member_permissions": wanted.get("default_member_permissions"),
            "dm_permission": wanted.get("dm_permission") is not False,
            "contexts": wanted.get("contexts") if scope is None else None,
            "integration_types": wanted.get("integration_types") or [0],
            "nsfw": bool(wanted.get("nsfw")),
        }
        if wanted.get("options"):
            stored["options"] = wanted["options"]
        return stored | {"guild_id": scope} if scope is not None else stored


def _is_for(command: Json, user: User) -> bool:
    wanted = command["default_member_permissions"]
    return wanted is None or user.manages or not int(wanted) & MANAGE_GUILD


def _key(command: Json) -> tuple[int, str]:
    return command.get("type") or CHAT_INPUT, command["name"]


def _unique(commands: Sequence[Json]) -> None:
    errors = BodyErrors()
    seen: set[tuple[int, str]] = set()
    for index, command in enumerate(commands):
        if _key(command) in seen:
            errors.add(
                (index, "name"),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            )
        seen.add(_key(command))
    errors.close()


def _not_too_many(commands: Sequence[Json]) -> None:
    for kind, most in MOST.items():
        if sum(_key(command)[0] == kind for command in commands) > most:
            raise Refused(30032, message=f"Maximum number of application commands reached ({most}).")
