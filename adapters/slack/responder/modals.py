"""Answers to what was done inside a form: its submission, the change of a field, a search."""

from __future__ import annotations

from adapters.slack.payload import Json
from adapters.slack.render.blocks import option
from adapters.slack.render.reopen import reopened
from adapters.slack.render.text import flat
from adapters.slack.render.view import card_view, form_view
from adapters.slack.responder.responder import Responder
from adapters.slack.view_state import field_states
from core.ports.cards import Card, Option
from core.ports.replies import Acknowledge, Ask, Refuse, Reply, Show, Swap
from core.ports.text import cut

FIELD_ERROR = 1000
"""The longest error below a field that we send; longer ones are cut."""
SEARCH_OPTIONS = 100
"""How many options answer a search (docs.slack.dev, external_select)."""


async def to_form(responder: Responder, reply: Reply) -> None:
    """Answer a submitted form.

    A receipt takes the form's place, so that it is seen at once, wherever the form was opened. When the
    answer replaces the message from which the form was opened, the modal closes and the message changes.
    Errors stand below their fields, those of no field above them all, and the form stays open with everything that
    was typed.
    """
    call = responder.event.call
    match reply:
        case Swap(card, note) if call.origin is not None or responder.event.response_url:
            await _close(responder, card)
            await responder.swap(card, note)
        case Swap(card, note):
            await _receipt(responder, card, note)
        case Show(card):
            await _receipt(responder, card)
        case Refuse():
            await _errors(responder, reply)
        case Ask() | Acknowledge():
            await responder.ack()


async def to_change(responder: Responder, reply: Reply) -> None:
    """Answer the change of a watched field: the open form is replaced, and what is typed stays."""
    await responder.ack()
    event = responder.event
    match reply:
        case Ask(form) if event.metadata is not None:
            view = form_view(
                form, event.metadata.becomes(form), responder.context, before=field_states(event.view)
            )
            await responder.update(view, same=True)
        case Refuse():
            await responder.push_card(responder.refusal(reply))
        case Show(card) | Swap(card):
            await responder.push_card(card)
        case Ask() | Acknowledge():
            pass


async def to_search(responder: Responder, options: tuple[Option, ...] = ()) -> None:
    """Answer a search, which Slack takes in the acknowledgement only."""
    await responder.ack({"options": [option(one) for one in options[:SEARCH_OPTIONS]]})


def working(responder: Responder) -> Json:
    """Return the acknowledgement of a form whose answer takes longer than Slack waits."""
    context = responder.context
    return {"response_action": "update", "view": card_view(context.phrases.working, context)}


async def _close(responder: Responder, card: Card) -> None:
    if responder.acked:
        await responder.update(card_view(card, responder.context))
    else:
        await responder.ack()


async def _receipt(responder: Responder, card: Card, note: Card | None = None) -> None:
    if responder.acked:
        await responder.update_card(card, note)
    else:
        await responder.ack(
            {"response_action": "update", "view": card_view(card, responder.context, note=note)}
        )


async def _errors(responder: Responder, refuse: Refuse) -> None:
    """Say what is wrong below the fields, or above them when it concerns none or the form has to be opened anew."""
    said = _by_block(responder, refuse)
    if responder.acked and not await responder.update(
        reopened(responder.event.view, tuple(said.values()), responder.context)
    ):
        await responder.tell(responder.refusal(refuse))
    elif said and not refuse.fields:
        again = reopened(responder.event.view, tuple(said.values()), responder.context)
        await responder.ack({"response_action": "update", "view": again})
    elif said:
        await responder.ack({"response_action": "errors", "errors": said})
    else:
        await _receipt(responder, responder.refusal(refuse))
    if refuse.card is not None and responder.event.call.origin is not None:
        await responder.swap(refuse.card)


def _by_block(responder: Responder, refuse: Refuse) -> dict[str, str]:
    """Return the sentences by the block below which each is shown; that of a field that is not there, by the first."""
    fields = field_states(responder.event.view)
    said: dict[str, str] = {}
    for key, sentence in (refuse.fields or {"": refuse.why}).items() if fields else ():
        block = (fields.get(key) or next(iter(fields.values()))).block
        words = flat(sentence, responder.context)
        said[block] = cut(f"{said[block]} {words}" if block in said else words, FIELD_ERROR)
    return said
