"""Every table there is: whoever copies or compares a whole database has to know all of them."""

from __future__ import annotations

from core.store import (
    account_tables,
    chat_tables,
    feedback_tables,
    note_tables,
    privacy_tables,
    program_tables,
    standing_tables,
    tables,
    waiting_tables,
)

MODULES = (
    tables,
    account_tables,
    chat_tables,
    feedback_tables,
    note_tables,
    privacy_tables,
    program_tables,
    standing_tables,
    waiting_tables,
)
"""Each module of tables: one that is imported by nobody is in no backup."""
EVERY_TABLE = tuple(tables.METADATA.sorted_tables)
"""All of them, parents before their children."""
