"""The Dockerfile, compose.yaml and the unit: what they name is there, and the program is what they take it for.

No container engine and no systemd is needed: each file is read, and held against the program.
"""

from __future__ import annotations

import asyncio
import fnmatch
import importlib.metadata
import json
import re
import runpy
import shlex
import subprocess
import sys
import tomllib
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from typer.main import get_command

from bot.__main__ import app
from bot.health import Readiness
from bot.settings import SECRETS, VARIABLES
from tests.test_health import a_socket, serving

ROOT = Path(__file__).parents[1]
UNIT = ROOT / "docs/deploy/mentor-booking-bot.service"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED = re.compile(r"[a-z]+:\d+\.\d+(\.\d+)?-[a-z-]+")
"""An image by the exact version of what is in it: `latest`, or 3, would be another one every week."""
SUPERVISOR_SECONDS = 20
"""What a stop takes at most: 8 seconds for what is in flight on either platform, and the closing of everything."""


class Instruction(NamedTuple):
    """One instruction of the Dockerfile."""

    word: str
    rest: str


@cache
def stages() -> list[list[Instruction]]:
    """Return the instructions of each stage (Dockerfile reference, Format)."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    found: list[list[Instruction]] = []
    for line in filter(str.strip, lines):
        word, _, rest = line.strip().partition(" ")
        if word == "FROM":
            found.append([])
        found[-1].append(Instruction(word, rest.strip()))
    return found


def said(word: str, stage: int = -1) -> list[str]:
    return [one.rest for one in stages()[stage] if one.word == word]


def test_every_image_is_pinned_and_both_stages_have_the_same_python() -> None:
    images = [said("FROM", stage)[0].split()[0] for stage in range(len(stages()))]
    assert len(set(images)) == 1, "a virtual environment works with the Python that made it"
    assert all(PINNED.fullmatch(one) for one in [*images, COMPOSE["services"]["postgres"]["image"]])


def copied() -> set[str]:
    """What the first stage takes out of the checkout."""
    return {source for rest in said("COPY", 0) for source in rest.split()[:-1]}


def test_what_is_copied_is_there_and_is_what_the_wheel_is_made_of() -> None:
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], "pyproject.toml", PROJECT["project"]["readme"]}
    needed |= {*PROJECT["project"]["license-files"], "requirements.lock", "requirements-dev.lock"}
    assert copied() == needed
    assert all((ROOT / one).exists() for one in copied())


def test_nothing_goes_to_the_builder_but_what_is_copied() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [one for one in lines if one and not one.startswith("#")]
    assert rules[0] == "*"
    assert {one.removeprefix("!") for one in rules if one.startswith("!")} == copied()
    assert not any(fnmatch.fnmatch(".env", one.removeprefix("!")) for one in rules[1:])


def test_whatever_is_installed_comes_by_hash_out_of_the_lock_files(tmp_path: Path) -> None:
    """The three lists that the first stage makes are made here as well, by its own command."""
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (tmp_path / lock).write_bytes((ROOT / lock).read_bytes())
    making, *installing = said("RUN", 0)
    assert making.startswith("sed ")
    subprocess.run(["/bin/sh", "-c", making], cwd=tmp_path, check=True)
    assert (tmp_path / "postgres.lock").read_text() == runpy.run_path(str(ROOT / "dev"))["driver"]()
    assert re.findall(r"^([\w-]+)==", (tmp_path / "charts.lock").read_text(), re.MULTILINE) == ["pillow"]
    names = set(re.findall(r"^([\w-]+)==", (tmp_path / "build.lock").read_text(), re.MULTILINE))
    assert names == {"hatchling", "packaging", "pathspec", "pluggy", "tomlkit", "trove-classifiers"}
    assert needed_to_build() <= names
    for command in re.split(r"&&", " ".join(installing)):
        if " install " in command:
            assert "--require-hashes" in command or "--no-index" in command, command
        assert "index-url" not in command
    assert "--no-build-isolation" in " ".join(installing)


def needed_to_build() -> set[str]:
    """Return hatchling and what it needs by its own word, as far as the Pythons of ours need it."""
    lines = [one.replace('"', "'") for one in importlib.metadata.requires("hatchling") or ()]
    return {"hatchling", *(re.split(r"[<>=~!; ]", one)[0] for one in lines if "version < '3.11'" not in one)}


def test_the_image_runs_the_program_as_somebody_who_owns_nothing_but_the_data() -> None:
    (user,), (entry,), (command,) = said("USER"), said("ENTRYPOINT"), said("CMD")
    assert user.isdigit() and int(user) >= 1000, "a number, so that a cluster sees that it is not root"
    assert f"--uid {user} " in said("RUN")[0]
    (script,) = json.loads(entry)
    assert PROJECT["project"]["scripts"][script] == "bot.__main__:main"
    assert json.loads(command)[0] in names_of_commands()
    (data,) = said("VOLUME")
    assert data in said("RUN")[0]
    assert Path(data).relative_to(said("WORKDIR")[0]) == Path("data"), "where the default database is"
    assert said("STOPSIGNAL") == ["SIGTERM"]


def names_of_commands() -> set[str]:
    return set(get_command(app).commands)  # type: ignore[attr-defined]  # a group has them


@pytest.mark.parametrize(("state", "code"), [(Readiness.UP, 0), (Readiness.STANDBY, 0), (Readiness.DOWN, 1)])
async def test_the_health_check_says_what_readyz_says(state: Readiness, code: int) -> None:
    async def standing() -> Readiness:
        return state

    async with serving({"slack": standing}) as session:
        assert session._base_url is not None
        assert await checked(session._base_url.port) == (code, b"")


async def test_the_health_check_says_in_a_number_that_nothing_listens() -> None:
    with closing(a_socket()) as held:
        port = held.getsockname()[1]
    assert await checked(port) == (1, b"")


async def checked(port: int | None) -> tuple[int | None, bytes]:
    """Run the check as the engine does; the proxies of the container in its environment are none of its business."""
    (check,) = said("HEALTHCHECK")
    _, program, *words = json.loads(check.partition(" CMD ")[2])
    environ = {"HEALTH_PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, program, *words, env=environ, stdout=pipe, stderr=asyncio.subprocess.STDOUT
    )
    told, _ = await process.communicate()
    return process.returncode, told


COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def test_two_replicas_serve_one_postgresql_that_is_healthy_before_they_start() -> None:
    bot, postgres = COMPOSE["services"]["bot"], COMPOSE["services"]["postgres"]
    assert bot["deploy"]["replicas"] == 2
    assert bot["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert postgres["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    volume, _, place = postgres["volumes"][0].partition(":")
    assert (volume in COMPOSE["volumes"], place) == (True, "/var/lib/postgresql/data")
    assert not any("ports" in service for service in COMPOSE["services"].values()), (
        "nothing is shown to the world"
    )


def test_the_bots_containers_can_write_nowhere_and_gain_nothing() -> None:
    bot = COMPOSE["services"]["bot"]
    assert bot["read_only"] is True
    assert [Path(one) for one in bot["tmpfs"]] == [Path("/") / "tmp"]
    assert bot["cap_drop"] == ["ALL"]
    assert bot["security_opt"] == ["no-new-privileges:true"]
    assert [one.partition(":")[2] for one in bot["volumes"]] == said("VOLUME")
    assert int(bot["stop_grace_period"].removesuffix("s")) >= SUPERVISOR_SECONDS


def test_every_variable_is_a_setting_and_every_secret_a_file() -> None:
    bot = COMPOSE["services"]["bot"]
    files = {
        name.removesuffix("_FILE"): path
        for name, path in bot["environment"].items()
        if name.endswith("_FILE")
    }
    assert set(files) <= set(SECRETS)
    assert {name for name in bot["environment"] if not name.endswith("_FILE")} <= set(VARIABLES)
    assert set(files.values()) == {f"/run/secrets/{one}" for one in bot["secrets"]}
    used = {one for service in COMPOSE["services"].values() for one in service["secrets"]}
    assert used == set(COMPOSE["secrets"])
    assert all(one["file"] == f"secrets/{name}" for name, one in COMPOSE["secrets"].items())
    assert "/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()


KNOWN = """
Unit: After Description StartLimitIntervalSec Wants
Install: WantedBy
Service: CapabilityBoundingSet DevicePolicy Environment EnvironmentFile ExecStart LoadCredential LockPersonality
 NoNewPrivileges PrivateDevices PrivateTmp PrivateUsers ProcSubset ProtectClock ProtectControlGroups ProtectHome
 ProtectHostname ProtectKernelLogs ProtectKernelModules ProtectKernelTunables ProtectProc ProtectSystem RemoveIPC
 Restart RestartPreventExitStatus RestartSec RestrictAddressFamilies RestrictNamespaces RestrictRealtime
 RestrictSUIDSGID StateDirectory StateDirectoryMode SystemCallArchitectures SystemCallErrorNumber SystemCallFilter
 TimeoutStopSec Type UMask User WorkingDirectory
