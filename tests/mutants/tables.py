"""Every mistake that is tried."""

from __future__ import annotations

from tests.mutants import (
    accounts,
    asking,
    busy_calendars,
    calendars,
    chats,
    delivery,
    directory,
    meetings,
    organisers,
    people,
    privacy,
    rules,
    running,
    speech,
    storage,
    telling,
    together,
)

MUTANTS = (
    *accounts.MUTANTS,
    *busy_calendars.MUTANTS,
    *calendars.MUTANTS,
    *chats.MUTANTS,
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
    *people.MUTANTS,
    *privacy.MUTANTS,
    *together.MUTANTS,
)
