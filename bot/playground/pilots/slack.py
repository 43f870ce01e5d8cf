"""A person on Slack: finds things by what is written on them and uses them as Slack's app lets them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.playground.pilots.seen import YES, NotSeen, Now, SeenCard, SeenForm, described, instant, newest
from bot.playground.pilots.slack_eyes import MENUS, Eyes, Json, Thing, key_of, labels, message_blocks
from bot.playground.seed import PEOPLE, spelled
from core.ports.commands import Target
from core.screens.commands import SHORTCUTS

if TYPE_CHECKING:
    from bot.playground.slack_emulator.client import SlackClient
    from bot.playground.slack_emulator.record import ClientResult

_NAMES = {one.user_id: one.name for one in PEOPLE}
_TARGETS = {False: Target.NOTHING, True: Target.MESSAGE}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where something can be pressed: a message, the open modal, or the Home tab with neither."""

    blocks: list[Json]
    text: str
    channel: str | None = None
    ts: str | None = None
    modal: bool = False


class SlackPilot:
    """Hands and eyes of one person on Slack; see Pilot. With ``now`` near times are told as "in 2 days"."""

    def __init__(self, name: str, client: SlackClient, zone: str, now: Now | None = None) -> None:
        self.name = name
        self.user = client.user_id
        self.zone = zone
        self.errors: Mapping[str, str] = {}
        self.last_error = ""
        self._client = client
        self._eyes = Eyes(zone, _NAMES, now)
        self._at_home = False

    @property
    def form(self) -> SeenForm | None:
        """The topmost modal, when there is something to fill in."""
        view = self._client.view
        return self._eyes.form(view) if view and _has_fields(view) else None

    @property
    def cards(self) -> list[SeenCard]:
        """Everything of the bot in direct messages, private answers anywhere, and an open dialog."""
        view = self._client.view
        dialogs = [self._eyes.dialog(view)] if view and not _has_fields(view) else []
        return [*(self._eyes.card(message) for _, message in self._messages()), *dialogs]

    @property
    def pings(self) -> list[SeenCard]:
        """The messages that made a sound, oldest first."""
        return [self._eyes.card(message) for message in self._client.pings]

    @property
    def home(self) -> SeenCard | None:
        """The Home tab as it was published last."""
        view = self._client.home
        return self._eyes.home(view) if view else None

    def sees(self, *words: str) -> SeenCard:
        """Return the newest card with all of the words. Raises NotSeen."""
        return newest(self.name, self.cards, words)

    async def types(self, line: str, *, exact: bool = False, **options: str) -> None:  # noqa: ARG002 - nothing completes a line
        """Type a slash command into the conversation with the bot; options are typed behind it."""
        command, _, text = " ".join([line, *options.values()]).partition(" ")
        await self._leave()
        self._told(await self._client.command(command, spelled(text)))

    async def says(self, words: str) -> None:
        """Open the app on its messages and write one."""
        await self._leave()
        await self._client.open_home("messages")
        await self._client.say(self._client.dm or "", words)

    async def writes(self, words: str, *, below: str | None = None, files: Sequence[str] = ()) -> None:
        """Write a message, in the thread below the newest message of the bot with these words; nobody has to answer."""
        await self._leave()
        thread = None if below is None else self._posted(below)["ts"]
        await self._client.say(self._client.dm or "", words, thread=thread, files=files)

    async def changes(self, words: str, into: str) -> None:
        """Edit the newest message of their own with these words."""
        await self._client.change(self._client.dm or "", self._own(words)["ts"], into)

    async def removes(self, words: str) -> None:
        """Delete the newest message of their own with these words."""
        await self._client.remove(self._client.dm or "", self._own(words)["ts"])

    def _posted(self, words: str) -> Json:
        for _, message in reversed(self._messages()):
            if words in self._eyes.card(message).text:
                return message
        raise NotSeen(f"{self.name} sees no message with {words!r}.\n{described(self.name, self.cards)}")

    def _own(self, words: str) -> Json:
        for message in reversed(self._client.messages()):
            if message["user"] == self.user and words in message["text"]:
                return message
        raise NotSeen(f"{self.name} has not written {words!r}")

    async def fills(self, **fields: str) -> None:
        """Fill the open modal field by field, as each change may change the form, and submit it."""
        for key, words in fields.items():
            block = self._field(key)
            value = await self._value(block["element"], words)
            self._told(await self._client.choose(block["block_id"], value))
        outcome = await self._client.submit()
        self.errors = {key_of(block): said for block, said in outcome.fields.items()}
        if self.form is not None and self.form.alert:
            self.errors = {"": self.form.alert}
        self._told(outcome)

    async def presses(self, label: str, *, on: str | None = None) -> None:
        """Press a button in the modal, the newest message or the Home tab. Raises NotSeen."""
        before = len(self._messages())
        place, thing = self._find(label, frozenset({"button"}), on)
        value = _option(thing.element["options"], label)["value"] if thing.is_more else None
        await self._use(place, thing, value)
        if thing.is_more and len(self._messages()) > before and YES in self.cards[-1].buttons:
            await self.presses(YES)

    async def picks(self, menu: str, option: str, *, on: str | None = None) -> None:
        """Pick an option of a menu in the modal, the newest message or the Home tab. Raises NotSeen."""
        place, thing = self._find(menu, MENUS, on)
        chosen = _option(thing.element["options"], option)
        await self._use(place, thing, chosen["value"])

    async def uses(self, shortcut: str, *, on: str | None = None) -> None:
        """Pick a shortcut by label. Raises NotSeen."""
        await self._leave()
        offered = {one.label: one.route for one in SHORTCUTS if one.target is _TARGETS[on is not None]}
        if (route := offered.get(shortcut)) is None:
            raise NotSeen(f"{self.name} finds no shortcut {shortcut!r}, only {sorted(offered)}")
        if on is None:
            self._told(await self._client.shortcut(route))
            return
        channel, message = self._message_with(on)
        self._told(await self._client.message_shortcut(route, channel, message["ts"]))

    async def opens_home(self) -> None:
        """Open the app on its Home tab."""
        await self._leave()
        self._at_home = True
        self._told(await self._client.open_home())

    async def closes(self) -> None:
        """Close the topmost modal."""
        self._told(await self._client.close())

    async def _leave(self) -> None:
        self._at_home = False
        self.errors = {}
        if self._client.view and not _has_fields(self._client.view):
            await self._client.close()

    def _told(self, outcome: ClientResult) -> None:
        self.last_error = "" if outcome.ok or outcome.fields else str(outcome.error or "")

    def _messages(self) -> list[tuple[str, Json]]:
        found: list[tuple[str, Json]] = []
        for channel in self._client.channels:
            found += [
                (channel["id"], message)
                for message in self._client.messages(channel["id"])
                if message.get("is_ephemeral") or "bot_id" in message
            ]
        return sorted(found, key=lambda one: str(one[1]["ts"]))

    def _message_with(self, words: str) -> tuple[str, Json]:
        for channel in self._client.channels:
            for message in reversed(self._client.messages(channel["id"])):
                if words in self._eyes.card(message).text:
                    return channel["id"], message
        raise NotSeen(f"{self.name} sees no message with {words!r}.\n{described(self.name, self.cards)}")

    def _field(self, key: str) -> Json:
        view = self._client.view
        form = self.form
        if view is None or form is None:
            raise NotSeen(
                f"{self.name} has no form open. {self.last_error}\n{described(self.name, self.cards)}"
            )
        form.field(key)
        return next(block for block in view["blocks"] if key_of(block["block_id"]) == key)

    async def _value(self, element: Json, words: str) -> Any:  # noqa: ANN401 - what Slack's client would put there
        if not words:
            return None
        match element["type"]:
            case "datetimepicker":
                return instant(words, self.zone)
            case "static_select":
                return _option(element.get("options") or element["option_groups"], words)["value"]
            case "external_select":
                listed = await self._client.suggest(element["action_id"], words)
                return _option(listed, words, first=True)["value"]
            case _:
                return words

    def _places(self) -> Iterator[_Place]:
        view = self._client.view
        if view:
            yield _Place(blocks=view["blocks"], text=self._eyes.dialog(view).text, modal=True)
        if view and _has_fields(view):
            return
        home = self._client.home
        at_home = _Place(blocks=home["blocks"], text=self._eyes.home(home).text) if home else None
        if at_home and self._at_home:
            yield at_home
        for channel, message in reversed(self._messages()):
            text = self._eyes.card(message).text
            yield _Place(blocks=message_blocks(message), text=text, channel=channel, ts=message["ts"])
        if at_home and not self._at_home:
            yield at_home

    def _find(self, label: str, kinds: frozenset[str], on: str | None) -> tuple[_Place, Thing]:
        for place in self._places():
            if on is not None and on not in place.text:
                continue
            things = [
                thing
                for thing in self._eyes.things(place.blocks)
                if (thing.label == label and thing.element["type"] in kinds)
                or (thing.is_more and "button" in kinds and label in labels(thing.element))
            ]
            close = [thing for thing in things if on is not None and on in thing.near]
            if things:
                return place, (close or things)[0]
        where = f" on {on!r}" if on else ""
        form = f"\nOpen: {self.form}" if self.form else ""
        raise NotSeen(f"{self.name} finds no {label!r}{where}.{form}\n{described(self.name, self.cards)}")

    async def _use(self, place: _Place, thing: Thing, value: str | None = None) -> None:
        action_id = thing.element["action_id"]
        if place.modal:
            block = next(one for one in place.blocks if thing.element in _elements(one))
            self._told(await self._client.choose(block["block_id"], value, action_id=action_id))
            return
        at_home = self._at_home
        await self._leave()
        self._at_home = at_home
        self._told(await self._client.press(place.channel, place.ts, action_id, value=value))


def _has_fields(view: Json) -> bool:
    return any(block["type"] == "input" for block in view["blocks"])


def _elements(block: Json) -> list[Json]:
    return [*block.get("elements", ()), *([block["accessory"]] if block.get("accessory") else [])]


def _option(options: list[Json], words: str, *, first: bool = False) -> Json:
    """Return the option with this label, or whose label begins so, or simply the first. Raises NotSeen."""
    flat = [one for option in options for one in option.get("options", (option,))]
    named = [one for one in flat if one["text"]["text"] == words]
    named += [one for one in flat if one["text"]["text"].lower().startswith(words.lower())]
    if not named and not (first and flat):
        raise NotSeen(f"{words!r} is not offered, only {labels({'options': flat})}")
    chosen: Json = (named or flat)[0]
    return chosen
