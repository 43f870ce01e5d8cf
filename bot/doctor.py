"""The doctor: says what is wrong with a set-up, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp

from adapters.pauses import Pauses
from bot import video
from bot.compose import PROGRAM, new_id
from bot.health import CHECK_SECONDS, Readiness
from bot.redact import redact
from bot.runtime import utc_now
from bot.settings import SettingsError, load
from bot.unknown_settings import unknown
from core.ports.doctor import Finding, bad, in_words, well
from core.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from bot.settings import Settings

NOT_CONFIGURED = (
    "No platform is configured: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN. "
    "The README says where to get them."
)


async def examine(environ: Mapping[str, str], env_file: Path | None) -> int:
    """Print every finding; the result is the exit code: 0 when all is well, 1 otherwise, 2 for bad settings."""
    try:
        settings = load(environ, env_file)
    except SettingsError as error:
        print(error)
        return 2
    findings = [
        *(bad(sentence) for sentence in unknown(environ, env_file)),
        await database(settings),
        *proxied(settings),
        *await platforms(settings),
        *await video.examine(settings, utc_now, _forgetful()),
        *await running(settings.health_port),
    ]
    for finding in findings:
        print(redact(None, "", {"said": str(finding)})["said"])
    return 0 if all(finding.good for finding in findings) else 1


def _forgetful() -> Pauses:
    """Return pauses that nobody keeps: the doctor looks once."""

    async def load() -> dict[str, datetime]:
        return {}

    async def save(_bucket: str, _until: datetime) -> None:
        return None

    return Pauses(utc_now, load, save)


async def database(settings: Settings) -> Finding:
    """Open the database, bring it to the newest schema and write to it."""
    try:
        store = await Store.open(settings.database_url, program=PROGRAM, new_id=new_id)
        try:
            await store.write(lambda tx: tx.set_fact("doctor", "was here"))
        finally:
            await store.close()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        return bad(
            f"The database can't be used: {in_words(error)}. "
            "Check DATABASE_URL, and that the bot may write where it points."
        )
    return well("The database is there, at the newest schema, and can be written.")


async def running(port: int) -> list[Finding]:
    """Ask the bot that runs on this machine how it stands; where none runs there is nothing to find."""
    states = await _states(port) if port else {}
    down = [name for name, state in states.items() if state == Readiness.DOWN]
    if down:
        return [
            bad(
                f"The bot that runs here has lost: {', '.join(down)}. It tries again by itself; "
                "its log says why (not_connected, connection_lost, database_away)."
            )
        ]
    said = ", ".join(f"{name} {state}" for name, state in states.items())
    return [well(f"The bot that runs here: {said}.")] if states else []


async def _states(port: int) -> dict[str, Readiness]:
    """Return what ``/readyz`` says; empty where nobody answers, or somebody else does."""
    timeout = aiohttp.ClientTimeout(total=CHECK_SECONDS + 1)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(f"http://127.0.0.1:{port}/readyz") as response,
        ):
            told = await response.json()
        return {str(name): Readiness(state) for name, state in told.items()}
    except (TimeoutError, aiohttp.ClientError, ValueError, AttributeError):
        return {}


def proxied(settings: Settings) -> list[Finding]:
    """Say which platforms are reached through the proxy, and through which: its address without user and password."""
    ways = {"Slack": settings.slack, "Discord": settings.discord}
    through = [name for name, way in ways.items() if way is not None and way.proxy]
    if settings.https_proxy is None or not through:
        return []
    host = urlsplit(settings.https_proxy.get_secret_value()).netloc.rpartition("@")[2]
    return [well(f"What goes to {' and '.join(through)} goes through the proxy {host} (HTTPS_PROXY).")]


async def platforms(settings: Settings) -> list[Finding]:
    """Ask every platform that is configured; none is a finding as well."""
    findings: list[Finding] = []
    if settings.slack is not None:
        from adapters.slack import doctor as slack  # noqa: PLC0415 - only when configured

        findings += await slack.examine(
            bot_token=settings.slack.bot_token.get_secret_value(),
            app_token=settings.slack.app_token.get_secret_value(),
            api_url=settings.slack.api_url,
            proxy=settings.slack.proxy,
        )
    if settings.discord is not None:
        from adapters.discord import doctor as discord  # noqa: PLC0415 - only when configured

        findings += await discord.examine(
            token=settings.discord.token.get_secret_value(),
            api_url=settings.discord.api_url,
            voice_channel=settings.discord.voice_channel,
            proxy=settings.discord.proxy,
        )
    return findings or [bad(NOT_CONFIGURED)]
