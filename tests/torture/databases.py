"""Databases for a sweep: an empty one, and copies of one that nobody has open."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tests.store.postgres import Server


class Databases(Protocol):
    """Where a life's database stands, and how a copy of it is made."""

    def new(self) -> str:
        """Return the address of an empty database."""
        ...

    def copy(self, url: str) -> str:
        """Return the address of a copy of a database that nobody has open."""
        ...


class Files:
    """SQLite: a database is a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def new(self) -> str:
        """Return the address of an empty database."""
        self._made += 1
        return f"sqlite:///{self._folder}/{self._made}.db"

    def copy(self, url: str) -> str:
        """Return the address of a copy."""
        made = self.new()
        if Path(url.removeprefix("sqlite:///")).exists():
            shutil.copy(url.removeprefix("sqlite:///"), made.removeprefix("sqlite:///"))
        return made


class OnServer:
    """PostgreSQL: a database is made after another one."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def new(self) -> str:
        """Return the address of an empty database."""
        return self._server.fresh_database()

    def copy(self, url: str) -> str:
        """Return the address of a copy."""
        return self._server.fresh_database(url.split("@/")[1].split("?", maxsplit=1)[0])
