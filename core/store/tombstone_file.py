"""The file of tombstones: beside the database and never part of a backup, so that a restored one finds it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.domain.tombstones import Tombstone

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_HEAD = (
    "# Who asked to be erased, as a day, a key and a keyed hash. Keep this file when you restore a backup.\n"
)


@dataclass(frozen=True, slots=True)
class TombstoneFile:
    """One line for each tombstone; lines are added and never changed. Both methods raise OSError."""

    path: Path

    def read(self) -> frozenset[Tombstone]:
        """Return what the file holds; a line that can't be read is none."""
        try:
            lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return frozenset()
        return frozenset(one for one in map(Tombstone.read, lines) if one is not None)

    def add(self, stones: Iterable[Tombstone]) -> None:
        """Write tombstones at the end, and wait until they are on the disk."""
        said = "".join(f"{one.line}\n" for one in sorted(stones, key=lambda one: (one.at, one.digest)))
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            text = said if os.fstat(handle).st_size else _HEAD + said
            os.write(handle, text.encode())
            os.fsync(handle)
        finally:
            os.close(handle)
