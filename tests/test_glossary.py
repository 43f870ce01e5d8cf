"""One word means one thing: what the glossary promises, read from the code."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("core", "adapters", "bot")
APART = (ROOT / "bot" / "playground", ROOT / "core" / "store" / "migrations")
"""The playground is a house of its own, and a migration means the same for ever."""
TWINS = frozenset({"ACKNOWLEDGE_WITHIN", "CAPABILITIES", "CLOCK_SKEW", "COLOURS", "FAILURES", "SCOPES"})
"""The same thing on each platform, with the platform's own value: the names are the same on purpose."""


def _constants(path: Path) -> dict[str, str]:
    """Return the public constants of a module, each with its value as it is written."""
    found: dict[str, str] = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign):
            pairs = [pair for target in node.targets for pair in _pairs(target, node.value)]
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            pairs = _pairs(node.target, node.value)
        else:
            continue
        found |= {name: ast.unparse(value) for name, value in pairs if name.isupper() and name[0] != "_"}
    return found


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        return [(target.id, value)]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return [pair for one in zip(target.elts, value.elts, strict=True) for pair in _pairs(*one)]
    return [(one.id, value) for one in ast.walk(target) if isinstance(one, ast.Name)]


def test_a_constant_name_has_one_meaning() -> None:
    """A public constant of one name has one value wherever it stands; what is private to a module may repeat."""
    values: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if not set(APART) & set(path.parents):
                for name, value in _constants(path).items():
                    values[name][path.relative_to(ROOT).as_posix()] = value
    several = {name: found for name, found in values.items() if len(set(found.values())) > 1}
    twins = {
        name for name in TWINS & set(several) if all(path.startswith("adapters/") for path in several[name])
    }
    assert {name: found for name, found in several.items() if name not in twins} == {}
    assert twins == TWINS, "these are no twins any more: take them out of the list"


PAGE = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([a-z][a-z ]*) \| (.+) \|$", PAGE, re.MULTILINE)
NOT_OURS_ANY_MORE = ("bury", "courier", "desk", "hall", "heard", "lane", "lanes", "memo", "owed")
"""Words of our own that the field has others for."""


def test_a_word_has_one_entry_of_one_sentence_or_two() -> None:
    words = [word for word, _ in ROWS if word != "word"]
    assert len(words) > 50 and len(words) == len(set(words))
    for word, meaning in ROWS:
        assert word == "word" or re.fullmatch(r"[A-Z`].*[.]", meaning), word


def test_what_the_glossary_calls_by_its_name_in_the_code_is_there_once() -> None:
    named = {name for _, meaning in ROWS for name in re.findall(r"`([A-Z]\w+)`", meaning)}
    made = [
        found
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if not set(APART) & set(path.parents)
        for found in re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert {name: made.count(name) for name in named} == dict.fromkeys(named, 1)


def test_the_old_words_are_gone() -> None:
    words = re.compile(rf"\b({'|'.join(NOT_OURS_ANY_MORE)})\b", re.IGNORECASE)
    tracked = [
        path.relative_to(ROOT).as_posix()
        for place in ("core", "adapters", "bot", "tests", "docs", "README.md", "CONTRIBUTING.md")
        for path in ([ROOT / place] if place.endswith(".md") else sorted((ROOT / place).rglob("*.[pm][yd]")))
    ]
    found = [
        f"{name}: {match[0]}"
        for name in tracked
        if name != "tests/test_glossary.py"
        for match in words.finditer((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert found == []
