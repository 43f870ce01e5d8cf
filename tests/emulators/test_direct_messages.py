"""What people write to the bot: both emulators tell it of threads, replies, changes, deletions and files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.emulators.discord_stage import ANA as MIA
from tests.emulators.discord_stage import KEN, Raw, raw_bot
from tests.emulators.slack_stage import Stage, a_stage


@pytest.fixture
async def slack() -> AsyncIterator[Stage]:
    async with a_stage(ack_seconds=0.5) as stage:
        yield stage


def told_to(stage: Stage) -> list[dict[str, Any]]:
    """Collect the messages that the app is told of."""
    told: list[dict[str, Any]] = []

    @stage.app.event("message")
    async def hear(event: dict[str, Any]) -> None:
        told.append(event)

    return told


async def test_slack_tells_of_threads_edits_deletions_and_files(slack: Stage) -> None:
    told = told_to(slack)
    channel, card = await slack.post()
    first = await slack.ana.say(channel, "in the thread", thread=card, files=["notes.pdf"])
    below = await slack.ana.say(channel, "in reply to a reply", thread=first)
    await slack.ana.change(channel, first, "changed")
    await slack.ana.remove(channel, below)
    posted, second, changed, gone = told
    assert (posted["thread_ts"], posted["subtype"], posted["channel_type"]) == (card, "file_share", "im")
    assert posted["files"][0]["permalink"].endswith("/notes.pdf")
    assert second["thread_ts"] == card, "a thread has one first message"
    assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "changed")
    assert changed["message"]["edited"]["user"] == slack.ana.user_id
    assert changed["previous_message"]["text"] == "in the thread"
    assert (gone["subtype"], gone["deleted_ts"]) == ("message_deleted", below)
    with pytest.raises(LookupError):
        await slack.ana.change(channel, card, "not mine")
    with pytest.raises(LookupError):
        await slack.ken.say(channel, "not my conversation")


async def test_slack_keeps_threads_out_of_the_history_and_their_card_in_them(slack: Stage) -> None:
    channel, card = await slack.post()
    inside = await slack.ana.say(channel, "inside", thread=card)
    history = await slack.api.conversations_history(channel=channel)
    assert [one["ts"] for one in history["messages"]] == [card]
    replies = await slack.api.conversations_replies(channel=channel, ts=card, oldest=inside)
    assert [one["ts"] for one in replies["messages"]] == [card], "the oldest instant itself is left out"
    replies = await slack.api.conversations_replies(channel=channel, ts=card, oldest=inside, inclusive=True)
    assert [one["ts"] for one in replies["messages"]] == [card, inside]
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await slack.api.conversations_replies(channel=channel, ts="1.1")


async def test_slack_delivers_again_what_it_was_told_to(slack: Stage) -> None:
    told = told_to(slack)
    channel, _ = await slack.post()
    slack.emulator.faults.repeat_events(1)
    await slack.ana.say(channel, "twice")
    await slack.ana.say(channel, "once")
    assert [one["text"] for one in told] == ["twice", "twice", "once"]


@pytest.fixture
async def discord() -> AsyncIterator[Raw]:
    async with raw_bot() as raw:
        yield raw


async def test_discord_lets_a_bot_delete_its_own_and_nobody_elses(discord: Raw) -> None:
    channel = (await discord.rest("POST", "/users/@me/channels", {"recipient_id": KEN}))[1]["id"]
    mine = (await discord.rest("POST", f"/channels/{channel}/messages", {"content": "x"}))[1]["id"]
    theirs = (await discord.emulator.client(KEN).say(channel, "mine"))["id"]
    assert (await discord.rest("DELETE", f"/channels/{channel}/messages/{mine}"))[0] == 204
    status, said = await discord.rest("DELETE", f"/channels/{channel}/messages/{mine}")
    assert (status, said["code"]) == (404, 10008)
    status, said = await discord.rest("DELETE", f"/channels/{channel}/messages/{theirs}")
    assert (status, said["code"]) == (403, 50003)
    with pytest.raises(LookupError):
        await discord.emulator.client(MIA).say(channel, "not my conversation")


async def test_discord_tells_of_replies_changes_deletions_and_files_in_direct_messages(discord: Raw) -> None:
    direct_messages = 1 << 12
    await discord.dial()
    await discord.identify(intents=direct_messages)
    client = discord.emulator.client(KEN)
    channel = client.open_dm()
    first = await client.say(channel, "first", files=["notes.pdf"])
    second = await client.say(channel, "second", reply_to=first["id"])
    await client.change(channel, first["id"], "changed")
    await client.change(channel, first["id"], "changed again")
    await client.remove(channel, second["id"])
    discord.emulator.faults.repeat_events(1)
    await client.sticker(channel)
    told = [await discord.receive() for _ in range(7)]
    assert [one["t"] for one in told] == [
        "MESSAGE_CREATE",
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_UPDATE",
        "MESSAGE_DELETE",
        "MESSAGE_CREATE",
        "MESSAGE_CREATE",
    ]
    data = [one["d"] for one in told]
    assert data[0]["attachments"][0]["filename"] == "notes.pdf"
    assert (data[1]["type"], data[1]["message_reference"]["message_id"]) == (19, first["id"])
    assert (data[2]["content"], data[3]["content"]) == ("changed", "changed again")
    assert data[2]["edited_timestamp"] < data[3]["edited_timestamp"], "also where the clock stands still"
    assert data[4] == {"id": second["id"], "channel_id": channel}, "of whom it was nothing is told"
    assert data[5] == data[6], "once more, as after a resume"
    assert data[5]["sticker_items"][0]["name"] == "Wave"
    with pytest.raises(LookupError):
        await client.change(channel, "1", "no such message")
