"""The shape of every component, for messages and for modals, as the component reference gives it.

Source: discord.com/developers/docs/components/reference and the OpenAPI description. Lengths are characters.
Not here, and so refused: premium buttons, selects of users, roles and channels, file uploads and single
checkboxes, which nobody could use on the playground's page.
"""

from __future__ import annotations

from typing import Final

from bot.playground.discord_emulator.schema import (
    Field,
    Rule,
    by_type,
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

ROW: Final = 1
BUTTON: Final = 2
STRING_SELECT: Final = 3
TEXT_INPUT: Final = 4
SECTION: Final = 9
TEXT_DISPLAY: Final = 10
THUMBNAIL: Final = 11
MEDIA_GALLERY: Final = 12
FILE: Final = 13
SEPARATOR: Final = 14
CONTAINER: Final = 17
LABEL: Final = 18
RADIO_GROUP: Final = 21
CHECKBOX_GROUP: Final = 22

OPTION_LISTS: Final = frozenset({STRING_SELECT, RADIO_GROUP, CHECKBOX_GROUP})
LINK_STYLE: Final = 5

_ID: dict[str, Field] = {"id": may(whole(0, 2**31 - 1))}
_CUSTOM: dict[str, Field] = {"custom_id": need(text(100, 1))}
_EMOJI = shape({"id": may(snowflake), "name": may(text(32)), "animated": may(flag)})
_OPTION = shape(
    {
        "label": need(text(100, 1)),
        "value": need(text(100, 1)),
        "description": may(text(100)),
        "default": may(flag),
        "emoji": may(_EMOJI),
    }
)
_MEDIA = shape({"url": need(text(2048, 1))})

_BUTTON = shape(
    _ID
    | {
        "style": need(whole(1, LINK_STYLE)),
        "label": may(text(80)),
        "custom_id": may(text(100, 1)),
        "url": may(text(512)),
        "disabled": may(flag),
        "emoji": may(_EMOJI),
    }
)
_SELECT = shape(
    _ID
    | _CUSTOM
    | {
        "placeholder": may(text(150)),
        "min_values": may(whole(0, 25)),
        "max_values": may(whole(1, 25)),
        "disabled": may(flag),
        "required": may(flag),
        "options": need(many(_OPTION, 25, 1)),
    }
)

_TEXT_DISPLAY = shape(_ID | {"content": need(text(4000, 1))})
_THUMBNAIL = shape(
    _ID | {"media": need(_MEDIA), "description": may(text(1024)), "spoiler": may(flag)},
)
_GALLERY_ITEM = shape({"media": need(_MEDIA), "description": may(text(1024)), "spoiler": may(flag)})
_ROW = shape(_ID | {"components": need(many(by_type({BUTTON: _BUTTON, STRING_SELECT: _SELECT}), 5, 1))})
_IN_CONTAINER: dict[int, Rule] = {
    ROW: _ROW,
    SECTION: shape(
        _ID
        | {
            "components": need(many(by_type({TEXT_DISPLAY: _TEXT_DISPLAY}), 3, 1)),
            "accessory": need(by_type({BUTTON: _BUTTON, THUMBNAIL: _THUMBNAIL})),
        }
    ),
    TEXT_DISPLAY: _TEXT_DISPLAY,
    MEDIA_GALLERY: shape(_ID | {"items": need(many(_GALLERY_ITEM, 10, 1))}),
    FILE: shape(_ID | {"file": need(_MEDIA), "spoiler": may(flag)}),
    SEPARATOR: shape(_ID | {"divider": may(flag), "spacing": may(choice(1, 2))}),
}
_CONTAINER = shape(
    _ID
    | {
        "components": need(many(by_type(_IN_CONTAINER), 40, 1)),
        "accent_color": may(whole(0, 0xFFFFFF)),
        "spoiler": may(flag),
    }
)

CLASSIC: Final[Rule] = many(by_type({ROW: _ROW}), 5)
"""The components of a message without IS_COMPONENTS_V2: up to five action rows."""

LAYOUT: Final[Rule] = many(by_type({**_IN_CONTAINER, CONTAINER: _CONTAINER}), 40)
"""The top-level components of a message with IS_COMPONENTS_V2."""

_INPUT_FIELDS: dict[str, Field] = (
    _ID
    | _CUSTOM
    | {
        "style": need(choice(1, 2)),
        "label": may(text(45)),
        "min_length": may(whole(0, 4000)),
        "max_length": may(whole(1, 4000)),
        "required": may(flag),
        "value": may(text(4000)),
        "placeholder": may(text(100)),
    }
)
_TEXT_INPUT = shape(_INPUT_FIELDS)
_IN_LABEL: dict[int, Rule] = {
    STRING_SELECT: _SELECT,
    TEXT_INPUT: _TEXT_INPUT,
    RADIO_GROUP: shape(
        _ID | _CUSTOM | {"options": need(many(_OPTION, 10, 2)), "required": may(flag)},
    ),
    CHECKBOX_GROUP: shape(
        _ID
        | _CUSTOM
        | {
            "options": need(many(_OPTION, 10, 1)),
            "min_values": may(whole(0, 10)),
            "max_values": may(whole(1, 10)),
            "required": may(flag),
        }
    ),
}
_LABEL = shape(
    _ID
    | {
        "label": need(text(45, 1)),
        "description": may(text(100)),
        "component": need(by_type(_IN_LABEL)),
    }
)
_LABELLED = shape(_INPUT_FIELDS | {"label": need(text(45, 1))})
_MODAL_ROW = shape(_ID | {"components": need(many(by_type({TEXT_INPUT: _LABELLED}), 1, 1))})

MODAL: Final[Rule] = shape(
    {
        "custom_id": need(text(100, 1)),
        "title": need(text(45, 1)),
        "components": need(
            many(by_type({LABEL: _LABEL, TEXT_DISPLAY: _TEXT_DISPLAY, ROW: _MODAL_ROW}), 5, 1)
        ),
    }
)
"""The data of a modal: one to five labels, text displays or (deprecated) action rows."""
