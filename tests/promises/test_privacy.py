"""Privacy: every column is classified, an export has one's own and nothing of others, an erasure leaves nothing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from core.domain.booking import Status
from core.domain.erasure import NOWHERE
from core.domain.policy import DAYS_A_MONTH
from core.domain.tombstones import Tombstone
from core.ports.call import Trigger
from core.ports.platform import Profile
from core.screens import own_files
from core.screens.own_files import data_file, json_bytes
from core.screens.privacy import NEUTRAL, removed_card
from core.services.retention import RetentionService
from core.store import backup
from core.store.columns import Word
from core.store.held import Erased, Exported
from core.store.own_data import own_data
from core.store.personal_data import HELD
from core.store.tables import every as tables
from core.store.tombstone_file import TombstoneFile
from tests.promises.deeds import asks, pings_of, presses, text
from tests.promises.personal import LINKS, MADE, NOBODYS, everything, in_the_files, plant
from tests.promises.world import MANY, MORNING, World, address
from tests.store.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from core.domain.booking import Booking
    from core.store.held import Held
    from core.store.transaction import Transaction

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
CANARIES = ("canary", "Pacific/Chatham")


@pytest.fixture
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    on_postgres = getattr(request, "param", "sqlite") == "postgres"
    opened = World(fresh_database() if on_postgres else f"sqlite:///{tmp_path / 'world.db'}")
    await opened.open()
    opened.core.services.privacy.file = TombstoneFile(tmp_path / "world.db-erased")
    yield opened
    assert opened.broken == []
    await opened.store.close()


on_both = pytest.mark.parametrize(
    "world", ["sqlite", pytest.param("postgres", marks=pytest.mark.long)], indirect=True
)
"""What differs between the databases is tested on each of them by ``nothing_of_who_was_erased``."""


def referring() -> Iterator[tuple[str, str]]:
    """Yield every column that refers to a person."""
    for table in tables.METADATA.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "person":
                yield table.name, key.parent.name


def test_every_column_is_said_to_hold_something_of_a_person_or_nothing() -> None:
    """A new table or column fails here: classify it in ``core/store/personal_data.py``."""
    said = {held.table.name: held for held in HELD}
    assert set(said) == set(tables.METADATA.tables) and len(said) == len(HELD)
    for name, held in said.items():
        columns = {column.name for column in held.table.c}
        assert held.classified == columns, f"{name}: {sorted(held.classified ^ columns)}"
        named = (*held.who, *held.mentions, *held.personal, *held.neutral)
        assert len(named) == len(columns), f"{name}: said twice"
        assert set(held.whose) <= set(held.who)
        assert bool(held.who or held.personal) == (held.erased is not Erased.NOTHING or name == "tombstone")
        assert bool(held.blank) == (held.erased is Erased.BLANKED)


def test_every_column_that_names_a_person_leads_to_what_is_erased() -> None:
    said = {held.table.name: held for held in HELD}
    for table, column in referring():
        assert column in (*said[table].who, *said[table].mentions), f"{table}.{column} names a person"
    planted = set(tables.METADATA.tables) - MADE - NOBODYS
    assert {table for table, _ in referring()} <= planted | MADE | LINKS, (
        "the test of erasing fills every one"
    )


async def lived(world: World) -> Booking:
    """A session of Sam and Ken with words of both in every line, and rows of Sam in every table."""
    asked = await asks(world, "sam", "ken", "canary topic", world.now + 3 * DAY)
    await presses(world, "ken", "accept", asked)
    await world.pass_time(5 * MINUTE)
    (booking,) = await world.all_bookings()
    await plant(world, "sam", booking)
    return booking


async def erase(world: World, who: str) -> None:
    assert await world.core.services.privacy.erase(world.people[who].id)
    await world.worker.deliver_due()
    await world.core.services.privacy.look()
    await world.worker.deliver_due()


def test_what_is_too_long_for_a_message_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    data: dict[str, Any] = {"sessions": [{"topic": "x" * 50, "history": ["y" * 500]}] * 10}
    whole = len(data_file(data, "a").content)
    monkeypatch.setattr(own_files, "FILE_BYTES", whole - 1)
    shorter = json.loads(data_file(data, "a").content)
    assert shorter == {"left_out": ["history"], "sessions": [{"topic": "x" * 50}] * 10}
    monkeypatch.setattr(own_files, "FILE_BYTES", 50)
    assert json.loads(data_file(data, "a").content) == {"left_out": ["sessions"], "sessions": []}


def test_a_tombstone_is_read_as_it_was_written_and_nothing_else_is_one() -> None:
    stone = Tombstone.of(address("sam"), "0a" * 16, MORNING)
    assert Tombstone.read(stone.line) == stone and "sam" not in stone.line
    assert stone != Tombstone.of(address("mia"), "0a" * 16, MORNING)
    assert stone != Tombstone.of(address("sam"), "0b" * 16, MORNING)
    for line in ("", "# Who", "2026-11-30 0a 0b", f"x {stone.salt} {stone.digest}", stone.line[:-1]):
        assert Tombstone.read(line) is None


@pytest.mark.parametrize("world", ["sqlite", "postgres"], indirect=True)
async def test_nothing_of_who_was_erased_is_left_anywhere(world: World, tmp_path: Path) -> None:
    booking = await lived(world)
    before = await everything(world)
    for held in HELD:
        word = f"canarysam{held.table.name}".replace("_", "")
        texts = [name for name in held.personal if isinstance(held.table.c[name].type, sa.String | sa.JSON)]
        words = [name for name in texts if not isinstance(held.table.c[name].type, Word)]
        is_free = held.table.name in MADE | NOBODYS or held.erased is Erased.FORMER
        assert word in before or not words or is_free, held.table.name
    assert world.url.startswith("postgres") or b"canary" in in_the_files(tmp_path)
    with capture_logs() as logs:
        await erase(world, "sam")
    after = await everything(world)
    for word in (*CANARIES, "Sam", f'"{address("sam").user}"'):
        assert word not in after, word
        assert word not in str(logs)
    assert NEUTRAL.name in after
    for name in ("before", "after"):
        await world.store.write(lambda tx, name=name: tx.set_fact("last", name))  # type: ignore[misc]
    await backup.back_up(world.url, tmp_path / "later.db")
    raw = in_the_files(tmp_path)
    assert b"former member" in raw
    for word in CANARIES:
        assert word.encode() not in raw, word
    (now,) = await world.all_bookings()
    assert (now.id, now.status, now.left, now.topic) == (booking.id, "cancelled", True, NEUTRAL.topic)


@on_both
async def test_the_history_still_ends_in_the_session_and_the_other_side_keeps_its_words(world: World) -> None:
    booking = await lived(world)
    await world.does("ken", Trigger.FORM, "notes", booking.id.hex, "1", text="Kens note", readers="both")
    await erase(world, "sam")
    for _ in range(6):
        await world.pass_time(11 * MINUTE)
        await world.core.services.privacy.look()
        await world.auditor.look()
    assert not world.auditor.broken and not world.auditor.found
    (now,) = await world.all_bookings()
    lines = await world.store.read(lambda tx: tx.history(now.id))
    assert lines[-1].moved.booking == now and [one.moved.booking.version for one in lines] == [1, 2, 3]
    assert "Kens note" in await everything(world)
    (told,) = pings_of(world, "ken", f"Called off: {NEUTRAL.name} has left")
    assert "canary" not in text(told) and "Sam" not in text(told)
    assert all("canary" not in text(card) for card in pings_of(world, "ken")), "cards are drawn anew"
    assert {text(card) for card in pings_of(world, "sam")} == {text(removed_card())}
    waiting = await world.store.read(lambda tx: tx.lag(world.now))
    assert (waiting.waiting, waiting.dead) == (0, 0)


async def test_words_of_a_mentor_go_with_the_mentor_and_those_of_the_student_stay(world: World) -> None:
    asked = await asks(world, "sam", "ken", "Sams topic", world.now + 3 * DAY)
    later = (world.now + 4 * DAY).isoformat()
    await world.does(
        "ken", Trigger.FORM, "propose", asked.id.hex, "1", when=later, note="Better: mentors reply"
    )
    await world.does("ken", Trigger.BUTTON, "withdraw-time", asked.id.hex, "2")
    accepting = {"reply": "A mentors reply", "link": "https://mentors.example.org/room"}
    await world.does("ken", Trigger.FORM, "accept-note", asked.id.hex, "3", **accepting)
    assert "Better: mentors reply" in await everything(world)
    await plant(world, "sam", asked)
    await erase(world, "ken")
    said = await everything(world)
    assert "Sams topic" in said and "canarysamnote" in said
    assert not [word for word in ("mentors reply", "mentors.example.org", "Ken") if word in said]
    both = [table for table in ("waiting", "chat", "letter") if f"canarysam{table}" in said]
    assert both == [], "rows that name two people go with either"
    assert [one.person.name for one in await world.store.read(lambda tx: tx.mentors("", 10))] == ["Ana"]


async def test_a_session_that_has_begun_ends_by_itself_and_nobody_writes_to_who_was_erased(
    world: World,
) -> None:
    asked = await asks(world, "sam", "ken", "Begun", world.now + 60 * MINUTE)
    await presses(world, "ken", "accept", asked)
    await world.pass_time(61 * MINUTE)
    told = len(pings_of(world, "sam"))
    world.platforms["slack"].trouble = "down"
    (begun,) = await world.all_bookings()
    link = "https://meet.example.org/elsewhere"
    await world.does("ken", Trigger.FORM, "edit-link", begun.id.hex, str(begun.version), link=link)
    await erase(world, "sam")
    left = await world.store.read(lambda tx: tx.entries_for(world.people["sam"].id))
    assert {one.platform for one in left} == {NOWHERE}, "nothing waits for a platform"
    world.platforms["slack"].trouble = "none"
    for _ in range(12):
        await world.pass_time(11 * MINUTE)
        await world.core.services.privacy.look()
    (now,) = await world.all_bookings()
    assert (now.status, now.topic) == ("completed", NEUTRAL.topic)
    assert len(pings_of(world, "sam")) == told
    assert "How was it?" in " ".join(text(card) for card in pings_of(world, "ken"))
    assert (await world.store.read(lambda tx: tx.lag(world.now))).waiting == 0
    await world.auditor.look()
    assert not world.auditor.found


async def test_who_has_two_accounts_is_erased_with_both(world: World) -> None:
    services, (mia, sam) = world.core.services, (world.people["mia"], world.people["sam"])
    booking = await asks(world, "sam", "ken", "Before the link", world.now + 3 * DAY)
    code, _ = await services.accounts.issue(mia, mia.address, sam.address.platform)
    asked = await services.accounts.type_in(sam, sam.address, code)
    await services.accounts.confirm(mia, mia.address, asked.id)
    await erase(world, "mia")
    text = await everything(world)
    for who in (mia, sam):
        assert who.address.user not in text and f'"{who.name}"' not in text
        assert await world.store.read(lambda tx, at=who.address: tx.person_at(at)) is None  # type: ignore[misc]
    assert "Before the link" not in text
    closed = await world.store.read(lambda tx: tx.booking(booking.id))
    assert closed is not None and closed.status is Status.CANCELLED


async def test_what_is_interrupted_goes_on_at_the_next_look(world: World) -> None:
    """The power goes after the first step: name and address are gone, the words of the sessions are not."""
    await lived(world)
    privacy = world.core.services.privacy
    assert await world.store.write(lambda tx: privacy._begin(tx, world.people["sam"].id)) is not None
    said = await everything(world)
    assert "Sam" not in said and "canary topic" in said
    assert await privacy.look() == 0, "somebody may be at it"
    world.now += 2 * MINUTE
    assert await privacy.look() == 1
    assert "canary" not in await everything(world)
    assert await world.store.read(lambda tx: tx.unfinished_erasings(world.now)) == {}
    assert await privacy.look() == 0


@on_both
async def test_a_restart_within_an_erasure_leaves_no_old_card_and_nothing_of_where_they_stood(
    world: World, tmp_path: Path
) -> None:
    """Between the first step and the rest, and again before any card is edited; and while the platform is away."""
    await lived(world)
    privacy = world.core.services.privacy
    await world.store.write(lambda tx: privacy._begin_all(tx, world.people["sam"].id))
    for trouble in ("down", "none"):
        await world.restart()
        world.core.services.privacy.file = TombstoneFile(tmp_path / "world.db-erased")
        world.platforms["slack"].trouble = trouble
        world.now += 3 * MINUTE
        await world.core.services.privacy.look()
    assert {text(card) for card in pings_of(world, "sam")} == {text(removed_card())}
    assert await world.store.read(lambda tx: tx.old_cards_left()) == 0
    if world.url.startswith("sqlite"):
        assert b"canary" not in in_the_files(tmp_path)


@on_both
async def test_a_restored_backup_does_not_bring_them_back(world: World, tmp_path: Path) -> None:
    await lived(world)
    copy, again = tmp_path / "copy.db", f"sqlite:///{tmp_path / 'new.db'}"
    await backup.back_up(world.url, copy)
    await erase(world, "sam")
    await world.store.close()
    url, world.url = world.url, again
    await backup.restore(again, copy)
    await world.start()
    assert "canary" in await everything(world), "the backup is older"
    privacy = world.core.services.privacy
    privacy.file = TombstoneFile(tmp_path / "world.db-erased")
    assert (await privacy.heed(), await privacy.look()) == (1, 0)
    assert "canary" not in await everything(world)
    back = await world.people_service.greet(address("sam"), Profile(name="Sam"))
    assert back.id != world.people["sam"].id, "whoever comes back is somebody new"
    assert (await privacy.heed(), await privacy.look()) == (0, 0)
    assert (await world.people_service.at(address("sam"))) == back
    assert (
        not url.startswith("sqlite") or address("sam").user not in (tmp_path / "world.db-erased").read_text()
    )


async def test_a_file_that_is_lost_is_written_anew_from_the_database(world: World, tmp_path: Path) -> None:
    await lived(world)
    await erase(world, "sam")
    file = tmp_path / "world.db-erased"
    written = file.read_text()
    file.unlink()
    await world.core.services.privacy.look()
    assert file.read_text() == written and written.count("\n") == 2
    (row,) = await world.store.read(
        lambda tx: tx._connection.execute(sa.select(tables.tombstone)).mappings().all()
    )
    assert row["digest"] in written
    file.unlink()
    file.mkdir()
    with capture_logs() as logs:
        await world.core.services.privacy.look()
    assert {one["event"] for one in logs} == {"tombstones_not_read", "tombstones_not_written"}


@on_both
async def test_an_export_has_ones_own_and_nothing_that_is_others(world: World) -> None:
    booking = await lived(world)
    await asks(world, "mia", "ken", "Mias topic", world.now + 4 * DAY)
    await world.does("ken", Trigger.FORM, "notes", booking.id.hex, "1", text="Kens secret", readers="me")
    data = await own_data(world.store, world.people["sam"], world.now)
    written = json_bytes(data).decode()
    again = json.loads(written)
    (session,) = again["sessions"]
    assert (session["topic"], session["with"], session["role"]) == ("canary topic", "Ken", "student")
    assert [line["act"] for line in session["history"]] == ["request", "accept"]
    for held in HELD:
        if held.exported is Exported.ROWS and held.table.name not in MADE | LINKS:
            assert again[held.table.name], held.table.name
            assert set(again[held.table.name][0]) == set(held.personal)
    assert session["notes"][0]["text"].startswith("canarysamnote") and session["room"] and session["chat"]
    for private in ("Kens secret", "Mias topic", "Mia", address("ken").user + '"'):
        assert private not in written, private
    fewer = await own_data(world.store, world.people["sam"], world.now, most=0)
    assert (fewer["older_left_out"], fewer["sessions"]) == (1, []) and "older_left_out" not in data
    kens = json_bytes(await own_data(world.store, world.people["ken"], world.now)).decode()
    assert "canary topic" in kens and "Mias topic" in kens and "Kens secret" in kens
    for held in HELD:
        if held.exported in {Exported.ROWS, Exported.INTERNAL}:
            assert f"canarysam{held.table.name}".replace("_", "") not in kens, held.table.name
    assert "canarysamfeedback" not in kens


@on_both
async def test_sessions_that_ended_long_ago_are_removed_as_wholes(world: World) -> None:
    booking = await lived(world)
    await world.pass_time(10 * DAY)
    await world.core.retention.look()
    assert booking.id in await ids(world)
    world.now += 25 * 31 * DAY
    recent = await asks(world, "mia", "ana", "Recent", world.now + DAY)
    await world.core.retention.look()
    assert set(await ids(world)) == {recent.id}
    held = [one for one in HELD if "booking" in one.table.c and one.table.name != "draft"]
    assert booking.id.hex not in await sessions_in(world, held)
    await world.auditor.look()
    assert not world.auditor.broken
    await presses(world, "mia", "withdraw", recent)
    world.now += MANY.retention_months * DAYS_A_MONTH * DAY
    await world.core.retention.look()
    unlimited = replace(MANY, retention_months=0)
    world.now += DAY
    await RetentionService(world.store, lambda: world.now, lambda: unlimited).look()
    assert set(await ids(world)) == {recent.id}, "to the last minute, and 0 keeps everything"
    await world.core.retention.look()
    assert await ids(world) == []


async def ids(world: World) -> list[Any]:
    return await world.store.read(
        lambda tx: list(tx._connection.execute(sa.select(tables.booking.c.id)).scalars())
    )


async def sessions_in(world: World, held: list[Held]) -> str:
    """Return which sessions have rows in some tables."""

    def work(tx: Transaction) -> str:
        found = [tx._connection.execute(sa.select(one.table.c.booking)).scalars() for one in held]
        return " ".join(which.hex for several in found for which in several if which)

    return await world.store.read(work)
