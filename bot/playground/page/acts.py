"""What can be done on the page: one small function for each act, found by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.playground.page.person_acts import DISCORD_ONLY, PERSON, condition
from bot.playground.seed import spelled

if TYPE_CHECKING:
    from bot.playground.discord_emulator.client import DiscordClient
    from bot.playground.discord_emulator.record import ClientResult as DiscordResult
    from bot.playground.page.played_stage import PlayedStage
    from bot.playground.slack_emulator.client import SlackClient
    from bot.playground.slack_emulator.record import ClientResult as SlackResult

Json = dict[str, Any]
MOST_MINUTES = 60 * 24 * 31
MOST_TOLD = 2
"""How much of what has happened fits on the page's one line."""


class UnknownAct(Exception):
    """Nobody here can do that."""


async def perform(stage: PlayedStage, asked: Json) -> Json:
    """Do what was asked and tell how it went: ``ok``, ``error``, and what else belongs to the act.

    Raises UnknownAct for an unknown person or act.
    """
    try:
        return await _act(stage, asked)
    except KeyError as missing:
        raise UnknownAct(f"{missing} is missing") from missing
    except (LookupError, ValueError, TimeoutError) as impossible:
        return {"ok": False, "error": str(impossible)}


def _act(stage: PlayedStage, asked: Json) -> Awaitable[Json]:
    who, what = asked.get("who"), str(asked.get("do"))
    persona = next((one for one in stage.people if one.key == who), None)
    if who is None and what in _STAGE:
        return _STAGE[what](stage, asked)
    if persona and what in PERSON and (persona.platform == "discord" or what not in DISCORD_ONLY):
        return PERSON[what](stage, persona, asked)
    if persona and condition(stage, persona)["away"] and persona.platform == "slack":
        raise LookupError(f"{persona.name} is deactivated; their menu brings them back.")
    if persona and persona.platform == "slack" and what in _SLACK:
        return _SLACK[what](stage.slack.client(persona.user_id), asked)
    if persona and persona.platform == "discord" and what in _DISCORD:
        return _DISCORD[what](stage.discord.client(persona.user_id), asked)
    raise UnknownAct(f"{who or 'the stage'} cannot do {what!r}")


async def _advance(stage: PlayedStage, asked: Json) -> Json:
    minutes = min(MOST_MINUTES, max(1, int(asked["minutes"])))
    told = await stage.pass_time(timedelta(minutes=minutes))
    more = f" (and {len(told) - MOST_TOLD} more)" if len(told) > MOST_TOLD else ""
    return {"ok": True, "told": " ".join(told[:MOST_TOLD]) + more}


async def _next(stage: PlayedStage, _: Json) -> Json:
    told = await stage.advance_to_next()
    return {"ok": True, "told": told or "Nothing is planned: book a session first."}


async def _restart(stage: PlayedStage, _: Json) -> Json:
    await stage.restart()
    return {"ok": True, "told": "The bot has started again, on the same database."}


_STAGE: dict[str, Callable[[PlayedStage, Json], Awaitable[Json]]] = {
    "advance": _advance,
    "next": _next,
    "restart": _restart,
}


def _of_slack(client: SlackClient, outcome: SlackResult) -> Json:
    error = outcome.error
    if error and client.notices and error in client.notices[-1]:
        error = client.notices[-1]
    return {"ok": outcome.ok, "error": error, "fields": outcome.fields}


async def _slack_command(client: SlackClient, asked: Json) -> Json:
    command, _, text = str(asked["line"]).partition(" ")
    return _of_slack(client, await client.command(command, spelled(text), asked.get("place")))


async def _slack_say(client: SlackClient, asked: Json) -> Json:
    if not asked.get("place") and client.dm is None:
        await client.open_home("messages")
    place, files = asked.get("place") or client.dm or "", list(asked.get("files") or ())
    await client.say(place, str(asked["line"]), thread=asked.get("under"), files=files)
    return {"ok": True}


async def _change(client: SlackClient | DiscordClient, asked: Json) -> Json:
    await client.change(asked["place"], asked["message"], str(asked["line"]))
    return {"ok": True}


