"""Mistakes in what is read, asked and known: typed times, zones, the beat of the timers, and who is there."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

READ, FORMS, JOBS = "core/times/read.py", "core/handlers/times.py", "bot/jobs.py"
PRESENCE, SERVICE, STORE = "core/services/presence.py", "core/services/bookings.py", "core/store/store.py"
OF_FORMS, OF_BEATS = ("tests/times/test_read_when.py",), ("tests/promises/test_heartbeat.py",)
OF_PRESENCE, OF_LATE = ("tests/promises/test_presence.py",), ("tests/promises/test_late_acts.py",)
OF_EDGES = (
    "tests/times/test_read.py::test_what_is_bookable_begins_after_now_and_ends_with_the_horizon",
    "tests/times/test_read.py::test_a_time_that_happens_twice_is_asked_also_when_the_first_has_passed",
)

MUTANTS = (
    Mutant(
        "of two readings of a time the first is guessed",
        READ,
        "if doubts or len(every) > 1:",
        "if False:",
        (*OF_EDGES, *OF_FORMS),
    ),
    Mutant(
        "a time that may have passed is taken for the one ahead",
        READ,
        "if doubts or len(every) > 1:",
        "if doubts or len(ahead) > 1:",
        OF_EDGES,
    ),
    Mutant(
        "a session may be booked for now",
        READ,
        "if now < one <= now + horizon",
        "if now <= one <= now + horizon",
        OF_EDGES,
    ),
    Mutant(
        "who has no zone is taken to be in UTC",
        FORMS,
        "    if me.zone is None and not _ABSOLUTE.fullmatch(text):\n        raise Zoneless\n",
        "",
        OF_FORMS,
    ),
    Mutant(
        "words of another language are taken as they are guessed",
        FORMS,
        "raise Unclear(guesses, field)",
        "return guesses[0]",
        OF_FORMS,
    ),
    Mutant(
        "a time behind a command is not said back",
        FORMS,
        "(in_form and _YEAR",
        "(_YEAR",
        OF_FORMS,
    ),
    Mutant(
        "of a chosen and a typed time one is dropped",
        FORMS,
        '        raise BadInput({"when": Problem("not_both")})\n',
        "        pass\n",
        OF_FORMS,
    ),
    Mutant(
        "nothing is swept",
        JOBS,
        "((self.sweep, SWEEP_EVERY), (self._purge",
        "((self._purge",
        OF_BEATS,
    ),
    Mutant(
        "nothing old is ever forgotten",
        JOBS,
        "(self._purge, timedelta(hours=6)), ",
        "",
        OF_BEATS,
    ),
    Mutant(
        "what lapsed is told when somebody else acts",
        JOBS,
        "        if await self._bookings.sweep():\n            self._worker.ring()\n",
        "        await self._bookings.sweep()\n",
        OF_BEATS,
    ),
    Mutant(
        "hours that were missed are beaten one by one",
        JOBS,
        '"coalesce": True',
        '"coalesce": False',
        OF_BEATS,
    ),
    Mutant(
        "what is due at the start waits",
        JOBS,
        '        self._listener = asyncio.create_task(self._listen(), name="delivery")\n'
        "        self._worker.ring()\n",
        '        self._listener = asyncio.create_task(self._listen(), name="delivery")\n',
        OF_BEATS,
    ),
    Mutant(
        "one mistake ends the heartbeat",
        JOBS,
        "        except Exception:  # the edge: nothing that fails may end the heartbeat\n",
        "        except Unavailable:\n",
        OF_BEATS,
    ),
    Mutant(
        "whoever cannot be asked for is said to have left",
        PRESENCE,
        "            if here is None:\n                silent.add(name)\n            elif not here",
        "            if not here",
        OF_PRESENCE,
    ),
    Mutant(
        "a look at somebody is taken for their return",
        PRESENCE,
        "elif not here or person.left_at is not None:",
        "else:",
        OF_PRESENCE,
    ),
    Mutant(
        "of a person who has left only so many sessions are called off",
        PRESENCE,
        "        while await self._retried(work):\n            pass\n",
        "        await self._retried(work)\n",
        OF_PRESENCE,
    ),
    Mutant(
        "an agreed session of somebody who has left stands",
        PRESENCE,
        "for section in (Section.PENDING, Section.UPCOMING)",
        "for section in (Section.PENDING,)",
        OF_PRESENCE,
    ),
    Mutant(
        "while a server is away its people are said to have left",
        "adapters/discord/platform.py",
        " or any(server.unavailable for server in servers)",
        "",
        ("tests/adapters/test_discord_platform.py::test_while_a_server_is_away_nobody_is_said_to_have_left",),
    ),
    Mutant(
        "any refusal of Slack's says that somebody has left",
        "adapters/slack/platform.py",
        "except (DeliveryError, Declined):\n            return None",
        "except (DeliveryError, Declined):\n            return False",
        ("tests/adapters/test_slack_platform.py::test_what_slack_does_not_tell_is_not_known",),
    ),
    Mutant(
        "a mentor who has left is asked",
        SERVICE,
        "        if whom.person.left_at is not None:\n",
        "        if False:\n",
        OF_PRESENCE,
    ),
    Mutant(
        "a request that was withdrawn is called cancelled",
        "core/services/clashes.py",
        'if error.code == "already_cancelled" and booking.accepted_at is None and by_student:',
        "if False:",
        OF_LATE,
    ),
    Mutant(
        "a request that lapsed stays open after a late press",
        SERVICE,
        "                self._tick(tx, booking, Expire(), now)\n            error = ended",
        "                pass\n            error = ended",
        OF_LATE,
    ),
    Mutant(
        "a room can be guessed",
        SERVICE,
        "secrets.token_urlsafe(12)",
        "secrets.token_urlsafe(1)",
        ("tests/promises/test_rooms.py",),
    ),
    Mutant(
        "a doubtful commit is told as not done",
        "core/handlers/router.py",
        "self._held(Refuse(why=DOUBTFUL if isinstance(error, Doubtful) else UNSAVED), call)",
        "self._held(Refuse(why=UNSAVED), call)",
        ("tests/promises/test_lost_commits.py::test_whoever_pressed_is_told_which_of_the_two_it_is",),
    ),
    Mutant(
        "a doubtful commit is taken for done",
        STORE,
        'raise doubt or AssertionError("only a doubt asks again")',
        "return None  # type: ignore[return-value]",
        ("tests/promises/test_lost_commits.py::test_a_doubt_that_cannot_be_settled_is_said",),
    ),
    Mutant(
        "what is asked again after a doubt is a repetition",
        STORE,
        "in_doubt=doubt is not None",
        "in_doubt=False",
        ("tests/promises/test_lost_commits.py",),
    ),
    Mutant(
        "those of a group are answered before it is stored",
        "core/store/group_commit.py",
        "        return lambda: answer.set_result(result)",
        "        answer.set_result(result)\n        return lambda: None",
        ("tests/store/test_group_commit.py",),
    ),
    Mutant(
        "what a clock has jumped over is sent twice",
        "core/delivery/worker.py",
        "            if errand.key in self._errands:\n"
        "                continue  # the clock has jumped over its lease, and it is still in our own hands\n",
        "",
        ("tests/promises/test_delivery.py::test_a_clock_that_jumps_over_a_claim_sends_nothing_twice",),
    ),
    Mutant(
        "a star of a person's makes bold words on Discord",
        "adapters/discord/text.py",
        r"(?P<mark> [\\*_~`|\[\]<>@\#] )",
        r"(?P<mark> [\\_~`|\[\]<>@\#] )",
        ("tests/adapters/test_discord_text.py",),
    ),
    Mutant(
        "a person's words ping everybody on Discord",
        "adapters/discord/text.py",
        "    | (?P<ping> @ ) (?=everyone|here)\n",
        "",
        ("tests/adapters/test_discord_text.py",),
    ),
    Mutant(
        "an emoji's name of a person's is one on Slack",
        "adapters/slack/render/text.py",
        r"|:[^\s:]+:|",
        "|",
        ("tests/adapters/test_slack_render.py",),
    ),
    Mutant(
        "a list of a person's is one on Slack",
        "adapters/slack/render/text.py",
        r"[-+•◦]|\d+[.)]",
        r"[-+•◦]",
        ("tests/adapters/test_slack_render.py",),
    ),
)
