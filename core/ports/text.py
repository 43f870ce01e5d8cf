"""How text is counted and cut, for whoever renders it."""

from __future__ import annotations

from core.domain.text import cut, units

__all__ = ["cut", "units"]
