"""What can be done on the page: one small function for each act, found by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.playground.seed import spelled

if TYPE_CHECKING:
    from bot.playground.discord_emulator.client import DiscordClient
    from bot.playground.discord_emulator.record import Outcome as DiscordOutcome
    from bot.playground.page.scene import Scene
    from bot.playground.slack_emulator.client import SlackClient
    from bot.playground.slack_emulator.record import Outcome as SlackOutcome

Json = dict[str, Any]
MOST_MINUTES = 60 * 24 * 31


class Unheard(Exception):
    """Nobody here can do that."""


async def perform(scene: Scene, trigger: Json) -> Json:
    """Do what was asked and tell how it went: ``ok``, ``error``, and what else belongs to the act.

    Raises Unheard for an unknown person or act.
    """
    try:
        return await _act(scene, trigger)
    except KeyError as missing:
        raise Unheard(f"{missing} is missing") from missing
    except (LookupError, ValueError, TimeoutError) as impossible:
        return {"ok": False, "error": str(impossible)}


def _act(scene: Scene, trigger: Json) -> Awaitable[Json]:
    who, what = trigger.get("who"), str(trigger.get("do"))
    persona = next((one for one in scene.people if one.key == who), None)
    if who is None and what in _STAGE:
        return _STAGE[what](scene, trigger)
    if persona and persona.platform == "slack" and what in _SLACK:
        return _SLACK[what](scene.slack.client(persona.user_id), trigger)
    if persona and persona.platform == "discord" and what in _DISCORD:
        return _DISCORD[what](scene.discord.client(persona.user_id), trigger)
    raise Unheard(f"{who or 'the stage'} cannot do {what!r}")


async def _advance(scene: Scene, trigger: Json) -> Json:
    await scene.advance(timedelta(minutes=min(MOST_MINUTES, max(1, int(trigger["minutes"])))))
    return {"ok": True}


async def _next(scene: Scene, _: Json) -> Json:
    before = scene.now()
    await scene.advance_to_next()
    moved = scene.now() - before > timedelta(seconds=1)
    return {"ok": True} if moved else {"ok": False, "error": "Nothing is planned: book a session first."}


async def _restart(scene: Scene, _: Json) -> Json:
    await scene.restart()
    return {"ok": True}


_STAGE: dict[str, Callable[[Scene, Json], Awaitable[Json]]] = {
    "advance": _advance,
    "next": _next,
    "restart": _restart,
}


def _of_slack(client: SlackClient, outcome: SlackOutcome) -> Json:
    error = outcome.error
    if error and client.notices and error in client.notices[-1]:
        error = client.notices[-1]
    return {"ok": outcome.ok, "error": error, "fields": outcome.fields}


async def _slack_command(client: SlackClient, trigger: Json) -> Json:
    command, _, text = str(trigger["line"]).partition(" ")
    return _of_slack(client, await client.command(command, spelled(text), trigger.get("place")))


async def _slack_say(client: SlackClient, trigger: Json) -> Json:
    place = trigger.get("place") or client.dm
    if place is None:
        return {"ok": False, "error": "Type / for what the bot can do."}
    await client.say(place, str(trigger["line"]))
    return {"ok": True}


async def _slack_press(client: SlackClient, trigger: Json) -> Json:
    pressed = client.press(trigger["place"], trigger["message"], trigger["id"], value=trigger.get("value"))
    return _of_slack(client, await pressed)


async def _slack_choose(client: SlackClient, trigger: Json) -> Json:
    chosen = client.choose(trigger["field"], trigger.get("value"), action_id=trigger.get("id"))
    return _of_slack(client, await chosen)


async def _slack_suggest(client: SlackClient, trigger: Json) -> Json:
    return {"ok": True, "options": await client.suggest(trigger["id"], str(trigger["typed"]))}


async def _slack_submit(client: SlackClient, trigger: Json) -> Json:
    return _of_slack(client, await client.submit(dict(trigger["values"])))


async def _slack_close(client: SlackClient, _: Json) -> Json:
    return _of_slack(client, await client.close())


async def _slack_home(client: SlackClient, _: Json) -> Json:
    return _of_slack(client, await client.open_home())


async def _slack_shortcut(client: SlackClient, trigger: Json) -> Json:
    if trigger.get("message"):
        return _of_slack(
            client, await client.message_shortcut(trigger["id"], trigger["place"], trigger["message"])
        )
    return _of_slack(client, await client.shortcut(trigger["id"]))


_SLACK: dict[str, Callable[[SlackClient, Json], Awaitable[Json]]] = {
    "command": _slack_command,
    "say": _slack_say,
    "press": _slack_press,
    "choose": _slack_choose,
    "suggest": _slack_suggest,
    "submit": _slack_submit,
    "close": _slack_close,
    "home": _slack_home,
    "shortcut": _slack_shortcut,
}


def _of_discord(outcome: DiscordOutcome) -> Json:
    return {"ok": outcome.ok, "error": outcome.error}


async def _discord_command(client: DiscordClient, trigger: Json) -> Json:
    place = trigger.get("place")
    ran = client.command(trigger["name"], dict(trigger["options"]), channel=place, dm=place is None)
    return _of_discord(await ran)


async def _discord_say(client: DiscordClient, trigger: Json) -> Json:
    await client.say(trigger.get("place") or client.open_dm(), str(trigger["line"]))
    return {"ok": True}


async def _discord_autocomplete(client: DiscordClient, trigger: Json) -> Json:
    place, half = trigger.get("place"), dict(trigger["options"])
    typed = str(trigger["typed"])
    found = client.autocomplete(
        trigger["name"], trigger["option"], typed, half, channel=place, dm=place is None
    )
    return {"ok": True, "choices": await found}


async def _discord_press(client: DiscordClient, trigger: Json) -> Json:
    return _of_discord(
        await client.press(trigger["place"], trigger["message"], trigger["id"], trigger.get("values"))
    )


async def _discord_submit(client: DiscordClient, trigger: Json) -> Json:
    return _of_discord(await client.submit(dict(trigger["values"])))


async def _discord_close(client: DiscordClient, _: Json) -> Json:
    await client.dismiss()
    return {"ok": True}


async def _discord_hide(client: DiscordClient, trigger: Json) -> Json:
    await client.hide(trigger["place"], trigger["message"])
    return {"ok": True}


async def _discord_person(client: DiscordClient, trigger: Json) -> Json:
    return _of_discord(await client.user_command(trigger["name"], trigger["user"]))


async def _discord_message(client: DiscordClient, trigger: Json) -> Json:
    return _of_discord(await client.message_command(trigger["name"], trigger["place"], trigger["message"]))


_DISCORD: dict[str, Callable[[DiscordClient, Json], Awaitable[Json]]] = {
    "command": _discord_command,
    "say": _discord_say,
    "autocomplete": _discord_autocomplete,
    "press": _discord_press,
    "submit": _discord_submit,
    "close": _discord_close,
    "hide": _discord_hide,
    "person": _discord_person,
    "message": _discord_message,
}
