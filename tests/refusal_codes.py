"""Every refusal in the code: where an error or a problem is made, with which code and which facts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.domain import errors
from core.domain.errors import BookingError
from core.domain.refusals import KINDS as REFUSAL_KINDS
from core.times.readings import Why

ROOT = Path(__file__).parents[1]
KINDS = {
    name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, BookingError)
}
MAKERS = KINDS | {"Problem", "BadHours", "BadLink"}
ASKED = {Why.TWICE, Why.WHICH_HOUR, Why.WHICH_DAY, Why.MIDNIGHT, Why.WHICH_ZONE}
"""Doubts about a time, which are asked; every other one is a refusal."""
OPEN_TIMES = {"starts", "zone"}
"""Facts that are added where they are known."""


@dataclass(frozen=True, slots=True)
class Made:
    """One place at which a refusal is made."""

    where: str
    code: str
    facts: frozenset[str]


def made() -> Iterator[Made]:
    """Yield every refusal that is made anywhere in ``core`` with a code that can be read there."""
    for path in sorted((ROOT / "core").rglob("*.py")):
        if path.name == "errors.py" and path.parent.name == "domain":
            continue
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source)) if any(maker in source for maker in MAKERS) else ():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                facts = frozenset(str(one.arg) for one in node.keywords if one.arg)
                if node.func.id == "BadLink" and len(node.args) > 1:
                    facts |= {"host"}
                if node.func.id == "BadLink":
                    facts |= {"most"}
                for code in _codes(node):
                    yield Made(f"{path.relative_to(ROOT)}:{node.lineno}", code, facts)


def _codes(node: ast.Call) -> Iterator[str]:
    match node.args[:1]:
        case [ast.Constant(value=str(code))]:
            yield code
        case [ast.JoinedStr(values=[ast.Constant(value="time_"), *_])]:
            yield from (f"time_{why}" for why in Why if why not in ASKED)
        case [ast.JoinedStr(values=[ast.Constant(value="link_"), *_])]:
            yield from ("link_no_host", "link_unreadable_host", "link_private_host")
        case _:
            pass  # a code that is passed on was read where it was made


def codes() -> set[str]:
    """Every code that a person may meet."""
    kinds = {getattr(errors, kind).code for kind in KINDS}
    return kinds | set(REFUSAL_KINDS) | {one.code for one in made()}
