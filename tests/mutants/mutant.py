"""One mistake: a piece of code, what stands there instead, and the tests that have to notice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Mutant:
    """``breaks`` says in words what no longer holds; ``tests`` are paths, or single tests as pytest names them."""

    breaks: str
    path: str
    old: str
    new: str
    tests: tuple[str, ...]

    def applied(self, root: Path = ROOT) -> str:
        """Return the file's text with the mistake in it; raises ValueError unless the piece stands there once."""
        text = (root / self.path).read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise ValueError(f"{self.path} holds {text.count(self.old)} times: {self.old!r}")
        return text.replace(self.old, self.new)
