"""Reply → answer: by whatever response is still open, ephemeral for words and in place for cards.

Discord takes one first response within 3 s, and edits and follow-ups through the interaction's token for
15 min (Receiving and Responding). A modal can only be the first response.
"""

from __future__ import annotations

import asyncio
from typing import Any

import discord
import structlog
from discord import InteractionType, app_commands

from adapters.discord.errors import FAILURES, delivery_error
from adapters.discord.parse import labels_of
from adapters.discord.render import FINDABLE, RenderContext, files_of, view_of
from adapters.discord.render_form import modal_of
from core.ports.call import Call, Trigger
from core.ports.cards import OPTIONS, Card, Option
from core.ports.forms import Form
from core.ports.phrases import Phrases
from core.ports.platform import DeliveryError, Gone
from core.ports.replies import Acknowledge, Ask, FormTooLate, Refuse, Reply, Show, Swap
from core.ports.text import cut

log = structlog.get_logger(__name__)

CHOICE_NAME = 100
"""The longest name of an autocomplete choice (Application Commands, Application Command Option Choice)."""
TOO_LATE = {
    10062: "the interaction is unknown: more than 3 s have passed, or another process has answered",
    40060: "the interaction is already acknowledged: it was delivered twice",
    50027: "the interaction's token is no longer valid: more than 15 min have passed",
}
"""Codes of an answer that came too late. What was done stays done, and the cards are edited anyway."""

UNKNOWN_MESSAGE = 10008
"""The code of a message that was deleted: it cannot be replaced any more."""


class Responder:
    """Brings one answer to the person who acted. ``call`` is offered again where its form came too late."""

    def __init__(
        self,
        interaction: discord.Interaction[Any],
        context: RenderContext,
        phrases: Phrases,
        call: Call | None = None,
    ) -> None:
        self._interaction = interaction
        self._context = context
        self._phrases = phrases
        self._call = call
        self._is_search = interaction.type is InteractionType.autocomplete
        self._pressed = interaction.message is not None
        self._thinking = False
        self._turn = asyncio.Lock()

    async def say(self, reply: Reply) -> None:
        """Answer with ``reply``; raises Gone when a card could not be replaced any more, or another DeliveryError."""
        async with self._turn:
            try:
                await self._bring(reply)
            except FAILURES as error:
                if getattr(error, "code", 0) == UNKNOWN_MESSAGE and isinstance(reply, Swap):
                    await self._tell(self._phrases.not_replaced)
                else:
                    self._missed(error)
                if isinstance(reply, Swap | Refuse) and reply.card is not None:
                    raise Gone("the answer came too late, or its message is gone") from error

    async def offer(self, options: tuple[Option, ...]) -> None:
        """Answer a search with what can be chosen."""
        choices = [
            app_commands.Choice(name=_choice(option), value=option.value) for option in options[:OPTIONS]
        ]
        async with self._turn:
            try:
                await self._interaction.response.autocomplete(choices)
            except FAILURES as error:
                self._missed(error)

    async def acknowledge(self) -> None:
        """Tell Discord that the answer takes longer, unless it has been given. A search cannot wait.

        Where that fails the answer may still come in time.
        """
        async with self._turn:
            if self._interaction.response.is_done() or self._is_search:
                return
            try:
                await self._interaction.response.defer(ephemeral=True, thinking=not self._pressed)
            except FAILURES as error:
                try:
                    self._missed(error)
                except DeliveryError as failure:
                    log.warning("not_acknowledged", error=str(failure))
            else:
                self._thinking = not self._pressed

    def _missed(self, error: Exception) -> None:
        code = getattr(error, "code", 0)
        if code not in TOO_LATE:
            raise delivery_error(error, sends=True) from error
        log.info("answer_too_late", code=code, why=TOO_LATE[code])

    async def _bring(self, reply: Reply) -> None:
        match reply:
            case Show(card):
                await self._tell(card)
            case Swap(card, note):
                await self._replace(card)
                if note is not None:
                    await self._tell(note)
            case Ask(form):
                await self._open(form)
            case Refuse():
                await self._refuse(reply)
            case Acknowledge():
                await self._nod()

    async def _nod(self) -> None:
        """Let Discord know that the press has arrived; the message that was pressed stays as it is."""
        if not self._interaction.response.is_done():
            await self._interaction.response.defer(ephemeral=True)

    async def _refuse(self, refuse: Refuse) -> None:
        if refuse.card is not None and self._pressed:
            await self._replace(refuse.card)
        await self._tell(self._phrases.refusal(refuse, labels_of(dict(self._interaction.data or {}))))

    async def _tell(self, card: Card) -> None:
        view, files = view_of(card, self._context), files_of(card)
        if not self._interaction.response.is_done():
            await self._interaction.response.send_message(view=view, files=files, ephemeral=True)
        elif self._thinking:
            self._thinking = False
            await self._interaction.edit_original_response(view=view, attachments=files)
        else:
            await self._interaction.followup.send(view=view, files=files, ephemeral=True)

    async def _replace(self, card: Card) -> None:
        view, files = view_of(card, self._context, mark=self._mark()), files_of(card)
        if not self._pressed:
            await self._tell(card)
        elif self._interaction.response.is_done():
            await self._interaction.edit_original_response(view=view, attachments=files)
        else:
            await self._interaction.response.edit_message(view=view, attachments=files)

    def _mark(self) -> int | None:
        """Return the mark of the message that was pressed: it keeps it, as it may still be looked for."""
        shown = self._interaction.message.components if self._interaction.message else []
        known: int = getattr(shown[0], "id", None) or 0 if shown else 0
        return known if known & FINDABLE else None

    async def _open(self, form: Form) -> None:
        if self._interaction.response.is_done():
            if self._call is not None and self._call.trigger is Trigger.COMMAND:
                raise FormTooLate
            await self._tell(self._phrases.too_late(self._call))
        else:
            await self._interaction.response.send_modal(modal_of(form, self._context))


def _choice(option: Option) -> str:
    return cut(f"{option.label} · {option.note}" if option.note else option.label, CHOICE_NAME)
