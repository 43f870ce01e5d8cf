"""What can befall a person on the page: closed direct messages, leaving, another time zone, a stranger's press."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.playground.pilots import discord_eyes, slack_eyes

if TYPE_CHECKING:
    from bot.playground.discord_emulator.client import DiscordClient
    from bot.playground.page.played_stage import PlayedStage
    from bot.playground.seed import Persona
    from bot.playground.slack_emulator.client import SlackClient

Json = dict[str, Any]
LEFT = {
    "slack": "{name} is deactivated, and Slack tells the bot.",
    "discord": "{name} has left the server. Discord tells nobody: the bot notices within a day, or by a message that "
    "does not arrive.",
}


def condition(stage: PlayedStage, persona: Persona) -> Json:
    """Return whether somebody is away, and whether the bot can write to them in direct messages."""
    if persona.platform == "slack":
        return {"away": stage.slack.is_deactivated(persona.user_id), "dms": True}
    closed = stage.discord.faults.dms_closed
    return {"away": not stage.discord.in_guild(persona.user_id), "dms": persona.user_id not in closed}


async def _close_dms(stage: PlayedStage, persona: Persona, _: Json) -> Json:
    stage.discord.faults.dms_closed.add(persona.user_id)
    return {"ok": True, "told": f"{persona.name} takes no direct messages any more."}


async def _open_dms(stage: PlayedStage, persona: Persona, _: Json) -> Json:
    stage.discord.faults.dms_closed.discard(persona.user_id)
    return {"ok": True, "told": f"{persona.name} takes direct messages again."}


async def _leave(stage: PlayedStage, persona: Persona, _: Json) -> Json:
    if persona.platform == "slack":
        await stage.slack.change_user(persona.user_id, deleted=True)
    else:
        await stage.discord.leave_guild(persona.user_id)
    return {"ok": True, "told": LEFT[persona.platform].format(name=persona.name)}


async def _come_back(stage: PlayedStage, persona: Persona, _: Json) -> Json:
    if persona.platform == "slack":
        await stage.slack.change_user(persona.user_id, deleted=False)
    else:
        await stage.discord.join_guild(persona.user_id)
    return {"ok": True, "told": f"{persona.name} is back."}


async def _live_in(stage: PlayedStage, persona: Persona, asked: Json) -> Json:
    zone = str(asked["zone"])
    try:
        ZoneInfo(zone)
    except (LookupError, ValueError, OSError):
        return {"ok": False, "error": "There is no such time zone. Example: Europe/Berlin"}
    await stage.move_to(persona.key, zone)
    return {"ok": True, "told": f"{persona.name} lives in {zone} now."}


async def _press_as(stage: PlayedStage, persona: Persona, asked: Json) -> Json:
    """Send a press on what stands before somebody as another person's, and tell what only that one is answered.

    No app of a platform sends it; a bot must not rely on that.
    """
    place, message, name = asked["place"], asked["message"], str(asked["stranger"])
    stranger = next((one for one in stage.people if one.key == name), None)
    if place is None or stranger is None or stranger.platform != persona.platform:
        raise LookupError("Only a message can be pressed as somebody else, who is on the same platform.")
    client: SlackClient | DiscordClient
    if persona.platform == "slack":
        client = stage.slack.client(stranger.user_id)
        before = len(client.private(place))
        value = asked.get("value")
        done = await client.press(place, message, asked["id"], value=value, screen_of=persona.user_id)
        failed = done.error
    else:
        client = stage.discord.client(stranger.user_id)
        before = len(client.private(place))
        values = asked.get("values")
        failed = (await client.press(place, message, asked["id"], values, screen_of=persona.user_id)).error
    if failed:
        return {"ok": False, "error": failed}
    try:
        answer = await client.hears_privately(place, before)
    except TimeoutError:
        return {"ok": True, "told": f"{stranger.name} pressed it, and was answered nothing of their own."}
    words = " ".join(_read(persona, stranger, answer).splitlines())
    return {"ok": True, "told": f"{stranger.name} pressed it, and reads: {words}"}


def _read(persona: Persona, stranger: Persona, answer: Json) -> str:
    eyes = slack_eyes.Eyes if persona.platform == "slack" else discord_eyes.Eyes
    return eyes(stranger.zone, {}).card(answer).text


PERSON: dict[str, Callable[[PlayedStage, Persona, Json], Awaitable[Json]]] = {
    "close-dms": _close_dms,
    "open-dms": _open_dms,
    "leave": _leave,
    "come-back": _come_back,
    "zone": _live_in,
    "press-as": _press_as,
}
DISCORD_ONLY = frozenset({"close-dms", "open-dms"})
"""Slack has no switch that keeps an app from writing to somebody."""
