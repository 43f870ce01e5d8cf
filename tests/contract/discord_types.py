"""Judges Discord requests by the payload types that disnake publishes: which fields, and what each may hold.

disnake is another library than the one that sends; its types are for sending (disnake/types/components.py), and
know Components V2 and labelled modals. What it does not name, the bodies of our requests, stands in `BODIES` in
the same language, after Discord's documentation. Decision 8 tells why this package and no other.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, TypeAlias

from tests.contract.annotations import Annotations

Value: TypeAlias = Any

MODULES = (
    "snowflake",
    "i18n",
    "emoji",
    "embed",
    "channel",
    "threads",
    "components",
    "appinfo",
    "interactions",
)
CORRECTIONS = {
    # components/reference, "Anatomy of a Component": optional; disnake always sends it
    "_BaseComponent.id": "NotRequired[int]",
    # components/reference, "Container": `?integer`
    "ContainerComponent.accent_color": "NotRequired[int | None]",
    # resources/emoji, "Emoji Object": a partial emoji has some of these three
    "PartialEmoji.id": "NotRequired[Snowflake | None]",
    "PartialEmoji.name": "NotRequired[str | None]",
    "PartialEmoji.animated": "NotRequired[bool]",
    # topics/permissions: a number, in a string where it would not fit; the description says integer
    "InstallParams.permissions": "str | int",
}
"""Where disnake's types say less than Discord's documentation."""

BODIES = """
InteractionContextType = Literal[0, 1, 2]  # interactions/application-commands; disnake counts from 1

class AllowedMentions(TypedDict, total=False):  # resources/message, "Allowed Mentions Object"
    parse: list[Literal["roles", "users", "everyone"]]
    roles: SnowflakeList
    users: SnowflakeList
    replied_user: bool

class MessageReference(TypedDict, total=False):  # resources/message, "Message Reference Structure"
    type: Literal[0, 1]
    message_id: Snowflake
    channel_id: Snowflake
    guild_id: Snowflake
    fail_if_not_exists: bool

class Attachment(TypedDict, total=False):  # reference, "Editing Message Attachments"
    id: Required[Snowflake]
    filename: str
    description: str | None
    size: int
    url: str
    proxy_url: str
    content_type: str
    ephemeral: bool
    spoiler: bool

class EditedMessage(TypedDict, total=False):  # resources/message, "Edit Message"; discord.py adds tts
    content: str | None
    embeds: list[Embed] | None
    components: list[MessageTopLevelComponent] | None
    flags: int | None
    allowed_mentions: AllowedMentions | None
    attachments: list[Attachment] | None
    tts: bool

class NewMessage(EditedMessage, total=False):  # resources/message, "Create Message"
    nonce: int | str | None
    enforce_nonce: bool | None
    message_reference: MessageReference | None
    sticker_ids: list[Snowflake] | None

class WebhookMessage(EditedMessage, total=False):  # resources/webhook, "Execute Webhook"
    username: str | None
    avatar_url: str | None
    thread_name: str | None

class NewThread(TypedDict, total=False):  # resources/channel, "Start Thread without Message"
    name: Required[str]
    type: Literal[10, 11, 12] | None
    auto_archive_duration: ThreadArchiveDurationLiteral | None
    invitable: bool | None
    rate_limit_per_user: int | None

class EditedThread(TypedDict, total=False):  # resources/channel, "Modify Channel", "JSON Params (Thread)"
    name: str
    archived: bool
    locked: bool
    invitable: bool
    auto_archive_duration: ThreadArchiveDurationLiteral
    rate_limit_per_user: int | None

class EditedScheduledEvent(TypedDict, total=False):  # resources/guild-scheduled-event, "Modify"
    name: str
    description: str | None
    channel_id: Snowflake | None
    privacy_level: Literal[2]
    entity_type: Literal[1, 2, 3]
    scheduled_start_time: str
    scheduled_end_time: str | None
    status: Literal[1, 2, 3, 4]

class NewScheduledEvent(TypedDict, total=False):  # resources/guild-scheduled-event, "Create", in a voice channel
    name: Required[str]
    description: str | None
    channel_id: Required[Snowflake]
    privacy_level: Required[Literal[2]]
    entity_type: Required[Literal[2]]
    scheduled_start_time: Required[str]
    scheduled_end_time: str | None

