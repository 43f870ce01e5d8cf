"""After a session: how it was, asked at most twice, who reads what of it; and the next step when nobody answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.domain.feedback import Score
from core.domain.profiles import ProfileForm
from core.ports.call import Trigger
from core.ports.forms import ChoiceField
from core.ports.replies import Ask, Refuse, Swap
from tests.plain import line
from tests.promises.deeds import asks, labels, pings_of, presses, text
from tests.promises.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from core.domain.booking import Booking

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
QUESTION = "How was it?"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    opened = World(f"sqlite:///{tmp_path / 'world.db'}")
    await opened.open()
    yield opened
    assert opened.broken == []
    await opened.store.close()


async def completed(world: World, *, by_button: bool = True) -> Booking:
    booking = await asks(world, "sam", "ken", "Talk", world.now + 2 * HOUR)
    await presses(world, "ken", "accept", booking)
    await world.pass_time(2 * HOUR + timedelta(minutes=30))
    if by_button:
        await presses(world, "ken", "complete", booking)
    else:
        await world.pass_time(HOUR + timedelta(minutes=1))
    return booking


def asked(world: World, who: str) -> int:
    """How many messages that made a sound ask how it was; the card asks quietly."""
    return sum(QUESTION in text(card) and not card.title for card in pings_of(world, who))


@pytest.mark.parametrize("by_button", [True, False])
async def test_each_side_is_asked_at_most_twice(world: World, by_button: bool) -> None:
    await completed(world, by_button=by_button)
    assert (asked(world, "sam"), asked(world, "ken")) == (1, 0)
    assert all(QUESTION in text(pings_of(world, who, "Session with")[-1]) for who in ("sam", "ken"))
    await world.pass_time(23 * HOUR)
    assert (asked(world, "sam"), asked(world, "ken")) == (1, 0)
    await world.pass_time(2 * HOUR)
    assert (asked(world, "sam"), asked(world, "ken")) == (2, 1)
    for _ in range(10):
        await world.pass_time(3 * DAY)
    assert (asked(world, "sam"), asked(world, "ken")) == (2, 1)


async def test_who_has_answered_is_not_asked_again(world: World) -> None:
    booking = await completed(world)
    await presses(world, "sam", "feedback", booking, "good", "done")
    await presses(world, "ken", "feedback-words", booking, "card")
    await world.does("ken", Trigger.FORM, "feedback-words", booking.id.hex, "card", words="Well prepared")
    await world.pass_time(2 * DAY)
    assert (asked(world, "sam"), asked(world, "ken")) == (0, 0)


async def test_a_change_of_mind_replaces_the_answer_and_keeps_the_words(world: World) -> None:
    booking, sam = await completed(world), world.people["sam"].id
    await world.does("sam", Trigger.FORM, "feedback-words", booking.id.hex, "card", words="  Too\nshort ")
    await presses(world, "sam", "feedback", booking, "good", "done")
    reply = await presses(world, "sam", "feedback", booking, "bad", "done")
    assert isinstance(reply, Swap)
    assert "You said: Not so good." in text(reply.card)
    assert "> Too\n> short" in text(reply.card)
    kept = await world.store.read(lambda tx: tx.feedback(booking.id, sam))
    assert kept is not None and (kept.score, kept.words) == (Score.BAD, "Too\nshort")


THANKS = "You made it look easy"


async def thanked(world: World) -> Booking:
    booking = await completed(world)
    await presses(world, "sam", "feedback", booking, "good", "done")
    await world.does("sam", Trigger.FORM, "feedback-words", booking.id.hex, "card", words=THANKS)
    await world.pass_time(HOUR)
    return booking


def readers(world: World, words: str) -> set[str]:
    """Who has a message with these words."""
    return {who for who in world.people if any(words in text(card) for card in pings_of(world, who))}


async def test_kind_words_reach_the_mentor_once_both_have_answered(world: World) -> None:
    booking = await thanked(world)
    assert readers(world, THANKS) <= {"sam"}, "who said them, and nobody else"
    sounds = len(pings_of(world, "ken"))
    reply = await presses(world, "ken", "feedback", booking, "bad", "card")
    assert isinstance(reply, Swap) and f"says:\n> {THANKS}" in text(reply.card)
    await world.pass_time(HOUR)
    assert readers(world, THANKS) == {"sam", "ken"}
    assert len(pings_of(world, "ken")) == sounds, "the card says it, without a sound"


async def test_kind_words_reach_a_mentor_who_says_nothing_after_seven_days(world: World) -> None:
    await thanked(world)
    await world.pass_time(6 * DAY)
    assert readers(world, THANKS) <= {"sam"}, "who said them, and nobody else"
    sounds = len(pings_of(world, "ken"))
    await world.pass_time(DAY + HOUR)
    assert readers(world, THANKS) == {"sam", "ken"}
    assert len(pings_of(world, "ken")) == sounds


async def test_words_that_are_taken_back_are_gone_from_the_mentors_card(world: World) -> None:
    booking = await thanked(world)
    await presses(world, "ken", "feedback", booking, "good", "card")
    await world.pass_time(HOUR)
    assert "ken" in readers(world, THANKS)
    await presses(world, "sam", "feedback", booking, "bad", "done")
    await world.pass_time(HOUR)
    assert "ken" not in readers(world, THANKS)


async def test_the_students_side_never_reads_the_mentors_words(world: World) -> None:
    booking = await thanked(world)
    await presses(world, "ken", "feedback", booking, "good", "card")
    await world.does("ken", Trigger.FORM, "feedback-words", booking.id.hex, "card", words="Needs practice")
    await world.pass_time(9 * DAY)
    assert readers(world, "Needs practice") == {"ken"}


async def test_the_next_card_of_the_same_two_says_what_the_last_session_was_about(world: World) -> None:
    await completed(world)
    await asks(world, "sam", "ken", "Goroutines")
    other = await asks(world, "eve", "ken", "Something else")
    await world.pass_time(timedelta(minutes=1))
    for who in ("sam", "ken"):
        (card,) = [one for one in pings_of(world, who) if "Goroutines" in text(one)]
        assert "Last time: Talk" in text(card)
    shown = await presses(world, "ken", "show", other)
    assert "Last time" not in text(getattr(shown, "card"))  # noqa: B009 - whatever kind of answer it is


async def test_the_other_side_never_sees_what_is_not_kind(world: World) -> None:
    booking = await completed(world)
    await presses(world, "sam", "feedback", booking, "bad", "card")
    await world.does("sam", Trigger.FORM, "feedback-words", booking.id.hex, "card", words="Confidential")
    shown = await presses(world, "ken", "show", booking)
    await world.pass_time(2 * DAY)
    for card in (*pings_of(world, "ken"), getattr(shown, "card")):  # noqa: B009 - whatever kind of answer it is
        assert "Confidential" not in text(card)
        assert "You said" not in text(card)


async def test_strangers_and_what_is_not_over_are_refused(world: World) -> None:
    booking = await asks(world, "sam", "ken", "Talk")
    early = await presses(world, "sam", "feedback", booking, "good", "card")
    assert isinstance(early, Refuse) and "completed" in line(early.why)
    for route, args in (("feedback", ("good",)), ("feedback", ("splendid",)), ("feedback-words", ("card",))):
        stranger = await presses(world, "eve", route, booking, *args)
        assert isinstance(stranger, Refuse) and "can't find that session" in line(stranger.why)
    assert await world.store.read(lambda tx: tx.feedback(booking.id, world.people["eve"].id)) is None


async def test_words_that_are_too_long_are_refused_and_kept(world: World) -> None:
    booking = await completed(world)
    reply = await world.does("ken", Trigger.FORM, "feedback-words", booking.id.hex, "card", words="x" * 1001)
    assert isinstance(reply, Refuse) and reply.edit is not None
    assert "words" in reply.fields
    again = await world.does("ken", Trigger.BUTTON, reply.edit.route, *reply.edit.args)
    assert isinstance(again, Ask) and len(again.form.fields[0].value) == 1000


async def test_book_next_is_a_week_on_at_the_same_hour(world: World) -> None:
    booking = await completed(world)
    reply = await presses(world, "sam", "again", booking)
    assert isinstance(reply, Ask) and booking.starts_at is not None
    filled = {field.key: field.value for field in reply.form.fields}
    assert filled["when"] == (booking.starts_at + 7 * DAY).isoformat()
    assert filled["topic"] == "Talk"


async def test_a_time_that_is_open_is_chosen_among_the_open_times(world: World) -> None:
    typed = ProfileForm(headline="Mentor", zone="Europe/Berlin", hours="Mon 12-13")
    await world.people_service.save_profile(world.people["ken"], typed)
    booking = await completed(world)
    reply = await presses(world, "sam", "again", booking)
    assert isinstance(reply, Ask) and booking.starts_at is not None
    (slot,) = [field for field in reply.form.fields if isinstance(field, ChoiceField) and field.key == "slot"]
    assert slot.value == str(int((booking.starts_at + 7 * DAY).timestamp()))
    assert not next(field.value for field in reply.form.fields if field.key == "when")


async def test_after_silence_others_with_the_same_time_are_offered(world: World) -> None:
    typed = ProfileForm(headline="Mentor", zone="Europe/Berlin", hours="Mon-Sun 0:00-24:00")
    await world.people_service.save_profile(world.people["ken"], typed)
    booking = await asks(world, "sam", "ana", "Urgent", world.now + 3 * DAY)
    await world.pass_time(2 * DAY + timedelta(minutes=1))
    (expired,) = pings_of(world, "sam", "No answer in time")
    assert labels(expired)[:3] == ["Ask Ken instead…", "Ask again…", "Open"]
    reply = await presses(world, "sam", "instead", booking, world.people["ken"].id.hex)
    assert isinstance(reply, Ask) and booking.starts_at is not None
    filled = {field.key: field.value for field in reply.form.fields}
    assert (filled["mentor"], filled["topic"]) == (world.people["ken"].id.hex, "Urgent")
    assert filled["slot"] == str(int(booking.starts_at.timestamp()))


async def test_nobody_is_offered_whose_time_is_not_open(world: World) -> None:
    await asks(world, "sam", "ana", "Urgent", world.now + 3 * DAY)
    await world.pass_time(2 * DAY + timedelta(minutes=1))
    (expired,) = pings_of(world, "sam", "No answer in time")
    assert labels(expired)[:2] == ["Ask again…", "Open"]


async def test_a_late_reminder_says_when_it_really_starts(world: World) -> None:
    booking = await asks(world, "mia", "ken", "Talk", world.now + 2 * DAY)
    await presses(world, "ken", "accept", booking)
    world.now += 2 * DAY - timedelta(minutes=7)
    await world.worker.deliver_due()
    assert pings_of(world, "mia", "Reminder")
    assert len(pings_of(world, "mia", "Reminder")) == 1, "the nearer one says it"
