"""The Slack emulator's memory: messages, group DMs, files, profiles."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from tests.emulators.slack_stage import (
    ANA,
    BOT,
    KEN,
    Clock,
    Json,
    Stage,
    a_stage,
    acking,
    actions,
    button,
    section,
)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with a_stage(ack_seconds=0.5) as stage:
        yield stage


async def test_update_keeps_attachments_and_drops_blocks_as_documented(stage: Stage) -> None:
    attachment = {"color": "#2EB67D", "fallback": "f", "blocks": [actions(button("in", value="1"))]}
    channel, ts = await stage.post(blocks=[section()], attachments=[attachment])
    await stage.api.chat_update(channel=channel, ts=ts, text="plain")
    shown = stage.ana.messages()[0]
    assert "blocks" not in shown
    assert shown["edited"]["user"] == BOT
    assert shown["attachments"][0]["color"] == "2EB67D"
    await stage.api.chat_update(channel=channel, ts=ts, text="bare", attachments=[])
    assert "attachments" not in stage.ana.messages()[0]


async def test_a_button_inside_an_attachment_names_its_attachment(stage: Stage) -> None:
    acking(stage, stage.app.action, "in")
    attachment = {"color": "good", "fallback": "f", "blocks": [actions(button("in", url="https://a.b"))]}
    channel, ts = await stage.post(attachments=[attachment])
    await stage.ana.press(channel, ts, "in")
    container = stage.seen[0]["container"]
    assert (container["type"], container["attachment_id"]) == ("message_attachment", 1)


async def test_history_stores_metadata_and_the_movable_clock() -> None:
    clock = Clock()
    async with a_stage(now=clock) as stage:
        channel, first = await stage.post(metadata={"event_type": "card", "event_payload": {"id": 1}})
        clock.at += timedelta(hours=2)
        _, second = await stage.post(client_msg_id="ignored")
        assert float(second) - float(first) == pytest.approx(7200, abs=1)
        with_it = await stage.api.conversations_history(channel=channel, include_all_metadata=True, limit=1)
        assert ([m["ts"] for m in with_it["messages"]], with_it["has_more"]) == ([second], True)
        older = await stage.api.conversations_history(
            channel=channel, latest=second, include_all_metadata=True
        )
        assert older["messages"][0]["metadata"]["event_payload"] == {"id": 1}
        without = await stage.api.conversations_history(channel=channel, latest=second)
        assert "metadata" not in without["messages"][0]


async def test_threads_permalinks_and_deletion(stage: Stage) -> None:
    channel, ts = await stage.post()
    await stage.api.chat_postMessage(channel=channel, text="reply", thread_ts=ts)
    history = await stage.api.conversations_history(channel=channel)
    assert [m["text"] for m in history["messages"]] == ["card"]
    assert stage.ana.messages()[1]["thread_ts"] == ts
    link = await stage.api.chat_getPermalink(channel=channel, message_ts=ts)
    assert link["permalink"].endswith(f"/archives/{channel}/p{ts.replace('.', '')}")
    await stage.api.chat_delete(channel=channel, ts=ts)
    assert await stage.refused(stage.api.chat_update(channel=channel, ts=ts, text="x")) == "message_not_found"


async def test_a_group_dm_contains_the_bot_and_rings_for_both(stage: Stage) -> None:
    opened = await stage.api.conversations_open(users=[ANA, KEN], return_im=True)
    again = await stage.api.conversations_open(users=[KEN, ANA])
    channel = opened["channel"]["id"]
    assert opened["channel"]["is_mpim"]
    assert (again["channel"]["id"], again["already_open"]) == (channel, True)
    await stage.api.chat_postMessage(channel=channel, text="hello both")
    await stage.ana.say(channel, "hi ken")
    assert [m["text"] for m in stage.ana.pings] == ["hello both"]
    assert [m["text"] for m in stage.ken.pings] == ["hello both", "hi ken"]


async def test_a_file_reaches_the_dm(stage: Stage) -> None:
    channel = await stage.dm()
    await stage.api.files_upload_v2(
        channel=channel, filename="s.ics", content="BEGIN:VCALENDAR", title="Session"
    )
    assert stage.ana.messages()[0]["files"][0]["name"] == "s.ics"
    assert stage.emulator.files[0].content == b"BEGIN:VCALENDAR"
    wrong = stage.api.files_upload_v2(channel=ANA, filename="s.ics", content="x")
    assert await stage.refused(wrong) == "invalid_arguments"


async def uploaded(stage: Stage, content: bytes = b"BEGIN:VCALENDAR") -> Json:
    """Upload a file that no channel is named for, and return it."""
    given = await stage.api.files_getUploadURLExternal(filename="s.ics", length=len(content))
    async with aiohttp.ClientSession() as session, session.post(given["upload_url"], data=content) as answer:
        assert answer.ok
    done = await stage.api.files_completeUploadExternal(files=[{"id": given["file_id"], "title": "s.ics"}])
    file: Json = done["files"][0]
    return file


async def test_a_private_file_is_shared_by_the_permalink_in_the_text_of_the_apps_message(
    stage: Stage,
) -> None:
    channel, file = await stage.dm(), await uploaded(stage)
    assert stage.ana.messages() == []
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": file["permalink"]}}]
    await stage.api.chat_postMessage(channel=channel, text="Words", blocks=blocks)
    assert "files" not in stage.ana.messages()[0], "a permalink in a block shares nothing"
    await stage.api.chat_postMessage(channel=channel, text=file["permalink"], unfurl_media=False)
    assert "files" not in stage.ana.messages()[1]
    posted = await stage.api.chat_postMessage(channel=channel, text=f"Words <{file['permalink']}|s.ics>")
    assert [one["id"] for one in stage.ana.messages()[2]["files"]] == [file["id"]]
    await stage.api.chat_update(channel=channel, ts=posted["ts"], text="Words")
    assert "files" not in stage.ana.messages()[2]
    await stage.api.chat_update(channel=channel, ts=posted["ts"], text=file["permalink"])
    assert [one["id"] for one in stage.ana.messages()[2]["files"]] == [file["id"]]


async def test_a_shared_file_can_be_fetched_under_its_name(stage: Stage) -> None:
    file = await uploaded(stage)
    address = str(file["url_private_download"])
    async with aiohttp.ClientSession() as session:
        async with session.get(address) as answer:
            assert await answer.read() == b"BEGIN:VCALENDAR"
            assert "s.ics" in answer.headers["Content-Disposition"]
        async with session.get(address.replace("s.ics", "t.ics")) as answer:
            assert answer.status == 404


async def test_an_upload_is_what_was_announced_and_is_completed_once(stage: Stage) -> None:
    given = await stage.api.files_getUploadURLExternal(filename="s.ics", length=3)
    async with aiohttp.ClientSession() as session, session.post(given["upload_url"], data=b"four") as answer:
        assert answer.status == 400
    unfilled = stage.api.files_completeUploadExternal(files=[{"id": given["file_id"]}])
    assert await stage.refused(unfilled) == "file_not_found"
    file = await uploaded(stage)
    again = stage.api.files_completeUploadExternal(files=[{"id": file["id"]}])
    assert await stage.refused(again) == "file_not_found"
    huge = stage.api.files_getUploadURLExternal(filename="s.ics", length=2_000_000_000)
    assert await stage.refused(huge) == "file_upload_size_restricted"


async def test_profiles_follow_daylight_saving(stage: Stage) -> None:
    user = (await stage.api.users_info(user=ANA, include_locale=True))["user"]
    assert (user["tz"], user["tz_offset"], user["locale"]) == ("America/New_York", -18_000, "en-US")
    assert user["profile"]["display_name"] == "ana"


async def test_user_change_is_an_event(stage: Stage) -> None:
    acking_event: list[Json] = stage.seen

    @stage.app.event("user_change")
    async def changed(event: Json) -> None:
        acking_event.append(event)

    await stage.emulator.change_user(ANA, tz="Asia/Tokyo")
    await stage.emulator.until(lambda: True)
    assert stage.seen[0]["user"]["tz"] == "Asia/Tokyo"
    await stage.emulator.change_user(ANA, deleted=True)
    assert stage.emulator.is_deactivated(ANA)
    assert await stage.refused(stage.api.chat_postMessage(channel=ANA, text="x")) == "user_disabled"
