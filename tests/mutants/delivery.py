"""Mistakes in delivery: leases, budgets, pauses, doubts, and who is told what could not be told."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

WORKER, ERRAND, SENDER = (f"core/delivery/{one}.py" for one in ("worker", "errand", "sender"))
LOCK_OUTS, DIGESTS = "core/delivery/lock_outs.py", "core/domain/digests.py"
OUTBOX = "core/store/statements/outbox_sql.py"
PAUSES, REQUESTS = "adapters/pauses.py", "adapters/discord/pausing_requests.py"
IN_TIME, TOLD = ("tests/promises/test_delivery.py",), ("tests/promises/test_told_or_given_up.py",)
PEOPLE, OWN = "core/services/people.py", ("tests/promises/test_ones_own.py",)
PLAYED = ("tests/journeys/test_slow_and_refused.py",)
OVERTAKEN, ON_DISCORD = ("tests/promises/test_overtaken.py",), ("tests/adapters/test_discord_platform.py",)

MUTANTS = (
    Mutant(
        "a claim holds for no time",
        WORKER,
        "LEASE = timedelta(seconds=10)",
        "LEASE = timedelta(0)",
        IN_TIME,
    ),
    Mutant("a send may last for ever", WORKER, "BUDGET.total_seconds()", "None", IN_TIME),
    Mutant(
        "what is for later is tried at once",
        WORKER,
        "return errand.postponed(now + timedelta(seconds=error.seconds))",
        "return errand.postponed(now)",
        IN_TIME,
    ),
    Mutant(
        "a refusal of the app does not pause its platform",
        WORKER,
        "self.lock_outs.begin(where, str(error), error.seconds)",
        "pass",
        IN_TIME,
    ),
    Mutant("sixteen messages try whether the app is taken again", LOCK_OUTS, "else 1", "else usual", IN_TIME),
    Mutant(
        "one platform takes the places of the other",
        WORKER,
        "if one.platform.name == platform and not one.ended",
        "if not one.ended",
        IN_TIME,
    ),
    Mutant(
        "the claim of a platform takes what is due on all of them",
        OUTBOX,
        "FRONT_ON = _front().where(_ON)",
        "FRONT_ON = _front()",
        ("tests/store/test_on_sqlite.py",),
    ),
    Mutant(
        "a person's next message goes while one is in flight",
        OUTBOX,
        "_o.first_try_at.is_not(None), _o.due_at > _NOW)",
        "sa.false())",
        ("tests/store/test_on_sqlite.py",),
    ),
    Mutant(
        "whoever closes a notice lets nobody by",
        "core/store/statements/outbox.py",
        "        if people:\n            self._run(sql.NEXT_IN_LINE, those=people)\n",
        "",
        ("tests/store/test_on_sqlite.py",),
    ),
    Mutant(
        "every claim looks again at all who wait",
        OUTBOX,
        "    .where(_o.recipient.in_(_THOSE), tables.NOT_BEHIND, _o.due_at <= _NOW, _IN_THIS_LINE)\n",
        "    .where(_o.recipient.in_(_THOSE), sa.false())\n",
        ("tests/store/test_on_sqlite.py",),
    ),
    Mutant(
        "what may have left is not in doubt when the time is up",
        SENDER,
        "        errand.sending = True\n",
        "",
        IN_TIME,
    ),
    Mutant(
        "what may have left is given back as untried",
        ERRAND,
        "        if self.sending:\n            return self.postponed(now)\n",
        "",
        IN_TIME,
    ),
    Mutant(
        "a card and the ping that says the same are both sent",
        DIGESTS,
        "    return tuple(one for one in others if _is_echo(head, one, now))\n",
        "    return ()\n",
        TOLD,
    ),
    Mutant(
        "nobody is told what was given up",
        ERRAND,
        "                _tell_the_others(tx, lost, reason, now, doubtful=self.in_doubt)\n",
        "                pass\n",
        ("tests/journeys/test_trouble.py::test_closed_direct_messages_on_slack_are_told_once", *TOLD),
    ),
    Mutant(
        "an unknown refusal is tried for hours",
        ERRAND,
        "MOST_FAILURES = 6",
        "MOST_FAILURES = 12",
        TOLD,
    ),
    Mutant(
        "a restart forgets every pause",
        PAUSES,
        "        if not self._loaded:\n            await self._read()\n",
        "",
        PLAYED,
    ),
    Mutant(
        "a global limit pauses one route",
        REQUESTS,
        "EVERYTHING if _IS_GLOBAL.get() else bucket",
        "bucket",
        PLAYED,
    ),
    Mutant(
        "conversations that open too fast pause one message",
        REQUESTS,
        "error.code == OPENING_TOO_FAST",
        "error.code == 1",
        PLAYED,
    ),
    Mutant(
        "what had arrived after all stays as it was",
        SENDER,
        "                await errand.platform.edit(delivery.recipient.address, found, message, key=errand.key)\n",
        "                pass\n",
        (f"{TOLD[0]}::test_what_had_arrived_after_all_is_brought_up_to_date",),
    ),
    Mutant(
        "what may have arrived is given up, and told again when its reader is back",
        ERRAND,
        "        if not self.in_doubt or looking is None:\n            return self.given_up(error.reason, now)\n",
        "        return self.given_up(error.reason, now)\n",
        (f"{TOLD[0]}::test_what_may_have_arrived_is_not_told_again_when_its_reader_is_back",),
    ),
    Mutant(
        "a refusal that nobody foresaw is tried as soon each time",
        ERRAND,
        "now + RETRY_PAUSE * 2**failures, failed=True",
        "now + RETRY_PAUSE, failed=True",
        (f"{TOLD[0]}::test_a_refusal_nobody_foresaw_is_tried_later_each_time",),
    ),
    Mutant(
        "anybody takes away a mentor's kind of session",
        PEOPLE,
        "if found is not None and found.mentor == person.id:",
        "if found is not None:",
        OWN,
    ),
    Mutant(
        "anybody opens what was typed while the database was away",
        PEOPLE,
        "self._held.get((person.address, key))",
        "next((one for (_, at), one in self._held.items() if at == key), None)",
        OWN,
    ),
    Mutant(
        "somebody who is named is said to be back",
        PEOPLE,
        "left_at=None if own else known.left_at",
        "left_at=None",
        OWN,
    ),
    Mutant(
        "an older card that is noted stays",
        "core/store/statements/placements.py",
        'if row is not None and version < row["newest"]:',
        "if False:",
        OVERTAKEN,
    ),
    Mutant(
        "what is noted of a card is believed whoever drew it last",
        "core/delivery/refresh.py",
        "delivery.notice.is_redrawing or delivery.is_overtaken",
        "delivery.is_overtaken",
        OVERTAKEN,
    ),
    Mutant(
        "a second try believes that nothing newer was drawn over by the first",
        "core/delivery/delivery.py",
        "draws and self.entry.tries > 1",
        "draws and self.entry.tries > 100",
        OVERTAKEN,
    ),
    Mutant(
        "a start believes every card of the process before it",
        "bot/jobs.py",
        "await self._quietly(self._draw_again)",
        "pass",
        OVERTAKEN,
    ),
    Mutant(
        "an answer takes the mark from a message in doubt",
        "adapters/discord/responder.py",
        "mark=self._mark()",
        "mark=None",
        ON_DISCORD,
    ),
    Mutant(
        "a limit proves that an attempt before it did not arrive",
        REQUESTS,
        "raise InDoubt from error",
        "raise",
        ON_DISCORD,
    ),
)
