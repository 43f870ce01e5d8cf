"""After a gap: what is said in the same moment as the connection is there comes behind what was said before."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from adapters.discord.app import CommandsHash, DiscordApp
from adapters.slack.conversations import Conversations
from core.ports.platform import Posted
from core.ports.said import Change, Hearing, Said
from core.screens.commands import command_table
from core.screens.phrases import PHRASES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

SAID = Said(
    change=Change.WRITTEN,
    place=Posted("7", "9"),
    key="said 9",
    at=datetime(2026, 12, 1, tzinfo=UTC),
    threaded=True,
    comes_again=True,
)


class Listener:
    """Takes what is said, and remembers whether it was asked before which chats are to be read."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    async def talks(self, _platform: str) -> tuple[()]:
        """Name no chat, after a while."""
        await asyncio.sleep(0)
        self.steps.append("chats are known")
        return ()

    async def hear(self, said: Said, _say: Callable[..., Awaitable[None]]) -> Hearing:
        """Take a message."""
        self.steps.append(said.key)
        return Hearing.TAKEN


async def as_it_is(said: Said) -> Said:
    return said


async def test_nothing_overtakes_what_was_said_on_slack_while_nobody_listened() -> None:
    listener: Any = Listener()
    nothing: Any = None
    conversations = Conversations(nothing, nothing, listener, as_it_is, nothing)
    conversations.hold()
    hearing = asyncio.create_task(conversations.hear(SAID))
    await asyncio.gather(hearing, asyncio.create_task(conversations.catch_up()))
    assert listener.steps == ["chats are known", "said 9"]


async def test_nothing_overtakes_what_was_said_on_discord_while_nobody_listened() -> None:
    """READY and a message come in one breath: the library has made a task of the message already."""
    listener: Any = Listener()
    app = DiscordApp(
        token="none",
        dispatcher=listener,
        commands=command_table(),
        phrases=PHRASES,
        commands_hash=CommandsHash(load=nothing_stored, save=nothing_kept),
    )
    hearing = asyncio.create_task(app.hear(SAID))
    app.caught_up()
    await hearing
    await app.idle()
    assert listener.steps == ["chats are known", "said 9"]


async def nothing_stored() -> None:
    """Remember no commands."""


async def nothing_kept(_hash: str) -> None:
    """Forget what the commands are."""
