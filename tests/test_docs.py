"""What the documents say is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.generated import FILES, discord, slack, stale
from bot.playground.discord_emulator import server as discord_server
from bot.playground.slack_emulator import workspace as slack_workspace
from bot.settings import Settings
from core.domain.policy import Policy
from core.screens.commands import COMMANDS, SHORTCUTS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_generated_file_is_up_to_date() -> None:
    assert stale(ROOT) == [], "run: python3 dev bot generate"


def test_the_readme_names_every_command_and_no_other() -> None:
    table = README.split("## Commands")[1].split("##")[0]
    assert set(re.findall(r"^\| `/([a-z-]+)`", table, re.MULTILINE)) == {command.name for command in COMMANDS}


def test_the_readme_names_every_menu_entry() -> None:
    for shortcut in SHORTCUTS:
        assert f"*{shortcut.label}*" in README


def test_the_readme_has_the_two_commands_of_the_first_run() -> None:
    dev = (ROOT / "dev").read_text(encoding="utf-8")
    for word in re.findall(r"^python3 dev ([a-z]+)", README, re.MULTILINE):
        assert f'"{word}"' in dev


def test_the_invite_in_the_readme_asks_for_what_the_manifest_asks() -> None:
    asked = discord()["install_params"]["permissions"]
    assert f"permissions={asked}" in README


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_the_command_line_prints_the_committed_manifest(platform: str) -> None:
    result = CliRunner().invoke(app, ["manifest", platform])
    assert result.exit_code == 0
    assert result.stdout == FILES[f"manifests/{platform}.json"]()
    assert ("oauth2/authorize" in result.stderr) is (platform == "discord")


def test_the_bot_has_one_name() -> None:
    """The name of the settings' default is the name of the app and of the playground's bot; the page takes it over."""
    name = Settings.model_fields["program_name"].default
    page = (ROOT / "bot/playground/page/index.html").read_text(encoding="utf-8")
    assert slack()["display_information"]["name"] == slack()["features"]["bot_user"]["display_name"] == name
    assert slack("", "Acme")["display_information"]["name"] == "Acme"
    assert Policy().program == slack_workspace.BOT_NAME == discord_server.BOT_NAME == name
    assert "<title>{program} ·" in page and "<strong>{program}</strong>" in page


def rows(table: str) -> list[list[str]]:
    """Return the cells of a table of the README as a person reads them, without its head."""
    _, _, rest = README.partition(f"<!-- {table}: begin (generated) -->\n")
    lines = rest.partition(f"<!-- {table}: end -->")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_readme_says_in_words_what_each_permission_is_for() -> None:
    table = rows("permissions")
    assert {row[0] for row in table} == {"Slack", "Discord"}
    for platform, permission, why, *more in table:
        assert more == [], platform
        assert re.fullmatch(r"`[\w: ]+`", permission)
        assert re.fullmatch(r"[a-z][a-z,' ]+ [a-zA-Z,' ]+", why), why


def test_a_prefix_reaches_both_manifests() -> None:
    assert all(one["command"].startswith("/acme-") for one in slack("acme-")["features"]["slash_commands"])
    assert all(one["name"].startswith("acme-") for one in discord("acme-")["commands"] if one["type"] == 1)


def test_the_changelog_speaks_of_what_is_here() -> None:
    assert "Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
