"""The schema: what the migrations make is what the tables say, forwards, backwards and by many at once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from core.domain.booking import Booking, BookingId
from core.domain.notices import Kind, Notice
from core.domain.people import PersonId, ProgramId
from core.store import connections, migrating, schema
from core.store.columns import UtcDateTime, Word
from core.store.errors import SchemaAhead
from core.store.rows import row_of
from core.store.store import Store
from core.store.tables import every as tables
from core.store.transaction import OutboxEntry, OutboxState, Transaction
from tests.store.postgres import fresh_database
from tests.store.world import DAY, NOW, Ids

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.wide)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/bot.db" if request.param == "sqlite" else fresh_database(migrated=False)


@pytest.fixture
def connection(address: str) -> Iterator[sa.Connection]:
    engine = sa.create_engine(address.replace("postgresql:", "postgresql+psycopg:"), poolclass=sa.NullPool)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def _made(connection: sa.Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {name: " ".join(sql.replace('"', "").split()) for name, sql in rows}


def test_the_migrations_make_what_the_tables_say(connection: sa.Connection) -> None:
    command.upgrade(migrating.configuration(connection), "head")
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(context, tables.METADATA) == []


def test_indexes_and_checks_are_the_same_as_well() -> None:
    """Alembic compares neither the predicates of indexes nor CHECK constraints; SQLite's own text does."""
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        tables.METADATA.create_all(connection)
        said = {name: sql for name, sql in _made(connection).items() if sql.startswith("CREATE INDEX")}
        checks = _checks(connection)
        tables.METADATA.drop_all(connection)
        command.upgrade(migrating.configuration(connection), "head")
        made = _made(connection)
        assert {name: sql for name, sql in made.items() if sql.startswith("CREATE INDEX")} == said
        assert _checks(connection) == checks
        assert {"busy_INSERT", "busy_UPDATE"} <= made.keys()
    engine.dispose()


def _checks(connection: sa.Connection) -> dict[str, set[tuple[str | None, str]]]:
    seen = sa.inspect(connection)
    return {
        name: {(one["name"], one["sqltext"]) for one in seen.get_check_constraints(name)}
        for name in tables.METADATA.tables
    }


def test_the_files_are_named_after_the_schemas_in_their_order() -> None:
    scripts = ScriptDirectory.from_config(migrating.configuration())
    order = [script.revision for script in scripts.walk_revisions()]
    assert schema.revisions() == tuple(reversed(order))


def test_a_start_that_has_nothing_to_bring_up_to_date_does_without_alembic(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'bookings.db'}"
    code = f"""if True:
        import asyncio, sys
        from core.store import schema
        for _ in ("first", "second"):
            asyncio.run(schema.upgrade({address!r}))
        print("alembic" in sys.modules, asyncio.run(schema.check({address!r})))
    """
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["False", "True"]


def test_the_way_back_leaves_nothing(connection: sa.Connection) -> None:
    config = migrating.configuration(connection)
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    assert sa.inspect(connection).get_table_names() == ["alembic_version"]
    command.upgrade(config, "head")
    assert schema.at_head(connection)


def _as_the_first_version_left_it(connection: sa.Connection) -> Notice:
    """Write one program with one booking, one notice and the name of one workspace; return the notice."""
    ids = Ids()
    program, student, mentor = ProgramId(ids()), PersonId(ids()), PersonId(ids())
    booking = Booking(
        id=BookingId(ids()),
        ref="S-7F3K2",
        program=program,
        student=student,
        mentor=mentor,
        topic="Careers",
        minutes=30,
        answer_by=NOW + DAY,
        created_at=NOW,
    )
    notice = Notice(
        booking=booking.id, version=1, kind=Kind.REQUESTED, recipient=mentor, due_at=NOW + timedelta(hours=1)
    )
    connection.execute(sa.insert(tables.program), {"id": program, "name": "p"})
    for who in (student, mentor):
        connection.execute(sa.insert(tables.person), {"id": who, "program": program, "name": "Somebody"})
    known = {one["name"] for one in sa.inspect(connection).get_columns("booking")}
    row = {name: value for name, value in row_of(booking).items() if name in known}
    connection.execute(sa.insert(tables.booking), row)
    kept = {
        name: getattr(notice, name) for name in ("key", "booking", "version", "kind", "recipient", "due_at")
    }
    connection.execute(
        sa.insert(tables.outbox).values(program=program, tries=1, state=OutboxState.UNKNOWN, **kept)
    )
    space = sa.table("space", *map(sa.column, ("program", "platform", "space", "name")))
    hexed = sa.literal(program, sa.Uuid())
    connection.execute(sa.insert(space).values(program=hexed, platform="slack", space="T1", name="Acme"))
    return notice


