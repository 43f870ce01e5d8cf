"""The first answer to an interaction: which callback types are allowed, and what each one does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from bot.playground.discord_emulator import interactions as kinds
from bot.playground.discord_emulator.components.verdict import judge_modal
from bot.playground.discord_emulator.interactions import Callback, Interaction
from bot.playground.discord_emulator.mentions import FROM_INTERACTION
from bot.playground.discord_emulator.message_body import BodyRules, MessageBody, read_edit, read_new
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
from bot.playground.discord_emulator.refusal import BodyErrors, Json, Path, Refused
from bot.playground.discord_emulator.rest.api_call import NOTHING, ApiCall, Backend, HttpReply
from bot.playground.discord_emulator.schema import anything, choice, many, may, need, shape, text

MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9
REPLY_FLAGS: Final = EPHEMERAL | SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | LAYOUT
DATA: Final[Path] = ("data",)
NEW: Final = BodyRules(flags=REPLY_FLAGS, path=DATA)
EDITED: Final = BodyRules(flags=SUPPRESS_EMBEDS | LAYOUT, path=DATA)
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


async def callback(backend: Backend, call: ApiCall) -> HttpReply:
    """POST /interactions/{id}/{token}/callback. Raises Refused: 10062, 40060, 50035, 50006, 10008."""
    interaction = backend.interactions.open(*call.ids)
    is_component = interaction.kind != kinds.COMMAND and interaction.message is not None
    errors = BodyErrors()
    need_type = shape({"type": need(choice(*ALLOWED[interaction.kind, is_component]))})
    need_type(call.json_object, (), errors)
    errors.close()
    kind: int = call.json_object["type"]
    answer = await _DO[kind](backend, call, interaction)
    backend.interactions.answer(interaction, answer)
    if call.query.get("with_response", "").lower() not in ("1", "true"):
        return NOTHING
    return HttpReply(body=_response(interaction, answer))


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


async def _message(backend: Backend, call: ApiCall, interaction: Interaction) -> Callback:
    draft = read_new(_data(call), call.uploads, NEW)
    interaction.answered = True
    message = await _create(backend, interaction, draft)
    return Callback(kind=MESSAGE, message=message)


async def _defer(backend: Backend, call: ApiCall, interaction: Interaction) -> Callback:
    errors = BodyErrors()
    _DEFER(_data(call), DATA, errors)
    errors.close()
    flags = LOADING | (_data(call).get("flags") or 0)
    interaction.answered = True
    message = await _create(backend, interaction, MessageBody(flags=flags))
    return Callback(kind=DEFER, message=message)


async def _create(backend: Backend, interaction: Interaction, draft: MessageBody) -> Message:
    message = await backend.post.create(interaction.channel, backend.server.bot, draft, origin(interaction))
    interaction.original = message
    return message


async def _defer_update(_backend: Backend, _call: ApiCall, interaction: Interaction) -> Callback:
    interaction.original = interaction.message
    return Callback(kind=DEFER_UPDATE, message=interaction.message)


async def _update(backend: Backend, call: ApiCall, interaction: Interaction) -> Callback:
    old = interaction.message
    if old is None or old.id not in backend.server.messages[old.channel_id]:
        raise Refused(10008)
    draft = read_edit(_data(call), call.uploads, EDITED, old)
    interaction.answered, interaction.original = True, old
    await backend.post.edit(old, draft)
    return Callback(kind=UPDATE, message=old)


async def _choices(_backend: Backend, call: ApiCall, _interaction: Interaction) -> Callback:
    errors = BodyErrors()
    _CHOICES(_data(call), DATA, errors)
    errors.close()
    return Callback(kind=CHOICES, data=_data(call))


async def _modal(_backend: Backend, call: ApiCall, _interaction: Interaction) -> Callback:
    errors = BodyErrors()
    judge_modal(call.json_object.get("data") or {}, path=DATA, errors=errors)
    errors.close()
    return Callback(kind=MODAL, data=_data(call))


def _data(call: ApiCall) -> Json:
    data = call.json_object.get("data")
    errors = BodyErrors()
    shape({})(data or {}, DATA, errors)
    errors.close()
    return data or {}


def _response(interaction: Interaction, answer: Callback) -> Json:
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


_DO: dict[int, Callable[[Backend, ApiCall, Interaction], Awaitable[Callback]]] = {
    MESSAGE: _message,
    DEFER: _defer,
    DEFER_UPDATE: _defer_update,
    UPDATE: _update,
    CHOICES: _choices,
    MODAL: _modal,
}
