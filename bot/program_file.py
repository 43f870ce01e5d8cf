"""The file of a program on disk: YAML in and out, and the difference that applying one would make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from core.domain.errors import BadInput
from core.domain.program_file import ORGANISERS, ProgramFile, read_program
from core.domain.rules import PROGRAM_RULES
from core.domain.text import clean
from core.screens.errors import sentence
from core.screens.grammar import text

if TYPE_CHECKING:
    from core.domain.rules import Value

HEAD = (
    "# What the organisers of this program have decided. What is left out is as the settings say.\n"
    "# Apply it with: {called} program apply <this file>\n"
)


class BadFile(ValueError):
    """A file is no program; the text has a line for each mistake."""


def read(written: str) -> ProgramFile:
    """Return what a file says; JSON is YAML, too. Raises BadFile with everything that is wrong."""
    try:
        given = yaml.safe_load(written)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" See line {mark.line + 1}, column {mark.column + 1}." if mark else ""
        raise BadFile(f"This file is not YAML.{where}") from None
    except (ValueError, RecursionError):  # a date or a number that there is not, or brackets without end
        raise BadFile("This file is not YAML that can be read.") from None
    try:
        return read_program(given)
    except BadInput as bad:
        said = (f"{clean(name)}: {text(sentence(problem))}" for name, problem in bad.fields.items())
        raise BadFile("\n".join(said)) from None


def write(program: ProgramFile, called: str) -> str:
    """Return a program as a file; ``called`` is how this program is called on a command line."""
    body: str = yaml.safe_dump(program.written(), sort_keys=False, allow_unicode=True, width=110)
    return HEAD.format(called=called) + body


def difference(before: ProgramFile, after: ProgramFile) -> str:
    """Return a line for each thing that would change, or an empty text."""
    old, new = before.written(), after.written()
    if after.organisers is None:
        old.pop(ORGANISERS, None)
    names = [name for name in (*PROGRAM_RULES, ORGANISERS) if old.get(name) != new.get(name)]
    return "\n".join(f"{name}: {_shown(old.get(name))} → {_shown(new.get(name))}" for name in names)


def _shown(value: Value | None) -> str:
    if value is None:
        return "as the settings say"
    written: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=1000)
    return written.split("\n", maxsplit=1)[0]
