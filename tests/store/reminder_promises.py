"""What is promised about chosen reminders: what is agreed already follows, and none is stale or told twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from core.domain.acts import Accept
from core.domain.booking import Role
from core.domain.notices import AHEAD
from core.domain.reminders import SPANS, USUAL, Ahead
from core.store.tables import every as tables
from core.store.transaction import OutboxOutcome
from tests.store.world import DAY, NOW, slot

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from core.domain.people import PersonId
    from core.store.store import Store
    from tests.store.world import World

MINUTE = timedelta(minutes=1)


async def planned(world: World, who: PersonId) -> set[Ahead]:
    entries = [one.notice for one in await world.entries(who) if one.notice.kind in AHEAD]
    assert len({one.key for one in entries}) == len(entries)
    return {AHEAD[one.kind] for one in entries}


class ReminderPromises:
    async def test_what_is_agreed_follows_what_is_chosen(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        await world.do(await world.ask(student, mentor, slot(3 * DAY)), Accept(), Role.MENTOR)
        assert await planned(world, student) == USUAL
        choices: list[AbstractSet[Ahead]] = [
            {Ahead.HOUR},
            frozenset(),
            set(Ahead),
            {Ahead.DAY, Ahead.TWO_DAYS},
        ]
        for chosen in choices:
            await store.write(lambda tx, chosen=chosen: tx.set_reminders(student, chosen, NOW))  # type: ignore[misc]
            assert await planned(world, student) == chosen
            person = await store.read(lambda tx: tx.person(student))
            assert person is not None and person.reminders == chosen
            assert await planned(world, mentor) == USUAL, "each chooses for themselves"
        later = await world.do(await world.ask(student, mentor, slot(4 * DAY)), Accept(), Role.MENTOR)
        mine = [one.notice for one in await world.entries(student) if one.notice.booking == later.id]
        assert {AHEAD[one.kind] for one in mine if one.kind in AHEAD} == {Ahead.DAY, Ahead.TWO_DAYS}

    async def test_a_reminder_whose_moment_has_passed_is_not_planned(
        self, store: Store, world: World
    ) -> None:
        student, mentor = await world.pair()
        await world.do(await world.ask(student, mentor, slot(3 * DAY)), Accept(), Role.MENTOR)
        late = NOW + 3 * DAY - SPANS[Ahead.DAY] + MINUTE
        await store.write(lambda tx: tx.set_reminders(student, {Ahead.TWO_DAYS, Ahead.HOUR}, late))
        assert await planned(world, student) == {Ahead.DAY, Ahead.HOUR}, "what is being sent is let be"

    async def test_what_was_told_is_not_told_again(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        await world.do(await world.ask(student, mentor, slot(3 * DAY)), Accept(), Role.MENTOR)
        (day,) = [
            one.notice for one in await world.entries(student) if AHEAD.get(one.notice.kind) is Ahead.DAY
        ]
        await world.settle(day, OutboxOutcome.SENT)
        for chosen in (frozenset({Ahead.SOON}), USUAL):
            await store.write(lambda tx, chosen=chosen: tx.set_reminders(student, chosen, NOW))  # type: ignore[misc]
        assert await planned(world, student) == {Ahead.SOON}

    async def test_other_notices_of_the_same_person_stay(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        await world.do(await world.ask(student, mentor, slot(3 * DAY)), Accept(), Role.MENTOR)
        before = [one.notice for one in await world.entries(student) if one.notice.kind not in AHEAD]
        await store.write(lambda tx: tx.set_reminders(student, frozenset(), NOW))
        assert [one.notice for one in await world.entries(student)] == before

    async def test_a_word_that_is_no_reminder_is_left_out(self, store: Store, world: World) -> None:
        ana = await world.person("Ana", reminders=frozenset({Ahead.HOUR}))
        assert await store.read(lambda tx: tx.person(ana.id)) == ana
        odd = sa.update(tables.person).where(tables.person.c.id == ana.id).values(reminders="7d,24h")
        await store.write(lambda tx: tx._connection.execute(odd))
        assert await store.read(lambda tx: tx.person(ana.id)) == replace(
            ana, reminders=frozenset({Ahead.DAY})
        )
