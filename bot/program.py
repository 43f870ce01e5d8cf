"""The program's own name on a command line: sentences tell people what to type, and it has to work where they are."""

from __future__ import annotations

from pathlib import Path

INSTALLED = "mentor-booking-bot"
CHECKED_OUT = "python3 dev bot"


def command(root: Path) -> str:
    """Return how the program is called whose packages stand in ``root``: by ``dev`` where that stands beside them."""
    return CHECKED_OUT if (root / "dev").is_file() else INSTALLED


CALLED = command(Path(__file__).parents[1])
