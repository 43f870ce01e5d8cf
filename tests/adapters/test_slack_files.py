"""A file goes with its message on Slack: one message, one sound, and never a message less for the file's sake."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp
import pytest

from adapters.slack.uploads import Uploads
from adapters.slack.web_api import SlackWeb
from core.ports.cards import Tone
from core.ports.files import File
from core.ports.platform import TryLater, Unknown
from tests.adapters.slack_bench import ANA, KEN, Scene, at, scene
from tests.adapters.slack_examples import a_card

STEPS = ("files.getUploadURLExternal", "upload", "files.completeUploadExternal")
FILE = File(name="session.ics", media="text/calendar", write=lambda: b"BEGIN:VCALENDAR\r\n", mark="b1-1")
LATER = replace(FILE, write=lambda: b"BEGIN:VCALENDAR\r\nX:2\r\n", mark="b1-2")
CARD = a_card(badge="Confirmed", tone=Tone.GOOD, file=FILE)
ALL_FOR_ITS_FILE = replace(CARD, fileless=a_card(badge="Missing"))


@pytest.fixture
async def bench() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened


async def fetched(message: dict[str, object]) -> list[bytes]:
    found = []
    files = message.get("files", [])
    assert isinstance(files, list)
    async with aiohttp.ClientSession() as session:
        for one in files:
            async with session.get(one["url_private_download"]) as answer:
                found.append(await answer.read())
    return found


async def test_the_file_hangs_on_the_message_which_rings_once(bench: Scene) -> None:
    await bench.app.platform.post(at(ANA), CARD, key="k")
    (message,) = bench.ana.messages()
    assert await fetched(message) == [FILE.content]
    assert "Confirmed" in str(message["blocks"])
    assert len(bench.ana.pings) == 1
    assert bench.ken.messages() == []


async def test_an_edit_brings_the_new_file_in_the_place_of_the_old_one_and_silently(bench: Scene) -> None:
    placed = await bench.app.platform.post(at(ANA), CARD, key="k")
    await bench.app.platform.edit(at(ANA), placed, replace(CARD, file=LATER))
    assert await fetched(bench.ana.messages()[0]) == [LATER.content]
    await bench.app.platform.edit(at(ANA), placed, replace(CARD, file=None))
    (message,) = bench.ana.messages()
    assert await fetched(message) == []
    assert len(bench.ana.pings) == 1


async def test_a_file_that_slack_has_is_not_sent_again(bench: Scene) -> None:
    placed = await bench.app.platform.post(at(ANA), CARD, key="k")
    await bench.app.platform.edit(at(ANA), placed, CARD)
    await bench.app.platform.post(at(ANA), CARD, key="k2")
    assert [len(bench.sent(step)) for step in STEPS] == [1, 1, 1]
    assert [await fetched(one) for one in bench.ana.messages()] == [[FILE.content]] * 2


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("trouble", ["fail", "drop"])
async def test_a_file_that_breaks_off_is_tried_once_more_and_nothing_was_sent(
    bench: Scene, step: str, trouble: str
) -> None:
    getattr(bench.emulator.faults, trouble)(step)
    with pytest.raises(TryLater):
        await bench.app.platform.post(at(ANA), CARD, key="k")
    assert bench.ana.messages() == []
    await bench.app.platform.post(at(ANA), CARD, key="k")
    assert await fetched(bench.ana.messages()[0]) == [FILE.content]


@pytest.mark.parametrize("step", STEPS)
async def test_words_are_not_held_up_by_a_file_that_fails_again(bench: Scene, step: str) -> None:
    bench.emulator.faults.fail(step, times=2)
    with pytest.raises(TryLater):
        await bench.app.platform.post(at(ANA), CARD, key="k")
    await bench.app.platform.post(at(ANA), CARD, key="k")
    (message,) = bench.ana.messages()
    assert await fetched(message) == []
    assert "Confirmed" in str(message["blocks"])


@pytest.mark.parametrize(
    "error", ["missing_scope", "file_type_not_allowed", "not_authed", "storage_limit_reached"]
)
async def test_where_files_are_refused_the_words_go_alone_and_nothing_waits(bench: Scene, error: str) -> None:
    bench.emulator.faults.refuse("files.getUploadURLExternal", error)
    await bench.app.platform.post(at(ANA), CARD, key="k")
    (message,) = bench.ana.messages()
    assert "files" not in message
    assert message["text"] == CARD.summary


async def test_a_message_that_is_there_for_its_file_says_that_it_is_missing(bench: Scene) -> None:
    await bench.app.platform.post(at(ANA), ALL_FOR_ITS_FILE, key="with")
    bench.emulator.faults.refuse("files.getUploadURLExternal", "missing_scope")
    await bench.app.platform.post(at(ANA), replace(ALL_FOR_ITS_FILE, file=LATER), key="without")
    whole, bare = bench.ana.messages()
    assert "Missing" not in str(whole["blocks"])
    assert "Missing" in str(bare["blocks"])


async def test_a_message_with_a_file_whose_answer_is_lost_is_found_and_has_its_file(bench: Scene) -> None:
    bench.emulator.faults.drop("chat.postMessage")
    with pytest.raises(Unknown):
        await bench.app.platform.post(at(ANA), CARD, key="k")
    found = await bench.app.platform.find(at(ANA), "k", bench.clock())
    assert found is not None
    (message,) = bench.ana.messages()
    assert (message["ts"], await fetched(message)) == (found.message, [FILE.content])


async def test_an_upload_goes_where_slack_says_and_carries_no_token(bench: Scene) -> None:
    web = SlackWeb(bot_token=bench.emulator.bot_token, api_url=bench.emulator.api_url)
    try:
        assert (await web.uploads.link(FILE)).endswith("/session.ics")
        assert await web.uploads.link(None) == ""
    finally:
        await web.close()
    (given,) = bench.sent("files.getUploadURLExternal")
    assert (given["filename"], int(given["length"])) == ("session.ics", len(FILE.content))
    (done,) = bench.sent("files.completeUploadExternal")
    assert "channel_id" not in done, "nobody sees it before its message"
    assert bench.emulator.client(KEN).messages() == []


async def test_an_upload_that_hangs_is_not_waited_for_for_long(bench: Scene) -> None:
    web = SlackWeb(bot_token=bench.emulator.bot_token, api_url=bench.emulator.api_url)
    hasty = Uploads(lambda: web.client, web._shared, seconds=0.05)
    gate = bench.emulator.faults.stall("upload")
    try:
        with pytest.raises(TryLater):
            await hasty.link(FILE, patient=True)
    finally:
        gate.set()
        await web.close()
