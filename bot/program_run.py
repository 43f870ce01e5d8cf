"""The commands about a program's file, run against its database."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.compose import PROGRAM, new_id
from bot.program_file import difference
from bot.runtime import utc_now
from core.services.people import PeopleService
from core.services.program_files import ProgramFiles
from core.store.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from core.domain.program_file import ProgramFile


async def exported(url: str) -> ProgramFile:
    """Return what is decided in a database."""
    async with _files(url) as files:
        return await files.export()


async def applied(url: str, wanted: ProgramFile, *, dry_run: bool) -> str:
    """Apply a file, unless that is only tried, and return what changes by it."""
    async with _files(url) as files:
        changes = difference(await files.export(), await files.named(wanted))
        if not dry_run:
            await files.apply(wanted)
        return changes


@asynccontextmanager
async def _files(url: str) -> AsyncIterator[ProgramFiles]:
    store = await Store.open(url, program=PROGRAM, new_id=new_id)
    try:
        yield ProgramFiles(store, PeopleService(store, utc_now, new_id, store.program), utc_now)
    finally:
        await store.close()
