"""Everything that can reach a person who acted: the acknowledgement, their modal, their message, a private word."""

from __future__ import annotations

from collections.abc import Awaitable

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck

from adapters.slack.errors import code, repeatable, sending
from adapters.slack.parse.event import Event, Surface
from adapters.slack.payload import Json, text
from adapters.slack.render.context import RenderContext
from adapters.slack.render.message import instead, message, private
from adapters.slack.render.view import card_view, form_view
from adapters.slack.view_state import labels_of, metadata_for
from adapters.slack.web_api import SlackWeb
from core.ports.call import Trigger
from core.ports.cards import Card
from core.ports.forms import Form
from core.ports.platform import DeliveryError
from core.ports.replies import FormTooLate, Refuse

log = structlog.get_logger(__name__)


class Responder:
    """Everything that can be done in answer to one act. ``context`` says how things are shown where it was done."""

    def __init__(self, web: SlackWeb, event: Event, ack: AsyncAck, context: RenderContext) -> None:
        self.event = event
        self.context = context
        self.acked = False
        self._web = web
        self._ack = ack

    async def ack(self, payload: Json | None = None) -> None:
        """Tell Slack that the act has arrived; only the first time counts."""
        if not self.acked:
            self.acked = True
            await (self._ack(payload) if payload else self._ack())

    def refusal(self, refuse: Refuse) -> Card:
        """Return a refusal as a card, for every place where no error can stand beside its field."""
        return self.context.phrases.refusal(refuse, labels_of(self.event.view))

    async def ask(self, form: Form) -> None:
        """Open a form; it remembers the message from which it was asked for. Raises FormTooLate for a command."""
        call = self.event.call
        url = self.event.response_url if self.event.surface is Surface.EPHEMERAL else ""
        view = form_view(
            form, metadata_for(form, call.key, origin=call.origin, response_url=url), self.context
        )
        if not await self._open(view):
            if call.trigger is Trigger.COMMAND:
                raise FormTooLate
            await self.tell(self.context.phrases.too_late(call))

    async def open_card(self, card: Card, note: Card | None = None) -> None:
        """Show a card as a modal of its own."""
        if not await self._open(card_view(card, self.context, note=note)):
            await self.tell(card)

    async def push_card(self, card: Card) -> None:
        """Show a card above the modal that is open."""
        view = card_view(card, self.context)
        pushing = self._web.client.views_push(trigger_id=self.event.trigger_id, view=view)
        if not await _done(sending(pushing)):
            await self.tell(card)

    async def update(self, view: Json, *, same: bool = False) -> bool:
        """Replace the modal in which somebody acted; ``same`` only if nothing else has replaced it since."""
        guard = {"hash": text(self.event.view, "hash")} if same else {}
        updating = self._web.client.views_update(view_id=text(self.event.view, "id"), view=view, **guard)
        return await _done(repeatable(updating))

    async def update_card(self, card: Card, note: Card | None = None) -> None:
        """Show a card in the modal in which somebody acted, or privately if they have closed it."""
        if not await self.update(card_view(card, self.context, note=note)):
            await self.tell(card)

    async def publish(self, view: Json) -> None:
        """Replace the person's Home tab."""
        await _done(repeatable(self._web.client.views_publish(user_id=self.event.call.actor.user, view=view)))

    async def swap(self, card: Card, note: Card | None = None) -> None:
        """Put a card in place of the message that was pressed; ``note`` is told privately beside it.

        Where the message cannot be replaced that is told privately, and DeliveryError is raised, so that nobody
        believes that the message shows it. The card itself is told only if it is about no booking: a private one
        cannot be brought up to date.
        """
        failure = await self._replace(card)
        if failure is not None:
            await self.tell(card if card.about is None else self.context.phrases.not_replaced)
        if note is not None:
            await self.tell(note)
        if failure is not None:
            raise failure

    async def tell(self, card: Card) -> None:
        """Show a card to the person alone: where they are, or else in their conversation with the app."""
        url = self.event.response_url
        if url and await _done(self._web.respond(url, private(card, self.context))):
            return
        await _done(self._whisper(card))

    async def write(self, card: Card) -> None:
        """Answer in the person's conversation with the app, as one answers a message; raises DeliveryError."""
        link = await self._web.uploads.link(card.file)
        content = message(card, self.context, link)
        await self._web.to_direct(self.event.call.actor.user, content, shares=bool(link))

    async def _open(self, view: Json) -> bool:
        return await _done(sending(self._web.client.views_open(trigger_id=self.event.trigger_id, view=view)))

    async def _replace(self, card: Card) -> DeliveryError | None:
        origin = self.event.call.origin
        try:
            if origin is None:
                await self._web.respond(self.event.response_url, instead(card, self.context))
            else:
                client, link = self._web.client, await self._web.uploads.link(card.file)
                content = message(card, self.context, link)
                await repeatable(client.chat_update(channel=origin.channel, ts=origin.message, **content))
        except DeliveryError as error:
            log.warning("message_not_replaced", error=code(error))
            return error
        return None

    async def _whisper(self, card: Card) -> None:
        user = self.event.call.actor.user
        channel = await self._web.direct(user)
        content = message(card, self.context)
        await sending(self._web.client.chat_postEphemeral(channel=channel, user=user, **content))


async def _done(call: Awaitable[object]) -> bool:
    try:
        await call
    except DeliveryError as error:
        log.warning("answer_not_taken", error=code(error))
        return False
    return True
