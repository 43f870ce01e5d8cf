"""The doctor: says what is wrong with a set-up, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.compose import PROGRAM, new_id
from bot.settings import SettingsError, load, unknown
from core.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.settings import DiscordSettings, Settings, SlackSettings

PATIENCE = aiohttp.ClientTimeout(total=10)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    good: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'ok ' if self.good else 'BAD'}  {self.sentence}"


def well(sentence: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(good=True, sentence=sentence)


def bad(sentence: str) -> Finding:
    """Say what is wrong and what to do about it."""
    return Finding(good=False, sentence=sentence)


async def examine(environ: Mapping[str, str], env_file: Path | None) -> int:
    """Print every finding; the result is the exit code: 0 when all is well, 1 otherwise, 2 for bad settings."""
    try:
        settings = load(environ, env_file)
    except SettingsError as error:
        print(error)
        return 2
    findings = [bad(sentence) for sentence in unknown(environ, env_file)]
    findings.append(await database(settings))
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        if settings.slack:
            findings += await slack(session, settings.slack)
        if settings.discord:
            findings += await discord(session, settings.discord)
    if not settings.slack and not settings.discord:
        findings.append(bad("No platform is configured; the README says how to get tokens."))
    for finding in findings:
        print(finding)
    return 0 if all(finding.good for finding in findings) else 1


async def database(settings: Settings) -> Finding:
    """Open the database, bring it to the newest schema and write to it."""
    try:
        store = await Store.open(settings.database_url, program=PROGRAM, new_id=new_id)
        try:
            await store.write(lambda tx: tx.set_fact("doctor", "was here"))
        finally:
            await store.close()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        return bad(f"The database can't be used: {error}")
    return well("The database is there, at the newest schema, and can be written.")


async def slack(session: aiohttp.ClientSession, settings: SlackSettings) -> list[Finding]:
    """Ask Slack whether both tokens are good and which scopes the bot has."""
    from adapters.slack.manifest import SCOPES  # noqa: PLC0415 - only when configured

    auth, headers = await _slack_call(
        session, settings.api_url, "auth.test", settings.bot_token.get_secret_value()
    )
    socket, _ = await _slack_call(
        session, settings.api_url, "apps.connections.open", settings.app_token.get_secret_value()
    )
    granted = {scope.strip() for scope in headers.get("x-oauth-scopes", "").split(",")}
    missing = sorted(set(SCOPES) - granted) if auth.get("ok") else []
    return [
        well(f"Slack knows the bot as {auth.get('user')} in {auth.get('team')}.")
        if auth.get("ok")
        else bad(
            f"Slack refuses SLACK_BOT_TOKEN: {auth.get('error')}. Install the app again and copy the token.",
        ),
        well("Slack lets the bot connect.")
        if socket.get("ok")
        else bad(
            f"Slack refuses SLACK_APP_TOKEN: {socket.get('error')}. It needs the scope connections:write.",
        ),
        bad(
            f"The Slack app lacks scopes: {', '.join(missing)}. Install it again from manifests/slack.json.",
        )
        if missing
        else well("The Slack app has every scope it needs.")
        if auth.get("ok")
        else bad("Scopes unknown."),
    ]


async def discord(session: aiohttp.ClientSession, settings: DiscordSettings) -> list[Finding]:
    """Ask Discord whether the token is good, and in which servers the bot is."""
    headers = {"Authorization": f"Bot {settings.token.get_secret_value()}"}
    try:
        async with session.get(f"{settings.api_url.rstrip('/')}/users/@me", headers=headers) as response:
            me: dict[str, Any] = await response.json()
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return [bad(f"Discord can't be reached: {str(error) or type(error).__name__}")]
    if response.status != 200:  # noqa: PLR2004 - HTTP OK
        return [
            bad(
                f"Discord refuses DISCORD_TOKEN: {me.get('message')}. Reset the token and copy it again.",
            )
        ]
    return [well(f"Discord knows the bot as {me.get('username')}.")]


async def _slack_call(
    session: aiohttp.ClientSession, api_url: str, method: str, token: str
) -> tuple[dict[str, Any], Mapping[str, str]]:
    try:
        headers = {"Authorization": f"Bearer {token}"}
        async with session.post(f"{api_url.rstrip('/')}/{method}", headers=headers) as response:
            return await response.json(), response.headers
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        return {"ok": False, "error": str(error) or type(error).__name__}, {}
