"""Calls to a provider's HTTP API: one session, a token that is renewed, limits that are kept, outcomes of the core."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import aiohttp

from adapters.pauses import EVERYTHING, Pauses
from core.ports.platform import Declined, DeliveryError, TryLater, Unknown

REQUEST_SECONDS = 4.0
"""Every request ends after this: a token, a search and the call itself fit into one attempt of the worker."""
RETRY_SECONDS = 5.0
"""Until a request that did not arrive is tried again."""
RATE_LIMIT_SECONDS = 30.0
"""The wait after too many requests where nobody names one."""
LOCKED_OUT_SECONDS = 300.0
"""The wait for everything while the credentials are refused: the operator has to mend it."""
TOKEN_MARGIN = timedelta(seconds=60)
"""How long before its end a token is renewed, so that none ends on the way."""


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, and when it ends."""

    secret: str = field(repr=False)
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What an API answered: its status, and its JSON object, which is empty where it sent none."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """Whether it was done."""
        return self.status < HTTPStatus.MULTIPLE_CHOICES


Fetch = Callable[["Http"], Awaitable[Token]]
"""Asks for a new token; raises TryLater."""


class Http:
    """One session for every call to a provider; made when it is first needed, because it belongs to the event loop.

    A proxy is taken from HTTPS_PROXY and NO_PROXY of the environment, as Slack's library does.
    """

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def send(self, method: str, url: str, **given: Any) -> Answer:  # noqa: ANN401 - as aiohttp takes it
        """Send one request and read the whole answer; raises what aiohttp raises, and TimeoutError."""
        if self._session is None:
            self._session = aiohttp.ClientSession(trust_env=True, cookie_jar=aiohttp.DummyCookieJar())
        async with (
            asyncio.timeout(REQUEST_SECONDS),
            self._session.request(method, url, allow_redirects=False, **given) as response,
        ):
            return Answer(response.status, _json(await response.read(), response), response.headers)

    async def close(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()


class Api:
    """One provider's API. ``fetch`` gets a token, ``limits`` names the codes that mean "too much" beside 429."""

    def __init__(
        self,
        name: str,
        fetch: Fetch,
        now: Callable[[], datetime],
        pauses: Pauses,
        *,
        limits: Callable[[Answer], bool] = lambda _answer: False,
    ) -> None:
        self.http = Http()
        self._name = name
        self._fetch = fetch
        self._now = now
        self._pauses = pauses
        self._limits = limits
        self._token: Token | None = None
        self._fetching = asyncio.Lock()

    async def call(
        self,
        method: str,
        url: str,
        *,
        may: Collection[int] = (),
        changes: bool = False,
        **given: Any,  # noqa: ANN401 - as aiohttp takes it
    ) -> Answer:
        """Send one request with a token and return its answer, if it is good or its status is among ``may``.

        One that ``changes`` something that must not happen twice ends in Unknown where nobody knows whether it has
        arrived, any other in TryLater. Raises Declined for a refusal that stays one.
        """
        await self._pauses.check()
        token = await self._current()
        answer = await self._send(method, url, token, changes=changes, **given)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            await self._forget(token)
            answer = await self._send(method, url, await self._current(), changes=changes, **given)
        if answer.ok or answer.status in may:
            return answer
        raise await self._refusal(answer, changes=changes)

    async def _send(
        self,
        method: str,
        url: str,
        token: Token,
        *,
        changes: bool,
        **given: Any,  # noqa: ANN401 - as aiohttp takes it
    ) -> Answer:
        headers = {"Authorization": f"Bearer {token.secret}"}
        try:
            return await self.http.send(method, url, headers=headers, **given)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise transport_error(error, self._name, changes=changes) from error

    async def _current(self) -> Token:
        """Return a token that holds for a while; of several who need a new one, one asks for it."""
        async with self._fetching:
            if self._token is None or self._now() >= self._token.ends_at - TOKEN_MARGIN:
                self._token = await self._fetch(self.http)
            return self._token

    async def _forget(self, token: Token) -> None:
        async with self._fetching:
            if self._token is token:
                self._token = None

    async def _refusal(self, answer: Answer, *, changes: bool) -> DeliveryError:
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS or self._limits(answer):
            seconds = wait_of(answer, self._now())
            await self._pauses.pause(EVERYTHING, seconds)
            return TryLater(seconds, "too many requests")
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            why = f"{self._name} answered {answer.status}"
            return Unknown(why) if changes else TryLater(RETRY_SECONDS, why)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            return locked_out(f"{self._name} does not accept its token")
        return Declined(f"{answer.status}/{code_of(answer)}")


def transport_error(error: Exception, name: str, *, changes: bool) -> DeliveryError:
    """Return what a request that failed on its way means: one that never left has changed nothing."""
    if changes and not isinstance(error, aiohttp.ClientConnectorError):
        return Unknown(type(error).__name__)
    return TryLater(RETRY_SECONDS, f"{name} can't be reached: {type(error).__name__}")


def locked_out(why: str) -> TryLater:
    """Return that the credentials are refused: everything waits until somebody has mended it."""
    return TryLater(LOCKED_OUT_SECONDS, why, everywhere=True)


async def fetched(http: Http, name: str, url: str, now: datetime, **given: Any) -> Token:  # noqa: ANN401
    """Ask for a token (RFC 6749, 4.4 and 5.1); raises TryLater, ``everywhere`` where the credentials are refused."""
    try:
        answer = await http.send("POST", url, **given)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise transport_error(error, name, changes=False) from error
    secret, lasts = answer.body.get("access_token"), answer.body.get("expires_in")
    if answer.ok and isinstance(secret, str) and isinstance(lasts, int):
        return Token(secret, now + timedelta(seconds=lasts))
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise TryLater(wait_of(answer, now), "too many requests for a token")
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise TryLater(RETRY_SECONDS, f"{name} answered {answer.status} to the request for a token")
    raise locked_out(f"{name} gives no token: {answer.status}/{code_of(answer)}")


def wait_of(answer: Answer, now: datetime) -> float:
    """Return how many seconds a limit asks for: a number, an HTTP date, or ISO 8601 as Zoom writes it."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said[:9])
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return max((read(said) - now).total_seconds(), 1.0)
        except (TypeError, ValueError):  # TypeError: it names no zone
            continue
    return RATE_LIMIT_SECONDS


def code_of(answer: Answer) -> str:
    """Return an API's own word for its refusal, fit for the log: never what it says to people."""
    error = answer.body.get("error", answer.body)
    if isinstance(error, str):
        return error[:60]
    reasons = error.get("errors") if isinstance(error, dict) else None
    first = reasons[0] if isinstance(reasons, list) and reasons and isinstance(reasons[0], dict) else {}
    return str(first.get("reason") or (error.get("code", "") if isinstance(error, Mapping) else ""))[:60]


def _json(raw: bytes, response: aiohttp.ClientResponse) -> Mapping[str, Any]:
    if response.content_type != "application/json" or not raw:
        return {}
    found = json.loads(raw)
    return found if isinstance(found, dict) else {}
