"""Mistakes in the directory, and in asking any suitable mentor."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

DIRECTORY, SEARCH = "core/domain/directory.py", "core/domain/mentor_search.py"
HAND_OVER, NOTICES = "core/services/hand_over.py", "core/domain/notices.py"
BOOKINGS = "core/services/bookings.py"
OF_DIRECTORY = ("tests/domain/test_directory.py",)
OF_RANKS = ("tests/domain/test_mentor_search.py",)
OF_HAND_OVER = ("tests/promises/test_hand_over.py",)

MUTANTS = (
    Mutant(
        "who has time at the very end of the look is passed over",
        DIRECTORY,
        "return end - at >= SHORTEST_SESSION * 60",
        "return end - at > SHORTEST_SESSION * 60",
        OF_DIRECTORY,
    ),
    Mutant(
        "two answers tell how soon a mentor answers",
        DIRECTORY,
        "ENOUGH_ANSWERS = 3",
        "ENOUGH_ANSWERS = 2",
        OF_DIRECTORY,
    ),
    Mutant(
        "a name counts as something that is known",
        SEARCH,
        'said.partition("\\n")[2]',
        "said",
        OF_RANKS,
    ),
    Mutant(
        "who has most to do is asked first",
        SEARCH,
        "one.load, waits, one.person",
        "-one.load, waits, one.person",
        OF_HAND_OVER + OF_RANKS,
    ),
    Mutant(
        "each of three has the whole time to answer",
        "core/domain/policy.py",
        "self.answer_within / 3",
        "self.answer_within",
        OF_RANKS,
    ),
    Mutant(
        "a request ends with the first mentor who can't take it",
        HAND_OVER,
        "if search and search.ahead else None",
        "if search and not search.ahead else None",
        OF_HAND_OVER,
    ),
    Mutant(
        "the next mentor is asked although they have no time",
        HAND_OVER,
        "if asked is not None and self.refusal(tx, asked, instead=booking.id) is None:",
        "if asked is not None:",
        OF_HAND_OVER,
    ),
    Mutant(
        "the student has a card for each mentor who was asked",
        HAND_OVER,
        "        tx.carry_card(booking.id, following.booking.id, booking.student)\n",
        "",
        OF_HAND_OVER,
    ),
    Mutant(
        "a card is sent of whoever was asked before",
        NOTICES,
        "    if booking.is_passed_on and notice.kind in CARDS:\n        return False\n",
        "",
        OF_HAND_OVER,
    ),
    Mutant(
        "a withdrawal is lost where the request has gone on",
        BOOKINGS,
        "if role is Role.STUDENT and booking.is_passed_on:",
        "if False:",
        OF_HAND_OVER,
    ),
    Mutant(
        "an old button does to the next mentor's booking what was meant for the first",
        BOOKINGS,
        "version = None if isinstance(press.doing, Cancel) else OF_ANOTHER",
        "version = None",
        OF_HAND_OVER,
    ),
)
