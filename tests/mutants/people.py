"""Mistakes in who mentors and who books: stopping, handing over, pausing and blocking."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

BY_STOPPING = ("tests/promises/test_standing_of_people.py",)
BY_ORGANISERS = ("tests/promises/test_organisers_and_people.py",)

MUTANTS = (
    Mutant(
        "stopping: requests are declined that were on no list",
        "core/services/standing.py",
        "if found.mark != mark:",
        "if False:",
        BY_STOPPING,
    ),
    Mutant(
        "stopping: a place in line is given for a mentor who has stopped",
        "core/services/waiting_lists.py",
        "if not known.offered or",
        "if False or",
        BY_STOPPING,
    ),
    Mutant(
        "handing over: a mentor takes the place of themselves",
        "core/services/endings.py",
        "or to == known.mentor ",
        "",
        BY_STOPPING,
    ),
    Mutant(
        "handing over: the old card comes back beside the new one",
        "core/delivery/message.py",
        " and not _went_on(true[-1])",
        "",
        BY_STOPPING,
    ),
    Mutant(
        "pausing: a mentor ends the pause of an organiser",
        "core/services/people.py",
        "if pauses and tx.standing(person.id).is_paused(self._clock()):",
        "if False:",
        BY_ORGANISERS,
    ),
    Mutant(
        "blocking: the ways in are open",
        "core/handlers/router.py",
        "if me.blocked and call.route in WAYS_IN:",
        "if False:",
        BY_ORGANISERS,
    ),
)
