"""Mistakes in what keeps bookings: the guards of the tables, keys, versions and transactions."""

from __future__ import annotations

from tests.mutants.mutant import Mutant

FIRST, BOOKINGS = "core/store/migrations/versions/0001_first.py", "core/store/statements/bookings.py"
SCHEMA = "core/store/schema.sql"
SERVICE, GROUP, CONNECTIONS = (
    "core/services/bookings.py",
    "core/store/group_commit.py",
    "core/store/connections.py",
)
ON_SQLITE, ON_POSTGRES = ("tests/store/test_on_sqlite.py",), ("tests/store/test_on_postgres.py",)
RACES = ("tests/store/test_races.py", "tests/promises/test_races.py")
OTHER_TIMES = "test_of_many_students_who_want_other_times_of_one_mentor_no_more_get_one_than_the_rules_let"
IN_GROUPS = ("tests/store/test_group_commit.py",)

MUTANTS = (
    Mutant(
        "the second start ends the locks of its own connections",
        "core/store/database_file.py",
        "os.O_CREAT | os.O_EXCL | os.O_RDWR",
        "os.O_CREAT | os.O_RDWR",
        ("tests/store/test_connections.py",),
    ),
    Mutant(
        "a worker that was stopped has a say in what is another one's by now",
        "core/store/statements/outbox_sql.py",
        "_o.tries == _CLAIM",
        "_o.tries >= 0",
        ON_SQLITE,
    ),
    Mutant(
        "the overlap guard of SQLite lets a later start in",
        FIRST,
        "held.starts_at < NEW.ends_at AND held.ends_at > NEW.starts_at",
        "held.starts_at = NEW.starts_at",
        ("tests/test_migrations.py",),
    ),
    Mutant(
        "the overlap guard of a new SQLite database lets a later start in",
        SCHEMA,
        "held.starts_at < NEW.ends_at AND held.ends_at > NEW.starts_at\n    AND NOT (held.booking = NEW.booking",
        "held.starts_at = NEW.starts_at\n    AND NOT (held.booking = NEW.booking",
        ON_SQLITE,
    ),
    Mutant(
        "SQLite refuses sessions back to back",
        SCHEMA,
        "held.ends_at > NEW.starts_at\n    AND NOT (held.booking = NEW.booking",
        "held.ends_at >= NEW.starts_at\n    AND NOT (held.booking = NEW.booking",
        ON_SQLITE,
    ),
    Mutant(
        "PostgreSQL refuses sessions back to back",
        FIRST,
        "tstzrange(starts_at, ends_at) WITH &&",
        "tstzrange(starts_at, ends_at, '[]') WITH &&",
        ON_POSTGRES,
    ),
    Mutant(
        "PostgreSQL guards nobody's time",
        FIRST,
        "person_range(person, person, '[]') WITH &&, tstzrange",
        "person_range(person, person, '[)') WITH &&, tstzrange",
        (*ON_POSTGRES, *RACES),
    ),
    Mutant(
        "a card that is out of date may still act",
        SERVICE,
        "if moved is not None and _is_stale(tx, press, booking):",
        "if False:",
        ("tests/promises/test_one_moment.py", "tests/journeys/test_once.py", "tests/promises/test_races.py"),
    ),
    Mutant(
        "a booking that has moved on is overwritten",
        BOOKINGS,
        "stood=before.status, **row).rowcount:\n            raise Stale\n",
        "stood=before.status, **row).rowcount:\n            return\n",
        (*ON_SQLITE, *RACES),
    ),
    Mutant(
        "a key that is known is taken for new",
        BOOKINGS,
        "            raise Repeated(self.seen(key) or booking)\n",
        "            return\n",
        ON_SQLITE,
    ),
    Mutant(
        "a stranger is taken for the student",
        "core/domain/booking.py",
        "return Role.MENTOR if person == self.mentor else None",
        "return Role.MENTOR if person == self.mentor else Role.STUDENT",
        ("tests/journeys/test_trouble.py::test_strangers_and_unknown_ids_get_the_same_answer",),
    ),
    Mutant(
        "a booking whose time is given back keeps it",
        BOOKINGS,
        "    return booking.slot if booking and booking.status.is_open else None\n",
        "    return booking.slot if booking else None\n",
        ON_SQLITE,
    ),
    Mutant(
        "those who want the same time do not line up",
        BOOKINGS,
        "        if self._on_postgres and not self._in_line",
        "        if False and not self._in_line",
        (
            f"tests/promises/test_races.py::{OTHER_TIMES}",
            *RACES,
        ),
    ),
    Mutant(
        "every room has one address",
        SERVICE,
        "self.policy().room(secrets.token_urlsafe(12))",
        'self.policy().room("room")',
        ("tests/promises/test_rooms.py",),
    ),
    Mutant(
        "a write begins late and reads what another one changes",
        CONNECTIONS,
        'begin = "BEGIN" if reads else "BEGIN IMMEDIATE"',
        'begin = "BEGIN"',
        ("tests/store/test_connections.py", "tests/store/test_races.py"),
    ),
    Mutant(
        "what is committed may be lost with the power",
        CONNECTIONS,
        '"synchronous = FULL"',
        '"synchronous = OFF"',
        ("tests/store/test_connections.py",),
    ),
    Mutant(
        "one that fails in a group keeps its work",
        GROUP,
        "            savepoint.rollback()\n",
        "            savepoint.commit()\n",
        IN_GROUPS,
    ),
    Mutant(
        "a group that cannot be committed is taken for done",
        GROUP,
        "            return False\n",
        "            for _, answer in group:\n                answer.set_result(None)\n            return True\n",
        ("tests/store/test_group_commit.py::test_a_disk_that_is_full_for_one_is_not_full_for_the_others",),
    ),
    Mutant(
        "those who wait are committed one by one",
        GROUP,
        "MOST = 64",
        "MOST = 1",
        IN_GROUPS,
    ),
    Mutant(
        "a commit that failed is told as done",
        GROUP,
        "        connection.connection.rollback()  # left to the pool, which a held connection never sees\n"
        "        raise\n",
        "        connection.connection.rollback()  # left to the pool, which a held connection never sees\n",
        ("tests/store/test_connections.py",),
    ),
    Mutant(
        "a request that lapsed keeps its time from others",
        SERVICE,
        "                self._tick(tx, booking, Expire(), now)\n\n    def _tick",
        "                pass\n\n    def _tick",
        (
            "tests/promises/test_deadlines.py",
            "tests/promises/test_every_way_in.py",
            "tests/journeys/test_time.py",
        ),
    ),
    Mutant(
        "who is stopped in a transaction keeps everybody waiting",
        "core/store/connections.py",
        """    cursor.execute(f"SET idle_in_transaction_session_timeout = '{IDLE_SECONDS * 1000:.0f}ms'")\n""",
        "",
        ("tests/store/test_connections.py::test_who_is_stopped_in_a_transaction_keeps_nobody_waiting",),
    ),
)
