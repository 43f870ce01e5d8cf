"""The app's description for Slack: commands, shortcuts, permissions and events, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from adapters.slack.payload import Json
from core.ports.commands import Command, CommandTable, Shortcut, Target

SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "chat:write": "send the cards, change them in place, move them to the end, and answer privately",
        "commands": "offer the slash commands and the shortcuts",
        "files:write": "send the calendar file of a session with its confirmation, and organisers their files",
        "im:history": "hear what somebody writes to the app, carry it over in a session chat, and see whether a "
        "message that broke off has arrived",
        "im:write": "open the direct conversation in which the cards are sent",
        "mpim:write": "open a group conversation of student and mentor behind the Chat button",
        "usergroups:read": "let organisers choose a user group whose members alone may be mentors, or book",
        "users:read": "know people's names, time zones and languages, whether an account was deactivated, and who "
        "administers the workspace",
    }
)
"""Every permission the app asks for, and what for."""

CALLS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "apps.connections.open": frozenset(),
        "auth.test": frozenset(),
        "chat.delete": frozenset({"chat:write"}),
        "chat.getPermalink": frozenset(),
        "chat.postEphemeral": frozenset({"chat:write"}),
        "chat.postMessage": frozenset({"chat:write"}),
        "chat.update": frozenset({"chat:write"}),
        "conversations.history": frozenset({"im:history"}),
        "conversations.replies": frozenset({"im:history"}),
        "conversations.open": frozenset({"im:write", "mpim:write"}),
        "files.completeUploadExternal": frozenset({"files:write"}),
        "files.getUploadURLExternal": frozenset({"files:write"}),
        "usergroups.list": frozenset({"usergroups:read"}),
        "usergroups.users.list": frozenset({"usergroups:read"}),
        "users.info": frozenset({"users:read"}),
        "views.open": frozenset(),
        "views.publish": frozenset(),
        "views.push": frozenset(),
        "views.update": frozenset(),
    }
)
"""Every method of the Web API that is called, and the permissions it needs (docs.slack.dev, each method)."""

EVENTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "app_home_opened": frozenset(),
        "message.im": frozenset({"im:history"}),
        "user_change": frozenset({"users:read"}),
    }
)
"""Every event that is listened to, and the permissions it needs (docs.slack.dev, each event).

``message.im`` brings edits and deletions too, as subtypes of the same event.
"""


def manifest(table: CommandTable, *, name: str, summary: str, story: str) -> Json:
    """Return the app manifest (version 2, Socket Mode).

    ``summary`` and ``story`` are what Slack shows of the app. Slack has no shortcut on a person, so those are left out.
    """
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {"name": name, "description": summary, "long_description": story},
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": name, "always_online": True},
            "shortcuts": [_shortcut(one) for one in table.shortcuts if one.target is not Target.PERSON],
            "slash_commands": [_command(one, table) for one in table.commands],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": sorted(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def _command(command: Command, table: CommandTable) -> Json:
    hint = {"usage_hint": command.usage} if command.usage else {}
    return {
        "command": f"/{table.called(command.name)}",
        "description": command.description,
        **hint,
        "should_escape": True,
    }


def _shortcut(shortcut: Shortcut) -> Json:
    return {
        "name": shortcut.label,
        "type": shortcut.target.value,
        "callback_id": shortcut.route,
        "description": shortcut.description,
    }