"""
"""What systemd 250 knows, as far as it is used: systemd.unit(5), service(5), exec(5), resource-control(5), kill(5)."""


@cache
def unit() -> list[tuple[str, str, str]]:
    """Return section, directive and value of every line of the unit."""
    found, section = [], ""
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            section = heading[1]
        elif line and not line.startswith("#"):
            name, is_set, value = line.partition("=")
            assert is_set, line
            found.append((section, name, value))
    return found


def given(directive: str) -> list[str]:
    return [value for _, name, value in unit() if name == directive]


def test_the_unit_says_only_what_systemd_understands() -> None:
    known = {
        section: names.split() for section, names in re.findall(r"^(\w+): ((?:.|\n )+)", KNOWN, re.MULTILINE)
    }
    assert [(section, name) for section, name, _ in unit() if name not in known[section]] == []
    assert {name for _, name, _ in unit()} == {name for names in known.values() for name in names}


def test_the_unit_starts_the_program_and_gives_it_one_folder() -> None:
    program, *words = shlex.split(given("ExecStart")[0])
    assert Path(program).name in PROJECT["project"]["scripts"]
    assert words == ["run"]
    assert words[0] in names_of_commands()
    assert given("WorkingDirectory") == [f"/var/lib/{given('StateDirectory')[0]}"]
    assert given("ProtectSystem") == ["strict"]
    assert int(given("TimeoutStopSec")[0]) >= SUPERVISOR_SECONDS
    assert "@resources" not in " ".join(given("SystemCallFilter")), (
        "what reads a calendar limits itself by these"
    )
    assert given("RestartPreventExitStatus") == ["2"], "what a restart cannot mend"


def test_the_unit_hands_every_token_over_as_a_credential() -> None:
    credentials = {one.partition(":")[0] for one in given("LoadCredential")}
    variables = dict(one.split("=", 1) for one in given("Environment"))
    assert {name.removesuffix("_FILE") for name in variables} <= set(SECRETS)
    assert set(variables.values()) == {f"%d/{one}" for one in credentials}
