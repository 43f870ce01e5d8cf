"""What every renderer has to know of where something is shown."""

from __future__ import annotations

from dataclasses import dataclass

from core.ports.phrases import Phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderContext:
    """What is the same for everything that is shown in one workspace.

    People of ``workspace`` become mentions; ``prefix`` stands between the slash and a command's name.
    """

    workspace: str
    prefix: str
    phrases: Phrases
