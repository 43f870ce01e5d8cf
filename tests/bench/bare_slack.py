"""The smallest Slack bot by slack-bolt's own guide: ``… bare_slack API_URL BOT_TOKEN APP_TOKEN``.

It remembers nothing: a command is answered, a button is acknowledged and changes the message it stands on.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient


def panel(label: str, action: str) -> list[dict[str, Any]]:
    """A line of text and one button."""
    button = {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": action}
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": "Mentor panel"}},
        {"type": "actions", "elements": [button]},
    ]


async def booking_settings(ack: AsyncAck) -> None:
    await ack("Your settings")


async def mentor_panel(ack: AsyncAck) -> None:
    await ack(text="Mentor panel", blocks=panel("Pause", "pause"))


async def pause(ack: AsyncAck, respond: AsyncRespond) -> None:
    await ack()
    await respond(text="Paused", blocks=panel("Take requests again", "resume"), replace_original=True)


async def resume(ack: AsyncAck, respond: AsyncRespond) -> None:
    await ack()
    await respond(text="Taking requests", blocks=panel("Pause", "pause"), replace_original=True)


async def main(api_url: str, bot_token: str, app_token: str) -> None:
    app = AsyncApp(client=AsyncWebClient(bot_token, base_url=api_url))
    app.command("/booking-settings")(booking_settings)
    app.command("/mentor-panel")(mentor_panel)
    app.action("pause")(pause)
    app.action("resume")(resume)
    await AsyncSocketModeHandler(app, app_token).start_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
