"""Mistakes in what is said, to whom and when: adapters, handlers, logs, health and the heartbeat."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

ROUTER, JOBS, HEALTH = "core/handlers/router.py", "bot/jobs.py", "bot/health.py"
SLACK_WEB, SLACK_ERRORS, SLACK_TEXT = (
    "adapters/slack/web_api.py",
    "adapters/slack/errors.py",
    "adapters/slack/render/text.py",
)
DISCORD, DISCORD_ERRORS, DISCORD_TEXT = (
    "adapters/discord/platform.py",
    "adapters/discord/errors.py",
    "adapters/discord/text.py",
)
OF_SLACK = ("tests/adapters/test_slack_platform.py",)
OF_DISCORD = ("tests/adapters/test_discord_platform.py",)
OF_JOBS = ("tests/promises/test_heartbeat.py",)

MUTANTS = (
    Mutant(
        "the SDK repeats a message whose answer was lost",
        SLACK_WEB,
        "logger=QUIET, retry_handlers=[]\n        )\n        client.pauses",
        "logger=QUIET\n        )\n        client.pauses",
        OF_SLACK,
    ),
    Mutant(
        "a message to Discord has another nonce each time",
        DISCORD,
        "    return urlsafe_b64encode(hashlib.sha256(key.encode()).digest()[:18]).decode()\n",
        "    import os\n    return urlsafe_b64encode(os.urandom(18)).decode()\n",
        OF_DISCORD,
    ),
    Mutant(
        "a message on Discord has no mark by which it is found again",
        DISCORD,
        'or components[0].get("id") == mark_of(key)',
        "or False",
        OF_DISCORD,
    ),
    Mutant(
        "a direct message on Discord may ping whom it names",
        DISCORD,
        "                nonce=nonce_of(key),\n"
        "                allowed_mentions=discord.AllowedMentions.none(),\n",
        "                nonce=nonce_of(key),\n"
        "                allowed_mentions=discord.AllowedMentions.all(),\n",
        ("tests/adapters/test_discord_app.py::test_no_message_may_ping_anybody",),
    ),
    Mutant(
        "an angle bracket of a person's stays one on Slack",
        SLACK_TEXT,
        '.replace("<", "&lt;")',
        '.replace("<", "<")',
        ("tests/adapters/test_slack_render.py",),
    ),
    Mutant(
        "an ampersand of a person's stays one on Slack",
        SLACK_TEXT,
        'words.replace("&", "&amp;")',
        'words.replace("&", "&")',
        ("tests/adapters/test_slack_render.py",),
    ),
    Mutant(
        "what people typed is logged",
        ROUTER,
        "        with structlog.contextvars.bound_contextvars(route=call.route, trigger=call.trigger.value):\n"
        "            try:\n"
        "                reply = await self._answer(call)",
        "        with structlog.contextvars.bound_contextvars(route=call.route, typed=dict(call.values)):\n"
        "            try:\n"
        "                reply = await self._answer(call)",
        ("tests/promises/test_silence.py", "tests/test_log.py"),
    ),
    Mutant(
        "people are answered before what they did is stored",
        ROUTER,
        "                reply = await self._answer(call)\n"
        "                await self._deliver(call, reply, say)\n",
        "                import asyncio\n"
        "                asyncio.ensure_future(self._answer(call))\n"
        "                reply = Refuse(why=OUT_OF_DATE)\n"
        "                await self._deliver(call, reply, say)\n",
        ("tests/journeys/test_booking.py",),
    ),
    Mutant(
        "nobody is woken after a press",
        ROUTER,
        "            finally:\n                self._ring()\n",
        "            finally:\n                pass\n",
        ("tests/promises/test_delivery.py::test_a_press_and_what_is_written_wake_the_worker",),
    ),
    Mutant(
        "a timer that is late is skipped",
        JOBS,
        '"misfire_grace_time": None',
        '"misfire_grace_time": 1',
        OF_JOBS,
    ),
    Mutant(
        "the keys of presses are forgotten at once",
        JOBS,
        "KEEP = timedelta(days=7)",
        "KEEP = timedelta(0)",
        OF_JOBS,
    ),
    Mutant(
        "the pages of health are open to every address",
        HEALTH,
        'LOOPBACK = "127.0.0.1"',
        'LOOPBACK = "0.0.0.0"',
        ("tests/test_health.py",),
    ),
    Mutant(
        "a lock-out of the app is taken for one person's",
        SLACK_ERRORS,
        '        "missing_scope",\n        "no_permission",',
        '        "no_permission",',
        ("tests/adapters", "tests/promises"),
    ),
    Mutant(
        "an answer that was lost is taken for a message that was not sent",
        DISCORD_ERRORS,
        "    return Unknown(why) if sends else TryLater(RETRY_SECONDS, why)\n",
        "    return TryLater(RETRY_SECONDS, why)\n",
        OF_DISCORD,
    ),
    Mutant(
        "closed direct messages are tried again for ever",
        DISCORD_ERRORS,
        "        50007: lambda: Unreachable(Reason.CLOSED_DMS),\n",
        "",
        OF_DISCORD,
    ),
)
