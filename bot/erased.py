"""Where it is remembered who was erased: in a file beside the database, which is no part of any backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.store.connections import address_of, file_of

if TYPE_CHECKING:
    from bot.settings import Settings

_ENDING = "-erased"
"""What the file's name ends with, behind that of the database."""


def erased_file(settings: Settings) -> Path | None:
    """Return the file; None for a database that has no file, where ``ERASED_LIST`` names none."""
    if settings.erased_list is not None:
        return Path(settings.erased_list)
    file = file_of(address_of(settings.database_url))
    return file.with_name(f"{file.name}{_ENDING}") if file else None
