"""The first answer to an interaction: which callback types are allowed, and what each one does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from bot.playground.discord_emulator import interactions as kinds
from bot.playground.discord_emulator.components.verdict import judge_modal
from bot.playground.discord_emulator.content import Draft, Place, read_edit, read_new
from bot.playground.discord_emulator.interactions import Answer, Interaction
from bot.playground.discord_emulator.mentions import FROM_INTERACTION
from bot.playground.discord_emulator.messages import (
    CHAT_INPUT_COMMAND,
    CONTEXT_MENU_COMMAND,
    DEFAULT,
    EPHEMERAL,
    LAYOUT,
    LOADING,
    REPLY,
    SUPPRESS_EMBEDS,
    SUPPRESS_NOTIFICATIONS,
    Message,
)
from bot.playground.discord_emulator.post import Origin
from bot.playground.discord_emulator.refusal import Form, Json, Path, Refused
from bot.playground.discord_emulator.rest.call import NOTHING, Call, Office, Reply
from bot.playground.discord_emulator.schema import anything, choice, many, may, need, shape, text

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
REPLY_FLAGS: Final = EPHEMERAL | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | LAYOUT
DATA: Final[Path] = ("data",)
NEW: Final = Place(flags=REPLY_FLAGS, path=DATA)
EDITED: Final = Place(flags=SUPPRESS_EMBEDS | LAYOUT, path=DATA)
ALLOWED: Final[dict[tuple[int, bool], tuple[int, ...]]] = {
    (kinds.COMMAND, False): (MESSAGE, DEFER, MODAL),
    (kinds.COMPONENT, True): (MESSAGE, DEFER, DEFER_UPDATE, UPDATE, MODAL),
    (kinds.AUTOCOMPLETE, False): (CHOICES,),
    (kinds.MODAL, False): (MESSAGE, DEFER),
    (kinds.MODAL, True): (MESSAGE, DEFER, DEFER_UPDATE, UPDATE),
}
"""(kind of interaction, whether it comes from a component of a message) → callback types."""

_CHOICES = shape({"choices": need(many(shape({"name": need(text(100, 1)), "value": need(anything)}), 25))})
_DEFER = shape({"flags": may(choice(0, EPHEMERAL))})


async def callback(office: Office, call: Call) -> Reply:
    """POST /interactions/{id}/{token}/callback. Raises Refused: 10062, 40060, 50035, 50006, 10008."""
    interaction = office.interactions.open(*call.ids)
    is_component = interaction.kind != kinds.COMMAND and interaction.message is not None
    form = Form()
    need_type = shape({"type": need(choice(*ALLOWED[interaction.kind, is_component]))})
    need_type(call.form, (), form)
    form.close()
    kind: int = call.form["type"]
    answer = await _DO[kind](office, call, interaction)
    office.interactions.answer(interaction, answer)
    if call.query.get("with_response", "").lower() not in ("1", "true"):
        return NOTHING
    return Reply(body=_response(interaction, answer))


def origin(interaction: Interaction) -> Origin:
    """What a message that answers this interaction says about where it comes from."""
    kind, reference = DEFAULT, None
    if interaction.kind == kinds.COMMAND:
        kind = CONTEXT_MENU_COMMAND if interaction.is_context_menu else CHAT_INPUT_COMMAND
    elif interaction.message is not None:
        kind, reference = REPLY, interaction.message.id
    return Origin(
        kind=kind,
        actor=interaction.user,
        interaction=interaction.metadata,
        default_mentions=FROM_INTERACTION,
        reference=reference,
    )


async def _message(office: Office, call: Call, interaction: Interaction) -> Answer:
    draft = read_new(_data(call), call.uploads, NEW)
    interaction.answered = True
    message = await _create(office, interaction, draft)
    return Answer(kind=MESSAGE, message=message)


async def _defer(office: Office, call: Call, interaction: Interaction) -> Answer:
    form = Form()
    _DEFER(_data(call), DATA, form)
    form.close()
    flags = LOADING | (_data(call).get("flags") or 0)
    interaction.answered = True
    message = await _create(office, interaction, Draft(flags=flags))
    return Answer(kind=DEFER, message=message)


async def _create(office: Office, interaction: Interaction, draft: Draft) -> Message:
    message = await office.post.create(interaction.channel, office.server.bot, draft, origin(interaction))
    interaction.original = message
    return message


async def _defer_update(_office: Office, _call: Call, interaction: Interaction) -> Answer:
    interaction.original = interaction.message
    return Answer(kind=DEFER_UPDATE, message=interaction.message)


async def _update(office: Office, call: Call, interaction: Interaction) -> Answer:
    old = interaction.message
    if old is None or old.id not in office.server.messages[old.channel_id]:
        raise Refused(10008)
    draft = read_edit(_data(call), call.uploads, EDITED, old)
    interaction.answered, interaction.original = True, old
    await office.post.edit(old, draft)
    return Answer(kind=UPDATE, message=old)


async def _choices(_office: Office, call: Call, _interaction: Interaction) -> Answer:
    form = Form()
    _CHOICES(_data(call), DATA, form)
    form.close()
    return Answer(kind=CHOICES, data=_data(call))


async def _modal(_office: Office, call: Call, _interaction: Interaction) -> Answer:
    form = Form()
    judge_modal(call.form.get("data") or {}, path=DATA, form=form)
    form.close()
    return Answer(kind=MODAL, data=_data(call))


def _data(call: Call) -> Json:
    data = call.form.get("data")
    form = Form()
    shape({})(data or {}, DATA, form)
    form.close()
    return data or {}


def _response(interaction: Interaction, answer: Answer) -> Json:
    shown: Json = {"id": interaction.id, "type": interaction.kind}
    resource: Json = {"type": answer.kind}
    if answer.message is not None:
        message = answer.message
        shown |= {
            "response_message_id": message.id,
            "response_message_loading": bool(message.flags & LOADING),
            "response_message_ephemeral": message.is_ephemeral,
            "channel_id": message.channel_id,
        }
        resource["message"] = message.as_json()
    has_resource = answer.kind in (MESSAGE, UPDATE)
    return {"interaction": shown, "resource": resource} if has_resource else {"interaction": shown}


_DO: dict[int, Callable[[Office, Call, Interaction], Awaitable[Answer]]] = {
    MESSAGE: _message,
    DEFER: _defer,
    DEFER_UPDATE: _defer_update,
    UPDATE: _update,
    CHOICES: _choices,
    MODAL: _modal,
}
