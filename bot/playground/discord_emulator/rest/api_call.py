"""One REST call as a handler sees it, what a handler works with, and what it gives back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.playground.discord_emulator.commands import Commands
from bot.playground.discord_emulator.faults import Faults
from bot.playground.discord_emulator.gateway import Gateway
from bot.playground.discord_emulator.interactions import Interactions
from bot.playground.discord_emulator.media import Upload
from bot.playground.discord_emulator.post import Post
from bot.playground.discord_emulator.refusal import Json, bad_field
from bot.playground.discord_emulator.server import Server


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """Everything that the endpoints share."""

    server: Server
    post: Post
    gateway: Gateway
    interactions: Interactions
    commands: Commands
    faults: Faults


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """`ids` are the variable segments of the path, in order."""

    ids: tuple[str, ...]
    query: Mapping[str, str]
    body: object
    uploads: Mapping[int, Upload] = field(default_factory=dict)

    @property
    def json_object(self) -> Json:
        """The body as an object; an absent one is empty. Raises Refused(50035)."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise bad_field((), "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return self.body


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpReply:
    """`body` None means no body at all."""

    status: int = 200
    body: object = None


NOTHING = HttpReply(status=204)
Handler = Callable[[Backend, ApiCall], Awaitable[HttpReply]]
