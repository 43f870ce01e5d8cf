"""Mistakes in who is told what and until when, in what an act changes, and in what an audit finds."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ACTS, BOOKING, MOVES = (f"core/domain/{one}.py" for one in ("acts", "booking", "moves"))
NOTICES, DIGESTS, FEEDBACK, AUDIT = (
    f"core/domain/{one}.py" for one in ("notices", "digests", "feedback", "audit")
)
QUIET = "core/times/quiet_hours.py"
OF_ACTS, OF_NOTICES = ("tests/domain/test_acts.py",), ("tests/domain/test_notices.py",)
OF_LAPSES, OF_FEEDBACK = ("tests/domain/test_booking.py",), ("tests/domain/test_feedback.py",)
OF_AUDITS, OF_NIGHTS = ("tests/domain/test_audit.py",), ("tests/times/test_quiet_hours.py",)

MUTANTS = (
    Mutant(
        "an edit does not count the deadline anew",
        ACTS,
        '            "answer_by": self.answer_by,\n        }',
        "        }",
        OF_ACTS,
    ),
    Mutant(
        "who called it off is forgotten",
        ACTS,
        'return {"reason": self.reason, "closed_by": by}',
        'return {"reason": self.reason}',
        OF_ACTS,
    ),
    Mutant(
        "a new time keeps the old length",
        ACTS,
        '{"slot": slot, "minutes": slot.minutes}\n        if',
        '{"slot": slot}\n        if',
        OF_ACTS,
    ),
    Mutant(
        "a new time has another room",
        ACTS,
        "if booking.link is not None or booking.link_state is LinkState.COMING:",
        "if self.link is None:",
        OF_ACTS,
    ),
    Mutant(
        "a suggested time that begins now can be taken",
        ACTS,
        "slots[self.choice].starts_at <= at",
        "slots[self.choice].starts_at < at",
        ("tests/domain/test_moves.py",),
    ),
    Mutant(
        "a request whose suggestion is closed outlives its start",
        ACTS,
        "min(start, lapses) if start else lapses",
        "lapses",
        OF_ACTS,
    ),
    Mutant(
        "a request lives on past its start",
        BOOKING,
        "lapses = min(start, self.answer_by) if start else self.answer_by",
        "lapses = self.answer_by",
        OF_LAPSES,
    ),
    Mutant(
        "a suggestion closes at its first time",
        BOOKING,
        "last = max(slot.starts_at",
        "last = min(slot.starts_at",
        OF_LAPSES,
    ),
    Mutant(
        "the grace of a program is that of all programs",
        MOVES,
        "lambda _start, end, grace: (end + grace,",
        "lambda _start, end, grace: (end + GRACE,",
        OF_ACTS,
    ),
    Mutant(
        "a request that lapsed is answered while no sweep has come by",
        MOVES,
        "if refused is None and booking.status is PENDING and by in ANSWERING and at >= booking.lapses_at:",
        "if False:",
        ("tests/domain/test_moves.py",),
    ),
    Mutant(
        "a reminder follows a session that was cancelled",
        NOTICES,
        "if booking.status is not Status.ACCEPTED or start is None or start != notice.start or now >= start:",
        "if start is None or start != notice.start or now >= start:",
        OF_NOTICES,
    ),
    Mutant(
        "a reminder names a time that was moved",
        NOTICES,
        "or start is None or start != notice.start or now >= start:",
        "or start is None or now >= start:",
        OF_NOTICES,
    ),
    Mutant(
        "a reminder comes as the session begins",
        NOTICES,
        "start != notice.start or now >= start:",
        "start != notice.start or now > start:",
        OF_NOTICES,
    ),
    Mutant(
        "a mentor who has answered is asked again",
        NOTICES,
        "            booking.status is Status.PENDING and booking.version == notice.version"
        " and now < booking.answer_by\n",
        "            booking.version == notice.version and now < booking.answer_by\n",
        OF_NOTICES,
    ),
    Mutant(
        "a mentor is asked again at the deadline",
        NOTICES,
        "now < booking.answer_by\n",
        "now <= booking.answer_by\n",
        OF_NOTICES,
    ),
    Mutant(
        "a card gets the buttons of a time that was moved",
        NOTICES,
        "booking.starts_at\n    return booking.status is Status.ACCEPTED and booking.starts_at == notice.start\n",
        "booking.starts_at\n    return booking.status is Status.ACCEPTED\n",
        OF_NOTICES,
    ),
    Mutant(
        "a reminder is planned for a moment that is now",
        NOTICES,
        "and start - ahead > now\n",
        "and start - ahead >= now\n",
        OF_NOTICES,
    ),
    Mutant(
        "a sentence is said of what has been undone",
        "core/domain/notice_kinds.py",
        "Kind.REJECTED: frozenset({Status.REJECTED})",
        "Kind.REJECTED: frozenset(Status)",
        OF_NOTICES,
    ),
    Mutant(
        "who has answered how it was is asked again",
        NOTICES,
        "    if notice.kind is Kind.FEEDBACK_AGAIN and answered:\n        return False\n",
        "",
        OF_NOTICES,
    ),
    Mutant(
        "a mentor is asked at night",
        NOTICES,
        "due_at = night.awake(due, after=moved.at, before=booking.answer_by) if night else due",
        "due_at = due",
        OF_NIGHTS,
    ),
    Mutant(
        "the first minute of the night is day",
        QUIET,
        "instant.astimezone(zone).time() < begin",
        "instant.astimezone(zone).time() <= begin",
        OF_NIGHTS,
    ),
    Mutant(
        "the first minute of the morning is night",
        QUIET,
        "not end <= instant",
        "not end < instant",
        OF_NIGHTS,
    ),
    Mutant(
        "it is asked at eight although the time is up at eight",
        QUIET,
        "if morning < before:",
        "if morning <= before:",
        OF_NIGHTS,
    ),
    Mutant(
        "what was said before is told as news",
        DIGESTS,
        "return later.version > head.version and later.kind",
        "return later.kind",
        ("tests/domain/test_digests.py",),
    ),
    Mutant(
        "a last call is drawn forward and told to nobody",
        DIGESTS,
        "drawn = other.kind is Kind.NUDGE_HALF or head.kind is Kind.NUDGE_LAST",
        "drawn = True",
        ("tests/domain/test_digests.py",),
    ),
    Mutant(
        "a mentor reads kind words before they have answered",
        FEEDBACK,
        'return student.words if mentor is not None or is_open else ""',
        "return student.words",
        OF_FEEDBACK,
    ),
    Mutant(
        "a mentor reads words that were not kind",
        FEEDBACK,
        " or student.score is not Score.GOOD:",
        ":",
        OF_FEEDBACK,
    ),
    Mutant(
        "the student reads what the mentor said",
        "core/domain/booking_view.py",
        "            return replace(self, mine=student)\n",
        "            return replace(self, mine=mentor)\n",
        OF_FEEDBACK,
    ),
    Mutant(
        "an audit misses a notice that was never stored",
        AUDIT,
        "        if notice.key not in record.told:\n",
        "        if False:\n",
        OF_AUDITS,
    ),
    Mutant(
        "an audit misses somebody who waits for news in vain",
        AUDIT,
        "in lost and news.key not in record.told",
        "in ()",
        OF_AUDITS,
    ),
    Mutant(
        "an audit misses an old card",
        AUDIT,
        "< booking.version:\n            yield _once",
        "< 0:\n            yield _once",
        OF_AUDITS,
    ),
    Mutant(
        "an audit misses a request without a card",
        AUDIT,
        "        lost = role is Role.MENTOR and",
        "        lost = False and",
        OF_AUDITS,
    ),
    Mutant(
        "an audit misses time that is not held",
        AUDIT,
        "    if dict(record.held) != (",
        "    if False and dict(record.held) != (",
        OF_AUDITS,
    ),
    Mutant("an audit misses an overlap", AUDIT, "    if record.overlaps:\n", "    if False:\n", OF_AUDITS),
    Mutant(
        "an audit misses a gap in a history",
        AUDIT,
        "    whole = versions == list(range(1, record.booking.version + 1))",
        "    whole = True",
        OF_AUDITS,
    ),
    Mutant(
        "an audit misses a booking that is not what its history says",
        AUDIT,
        "if not whole or record.moves[-1].booking != record.booking:",
        "if not whole:",
        OF_AUDITS,
    ),
    Mutant(
        "an audit repairs for ever what does not get better",
        AUDIT,
        "    return Finding(fault, tried=before.done_at is not None)",
        "    return Finding(fault, repair)",
        OF_AUDITS,
    ),
    Mutant(
        "an audit draws a card that is just being drawn",
        AUDIT,
        "SETTLING = timedelta(minutes=2)",
        "SETTLING = timedelta(0)",
        OF_AUDITS,
    ),
)
