"""Files on their way to Slack: uploaded so that nobody sees them, then shared by the message that links to them.

A file that was uploaded without a channel is private until its owner, the app, posts its permalink in the ``text`` of
a message: then it hangs on that message, which stays one message and makes one sound (docs.slack.dev, Working with
files; slackapi/python-slack-sdk#1194 and slackapi/bolt-python#1018, both answered by Slack).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus

import aiohttp
import structlog

from adapters.slack.errors import RETRY_SECONDS, code, repeatable
from adapters.slack.lru import Lru
from adapters.slack.pausing_client import PausingClient
from adapters.slack.payload import rows, text
from core.ports.files import File
from core.ports.platform import Declined, DeliveryError, TryLater

log = structlog.get_logger(__name__)

FILE_SECONDS = 3.0
"""How long all steps of an upload may take: the message itself needs the rest of its budget."""
KNOWN_FILES = 1000
"""How many uploaded files are remembered; uploading one again is harmless."""


class Uploads:
    """Uploads each file once. ``client`` and ``session`` give the shared ones, inside a running event loop."""

    def __init__(
        self,
        client: Callable[[], PausingClient],
        session: Callable[[], aiohttp.ClientSession],
        seconds: float = FILE_SECONDS,
    ) -> None:
        self._client = client
        self._session = session
        self._seconds = seconds
        self._links: Lru[str, str] = Lru(KNOWN_FILES)
        self._failed: Lru[str, bool] = Lru(KNOWN_FILES)

    async def link(self, file: File | None, *, patient: bool = False) -> str:
        """Return the permalink of a file, or nothing where the message has to go without it.

        Words matter more than what hangs on them: a permission that is missing, a refusal or a second failure never
        holds a message up. With ``patient`` the first failure that time may cure raises TryLater.
        """
        if file is None:
            return ""
        if (known := self._links.get(file.mark)) is not None:
            return known
        try:
            async with asyncio.timeout(self._seconds):
                link = await self._upload(file)
        except (DeliveryError, TimeoutError) as problem:
            error = problem if isinstance(problem, DeliveryError) else TryLater(RETRY_SECONDS, "upload: slow")
            again = patient and isinstance(error, TryLater) and not error.everywhere
            if again and self._failed.get(file.mark) is None:
                self._failed.put(file.mark, value=True)
                raise error from problem
            log.warning("file_not_uploaded", error=code(error))
            return ""
        if link:
            self._links.put(file.mark, link)
        return link

    async def _upload(self, file: File) -> str:
        """Upload in the three steps of docs.slack.dev, Working with files; no channel is named, so nobody sees it."""
        client, content = self._client(), file.content
        name, alt = file.name, file.alt or None
        asked = client.files_getUploadURLExternal(filename=name, length=len(content), alt_txt=alt)
        given = await repeatable(asked)
        await repeatable(self._send(str(given["upload_url"]), content))
        named: list[dict[str, str | None]] = [{"id": str(given["file_id"]), "title": file.name}]
        done = await repeatable(client.files_completeUploadExternal(files=named))
        return next((text(one, "permalink") for one in rows(done.data, "files")), "")

    async def _send(self, url: str, content: bytes) -> None:
        async with self._session().post(url, data=content) as answer:
            if answer.status == HTTPStatus.OK:
                return
        if answer.status < HTTPStatus.INTERNAL_SERVER_ERROR:
            raise Declined(f"upload: HTTP {answer.status}")
        raise TryLater(RETRY_SECONDS, f"upload: HTTP {answer.status}")
