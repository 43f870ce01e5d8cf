"""Every mistake that is tried."""

from __future__ import annotations

from tests.mutants import delivery, heard, rules, running, speech, storage, telling

MUTANTS = (
    *delivery.MUTANTS,
    *rules.MUTANTS,
    *storage.MUTANTS,
    *speech.MUTANTS,
    *telling.MUTANTS,
    *running.MUTANTS,
    *heard.MUTANTS,
)
