"""A session chat across platforms: what one side writes, changes, deletes or attaches, the other side has."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from core.store.tables import every as tables
from tests.journeys.chatting import chat_opened
from tests.journeys.steps import ask

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage
    from core.domain.booking import BookingId
    from core.domain.booking_view import BookingView
    from core.domain.people import Person
    from core.store.transaction import Transaction

ACROSS = [("sam", "ken"), ("mia", "ana")]
"""Student and mentor: Slack to Discord, and the other way round."""
ONE_WAY = [ACROSS[0], pytest.param(*ACROSS[1], marks=pytest.mark.long)]
"""What does not depend on which side is where is tried the other way round with the long tests."""
LONG = "a long story " * 200


async def kept(stage: Stage) -> str:
    """Return every word of every letter that is in the database."""

    def read(tx: Transaction) -> str:
        rows = tx._rows(sa.select(tables.letter))
        return " ".join(f"{row['words']}{row['excerpt']}{row['more']}" for row in rows)

    return await stage.bot.store.read(read)


def count(pilot: Pilot, words: str) -> int:
    """Return how many cards with these words somebody has."""
    return sum(words in card.text for card in pilot.cards)


async def across(stage: Stage, pilot: Pilot) -> BookingView:
    """Return the session of the one open or closed chat, as somebody sees it."""
    people = {one.name: stage.address(one) for one in stage.people}

    def read(tx: Transaction) -> tuple[Person, BookingId]:
        me = tx.person_at(people[pilot.name])
        assert me is not None
        return me, tx._rows(sa.select(tables.chat.c.booking))[0]["booking"]

    return await stage.bot.bookings.view(*await stage.bot.store.read(read))


@pytest.mark.parametrize(("student", "mentor"), ACROSS)
async def test_what_one_writes_changes_and_deletes_the_other_has(
    stage: Stage, student: str, mentor: str
) -> None:
    one, other = await chat_opened(stage, student, mentor)
    mine, theirs = f"Chat with {other.name}", f"Chat with {one.name}"
    for pilot, card in ((one, mine), (other, theirs)):
        assert pilot.sees(card, "closes 48 hours after").buttons == ("Mute", "Report", "Close chat")
    await one.writes("Can I bring my own code?", below=mine)
    await stage.settle()
    assert other.sees("Can I bring my own code?").text.startswith(f"{one.name} · ")
    await other.writes("Of course, a small part of it.", below="Can I bring")
    await stage.settle()
    one.sees(f"{other.name} · ", "Of course, a small part of it.")
    if other.user.isdecimal():  # a thread of Slack's replies to nothing in particular
        one.sees("In reply to: Can I bring my own code?", "Of course")
    await one.changes("Can I bring", "May I bring my own code?")
    await stage.settle()
    other.sees(f"{one.name} · ", " · edited", "May I bring my own code?")
    assert count(other, "Can I bring") == 0
    await other.removes("Of course")
    await stage.settle()
    assert count(one, "Of course") == 0
    await one.writes("Here it is.", below=mine, files=["code.py", "notes.pdf"])
    await stage.settle()
    assert list(other.sees("Here it is.").links) == ["code.py", "notes.pdf"]


@pytest.mark.parametrize(("student", "mentor"), ONE_WAY)
async def test_muted_reported_and_closed_it_keeps_and_logs_no_word(
    stage: Stage,
    student: str,
    mentor: str,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    one, other = await chat_opened(stage, student, mentor)
    mine, theirs = f"Chat with {other.name}", f"Chat with {one.name}"
    await one.writes("May I bring my own code?", below=mine, files=["notes.pdf"])
    await stage.settle()
    assert "May I bring" in await kept(stage), "the beginning is kept for quotes"
    await other.presses("Mute", on=theirs)
    await stage.settle()
    await one.writes("Are you there?", below=mine)
    await stage.settle()
    one.sees(f"{other.name} has muted this chat, so your message was not passed on.")
    assert count(other, "Are you there?") == 0
    await one.changes("May I bring", "Why don't you answer?")
    await stage.settle()
    assert (count(other, "May I bring"), count(other, "Why don't you")) == (1, 0), "nor what becomes of words"
    await other.presses("Unmute", on=theirs)
    await other.presses("Report", on=theirs)
    await stage.settle()
    other.sees("Reported", "holds the number of the session and no words")
    await one.presses("Close chat", on=mine)
    await stage.settle()
    one.sees(f"You closed the chat with {other.name}.")
    other.sees(f"{one.name} closed this chat.")
    assert other.sees(theirs, "Closed").buttons == ()
    await other.writes("One more thing", below=theirs)
    await stage.settle()
    other.sees(f"The chat with {one.name} was closed, so your message was not passed on.")
    assert count(one, "One more thing") == 0
    left, logged = await kept(stage), caplog.text + capsys.readouterr().out
    assert "chat_reported" in logged
    for word in ("bring", "notes.pdf", "Are you there", "One more"):
        assert word not in left + logged


@pytest.mark.parametrize(("student", "mentor"), ONE_WAY)
async def test_it_closes_by_itself_and_opens_only_for_who_closed_it(
    stage: Stage, student: str, mentor: str
) -> None:
    one, other = await chat_opened(stage, student, mentor)
    mine, theirs = f"Chat with {other.name}", f"Chat with {one.name}"
    await one.presses("Close chat", on=mine)
    await stage.settle()
    await other.presses("Chat", on="Across")
    await stage.settle()
    other.sees(f"{one.name} has closed this chat, and only they can open it again.")
    await one.presses("Chat", on="Across")
    await stage.settle()
    for pilot, card, who in ((one, mine, other), (other, theirs, one)):
        pilot.sees(f"This chat with {who.name} was opened again.")
        assert [seen for seen in pilot.cards if "closes 48 hours" in seen.text] == [pilot.sees(card, "Open")]
        assert count(pilot, "This chat is closed") == 0, "the one card of the chat is edited in place"
    await other.writes("Welcome back", below=theirs)
    await stage.settle()
    one.sees("Welcome back")
    await stage.advance(timedelta(days=2, hours=7))  # the session is over
    await other.writes("That was fun", below=theirs)
    await stage.settle()
    one.sees("That was fun")
    await stage.advance(timedelta(days=2, minutes=1))
    for pilot, who in ((one, other), (other, one)):
        pilot.sees(f"This chat with {who.name} was closed: its time was over.")
        assert count(pilot, "This chat is closed") == 1
    await other.removes("That was fun")
    await stage.settle()
    assert count(one, "That was fun") == 0, "a deletion follows for as long as the chat is known"


async def test_a_card_that_is_gone_comes_back_when_the_chat_is_opened_again(stage: Stage) -> None:
    sam, ken = await chat_opened(stage, "sam", "ken")
    (chat,) = await stage.bot.store.read(lambda tx: tx.open_chats())
    who = await stage.bot.store.read(lambda tx: tx.people({chat.student, chat.mentor}))
    await sam.presses("Close chat", on="Chat with Ken")
    await stage.settle()
    for role, head in chat.headers.items():
        to = who[chat.party(role)].address
        await stage.bot.worker._platforms[to.platform].delete(to, head)
    stage.slack.faults.drop("chat.postMessage")  # nobody knows whether the new ones arrive
    stage.discord.faults.drop("POST", "/channels/*/messages")
    await sam.presses("Chat", on="Across")
    await stage.advance(timedelta(minutes=1))
    await sam.writes("Here again", below="Chat with Ken")
    await stage.settle()
    ken.sees("Here again")
    for pilot in (sam, ken):
        assert (count(pilot, "Chat with"), count(pilot, "opened again")) == (1, 0)


async def test_what_was_closed_and_opened_meanwhile_is_said_once_and_as_it_is(stage: Stage) -> None:
    sam, ken = await chat_opened(stage, "sam", "ken")
    stage.slack.faults.rate_limit("chat.update", seconds=60)
    stage.discord.faults.rate_limit("PATCH", "/channels/*/messages/*", seconds=60)
    for _ in range(2):
        await stage.bot.chats.close(await across(stage, sam))
        stage.clock.move(timedelta(seconds=1))
        await stage.bot.chats.open(await across(stage, sam))
        stage.clock.move(timedelta(seconds=1))
    await stage.advance(timedelta(minutes=3))
    for pilot, card in ((sam, "Chat with Ken"), (ken, "Chat with Sam")):
        assert pilot.sees(card, "Open").buttons
        assert (count(pilot, "closed"), count(pilot, "was opened again")) == (0, 1)


@pytest.mark.parametrize(("student", "mentor"), ONE_WAY)
async def test_words_outside_of_any_chat_get_the_usual_answer(
    stage: Stage, student: str, mentor: str
) -> None:
    one, other = stage.pilot(student), stage.pilot(mentor)
    await one.says("Hello?")
    await stage.settle()
    one.sees("Welcome to")
    await ask(stage, one, other.name, "Across")
    await one.says("And now?")
    await stage.settle()
    one.sees("How can I help?")
    assert count(other, "And now?") == 0


async def test_with_several_chats_it_asks_and_keeps_what_was_typed(stage: Stage) -> None:
    sam, ken = await chat_opened(stage, "sam", "ken")
    await ask(stage, stage.pilot("ana"), "Ken", "Second", when="2026-12-03 15:00")
    await ken.presses("Chat", on="Second")
    await stage.settle()
    await ken.writes("For whom is this?")
    await stage.settle()
    question = ken.sees("Which chat is it for?")
    assert count(sam, "For whom is this?") == 0
    await ken.changes("For whom", "This is for Sam.")
    await stage.settle()
    await ken.presses(next(one for one in question.buttons if "Across" in one))
    await stage.settle()
    sam.sees("Ken · ", "This is for Sam.")
    drafts = await stage.bot.store.read(lambda tx: tx._rows(sa.select(tables.draft.c.typed)))
    assert "for Sam" not in str(drafts), "what was passed on is kept no longer"
    assert count(stage.pilot("ana"), "This is for Sam.") == 0
    await ken.changes("This is", "That was for Sam.")
    await ken.writes("And this too.", below="Chat with Sam")
    await stage.settle()
    sam.sees(" · edited", "That was for Sam.")
    sam.sees("And this too.")
    await sam.writes("Here as well?", below="Session with Ken")
    await stage.settle()
    ken.sees("Sam · ", "Here as well?")
    assert count(stage.pilot("ana"), "this too") == 0


async def test_what_cannot_be_carried_is_named_to_both(stage: Stage) -> None:
    sam, ken = await chat_opened(stage, "sam", "ken")
    client = stage.discord.client(ken.user)
    await client.sticker(client.open_dm())
    await stage.settle()
    sam.sees("Ken · ", "Not shown: a sticker.")
    ken.sees("Not passed on, but named: a sticker.")
    await client.poll(client.open_dm(), "Tea?")
    await stage.settle()
    sam.sees("Not shown: a poll.")
    await sam.writes(LONG * 16, below="Chat with Ken")
    await stage.settle()
    ken.sees("20 of 20", "The rest is not shown: the message has 41599 characters.")
    sam.sees("Only about the first 40000 characters of 41599 were passed on.")
    files = [f"page-{number}.txt" for number in range(12)]
    await sam.writes("All of it", below="Chat with Ken", files=files)
    await stage.settle()
    assert len(ken.sees("All of it", "Not shown: more than ten files.").links) == 10


def told(numbers: range) -> str:
    """Return a story with a word for each number."""
    return " ".join(f"word{number:05}" for number in numbers)


@pytest.mark.parametrize(("student", "mentor"), ONE_WAY)
async def test_a_long_message_comes_in_parts_that_follow_it(stage: Stage, student: str, mentor: str) -> None:
    one, other = await chat_opened(stage, student, mentor)
    writer, reader = (one, other) if student == "sam" else (other, one)

    def shown() -> list[tuple[str, str]]:
        """What stands of it before its reader: which part, and the words."""
        said = [card.text for card in reader.cards if "word0" in card.text]
        return [(re.findall(r"\d of \d", one)[0], " ".join(re.findall(r"word\d+", one))) for one in said]

    await writer.writes("Before", below=f"Chat with {reader.name}")
    await writer.writes(told(range(500)), below=f"Chat with {reader.name}")
    await writer.writes("After", below=f"Chat with {reader.name}")
    await stage.settle()
    assert [part for part, _ in shown()] == ["1 of 3", "2 of 3", "3 of 3"]
    assert " ".join(words for _, words in shown()) == told(range(500))
    texts = [card.text for card in reader.cards]
    order = [
        next(at for at, one in enumerate(texts) if word in one)
        for word in ("Before", "word00000", "3 of 3", "After")
    ]
    assert order == sorted(order)
    await writer.changes("word00000", told(range(300)))
    await stage.settle()
    assert [part for part, _ in shown()] == ["1 of 2", "2 of 2"]
    assert " ".join(words for _, words in shown()) == told(range(300))
    await writer.changes("word00000", told(range(1000)))
    await stage.settle()
    assert [part for part, _ in shown()] == [f"{number} of 5" for number in range(1, 6)]
    assert " ".join(words for _, words in shown()) == told(range(1000))
    await writer.removes("word00000")
    await stage.settle()
    assert shown() == []


async def test_who_cannot_be_reached_is_told_of(stage: Stage) -> None:
    sam, ken = await chat_opened(stage, "sam", "ken")
    stage.discord.faults.dms_closed.add(ken.user)
    await sam.writes("Do you read this?", below="Chat with Ken")
    await stage.settle()
    sam.sees("This message did not reach Ken; I can't deliver it:", "Do you read this?")
    assert "words': 'Do" not in await kept(stage)
    stage.discord.faults.dms_closed.clear()
    await sam.writes("And this?", below="Chat with Ken")
    await stage.settle()
    ken.sees("And this?")
    assert count(ken, "Do you read this?") == 0


async def test_nobody_else_can_touch_a_chat(stage: Stage) -> None:
    sam, ken = await chat_opened(stage, "sam", "ken")
    noor = stage.pilot("noor")
    await noor.says("Hello?")
    client = stage.discord.client(noor.user)
    theirs = stage.discord.client(ken.user)
    card = next(one for one in theirs.messages(theirs.open_dm()) if "chat-close" in str(one))
    name = next(part for part in str(card).split("'") if part.startswith("sb1:chat-close"))
    await client.press(theirs.open_dm(), card["id"], name, screen_of=ken.user)
    await stage.settle()
    assert sam.sees("Chat with Ken", "Open").buttons
    assert count(sam, "Hello?") == 0


async def test_events_that_come_late_or_in_another_order_change_nothing_back(stage: Stage) -> None:
    sam, ken = await chat_opened(stage, "sam", "ken")
    client = stage.slack.client(sam.user)
    thread = next(one["ts"] for one in client.messages() if "chat-mute" in str(one))
    place = {"channel": client.dm, "channel_type": "im"}

    def message(ts: str, text: str, edited: str = "") -> dict[str, object]:
        known: dict[str, object] = {
            "type": "message",
            "user": sam.user,
            "text": text,
            "ts": ts,
            "thread_ts": thread,
        }
        return {**known, "edited": {"user": sam.user, "ts": edited}} if edited else known

    async def told(event: dict[str, object]) -> None:
        assert (await stage.slack.event({**event, **place}, "message.im")).ok
        await stage.settle()

    def changed(ts: str, text: str, edited: str) -> dict[str, object]:
        return {"type": "message", "subtype": "message_changed", "message": message(ts, text, edited)}

    one, two = (f"{float(thread) + after:.6f}" for after in (1, 2))
    await told(changed(one, "The second wording", f"{one}1"))
    ken.sees("The second wording")
    await told(message(one, "The first wording"))
    await told(changed(one, "The third wording", f"{one}3"))
    await told(changed(one, "The second wording", f"{one}1"))
    await told(changed(one, "A wording between the two", f"{one}2"))
    ken.sees(" · edited", "The third wording")
    assert (count(ken, "wording"), count(ken, "third")) == (1, 1)
    whose = {"user": stage.pilot("ana").user}
    stranger = {**message(one, "Nobody else's wording", f"{one}5"), **whose}
    await told({**changed(one, "", f"{one}5"), "message": stranger})
    assert count(ken, "Nobody else") == 0
    gone = {"type": "message", "subtype": "message_deleted", "deleted_ts": two}
    await told({**gone, "previous_message": message(two, "Never mind")})
    await told(message(two, "Never mind"))
    await told(changed(two, "Never mind", f"{two}1"))
    assert count(ken, "Never mind") == 0
    await told({**gone, "deleted_ts": one, "previous_message": message(one, "The third wording")})
    await told(changed(one, "The fourth wording", f"{one}4"))
    assert count(ken, "wording") == 0


async def test_what_cannot_be_taken_is_said_to_its_author(stage: Stage) -> None:
    sam, ken = await chat_opened(stage, "sam", "ken")
    await stage.bot.store.write(
        lambda tx: tx._connection.exec_driver_sql("ALTER TABLE letter RENAME TO away")
    )
    await ken.writes("Lost?")
    await stage.settle()
    ken.sees("Something went wrong")
    await stage.bot.store.write(
        lambda tx: tx._connection.exec_driver_sql("ALTER TABLE away RENAME TO letter")
    )
    await ken.writes("Again.")
    await stage.settle()
    assert (count(sam, "Lost?"), count(sam, "Again.")) == (0, 1)
