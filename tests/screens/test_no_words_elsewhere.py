"""No sentence for a person stands outside core/screens: what is left in other rooms is listed, each with its reason.

Words are looked for where a program keeps them: a text that begins like a sentence (a capital letter) and has two
words or more, or ends like one, and every text that is handed to something that a person sees. Docstrings are for
readers of the code, and so are the texts of log lines and of exceptions that a programmer reads.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("times", "domain", "ports", "store", "services", "delivery", "handlers")
FOLDERS = (*(f"core/{room}" for room in ROOMS), "adapters")

SENTENCE = re.compile(r"""(?s)\s*[A-Z][\w',]*[\s{].*\w.*|.*\w\w[ {].*[\w'"}][.!?]\s*""")
"""A capital and more than one word, or several words and an end."""
SEEN: Mapping[str, frozenset[int | str]] = {
    "Card": frozenset({"title", "summary", "badge"}),
    "Line": frozenset({0, "parts"}),
    "Fact": frozenset({0, 1, "label", "parts"}),
    "Row": frozenset({0, "parts"}),
    "Quote": frozenset({1, "by"}),
    "Heading": frozenset({0, "text"}),
    "Strong": frozenset({0, "text"}),
    "Button": frozenset({0, "label", "confirm"}),
    "Link": frozenset({0, "label"}),
    "Option": frozenset({0, 2, "label", "note", "group"}),
    "Menu": frozenset({0, "placeholder"}),
    "Form": frozenset({"title", "submit", "intro"}),
    "TextField": frozenset({"label", "hint", "example"}),
    "TimeField": frozenset({"label", "hint", "example"}),
    "ChoiceField": frozenset({"label", "hint"}),
    "SearchField": frozenset({"label", "hint"}),
    "Refuse": frozenset({"why", "fields"}),
    "filled": frozenset({0}),
    "plain": frozenset({0}),
}
"""Which arguments of what a person sees: any text in them is for people, however short."""
FOR_PROGRAMMERS = re.compile(r"(Value|Type|Assertion|Runtime|Key|Lookup)Error")
"""Exceptions that mean a mistake of ours: their texts go to the log, with the traceback."""
LOGS = {"debug", "info", "warning", "error", "exception"}

ALLOWED: Mapping[str, str] = {
    "core/times/places.py": "names of places, as people type them",
    "core/store": "SQL, and what the operator is told of a database that is newer than the program",
    "core/ports/doctor.py": "what the operator is told",
    "adapters/slack/doctor.py": "what the operator is told",
    "adapters/discord/doctor.py": "what the operator is told",
    "adapters/discord/manifest.py": "Discord's own names of its permissions",
    "adapters/discord/errors.py": "what went wrong at Discord, for the log",
    "adapters/video": "what went wrong at a provider, for the log",
}
"""Files or folders that may hold such texts."""


def words(source: str) -> Iterator[tuple[int, str]]:
    """Yield every line with a text that a person may read, and the text."""
    tree = list(ast.walk(ast.parse(source)))
    spared = {id(one) for node in tree for one in _spared(node)}
    told = {id(one) for node in tree if isinstance(node, ast.Call) for one in _told(node)}
    for node in tree:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spared:
            text = node.value
            if SENTENCE.fullmatch(text) or (id(node) in told and re.search(r"[^\W\d_]", text)):
                yield node.lineno, text


def _spared(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what no person reads: documentation, log lines, the texts of our own mistakes, types and patterns."""
    match node:
        case ast.Expr(value=ast.Constant()):
            yield node.value
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name)) as call) if FOR_PROGRAMMERS.fullmatch(name):
            yield from ast.walk(call)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="log"), attr=attr)) if attr in LOGS:
            yield from ast.walk(node)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"))):
            yield from ast.walk(node)
        case ast.Call(func=ast.Name(id="limit"), args=[what, *_]):
            yield from ast.walk(what)
        case _:
            pass


def _told(call: ast.Call) -> Iterator[ast.AST]:
    """Yield the texts in the arguments of ``call`` that a person sees."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    for place in SEEN.get(name, frozenset()):
        given = (
            [call.args[place]]
            if isinstance(place, int) and place < len(call.args)
            else [one.value for one in call.keywords if one.arg == place]
        )
        for one in given:
            yield from _texts(one)


def _texts(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Constant():
            yield node
        case ast.JoinedStr(values=values) | ast.Tuple(elts=values):
            for value in values:
                yield from _texts(value)
        case ast.IfExp(body=body, orelse=other):
            yield from _texts(body)
            yield from _texts(other)
        case ast.Dict(values=values):
            for value in values:
                yield from _texts(value)
        case _:
            pass


def excused(path: str) -> bool:
    """Whether a file is on one of the lists, itself or with its folder."""
    return any(path == one or path.startswith(f"{one}/") for one in ALLOWED)


def files() -> list[str]:
    return [
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]


def test_no_sentence_for_a_person_stands_outside_the_screens() -> None:
    found = [
        f"{path}:{line}: {text!r}"
        for path in files()
        if not excused(path)
        for line, text in words((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("excuse", ALLOWED)
def test_every_excuse_is_needed(excuse: str) -> None:
    held = [
        text
        for path in files()
        if path == excuse or path.startswith(f"{excuse}/")
        for _, text in words((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert held


@pytest.mark.parametrize(
    "planted",
    [
        'raise NotFound("I can\'t find that session.")',
        'raise BadInput({"when": f"Please keep it within {most} characters."})',
        'WHY = {"past": "That time has already passed."}',
        'return Refuse(why=("no",))',
        'Button("Edit", "edit-draft")',
        'Card(title="Done", summary=f"{name} is done")',
        'Fact("When", ("later",))',
        'intro = "That person is not a mentor here"',
        'said = f"{name} takes no new requests at the moment."',
        'raise BadHours(f"{said!r} is not a time of day.")',
        'TextField(key="zone", label="Time zone", hint="A city works too")',
    ],
)
def test_a_planted_sentence_is_found(planted: str) -> None:
    assert list(words(planted))


@pytest.mark.parametrize(
    "harmless",
    [
        '"""Return the card of a session."""',
        'log.warning("not_connected", platform="Slack is away.")',
        'raise ValueError("a session lasts from 5 to 480 minutes.")',
        'raise NotFound("draft_gone")',
        'Problem("too_long", most=5)',
        're.compile(r"A b.")',
        'Button(label, "edit-draft", (draft,), Look.PRIMARY)',
        'limit("A button\'s label", self.label, 34)',
        'values.get("session-type", "")',
    ],
)
def test_what_nobody_reads_is_let_through(harmless: str) -> None:
    assert not list(words(harmless))
