"""Mistakes in who organises, what organisers decide, and who may take part."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

PROGRAM = "core/services/program.py"
BY_GATE = ("tests/promises/test_organisers.py",)
BY_CHAT = ("tests/journeys/test_organising.py",)
BY_FILE = ("tests/test_program_file.py",)
BY_RIGHTS = ("tests/adapters/test_discord_rights.py",)

MUTANTS = (
    Mutant(
        "organisers' routes are open to everybody",
        "core/handlers/admin_routes.py",
        "organisers_only(handler)",
        "handler",
        BY_GATE,
    ),
    Mutant(
        "organisers: what a platform does not say is taken for a yes",
        PROGRAM,
        "return bool(manages) or",
        "return manages is not False or",
        BY_GATE,
    ),
    Mutant(
        "organisers of another server organise here",
        "adapters/discord/app.py",
        "manages=event.manages and is_home",
        "manages=event.manages",
        BY_RIGHTS,
    ),
    Mutant(
        "organisers of another workspace organise here",
        "adapters/slack/app.py",
        "return call.actor.space == home and await administers(self._web, call.actor.user)",
        "return await administers(self._web, call.actor.user)",
        BY_GATE,
    ),
    Mutant(
        "organisers' groups are guessed where a platform says nothing",
        PROGRAM,
        'raise NotKnownNow("group_unknown") from None',
        "return True",
        BY_CHAT,
    ),
    Mutant(
        "organisers' rules that are so already are decided again",
        PROGRAM,
        "if fresh == rules:",
        "if False:",
        ("tests/store/test_on_sqlite.py",),
    ),
    Mutant(
        "organisers' file is applied on a dry run",
        "bot/program_run.py",
        "if not dry_run:",
        "if True:",
        BY_FILE,
    ),
    Mutant(
        "organisers' announcement is posted twice",
        "core/services/announcements.py",
        "if await self._store.read(lambda tx: tx.fact(done)) is not None:",
        "if False:",
        BY_GATE,
    ),
)
