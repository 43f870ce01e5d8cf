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
        "if all(one.notice.kind in SILENT for one in true) and not _had_a_card(true[-1]):",
        "if False:",
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
        "pausing: a pause that is delivered twice is told twice",
        "core/services/standing.py",
        "what is not Step.PAUSE or (standing.paused_until, standing.word) == (until, word)",
        "what is not Step.PAUSE",
        BY_ORGANISERS,
    ),
    Mutant(
        "blocking: the ways in are open",
        "core/handlers/router.py",
        "if me.blocked and call.route in WAYS_IN:",
        "if False:",
        BY_ORGANISERS,
    ),
    Mutant(
        "approving: who waits for a yes is offered already",
        "core/domain/standing.py",
        "and self.approval is Approval.GIVEN",
        "and self.approval is not Approval.DECLINED",
        (*BY_ORGANISERS, "tests/domain/test_standing.py"),
    ),
    Mutant(
        "approving: the second organiser's answer counts",
        "core/domain/standing.py",
        """            lambda one: one.approval is Approval.WANTED,
            AlreadyDone("already_answered"),
            {"approval": Approval.DECLINED},""",
        """            lambda _: True,
            AlreadyDone("already_answered"),
            {"approval": Approval.DECLINED},""",
        (*BY_ORGANISERS, "tests/domain/test_standing.py"),
    ),
    Mutant(
        "blocking: a session is called off although it shall go on",
        "core/handlers/people.py",
        "return await _blocked(services, call, me, call_off=False)",
        "return await _blocked(services, call, me, call_off=True)",
        BY_ORGANISERS,
    ),
    Mutant(
        "reminding: what one person has chosen does not count",
        "core/domain/notices.py",
        "in reminded(chosen.get(person)) and",
        "in reminded(None) and",
        ("tests/domain/test_notices.py", "tests/store/test_on_sqlite.py"),
    ),
)
