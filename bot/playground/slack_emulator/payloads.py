"""The payloads Slack sends to an app: commands, interactions and events.

Source: docs.slack.dev/reference/interaction-payloads, /interactivity/implementing-slash-commands and
/apis/events-api.
"""

from __future__ import annotations

from bot.playground.slack_emulator.json_types import Json, Value
from bot.playground.slack_emulator.messages import Message
from bot.playground.slack_emulator.people import User
from bot.playground.slack_emulator.views import View
from bot.playground.slack_emulator.workspace import APP, BOT_USER, DOMAIN, TEAM, Channel

VERIFICATION = "playground-verification"


def _interaction(kind: str, user: User, **more: Value) -> Json:
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": DOMAIN},
        "user": user.brief(TEAM),
        "api_app_id": APP,
        "token": VERIFICATION,
        "enterprise": None,
        "is_enterprise_install": False,
        **more,
    }


def command(user: User, channel: Channel, words: tuple[str, str], trigger_id: str, response_url: str) -> Json:
    """A slash command; `words` is the command with its slash, and the text behind it."""
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "team_domain": DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.payload_name,
        "user_id": user.id,
        "user_name": user.name,
        "command": words[0],
        "text": words[1],
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def shortcut(user: User, callback_id: str, trigger_id: str, action_ts: str) -> Json:
    """A global shortcut."""
    return _interaction("shortcut", user, callback_id=callback_id, trigger_id=trigger_id, action_ts=action_ts)


def message_action(
    user: User,
    channel: Channel,
    message: Message,
    *,
    callback_id: str,
    trigger_id: str,
    response_url: str,
    action_ts: str,
) -> Json:
    """A shortcut from the menu of a message."""
    return _interaction(
        "message_action",
        user,
        callback_id=callback_id,
        trigger_id=trigger_id,
        response_url=response_url,
        action_ts=action_ts,
        message_ts=message.ts,
        channel={"id": channel.id, "name": channel.payload_name},
        message=message.as_json(),
    )


def message_press(
    user: User,
    channel: Channel,
    message: Message,
    *,
    attachment_id: int | None,
    actions: list[Json],
    values: Json,
    trigger_id: str,
    response_url: str,
) -> Json:
    """block_actions in a message. An ephemeral message is not sent along, as in Slack."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.to is not None,
    }
    if attachment_id is not None:
        container |= {"type": "message_attachment", "attachment_id": attachment_id, "is_app_unfurl": False}
    payload = _interaction(
        "block_actions",
        user,
        container=container,
        trigger_id=trigger_id,
        channel={"id": channel.id, "name": channel.payload_name},
        state={"values": values},
        response_url=response_url,
        actions=actions,
    )
    if message.to is None:
        payload["message"] = message.as_json()
    return payload


def view_press(user: User, view: View, actions: list[Json], trigger_id: str) -> Json:
    """block_actions in a modal or in the Home tab."""
    return _interaction(
        "block_actions",
        user,
        container={"type": "view", "view_id": view.id},
        trigger_id=trigger_id,
        view=view.as_json(),
        actions=actions,
    )


def submission(user: User, view: View, trigger_id: str) -> Json:
    """A modal was submitted."""
    return _interaction("view_submission", user, trigger_id=trigger_id, view=view.as_json(), response_urls=[])


def closed(user: User, view: View, *, is_cleared: bool) -> Json:
    """A modal was closed."""
    return _interaction("view_closed", user, view=view.as_json(), is_cleared=is_cleared)


def suggestion(user: User, block: Json, element: Json, query: str, **where: Value) -> Json:
    """block_suggestion; `where` holds container and either view or channel and message."""
    ids = {"action_id": element["action_id"], "block_id": block["block_id"], "value": query}
    return _interaction("block_suggestion", user, **ids, **where)


def event(inside: Json, event_id: str, seconds: int) -> Json:
    """The event_callback around one event; `seconds` is the unix time at which it happened."""
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": inside,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": seconds,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }
