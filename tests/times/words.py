"""What a person reads when hours or days cannot be read."""

from __future__ import annotations

from core.domain.errors import Problem
from core.screens.errors import sentence
from core.times.weekly_hours import BadHours
from tests.plain import line


def said(error: BadHours) -> str:
    """Return the sentence of an error as text."""
    return line(sentence(Problem(error.code, **error.facts)))
