"""Application commands, global and of the guild."""

from __future__ import annotations

from bot.playground.discord_emulator.refusal import Refused
from bot.playground.discord_emulator.rest.api_call import ApiCall, Backend, HttpReply


async def get_all(backend: Backend, call: ApiCall) -> HttpReply:
    """GET …/commands."""
    return HttpReply(body=backend.commands.all(_scope(backend, call)))


async def put_all(backend: Backend, call: ApiCall) -> HttpReply:
    """PUT …/commands: bulk overwrite."""
    return HttpReply(body=backend.commands.overwrite(_scope(backend, call), call.body))


def _scope(backend: Backend, call: ApiCall) -> str | None:
    application_id, *guild_ids = call.ids
    if application_id != backend.server.application_id or guild_ids not in ([], [backend.server.guild_id]):
        raise Refused(50001)
    return guild_ids[0] if guild_ids else None
