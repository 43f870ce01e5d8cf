"""Short-lived permissions: trigger ids (3 s, one use) and response urls (30 min, five uses).

Source: docs.slack.dev, "Handling user interaction" (trigger_id, response_url). Ages are measured on the
event loop's clock, never on the workspace's movable clock.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import secrets
from dataclasses import dataclass

from bot.playground.slack_emulator.refusal import Refused

TRIGGER_SECONDS = 3.0
URL_SECONDS = 30 * 60.0
URL_USES = 5
_TRIGGER = re.compile(r"^\d+\.\d+\.[0-9a-f]+$")


@dataclass(slots=True, kw_only=True)
class TriggerId:
    """Who may be shown a modal; `born` is a time of the loop's clock, in seconds."""

    user: str
    view_id: str | None
    born: float
    used: bool = False


@dataclass(slots=True, kw_only=True)
class ResponseUrl:
    """Where the answer to one interaction may be sent; `ts` is the message that was pressed, if any."""

    user: str
    channel: str
    ts: str | None
    born: float
    uses: int = 0


class InteractionTokens:
    """All triggers and response urls handed out so far."""

    def __init__(self, *, trigger_seconds: float = TRIGGER_SECONDS, url_seconds: float = URL_SECONDS) -> None:
        self.trigger_seconds = trigger_seconds
        self.url_seconds = url_seconds
        self._count = itertools.count(1)
        self._triggers: dict[str, TriggerId] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def trigger(self, user: str, view_id: str | None = None) -> str:
        """A fresh trigger id; one that comes from inside a modal remembers which."""
        token = f"{next(self._count)}.{7_000_000}.{secrets.token_hex(16)}"
        self._triggers[token] = TriggerId(user=user, view_id=view_id, born=_loop_time())
        return token

    def redeem(self, token: object) -> TriggerId:
        """Raises Refused: invalid_trigger_id, exchanged_trigger_id or expired_trigger_id."""
        if not isinstance(token, str) or not _TRIGGER.match(token):
            raise Refused("invalid_trigger_id")
        trigger = self._triggers.get(token)
        if trigger is None or _loop_time() - trigger.born >= self.trigger_seconds:
            raise Refused("expired_trigger_id")
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        trigger.used = True
        return trigger

    def url(self, user: str, channel: str, ts: str | None) -> str:
        """The secret part of a fresh response_url."""
        token = secrets.token_urlsafe(18)
        self._urls[token] = ResponseUrl(user=user, channel=channel, ts=ts, born=_loop_time())
        return token

    def use(self, token: str) -> ResponseUrl:
        """Raises Refused: expired_url or used_url (Slack sends both with HTTP 404)."""
        url = self._urls.get(token)
        if url is None or _loop_time() - url.born >= self.url_seconds:
            raise Refused("expired_url")
        if url.uses >= URL_USES:
            raise Refused("used_url")
        url.uses += 1
        return url


def _loop_time() -> float:
    return asyncio.get_running_loop().time()
