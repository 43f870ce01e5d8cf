"""What is promised about feedback: one row for each person of a booking, and a repeated tap changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core.domain.feedback import Feedback, Score
from core.store.transaction import Repeated
from tests.store.world import MINUTE, NOW

if TYPE_CHECKING:
    from core.store.store import Store
    from tests.store.world import World


class FeedbackPromises:
    async def test_the_newest_answer_of_each_person_is_kept(self, store: Store, world: World) -> None:
        booking = await world.ask(*await world.pair())
        good = Feedback(booking=booking.id, person=booking.student, score=Score.GOOD, at=NOW)
        words = Feedback(booking=booking.id, person=booking.mentor, words="Late,\nbut fine 🦀", at=NOW)
        bad = Feedback(
            booking=booking.id, person=booking.student, score=Score.BAD, words="Hm", at=NOW + MINUTE
        )
        for number, said in enumerate((good, words, bad)):
            await store.write(lambda tx, said=said, key=f"tap {number}": tx.save_feedback(said, key=key))  # type: ignore[misc]
        assert await store.read(lambda tx: tx.feedback(booking.id, booking.student)) == bad
        assert await store.read(lambda tx: tx.feedback(booking.id, booking.mentor)) == words

    async def test_nothing_is_known_of_who_said_nothing(self, store: Store, world: World) -> None:
        booking = await world.ask(*await world.pair())
        said = Feedback(booking=booking.id, person=booking.student, score=Score.GOOD, at=NOW)
        await store.write(lambda tx: tx.save_feedback(said, key="tap"))
        assert await store.read(lambda tx: tx.feedback(booking.id, booking.mentor)) is None

    async def test_a_tap_that_is_delivered_again_does_not_come_back(self, store: Store, world: World) -> None:
        booking = await world.ask(*await world.pair())
        first = Feedback(booking=booking.id, person=booking.student, score=Score.GOOD, at=NOW)
        second = Feedback(booking=booking.id, person=booking.student, score=Score.BAD, at=NOW)
        await store.write(lambda tx: tx.save_feedback(first, key="one"))
        await store.write(lambda tx: tx.save_feedback(second, key="two"))
        with pytest.raises(Repeated):
            await store.write(lambda tx: tx.save_feedback(first, key="one"))
        assert await store.read(lambda tx: tx.feedback(booking.id, booking.student)) == second
