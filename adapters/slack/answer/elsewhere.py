"""Answers to what was not done inside a form: commands, shortcuts, buttons, the opening of the Home tab."""

from __future__ import annotations

from adapters.slack.answer.ways import Ways
from adapters.slack.memo import memo_for
from adapters.slack.render.message import private
from adapters.slack.render.refusal import refusal
from adapters.slack.render.view import form_view, home_view
from core.chat.kit import Card
from core.chat.replies import Ask, Found, Page, Refuse, Reply, Show, Swap


async def to_command(ways: Ways, reply: Reply) -> None:
    """Answer a slash command with a private message, in the acknowledgement while there is time."""
    match reply:
        case Ask(form):
            await ways.ack()
            await ways.ask(form)
        case Show(card) | Page(card):
            await _beside(ways, card)
        case Swap(card, note):
            await _beside(ways, card, note)
        case Refuse(card=truth):
            await _beside(ways, refusal(reply), truth)
        case Found():
            await ways.ack()


async def to_press(ways: Ways, reply: Reply) -> None:
    """Answer a button of a message: in its place, or privately beside it."""
    await ways.ack()
    match reply:
        case Ask(form):
            await ways.ask(form)
        case Show(card) | Page(card):
            await ways.tell(card)
        case Swap(card, note):
            await ways.swap(card, note)
        case Refuse(card=truth):
            await (ways.swap(truth, refusal(reply)) if truth else ways.tell(refusal(reply)))
        case Found():
            pass


async def to_dialog(ways: Ways, reply: Reply) -> None:
    """Answer a button of a card in a modal: the modal becomes the next card or form."""
    await ways.ack()
    match reply:
        case Ask(form):
            await ways.update(form_view(form, memo_for(form, ways.heard.call.key), ways.space))
        case Show(card) | Page(card):
            await ways.push_card(card)
        case Swap(card, note):
            await ways.update_card(card, note)
        case Refuse(card=truth):
            await (ways.update_card(truth, refusal(reply)) if truth else ways.push_card(refusal(reply)))
        case Found():
            pass


async def in_modal(ways: Ways, reply: Reply) -> None:
    """Answer a shortcut or a button of the Home tab, which have no message to stand beside, in a modal."""
    await ways.ack()
    match reply:
        case Ask(form):
            await ways.ask(form)
        case Show(card) | Page(card):
            await ways.open_card(card)
        case Swap(card, note):
            await ways.open_card(card, note)
        case Refuse(card=truth):
            await (ways.open_card(truth, refusal(reply)) if truth else ways.open_card(refusal(reply)))
        case Found():
            pass


async def to_opening(ways: Ways, reply: Reply) -> None:
    """Fill the Home tab that was opened."""
    await ways.ack()
    match reply:
        case Page(card) | Show(card) | Swap(card):
            await ways.publish(home_view(card, ways.space))
        case Refuse():
            await ways.publish(home_view(refusal(reply), ways.space))
        case Ask() | Found():
            pass


async def _beside(ways: Ways, card: Card, more: Card | None = None) -> None:
    """Tell one card in the acknowledgement; two take the longer way, so that they come in their order."""
    if more is None and not ways.acked:
        await ways.ack(private(card, ways.space))
        return
    await ways.ack()
    await ways.tell(card)
    if more is not None:
        await ways.tell(more)
