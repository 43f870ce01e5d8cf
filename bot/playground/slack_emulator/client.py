"""One person's Slack app: what they can do, and what they see and hear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from bot.playground.slack_emulator import locate, modal, payloads
from bot.playground.slack_emulator.blocks import elements
from bot.playground.slack_emulator.blocks.rules import Many
from bot.playground.slack_emulator.interactivity import Interactivity
from bot.playground.slack_emulator.json_types import Json, Value
from bot.playground.slack_emulator.locate import Located
from bot.playground.slack_emulator.messages import Message, MessageBody
from bot.playground.slack_emulator.methods import message_body
from bot.playground.slack_emulator.people import User
from bot.playground.slack_emulator.record import ClientResult
from bot.playground.slack_emulator.refusal import Refused
from bot.playground.slack_emulator.sockets import Acknowledgement
from bot.playground.slack_emulator.views import Values, View
from bot.playground.slack_emulator.widgets import Offered, action, chosen_state, initial_state
from bot.playground.slack_emulator.workspace import DOMAIN, Channel
from bot.playground.slack_emulator.writer import Writer

_OPTIONS = {"options": Many(elements.PLAIN_OPTION, 100), "option_groups": Many(elements.GROUP, 100)}
NO_RESULTS = "Results could not be loaded."


class SlackClient(Writer):
    """Coroutines act and wait for the acknowledgement; properties read without side effects.

    Raises LookupError for what is not on the person's screen, CannotChoose for what Slack's own client
    would not let them choose.
    """

    def __init__(self, interactivity: Interactivity, user: User) -> None:
        super().__init__(interactivity, user)
        self._typed: dict[tuple[str, str], Values] = {}
        self._offered: dict[str, Offered] = defaultdict(dict)
        self.notices: list[str] = []
        """What Slack itself told this person: failed commands, warning triangles, empty menus."""

    @property
    def user_id(self) -> str:
        """Who this is."""
        return self._user.id

    @property
    def dm(self) -> str | None:
        """The id of this person's conversation with the bot, once somebody has opened it."""
        channel = self._interactivity.workspace.dm_of(self._user.id)
        return channel.id if channel else None

    @property
    def channels(self) -> list[Json]:
        """The conversations this person is in."""
        everything = self._interactivity.workspace.channels.values()
        return [channel.as_json() for channel in everything if self._user.id in channel.members]

    def messages(self, channel: str | None = None) -> list[Json]:
        """Oldest first; without a channel, those of the DM with the bot."""
        channel = channel or self.dm
        if channel is None:
            return []
        self._mine(channel)
        return [
            message.as_json() for message in self._interactivity.backend.messages.of(channel, self._user.id)
        ]

    def private(self, channel: str) -> list[Json]:
        """What only this person is told in a channel, oldest first; also in one that is not on their screen."""
        told = self._interactivity.backend.messages.of(channel, self._user.id)
        return [message.as_json() for message in told if message.to]

    async def hears_privately(self, channel: str, after: int, *, seconds: float = 3.0) -> Json:
        """Wait until more than `after` messages are private; gives the newest. Raises TimeoutError."""
        watchers = self._interactivity.workspace.watchers
        await watchers.until(lambda: len(self.private(channel)) > after, seconds)
        return self.private(channel)[-1]

    @property
    def pings(self) -> list[Json]:
        """The messages that made a sound, oldest first."""
        return [
            {"channel": m.channel, **m.as_json()}
            for m in self._interactivity.backend.messages.pings[self._user.id]
        ]

    @property
    def view(self) -> Json | None:
        """The topmost open modal."""
        view = self._interactivity.backend.views.top(self._user.id)
        return view.as_json() if view else None

    @property
    def home(self) -> Json | None:
        """The Home tab as it was published for this person."""
        view = self._interactivity.backend.views.homes.get(self._user.id)
        return view.as_json() if view else None

    async def command(self, command: str, text: str = "", channel: str | None = None) -> ClientResult:
        """A slash command; without a channel it is typed in the DM with the bot."""
        if not self._interactivity.backend.installed.knows(command):
            return self._told(f"{command} is not a valid command.", "unknown_command")
        place = self._mine(channel) if channel else self._interactivity.workspace.open_dm(self._user.id)[0]
        url = self._interactivity.response_url("commands", self._user.id, place.id, None)
        trigger = self._interactivity.backend.interaction_tokens.trigger(self._user.id)
        payload = payloads.command(
            self._user, place, (command, self._interactivity.escaped(command, text)), trigger, url
        )
        answer = await self._interactivity.command(payload)
        if answer.error is not None:
            return self._told(f'{command} failed with the error "{answer.error}"', answer.error)
        try:
            self._show_answer(place, answer.payload or {})
        except Refused:
            error = "invalid_command_response"
            return self._told(f'{command} failed with the error "{error}"', error, answer.payload)
        return ClientResult(ok=True, payload=answer.payload)

    async def forward(self, channel: str, ts: str, to: str) -> str:
        """Forward a message without a word beside it; the new one, whose ts is returned, holds it as an attachment."""
        shared, backend = self._on_screen(channel, ts), self._interactivity.backend
        author = self._interactivity.workspace.users[shared.user]
        link = f"https://{DOMAIN}.slack.com/archives/{channel}/p{ts.replace('.', '')}"
        inside: Json = {
            "author_name": author.real_name,
            "fallback": f"{author.real_name}: {shared.text}",
            "from_url": link,
            "text": shared.text,
            "ts": ts,
        }
        body = MessageBody(text="", attachments=[inside])
        return backend.messages.post(self._mine(to), body, user=self._user.id).ts

    async def shortcut(self, callback_id: str) -> ClientResult:
        """A global shortcut."""
        self._offered_shortcut(callback_id)
        trigger = self._interactivity.backend.interaction_tokens.trigger(self._user.id)
        stamp = self._interactivity.workspace.stamp()
        return self._outcome(
            await self._interactivity.interact(payloads.shortcut(self._user, callback_id, trigger, stamp))
        )

    async def message_shortcut(self, callback_id: str, channel: str, ts: str) -> ClientResult:
        """A shortcut from the menu of a message."""
        self._offered_shortcut(callback_id)
        message = self._on_screen(channel, ts)
        payload = payloads.message_action(
            self._user,
            self._mine(channel),
            message,
            callback_id=callback_id,
            trigger_id=self._interactivity.backend.interaction_tokens.trigger(self._user.id),
            response_url=self._interactivity.response_url("actions", self._user.id, channel, ts),
            action_ts=self._interactivity.workspace.stamp(),
        )
        return self._outcome(await self._interactivity.interact(payload))

    async def press(
        self,
        channel: str | None,
        ts: str | None,
        action_id: str,
        *,
        value: Value = None,
        block_id: str | None = None,
        screen_of: str | None = None,
    ) -> ClientResult:
        """A button, menu or picker in a message, or in the Home tab when there is no channel.

        `value` is the option chosen or, for a button, what tells it from others with the same action_id;
        `block_id` does that too. With `screen_of`, the id of somebody else, the message is on their screen:
        Slack's own app never sends such a press, and an app must not rely on that.
        """
        if channel is None or ts is None:
            home = self._interactivity.backend.views.homes.get(self._user.id)
            if home is None:
                raise LookupError("the Home tab is empty")
            there = locate.pick(locate.in_blocks(home.blocks), action_id, value, block_id)
            return await self._press_in_view(home, there, value)
        message = self._on_screen(channel, ts, screen_of)
        located = locate.in_message(message)
        target = locate.pick(located, action_id, value, block_id)
        values = self._message_values(message, located)
        state = self._touched(target, value)
        if state is not None:
            values.setdefault(target.block["block_id"], {})[target.element["action_id"]] = state
        entry = action(target.block, target.element, state, value, self._interactivity.workspace.stamp())
        payload = payloads.message_press(
            self._user,
            self._mine(channel, screen_of),
            message,
            attachment_id=target.attachment_id,
            actions=[entry],
            values=values,
            trigger_id=self._interactivity.backend.interaction_tokens.trigger(self._user.id),
            response_url=self._interactivity.response_url("actions", self._user.id, channel, ts),
        )
        return self._outcome(await self._interactivity.interact(payload))

    async def choose(
        self, block_id: str, value: Value = None, *, action_id: str | None = None
    ) -> ClientResult:
        """Change an element of the modal; block_actions goes out where Slack sends it."""
        view = self._open_view()
        target = modal.located_in(view, block_id, action_id)
        silent = target.block["type"] == "input" and not target.block.get("dispatch_action")
        if silent:
            modal.put(view, target, value, self._offered[target.element["action_id"]])
            return ClientResult(ok=True)
        return await self._press_in_view(view, target, value)

    async def suggest(
        self, action_id: str, query: str, *, channel: str | None = None, ts: str | None = None
    ) -> list[Json]:
        """What an external select lists for `query`: options or groups.

        It is looked for in the modal, unless a message is named. Queries shorter than min_query_length
        (3 unless given) are not sent.
        """
        target, where = self._menu(action_id, channel, ts)
        if len(query) < target.element.get("min_query_length", 3):
            return []
        payload = payloads.suggestion(self._user, target.block, target.element, query, **where)
        answer = await self._interactivity.interact(payload)
        found = answer.payload or {}
        name = "option_groups" if "option_groups" in found else "options"
        if (
            answer.error is not None
            or name not in found
            or any(_OPTIONS[name].check(found[name], "/" + name))
        ):
            self.notices.append(NO_RESULTS)
            return []
        listed: list[Json] = found[name]
        options = listed if name == "options" else [one for group in listed for one in group["options"]]
        self._offered[action_id] = {option["value"]: option for option in options}
        return listed

    async def submit(self, values: Mapping[str, Value] | None = None) -> ClientResult:
        """Fill in by block_id and submit; what is not named keeps what it shows.

        Plain text and selects take a str, datetimepickers an int (unix seconds), datepickers
        `YYYY-MM-DD`, checkboxes and multi-selects a list. Errors of the bot come back in `fields`.
        """
        return await modal.submit(
            self._interactivity, self._user, self._open_view(), values or {}, self._offered
        )

    async def close(self) -> ClientResult:
        """Close the topmost modal; tells the app where notify_on_close is set."""
        return await modal.close(self._interactivity, self._user, self._open_view())

    async def open_home(self, tab: str = "home") -> ClientResult:
        """Open the app; `tab` is `home` or `messages`, Slack tells the app about both."""
        channel, _ = self._interactivity.workspace.open_dm(self._user.id)
        event: Json = {"type": "app_home_opened", "user": self._user.id, "channel": channel.id, "tab": tab}
        event["event_ts"] = self._interactivity.workspace.stamp()
        if tab == "home" and self.home is not None:
            event["view"] = self.home
        return self._outcome(await self._interactivity.event(event))

    async def _press_in_view(self, view: View, target: Located, value: Value) -> ClientResult:
        state = None
        if initial_state(target.element) is not None:
            state = modal.put(view, target, value, self._offered[target.element["action_id"]])
        entry = action(target.block, target.element, state, value, self._interactivity.workspace.stamp())
        from_modal = view.id if view.body["type"] == "modal" else None
        trigger = self._interactivity.backend.interaction_tokens.trigger(self._user.id, from_modal)
        return self._outcome(
            await self._interactivity.interact(payloads.view_press(self._user, view, [entry], trigger))
        )

    def _touched(self, target: Located, value: Value) -> Json | None:
        if initial_state(target.element) is None:
            return None
        return chosen_state(target.element, value, self._offered[target.element["action_id"]])

    def _message_values(self, message: Message, located: list[Located]) -> Values:
        values = self._typed.setdefault((message.channel, message.ts), {})
        for one in located:
            state = initial_state(one.element)
            if state is not None:
                values.setdefault(one.block["block_id"], {}).setdefault(one.element["action_id"], state)
        return values

    def _menu(self, action_id: str, channel: str | None, ts: str | None) -> tuple[Located, Json]:
        if channel is None or ts is None:
            view = self._open_view()
            target = locate.pick(locate.in_blocks(view.blocks), action_id, None)
            return target, {"container": {"type": "view", "view_id": view.id}, "view": view.as_json()}
        message = self._on_screen(channel, ts)
        container = {
            "type": "message",
            "message_ts": ts,
            "channel_id": channel,
            "is_ephemeral": bool(message.to),
        }
        place = {"id": channel, "name": self._mine(channel).payload_name}
        target = locate.pick(locate.in_message(message), action_id, None)
        return target, {"container": container, "channel": place, "message": message.as_json()}

    def _open_view(self) -> View:
        view = self._interactivity.backend.views.top(self._user.id)
        if view is None:
            raise LookupError("no modal is open")
        return view

    def _offered_shortcut(self, callback_id: str) -> None:
        known = self._interactivity.backend.installed.shortcuts
        if known is not None and callback_id not in known:
            raise LookupError(f"no shortcut {callback_id!r}; there are {sorted(known)}")

    def _show_answer(self, place: Channel, payload: Json) -> None:
        content = message_body.read(payload)
        if content.text or content.blocks or content.attachments:
            self._interactivity.urls.say(place.id, self._user.id, payload, content)

    def _outcome(self, answer: Acknowledgement) -> ClientResult:
        if answer.error is not None:
            return self._told(f"This did not work: {answer.error}", answer.error)
        return ClientResult(ok=True, payload=answer.payload)

    def _told(self, sentence: str, error: str, payload: Json | None = None) -> ClientResult:
        self.notices.append(sentence)
        self._interactivity.workspace.watchers.tell("notice", user=self._user.id, text=sentence)
        return ClientResult(ok=False, error=error, payload=payload)
