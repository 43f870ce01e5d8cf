"""Answers to what was done inside a form: its submission, the change of a field, a search."""

from __future__ import annotations

from adapters.slack.payload import Json
from adapters.slack.render.blocks import option
from adapters.slack.render.refusal import refusal
from adapters.slack.render.reopen import again
from adapters.slack.render.text import clip, flat
from adapters.slack.render.view import card_view, form_view
from adapters.slack.responder.responder import Responder
from adapters.slack.view_state import field_states
from core.ports.cards import Card, Line
from core.ports.replies import Ask, Found, Page, Refuse, Reply, Show, Swap

SENTENCE = 1000
OPTIONS = 100
"""Slack's limit for the options of a search (docs.slack.dev, external_select)."""
WORKING = Card(
    title="Still working",
    summary="Still working on it. The answer comes here in a moment.",
    parts=(Line(("The answer comes here in a moment.",)),),
)


async def to_form(responder: Responder, reply: Reply) -> None:
    """Answer a submitted form.

    A receipt takes the form's place, so that it is seen at once, wherever the form was opened. When the
    answer replaces the message from which the form was opened, the modal closes and the message changes.
    Errors stand below their fields, and the form stays open with everything that was typed.
    """
    call = responder.event.call
    match reply:
        case Swap(card, note) if call.origin is not None or responder.event.url:
            await _close(responder, card)
            await responder.swap(card, note)
        case Swap(card, note):
            await _receipt(responder, card, note)
        case Show(card) | Page(card):
            await _receipt(responder, card)
        case Refuse():
            await _errors(responder, reply)
        case Ask() | Found():
            await responder.ack()


async def to_change(responder: Responder, reply: Reply) -> None:
    """Answer the change of a watched field: the open form is replaced, and what is typed stays."""
    await responder.ack()
    event = responder.event
    match reply:
        case Ask(form) if event.metadata is not None:
            view = form_view(
                form, event.metadata.becomes(form), responder.space, before=field_states(event.view)
            )
            await responder.update(view, same=True)
        case Refuse():
            await responder.push_card(refusal(reply))
        case Show(card) | Swap(card) | Page(card):
            await responder.push_card(card)
        case Ask() | Found():
            pass


async def to_search(responder: Responder, reply: Reply) -> None:
    """Answer a search, which Slack hears in the acknowledgement only."""
    found = reply.options if isinstance(reply, Found) else ()
    await responder.ack(nothing_found() | {"options": [option(one) for one in found[:OPTIONS]]})


def nothing_found() -> Json:
    """Return the answer to a search without results."""
    return {"options": []}


def working(responder: Responder) -> Json:
    """Return the acknowledgement of a form whose answer takes longer than Slack waits."""
    return {"response_action": "update", "view": card_view(WORKING, responder.space)}


async def _close(responder: Responder, card: Card) -> None:
    if responder.acked:
        await responder.update(card_view(card, responder.space))
    else:
        await responder.ack()


async def _receipt(responder: Responder, card: Card, note: Card | None = None) -> None:
    if responder.acked:
        await responder.update_card(card, note)
    else:
        await responder.ack(
            {"response_action": "update", "view": card_view(card, responder.space, note=note)}
        )


async def _errors(responder: Responder, refuse: Refuse) -> None:
    """Say what is wrong below the fields, or above the form when it has to be opened anew."""
    fields = field_states(responder.event.view)
    said: dict[str, str] = {}
    for key, sentence in (refuse.fields or {"": refuse.why}).items():
        block = (fields.get(key) or next(iter(fields.values()))).block if fields else ""
        said[block] = clip(" ".join(filter(None, (said.get(block), flat(sentence)))), SENTENCE)
    if responder.acked and not await responder.update(again(responder.event.view, tuple(said.values()))):
        await responder.tell(refusal(refuse))
    elif fields:
        await responder.ack({"response_action": "errors", "errors": said})
    else:
        await _receipt(responder, refusal(refuse))
    if refuse.card is not None and responder.event.call.origin is not None:
        await responder.swap(refuse.card)
