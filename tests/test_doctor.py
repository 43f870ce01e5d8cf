"""The doctor: each thing that is wrong is its own finding, says what to do, and shows no secret."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from adapters.slack.manifest import SCOPES
from bot.doctor import examine
from bot.health import Readiness
from bot.playground.clock import MovableClock
from bot.playground.discord_emulator.emulator import DiscordEmulator
from bot.playground.slack_emulator.emulator import SlackEmulator
from tests.test_health import serving
from tests.video.google_server import GoogleServer
from tests.video.zoom_server import ZoomServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

NOBODY = "http://127.0.0.1:9"
"""The port of the discard protocol, where nobody listens."""


@pytest.fixture
async def good(tmp_path: Path) -> AsyncIterator[dict[str, str]]:
    """The variables of a set-up in which nothing is wrong."""
    slack, discord = SlackEmulator(now=MovableClock()), DiscordEmulator(now=MovableClock())
    await slack.start()
    await discord.start()
    yield {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DISCORD_TOKEN": discord.token,
        "DISCORD_API_URL": discord.api_url,
        "DISCORD_GATEWAY_URL": discord.gateway_url,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bookings.db'}",
        "HEALTH_PORT": "0",
    }
    await slack.stop()
    await discord.stop()


async def found(environ: dict[str, str], capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """Return the exit code and the bad findings; no secret may be among all that is said."""
    code = await examine(environ, None)
    said = capsys.readouterr().out
    for name, value in environ.items():
        assert "TOKEN" not in name or value not in said
    return code, [line for line in said.splitlines() if line.startswith("BAD")]


async def test_a_good_set_up(good: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert await found(good, capsys) == (0, [])


async def test_the_doctor_says_where_the_discord_bot_is_invited(
    good: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    await examine(good, None)
    told = capsys.readouterr().out
    assert re.search(
        r"added to a server at https://discord\.com/oauth2/authorize\?client_id=\d+&scope=", told
    )


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-0-wrong-token-of-somebody", ("SLACK_BOT_TOKEN", "OAuth & Permissions")),
        ("SLACK_APP_TOKEN", "xapp-0-wrong-token-of-somebody", ("SLACK_APP_TOKEN", "connections:write")),
        ("SLACK_API_URL", NOBODY, ("Slack can't be reached", NOBODY, "SLACK_API_URL")),
        ("DISCORD_TOKEN", "MTAw.wrong.token", ("DISCORD_TOKEN", "Reset Token")),
        ("DISCORD_API_URL", NOBODY, ("Discord can't be reached", NOBODY, "DISCORD_API_URL")),
        ("SLACK_TOKEN", "x", ("SLACK_TOKEN", "does not know")),
    ],
)
async def test_one_thing_is_wrong(
    good: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    variable: str,
    value: str,
    words: tuple[str, ...],
) -> None:
    code, findings = await found({**good, variable: value}, capsys)
    assert code == 1
    (finding,) = findings
    assert all(word in finding for word in words)


async def test_the_doctor_asks_who_makes_the_calls(
    good: dict[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    zoom, google = ZoomServer(MovableClock()), GoogleServer(MovableClock())
    for server in (zoom, google):
        await server.start()
    for environ, name in ((zoom.environ(), "Zoom"), (google.environ(tmp_path), "Google")):
        assert await found({**good, **environ}, capsys) == (0, [])
        await examine({**good, **environ}, None)
        assert f"{name} makes the video calls." in capsys.readouterr().out
    zoom.revoked = google.revoked = True
    for environ, variable in (
        (zoom.environ(), "ZOOM_CLIENT_SECRET"),
        (google.environ(tmp_path), "GOOGLE_SUBJECT"),
    ):
        code, (finding,) = await found({**good, **environ}, capsys)
        assert code == 1 and variable in finding and "hush" not in finding
    for server in (zoom, google):
        await server.stop()
        assert server.violations == []


async def test_a_channel_for_calls_that_takes_none(
    good: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {**good, "MEETING_PROVIDER": "discord", "DISCORD_VOICE_CHANNEL": "112233445566778899"}
    code, (finding,) = await found(wrong, capsys)
    assert code == 1 and "DISCORD_VOICE_CHANNEL" in finding and "create events" in finding


async def test_a_page_that_is_not_the_platform(
    good: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    code, findings = await found({**good, "SLACK_API_URL": good["DISCORD_API_URL"]}, capsys)
    assert code == 1
    assert all("Slack" in finding for finding in findings)


async def test_a_missing_scope(good: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    poor = SlackEmulator(now=MovableClock(), scopes=frozenset(SCOPES) - {"im:write"})
    await poor.start()
    code, findings = await found({**good, "SLACK_API_URL": poor.api_url}, capsys)
    await poor.stop()
    assert code == 1
    (finding,) = findings
    assert "im:write" in finding
    assert "manifests/slack.json" in finding


def below_a_file(folder: Path) -> Path:
    (folder / "file").touch()
    return folder / "file" / "x.db"


def where_a_folder_stands(folder: Path) -> Path:
    (folder / "x.db").mkdir()
    return folder / "x.db"


def in_a_folder_that_is_read_only(folder: Path) -> Path:
    (folder / "read-only").mkdir(mode=0o500)
    return folder / "read-only" / "x.db"


UNWRITABLE = [below_a_file, where_a_folder_stands]
if hasattr(os, "geteuid") and os.geteuid() != 0:  # root may write everywhere
    UNWRITABLE.append(in_a_folder_that_is_read_only)


@pytest.mark.parametrize("place", UNWRITABLE)
async def test_a_database_that_cannot_be_written(
    good: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    place: Callable[[Path], Path],
) -> None:
    code, findings = await found({**good, "DATABASE_URL": f"sqlite:///{place(tmp_path)}"}, capsys)
    assert code == 1
    (finding,) = findings
    assert "DATABASE_URL" in finding


async def test_the_password_of_a_database_is_not_shown(
    good: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    away = {**good, "DATABASE_URL": "postgresql://bot:opensesame@127.0.0.1:9/bookings"}
    code = await examine(away, None)
    assert code == 1
    assert "opensesame" not in capsys.readouterr().out


async def test_settings_that_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert await examine({"HEALTH_PORT": "many"}, None) == 2
    assert "HEALTH_PORT" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("state", "good_words", "bad_words"),
    [
        (Readiness.STANDBY, "slack up, discord standby", ""),
        (Readiness.DOWN, "", "has lost: discord"),
    ],
)
async def test_the_doctor_asks_the_bot_that_runs_here(
    capsys: pytest.CaptureFixture[str],
    good: dict[str, str],
    state: Readiness,
    good_words: str,
    bad_words: str,
) -> None:
    async def up() -> Readiness:
        return Readiness.UP

    async def other() -> Readiness:
        return state

    async with serving({"slack": up, "discord": other}) as session:
        assert session._base_url is not None
        code = await examine(good | {"HEALTH_PORT": str(session._base_url.port)}, None)
    said = capsys.readouterr().out
    assert good_words in said
    assert bad_words in said
    assert code == (1 if bad_words else 0)


async def test_somebody_else_at_the_port_is_no_bot(
    capsys: pytest.CaptureFixture[str], good: dict[str, str]
) -> None:
    port = good["SLACK_API_URL"].split(":")[2].split("/")[0]
    assert await examine(good | {"HEALTH_PORT": port}, None) == 0
    assert "runs here" not in capsys.readouterr().out
