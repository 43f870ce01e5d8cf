"""What is promised about calendar feeds: one address for each person, and what was agreed behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.domain.acts import Accept, Cancel, SetLink
from core.domain.booking import Role
from core.domain.links import MeetingLink
from tests.store.world import DAY, HOUR, NOW, slot

if TYPE_CHECKING:
    from core.store.store import Store
    from tests.store.world import World

LINK = MeetingLink("https://meet.example.org/room")
ONE, TWO = "1" * 64, "2" * 64


class FeedPromises:
    async def test_a_new_address_ends_the_one_before(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        assert await store.read(lambda tx: tx.feed_since(student)) is None
        await store.write(lambda tx: tx.set_feed(student, ONE, NOW))
        await store.write(lambda tx: tx.set_feed(mentor, "3" * 64, NOW))
        await store.write(lambda tx: tx.set_feed(student, TWO, NOW + HOUR))
        assert await store.read(lambda tx: tx.feed_owner(ONE)) is None
        assert await store.read(lambda tx: tx.feed_owner(TWO)) == student
        assert await store.read(lambda tx: tx.feed_since(student)) == NOW + HOUR
        await store.write(lambda tx: tx.end_feed(student))
        assert await store.read(lambda tx: tx.feed_owner(TWO)) is None
        assert await store.read(lambda tx: tx.feed_owner("3" * 64)) == mentor

    async def test_what_was_agreed_is_in_it_for_both_and_nothing_else(
        self, store: Store, world: World
    ) -> None:
        student, mentor = await world.pair()
        agreed = await world.ask(student, mentor, slot(DAY), message="Why?")
        timeless = await world.ask(student, mentor)
        await world.ask(student, mentor, slot(3 * DAY))
        called_off = await world.ask(student, mentor, slot(2 * DAY))
        accept = Accept(reply="Because.", link=LINK)
        first, _, last = [await world.do(one, accept, Role.MENTOR) for one in (agreed, timeless, called_off)]
        await world.do(last, Cancel(), Role.STUDENT)
        changed = await world.do(first, SetLink(link=MeetingLink("https://meet.example.org/b")), Role.MENTOR)
        (ours,) = await store.read(lambda tx: tx.feed_entries(mentor, 9))
        (theirs,) = await store.read(lambda tx: tx.feed_entries(student, 9))
        assert (ours.booking, ours.version, ours.link) == (
            agreed.id,
            changed.version,
            "https://meet.example.org/b",
        )
        assert (ours.words, theirs.words) == ("Why?", "Because.")
        assert (theirs.starts_at, theirs.ends_at, theirs.topic) == (
            NOW + DAY,
            NOW + DAY + HOUR / 2,
            agreed.topic,
        )
        people = await store.read(lambda tx: tx.people({student, mentor}))
        assert (ours.other, theirs.other) == (people[student].name, people[mentor].name)

    async def test_the_newest_come_first_and_only_so_many(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()
        for days in (1, 3, 2):
            booking = await world.ask(student, mentor, slot(days * DAY))
            await world.do(booking, Accept(link=LINK), Role.MENTOR)
        found = await store.read(lambda tx: tx.feed_entries(student, 2))
        assert [one.starts_at for one in found] == [NOW + 3 * DAY, NOW + 2 * DAY]
