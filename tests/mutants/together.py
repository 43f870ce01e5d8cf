"""Mistakes in what belongs together: the sessions of a series, and the line of those who wait for a mentor."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

SERIES, DATES = "core/services/series.py", "core/domain/series.py"
NOTICES, MOVES, LINES = "core/domain/notices.py", "core/domain/moves.py", "core/services/waiting_lists.py"
OF_SERIES = ("tests/promises/test_series.py", "tests/domain/test_series.py")
OF_LINES = ("tests/promises/test_waiting_lists.py", "tests/domain/test_moves.py")

MUTANTS = (
    Mutant(
        "each session of a series rings",
        NOTICES,
        "    if booking.told_with is not None or (",
        "    if (",
        OF_SERIES,
    ),
    Mutant(
        "a series is sent although a date has changed",
        SERIES,
        "if plan.mask != mask or not requests:",
        "if not requests:",
        OF_SERIES,
    ),
    Mutant(
        "a series keeps its distance and not its hour",
        DATES,
        "    local = start.astimezone(zone)\n",
        "    local = start\n",
        OF_SERIES,
    ),
    Mutant(
        "the dates of a series do not know of each other",
        DATES,
        "            taken.append(Busy(",
        "            list[Busy]().append(Busy(",
        OF_SERIES,
    ),
    Mutant(
        "each session of a series has a deadline of its own",
        DATES,
        ", answer_by=first.answer_by)",
        ")",
        OF_SERIES,
    ),
    Mutant(
        "the first card of a series is left as it was",
        NOTICES,
        "*_second_asking(moved), *_series(moved))\n",
        "*_second_asking(moved))\n",
        OF_SERIES,
    ),
    Mutant(
        "the mentor may answer a time that is held",
        MOVES,
        "    if booking.held_until is not None and act not in WHILE_HELD:\n",
        "    if False:\n",
        OF_LINES,
    ),
    Mutant(
        "who was offered a time stays in line",
        LINES,
        "            tx.leave_line(mentor, place.student)\n            return True, behind\n",
        "            return True, behind\n",
        OF_LINES,
    ),
    Mutant(
        "whoever stands far behind in a line is never looked at",
        LINES,
        "return False, line[-1] if line else None",
        "return False, None",
        OF_LINES,
    ),
    Mutant(
        "what is called off waits for the sweep",
        "core/services/bookings.py",
        "            await self._lines.fill(outcome.view.booking.mentor)\n",
        "            pass\n",
        OF_LINES,
    ),
    Mutant(
        "hours that are opened are held for nobody",
        "core/services/bookings.py",
        "return await self._write(work) + await self._lines.fill_all()",
        "return await self._write(work)",
        OF_LINES,
    ),
    Mutant(
        "a time is held for a day",
        "core/domain/waiting.py",
        "HELD_FOR = timedelta(hours=2)",
        "HELD_FOR = timedelta(hours=24)",
        OF_LINES,
    ),
    Mutant(
        "a time is held for who was blocked while they waited",
        LINES,
        "            if tx.standing(place.student).blocked:\n                continue\n",
        "",
        OF_LINES,
    ),
    Mutant(
        "of a series other dates are accepted than those that were looked at",
        SERIES,
        "if partly.against and (mask != partly.mask or not partly.free):",
        "if partly.against and (mask is None or not partly.free):",
        OF_SERIES,
    ),
    Mutant(
        "dates of a series that cannot be accepted wait on without a card",
        SERIES,
        "                self._tick(tx, one, OneByOne(), now)\n",
        "                pass\n",
        OF_SERIES,
    ),
)
