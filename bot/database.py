"""Opening the database: what keeps us from it becomes one sentence for the operator."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.program import CALLED
from bot.redact import redact
from core.ports.doctor import in_words
from core.store.errors import Damaged, SchemaAhead, Unavailable

log = structlog.get_logger(__name__)

RESTORE = (
    "Keep a copy of the file as it is, and put a backup in its place, as the README says under Backups; "
    "if DATABASE_URL names another file, correct it."
)


class DatabaseUnusable(Exception):
    """The database cannot be used; its text is one sentence. ``code`` is the exit code.

    2 is for what the operator has to mend, 1 for a database that may come back by itself.
    """

    def __init__(self, sentence: str, code: int) -> None:
        self.code = code
        super().__init__(sentence)


@asynccontextmanager
async def in_one_sentence() -> AsyncIterator[None]:
    """Raise DatabaseUnusable for whatever keeps us from the database."""
    try:
        yield
    except SchemaAhead as ahead:
        raise DatabaseUnusable(str(ahead), 2) from None
    except Damaged as damaged:
        raise DatabaseUnusable(f"The database is damaged: {in_words(damaged)}. {RESTORE}", 2) from None
    except (Unavailable, OSError, SQLAlchemyError, sqlite3.Error) as error:
        log.debug("database_unusable", exc_info=True)
        said = f"The database can't be used: {in_words(getattr(error, 'orig', None) or error)}. "
        advice = f"Check DATABASE_URL, and that the bot may write where it points. Ask: {CALLED} doctor"
        shown = str(redact(None, "", {"said": said})["said"])
        raise DatabaseUnusable(
            shown + advice, 1 if isinstance(error, Unavailable | OperationalError) else 2
        ) from None
