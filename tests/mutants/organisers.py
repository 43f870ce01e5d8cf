"""Mistakes in who organises, what organisers decide, and who may take part."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

PROGRAM = "core/services/program.py"
BY_GATE = ("tests/promises/test_organisers.py",)
BY_CHAT = ("tests/journeys/test_organising.py",)
BY_FILE = ("tests/test_program_file.py",)
BY_RIGHTS = ("tests/adapters/test_discord_rights.py",)
BY_PEOPLE = ("tests/promises/test_organisers_and_people.py",)
BY_CARE = ("tests/promises/test_looking_after.py", "tests/journeys/test_organiser_acts.py")

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
        "if fresh == rules or not",
        "if not",
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
    Mutant(
        "organisers ask the same mentor again and again",
        "core/services/organising.py",
        "if last is not None and now < last + NUDGE_EVERY:",
        "if False:",
        BY_CARE,
    ),
    Mutant(
        "organisers ask a mentor who has left",
        "core/services/organising.py",
        "        mentor.person.left_at is not None\n        or not",
        "        not",
        BY_CARE,
    ),
    Mutant(
        "organisers act on a booking that has moved on",
        "core/services/organising.py",
        "if moved is not None and act.version != booking.version:",
        "if False:",
        BY_CARE,
    ),
    Mutant(
        "organisers' rules do not count over the settings",
        "core/domain/rules.py",
        "return replace(usual, **known)",
        "return usual",
        (*BY_FILE, *BY_GATE),
    ),
    Mutant(
        "organisers' older rules come back with a late answer",
        PROGRAM,
        "if version > self._version:",
        "if version != self._version:",
        BY_CARE[:1],
    ),
    Mutant(
        "organisers let students of no group book",
        PROGRAM,
        "policy.students is Admission.GROUP and not await",
        "policy.students is None and not await",
        BY_CARE[:1],
    ),
    Mutant(
        "organisers' old rules come back with a form that is delivered twice",
        PROGRAM,
        "if fresh == rules or not tx.first_press(key, now):",
        "if fresh == rules:",
        BY_PEOPLE,
    ),
    Mutant(
        "organisers' steps are done anew when they are delivered twice",
        "core/services/standing.py",
        'return f"{key} {what}" if key else ""',
        'return ""',
        BY_PEOPLE,
    ),
    Mutant(
        "organisers' acts are done to an account that is joined to another one",
        "core/services/whom.py",
        "link.kept if link else account",
        "account",
        BY_PEOPLE,
    ),
    Mutant(
        "organisers' acts are done to who was erased",
        "core/services/whom.py",
        "found is None or found.address.platform == NOWHERE",
        "found is None",
        BY_PEOPLE,
    ),
    Mutant(
        "organisers who are blocked unblock themselves",
        "core/services/standing.py",
        "what in {Step.BLOCK, Step.UNBLOCK} and about == by",
        "what is Step.BLOCK and about == by",
        BY_PEOPLE,
    ),
    Mutant(
        "organisers' rule that was emptied on Slack stays as it was",
        "core/handlers/admin_rules.py",
        'call.values.get(name, "") for name in shown}',
        "call.values[name] for name in shown if name in call.values}",
        BY_CHAT,
    ),
    Mutant(
        "organisers' yes to a mentor who is blocked promises them students",
        "core/screens/standing.py",
        "still = withheld(rest, me, now) if step in STILL else None",
        "still = None",
        ("tests/screens/test_standing.py",),
    ),
    Mutant(
        "organisers' removal of a mentor ends with the link of their accounts",
        "core/services/accounts.py",
        "            _keep_decided(tx, link, now)\n",
        "",
        BY_PEOPLE,
    ),
)
