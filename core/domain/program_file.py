"""A program as a file: everything that organisers decide, read with all of its mistakes at once, and written."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.domain.errors import BadInput, Problem
from core.domain.people import Address
from core.domain.rules import PROGRAM_RULES, check_groups, read_rules

if TYPE_CHECKING:
    from core.domain.rules import Rules, Value

ORGANISERS = "organisers"
WHOLE_FILE = "file"
"""The name of what is wrong with a file as a whole."""
EVERYWHERE = "-"
"""The space of a platform whose user ids are the same everywhere."""


@dataclass(frozen=True, slots=True)
class ProgramFile:
    """What a file says. What no rule is there for is as the settings say; ``organisers`` None leaves them alone."""

    rules: Rules = field(default_factory=dict)
    organisers: tuple[Address, ...] | None = None

    def written(self) -> dict[str, Value]:
        """Return it as it stands in a file, in one order."""
        rules = {name: self.rules[name] for name in PROGRAM_RULES if name in self.rules}
        people = sorted(map(written_address, self.organisers or ()))
        return rules if self.organisers is None else {**rules, ORGANISERS: people}


def read_program(given: object) -> ProgramFile:
    """Return what a file says; raises BadInput with the problem of each line that is wrong, by its name."""
    if given is None:
        return ProgramFile()
    if not isinstance(given, Mapping):
        raise BadInput({WHOLE_FILE: Problem("file_no_mapping")})
    names = {str(name): value for name, value in given.items()}
    wrong = {name: _unknown(name) for name in names if name not in {*PROGRAM_RULES, ORGANISERS}}
    rules: Rules = {}
    try:
        rules = read_rules({name: value for name, value in names.items() if name in PROGRAM_RULES})
        check_groups(rules)
    except BadInput as bad:
        wrong |= bad.fields
    people: tuple[Address, ...] | None = None
    if ORGANISERS in names:
        try:
            people = _people(names[ORGANISERS])
        except BadInput as bad:
            wrong |= bad.fields
    if wrong:
        raise BadInput(wrong)
    return ProgramFile(rules, people)


def written_address(address: Address) -> str:
    """Return an address as it stands in a file: ``slack:T0123:U0123``, ``discord:112233``."""
    parts = (address.platform, address.space, address.user)
    return ":".join(part for part in parts if part != EVERYWHERE)


def _people(given: object) -> tuple[Address, ...]:
    if not isinstance(given, list):
        raise BadInput({ORGANISERS: Problem("file_organisers")})
    found = [_address(one) if isinstance(one, str) else None for one in given]
    if not all(found):
        raise BadInput({ORGANISERS: Problem("file_organisers")})
    return tuple(dict.fromkeys(one for one in found if one))


def _address(text: str) -> Address | None:
    match text.strip().split(":"):
        case ["slack", space, user] if (space + user).isascii() and space.isalnum() and user.isalnum():
            return Address("slack", space, user)
        case ["discord", user] if user.isascii() and user.isdigit():
            return Address("discord", EVERYWHERE, user)
        case _:
            return None


def _unknown(name: str) -> Problem:
    known = (*PROGRAM_RULES, ORGANISERS)
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return Problem("file_unknown_rule", choices=tuple(near) or known)
