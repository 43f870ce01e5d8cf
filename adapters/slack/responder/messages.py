"""Answers to what was not done inside a form: commands, shortcuts, buttons, the opening of the Home tab."""

from __future__ import annotations

from adapters.slack.render.message import private
from adapters.slack.render.view import form_view, home_view
from adapters.slack.responder.responder import Responder
from adapters.slack.view_state import metadata_for
from core.ports.cards import Card
from core.ports.replies import Acknowledge, Ask, Refuse, Reply, Show, Swap


async def to_command(responder: Responder, reply: Reply) -> None:
    """Answer a slash command with a private message, in the acknowledgement while there is time."""
    match reply:
        case Ask(form):
            await responder.ack()
            await responder.ask(form)
        case Show(card):
            await _beside(responder, card)
        case Swap(card, note):
            await _beside(responder, card, note)
        case Refuse(card=truth):
            await _beside(responder, responder.refusal(reply), truth)
        case Acknowledge():
            await responder.ack()


async def to_press(responder: Responder, reply: Reply) -> None:
    """Answer a button of a message: in its place, or privately beside it."""
    await responder.ack()
    match reply:
        case Ask(form):
            await responder.ask(form)
        case Show(card):
            await responder.tell(card)
        case Swap(card, note):
            await responder.swap(card, note)
        case Refuse(card=Card() as truth):
            await responder.swap(truth, responder.refusal(reply))
        case Refuse():
            await responder.tell(responder.refusal(reply))
        case Acknowledge():
            pass


async def to_dialog(responder: Responder, reply: Reply) -> None:
    """Answer a button of a card in a modal: the modal becomes the next card or form."""
    await responder.ack()
    match reply:
        case Ask(form):
            await responder.update(
                form_view(form, metadata_for(form, responder.event.call.key), responder.context)
            )
        case Show(card):
            await responder.push_card(card)
        case Swap(card, note):
            await responder.update_card(card, note)
        case Refuse(card=Card() as truth):
            await responder.update_card(truth, responder.refusal(reply))
        case Refuse():
            await responder.push_card(responder.refusal(reply))
        case Acknowledge():
            pass


async def in_modal(responder: Responder, reply: Reply) -> None:
    """Answer a shortcut or a button of the Home tab, which have no message to stand beside, in a modal."""
    await responder.ack()
    match reply:
        case Ask(form):
            await responder.ask(form)
        case Show(card):
            await responder.open_card(card)
        case Swap(card, note):
            await responder.open_card(card, note)
        case Refuse(card=Card() as truth):
            await responder.open_card(truth, responder.refusal(reply))
        case Refuse():
            await responder.open_card(responder.refusal(reply))
        case Acknowledge():
            pass


async def to_opening(responder: Responder, reply: Reply) -> None:
    """Fill the Home tab that was opened, which cannot hold a form."""
    await responder.ack()
    match reply:
        case Show(card) | Swap(card):
            await responder.publish(home_view(card, responder.context))
        case Refuse():
            await responder.publish(home_view(responder.refusal(reply), responder.context))
        case Ask() | Acknowledge():
            pass


async def to_words(responder: Responder, reply: Reply) -> None:
    """Answer what somebody wrote to the app with a message, which cannot open a form."""
    await responder.ack()
    match reply:
        case Show(card) | Swap(card):
            await responder.write(card)
        case Refuse():
            await responder.write(responder.refusal(reply))
        case Ask() | Acknowledge():
            pass


async def _beside(responder: Responder, card: Card, more: Card | None = None) -> None:
    """Tell one card in the acknowledgement; two are sent after it, so that they come in their order."""
    if more is None and not responder.acked:
        await responder.ack(private(card, responder.context))
        return
    await responder.ack()
    await responder.tell(card)
    if more is not None:
        await responder.tell(more)
