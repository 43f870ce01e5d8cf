"""The doctor: says what is wrong with a set-up, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.compose import PROGRAM, new_id
from bot.redact import redact
from bot.settings import SettingsError, load, unknown
from core.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.settings import DiscordSettings, Settings, SlackSettings

NOBODY = (
    "No platform is configured: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN. "
    "The README says where to get them."
)
PATIENCE = aiohttp.ClientTimeout(total=10)
UNREACHED = (aiohttp.ClientError, TimeoutError, ValueError)
"""What is raised where no platform answers, or something else does."""


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
        findings.append(bad(NOBODY))
    for finding in findings:
        print(redact(None, "", {"said": str(finding)})["said"])
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
        return bad(
            f"The database can't be used: {_in_words(error)}. "
            "Check DATABASE_URL, and that the bot may write where it points."
        )
    return well("The database is there, at the newest schema, and can be written.")


async def slack(session: aiohttp.ClientSession, settings: SlackSettings) -> list[Finding]:
    """Ask Slack whether both tokens are good and which scopes the bot has."""
    api = settings.api_url.rstrip("/")
    try:
        auth, granted = await _slack_call(session, f"{api}/auth.test", settings.bot_token.get_secret_value())
        socket, _ = await _slack_call(
            session, f"{api}/apps.connections.open", settings.app_token.get_secret_value()
        )
    except UNREACHED as error:
        return [_unreached("Slack", "SLACK_API_URL", api, error)]
    return [*_bot_findings(auth, granted), _app_finding(socket)]


def _bot_findings(auth: Mapping[str, Any], granted: frozenset[str]) -> list[Finding]:
    from adapters.slack.manifest import SCOPES  # noqa: PLC0415 - only when configured

    if not auth.get("ok"):
        return [
            bad(
                f"Slack refuses SLACK_BOT_TOKEN: {auth.get('error')}. Copy the Bot User OAuth Token (xoxb-…) "
                "from the app's page OAuth & Permissions."
            )
        ]
    missing = sorted(set(SCOPES) - granted)
    scopes = (
        bad(
            f"The Slack app lacks scopes: {', '.join(missing)}. Paste manifests/slack.json into the app's "
            "manifest and install the app again."
        )
        if missing
        else well("The Slack app has every scope it needs.")
    )
    return [well(f"Slack knows the bot as {auth.get('user')} in {auth.get('team')}."), scopes]


def _app_finding(socket: Mapping[str, Any]) -> Finding:
    if socket.get("ok"):
        return well("Slack lets the bot connect.")
    return bad(
        f"Slack refuses SLACK_APP_TOKEN: {socket.get('error')}. Make an app-level token (xapp-…) with the scope "
        "connections:write on the app's page Basic Information."
    )


async def discord(session: aiohttp.ClientSession, settings: DiscordSettings) -> list[Finding]:
    """Ask Discord whether the token is good."""
    api = settings.api_url.rstrip("/")
    headers = {"Authorization": f"Bot {settings.token.get_secret_value()}"}
    try:
        async with session.get(f"{api}/users/@me", headers=headers) as response:
            me: dict[str, Any] = await response.json()
    except UNREACHED as error:
        return [_unreached("Discord", "DISCORD_API_URL", api, error)]
    if response.status != HTTPStatus.OK:
        return [
            bad(
                f"Discord refuses DISCORD_TOKEN: {me.get('message')}. Press Reset Token on the application's page "
                "Bot, and copy the new one."
            )
        ]
    return [well(f"Discord knows the bot as {me.get('username')}.")]


async def _slack_call(
    session: aiohttp.ClientSession, url: str, token: str
) -> tuple[dict[str, Any], frozenset[str]]:
    """Return what Slack answers, and the scopes of the token."""
    async with session.post(url, headers={"Authorization": f"Bearer {token}"}) as response:
        granted = response.headers.get("x-oauth-scopes", "")
        return await response.json(), frozenset(scope.strip() for scope in granted.split(","))


def _unreached(platform: str, variable: str, api: str, error: Exception) -> Finding:
    return bad(
        f"{platform} can't be reached at {api}: {_in_words(error)}. Check the network, and {variable} if it is set."
    )


def _in_words(error: Exception) -> str:
    """Return an error in one line; many of them have no words of their own."""
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
