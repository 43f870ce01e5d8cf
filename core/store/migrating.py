"""Migrations as Alembic runs them; loaded by a start that has a schema to bring up to date."""

from __future__ import annotations

from functools import cache

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory


def migrate(connection: sa.Connection) -> None:
    """Bring a schema up to date inside the caller's transaction."""
    if connection.dialect.name == "sqlite" and not sa.inspect(connection).get_table_names():
        for statement in _whole():
            connection.exec_driver_sql(statement)
        scripts = ScriptDirectory.from_config(configuration())
        MigrationContext.configure(connection).stamp(scripts, "head")
        return
    command.upgrade(configuration(connection), "head")


def configuration(connection: sa.Connection | None = None) -> Config:
    """Return what Alembic needs to know; there is no ini file, so it works from an installed wheel."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "core.store:migrations")
    config.set_main_option("path_separator", "os")
    return config


@cache
def _whole() -> tuple[str, ...]:
    """Return the whole schema as the migrations make it: an empty database gets it five times faster so."""
    engine = sa.create_engine("sqlite://")
    with engine.begin() as scratch:
        command.upgrade(configuration(scratch), "head")
        made = scratch.exec_driver_sql("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        statements = tuple(made.scalars())
    engine.dispose()
    return statements
