"""One line of a measurement: the product beside a peer from the same run, and the goal it has, if any."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """``product`` and ``peer`` are in ``unit``; in a unit that ends in ``/s`` more is better, else less.

    ``against`` says what the peer is. A goal bounds the ratio, product ÷ peer, from above or from below, or
    the product's own number from above (``at_most``, in ``unit``).
    """

    name: str
    product: float
    peer: float
    unit: str
    against: str
    ratio_at_most: float | None = None
    ratio_at_least: float | None = None
    at_most: float | None = None

    @property
    def ratio(self) -> float:
        """Product ÷ peer."""
        return self.product / self.peer

    @property
    def goal(self) -> str:
        """The goal in words, empty when there is none."""
        bounds = (
            ("≤", self.ratio_at_most, "x"),
            ("≥", self.ratio_at_least, "x"),
            ("≤", self.at_most, f" {self.unit}"),
        )
        return ", ".join(f"{sign} {bound:.3g}{unit}" for sign, bound, unit in bounds if bound is not None)

    @property
    def met(self) -> bool:
        """Whether the goal is kept; a row without a goal always is well."""
        too_high = self.ratio_at_most is not None and self.ratio > self.ratio_at_most
        too_low = self.ratio_at_least is not None and self.ratio < self.ratio_at_least
        too_much = self.at_most is not None and self.product > self.at_most
        return not (too_high or too_low or too_much)
