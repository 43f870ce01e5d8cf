"""The command line, as an operator meets it."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import structlog
from typer.testing import CliRunner

from bot.__main__ import app
from bot.one_process import OneProcess
from bot.settings import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder without a ``.env`` and an environment without any of our variables."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_run_without_a_platform_says_so_in_one_sentence(alone: Path) -> None:
    result = CliRunner().invoke(app, ["run"])
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "No platform is configured" in result.stderr


def test_every_mistake_is_reported_at_once(alone: Path) -> None:
    (alone / ".env").write_text(
        "SLACK_BOT_TOKEN=nonsense\nHEALTH_PORT=many\nMEETING_URL_TEMPLATE=http://x/\n"
    )
    result = CliRunner().invoke(app, ["run"])
    assert result.exit_code == 2
    for name in ("SLACK_BOT_TOKEN", "HEALTH_PORT", "MEETING_URL_TEMPLATE", "SLACK_APP_TOKEN"):
        assert name in result.stderr
    assert "nonsense" not in result.stderr


def test_the_database_is_upgraded_checked_and_copied(alone: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["db", "check"]).exit_code == 1
    assert runner.invoke(app, ["db", "upgrade"]).exit_code == 0
    assert runner.invoke(app, ["db", "check"]).exit_code == 0
    assert runner.invoke(app, ["db", "backup", "copy.db"]).exit_code == 0
    for words, told in (
        (["backup", "copy.db"], "already exists"),
        (["backup", "nowhere/copy.db"], "nowhere/copy.db can't be written: No such file or directory."),
        (["restore", "copy.db"], "already in use"),
    ):
        result = runner.invoke(app, ["db", *words])
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert told in result.stderr
    assert [one.name for one in alone.glob("copy.db*")] == ["copy.db"], (
        "a backup is one file, also once it was read"
    )
    new = {"DATABASE_URL": "sqlite:///new.db"}
    (alone / "empty.db").touch()  # what a full disk leaves of a backup
    (alone / "words.db").write_text("no database at all")
    for name, told in (
        ("empty.db", "empty.db holds no bookings: name a file that db backup has written."),
        ("words.db", "words.db is damaged, or no backup (file is not a database): restore another one."),
    ):
        result = runner.invoke(app, ["db", "restore", name], env=new)
        assert (result.exit_code, result.stderr) == (2, f"{told}\n")
    assert runner.invoke(app, ["db", "restore", "copy.db"], env=new).exit_code == 0
    assert runner.invoke(app, ["db", "check"], env=new).exit_code == 0


def test_the_operator_exports_and_erases_somebody(alone: Path) -> None:
    runner, where = CliRunner(), "discord:-:1122334455"
    assert runner.invoke(app, ["db", "upgrade"]).exit_code == 0
    for words, told in (
        (["export", "nobody"], "platform:workspace:user"),
        (["erase", where], "Nobody is known at"),
    ):
        result = runner.invoke(app, ["person", *words])
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert told in result.stderr
    (program,) = sqlite(alone, "SELECT id FROM program")
    sqlite(alone, "INSERT INTO person (id, program, name) VALUES (?, ?, 'Zebedee')", "0" * 32, program)
    address = "INSERT INTO address VALUES (?, 'discord', '-', '1122334455', ?)"
    sqlite(alone, address, program, "0" * 32)
    result = runner.invoke(app, ["person", "export", where, "nowhere"])
    assert (result.exit_code, result.stderr) == (
        2,
        "nowhere/my-data.json can't be written: No such file or directory.\n",
    )
    exported = runner.invoke(app, ["person", "export", where])
    assert exported.exit_code == 0 and "Send them to the person alone" in exported.stdout
    file = alone / "my-data.json"
    assert json.loads(file.read_text())["person"][0]["name"] == "Zebedee"
    assert file.stat().st_mode & 0o777 == 0o600 and (alone / "my-sessions.ics").exists()
    assert runner.invoke(app, ["person", "erase", where]).exit_code == 0
    assert sqlite(alone, "SELECT name FROM person") == ["a former member"]
    assert (alone / "data" / "bookings.db-erased").exists()
    assert b"Zebedee" not in (alone / "data" / "bookings.db").read_bytes()


def sqlite(folder: Path, statement: str, *values: str) -> list[str]:
    """Do something to the database by hand; return the first column of what comes back."""
    with closing(sqlite3.connect(folder / "data" / "bookings.db")) as opened, opened:
        return [row[0] for row in opened.execute(statement, values)]


def test_the_database_moves_house(alone: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["db", "copy", "sqlite:///new.db"]).exit_code == 2, "there is none"
    assert runner.invoke(app, ["db", "upgrade"]).exit_code == 0
    moved = runner.invoke(app, ["db", "copy", "sqlite:///new.db"])
    assert moved.exit_code == 0
    assert "Both databases hold the same." in moved.stdout
    assert re.search(r"^program +1 rows  [0-9a-f]{16}$", moved.stdout, re.MULTILINE)
    assert runner.invoke(app, ["db", "check"], env={"DATABASE_URL": "sqlite:///new.db"}).exit_code == 0
    for target, told in (
        ("sqlite:///new.db", "already in use"),
        ("mysql://h/x", "must begin with"),
        ("postgresql://127.0.0.1:1/none", "Check the address that you gave."),
        (f"sqlite:///{alone}", "Check the address that you gave."),
    ):
        result = runner.invoke(app, ["db", "copy", target])
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert told in result.stderr


def test_what_is_served_is_not_moved(alone: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["db", "upgrade"]).exit_code == 0
    serving = OneProcess.of("sqlite:///data/bookings.db")
    result = runner.invoke(app, ["db", "copy", "sqlite:///new.db"])
    serving.release()
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "Another process already serves" in result.stderr
    assert not (alone / "new.db").exists()


def test_a_damaged_database_is_told_with_what_to_do(alone: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["db", "upgrade"]).exit_code == 0
    file = alone / "data" / "bookings.db"
    with file.open("r+b") as opened:
        opened.seek(4 * 4096)
        opened.write(b"?" * (file.stat().st_size - 4 * 4096))
    for command in (["run"], ["db", "upgrade"], ["db", "check"]):
        result = runner.invoke(app, command, env={"DISCORD_TOKEN": "made.up.token", "HEALTH_PORT": "0"})
        assert (result.exit_code, result.stderr.strip().count("\n")) == (2, 0), result.stderr
        assert "The database is damaged" in result.stderr and "put a backup in its place" in result.stderr


def _newer(alone: Path) -> str:
    CliRunner().invoke(app, ["db", "upgrade"])
    with closing(sqlite3.connect(alone / "data" / "bookings.db")) as file, file:
        file.execute("UPDATE alembic_version SET version_num = 'from-the-future'")
    return "sqlite:///data/bookings.db"


def _folder(alone: Path) -> str:
    (alone / "folder").mkdir()
    return "sqlite:///folder"


def _no_database(alone: Path) -> str:
    (alone / "letter.txt").write_text("Dear mentor, " * 100)
    return "sqlite:///letter.txt"


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (_newer, 2, "newer"),
        (_folder, 2, "Is a directory"),
        (_no_database, 2, "not a database"),
        (lambda _: "postgresql://ana:hush@127.0.0.1:1/bookings", 1, "refused"),
    ],
)
@pytest.mark.parametrize("command", [["run"], ["db", "upgrade"], ["db", "check"]])
def test_a_database_that_cannot_be_used_is_one_sentence(
    alone: Path, make: Callable[[Path], str], code: int, words: str, command: list[str]
) -> None:
    tokens = {"DISCORD_TOKEN": "made.up.token", "HEALTH_PORT": "0", "DATABASE_URL": make(alone)}
    result = CliRunner().invoke(app, command, env=tokens)
    assert (result.exit_code, result.stderr.strip().count("\n")) == (code, 0), result.stderr
    assert words in result.stderr
    assert "hush" not in result.stderr


@pytest.fixture
def untouched_log() -> Iterator[None]:
    """Logging as a process finds it that has configured nothing yet."""
    before = structlog.get_config()
    structlog.reset_defaults()
    yield
    structlog.configure(**before)


def test_no_traceback_with_the_password_in_it_stands_before_the_sentence(
    alone: Path, untouched_log: None
) -> None:
    away = {"DATABASE_URL": "postgresql://ana:hush@127.0.0.1:1/bookings"}
    result = CliRunner().invoke(app, ["db", "upgrade"], env=away)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "hush" not in result.stderr


def test_an_unknown_platform_has_no_manifest(alone: Path) -> None:
    result = CliRunner().invoke(app, ["manifest", "irc"])
    assert result.exit_code == 2
    assert "irc" in result.stderr


@pytest.mark.parametrize(
    ("variables", "application"),
    [
        ("", "YOUR_APPLICATION_ID"),
        ("DISCORD_TOKEN=MTIzNDU2Nzg5MDEyMzQ1Njc4.AAAAAA.bbbbbbbbbbbbbbbbbbbbbbbbbbb\n", "123456789012345678"),
    ],
)
def test_the_manifest_of_discord_says_where_the_bot_is_invited(
    alone: Path, variables: str, application: str
) -> None:
    (alone / ".env").write_text(variables)
    result = CliRunner().invoke(app, ["manifest", "discord"])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["commands"]
    assert f"https://discord.com/oauth2/authorize?client_id={application}&" in result.stderr
    assert "bbbbbbbb" not in result.output


def test_the_doctor_names_what_is_wrong(alone: Path) -> None:
    (alone / ".env").write_text("SLAK_BOT_TOKEN=xoxb-1\n")
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "SLAK_BOT_TOKEN" in result.stdout
    assert "No platform is configured" in result.stdout
