"""What is promised about linked accounts: all they have is together, and each has its own again when the link ends."""

from __future__ import annotations

from asyncio import gather
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
import sqlalchemy as sa

from core.domain.accounts import AccountLink, LinkRequest, digest
from core.domain.acts import Accept
from core.domain.booking import Role
from core.domain.drafts import Draft
from core.domain.errors import Clash
from core.domain.feedback import Feedback
from core.domain.notes import Note
from core.domain.notices import Kind, Notice
from core.domain.people import Address
from core.domain.requests import RequestText
from core.domain.waiting import WaitingPlace
from core.ports.platform import Posted
from core.store.statements.accounts import GOING_ALONG
from core.store.tables import accounts
from core.store.tables import every as tables
from core.store.transaction import Placed, Transaction
from tests.store.world import DAY, HOUR, NOW, slot

if TYPE_CHECKING:
    from core.domain.booking import Booking
    from core.domain.people import Person
    from core.store.store import Store
    from tests.store.world import World

LATER = NOW + HOUR
OWN = {one.name for one in tables.METADATA.tables.values() if one.name in vars(accounts)}


async def _two(store: Store, world: World) -> tuple[Person, Person]:
    """Two accounts, each on a platform of its own."""
    first = await world.person("Sam")
    second = world.somebody("sam_at_home")
    second = replace(second, address=Address("discord", "-", second.id.hex))
    await store.write(lambda tx: tx.add_person(second))
    return first, second


async def _life(store: Store, world: World, who: Person, after: int) -> tuple[Booking, Booking]:
    """Everything that one account may have: it is a student and a mentor, and has said and kept a lot."""
    friend = await world.mentor("Ana")
    given = await world.ask(friend.person.id, who.id, slot(after * DAY))
    booking = await world.ask(who.id, friend.person.id, slot(after * DAY + HOUR))
    booking = await world.do(booking, Accept(), Role.MENTOR)
    place = WaitingPlace(mentor=friend.person.id, student=who.id, text=RequestText("t", "m"), since=NOW)
    at, where = Posted(f"D{after}", who.id.hex), who.address.platform
    key = f"{booking.id.hex}:v2:card:{who.id.hex}"

    def work(tx: Transaction) -> None:
        tx.save_feedback(Feedback(booking=booking.id, person=who.id, words="Good", at=NOW), key=f"f {after}")
        tx.save_note(Note(booking=booking.id, writer=who.id, text="n", shared=True, at=NOW), key=f"n {after}")
        tx.join_line(place)
        tx.keep_draft(world.ids(), who.id, Draft("zone", (), {}), NOW)
        tx.set_feed(who.id, f"secret {after}", NOW)
        tx.open_chat(booking, NOW)
        tx.place_all([Placed(booking.id, who.id, where, at, 2, key)])
        tx.set_room(booking.id, "https://example.org")

    await store.write(work)
    return booking, given


def _rows(tx: Transaction) -> dict[str, list[str]]:
    """Every row of this program, but for what tells of the link itself."""
    found = {}
    for table in tables.METADATA.sorted_tables:
        if "program" in table.c and table.name not in OWN:
            query = sa.select(table).where(table.c.program == tx.program)
            found[table.name] = sorted(map(str, tx._connection.execute(query)))
    return found


def _named(tx: Transaction, who: Person) -> set[str]:
    """In which tables about bookings a person stands."""
    places = [*GOING_ALONG, (tables.booking, "student"), (tables.booking, "mentor")]
    return {
        table.name
        for table, column in places
        if tx._connection.execute(sa.select(table).where(table.c[column] == who.id)).first()
    }


