"""What is promised about notes: each person has one of a session, reads what they may, and an erased one is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from core.domain.acts import Accept
from core.domain.booking import Role
from core.domain.notes import TEXT_LENGTH, Note
from core.store.tables import every as tables
from core.store.transaction import Repeated
from tests.store.world import DAY, NOW, slot

if TYPE_CHECKING:
    from core.domain.booking import Booking
    from core.domain.people import PersonId
    from core.store.store import Store
    from tests.store.world import World


async def _write(store: Store, booking: Booking, who: PersonId, text: str, *, shared: bool = False) -> Note:
    note = Note(booking=booking.id, writer=who, text=text, shared=shared, at=NOW)
    await store.write(lambda tx: tx.save_note(note, key=f"{booking.ref} {who} {text[:9]} {shared}"))
    return note


async def _texts(store: Store, booking: Booking, reader: PersonId) -> list[str]:
    return [one.text for one in await store.read(lambda tx: tx.notes(booking, reader))]


class NotePromises:
    async def test_a_private_note_is_read_by_its_writer_alone(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        booking = await world.do(await world.ask(student, mentor, slot(DAY)), Accept(), Role.MENTOR)
        mine = await _write(store, booking, student, "Mine 🦀\nalone")
        ours = await _write(store, booking, mentor, "Ours", shared=True)
        assert await store.read(lambda tx: tx.note(booking.id, student)) == mine
        assert set(await store.read(lambda tx: tx.notes(booking, student))) == {mine, ours}
        assert await store.read(lambda tx: tx.notes(booking, mentor)) == [ours]

    async def test_a_note_is_replaced_and_an_erased_one_leaves_no_row(
        self, store: Store, world: World
    ) -> None:
        student, mentor = await world.pair()
        booking = await world.do(await world.ask(student, mentor, slot(DAY)), Accept(), Role.MENTOR)
        await _write(store, booking, mentor, "First", shared=True)
        second = await _write(store, booking, mentor, "Second")
        assert await store.read(lambda tx: tx.notes(booking, mentor)) == [second]
        with pytest.raises(Repeated):
            await _write(store, booking, mentor, "First", shared=True)
        await _write(store, booking, mentor, "")
        count = sa.select(sa.func.count()).where(tables.note.c.booking == booking.id)
        assert await store.read(lambda tx: tx._connection.execute(count).scalar()) == 0

    async def test_the_notes_of_the_last_session_of_the_pair_come_back(
        self, store: Store, world: World
    ) -> None:
        student, mentor = await world.pair()
        third = await world.person("Lea")
        sessions = []
        for day, one in enumerate((student, student, third.id, student), 1):
            asked = await world.ask(one, mentor, slot(day * DAY))
            sessions.append(await world.do(asked, Accept(), Role.MENTOR))
            await _write(store, sessions[-1], mentor, f"Day {day}", shared=True)
        waiting = await world.ask(student, mentor, slot(5 * DAY))
        assert await _texts(store, waiting, student) == ["Day 4", "Day 2", "Day 1"]
        assert await _texts(store, sessions[1], student) == ["Day 2", "Day 1"]
        assert await _texts(store, sessions[2], third.id) == ["Day 3"]
        between = await store.read(lambda tx: tx.open_between(mentor, student))
        assert {one.id for one in between} == {one.id for one in (*sessions, waiting)} - {sessions[2].id}

    async def test_a_note_that_is_too_long_is_cut(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        booking = await world.do(await world.ask(student, mentor, slot(DAY)), Accept(), Role.MENTOR)
        await _write(store, booking, student, "x" * (TEXT_LENGTH + 9))
        assert len((await _texts(store, booking, student))[0]) == TEXT_LENGTH