class NewDirectChannel(TypedDict):  # resources/user, "Create DM"
    recipient_id: Snowflake

class Pong(TypedDict):  # interactions/receiving-and-responding, "Interaction Callback Type"
    type: Literal[1]

class AnswerWithMessage(TypedDict):
    type: Literal[4]
    data: EditedMessage

class AnswerLaterFlags(TypedDict, total=False):
    flags: int

class AnswerLater(TypedDict):
    type: Literal[5]
    data: NotRequired[AnswerLaterFlags]

class ChangeLater(TypedDict):
    type: Literal[6]

class ChangeMessage(TypedDict):
    type: Literal[7]
    data: EditedMessage

class Suggest(TypedDict):
    type: Literal[8]
    data: InteractionAutocompleteCallbackData

class OpenModal(TypedDict):
    type: Literal[9]
    data: Modal

Callback = Pong | AnswerWithMessage | AnswerLater | ChangeLater | ChangeMessage | Suggest | OpenModal
Commands = list[EditApplicationCommand]
"""

OPERATIONS: Mapping[tuple[str, str], str] = {
    ("GET", "/users/@me"): "",
    ("GET", "/users/{id}"): "",
    ("GET", "/guilds/{id}"): "",
    ("GET", "/guilds/{id}/members/{id}"): "",
    ("GET", "/guilds/{id}/roles"): "",
    ("POST", "/users/@me/channels"): "NewDirectChannel",
    ("GET", "/oauth2/applications/@me"): "",
    ("PATCH", "/applications/@me"): "EditAppInfo",
    ("PUT", "/applications/{id}/commands"): "Commands",
    ("GET", "/channels/{id}"): "",
    ("PATCH", "/channels/{id}"): "EditedThread",
    ("GET", "/channels/{id}/messages"): "",
    ("POST", "/channels/{id}/messages"): "NewMessage",
    ("PATCH", "/channels/{id}/messages/{id}"): "EditedMessage",
    ("DELETE", "/channels/{id}/messages/{id}"): "",
    ("POST", "/channels/{id}/threads"): "NewThread",
    ("GET", "/guilds/{id}/scheduled-events"): "",
    ("POST", "/guilds/{id}/scheduled-events"): "NewScheduledEvent",
    ("PATCH", "/guilds/{id}/scheduled-events/{id}"): "EditedScheduledEvent",
    ("DELETE", "/guilds/{id}/scheduled-events/{id}"): "",
    ("GET", "/channels/{id}/thread-members/{id}"): "",
    ("PUT", "/channels/{id}/thread-members/{id}"): "",
    ("POST", "/interactions/{id}/{token}/callback"): "Callback",
    ("POST", "/webhooks/{id}/{token}"): "WebhookMessage",
    ("PATCH", "/webhooks/{id}/{token}/messages/@original"): "EditedMessage",
}
"""Every call that the product makes, and the body it has to have; no name: none."""


def problems(method: str, path: str, body: Value) -> Iterator[str]:
    """Everything that is wrong with one request; `path` comes without `/api/v10`."""
    path = path.split("?", maxsplit=1)[0]
    known = [(verb, name) for verb, pattern, name in _patterns() if pattern.fullmatch(path)]
    if not known:
        yield f"no such path is among the calls of the product: {path}"
        return
    name = dict(known).get(method.upper())
    if name is None:
        yield f"{method} is not described for {path}"
    elif not name:
        yield from [] if body is None else ["no body is described here"]
    elif body is None:
        yield "a body is required"
    else:
        yield from _published().problems(name, body)


@functools.cache
def _published() -> Annotations:
    """The types of disnake and of `BODIES`, which speaks last."""
    files = [distribution("disnake").locate_file(f"disnake/types/{name}.py") for name in MODULES]
    sources = [Path(str(file)).read_text(encoding="utf-8") for file in files]
    return Annotations([*sources, BODIES], corrections=CORRECTIONS)


@functools.cache
def _patterns() -> list[tuple[str, re.Pattern[str], str]]:
    """The paths as patterns; ids have to be digits."""
    wanted = {"id": r"\d+", "token": "[^/]+"}
    return [
        (method, re.compile(re.sub(r"\\{(\w+)\\}", lambda found: wanted[found[1]], re.escape(path))), name)
        for (method, path), name in OPERATIONS.items()
    ]
