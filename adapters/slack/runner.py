"""Runs Bolt's listeners so that an acknowledgement leaves at once and is never lost.

Bolt's own runner looks every 10 ms whether the listener has acknowledged, and forgets an acknowledgement
when the listener fails within those 10 ms: Slack then waits three seconds and shows an error for something
that was done (slack_bolt 1.30, listener/asyncio_runner.py). Here the acknowledgement is a future.
"""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.listener.async_listener import AsyncListener
from slack_bolt.listener.asyncio_runner import AsyncioListenerRunner
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.in_flight import InFlight
from adapters.slack.payload import text

log = structlog.get_logger(__name__)


class PromptAck(AsyncAck):
    """An ack that tells the waiting runner at once."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.said: asyncio.Future[BoltResponse] = asyncio.get_running_loop().create_future()

    async def __call__(self, *args: Any, **kwargs: Any) -> BoltResponse:  # noqa: ANN401 - as Bolt has it
        """Set the response; the first one counts."""
        response = await super().__call__(*args, **kwargs)
        if not self.said.done():
            self.said.set_result(response)
        return response


class PromptRunner(AsyncioListenerRunner):
    """Bolt's runner with a future in place of polling; listeners are kept in ``in_flight`` until they end.

    Events are acknowledged by themselves, but for what people say: that is stored first, and comes again until it is.
    """

    def __init__(self, stock: AsyncioListenerRunner, in_flight: InFlight) -> None:
        super().__init__(
            logger=stock.logger,
            process_before_response=False,
            listener_error_handler=stock.listener_error_handler,
            listener_start_handler=stock.listener_start_handler,
            listener_completion_handler=stock.listener_completion_handler,
            lazy_listener_runner=stock.lazy_listener_runner,
        )
        self._in_flight = in_flight

    async def run(
        self,
        request: AsyncBoltRequest,
        response: BoltResponse | None,
        listener_name: str,
        listener: AsyncListener,
        starting_time: float | None = None,  # noqa: ARG002 - part of the method we replace
    ) -> BoltResponse | None:
        """Return the acknowledgement as soon as it is there; 500 if the listener failed before, else None."""
        ack = PromptAck()
        request.context["ack"] = ack
        if listener.auto_acknowledgement and text(request.body, "event", "type") != "message":
            await ack()
        running = self._in_flight.start(self._listen(request, response, listener))
        either: set[asyncio.Future[Any]] = {ack.said, running}
        await asyncio.wait(either, timeout=listener.ack_timeout, return_when=asyncio.FIRST_COMPLETED)
        if ack.said.done():
            return ack.said.result()
        if running.done() and not running.cancelled() and running.result() is not None:
            return BoltResponse(status=500, body="")
        log.warning("not_acknowledged", listener=listener_name)
        return None

    async def _listen(
        self, request: AsyncBoltRequest, response: BoltResponse | None, listener: AsyncListener
    ) -> Exception | None:
        """Run the listener to its end, whatever happens; returns what it raised."""
        given = response if response is not None else BoltResponse(status=200, body="")
        try:
            await self.listener_start_handler.handle(request=request, response=given)
            await listener.run_ack_function(request=request, response=given)
        except Exception as error:  # noqa: BLE001 - the edge of a press: the handler logs it
            await self.listener_error_handler.handle(error=error, request=request, response=None)
            return error
        finally:
            await self.listener_completion_handler.handle(request=request, response=given)
        return None


async def install(app: AsyncApp, in_flight: InFlight, probe: dict[str, Any]) -> bool:
    """Put the prompt runner into ``app``; return whether it works, and keep Bolt's own where it does not.

    ``probe`` is a payload that the app acknowledges and does nothing about. The place of the runner is
    private to Bolt, so an upgrade may move it: then presses still work, only less promptly.
    """
    stock = app.listener_runner
    try:
        app._async_listener_runner = PromptRunner(stock, in_flight)  # noqa: SLF001 - there is no public way
        answer = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=probe))
        works = isinstance(app.listener_runner, PromptRunner) and answer.status == 200  # noqa: PLR2004
    except Exception:  # noqa: BLE001 - whatever a new version of Bolt does here, we fall back
        works = False
    if not works:
        log.warning("listener_runner_not_taken", using="slack-bolt's own")
        app._async_listener_runner = stock  # noqa: SLF001
    return works
