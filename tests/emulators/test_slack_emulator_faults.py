"""The Slack emulator's deadlines, retries, reconnects and scripted trouble."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack_emulator.emulator import SlackEmulator
from bot.playground.slack_emulator.faults import Fault
from tests.emulators.slack_stage import (
    ANA,
    TOPIC,
    Clock,
    Json,
    Stage,
    a_stage,
    acking,
    actions,
    button,
    closed,
    modal,
    section,
)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with a_stage(ack_seconds=0.5) as stage:
        yield stage


async def test_a_trigger_works_once_and_not_for_long() -> None:
    async with a_stage() as stage:
        acking(stage, stage.app.shortcut, "s")
        await stage.ana.shortcut("s")
        trigger = stage.seen[0]["trigger_id"]
        await stage.api.views_open(trigger_id=trigger, view=modal(TOPIC))
        again = stage.api.views_open(trigger_id=trigger, view=modal(TOPIC))
        assert await stage.refused(again) == "exchanged_trigger_id"
        outside = stage.api.views_push(trigger_id="1.2.abc", view=modal(TOPIC))
        assert await stage.refused(outside) == "expired_trigger_id"
    async with a_stage(trigger_seconds=0) as stage:
        acking(stage, stage.app.shortcut, "s")
        await stage.ana.shortcut("s")
        late = stage.api.views_open(trigger_id=stage.seen[0]["trigger_id"], view=modal(TOPIC))
        assert await stage.refused(late) == "expired_trigger_id"


async def test_without_an_acknowledgement_the_person_is_told() -> None:
    async with a_stage(ack_seconds=0.05) as stage:
        channel, ts = await stage.post(blocks=[actions(button("nobody"))])
        outcome = await stage.ana.command("/nobody")
        assert outcome.error == "operation_timeout"
        assert stage.ana.notices == ['/nobody failed with the error "operation_timeout"']
        assert (await stage.ana.press(channel, ts, "nobody")).error == "operation_timeout"
        await closed(stage.handler)
        await stage.emulator.until(lambda: stage.emulator.sockets == 0)
        assert (await stage.ana.command("/nobody")).error == "dispatch_failed"


async def test_an_event_without_acknowledgement_comes_again() -> None:
    async with a_stage(ack_seconds=0.05, retry_delays=(0, 0, 0)) as stage:
        attempts: list[tuple[int | None, str | None]] = []
        enough = asyncio.Event()

        async def refuse(_: object, request: SocketModeRequest) -> None:
            attempts.append((request.retry_attempt, request.retry_reason))
            if len(attempts) == 4:
                enough.set()

        stage.handler.client.socket_mode_request_listeners = [refuse]
        assert not (await stage.ana.open_home()).ok
        await asyncio.wait_for(enough.wait(), 3)
        assert attempts == [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]


async def test_two_sockets_share_the_envelopes(stage: Stage) -> None:
    acking(stage, stage.app.command, "/x")
    second = await stage.connect(sockets=2)
    counts = [0, 0]

    def counter(index: int) -> Callable[..., Awaitable[None]]:
        async def count(*_: object) -> None:
            counts[index] += 1

        return count

    stage.handler.client.socket_mode_request_listeners.append(counter(0))
    second.client.socket_mode_request_listeners.append(counter(1))
    for _ in range(4):
        assert (await stage.ana.command("/x")).ok
    assert counts == [2, 2]
    await closed(second)


async def test_the_sdk_comes_back_after_a_disconnect_and_after_a_cut(stage: Stage) -> None:
    acking(stage, stage.app.command, "/x")
    await stage.emulator.faults.disconnect()
    await stage.emulator.wait_connected()
    assert (await stage.ana.command("/x")).ok
    stage.emulator.faults.drop_sockets()
    await stage.emulator.wait_connected()
    assert (await stage.ana.command("/x")).ok


async def test_a_ticket_admits_once(stage: Stage) -> None:
    app_api = AsyncWebClient(
        stage.emulator.app_token, base_url=stage.emulator.api_url, session=stage.api.session
    )
    url = (await app_api.apps_connections_open(app_token=stage.emulator.app_token))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_scripted_faults_happen_once_and_then_the_truth(stage: Stage) -> None:
    channel = await stage.dm()
    faults = stage.emulator.faults

    def post() -> Awaitable[Any]:
        return stage.api.chat_postMessage(channel=channel, text="x")

    faults.rate_limit("chat.postMessage", seconds=7)
    with pytest.raises(SlackApiError) as limited:
        await post()
    assert (limited.value.response.status_code, limited.value.response["error"]) == (429, "ratelimited")
    assert limited.value.response.headers["Retry-After"] == "7"
    faults.fail("chat.postMessage")
    with pytest.raises(SlackApiError) as failed:
        await post()
    assert failed.value.response.status_code == 500
    faults.refuse("chat.postMessage", "fatal_error")
    assert await stage.refused(post()) == "fatal_error"
    assert stage.ana.messages() == []
    faults.drop("chat.postMessage")
    with pytest.raises(aiohttp.ClientConnectionError):
        await post()
    assert len(stage.ana.messages()) == 1
    assert (await post())["ok"]


async def test_a_stalled_call_waits_for_its_gate(stage: Stage) -> None:
    channel = await stage.dm()
    gate = stage.emulator.faults.stall("chat.postMessage")
    posting = asyncio.create_task(stage.api.chat_postMessage(channel=channel, text="x"))
    await stage.api.auth_test()
    assert stage.ana.messages() == []
    gate.set()
    await posting
    assert len(stage.ana.messages()) == 1


async def test_trouble_may_come_before_the_effect_or_after_it(stage: Stage) -> None:
    channel, faults = await stage.dm(), stage.emulator.faults

    def post() -> Awaitable[Any]:
        return stage.api.chat_postMessage(channel=channel, text="x")

    faults.cut("chat.postMessage")
    with pytest.raises(aiohttp.ClientConnectionError):
        await post()
    assert stage.ana.messages() == []
    faults.fail("chat.postMessage", status=502, after=True)
    with pytest.raises(SlackApiError) as failed:
        await post()
    assert failed.value.response.status_code == 502
    assert len(stage.ana.messages()) == 1
    gate = faults.stall("chat.postMessage", after=True)
    posting = asyncio.ensure_future(post())
    await stage.emulator.until(lambda: len(stage.ana.messages()) == 2)
    assert not posting.done()
    gate.set()
    assert (await posting)["ok"]


async def test_the_weather_is_asked_about_what_nobody_has_scripted(stage: Stage) -> None:
    channel, faults = await stage.dm(), stage.emulator.faults
    faults.weather = lambda method: Fault(kind="refuse", error=f"not {method}")
    faults.refuse("chat.postMessage", "fatal_error")
    assert await stage.refused(stage.api.chat_postMessage(channel=channel, text="x")) == "fatal_error"
    assert (
        await stage.refused(stage.api.chat_postMessage(channel=channel, text="x")) == "not chat.postMessage"
    )
    faults.weather = None
    assert (await stage.api.chat_postMessage(channel=channel, text="x"))["ok"]


@pytest.mark.parametrize("state", ["messages_tab_disabled", "user_disabled", "cannot_dm_bot"])
async def test_an_unreachable_person(stage: Stage, state: str) -> None:
    channel, ts = await stage.post()
    stage.emulator.faults.user(ANA, state)
    assert await stage.refused(stage.api.chat_postMessage(channel=channel, text="x")) == state
    if state != "messages_tab_disabled":
        assert await stage.refused(stage.api.conversations_open(users=ANA)) == state
    stage.emulator.faults.user(ANA, None)
    assert (await stage.api.chat_update(channel=channel, ts=ts, text="back"))["ok"]


async def test_watchers_hear_every_visible_change_until_they_leave(stage: Stage) -> None:
    told: list[str] = []
    leave = stage.emulator.watch(lambda change: told.append(change["kind"]))
    channel, ts = await stage.post()
    await stage.api.chat_update(channel=channel, ts=ts, text="y")
    await stage.api.views_publish(user_id=ANA, view={"type": "home", "blocks": [section()]})
    leave()
    await stage.api.chat_delete(channel=channel, ts=ts)
    assert told == ["message_posted", "ping", "message_updated", "home_published"]


async def test_nobody_reads_what_is_not_theirs(stage: Stage) -> None:
    channel = await stage.dm(ANA)
    with pytest.raises(LookupError):
        stage.ken.messages(channel)
    with pytest.raises(LookupError):
        await stage.ana.press(channel, "1.1", "go")


async def test_faults_can_be_forgotten_and_must_be_known(stage: Stage) -> None:
    stage.emulator.faults.fail("*", times=9)
    stage.emulator.faults.user(ANA, "user_disabled")
    stage.emulator.faults.clear()
    assert await stage.dm()
    with pytest.raises(ValueError):
        stage.emulator.faults.user(ANA, "asleep")


async def test_an_emulator_stops_while_an_event_waits_for_its_next_try() -> None:
    emulator = SlackEmulator(now=Clock())
    await emulator.start()
    emulator.add_user(ANA, name="ana", real_name="Ana")
    assert (await emulator.client(ANA).open_home()).error == "dispatch_failed"
    await emulator.stop()
    with pytest.raises(aiohttp.ClientConnectorError):
        async with aiohttp.ClientSession() as session:
            await session.get(emulator.api_url + "auth.test")


async def test_broken_json_is_named(stage: Stage) -> None:
    async with aiohttp.ClientSession() as session:
        for body, error in (("{", "invalid_json"), ("[]", "json_not_object")):
            headers = {"Content-Type": "application/json"}
            async with session.post(
                stage.emulator.api_url + "auth.test", data=body, headers=headers
            ) as reply:
                assert (reply.status, (await reply.json())["error"]) == (200, error)


async def test_forms_and_query_strings_mean_the_same_as_json(stage: Stage) -> None:
    channel = await stage.dm()
    blocks = json.dumps([{"type": "divider"}])
    for way in ("data", "params", "json"):
        given: Json = {way: {"channel": channel, "text": way, "blocks": blocks}}
        await stage.api.api_call("chat.postMessage", **given)
    assert [(m["text"], m["blocks"][0]["type"]) for m in stage.ana.messages()] == [
        ("data", "divider"),
        ("params", "divider"),
        ("json", "divider"),
    ]
