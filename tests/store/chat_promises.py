"""What is promised about session chats: letters in order, once for each message, and no word longer than needed."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import pytest

from core.domain.acts import Cancel
from core.domain.booking import Role
from core.domain.chats import WITHDRAWN_STAMP, Sort
from core.domain.notices import Kind
from core.ports.letters import Letter
from core.ports.platform import Posted
from core.store.errors import Repeated
from core.store.transaction import Transaction
from tests.store.world import DAY, HOUR, NOW, slot

if TYPE_CHECKING:
    from core.domain.booking import Booking
    from core.store.store import Store
    from tests.store.world import World

HERE, THERE = Posted("D1", "1.1"), Posted("D2", "9")


async def opened(store: Store, world: World) -> Booking:
    student, mentor = await world.pair()
    booking = await world.ask(student, mentor, slot(DAY))
    await store.write(lambda tx: tx.open_chat(booking, NOW))
    return booking


def a_letter(booking: Booking, **fields: object) -> Letter:
    usual = Letter(
        booking=booking.id,
        sort=Sort.POST,
        author=booking.student,
        recipient=booking.mentor,
        source=HERE,
        said_at=NOW,
        words="May I ask something?",
        excerpt="May I ask",
        more={"files": [["a.txt", "https://example.org/a.txt"]]},
    )
    return replace(usual, **fields)  # type: ignore[arg-type]


class ChatPromises:
    async def test_letters_are_numbered_and_told_in_their_order(self, store: Store, world: World) -> None:
        booking = await opened(store, world)
        for at in range(3):
            letter = a_letter(booking, source=Posted("D1", str(at)))
            assert await store.write(partial(Transaction.send, letter=letter, due_at=NOW)) == at + 1
        told = await store.read(lambda tx: tx.entries_for(booking.mentor))
        chat = [one.notice.version for one in told if one.notice.kind is Kind.CHAT]
        assert chat == [1, 2, 3]

    async def test_a_letter_comes_back_as_it_was_and_loses_its_words_on_arrival(
        self, store: Store, world: World
    ) -> None:
        booking = await opened(store, world)
        letter = a_letter(booking)
        number = await store.write(lambda tx: tx.send(letter, due_at=NOW))
        stored = await store.read(lambda tx: tx.letter(booking.id, number))
        assert stored == replace(letter, number=number)
        assert await store.read(lambda tx: tx.letter_said(HERE)) == stored
        await store.write(lambda tx: tx.delivered(letter_of(stored), THERE))
        after = letter_of(await store.read(lambda tx: tx.letter(booking.id, number)))
        assert (after.words, after.more, after.stands, after.done) == ("", {}, THERE, True)
        assert after.excerpt == "May I ask", "what is quoted is kept while the chat is open"
        assert await store.write(lambda tx: tx.close_chat(booking.id, Role.MENTOR, NOW + HOUR))
        assert letter_of(await store.read(lambda tx: tx.letter(booking.id, number))).excerpt == ""
        assert not await store.write(lambda tx: tx.close_chat(booking.id, Role.STUDENT, NOW + HOUR))

    async def test_a_message_is_known_by_where_it_was_written_and_by_where_it_stands(
        self, store: Store, world: World
    ) -> None:
        booking = await opened(store, world)
        number = await store.write(lambda tx: tx.send(a_letter(booking), due_at=NOW))
        letter = letter_of(await store.read(lambda tx: tx.letter(booking.id, number)))
        head = Posted("D2", "5")
        await store.write(lambda tx: tx.delivered(letter, THERE))
        await store.write(lambda tx: tx.head(booking.id, Role.MENTOR, head))
        for who, posted, known in (
            (booking.student, HERE, number),
            (booking.mentor, THERE, number),
            (booking.mentor, head, None),
        ):
            found = await store.read(partial(Transaction.chat_at, person=who, posted=posted))
            assert found is not None
            assert (found[0].booking, found[1]) == (booking.id, known)
        stranger = (await world.person("Noor")).id
        for posted in (HERE, THERE, head):
            assert await store.read(partial(Transaction.chat_at, person=stranger, posted=posted)) is None

    async def test_the_same_message_becomes_one_letter(self, store: Store, world: World) -> None:
        booking = await opened(store, world)

        def work(tx: Transaction) -> None:
            tx.remember("said:D1:1.1", booking.id, NOW)
            tx.send(a_letter(booking), due_at=NOW)

        await store.write(work)
        with pytest.raises(Repeated):
            await store.write(work)
        assert await store.read(lambda tx: tx.letter(booking.id, 2)) is None

    async def test_what_cannot_be_delivered_is_told_to_its_author_once(
        self, store: Store, world: World
    ) -> None:
        booking = await opened(store, world)
        await store.write(lambda tx: tx.send(a_letter(booking), due_at=NOW))
        told = await store.read(lambda tx: tx.entries_for(booking.mentor))
        notice = next(one.notice for one in told if one.notice.kind is Kind.CHAT)
        for _ in range(2):
            await store.write(lambda tx: tx.lose(notice, NOW))
        lost = letter_of(await store.read(lambda tx: tx.letter(booking.id, 2)))
        assert (lost.sort, lost.recipient, lost.about) == (Sort.LOST, booking.student, 1)
        assert await store.read(lambda tx: tx.letter(booking.id, 3)) is None
        back = next(
            one.notice
            for one in await store.read(lambda tx: tx.entries_for(booking.student))
            if one.notice.kind is Kind.CHAT
        )
        await store.write(lambda tx: tx.lose(back, NOW))
        assert await store.read(lambda tx: tx.letter(booking.id, 3)) is None, "a loss is not lost again"

    async def test_a_message_in_parts_is_lost_once(self, store: Store, world: World) -> None:
        booking = await opened(store, world)
        await store.write(lambda tx: tx.send(a_letter(booking), due_at=NOW))
        part = a_letter(booking, sort=Sort.PART, about=1, source=None)
        for _ in range(2):
            await store.write(lambda tx: tx.send(part, due_at=NOW))
        post = letter_of(await store.read(lambda tx: tx.letter(booking.id, 1)))
        standing = await store.read(lambda tx: tx.parts_of(post))
        assert [one.number for one in standing] == [2, 3]
        told = await store.read(lambda tx: tx.entries_for(booking.mentor))
        for notice in [one.notice for one in told if one.notice.kind is Kind.CHAT]:
            await store.write(partial(Transaction.lose, notice=notice, now=NOW))
        lost = letter_of(await store.read(lambda tx: tx.letter(booking.id, 4)))
        assert (lost.sort, lost.about) == (Sort.LOST, 1)
        assert await store.read(lambda tx: tx.letter(booking.id, 5)) is None
        await store.write(lambda tx: tx.restamp(standing[0], WITHDRAWN_STAMP, ""))
        assert [one.number for one in await store.read(lambda tx: tx.parts_of(post))] == [3]

    async def test_an_edit_changes_the_stamp_and_a_deletion_is_known_for_good(
        self, store: Store, world: World
    ) -> None:
        booking = await opened(store, world)
        await store.write(lambda tx: tx.send(a_letter(booking), due_at=NOW))
        letter = letter_of(await store.read(lambda tx: tx.letter_said(HERE)))
        await store.write(lambda tx: tx.restamp(letter, "5", "Or not"))
        assert letter_of(await store.read(lambda tx: tx.letter_said(HERE))).excerpt == "Or not"
        known = partial(Transaction.known_letters, booking=booking.id, author=booking.student, most=9)
        assert await store.read(known) == [("1.1", NOW)]
        await store.write(lambda tx: tx.restamp(letter, WITHDRAWN_STAMP, ""))
        assert await store.read(known) == []

    async def test_a_chat_is_muted_by_side_closed_reopened_and_purged(
        self, store: Store, world: World
    ) -> None:
        booking = await opened(store, world)
        await store.write(lambda tx: tx.mute(booking.id, Role.MENTOR, on=True))
        await store.write(lambda tx: tx.send(a_letter(booking), due_at=NOW))
        (chat,) = await store.read(lambda tx: tx.open_chats(booking.mentor))
        assert (set(chat.muted), chat.opened_at) == ({Role.MENTOR}, NOW)
        await store.write(lambda tx: tx.close_chat(booking.id, None, NOW))
        assert await store.read(lambda tx: tx.open_chats()) == []
        await store.write(lambda tx: tx.open_chat(booking, NOW + HOUR))
        (again,) = await store.read(lambda tx: tx.open_chats())
        assert (again.closed_at, again.opened_at, set(again.muted)) == (None, NOW + HOUR, {Role.MENTOR})
        assert await store.write(lambda tx: tx.send(a_letter(booking, source=None), due_at=NOW)) == 2
        assert await store.write(lambda tx: tx.purge_chats(NOW + DAY)) == 0, "an open one stays"
        await store.write(lambda tx: tx.close_chat(booking.id, None, NOW + HOUR))
        assert await store.write(lambda tx: tx.purge_chats(NOW + DAY)) == 0, "it may be opened again"
        await world.do(booking, Cancel(), Role.STUDENT, at=NOW + HOUR)
        assert await store.write(lambda tx: tx.purge_chats(NOW + HOUR)) == 0, "and for a while after it"
        assert await store.write(lambda tx: tx.purge_chats(NOW + 3 * DAY)) == 1
        assert await store.read(lambda tx: tx.chat(booking.id)) is None
        assert await store.read(lambda tx: tx.letter_said(HERE)) is None


def letter_of(found: Letter | None) -> Letter:
    assert found is not None
    return found
