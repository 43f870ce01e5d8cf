"""The policy that holds now: one object for everybody who asks, so that a change counts at once everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.domain.policy import Policy


class CurrentPolicy:
    """Called, it returns the policy. ``usual`` is what the settings say, where the program says nothing else."""

    __slots__ = ("usual", "value")

    def __init__(self, usual: Policy) -> None:
        self.usual = usual
        self.value = usual

    def __call__(self) -> Policy:
        """Return the policy that holds at this moment."""
        return self.value
