"""Variables that look like ours and are none: a slip of the finger is said, and nothing else is."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from bot.environment import read_file
from bot.settings import IN_SMALL, SECRETS, VARIABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PREFIXES = ("SLACK_", "DISCORD_", "ZOOM_", "MEETING_")


def unknown(environ: Mapping[str, str], env_file: Path | None = None) -> tuple[str, ...]:
    """List what looks like one of our variables and is none, one sentence each, for ``doctor``.

    In ``env_file`` that is every unknown name; in the environment, which belongs to others as well, it is
    what begins like ours or differs from one by a slip of the finger.
    """
    known = {*VARIABLES, *IN_SMALL, *(f"{name}_FILE" for name in SECRETS)}
    ours = [
        name for name in environ if not name.upper().endswith("_PROXY")
    ]  # HTTP_PROXY is for other programs
    slips = [name for name in ours if name.startswith(PREFIXES) or _nearest(name, likeness=0.85)]
    names = [name for name in dict.fromkeys((*read_file(env_file), *slips)) if name not in known]
    return tuple(f"{name}: the bot does not know this variable.{_hint(name)}" for name in names)


def _hint(name: str) -> str:
    return "".join(f" Did you mean {nearest}?" for nearest in _nearest(name, likeness=0.7))


def _nearest(name: str, *, likeness: float) -> list[str]:
    return difflib.get_close_matches(name.upper(), VARIABLES, n=1, cutoff=likeness)
