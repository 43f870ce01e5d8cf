"""Every mistake that is tried."""

from __future__ import annotations

from tests.mutants import (
    asking,
    busy_calendars,
    calendars,
    delivery,
    directory,
    meetings,
    organisers,
    privacy,
    rules,
    running,
    speech,
    storage,
    telling,
    together,
)

MUTANTS = (
    *busy_calendars.MUTANTS,
    *calendars.MUTANTS,
    *delivery.MUTANTS,
    *directory.MUTANTS,
    *rules.MUTANTS,
    *storage.MUTANTS,
    *speech.MUTANTS,
    *telling.MUTANTS,
    *running.MUTANTS,
    *asking.MUTANTS,
    *meetings.MUTANTS,
    *organisers.MUTANTS,
    *privacy.MUTANTS,
    *together.MUTANTS,
)
