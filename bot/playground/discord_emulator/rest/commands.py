"""Application commands, global and of the guild."""

from __future__ import annotations

from bot.playground.discord_emulator.refusal import Refused
from bot.playground.discord_emulator.rest.call import Call, Office, Reply


async def get_all(office: Office, call: Call) -> Reply:
    """GET …/commands."""
    return Reply(body=office.commands.all(_scope(office, call)))


async def put_all(office: Office, call: Call) -> Reply:
    """PUT …/commands: bulk overwrite."""
    return Reply(body=office.commands.overwrite(_scope(office, call), call.body))


def _scope(office: Office, call: Call) -> str | None:
    application_id, *guild_ids = call.ids
    if application_id != office.server.application_id or guild_ids not in ([], [office.server.guild_id]):
        raise Refused(50001)
    return guild_ids[0] if guild_ids else None
