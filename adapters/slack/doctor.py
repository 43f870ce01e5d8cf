"""Slack's part of the doctor: whether both tokens are good, and the app has every scope that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp

from adapters.slack.errors import REQUEST_SECONDS
from adapters.slack.manifest import SCOPES
from core.ports.doctor import Finding, bad, unreached, well

UNREACHED = (aiohttp.ClientError, TimeoutError, ValueError)
"""What is raised where Slack does not answer, or something else does."""


async def examine(*, bot_token: str, app_token: str, api_url: str, proxy: str | None = None) -> list[Finding]:
    """Ask Slack about both tokens (auth.test, apps.connections.open) and the scopes of the first."""
    api = api_url.rstrip("/")
    try:
        timeout = aiohttp.ClientTimeout(total=REQUEST_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout, proxy=proxy) as session:
            auth, granted = await _call(session, f"{api}/auth.test", bot_token)
            opened, _ = await _call(session, f"{api}/apps.connections.open", app_token)
    except UNREACHED as error:
        return [unreached("Slack", "SLACK_API_URL", api, error)]
    return [*_bot_findings(auth, granted), _app_finding(opened)]


def _bot_findings(auth: Mapping[str, Any], granted: frozenset[str]) -> list[Finding]:
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


def _app_finding(opened: Mapping[str, Any]) -> Finding:
    if opened.get("ok"):
        return well("Slack lets the bot connect.")
    return bad(
        f"Slack refuses SLACK_APP_TOKEN: {opened.get('error')}. Make an app-level token (xapp-…) with the scope "
        "connections:write on the app's page Basic Information."
    )


async def _call(
    session: aiohttp.ClientSession, url: str, token: str
) -> tuple[dict[str, Any], frozenset[str]]:
    """Return what Slack answers, and the scopes of the token."""
    async with session.post(url, headers={"Authorization": f"Bearer {token}"}) as response:
        granted = response.headers.get("x-oauth-scopes", "")
        return await response.json(), frozenset(scope.strip() for scope in granted.split(","))
