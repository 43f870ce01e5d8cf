"""A person on Discord: finds things by what is written on them and uses them as Discord's app lets them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.playground.discord_emulator.record import ClientResult
from bot.playground.pilots.discord_eyes import (
    BUTTON,
    LABEL,
    SELECT,
    TEXT_INPUT,
    Eyes,
    Json,
    Thing,
    key_of,
    labels,
)
from bot.playground.pilots.seen import YES, NotSeen, Now, SeenCard, SeenForm, described, newest
from bot.playground.seed import PEOPLE

if TYPE_CHECKING:
    from bot.playground.discord_emulator.client import DiscordClient

_NAMES = {one.user_id: one.name for one in PEOPLE}
_USERS = {one.name: one.user_id for one in PEOPLE}


class DiscordPilot:
    """Hands and eyes of one person on Discord; see Pilot. With ``now`` near times are told as "in 2 days"."""

    def __init__(self, name: str, client: DiscordClient, zone: str, now: Now | None = None) -> None:
        self.name = name
        self.user = _USERS.get(name, "")
        self.zone = zone
        self.errors: Mapping[str, str] = {}
        self.last_error = ""
        self._client = client
        self._eyes = Eyes(zone, _NAMES, now)

    @property
    def form(self) -> SeenForm | None:
        """The open modal."""
        modal = self._client.modal
        return self._eyes.form(modal.as_json()) if modal else None

    @property
    def cards(self) -> list[SeenCard]:
        """Everything of the bot on this person's screen, private answers included, oldest first."""
        return [self._eyes.card(message) for message in self._messages()]

    @property
    def pings(self) -> list[SeenCard]:
        """The messages that made a sound, oldest first."""
        return [self._eyes.card(message) for message in self._client.pings]

    @property
    def home(self) -> None:
        """Discord has no Home tab."""
        return

    def sees(self, *words: str) -> SeenCard:
        """Return the newest card with all of the words. Raises NotSeen."""
        return newest(self.name, self.cards, words)

    async def types(self, line: str, *, exact: bool = False, **options: str) -> None:
        """Type a slash command, option by option, into the conversation with the bot where it is offered there."""
        command, _, rest = line.removeprefix("/").partition(" ")
        if rest:
            raise NotSeen(f"Discord takes options after /{command}, not {rest!r}")
        self.errors = {}
        given: dict[str, str] = {}
        for option, words in options.items():
            given[option] = words if exact else await self._completed(command, option, words, given)
        here = any(one["name"] == command for one in self._client.commands(dm=True))
        elsewhere = any(one["name"] == command for one in self._client.commands())
        self._told(await self._client.command(command, given, dm=here or not elsewhere))

    async def says(self, words: str) -> None:
        """Write a direct message to the bot, and wait for its answer: Discord acknowledges no message."""
        channel = self._client.open_dm()
        said = await self._client.say(channel, words)
        await self._client.hears_from_bot(channel, said["id"])

    async def writes(self, words: str, *, below: str | None = None, files: Sequence[str] = ()) -> None:
        """Write a message, in reply to the newest message of the bot with these words; nobody has to answer."""
        reply_to = None if below is None else self._message_with(below)["id"]
        await self._client.say(self._client.open_dm(), words, reply_to=reply_to, files=files)

    async def changes(self, words: str, into: str) -> None:
        """Edit the newest message of their own with these words."""
        await self._client.change(self._client.open_dm(), self._own(words)["id"], into)

    async def removes(self, words: str) -> None:
        """Delete the newest message of their own with these words."""
        await self._client.remove(self._client.open_dm(), self._own(words)["id"])

    def _own(self, words: str) -> Json:
        for message in reversed(self._client.messages(self._client.open_dm())):
            if message["author"]["id"] == self.user and words in message["content"]:
                return message
        raise NotSeen(f"{self.name} has not written {words!r}")

    async def fills(self, **fields: str) -> None:
        """Fill the open modal and submit it."""
        modal, form = self._client.modal, self.form
        if modal is None or form is None:
            raise NotSeen(
                f"{self.name} has no form open. {self.last_error}\n{described(self.name, self.cards)}"
            )
        values: dict[str, object] = {}
        for key, words in fields.items():
            form.field(key)
            inside = _input(modal.as_json(), key)
            values[inside["custom_id"]] = words if inside["type"] == TEXT_INPUT else _chosen(inside, words)
        outcome = await self._client.submit(values)
        where, _, sentence = (outcome.error or "").partition(": ")
        held = not outcome.ok and not outcome.sent and sentence
        self.errors = {key_of(where): sentence} if held else {}
        self._told(ClientResult(ok=True) if held else outcome)

    async def presses(self, label: str, *, on: str | None = None) -> None:
        """Press a button on the newest message that has it; say yes where that is asked. Raises NotSeen."""
        before = {message["id"] for message in self._messages()}
        message, thing = self._find(label, BUTTON, on)
        await self._press(message, thing, _chosen(thing.element, label) if thing.is_more else None)
        for asked in self._messages():
            question = [one for one in self._eyes.things(asked["components"]) if one.label == YES]
            if asked["id"] not in before and question:
                await self._press(asked, question[0])

    async def picks(self, menu: str, option: str, *, on: str | None = None) -> None:
        """Pick an option of a menu on the newest message that has it. Raises NotSeen."""
        message, thing = self._find(menu, SELECT, on)
        await self._press(message, thing, _chosen(thing.element, option))

    async def uses(self, shortcut: str, *, on: str | None = None) -> None:
        """Pick an entry of the context menu of a person, or of a message. Raises NotSeen."""
        self.errors = {}
        if on in _USERS:
            self._told(await self._client.user_command(shortcut, _USERS[on]))
            return
        message = self._message_with(on or "")
        self._told(await self._client.message_command(shortcut, message["channel_id"], message["id"]))

    async def opens_home(self) -> None:
        """Raise NotSeen: Discord has no Home tab."""
        raise NotSeen("Discord has no Home tab")

    async def closes(self) -> None:
        """Close the open modal."""
        await self._client.dismiss()

    async def _completed(self, command: str, option: str, words: str, given: Mapping[str, str]) -> str:
        """Return the value of the first choice that Discord offers for ``words``, or the words themselves."""
        try:
            choices = await self._client.autocomplete(command, option, words, given, dm=True)
        except (LookupError, TimeoutError):
            return words
        return str(choices[0]["value"]) if choices else words

    async def _press(self, message: Json, thing: Thing, values: list[str] | None = None) -> None:
        self.errors = {}
        custom_id = thing.element["custom_id"]
        self._told(await self._client.press(message["channel_id"], message["id"], custom_id, values))

    def _told(self, outcome: ClientResult) -> None:
        self.last_error = "" if outcome.ok else str(outcome.error or "")

    def _messages(self) -> list[Json]:
        return [message for message in self._everything() if message["author"].get("bot")]

    def _everything(self) -> list[Json]:
        found = [one for channel in self._client.channels for one in self._client.messages(channel["id"])]
        return sorted(found, key=lambda message: int(message["id"]))

    def _message_with(self, words: str) -> Json:
        for message in reversed(self._everything()):
            if words in self._eyes.card(message).text:
                return message
        raise NotSeen(f"{self.name} sees no message with {words!r}.\n{described(self.name, self.cards)}")

    def _find(self, label: str, kind: int, on: str | None) -> tuple[Json, Thing]:
        for message in reversed(self._messages()):
            if on is not None and on not in self._eyes.card(message).text:
                continue
            things = self._eyes.things(message["components"])
            found = [
                one
                for one in things
                if (one.label == label and one.element["type"] == kind)
                or (one.is_more and kind == BUTTON and label in labels(one.element))
            ]
            close = [thing for thing in found if on is not None and on in thing.near]
            if found:
                return message, (close or found)[0]
        where = f" on {on!r}" if on else ""
        raise NotSeen(f"{self.name} finds no {label!r}{where}.\n{described(self.name, self.cards)}")


def _inputs(modal: Json) -> Iterator[Json]:
    for one in modal["components"]:
        if one["type"] == LABEL:
            yield one["component"]


def _input(modal: Json, key: str) -> Json:
    return next(one for one in _inputs(modal) if key_of(one["custom_id"]) == key)


def _chosen(element: Json, words: str) -> list[str]:
    """Return the value of the option with this label, or whose label begins so. Raises NotSeen."""
    if not words:
        return []
    options = element["options"]
    named = [one for one in options if one["label"] == words]
    named += [one for one in options if one["label"].lower().startswith(words.lower())]
    if not named:
        raise NotSeen(f"{words!r} is not offered, only {labels(element)}")
    return [str(named[0]["value"])]
