"""Migrations as Alembic runs them; loaded by a start that has a schema to bring up to date."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from alembic.config import Config


def migrate(connection: sa.Connection) -> None:
    """Bring a schema up to date inside the caller's transaction."""
    command.upgrade(configuration(connection), "head")


def configuration(connection: sa.Connection | None = None) -> Config:
    """Return what Alembic needs to know; there is no ini file, so it works from an installed wheel."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "core.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


def whole_schema() -> tuple[str, ...]:
    """Return the statements that make on SQLite what the migrations make."""
    engine = sa.create_engine("sqlite://")
    with engine.begin() as scratch:
        migrate(scratch)
        made = scratch.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        statements = tuple(made.scalars())
    engine.dispose()
    return statements
