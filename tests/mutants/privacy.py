"""Mistakes in what exports, erases and forgets people."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ERASING, OWN = "core/store/statements/erasing.py", "core/store/statements/own_data.py"
TESTS = ("tests/promises/test_privacy.py",)
FEEDS = ("tests/store/test_on_sqlite.py", "tests/test_calendar_page.py", "tests/journeys/test_calendar.py")

MUTANTS = (
    Mutant(
        "a topic stays when its student is erased",
        "core/domain/erasure.py",
        '"topic": neutral.topic',
        '"topic": booking.topic',
        TESTS,
    ),
    Mutant(
        "words stay in the lines of the history",
        ERASING,
        "        self._run_each(_REWRITE, lines)\n",
        "",
        TESTS,
    ),
    Mutant(
        "what waits on a session is left there",
        ERASING,
        "for statement in (*_BESIDE, *_OF_SESSIONS):",
        "for statement in _BESIDE:",
        TESTS,
    ),
    Mutant(
        "the address stays",
        ERASING,
        "        self._run(_MOVED_OUT.values(where), who=who)\n",
        "",
        TESTS,
    ),
    Mutant(
        "who was erased is told on",
        ERASING,
        ".values(platform=NOWHERE, behind=False)",
        ".values(behind=False)",
        TESTS,
    ),
    Mutant(
        "an export has the private notes of the other side",
        OWN,
        "sa.or_(_n.writer == _WHO, _n.shared)",
        "sa.true()",
        TESTS,
    ),
    Mutant(
        "a mentor's export has what others wrote to wait for them",
        "core/store/held_sessions.py",
        'whose=("student",)',
        "whose=()",
        TESTS,
    ),
    Mutant(
        "a restored backup brings people back",
        "core/services/privacy.py",
        "            await self.erase(person)\n",
        "            pass\n",
        TESTS,
    ),
    Mutant(
        "sessions are removed while they are young",
        "core/store/statements/retention.py",
        "_b.decided_at < _BEFORE",
        "sa.true()",
        TESTS,
    ),
    Mutant(
        "who is blocked begins anew once they are erased",
        "core/services/privacy.py",
        "keep_block(stone, blocked=blocked)",
        "keep_block(stone, blocked=False)",
        ("tests/promises/test_organisers_and_people.py",),
    ),
    Mutant(
        "what somebody suggested with another time stays",
        "core/domain/erasure.py",
        'proposal = replace(proposal, note="")',
        "pass",
        TESTS,
    ),
    Mutant(
        "a mentor's own room stays when they are erased",
        "core/domain/erasure.py",
        'reply="", link=None, reason=reason',
        'reply="", reason=reason',
        TESTS,
    ),
    Mutant(
        "words about a session stay when their writer is erased",
        "core/store/held_sessions.py",
        'blank={"words": "", "for_organisers": False}',
        'blank={"for_organisers": False}',
        TESTS,
    ),
    Mutant(
        "retention ends a day early",
        "core/domain/policy.py",
        "days=self.retention_months * DAYS_A_MONTH)",
        "days=self.retention_months * DAYS_A_MONTH - 1)",
        TESTS,
    ),
    Mutant(
        "a program that keeps everything keeps nothing",
        "core/domain/policy.py",
        " if self.retention_months else None",
        "",
        TESTS,
    ),
    Mutant(
        "the secret of a calendar feed can be read in the database",
        "core/domain/calendar_feed.py",
        "hashlib.sha256(secret.encode()).hexdigest()",
        "secret",
        ("tests/screens/test_calendar_feed.py",),
    ),
    Mutant(
        "a calendar feed has requests that nobody agreed to",
        "core/store/statements/feeds.py",
        "            among(_b.status, Status.ACCEPTED, Status.COMPLETED),\n",
        "",
        FEEDS,
    ),
    Mutant(
        "a formula behind a space runs in a spreadsheet",
        "core/screens/exports.py",
        "cell.lstrip(BEFORE_A_FORMULA).startswith(BEGIN_A_FORMULA)",
        "cell.startswith(BEGIN_A_FORMULA)",
        ("tests/screens/test_exports.py",),
    ),
)
