"""Mistakes in what exports, erases and forgets people."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ERASING, OWN = "core/store/statements/erasing.py", "core/store/statements/own_data.py"
TESTS = ("tests/promises/test_privacy.py",)

MUTANTS = (
    Mutant(
        "a topic stays when its student is erased",
        "core/domain/erasure.py",
        'topic=neutral.topic, message=""',
        'message=""',
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
)
