"""Reads the body of a message, new or edited, and says what Discord would refuse about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.playground.discord_emulator.components.verdict import judge_message
from bot.playground.discord_emulator.media import Upload, resolved
from bot.playground.discord_emulator.messages import LAYOUT, SUPPRESS_EMBEDS, Attachment, Message
from bot.playground.discord_emulator.refusal import BodyErrors, Json, Path, Refused
from bot.playground.discord_emulator.schema import (
    anything,
    choice,
    flag,
    many,
    may,
    need,
    shape,
    snowflake,
    text,
    whole,
)

MOST_EMBED_TEXT = 6000
MOST_NONCE = 25

_NAMED = shape({"name": may(text(256)), "url": may(text(2048)), "icon_url": may(text(2048))})
_EMBED = shape(
    {
        "title": may(text(256)),
        "description": may(text(4096)),
        "url": may(text(2048)),
        "color": may(whole(0, 0xFFFFFF)),
        "author": may(_NAMED),
        "footer": may(shape({"text": may(text(2048)), "icon_url": may(text(2048))})),
        "fields": may(
            many(shape({"name": need(text(256, 1)), "value": need(text(1024, 1)), "inline": may(flag)}), 25)
        ),
    }
)
_MENTIONS = shape(
    {
        "parse": may(many(choice("users", "roles", "everyone"), 3)),
        "users": may(many(snowflake, 100)),
        "roles": may(many(snowflake, 100)),
        "replied_user": may(flag),
    }
)
_REFERENCE = shape({"message_id": need(snowflake), "channel_id": may(snowflake), "guild_id": may(snowflake)})
_MESSAGE = shape(
    {
        "content": may(text(2000)),
        "embeds": may(many(_EMBED, 10)),
        "allowed_mentions": may(_MENTIONS),
        "components": may(anything),
        "attachments": may(
            many(
                shape(
                    {"id": need(snowflake), "filename": may(text(1024, 1)), "description": may(text(1024))}
                ),
                10,
            )
        ),
        "flags": may(whole(0, 2**31 - 1)),
        "tts": may(flag),
        "enforce_nonce": may(flag),
        "message_reference": may(_REFERENCE),
        "sticker_ids": may(many(snowflake, 3)),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageBody:
    """What a valid body makes of a message."""

    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    allowed_mentions: Json | None = None
    nonce: str | int | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRules:
    """Where the body came in: the flags that may be set there, and the path of its fields in the form."""

    flags: int
    path: Path = ()


def read_new(body: Json, uploads: Mapping[int, Upload], rules: BodyRules) -> MessageBody:
    """A new message. Raises Refused: 50035, or 50006 when there is nothing to show."""
    errors = BodyErrors()
    flags = _shape(body, rules, errors)
    layout = bool(flags & LAYOUT)
    if layout:
        _no_legacy(body, rules.path, errors)
    components = body.get("components") or []
    judge_message(components, layout=layout, path=(*rules.path, "components"), errors=errors)
    errors.close()
    attachments = _attachments(body, uploads, (), rules)
    shown = resolved(components, attachments, (*rules.path, "components"))
    _not_empty(body, shown, attachments)
    reference = body.get("message_reference") or {}
    return MessageBody(
        content=body.get("content") or "",
        embeds=body.get("embeds") or [],
        components=shown,
        attachments=attachments,
        flags=flags,
        allowed_mentions=body.get("allowed_mentions"),
        nonce=body.get("nonce"),
        reference=reference.get("message_id"),
    )


def read_edit(body: Json, uploads: Mapping[int, Upload], rules: BodyRules, old: Message) -> MessageBody:
    """An edit; what the body does not name stays as it is. Raises Refused like read_new().

    Flags that the message has already may be sent again: discord.py does so when it edits a whole message.
    """
    errors = BodyErrors()
    flags = _shape(body, replace(rules, flags=rules.flags | old.flags), errors)
    if body.get("flags") is not None and old.flags & LAYOUT and not flags & LAYOUT:
        errors.add(
            (*rules.path, "flags"), "MESSAGE_FLAGS_LAYOUT_IS_FINAL", "IS_COMPONENTS_V2 cannot be removed"
        )
    layout = bool((old.flags | flags) & LAYOUT)
    merged: Json = {
        "content": body["content"] or "" if "content" in body else old.content,
        "embeds": body["embeds"] or [] if "embeds" in body else old.embeds,
    }
    if layout:
        _no_legacy({**body, **merged}, rules.path, errors)
    components = body["components"] or [] if "components" in body else old.components
    if "components" in body or layout != bool(old.flags & LAYOUT):
        judge_message(components, layout=layout, path=(*rules.path, "components"), errors=errors)
    errors.close()
    attachments = _attachments(body, uploads, old.attachments, rules)
    if "components" in body:
        components = resolved(components, attachments, (*rules.path, "components"))
    _not_empty(merged, components, attachments)
    kept = old.flags & ~SUPPRESS_EMBEDS if body.get("flags") is not None else old.flags
    return MessageBody(
        content=merged["content"],
        embeds=merged["embeds"],
        components=components,
        attachments=attachments,
        flags=kept | flags,
        allowed_mentions=body.get("allowed_mentions"),
    )


def _shape(body: Json, rules: BodyRules, errors: BodyErrors) -> int:
    _MESSAGE(body, rules.path, errors)
    nonce = body.get("nonce")
    if nonce is not None and (isinstance(nonce, bool) or len(str(nonce)) > MOST_NONCE):
        errors.add((*rules.path, "nonce"), "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer in length.")
    flags = body.get("flags") or 0
    if not isinstance(flags, int):
        return 0
    if flags & ~rules.flags:
        errors.add((*rules.path, "flags"), "MESSAGE_FLAGS_INVALID", f"Only {rules.flags} may be set here.")
    _embed_text(body.get("embeds"), rules.path, errors)
    _mentions_exclusive(body.get("allowed_mentions"), rules.path, errors)
    return flags & rules.flags


def _no_legacy(body: Json, path: Path, errors: BodyErrors) -> None:
    for name in ("content", "embeds", "poll", "sticker_ids"):
        if body.get(name):
            errors.add(
                (*path, name),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _embed_text(embeds: object, path: Path, errors: BodyErrors) -> None:
    if not isinstance(embeds, list):
        return
    total = 0
    for embed in embeds:
        if isinstance(embed, dict):
            parts = [
                embed,
                *(embed.get("fields") or []),
                embed.get("author") or {},
                embed.get("footer") or {},
            ]
            names = ("title", "description", "name", "value", "text")
            total += sum(len(str(part.get(name) or "")) for part in parts for name in names)
    if total > MOST_EMBED_TEXT:
        errors.add(
            (*path, "embeds"),
            "MAX_EMBED_SIZE_EXCEEDED",
            f"Embed size exceeds maximum size of {MOST_EMBED_TEXT}",
        )


def _mentions_exclusive(allowed: object, path: Path, errors: BodyErrors) -> None:
    if not isinstance(allowed, dict):
        return
    for name in ("users", "roles"):
        if allowed.get(name) and name in (allowed.get("parse") or []):
            errors.add(
                (*path, "allowed_mentions"),
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{name}"] and {name}: [ids...] are mutually exclusive.',
            )


def _not_empty(body: Json, components: Sequence[Json], attachments: Sequence[Attachment]) -> None:
    if not (
        components or attachments or any(body.get(k) for k in ("content", "embeds", "poll", "sticker_ids"))
    ):
        raise Refused(50006)


def _attachments(
    body: Json, uploads: Mapping[int, Upload], old: Sequence[Attachment], rules: BodyRules
) -> list[Attachment]:
    listed = body.get("attachments")
    if listed is None:
        return [*old, *(upload.keep() for upload in uploads.values())]
    by_id = {one.id: one for one in old}
    kept: list[Attachment] = []
    errors = BodyErrors()
    for index, entry in enumerate(listed):
        key = str(entry["id"])
        if key in by_id:
            kept.append(by_id[key])
        elif key.isdecimal() and int(key) in uploads:
            kept.append(uploads[int(key)].keep(entry.get("filename"), entry.get("description")))
        else:
            errors.add(
                (*rules.path, "attachments", index, "id"), "ATTACHMENT_NOT_FOUND", "Attachment data not found"
            )
    errors.close()
    named = {int(str(entry["id"])) for entry in listed}
    return [*kept, *(upload.keep() for number, upload in uploads.items() if number not in named)]
