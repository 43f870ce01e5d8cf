"""Mistakes in how the bot runs: its end, its place beside other processes, its beat, and who is said to have left."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

RUNTIME, ALONE, COMPOSED = "bot/runtime.py", "bot/one_process.py", "bot/compose.py"
LEASED, LEASES = "bot/leased.py", "core/store/statements/leases.py"
OF_ENDS, OF_FILES, OF_LEASES = (
    ("tests/test_runtime.py",),
    ("tests/test_one_process.py",),
    ("tests/test_leased.py",),
)
WORKER = "        await self.worker.stop()  # before the connections close on which it sends\n"
PLATFORMS = "        await asyncio.gather(*(one.stop() for one in self.connectors))\n"
STORE = "        await self.store.close()\n"
REST = (
    "        await self.jobs.stop()\n        await self.meetings.close()\n        await self.health.stop()\n"
)

MUTANTS = (
    Mutant("at the end nobody finishes what is in flight", RUNTIME, WORKER, "", OF_ENDS),
    Mutant(
        "the platforms are closed before what is in flight is sent",
        RUNTIME,
        WORKER + PLATFORMS,
        PLATFORMS + WORKER,
        OF_ENDS,
    ),
    Mutant(
        "the database is closed before the platforms have ended",
        RUNTIME,
        PLATFORMS + REST + STORE,
        STORE + PLATFORMS + REST,
        OF_ENDS,
    ),
    Mutant(
        "another process may begin before this one has let go of the file",
        RUNTIME,
        STORE + "        self.alone.release()\n",
        "        self.alone.release()\n" + STORE,
        OF_ENDS,
    ),
    Mutant(
        "a second process on one SQLite file may start",
        ALONE,
        'lock.execute("BEGIN EXCLUSIVE")',
        'lock.execute("BEGIN")',
        OF_FILES,
    ),
    Mutant(
        "the bot does not ask whether its file is served",
        COMPOSED,
        "OneProcess.of(url)",
        "OneProcess(None)",
        OF_ENDS,
    ),
    Mutant(
        "every process listens to Discord",
        COMPOSED,
        'Leased("discord", discord, lease, rhythm)',
        "discord",
        OF_ENDS,
    ),
    Mutant(
        "what stays broken is ready",
        COMPOSED,
        "Readiness.of(up=fault not in auditor.broken)",
        "Readiness.UP",
        OF_ENDS,
    ),
    Mutant(
        "a lease is taken from whoever holds it",
        LEASES,
        "free = sa.or_(_l.holder == holder, _l.until <= self._now())",
        "free = sa.true()",
        OF_LEASES,
    ),
    Mutant(
        "a lease never lapses",
        LEASES,
        "sa.or_(_l.holder == holder, _l.until <= self._now())",
        "_l.holder == holder",
        OF_LEASES,
    ),
    Mutant(
        "anybody may release a lease",
        LEASES,
        "(_l.program == self.program, _l.name == name, _l.holder == holder)",
        "(_l.program == self.program, _l.name == name)",
        ("tests/store/test_on_sqlite.py",),
    ),
    Mutant(
        "one that stands by listens",
        LEASED,
        "if await self._lease.take():\n                await self._listen()",
        "if await self._lease.take() or True:\n                await self._listen()",
        OF_LEASES,
    ),
    Mutant(
        "one that ends keeps its lease",
        LEASED,
        "        if held:\n            await self._lease.release()\n",
        "",
        OF_LEASES,
    ),
    Mutant(
        "one that was succeeded goes on listening",
        LEASED,
        "elif mine is False and self._holds:",
        "elif False:",
        OF_LEASES,
    ),
    Mutant(
        "one that listens steps back while the database is away",
        LEASED,
        "elif mine is False and self._holds:",
        "elif not mine and self._holds:",
        OF_LEASES,
    ),
    Mutant(
        "one that connects slowly is taken for silent",
        LEASED,
        "                await self._lease.take()\n            await working",
        "                pass\n            await working",
        OF_LEASES,
    ),
    Mutant(
        "one that cannot take over keeps the others from it",
        LEASED,
        "            self._holds = False\n            await self._lease.release()\n            await asyncio.sleep",
        "            self._holds = False\n            await asyncio.sleep",
        OF_LEASES,
    ),
)
