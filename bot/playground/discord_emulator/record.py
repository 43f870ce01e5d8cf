"""What the emulator remembers of every call that reached it, and what a person's app makes of an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.playground.discord_emulator.refusal import Json


@dataclass(slots=True, kw_only=True)
class Request:
    """One REST call."""

    method: str
    path: str
    """Without the `/api/v10` prefix."""
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    """The decoded JSON: of the body itself, or of `payload_json` in a multipart body."""
    filenames: tuple[str, ...] = ()
    at: datetime
    status: int = 0
    """The HTTP status of the reply; 0 while there is none (also when the connection was cut)."""
    reply: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientResult:
    """What the person's Discord app made of one of their acts."""

    ok: bool
    error: str | None = None
    """The sentence that the person reads, if it went wrong."""
    kind: int | None = None
    """The callback type that the bot answered with; None when it did not, or was not asked."""
    message: Json | None = None
    """The message that the answer created or updated, as the person sees it."""
    sent: bool = True
    """False when the app itself refused, and nothing went out."""


NOT_RESPONDING = "The application did not respond"
MODAL_FAILED = "Something went wrong. Try again."
LOADING_FAILED = "Loading options failed"


def not_sent(why: str) -> ClientResult:
    """The app refused to send; `why` is what it shows instead."""
    return ClientResult(ok=False, error=why, sent=False)
