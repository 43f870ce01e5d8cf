"""What is promised about placements, drafts, facts and rooms."""

from __future__ import annotations

from asyncio import gather
from functools import partial
from typing import TYPE_CHECKING

from core.domain.drafts import Draft
from core.domain.notices import NOBODY_KNOWS
from core.ports.platform import Posted
from core.store.transaction import OutboxOutcome, Placed, Transaction
from tests.store.world import DAY, NOW, slot

if TYPE_CHECKING:
    from core.domain.booking import Booking
    from core.store.store import Store
    from tests.store.world import World


CARD = Posted("D1", "1700000000.000100")


class DraftPromises:
    async def _placed(self, store: Store, world: World) -> Booking:
        booking = await world.ask(*await world.pair())
        await store.write(
            lambda tx: tx.place_all([Placed(booking.id, booking.mentor, "slack", CARD, 3, "key")])
        )
        return booking

    async def test_a_card_is_found_by_booking_and_person(self, store: Store, world: World) -> None:
        booking = await self._placed(store, world)
        (card,) = await store.read(lambda tx: tx.placements(booking.id, booking.mentor))
        assert (card.platform, card.posted, card.version, card.key) == ("slack", CARD, 3, "key")
        assert await store.read(lambda tx: tx.placements(booking.id, booking.student)) == []

    async def test_a_card_that_is_placed_again_stays_as_it_is_known(self, store: Store, world: World) -> None:
        booking = await self._placed(store, world)
        for version in (2, 5):
            again = Placed(booking.id, booking.mentor, "slack", CARD, version, "key")
            await store.write(partial(Transaction.place_all, placed=[again]))
            (card,) = await store.read(lambda tx: tx.placements(booking.id, booking.mentor))
            assert card.version == 3

    async def test_a_card_of_which_an_older_version_is_noted_is_drawn_anew(
        self, store: Store, world: World
    ) -> None:
        booking = await self._placed(store, world)
        for version, due in ((booking.version, 0), (NOBODY_KNOWS, 1)):
            await store.write(partial(Transaction.shown, posted=CARD, version=version, now=NOW))
            (card,) = await store.read(lambda tx: tx.placements(booking.id, booking.mentor))
            assert card.version == version
            waiting = await store.read(lambda tx: tx.entries_for(booking.mentor))
            assert sum(one.notice.is_redrawing for one in waiting) == due

    async def test_a_lost_card_is_forgotten(self, store: Store, world: World) -> None:
        booking = await self._placed(store, world)
        await store.write(lambda tx: tx.forget(CARD))
        assert await store.read(lambda tx: tx.placements(booking.id, booking.mentor)) == []

    async def test_a_draft_is_kept_for_its_writer_alone(self, store: Store, world: World) -> None:
        ana, ken = await world.pair()
        which = world.ids()
        await store.write(lambda tx: tx.keep_draft(which, ana, Draft("book", ("a",), {"topic": "x"}), NOW))
        assert await store.read(lambda tx: tx.draft(which, ken)) is None
        await store.write(lambda tx: tx.keep_draft(which, ken, Draft("steal", (), {}), NOW))
        assert await store.read(lambda tx: tx.draft(which, ana)) == Draft("book", ("a",), {"topic": "x"})
        await store.write(lambda tx: tx.keep_draft(which, ana, Draft("book", (), {"topic": "y"}), NOW))
        assert await store.read(lambda tx: tx.draft(which, ana)) == Draft("book", (), {"topic": "y"})

    async def test_one_of_many_at_once_is_the_first(self, store: Store, world: World) -> None:
        met = partial(Transaction.first_fact, name="met")
        first = await gather(*(store.write(partial(met, value=str(number))) for number in range(8)))
        assert sorted(first) == [False] * 7 + [True]
        assert await store.read(lambda tx: tx.fact("met")) == str(first.index(True))

    async def test_facts_and_rooms_keep_their_newest_value(self, store: Store, world: World) -> None:
        booking = await world.ask(*await world.pair())
        assert await store.read(lambda tx: tx.fact("team")) is None
        assert await store.read(lambda tx: tx.room(booking.id)) is None
        for value in ("1", "2"):
            await store.write(partial(Transaction.set_fact, name="team", value=value))
            await store.write(
                partial(Transaction.set_room, booking=booking.id, url=f"https://chat.example.org/{value}")
            )
        assert await store.read(lambda tx: tx.fact("team")) == "2"
        assert await store.read(lambda tx: tx.room(booking.id)) == "https://chat.example.org/2"

    async def test_what_is_old_and_over_is_thrown_away(self, store: Store, world: World) -> None:
        booking = await world.ask(*await world.pair(), slot(DAY), key="k")
        which = world.ids()
        await store.write(lambda tx: tx.keep_draft(which, booking.student, Draft("book", (), {}), NOW))
        entries = await store.read(lambda tx: tx.entries_for(booking.mentor))
        await store.write(lambda tx: tx.settle(entries[0].notice.key, OutboxOutcome.SENT, NOW))
        assert await store.write(lambda tx: tx.purge(NOW)) == 0
        assert await store.write(lambda tx: tx.purge(NOW + DAY)) == 3
        assert await store.read(lambda tx: tx.seen("k")) is None
        assert await store.read(lambda tx: tx.entries_for(booking.mentor)) == entries[1:]
