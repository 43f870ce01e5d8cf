"""What the operator does for somebody who can't use the bot: their data as files, and the end of it."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from bot.compose import PROGRAM, compose, new_id
from bot.runtime import utc_now
from core.domain.people import Address
from core.screens.own_files import json_bytes, sessions_bytes
from core.store.own_data import own_data
from core.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings
    from core.domain.people import Person

_ALL_SESSIONS = 1_000_000
"""How many agreed sessions a calendar file has that goes into no message."""
_PARTS = 3


async def export(url: str, where: str, folder: Path) -> str:
    """Write what is stored about somebody into ``folder``; return what to say.

    Raises ValueError for nobody, and for a folder that takes no files.
    """
    store = await Store.open(url, program=PROGRAM, new_id=new_id)
    try:
        who = await _known(store, where)
        data = json_bytes(await own_data(store, who, utc_now()))
        entries = await store.read(lambda tx: tx.feed_entries(who.id, _ALL_SESSIONS))
    finally:
        await store.close()
    for name, content in (("my-data.json", data), ("my-sessions.ics", sessions_bytes(entries))):
        try:
            await asyncio.to_thread(_write_private, folder / name, content)
        except OSError as error:
            raise ValueError(f"{folder / name} can't be written: {error.strerror}.") from None
    return (
        f"Written to {folder}: my-data.json, my-sessions.ics. Send them to the person alone, and delete them."
    )


def _write_private(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)


async def erase(settings: Settings, where: str) -> str:
    """Erase somebody; return what to say. Raises ValueError for nobody, DatabaseUnusable while a bot has the file."""
    bot = await compose(settings, clock=utc_now)
    try:
        who = await _known(bot.store, where)
        await bot.privacy.erase(who.id)
        await bot.privacy.clear_up()
    finally:
        await bot.store.close()
        bot.alone.release()
    return "Erased. The other side of open sessions is told when the bot runs. Delete backups that are older."


async def _known(store: Store, where: str) -> Person:
    parts = where.split(":")
    if len(parts) != _PARTS:
        raise ValueError("An address is platform:workspace:user, such as slack:T024BE7LD:U023BECGF.")
    found = await store.read(lambda tx: tx.person_at(Address(*parts)))
    if found is None:
        raise ValueError(
            f"Nobody is known at {where}. On Discord the workspace is a dash: discord:-:1122334455."
        )
    return found
