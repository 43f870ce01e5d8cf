"""What the emulator remembers of every call that reached it, and what a person's app makes of an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.playground.slack_emulator.json_types import Json


@dataclass(slots=True, kw_only=True)
class Request:
    """One call of the Web API, of an upload address or of a response_url (`method="response_url"`)."""

    method: str
    args: Json = field(default_factory=dict)
    caller: str = "none"
    """`bot`, `app`, `none` or `unknown`: the kind of credential that came with the call."""
    at: datetime
    status: int = 0
    """The HTTP status of the reply; 0 while there is none (also when the connection was cut)."""
    reply: Json | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAcknowledgement:
    """What the app sent back, in time, for one envelope of Socket Mode."""

    kind: str
    """The type of the envelope or, of an interaction, that of its payload (`view_submission`)."""
    payload: Json | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientResult:
    """What the person's Slack app made of the answer to one of their acts."""

    ok: bool
    error: str | None = None
    """`operation_timeout`, `dispatch_failed`, `client_refused`, `errors` or the sentence Slack shows."""
    payload: Json | None = None
    """The body of the acknowledgement, as the bot sent it."""
    fields: dict[str, str] = field(default_factory=dict)
    """Sentences shown below input blocks, by block_id."""
