"""Mistakes in the making, moving and removing of the calls of sessions."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

WORKER, ROWS, RULES = (
    "core/delivery/meetings.py",
    "core/store/statements/meetings.py",
    "core/domain/meetings.py",
)
API, ZOOM, GOOGLE = "adapters/video/api.py", "adapters/video/zoom.py", "adapters/video/google.py"
BY_WORKER = ("tests/video/test_meeting_worker.py",)
BY_PROVIDERS = ("tests/video/test_providers.py",)
BY_STORE = ("tests/store/test_on_sqlite.py", *BY_WORKER)

MUTANTS = (
    Mutant(
        "what may have been made is made again",
        WORKER,
        "await provider.find(plan) if work.claimed.in_doubt else None",
        "None",
        BY_WORKER,
    ),
    Mutant(
        "a lost answer is taken for a refusal",
        WORKER,
        "claimed.in_doubt or isinstance(error, Unknown | TimeoutError)",
        "claimed.in_doubt",
        BY_WORKER,
    ),
    Mutant(
        "what was made without an answer stays when nobody needs it",
        WORKER,
        "if not handle and work.claimed.in_doubt:",
        "if False:",
        BY_WORKER,
    ),
    Mutant(
        "a call that is found is taken to be at today's time",
        WORKER,
        "self._made(work, found, None)",
        "self._made(work, found, work.booking.slot)",
        BY_WORKER,
    ),
    Mutant(
        "a provider that is away is waited for without end",
        WORKER,
        "(hopeless or now + pause > claimed.meeting.wished_at + PATIENCE)",
        "hopeless",
        BY_WORKER,
    ),
    Mutant(
        "who is killed leaves no doubt behind",
        ROWS,
        "sa.or_(_m.in_doubt, _m.state == MeetingState.WANTED)",
        "_m.in_doubt",
        BY_STORE,
    ),
    Mutant(
        "what happens while the answer is on its way is forgotten", ROWS, "_m.asked + 1", "_m.asked", BY_STORE
    ),
    Mutant(
        "a worker that slept through its lease has its say",
        ROWS,
        '_m.tries == sa.bindparam("claim", type_=sa.Integer())',
        'sa.bindparam("claim", type_=sa.Integer()) > 0',
        BY_STORE,
    ),
    Mutant(
        "the old link goes before the new one is there",
        RULES,
        "return None  # its link holds",
        "return Task.REMOVE  # its link holds",
        ("tests/domain/test_meetings.py", *BY_WORKER),
    ),
    Mutant(
        "a token is used beyond its end",
        API,
        "self._now() >= self._token.ends_at - TOKEN_MARGIN",
        "False",
        BY_PROVIDERS,
    ),
    Mutant("a limit is not kept", API, "await self._pauses.check()", "pass", BY_PROVIDERS),
    Mutant(
        "only the first page is looked through",
        ZOOM,
        "            if not token:",
        "            if True:",
        BY_PROVIDERS,
    ),
    Mutant(
        "an event without a conference stays", GOOGLE, "await self.remove(made.handle)", "pass", BY_PROVIDERS
    ),
    Mutant(
        "discord.py makes a second event",
        "adapters/discord/pausing_requests.py",
        "        if sent:\n",
        "        if False:\n",
        ("tests/journeys/test_discord_calls.py",),
    ),
)
