"""Mistakes in the rules: the table of moves, open times, limits and deadlines."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

MOVES, SLOTS, AVAILABLE = "core/domain/moves.py", "core/times/slots.py", "core/domain/availability.py"
POLICY, REQUESTS, DAYS = "core/domain/policy.py", "core/domain/requests.py", "core/times/local_days.py"
OF_MOVES = ("tests/domain/test_moves.py",)
OF_SLOTS = ("tests/times/test_slots.py", "tests/times/test_slots_against_oracle.py")
OF_TIMES = ("tests/domain/test_availability.py",)
OF_LIMITS = ("tests/promises/test_limits.py",)
OF_DEADLINES = ("tests/promises/test_deadlines.py", "tests/promises/test_limits.py")

MUTANTS = (
    Mutant(
        "a stranger to the act may do it",
        MOVES,
        "    if by not in ACTORS[act]:\n",
        "    if False:\n",
        OF_MOVES,
    ),
    Mutant(
        "a student may cancel as an administrator may, after the party was excluded from the move",
        MOVES,
        "    if by not in rule.who:\n",
        "    if False:\n",
        OF_MOVES,
    ),
    Mutant(
        "a window is still open at the instant at which it closes",
        MOVES,
        "return No(late) if closes is not None and at >= closes else None",
        "return No(late) if closes is not None and at > closes else None",
        OF_MOVES,
    ),
    Mutant(
        "a window opens an instant too late",
        MOVES,
        "    if opens is not None and at < opens:\n",
        "    if opens is not None and at <= opens:\n",
        OF_MOVES,
    ),
    Mutant(
        "a request can be answered at its deadline",
        MOVES,
        "by in ANSWERING and at >= booking.lapses_at",
        "by in ANSWERING and at > booking.lapses_at",
        OF_MOVES,
    ),
    Mutant(
        "one accepts one's own suggestion",
        MOVES,
        "    (PENDING, Act.ACCEPT_PROPOSAL): _go(Act.ACCEPT_PROPOSAL, ACCEPTED, plan=Plan.OTHERS),\n",
        "    (PENDING, Act.ACCEPT_PROPOSAL): _go(Act.ACCEPT_PROPOSAL, ACCEPTED, plan=Plan.ANYONES),\n",
        OF_MOVES,
    ),
    Mutant(
        "a version is not counted",
        MOVES,
        "version=booking.version + 1",
        "version=booking.version",
        (*OF_MOVES, "tests/store/test_on_sqlite.py"),
    ),
    Mutant(
        "a suggestion outlives the move that closes it",
        MOVES,
        '        changes.setdefault("proposal", None)\n',
        '        changes.setdefault("proposal", booking.proposal)\n',
        OF_MOVES,
    ),
    Mutant(
        "a session completes before its grace is over",
        MOVES,
        "lambda _start, end, grace: (end + grace, None",
        "lambda _start, end, grace: (end, None",
        OF_MOVES,
    ),
    Mutant(
        "somebody is absent as soon as the session begins",
        MOVES,
        "ABSENT_AFTER = timedelta(minutes=10)",
        "ABSENT_AFTER = timedelta(0)",
        OF_MOVES,
    ),
    Mutant(
        "the answer deadline lies after the start",
        POLICY,
        "return min(now + self.answer_within, latest if latest > now else start)",
        "return now + self.answer_within",
        OF_DEADLINES,
    ),
    Mutant(
        "a request may be answered up to its start, however early it was made",
        POLICY,
        "answer_before_start: timedelta = timedelta(hours=1)",
        "answer_before_start: timedelta = timedelta(0)",
        OF_DEADLINES,
    ),
    Mutant(
        "one request more than the limit may wait",
        REQUESTS,
        "standing.open_requests >= policy.open_requests",
        "standing.open_requests > policy.open_requests",
        OF_LIMITS,
    ),
    Mutant(
        "requests are not limited by the hour",
        REQUESTS,
        "standing.requests_last_hour >= policy.requests_per_hour",
        "standing.requests_last_hour >= 10**9",
        OF_LIMITS,
    ),
    Mutant(
        "the usual limit of open requests is another",
        POLICY,
        "open_requests: int = 5",
        "open_requests: int = 50",
        OF_LIMITS,
    ),
    Mutant(
        "one asks the same mentor twice",
        REQUESTS,
        "(waiting is not None, Problem(",
        "(False, Problem(",
        OF_LIMITS,
    ),
    Mutant(
        "one books oneself",
        REQUESTS,
        "(student.id == mentor.person.id, Problem(",
        "(False, Problem(",
        ("tests/journeys/test_bad_input.py",),
    ),
    Mutant(
        "sessions back to back overlap",
        AVAILABLE,
        "return any(one.start < slot.ends_at and slot.starts_at < one.end for one in held)",
        "return any(one.start <= slot.ends_at and slot.starts_at <= one.end for one in held)",
        OF_TIMES,
    ),
    Mutant(
        "a session within the buffer of another is taken",
        AVAILABLE,
        "if gap and one.start - around < slot.ends_at and slot.starts_at < one.end + around:",
        "if gap and one.start < slot.ends_at and slot.starts_at < one.end:",
        OF_TIMES,
    ),
    Mutant(
        "the notice is not asked for",
        AVAILABLE,
        "return slot.starts_at < wanted.now + timedelta(minutes=wanted.terms.notice)",
        "return slot.starts_at < wanted.now",
        OF_TIMES,
    ),
    Mutant(
        "a week that is full takes one more",
        AVAILABLE,
        "sessions_in_week(wanted.of_mentor, place, slot.starts_at) >= cap",
        "sessions_in_week(wanted.of_mentor, place, slot.starts_at) > cap",
        OF_TIMES,
    ),
    Mutant(
        "a student picks a time on a day off",
        AVAILABLE,
        "    Way.SUGGESTED: frozenset({Objection.OUTSIDE_HOURS}),\n",
        "    Way.SUGGESTED: frozenset({Objection.OUTSIDE_HOURS, Objection.DAY_OFF}),\n",
        OF_TIMES,
    ),
    Mutant(
        "a mentor agrees to a time at which they are busy",
        AVAILABLE,
        "            Objection.WEEK_FULL,\n        }",
        "            Objection.WEEK_FULL,\n            Objection.MENTOR_BUSY,\n        }",
        OF_TIMES,
    ),
    Mutant(
        "the second of two equal hours is taken for the first",
        DAYS,
        "shown = (_EPOCH + timedelta(seconds=instant)).astimezone(place)",
        "shown = (_EPOCH + timedelta(seconds=instant)).astimezone(place).replace(fold=0)",
        OF_SLOTS,
    ),
    Mutant(
        "a day on which the clocks change is taken for an ordinary one",
        DAYS,
        "if today == tomorrow and today[0] == today[1] else None",
        "if today[0] == today[1] else None",
        OF_SLOTS,
    ),
    Mutant(
        "an open time reaches an instant beyond the hours",
        SLOTS,
        "    lasts = [over - length for _, over in opened]\n",
        "    lasts = [over - length + 60 for _, over in opened]\n",
        OF_SLOTS,
    ),
    Mutant(
        "the last second of the notice is not waited for",
        SLOTS,
        "earliest = max(_ceil(start), _ceil(now) + notice_minutes * 60)",
        "earliest = max(_ceil(start), _ceil(now))",
        OF_SLOTS,
    ),
    Mutant(
        "a buffer counts on one side only",
        SLOTS,
        "if (free := free + buffer) > low:",
        "if (free := free) > low:",
        OF_SLOTS,
    ),
    Mutant(
        "a full week offers times",
        SLOTS,
        "if not spans or (full and _monday(day) in full):",
        "if not spans:",
        OF_SLOTS,
    ),
    Mutant(
        "the end of a window belongs to it",
        SLOTS,
        "latest = _ceil(end) - 1",
        "latest = _ceil(end)",
        OF_SLOTS,
    ),
)
