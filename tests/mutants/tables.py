"""Every mistake that is tried."""

from __future__ import annotations

from tests.mutants import rules, speech, storage

MUTANTS = (*rules.MUTANTS, *storage.MUTANTS, *speech.MUTANTS)
