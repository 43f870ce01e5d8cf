"""docs/operate.md and the commands of every page: what people are told to type, set or watch is there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from bot import measured, metrics
from bot.__main__ import app
from bot.settings import SECRETS, VARIABLES
from tests.test_deployment import COMPOSE, UNIT
from tests.test_pages import PAGES

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/operate.md").read_text(encoding="utf-8")
EVERY_PAGE = "\n".join(PAGES.values())
DEV = (ROOT / "dev").read_text(encoding="utf-8")
OTHERS = {"PGPASSWORD", "SIGTERM", "BAD", "ALTER", "ROLE", "PASSWORD", "TMPDIR"}
"""Words in capitals that are nobody's setting."""


def blocks(language: str, text: str = PAGE) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def typed() -> Iterator[list[str]]:
    """What follows the program's name, wherever people are told to type it, up to what they have to fill in."""
    lines = "\n".join(blocks("sh", EVERY_PAGE)).replace("\\\n", " ").splitlines()
    lines += re.findall(r"`((?:mentor-booking-bot|python3 dev) [^`…]*)`", EVERY_PAGE)
    for line in lines:
        for name in (r"mentor-booking-bot", r"python3 dev bot", r"docker compose run --rm bot"):
            if found := re.search(rf"(?:^|[ /]){name} ([a-z].*)", line):
                yield shlex.split(found[1].partition("#")[0])


def test_every_command_of_the_program_is_one() -> None:
    commands = list(typed())
    assert len(commands) > 10
    for words in commands:
        found, rest = get_command(app), words
        while rest and hasattr(found, "commands"):
            assert rest[0] in found.commands, words
            found, rest = found.commands[rest[0]], rest[1:]
        options = {name for one in found.params for name in (*one.opts, *one.secondary_opts)}
        assert {one for one in rest if one.startswith("--")} <= options


def test_every_word_of_the_script_is_one() -> None:
    told = re.findall(r"python3 dev ([a-z]+)", EVERY_PAGE)
    assert told
    assert [word for word in told if f'"{word}"' not in DEV] == []


def test_every_setting_is_one() -> None:
    known = {*VARIABLES, *(f"{name}_FILE" for name in SECRETS), *OTHERS}
    assert set(re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b|(?<=`)[A-Z]{3,}\b", PAGE)) - known == set()


def test_every_series_is_told_by_the_program() -> None:
    sources = "".join(Path(one.__file__ or "").read_text(encoding="utf-8") for one in (metrics, measured))
    families = set(re.findall(r"(?:Family|_gauge|_labelled|_faults)\(\s*\"(\w+)\"", sources))
    watched = set(re.findall(rf"\b{metrics.PREFIX}(\w+)", PAGE))
    assert len(watched) > 8
    assert {re.sub(r"_(bucket|sum|count)$", "", one) for one in watched} - families == set()


def test_the_alerts_are_rules_that_a_prometheus_reads() -> None:
    (written,) = blocks("yaml")
    ((group,),) = yaml.safe_load(written).values()
    for rule in group["rules"]:
        assert set(rule) == {"alert", "expr", "for"}
        assert re.fullmatch(r"[A-Z][A-Za-z]+", rule["alert"])
        assert re.fullmatch(r"\d+m", rule["for"])
        assert rule["expr"].count("(") == rule["expr"].count(")")


@pytest.mark.parametrize("path", re.findall(r"\]\((?!https?://|#)([^)#]+)", PAGE))
def test_every_link_of_the_page_leads_somewhere(path: str) -> None:
    assert (ROOT / "docs" / path).exists()


def test_every_heading_that_is_linked_is_there() -> None:
    headings = {
        re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-")
        for one in re.findall(r"^## (.*)", PAGE, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) == headings


def test_the_page_makes_every_file_that_the_secrets_are_read_from() -> None:
    made = set(re.findall(r"> (secrets/\w+)$", PAGE, re.MULTILINE))
    assert made == {one["file"] for one in COMPOSE["secrets"].values()}
    unit = UNIT.read_text(encoding="utf-8")
    for name in re.findall(r"^LoadCredential=(\w+):", unit, re.MULTILINE):
        assert f"`{name}`" in PAGE
    program = re.search(r"^ExecStart=(\S+)", unit, re.MULTILINE)
    assert program is not None
    assert program[1] in PAGE and f"python3 -m venv {Path(program[1]).parents[1]}" in PAGE
