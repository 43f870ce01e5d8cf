"""Uploaded files: reserved by name, filled through the upload address, completed, and shared by whoever may.

A file that was completed without a channel is private to the app. It is shared by a message of the app's whose ``text``
holds its permalink, unless that message unfurls no media (docs.slack.dev, Working with files).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.workspace import BOT_USER, DOMAIN, TEAM

_PERMALINK = re.compile(rf"https://{DOMAIN}\.slack\.com/files/{BOT_USER}/(F[A-Z0-9]+)/")


@dataclass(slots=True, kw_only=True, eq=False)
class File:
    """One file; `content` is None until it was uploaded."""

    id: str
    filename: str
    length: int
    ticket: str
    alt_text: str = ""
    title: str = ""
    content: bytes | None = None
    origin: str = "https://files.slack.com"
    """Where its content is fetched."""
    completed: bool = False

    def as_json(self) -> Json:
        """The file object."""
        kind = self.filename.rsplit(".", 1)[-1] if "." in self.filename else "text"
        base = f"{self.origin}/files-pri/{TEAM}-{self.id}/{self.filename}"
        return {
            "id": self.id,
            "name": self.filename,
            "title": self.title or self.filename,
            "filetype": kind,
            "size": self.length,
            "user": BOT_USER,
            "mode": "hosted",
            "url_private": base,
            "url_private_download": base,
            "permalink": f"https://{DOMAIN}.slack.com/files/{BOT_USER}/{self.id}/{self.filename}",
        }


@dataclass(slots=True)
class Files:
    """All files by id."""

    by_id: dict[str, File] = field(default_factory=dict)
    origin: Callable[[], str] = lambda: "https://files.slack.com"

    def reserve(self, file_id: str, filename: str, length: int, alt_text: str) -> File:
        """Announce a file; its ticket is the secret part of the upload address."""
        ticket = secrets.token_urlsafe(18)
        file = File(
            id=file_id,
            filename=filename,
            length=length,
            ticket=ticket,
            alt_text=alt_text,
            origin=self.origin(),
        )
        self.by_id[file_id] = file
        return file

    def receive(self, ticket: str, content: bytes) -> bool:
        """Fill the reserved file; False when the ticket is unknown or the length is not the announced one."""
        file = next((one for one in self.by_id.values() if one.ticket == ticket), None)
        if file is None or len(content) != file.length:
            return False
        file.content = content
        return True

    def named_in(self, text: str) -> list[Json]:
        """The completed files whose permalinks stand in a text of the app's, in their order."""
        found = [self.by_id.get(file_id) for file_id in _PERMALINK.findall(text)]
        return [file.as_json() for file in dict.fromkeys(found) if file is not None and file.completed]
