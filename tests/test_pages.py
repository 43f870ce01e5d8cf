"""What the documents name is there: files, links, settings, commands of the chats, and the words on buttons."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from bot.settings import SECRETS, VARIABLES
from core.screens.commands import COMMANDS

ROOT = Path(__file__).parents[1]
CODE = ("core", "adapters", "bot", "tests")
PRINTED = {"docs/gallery.md", "docs/promises.md", "docs/states.md"}
"""Pages that a program writes from what it names."""
PAGES = {
    name: path.read_text(encoding="utf-8")
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))
    if (name := path.relative_to(ROOT).as_posix()) not in PRINTED
}
NAMES = [
    (name, word) for name, text in PAGES.items() for word in sorted(set(re.findall(r"`([^`\n]+)`", text)))
]
"""Everything in backquotes, with its page."""
NOT_OURS = {"SlackContainerBlock", "Eastern Time", "Los Angeles", "New York", "All past"}
"""A name of a library, what people type, and a label that is put together."""


@cache
def _source(*tops: str) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for top in tops for path in (ROOT / top).rglob("*.py"))


@cache
def _identifiers() -> frozenset[str]:
    return frozenset(re.findall(r"\b[A-Z]\w+", _source(*CODE)))


def test_every_file_is_there() -> None:
    files = {path.name for top in (*CODE, "docs") for path in (ROOT / top).rglob("*.*")}
    files |= {path.name for path in ROOT.iterdir()}
    named = [
        (page, word) for page, word in NAMES if re.fullmatch(r"[\w./-]+\.(py|md|toml|gz|sql|service)", word)
    ]
    placed = [
        (page, word) for page, word in NAMES if re.match(rf"({'|'.join(CODE)}|docs|manifests)/[^<]*$", word)
    ]
    assert len(named) > 50 and len(placed) > 50
    assert [one for one in placed if not (ROOT / one[1].partition("::")[0]).exists()] == []
    assert [one for one in named if "/" not in one[1] and one[1] not in files] == []


def test_every_word_on_a_button_is_on_one() -> None:
    """A label, a class or a member is named as it is; what ends with an ellipsis opens a form, and is never a class."""
    named = {(page, word) for page, word in NAMES if re.fullmatch(r"[A-Z][a-z][\w' ]*…?", word)}
    named |= {
        (page, word) for page, text in PAGES.items() for word in re.findall(r"\*([A-Z][\w' ]+…)\*", text)
    }
    words, code = _identifiers(), _source("core", "adapters")
    assert len(named) > 100
    lost = {one for one in named if one[1] not in words | NOT_OURS}
    assert {one for one in lost if f'"{one[1]}"' not in code and f'"{one[1]} ' not in code} == set()


def test_every_command_of_the_chats_is_one() -> None:
    known = {f"/{command.name}" for command in COMMANDS}
    named = {(page, word) for page, text in PAGES.items() for word in re.findall(r"`(/[a-z]+-[a-z-]+)", text)}
    assert len(named) > 10
    assert {(page, word) for page, word in named if word not in known} == set()


def test_every_name_in_capitals_is_a_setting_or_stands_in_the_code() -> None:
    known = {*VARIABLES, *(f"{name}_FILE" for name in SECRETS)} | _identifiers()
    named = {
        (page, word) for page, text in PAGES.items() for word in re.findall(r"\b[A-Z]+(?:_[A-Z]+)+\b", text)
    }
    assert len(named) > 80
    assert {(page, word) for page, word in named if word not in known} == set()


def test_every_link_leads_somewhere() -> None:
    lost = []
    for page, text in PAGES.items():
        for link in re.findall(r"\]\((?!https?://)([^)]+)\)", text):
            path, _, place = link.partition("#")
            target = (ROOT / page).parent / path if path else ROOT / page
            if not target.exists() or (place and place not in _places(target)):
                lost.append((page, link))
    assert lost == []


def _places(page: Path) -> set[str]:
    """Return what can be linked to on a page: its headings, as the viewers of Markdown write them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one.lower()).replace(" ", "-") for one in headings}
