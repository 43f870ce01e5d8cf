"""Application commands, global and of the guild."""

from __future__ import annotations

from bot.playground.discord_emulator.refusal import Refused
from bot.playground.discord_emulator.rest.call import NOTHING, Call, Office, Reply


async def get_all(office: Office, call: Call) -> Reply:
    """GET …/commands."""
    return Reply(body=office.commands.all(_scope(office, call)))


async def put_all(office: Office, call: Call) -> Reply:
    """PUT …/commands: bulk overwrite."""
    return Reply(body=office.commands.overwrite(_scope(office, call), call.body))


async def create(office: Office, call: Call) -> Reply:
    """POST …/commands: 201 when new, 200 when it replaced one of the same name."""
    command, is_new = office.commands.upsert(_scope(office, call), call.form)
    return Reply(status=201 if is_new else 200, body=command)


async def get_one(office: Office, call: Call) -> Reply:
    """GET …/commands/{command}."""
    return Reply(body=office.commands.one(_scope(office, call, one=True), call.ids[-1]))


async def change(office: Office, call: Call) -> Reply:
    """PATCH …/commands/{command}."""
    return Reply(body=office.commands.change(_scope(office, call, one=True), call.ids[-1], call.form))


async def remove(office: Office, call: Call) -> Reply:
    """DELETE …/commands/{command}."""
    office.commands.remove(_scope(office, call, one=True), call.ids[-1])
    return NOTHING


def _scope(office: Office, call: Call, *, one: bool = False) -> str | None:
    ids = call.ids[:-1] if one else call.ids
    if ids[0] != office.server.application_id:
        raise Refused(50001)
    if len(ids) == 1:
        return None
    if ids[1] != office.server.guild_id:
        raise Refused(50001)
    return ids[1]
