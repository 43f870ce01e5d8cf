"""Everything the page shows at one moment, as JSON."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Any

from bot.playground.page.person_acts import condition
from core.ports.commands import Target
from core.screens.commands import COMMANDS, SHORTCUTS

if TYPE_CHECKING:
    from bot.playground.discord_emulator.record import Request as DiscordRequest
    from bot.playground.page.played_stage import PlayedStage
    from bot.playground.seed import Persona
    from bot.playground.slack_emulator.record import Request as SlackRequest

Json = dict[str, Any]
LOG_LENGTH = 60
_SECRET = re.compile(r"(?<=/)[\w-]{40,}(?=/|$)")
"""The token of an interaction, which says nothing to a reader."""


def clock(stage: PlayedStage) -> Json:
    """Return the time of the playground in milliseconds since 1970."""
    return {"now": int(stage.now().timestamp() * 1000)}


async def picture(stage: PlayedStage) -> Json:
    """Return what everybody sees, the menus, the log, the time and what happens next."""
    event = await stage.next_event()
    booked, accepted = await stage.first_steps()
    return {
        **clock(stage),
        "run": stage.run,
        "steps": {"book": booked, "accept": accepted},
        "next": event and {"at": int(event.at.timestamp() * 1000), "words": event.coming},
        "people": [_person(stage, one) for one in stage.people],
        "menus": {"slack": _slack_menus(), "discord": _discord_menus(stage)},
        "log": _log(stage),
    }


def _slack_menus() -> Json:
    """Return what Slack offers after a slash and in its menus, as its manifest tells it."""
    return {
        "commands": [
            {"name": f"/{one.name}", "description": one.description, "usage": one.usage} for one in COMMANDS
        ],
        "global": [
            {"id": one.route, "label": one.label} for one in SHORTCUTS if one.target is Target.NOTHING
        ],
        "message": [
            {"id": one.route, "label": one.label} for one in SHORTCUTS if one.target is Target.MESSAGE
        ],
    }


def _discord_menus(stage: PlayedStage) -> Json:
    """Return what Discord offers after a slash, as the bot has registered it, and in its context menus.

    Everybody has the commands in direct messages; ``more`` of a person is offered to them in the server alone.
    """
    somebody = next((one.user_id for one in stage.people if one.platform == "discord"), None)
    return {
        "commands": stage.discord.client(somebody).commands(dm=True) if somebody else [],
        "message": [one.label for one in SHORTCUTS if one.target is Target.MESSAGE],
        "person": [one.label for one in SHORTCUTS if one.target is Target.PERSON],
    }


def request(stage: PlayedStage, platform: str, number: int) -> Json | None:
    """Return one call of the bot in full, or None where there is none with this number."""
    calls = stage.slack.requests if platform == "slack" else stage.discord.requests
    if not 0 <= number < len(calls):
        return None
    call = calls[number]
    sent = call.args if hasattr(call, "args") else call.body
    return {"sent": sent, "reply": call.reply}


def _person(stage: PlayedStage, persona: Persona) -> Json:
    seen = _on_slack(stage, persona) if persona.platform == "slack" else _on_discord(stage, persona)
    return {
        "key": persona.key,
        "name": persona.name,
        "platform": persona.platform,
        "user": persona.user_id,
        "zone": persona.zone,
        "blurb": persona.blurb,
        **condition(stage, persona),
        **seen,
    }


def _on_slack(stage: PlayedStage, persona: Persona) -> Json:
    client = stage.slack.client(persona.user_id)
    places = [
        {
            "id": channel["id"],
            "name": channel.get("name", ""),
            "kind": "dm" if channel["is_im"] else "group" if channel.get("is_mpim") else "channel",
            "messages": client.messages(channel["id"]),
        }
        for channel in client.channels
    ]
    pings = [{"channel": one["channel"], "text": one["text"]} for one in client.pings]
    return {"places": places, "dialog": client.view, "home": client.home, "pings": pings}


def _on_discord(stage: PlayedStage, persona: Persona) -> Json:
    client = stage.discord.client(persona.user_id)
    kinds = {0: "channel", 1: "dm", 12: "thread"}
    places = [
        {
            "id": channel["id"],
            "name": channel.get("name", ""),
            "kind": kinds.get(channel["type"], "thread"),
            "messages": client.messages(channel["id"]),
        }
        for channel in client.channels
    ]
    pings = [{"channel": one["channel_id"], "message": one["id"]} for one in client.pings]
    return {
        "places": places,
        "dialog": client.modal.as_json() if client.modal else None,
        "home": None,
        "pings": pings,
        "more": [one for one in client.commands() if one not in client.commands(dm=True)],
    }


def _log(stage: PlayedStage) -> list[Json]:
    slack, discord = stage.slack.requests, stage.discord.requests
    first_slack, first_discord = max(0, len(slack) - LOG_LENGTH), max(0, len(discord) - LOG_LENGTH)
    lines = chain(
        (_slack_call(number, slack[number]) for number in range(first_slack, len(slack))),
        (_discord_call(number, discord[number]) for number in range(first_discord, len(discord))),
    )
    return sorted(lines, key=lambda line: float(line["at"]))[-LOG_LENGTH:]


def _slack_call(number: int, call: SlackRequest) -> Json:
    said = (call.reply or {}).get("error") or ("ok" if call.reply else str(call.status))
    fine = bool(call.reply and call.reply.get("ok"))
    at = call.at.timestamp() * 1000
    return {"platform": "slack", "number": number, "at": at, "what": call.method, "said": said, "fine": fine}


def _discord_call(number: int, call: DiscordRequest) -> Json:
    fine = 200 <= call.status < 300  # noqa: PLR2004 - success, RFC 9110
    at = call.at.timestamp() * 1000
    what = f"{call.method} {_SECRET.sub('…', call.path)}"
    return {
        "platform": "discord",
        "number": number,
        "at": at,
        "what": what,
        "said": str(call.status),
        "fine": fine,
    }
