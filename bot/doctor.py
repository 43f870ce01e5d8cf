"""The doctor: says what is wrong with a set-up, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.compose import PROGRAM, new_id
from bot.redact import redact
from bot.settings import SettingsError, load, unknown
from core.ports.doctor import Finding, bad, in_words, well
from core.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Mapping
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
        *await platforms(settings),
    ]
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
            f"The database can't be used: {in_words(error)}. "
            "Check DATABASE_URL, and that the bot may write where it points."
        )
    return well("The database is there, at the newest schema, and can be written.")


async def platforms(settings: Settings) -> list[Finding]:
    """Ask every platform that is configured; none is a finding as well."""
    findings: list[Finding] = []
    if settings.slack is not None:
        from adapters.slack import doctor as slack  # noqa: PLC0415 - only when configured

        findings += await slack.examine(
            bot_token=settings.slack.bot_token.get_secret_value(),
            app_token=settings.slack.app_token.get_secret_value(),
            api_url=settings.slack.api_url,
        )
    if settings.discord is not None:
        from adapters.discord import doctor as discord  # noqa: PLC0415 - only when configured

        findings += await discord.examine(
            token=settings.discord.token.get_secret_value(), api_url=settings.discord.api_url
        )
    return findings or [bad(NOT_CONFIGURED)]