async def _remove(client: SlackClient | DiscordClient, asked: Json) -> Json:
    await client.remove(asked["place"], asked["message"])
    return {"ok": True}


async def _slack_press(client: SlackClient, asked: Json) -> Json:
    pressed = client.press(asked["place"], asked["message"], asked["id"], value=asked.get("value"))
    return _of_slack(client, await pressed)


async def _slack_choose(client: SlackClient, asked: Json) -> Json:
    chosen = client.choose(asked["field"], asked.get("value"), action_id=asked.get("id"))
    return _of_slack(client, await chosen)


async def _slack_suggest(client: SlackClient, asked: Json) -> Json:
    return {"ok": True, "options": await client.suggest(asked["id"], str(asked["typed"]))}


async def _slack_submit(client: SlackClient, asked: Json) -> Json:
    return _of_slack(client, await client.submit(dict(asked["values"])))


async def _slack_close(client: SlackClient, _: Json) -> Json:
    return _of_slack(client, await client.close())


async def _slack_home(client: SlackClient, _: Json) -> Json:
    return _of_slack(client, await client.open_home())


async def _slack_shortcut(client: SlackClient, asked: Json) -> Json:
    if asked.get("message"):
        return _of_slack(client, await client.message_shortcut(asked["id"], asked["place"], asked["message"]))
    return _of_slack(client, await client.shortcut(asked["id"]))


_SLACK: dict[str, Callable[[SlackClient, Json], Awaitable[Json]]] = {
    "command": _slack_command,
    "say": _slack_say,
    "change": _change,
    "remove": _remove,
    "press": _slack_press,
    "choose": _slack_choose,
    "suggest": _slack_suggest,
    "submit": _slack_submit,
    "close": _slack_close,
    "home": _slack_home,
    "shortcut": _slack_shortcut,
}


def _of_discord(outcome: DiscordResult) -> Json:
    return {"ok": outcome.ok, "error": outcome.error}


async def _discord_command(client: DiscordClient, asked: Json) -> Json:
    place = asked.get("place")
    ran = client.command(asked["name"], dict(asked["options"]), channel=place, dm=place is None)
    return _of_discord(await ran)


async def _discord_say(client: DiscordClient, asked: Json) -> Json:
    place, files = asked.get("place") or client.open_dm(), list(asked.get("files") or ())
    await client.say(place, str(asked["line"]), reply_to=asked.get("under"), files=files)
    return {"ok": True}


async def _discord_autocomplete(client: DiscordClient, asked: Json) -> Json:
    place, half = asked.get("place"), dict(asked["options"])
    typed = str(asked["typed"])
    found = client.autocomplete(asked["name"], asked["option"], typed, half, channel=place, dm=place is None)
    return {"ok": True, "choices": await found}


async def _discord_press(client: DiscordClient, asked: Json) -> Json:
    return _of_discord(await client.press(asked["place"], asked["message"], asked["id"], asked.get("values")))


async def _discord_submit(client: DiscordClient, asked: Json) -> Json:
    return _of_discord(await client.submit(dict(asked["values"])))


async def _discord_close(client: DiscordClient, _: Json) -> Json:
    await client.dismiss()
    return {"ok": True}


async def _discord_hide(client: DiscordClient, asked: Json) -> Json:
    await client.hide(asked["place"], asked["message"])
    return {"ok": True}


async def _discord_person(client: DiscordClient, asked: Json) -> Json:
    return _of_discord(await client.user_command(asked["name"], asked["user"]))


async def _discord_message(client: DiscordClient, asked: Json) -> Json:
    return _of_discord(await client.message_command(asked["name"], asked["place"], asked["message"]))


_DISCORD: dict[str, Callable[[DiscordClient, Json], Awaitable[Json]]] = {
    "command": _discord_command,
    "say": _discord_say,
    "change": _change,
    "remove": _remove,
    "autocomplete": _discord_autocomplete,
    "press": _discord_press,
    "submit": _discord_submit,
    "close": _discord_close,
    "hide": _discord_hide,
    "person": _discord_person,
    "message": _discord_message,
}
