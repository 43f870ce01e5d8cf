"""Slack's Web API: one connection pool, one token, one answer to "who are we?"."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.pauses import Pauses
from adapters.quiet import without_traceback
from adapters.slack.errors import REQUEST_SECONDS, RETRY_SECONDS, repeatable, sending
from adapters.slack.lru import Lru
from adapters.slack.pausing_client import PausingClient
from adapters.slack.payload import Json
from adapters.slack.uploads import Uploads
from core.ports.platform import Gone, Posted, TryLater

QUIET = logging.getLogger("slack")
"""What the SDK and Bolt log to: as quiet as the program, and never below INFO: at DEBUG they
print messages and tokens."""
QUIET.setLevel(max(logging.INFO, QUIET.getEffectiveLevel()))
QUIET.addFilter(without_traceback)
_HOOKS = (".slack.com", ".slack-gov.com")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the token belongs to."""

    team: str
    user: str


class SlackWeb:
    """A client whose calls share their connections and are never repeated behind our back.

    ``retry_handlers=[]`` because the SDK's own handler posts a message twice when the connection drops after
    Slack did the work. The timeout stands on the session: a client with a session ignores its own. So does the
    ``proxy``; the clients are told as well, because without one they look for it in the environment by themselves,
    where NO_PROXY means nothing to them.
    """

    def __init__(
        self,
        *,
        bot_token: str,
        api_url: str,
        seconds: float = REQUEST_SECONDS,
        pauses: Pauses | None = None,
        proxy: str | None = None,
    ) -> None:
        self._proxy = proxy
        self._pauses = pauses
        self._token = bot_token
        self._api_url = api_url
        self._seconds = seconds
        self._client: PausingClient | None = None
        self._session: aiohttp.ClientSession | None = None
        self._identity: Identity | None = None
        self._channels: Lru[str, str] = Lru(10_000)
        self.uploads = Uploads(lambda: self.client, self._shared)

    @property
    def client(self) -> PausingClient:
        """The client; it must be asked for inside a running event loop."""
        if self._client is None:
            self._client = self.new_client(self._token)
        return self._client

    def new_client(self, token: str | None) -> PausingClient:
        """Return another client on the same connections."""
        client = PausingClient(
            token=token, base_url=self._api_url, session=self._shared(), logger=QUIET, retry_handlers=[]
        )
        client.pauses, client.proxy = self._pauses, self._proxy
        return client

    async def identity(self) -> Identity:
        """Ask Slack, once, whose token this is; raises DeliveryError."""
        if self._identity is None:
            told = await repeatable(self.client.auth_test())
            self._identity = Identity(team=str(told.get("team_id")), user=str(told.get("user_id")))
        return self._identity

    async def direct(self, user: str) -> str:
        """Return the conversation between the app and a person, opening it once; raises DeliveryError.

        Posting to a user id works by a compatibility only, and such a message cannot be edited.
        """
        known = self._channels.get(user)
        if known is not None:
            return known
        opened = await repeatable(self.client.conversations_open(users=user))
        channel = str(opened["channel"]["id"])
        self._channels.put(user, channel)
        return channel

    async def to_direct(self, user: str, content: Json, *, shares: bool = False) -> Posted:
        """Post to a person's conversation with the app; raises DeliveryError.

        Links are not unfurled, but for a message that ``shares`` a file by its permalink.
        """
        channel = await self.direct(user)
        try:
            posted = await sending(
                self.client.chat_postMessage(
                    channel=channel, unfurl_links=False, unfurl_media=shares, **content
                )
            )
        except Gone as error:
            self._channels.drop(user)
            raise TryLater(RETRY_SECONDS, str(error)) from error
        return Posted(str(posted["channel"]), str(posted["ts"]))

    async def respond(self, url: str, content: Json) -> None:
        """Answer through a response_url; raises DeliveryError, Gone when it is used up or too old."""
        if not self.trusts(url):
            raise Gone("no response_url of Slack's")
        hook = AsyncWebhookClient(url, session=self._shared(), logger=QUIET, retry_handlers=[])
        hook.proxy = self._proxy
        answer = await sending(hook.send_dict(content))
        if answer.status_code >= 500:  # noqa: PLR2004 - the server's own errors
            raise TryLater(1.0, f"HTTP {answer.status_code}")
        if answer.status_code >= 400:  # noqa: PLR2004 - refused
            raise Gone(f"HTTP {answer.status_code}")

    def trusts(self, url: str) -> bool:
        """Whether an address belongs to Slack, or to the API that was configured."""
        try:
            there, here = urlsplit(url), urlsplit(self._api_url)
        except ValueError:
            return False
        at_slack = there.scheme == "https" and (there.hostname or "").endswith(_HOOKS)
        return at_slack or (there.scheme, there.netloc) == (here.scheme, here.netloc)

    async def close(self) -> None:
        """Close the connections; the next call would open new ones."""
        session, self._session, self._client = self._session, None, None
        if session is not None:
            await session.close()

    def _shared(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            timeout = aiohttp.ClientTimeout(total=self._seconds)
            self._session = aiohttp.ClientSession(timeout=timeout, proxy=self._proxy)
        return self._session
