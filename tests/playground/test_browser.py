"""The browser of the page's tests is the one that a person has, wherever it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.playground.browser import NAMES, find, why_not


def nothing(_name: str) -> None:
    return None


@pytest.mark.parametrize("name", NAMES)
def test_what_is_on_the_path_comes_first(tmp_path: Path, name: str) -> None:
    other = tmp_path / "Applications" / "Chromium.app" / "Contents" / "MacOS" / "Chromium"
    other.parent.mkdir(parents=True)
    other.touch()
    assert find(tmp_path, tmp_path, {name: f"/bin/{name}"}.get) == f"/bin/{name}"


@pytest.mark.parametrize(
    "place",
    [
        "Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "Program Files/Google/Chrome/Application/chrome.exe",
        "Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
        "home/Applications/Brave Browser.app/Contents/MacOS/Brave Browser",
        "home/AppData/Local/Chromium/Application/chrome.exe",
        "home/.cache/ms-playwright/chromium-1200/chrome-linux/chrome",
        "home/.cache/ms-playwright/chromium-1200/chrome-linux64/chrome",
        "home/Library/Caches/ms-playwright/chromium-1200/chrome-mac/Chromium.app/Contents/MacOS/Chromium",
        "home/AppData/Local/ms-playwright/chromium-1200/chrome-win64/chrome.exe",
    ],
)
def test_what_is_installed_elsewhere_is_found(tmp_path: Path, place: str) -> None:
    program = tmp_path / place
    program.parent.mkdir(parents=True)
    assert find(tmp_path, tmp_path / "home", nothing) is None
    program.touch()
    assert find(tmp_path, tmp_path / "home", nothing) == str(program)


def test_the_newest_of_playwrights_own_is_taken(tmp_path: Path) -> None:
    for number in ("1187", "1200"):
        program = tmp_path / ".cache" / "ms-playwright" / f"chromium-{number}" / "chrome-linux" / "chrome"
        program.parent.mkdir(parents=True)
        program.touch()
    assert "chromium-1200" in str(find(tmp_path, tmp_path, nothing))


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("linux", "apt install chromium"),
        ("freebsd14", "apt install chromium"),
        ("darwin", "brew install"),
        ("win32", "winget install"),
    ],
)
def test_one_line_says_what_to_install(platform: str, command: str) -> None:
    assert command in why_not(platform)
    assert "\n" not in why_not(platform)
