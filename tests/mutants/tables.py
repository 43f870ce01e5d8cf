"""Every mistake that is tried."""

from __future__ import annotations

from tests.mutants import delivery, rules, speech, storage

MUTANTS = (*delivery.MUTANTS, *rules.MUTANTS, *storage.MUTANTS, *speech.MUTANTS)