def test_what_the_first_version_stored_is_still_told(connection: sa.Connection) -> None:
    config = migrating.configuration(connection)
    command.upgrade(config, "0001")
    notice = _as_the_first_version_left_it(connection)
    schema.bring_up(connection)
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(context, tables.METADATA) == []
    program = ProgramId(connection.execute(sa.select(tables.program.c.id)).scalar_one())
    tx = Transaction(connection, program)
    assert tx.entries_for(notice.recipient) == [OutboxEntry(notice, 1, OutboxState.UNKNOWN, None, failures=0)]
    tx.postpone(notice.key, notice.due_at, unknown=True, failed=True)
    assert tx.entries_for(notice.recipient)[0].failures == 1


def test_the_way_back_to_the_first_version_keeps_what_is_to_be_told(connection: sa.Connection) -> None:
    config = migrating.configuration(connection)
    command.upgrade(config, "0001")
    made = _made(connection) if connection.dialect.name == "sqlite" else {}
    notice = _as_the_first_version_left_it(connection)
    command.upgrade(config, "head")
    command.downgrade(config, "0001")
    assert connection.execute(sa.select(tables.outbox.c.key)).scalars().all() == [notice.key]
    assert "failures" not in {one["name"] for one in sa.inspect(connection).get_columns("outbox")}
    assert connection.exec_driver_sql("SELECT count(*) FROM space").scalar() == 0
    if made:
        assert _made(connection) == made


def test_an_empty_sqlite_database_gets_exactly_what_the_migrations_make() -> None:
    made = []
    for bring_up in (schema.bring_up, lambda one: command.upgrade(migrating.configuration(one), "head")):
        engine = sa.create_engine("sqlite://")
        with engine.begin() as connection:
            bring_up(connection)
            assert schema.at_head(connection)
            made.append(_made(connection))
        engine.dispose()
    assert made[0] == made[1]


def test_a_new_migration_names_no_code_of_ours() -> None:
    """A migration must mean the same for ever, so it may not import a type that can change."""

    def plain(kind: str, item: object, _context: object) -> str | bool:
        return "OURS" if kind == "type" and isinstance(item, UtcDateTime | Word) else False

    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        context = MigrationContext.configure(connection)
        steps = produce_migrations(context, tables.METADATA).upgrade_ops
        assert steps is not None
        assert "core." not in render_python_code(steps, render_item=plain, migration_context=context)  # type: ignore[arg-type]
    engine.dispose()


async def test_four_that_start_at_once_make_one_schema(address: str) -> None:
    stores = await asyncio.gather(*(Store.open(address, program="p", new_id=Ids(seed)) for seed in range(4)))
    assert len({store.program for store in stores}) == 1
    for store in stores:
        await store.close()
    assert await schema.check(address)


@pytest.mark.long
def test_four_processes_that_start_at_once_make_one_schema(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/bot.db"
    words = [sys.executable, "-m", "tests.store.racer", address]
    started = [
        subprocess.Popen([*words, str(seed)], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for seed in range(4)
    ]
    answers = [process.communicate(timeout=60)[1] for process in started]
    assert [process.returncode for process in started] == [0] * 4, answers


async def test_check_tells_old_from_new_and_refuses_what_is_newer(address: str) -> None:
    assert not await schema.check(address)
    await schema.upgrade(address)
    assert await schema.check(address)
    runner = await connections.open_runner(connections.address_of(address))
    await runner.run(lambda it: it.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    await runner.close()
    with pytest.raises(SchemaAhead, match="9999"):
        await schema.check(address)
    with pytest.raises(SchemaAhead, match="newer"):
        await Store.open(address, program="p", new_id=Ids())
