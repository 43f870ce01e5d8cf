"""Setting a program up: what has to be there until people can book."""

from __future__ import annotations

import enum


class Step(enum.StrEnum):
    """One thing to do, in the order in which it is done."""

    NAMED = "named"
    ADMISSION = "admission"
    MENTOR = "mentor"
    HOURS = "hours"
    ANNOUNCED = "announced"
    ACCEPTED = "accepted"
