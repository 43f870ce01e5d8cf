"""Uploaded files: reserved by name, filled through the upload address, then shared."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.workspace import BOT_USER, DOMAIN, TEAM


@dataclass(slots=True, kw_only=True)
class File:
    """One file; `content` is None until it was uploaded."""

    id: str
    filename: str
    length: int
    ticket: str
    alt_text: str = ""
    title: str = ""
    content: bytes | None = None

    def as_json(self) -> Json:
        """The file object."""
        kind = self.filename.rsplit(".", 1)[-1] if "." in self.filename else "text"
        base = f"https://files.slack.com/files-pri/{TEAM}-{self.id}/{self.filename}"
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

    def reserve(self, file_id: str, filename: str, length: int, alt_text: str) -> File:
        """Announce a file; its ticket is the secret part of the upload address."""
        ticket = secrets.token_urlsafe(18)
        file = File(id=file_id, filename=filename, length=length, ticket=ticket, alt_text=alt_text)
        self.by_id[file_id] = file
        return file

    def receive(self, ticket: str, content: bytes) -> bool:
        """Fill the reserved file; False when the ticket is unknown or the length is not the announced one."""
        file = next((one for one in self.by_id.values() if one.ticket == ticket), None)
        if file is None or len(content) != file.length:
            return False
        file.content = content
        return True