class AccountPromises:
    async def test_each_has_its_own_again_when_the_link_ends(self, store: Store, world: World) -> None:
        first, second = await _two(store, world)
        await _life(store, world, first, 1)
        brought, given = await _life(store, world, second, 2)
        before = await store.read(_rows)
        link = AccountLink(joined=second.id, kept=first.id, since=NOW, swapped=False)
        await store.write(lambda tx: tx.link(link))
        assert await store.read(lambda tx: _named(tx, second)) == set()
        assert not any(second.id.hex in row for row in (await store.read(_rows))["outbox"]), (
            "keys name a reader"
        )
        for booking in (brought, given):
            (*_, last) = await store.read(partial(Transaction.history, which=booking.id))
            assert last.moved.booking == await store.read(partial(Transaction.booking, which=booking.id))
        assert await store.read(lambda tx: tx.feed_owner("secret 2")) == first.id
        assert len(await store.read(lambda tx: tx.places_of(first.id))) == 2
        await store.write(lambda tx: tx.unlink(link, LATER))
        assert await store.read(_rows) == before

    async def test_what_was_made_on_an_account_stays_with_it(self, store: Store, world: World) -> None:
        first, second = await _two(store, world)
        link = AccountLink(joined=second.id, kept=first.id, since=NOW, swapped=True)
        await store.write(lambda tx: tx.link(link))
        here, there = [
            await store.read(partial(Transaction.person_at, address=one.address)) for one in (first, second)
        ]
        assert here is not None and there is not None
        assert {here.id, there.id} == {first.id} and here.address == there.address == second.address
        assert (here.account, there.account) == (None, second.id)
        friend = await world.mentor("Ana")
        asked = await world.ask(first.id, friend.person.id, slot(DAY))
        await store.write(lambda tx: tx.made_through(there.account, asked.id))
        own = await world.ask(first.id, friend.person.id, slot(2 * DAY))
        await store.write(lambda tx: tx.unlink(replace(link, swapped=True), LATER))
        for booking, who in ((asked, second), (own, first)):
            known = await store.read(partial(Transaction.booking, which=booking.id))
            assert known is not None and known.student == who.id
        again = await store.read(lambda tx: tx.person_at(second.address))
        assert again == second

    async def test_sessions_at_the_same_time_are_found_and_never_both_taken(
        self, store: Store, world: World
    ) -> None:
        first, second = await _two(store, world)
        friend, other = await world.mentor("Ana"), await world.mentor("Ken")
        mine = await world.ask(first.id, friend.person.id, slot(DAY))
        theirs = await world.ask(second.id, other.person.id, slot(DAY, 15))
        found = await store.read(lambda tx: tx.overlapping(first.id, second.id))
        assert found == [(mine.id, theirs.id)]
        link = AccountLink(joined=second.id, kept=first.id, since=NOW, swapped=False)
        with pytest.raises(Clash):
            await store.write(lambda tx: tx.link(link))
        assert await store.read(lambda tx: tx.link_of(first.id)) is None

    async def test_what_an_act_has_left_behind_is_fetched(self, store: Store, world: World) -> None:
        first, second = await _two(store, world)
        link = AccountLink(joined=second.id, kept=first.id, since=NOW, swapped=False)
        await store.write(lambda tx: tx.link(link))
        assert await store.read(lambda tx: tx.strays()) == []
        late = await world.ask(second.id, (await world.mentor("Ana")).person.id, slot(DAY))
        (stray,) = await store.read(lambda tx: tx.strays())
        assert await store.write(lambda tx: tx.gather(stray)) == 1
        known = await store.read(lambda tx: tx.booking(late.id))
        assert known is not None and known.student == first.id
        assert await store.read(lambda tx: tx.strays()) == []

    async def test_of_two_who_type_one_code_one_is_first(self, store: Store, world: World) -> None:
        first, second = await _two(store, world)
        third = await world.person("Lea")
        request = LinkRequest(
            id=UUID(int=world.ids().int),
            issuer=first.id,
            issued_on="slack",
            platform="discord",
            until=LATER,
        )
        await store.write(lambda tx: tx.issue_code(request, b"salt", digest("ACDEF", b"salt")))
        assert await store.read(lambda tx: tx.request_by_code("ACDEG", "discord", NOW)) is None
        assert await store.read(lambda tx: tx.request_by_code("ACDEF", "slack", NOW)) is None
        assert await store.read(lambda tx: tx.request_by_code("ACDEF", "discord", LATER)) is None
        assert await store.read(lambda tx: tx.request_by_code("ACDEF", "discord", NOW)) == request
        taken = [
            partial(Transaction.take_code, request=request, taker=who.id, now=NOW) for who in (second, third)
        ]
        assert sorted(await gather(*(store.write(one) for one in taken))) == [False, True]
        assert await store.read(lambda tx: tx.request_by_code("ACDEF", "discord", NOW)) is None

    async def test_two_platforms_of_one_person_do_not_wait_for_each_other(
        self, store: Store, world: World
    ) -> None:
        first, second = await _two(store, world)
        link = AccountLink(joined=second.id, kept=first.id, since=NOW, swapped=False)
        await store.write(lambda tx: tx.link(link))
        told = [
            Notice(booking=None, version=at, kind=Kind.LINKED, recipient=first.id, due_at=NOW)
            for at in range(3)
        ]
        await store.write(lambda tx: tx.enqueue(*told[:2]))
        await store.write(lambda tx: tx.enqueue_on("discord", told[2]))

        async def claimed(platform: str) -> list[int]:
            take = partial(Transaction.claim, now=NOW, lease=HOUR, limit=9, platform=platform)
            return [one.notice.version for one in await store.write(take)]

        assert [await claimed(one) for one in ("slack", "slack", "discord", "discord")] == [[0], [], [2], []]
        (head,) = [
            one for one in await store.read(lambda tx: tx.entries_for(first.id)) if one.notice.version == 0
        ]
        assert await store.write(lambda tx: tx.send_on(head.notice.key, "discord", NOW))
        assert [await claimed(one) for one in ("slack", "discord")] == [[1], []], (
            "it left its line to the next"
        )
