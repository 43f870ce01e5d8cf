"""Answers to what was done inside a form: its submission, the change of a field, a search."""

from __future__ import annotations

from adapters.slack.answer.ways import Ways
from adapters.slack.payload import Json
from adapters.slack.render.again import again
from adapters.slack.render.parts import option
from adapters.slack.render.refusal import refusal
from adapters.slack.render.text import clip
from adapters.slack.render.view import card_view, form_view
from adapters.slack.shown import shown
from core.chat.kit import Card, Line
from core.chat.replies import Ask, Found, Page, Refuse, Reply, Show, Swap

SENTENCE = 1000
OPTIONS = 100
"""Slack's limit for the options of a search (docs.slack.dev, external_select)."""
WORKING = Card(
    title="Still working",
    summary="Still working on it. The answer comes here in a moment.",
    parts=(Line(("The answer comes here in a moment.",)),),
)


async def to_form(ways: Ways, reply: Reply) -> None:
    """Answer a submitted form.

    A receipt takes the form's place, so that it is seen at once, wherever the form was opened. When the
    answer replaces the message from which the form was opened, the modal closes and the message changes.
    Errors stand below their fields, and the form stays open with everything that was typed.
    """
    call = ways.heard.call
    match reply:
        case Swap(card, note) if call.origin is not None or ways.heard.url:
            await _close(ways, card)
            await ways.swap(card, note)
        case Swap(card, note):
            await _receipt(ways, card, note)
        case Show(card) | Page(card):
            await _receipt(ways, card)
        case Refuse():
            await _errors(ways, reply)
        case Ask() | Found():
            await ways.ack()


async def to_change(ways: Ways, reply: Reply) -> None:
    """Answer the change of a watched field: the open form is replaced, and what is typed stays."""
    await ways.ack()
    heard = ways.heard
    match reply:
        case Ask(form) if heard.memo is not None:
            view = form_view(form, heard.memo.becomes(form), ways.space, before=shown(heard.view))
            await ways.update(view, same=True)
        case Refuse():
            await ways.push_card(refusal(reply))
        case Show(card) | Swap(card) | Page(card):
            await ways.push_card(card)
        case Ask() | Found():
            pass


async def to_search(ways: Ways, reply: Reply) -> None:
    """Answer a search, which Slack hears in the acknowledgement only."""
    found = reply.options if isinstance(reply, Found) else ()
    await ways.ack(nothing_found() | {"options": [option(one) for one in found[:OPTIONS]]})


def nothing_found() -> Json:
    """Return the answer to a search without results."""
    return {"options": []}


def working(ways: Ways) -> Json:
    """Return the acknowledgement of a form whose answer takes longer than Slack waits."""
    return {"response_action": "update", "view": card_view(WORKING, ways.space)}


async def _close(ways: Ways, card: Card) -> None:
    if ways.acked:
        await ways.update(card_view(card, ways.space))
    else:
        await ways.ack()


async def _receipt(ways: Ways, card: Card, note: Card | None = None) -> None:
    if ways.acked:
        await ways.update_card(card, note)
    else:
        await ways.ack({"response_action": "update", "view": card_view(card, ways.space, note=note)})


async def _errors(ways: Ways, refuse: Refuse) -> None:
    """Say what is wrong below the fields, or above the form when it has to be opened anew."""
    fields = shown(ways.heard.view)
    said: dict[str, str] = {}
    for key, sentence in (refuse.fields or {"": refuse.why}).items():
        block = (fields.get(key) or next(iter(fields.values()))).block if fields else ""
        said[block] = clip(" ".join(filter(None, (said.get(block), sentence))), SENTENCE)
    if ways.acked and not await ways.update(again(ways.heard.view, tuple(said.values()))):
        await ways.tell(refusal(refuse))
    elif fields:
        await ways.ack({"response_action": "errors", "errors": said})
    else:
        await _receipt(ways, refusal(refuse))
    if refuse.card is not None and ways.heard.call.origin is not None:
        await ways.swap(refuse.card)
