"""The acknowledgement: out at once, never lost, and Bolt's own runner where ours does not fit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.listener.asyncio_runner import AsyncioListenerRunner
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from adapters.in_flight import InFlight
from adapters.slack import runner
from adapters.slack.runner import PromptRunner, install

COMMAND = {"command": "/go", "team_id": "T1", "user_id": "U1", "trigger_id": "1"}
Listener = Callable[[AsyncAck], Awaitable[None]]


def app_with(listener: Listener) -> AsyncApp:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1")

    client = AsyncWebClient(base_url="http://127.0.0.1:9/")
    app = AsyncApp(
        name="test", client=client, authorize=authorize, signing_secret="", request_verification_enabled=False
    )

    async def on(ack: AsyncAck) -> None:
        await listener(ack)

    app.command("/go")(on)
    app.event("app_home_opened")(on)
    return app


async def send(app: AsyncApp, body: dict[str, Any] = COMMAND) -> BoltResponse:
    return await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body))


async def ready(listener: Listener) -> tuple[AsyncApp, InFlight]:
    app, in_flight = app_with(listener), InFlight()
    app._async_listener_runner = PromptRunner(app.listener_runner, in_flight)
    return app, in_flight


async def test_the_acknowledgement_does_not_wait_for_the_work() -> None:
    gate = asyncio.Event()
    finished = False

    async def listener(ack: AsyncAck) -> None:
        nonlocal finished
        await ack({"text": "here"})
        await gate.wait()
        finished = True

    app, in_flight = await ready(listener)
    response = await send(app)
    assert (response.status, response.body) == (200, '{"text": "here"}')
    assert not finished
    gate.set()
    await in_flight.drain(1)
    assert finished


@pytest.mark.parametrize("turns", [0, 1, 5])
async def test_a_failure_right_after_the_acknowledgement_does_not_lose_it(turns: int) -> None:
    async def listener(ack: AsyncAck) -> None:
        await ack("done")
        for _ in range(turns):
            await asyncio.sleep(0)
        raise RuntimeError("afterwards")

    app, _ = await ready(listener)
    response = await asyncio.wait_for(send(app), 1)
    assert (response.status, response.body) == (200, "done")


async def test_bolts_own_runner_does_lose_it() -> None:
    """The reason for ours: should Bolt mend this, ours can go."""

    async def listener(ack: AsyncAck) -> None:
        await ack("done")
        raise RuntimeError("afterwards")

    app = app_with(listener)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(send(app), 0.1)


async def test_a_failure_before_the_acknowledgement_is_said_at_once() -> None:
    async def listener(_: AsyncAck) -> None:
        raise RuntimeError("before")

    app, _ = await ready(listener)
    assert (await asyncio.wait_for(send(app), 1)).status == 500


async def test_events_are_acknowledged_by_themselves() -> None:
    async def listener(_: AsyncAck) -> None:
        raise RuntimeError("whatever")

    app, _ = await ready(listener)
    event = {"type": "event_callback", "team_id": "T1", "event": {"type": "app_home_opened", "user": "U1"}}
    assert (await asyncio.wait_for(send(app, event), 1)).status == 200


async def test_what_never_ends_is_cancelled_when_the_grace_is_over() -> None:
    cancelled = False

    async def listener(ack: AsyncAck) -> None:
        nonlocal cancelled
        await ack()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled = True
            raise

    app, in_flight = await ready(listener)
    await send(app)
    await asyncio.sleep(0)
    await in_flight.drain(0)
    assert cancelled


async def acks(ack: AsyncAck) -> None:
    await ack()


async def test_the_runner_is_taken_when_it_works() -> None:
    app = app_with(acks)
    assert await install(app, InFlight(), COMMAND)
    assert isinstance(app.listener_runner, PromptRunner)


async def test_a_bolt_that_changed_keeps_its_own_runner(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Misfit(PromptRunner):
        async def run(self, *_: Any, **__: Any) -> BoltResponse | None:
            raise TypeError("unexpected argument")

    monkeypatch.setattr(runner, "PromptRunner", Misfit)
    app = app_with(acks)
    with capture_logs() as said:
        assert not await install(app, InFlight(), COMMAND)
    assert type(app.listener_runner) is AsyncioListenerRunner
    assert (await send(app)).status == 200
    assert [one["event"] for one in said] == ["listener_runner_not_taken"]
