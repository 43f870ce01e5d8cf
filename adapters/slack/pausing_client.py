"""Slack's client, whose every call waits while Slack says that there were too many of its method.

Limits hold for one method in one workspace (Rate limits, Overview), and a token belongs to one workspace.
"""

from __future__ import annotations

from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.pauses import Pauses
from adapters.slack.errors import pause_of


class PausingClient(AsyncWebClient):
    """The SDK's client; a method that is paused raises TryLater, and nothing goes out."""

    pauses: Pauses | None = None

    async def api_call(self, api_method: str, **given: Any) -> AsyncSlackResponse:  # noqa: ANN401 - the SDK's own
        """Call a method unless it waits, and note how long it has to wait when Slack says so."""
        if self.pauses is None:
            return await super().api_call(api_method, **given)
        await self.pauses.check(api_method)
        try:
            return await super().api_call(api_method, **given)
        except SlackApiError as error:
            if (seconds := pause_of(error.response)) is not None:
                await self.pauses.pause(api_method, seconds)
            raise
