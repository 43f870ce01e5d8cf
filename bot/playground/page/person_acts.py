"""What can befall a person on the page: closed direct messages, leaving, coming back, another time zone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from bot.playground.page.played_stage import PlayedStage
    from bot.playground.seed import Persona

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


PERSON: dict[str, Callable[[PlayedStage, Persona, Json], Awaitable[Json]]] = {
    "close-dms": _close_dms,
    "open-dms": _open_dms,
    "leave": _leave,
    "come-back": _come_back,
    "zone": _live_in,
}
DISCORD_ONLY = frozenset({"close-dms", "open-dms"})
"""Slack has no switch that keeps an app from writing to somebody."""
