"""Finds the browser that a person has: Chromium, or one that is made of it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
    "microsoft-edge-stable",
    "brave-browser",
    "brave",
)
"""What the programs are called on a PATH."""

MAC = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "Brave Browser.app/Contents/MacOS/Brave Browser",
)
"""Below /Applications, for all or for one person."""

WINDOWS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
    "BraveSoftware/Brave-Browser/Application/brave.exe",
)
"""Below Program Files, for all or for one person."""

PLAYWRIGHT = (
    "chromium-*/chrome-linux*/chrome",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
)
"""What ``playwright install chromium`` leaves in its cache (playwright.dev/python/docs/browsers)."""

INSTALL = {
    "linux": "on Debian and Ubuntu: apt install chromium",
    "darwin": "on macOS: brew install --cask google-chrome",
    "win32": "on Windows: winget install Google.Chrome",
}


def find(
    root: Path = Path(Path(sys.executable).anchor),
    home: Path | None = None,
    which: Callable[[str], str | None] = shutil.which,
) -> str | None:
    """Return the path of a browser, the one on the PATH before any other; None where there is none."""
    on_path = next(filter(None, map(which, NAMES)), None)
    installed = (str(place) for place in _places(root, home or Path.home()) if place.is_file())
    return on_path or next(installed, None)


def _places(root: Path, home: Path) -> Iterator[Path]:
    for folder in (root, home):
        yield from (folder / "Applications" / name for name in MAC)
    for folder in (root / "Program Files", root / "Program Files (x86)", home / "AppData" / "Local"):
        yield from (folder / name for name in WINDOWS)
    for cache in (".cache", "Library/Caches", "AppData/Local"):
        for name in PLAYWRIGHT:
            yield from sorted((home / cache / "ms-playwright").glob(name), reverse=True)


def why_not(platform: str = sys.platform) -> str:
    """Say in one line what to install."""
    return f"no Chromium or Chrome found; {INSTALL.get(platform, INSTALL['linux'])}"


BROWSER = find()
