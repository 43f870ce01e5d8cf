"""What Discord says no to: an HTTP status, a JSON error code, a sentence, and the errors of a form body."""

from __future__ import annotations

import json
from typing import Any

Json = dict[str, Any]
Path = tuple[str | int, ...]

CODES: dict[int, tuple[int, str]] = {
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10070: (404, "Unknown Guild Scheduled Event"),
    30038: (400, "Maximum number of uncompleted guild scheduled events reached (100)"),
    30032: (400, "Maximum number of application commands reached (100)."),
    30034: (400, "Max number of daily application command creates has been reached (200)"),
    30046: (429, "Maximum number of edits to messages older than 1 hour reached. Try again later."),
    40003: (403, "You are opening direct messages too fast"),
    40005: (413, "Request entity too large"),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50024: (403, "Cannot execute action on this channel type"),
    50027: (401, "Invalid Webhook Token"),
    50033: (400, "Invalid Recipient(s)"),
    50035: (400, "Invalid Form Body"),
    50083: (400, "Thread is archived"),
    50109: (400, "The request body contains invalid JSON."),
    50278: (403, "Cannot send messages to this user due to having no mutual guilds"),
    160005: (403, "Thread is locked"),
    160006: (400, "Maximum number of active threads reached"),
}
"""JSON error code → HTTP status and message (discord.com/developers/docs/topics/opcodes-and-status-codes)."""


encoded = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
"""A value as compact JSON."""


class Refused(Exception):
    """Discord answers `status` with `{"code", "message"}` and, for a form body, `errors`."""

    def __init__(self, code: int, *, status: int = 0, message: str = "", errors: Json | None = None) -> None:
        known = CODES.get(code, (400, "Unknown error"))
        self.code = code
        self.status = status or known[0]
        self.message = message or known[1]
        self.errors = errors
        super().__init__(self.message)

    def as_json(self) -> Json:
        """The body of the reply."""
        body: Json = {"message": self.message, "code": self.code}
        return body | {"errors": self.errors} if self.errors is not None else body


class BodyErrors:
    """Collects what is wrong with a body, at the path where it is wrong."""

    def __init__(self) -> None:
        self._errors: Json = {}
        self.count = 0

    def add(self, path: Path, code: str, message: str) -> None:
        """Note one error; numbers in the path are list indexes."""
        self.count += 1
        node = self._errors
        for step in path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def close(self) -> None:
        """Raises Refused(50035) if anything was noted."""
        if self._errors:
            raise Refused(50035, errors=self._errors)


def bad_field(path: Path, code: str, message: str) -> Refused:
    """Invalid Form Body with a single error."""
    errors: Json = {"_errors": [{"code": code, "message": message}]}
    for step in reversed(path):
        errors = {str(step): errors}
    return Refused(50035, errors=errors)
