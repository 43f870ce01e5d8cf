"""Two people in a session chat, who write, change and delete; and what each of them must see of the other."""

from __future__ import annotations

import asyncio
import json
import random
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.leased import Leased
from bot.playground.discord_emulator.faults import Fault as DiscordFault
from bot.playground.slack_emulator.faults import Fault as SlackFault
from core.domain.notices import Kind
from tests.journeys.steps import ask

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage
    from core.store.transaction import Transaction

TROUBLE: tuple[dict[str, Any], ...] = (
    {"kind": "limit", "seconds": 30},
    {"kind": "status", "status": 503},
    {"kind": "status", "status": 503, "after": True},
    {"kind": "cut"},
    {"kind": "drop"},
)
"""A call is limited, fails before or after its effect, or is cut off before or after it."""
MARK = re.compile(r"m\d+e\d+")
HOSTILE = " @everyone @here <!channel> <!here> <@U0ANA000001> <@&1> *bold* <https://evil.example|good>"
PINGING = {"user", "usergroup", "broadcast", "channel", "link"}
"""The elements of rich text that Slack would turn into a mention or a link."""


async def chat_opened(stage: Stage, student: str, mentor: str) -> tuple[Pilot, Pilot]:
    """Let two people agree on a session and the student open their chat."""
    asker, answerer = stage.pilot(student), stage.pilot(mentor)
    await ask(stage, asker, answerer.name, "Across")
    await answerer.presses("Accept", on="Across")
    await stage.settle()
    await asker.presses("Chat", on="Across")
    await stage.settle()
    return asker, answerer


async def killed(stage: Stage) -> None:
    """End the program as a power cut does: nothing is finished, given back or said goodbye to."""
    program, stage.program = stage.bot, None
    program.worker._stopping = True
    tasks = {*program.worker._tasks}
    for connection in program.connections.values():
        listens = connection._connection if isinstance(connection, Leased) else connection
        tasks |= listens._in_flight._tasks  # type: ignore[attr-defined]
    for task in tasks:
        task.cancel()
    program.worker._errands.clear()
    await asyncio.gather(*tasks, return_exceptions=True)
    cut_off(stage)
    await program.stop()
    cut_off(stage)  # what was just connecting anew


def cut_off(stage: Stage) -> None:
    """Break every connection without a word."""
    stage.slack.faults.drop_sockets()
    stage.discord.faults.drop_gateway()


@dataclass(slots=True)
class Written:
    """A message as its author left it."""

    number: int
    edits: int = 0
    gone: bool = False

    @property
    def mark(self) -> str:
        """The word by which its newest version is known."""
        return f"m{self.number}e{self.edits}"


@dataclass(slots=True)
class Talking:
    """Both write, change and delete at random; the same seed does the same."""

    stage: Stage
    pilots: tuple[Pilot, Pilot]
    random: random.Random
    share: float
    written: dict[str, list[Written]] = field(default_factory=dict)
    changed: int = 0

    def __post_init__(self) -> None:
        self.written = {pilot.name: [] for pilot in self.pilots}
        self.stage.slack.faults.weather = self._on_slack
        self.stage.discord.faults.weather = self._on_discord

    async def act(self) -> None:
        """Let one of the two write something new, or change or delete what they wrote."""
        one, other = self.random.sample(self.pilots, 2)
        mine = [message for message in self.written[one.name][-20:] if not message.gone]
        kind = self.random.choices(("write", "change", "remove"), (6, 3, 1))[0] if mine else "write"
        self.changed += 1
        if kind == "write":
            fresh = Written(sum(map(len, self.written.values())))
            self.written[one.name].append(fresh)
            await one.writes(fresh.mark + HOSTILE, below=f"Chat with {other.name}")
            return
        message = self.random.choice(mine)
        before = message.mark + " "
        if kind == "change":
            message.edits += 1
            await one.changes(before, message.mark + HOSTILE)
        else:
            message.gone = True
            await one.removes(before)

    def repeat_some(self) -> None:
        """Deliver some of the next events twice."""
        self.stage.slack.faults.repeat_events(self.random.randrange(3))
        self.stage.discord.faults.repeat_events(self.random.randrange(3))

    async def delivered(self) -> None:
        """Let time pass until nothing of the chat waits any more."""
        for _ in range(400):
            await self.stage.settle()
            if not await self.stage.bot.store.read(self._waits):
                return
            self.stage.clock.move(timedelta(seconds=11))
        raise AssertionError("the chat is never delivered")

    def calm(self) -> None:
        """From now on nothing fails."""
        self.stage.slack.faults.weather = self.stage.discord.faults.weather = None

    def seen_by(self, reader: Pilot) -> list[str]:
        """Return the marks of all messages that the bot shows to somebody, oldest first."""
        return [mark for card in reader.cards for mark in MARK.findall(card.text)]

    def expected_by(self, reader: Pilot) -> list[str]:
        """Return what the other one wrote and did not delete, as it is now."""
        other = next(pilot for pilot in self.pilots if pilot is not reader)
        return [message.mark for message in self.written[other.name] if not message.gone]

    def pinged(self) -> list[str]:
        """Return everything of the bot's that mentions or links anything."""
        found: list[str] = []
        for pilot in self.pilots:
            if pilot.user.isdecimal():
                client = self.stage.discord.client(pilot.user)
                sent = [one for one in client.messages(client.open_dm()) if one["author"].get("bot")]
                found += [one["id"] for one in sent if one["mentions"] or one["mention_everyone"]]
            else:
                bots = [one for one in self.stage.slack.client(pilot.user).messages() if "bot_id" in one]
                found += [one["ts"] for one in bots if MARK.search(json.dumps(one)) and _mentions(one)]
        return found

    def _waits(self, tx: Transaction) -> bool:
        people = {who for one in tx.open_chats() for who in (one.student, one.mentor)}
        return any(entry.notice.kind is Kind.CHAT for who in people for entry in tx.entries_for(who))

    def _on_slack(self, method: str) -> SlackFault | None:
        if not method.startswith(("chat.", "conversations.")):
            return None
        trouble = self._trouble(reads=method.startswith("conversations."))
        return None if trouble is None else SlackFault(**trouble)

    def _on_discord(self, method: str, path: str) -> DiscordFault | None:
        trouble = self._trouble(reads=method == "GET") if path.startswith("/channels/") else None
        return None if trouble is None else DiscordFault(method="*", pattern=("**",), **trouble)

    def _trouble(self, *, reads: bool) -> dict[str, Any] | None:
        """A limit of reading would be waited for in real time, as the clock stands still."""
        if self.random.random() >= self.share:
            return None
        return self.random.choice(TROUBLE[1:] if reads else TROUBLE)


def _mentions(message: dict[str, Any]) -> bool:
    """Whether anything in a message of Slack's is more than plain words, the time it was said but for."""

    def kinds(inside: object) -> set[str]:
        if isinstance(inside, list):
            return set().union(*map(kinds, inside))
        if isinstance(inside, dict):
            own = {"mrkdwn" if "<!" in str(inside.get("text")) and inside.get("type") == "mrkdwn" else ""}
            return {str(inside.get("type", ""))} | own | set().union(*map(kinds, inside.values()))
        return set()

    return bool(kinds(message["blocks"]) & PINGING) or "<!channel" in message["text"]
