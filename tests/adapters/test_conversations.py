"""After a gap: what is said in the same moment as the connection is there comes behind what was said before."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import pytest

from adapters.discord.app import CommandsHash, DiscordApp
from adapters.slack.conversations import Conversations
from core.domain.people import Address
from core.ports.platform import Posted
from core.ports.said import Change, Hearing, Said, Talk
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


class Forgetful(Listener):
    """Knows one chat, and can't store what it hears at first."""

    def __init__(self, failures: int) -> None:
        super().__init__()
        self.failures = failures

    async def talks(self, _platform: str) -> tuple[Talk, ...]:  # type: ignore[override]
        """Name the one chat."""
        sam = Address("slack", "T1", "U1")
        return (Talk(person=sam, header=Posted("7", "1.0"), since=SAID.at, known=()),)

    async def hear(self, said: Said, _say: Callable[..., Awaitable[None]]) -> Hearing:
        """Take a message once the database is back."""
        self.failures -= 1
        if self.failures >= 0:
            return Hearing.AGAIN
        return await super().hear(said, _say)


class Thread:
    """What stands in the one chat."""

    async def said_in(self, _header: Posted, _since: datetime) -> list[dict[str, str]]:
        """Return two messages."""
        return [{"user": "U1", "ts": f"{at}.0", "text": f"{at}", "type": "message"} for at in (2, 3)]


async def test_what_could_not_be_stored_goes_before_what_is_said_after_it() -> None:
    listener, nothing = Forgetful(3), cast("Any", None)
    conversations = Conversations(nothing, nothing, cast("Any", listener), as_it_is, nothing)
    said = [replace(SAID, key=f"said {at}") for at in range(3)]
    assert [await conversations.hear(one) for one in said] == [Hearing.AGAIN] * 3
    assert await conversations.hear(said[2]) is Hearing.TAKEN
    assert listener.steps == ["said 0", "said 1", "said 2"]
    assert await conversations.hear(said[0]) is Hearing.TAKEN, "the platform delivers it again all the same"


async def test_what_was_read_and_not_stored_is_read_again_before_anything_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("adapters.listener.PAUSES", (0, 0, 0))
    listener, nothing = Forgetful(2), cast("Any", None)
    conversations = Conversations(nothing, cast("Any", Thread()), cast("Any", listener), as_it_is, nothing)
    conversations.hold()
    hearing = asyncio.create_task(conversations.hear(SAID))
    await asyncio.gather(hearing, asyncio.create_task(conversations.catch_up()))
    assert listener.steps == ["said:7:2.0", "said:7:3.0", "said 9"]


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
