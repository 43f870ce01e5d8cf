"""Moving house: the whole database into an empty one, of either kind, and what both hold side by side."""

from __future__ import annotations

from bot.one_process import OneProcess
from bot.redact import redact
from bot.values import read_database
from core.ports.doctor import in_words
from core.store import backup
from core.store.errors import Unavailable


async def move(url: str, target: str) -> str:
    """Copy the database at ``url`` into the one at ``target``; return what each table holds and what to do next.

    Raises ValueError for a target that is no address, NotCopied where nothing was copied, DatabaseUnusable while a bot
    serves the file at ``url``, and what the databases raise.
    """
    try:
        into = read_database(target)
    except ValueError as mistake:
        raise ValueError(f"The address to copy to {mistake}.") from None
    alone = OneProcess.of(url)
    try:
        await _refuse(into)
        held = await backup.copy(url, into)
    finally:
        alone.release()
    lines = [f"{one.table:<16} {one.rows:>9} rows  {one.digest}" for one in held]
    told = "Both databases hold the same. Set DATABASE_URL to the new one, and start the bot."
    return "\n".join([*lines, told])


async def _refuse(target: str) -> None:
    """Raise for a target that can't take a copy; what is said names the target and not DATABASE_URL."""
    try:
        await backup.refuse_used(target)
    except (Unavailable, OSError) as away:
        told = redact(None, "", {"said": in_words(away)})["said"]
        raise ValueError(
            f"The database to copy to can't be used: {told}. Check the address that you gave."
        ) from None
