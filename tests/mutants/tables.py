"""Every mistake that is tried."""

from __future__ import annotations

from tests.mutants import calendars, delivery, rules, speech, storage

MUTANTS = (*calendars.MUTANTS, *delivery.MUTANTS, *rules.MUTANTS, *storage.MUTANTS, *speech.MUTANTS)
