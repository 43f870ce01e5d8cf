"""Layout blocks, and which of them a message, a modal and the Home tab accept.

Source: docs.slack.dev/reference/block-kit/blocks and /reference/views. An alert stands in modals only, a container in
messages only, cards and carousels everywhere but in modals.
"""

from __future__ import annotations

from bot.playground.slack_emulator.blocks import elements as el
from bot.playground.slack_emulator.blocks.rules import (
    Flag,
    Loose,
    Many,
    Num,
    OneOf,
    Rule,
    Shape,
    Str,
    mrkdwn,
    plain,
    text,
)

BLOCK_ID = Str(255, 1)


def _block(fields: dict[str, Rule], needs: tuple[str, ...] = (), **more: tuple[str, ...]) -> Shape:
    return Shape({"block_id": BLOCK_ID, **fields}, needs, **more)


_RICH_TEXT = _block({"elements": Many(Loose())}, ("elements",))
_RICH = OneOf({"rich_text": _RICH_TEXT})
_IMAGE = OneOf(el.IMAGE)
_CARD = _block(
    {
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "title": mrkdwn(150),
        "subtitle": mrkdwn(150),
        "body": mrkdwn(200),
        "actions": Many(OneOf(el.BUTTON), 3, 1),
    },
    one_of=("hero_image", "title", "actions", "body"),
)
_CELL = OneOf(
    {
        "rich_text": _RICH_TEXT,
        "raw_text": Shape({"text": Str()}, ("text",)),
        "raw_number": Shape({"value": Loose(), "text": Str()}),
    }
)
_COLUMN = Shape({"align": Str(among=frozenset({"left", "center", "right"})), "is_wrapped": Flag()})

EVERYWHERE: dict[str, Rule] = {
    "actions": _block({"elements": Many(el.ACTION, 25, 1)}, ("elements",)),
    "context": _block({"elements": Many(el.CONTEXT, 10, 1)}, ("elements",)),
    "divider": _block({}),
    "header": _block({"text": plain(150)}, ("text",)),
    "image": _block(
        {"image_url": el.URL, "slack_file": el.SLACK_FILE, "alt_text": Str(2000), "title": plain(2000)},
        ("alt_text",),
        one_of=("image_url", "slack_file"),
        exclusive=("image_url", "slack_file"),
    ),
    "input": _block(
        {
            "label": plain(2000),
            "hint": plain(2000),
            "element": el.INPUT,
            "optional": Flag(),
            "dispatch_action": Flag(),
        },
        ("label", "element"),
    ),
    "rich_text": _RICH_TEXT,
    "section": _block(
        {"text": text(3000), "fields": Many(text(2000), 10, 1), "accessory": el.ACCESSORY, "expand": Flag()},
        one_of=("text", "fields"),
    ),
    "video": _block(
        {
            "alt_text": Str(),
            "title": plain(199),
            "title_url": el.URL,
            "thumbnail_url": el.URL,
            "video_url": el.URL,
            "author_name": Str(49),
            "description": plain(199),
            "provider_name": Str(),
            "provider_icon_url": el.URL,
        },
        ("alt_text", "title", "thumbnail_url", "video_url"),
    ),
}
OUTSIDE_MODALS: dict[str, Rule] = {
    "card": _CARD,
    "carousel": _block({"elements": Many(OneOf({"card": _CARD}), 10, 1)}, ("elements",)),
}
_CONTAINER = _block(
    {
        "title": plain(150),
        "rich_text_title": _RICH,
        "subtitle": text(150),
        "icon": _IMAGE,
        "width": Str(among=frozenset({"narrow", "standard", "wide", "full"})),
        "child_blocks": Many(OneOf({**EVERYWHERE, "table": Loose(), "file": Loose()}), 10, 1),
        "is_collapsible": Flag(),
        "default_collapsed": Flag(),
        "has_header_divider": Flag(),
    },
    ("child_blocks",),
    one_of=("title", "rich_text_title"),
)

IN_MESSAGES: dict[str, Rule] = {
    **EVERYWHERE,
    **OUTSIDE_MODALS,
    "container": _CONTAINER,
    "file": _block({"external_id": Str(), "source": Str()}, ("external_id", "source")),
    "markdown": _block({"text": Str(12_000, 1)}, ("text",)),
    "table": _block({"rows": Many(Many(_CELL, 20), 100, 1), "column_settings": Many(_COLUMN, 20)}, ("rows",)),
    "data_table": Loose(),
    "context_actions": _block({"elements": Many(OneOf(el.FEEDBACK), 5, 1)}, ("elements",)),
    "task_card": Loose(),
    "plan": Loose(),
}
IN_MODALS: dict[str, Rule] = {
    **EVERYWHERE,
    "alert": _block(
        {
            "text": text(200),
            "level": Str(among=frozenset({"default", "info", "warning", "error", "success"})),
        },
        ("text",),
    ),
}

MESSAGE_BLOCKS = Many(OneOf(IN_MESSAGES), 50)
_VIEW: dict[str, Rule] = {"private_metadata": Str(3000), "callback_id": Str(255), "external_id": Str(255)}
MODAL = Shape(
    {
        **_VIEW,
        "blocks": Many(OneOf(IN_MODALS), 100),
        "title": plain(24),
        "close": plain(24),
        "submit": plain(24),
        "clear_on_close": Flag(),
        "notify_on_close": Flag(),
        "submit_disabled": Flag(),
    },
    ("title", "blocks"),
)
HOME = Shape({**_VIEW, "blocks": Many(OneOf({**EVERYWHERE, **OUTSIDE_MODALS}), 100)}, ("blocks",))
VIEW = {"modal": OneOf({"modal": MODAL}), "home": OneOf({"home": HOME})}

_FIELD = Shape({"title": Str(), "value": Str(), "short": Flag()})
ATTACHMENT = Shape(
    {
        "color": Str(),
        "fallback": Str(),
        "blocks": MESSAGE_BLOCKS,
        "author_icon": Str(),
        "author_link": Str(),
        "author_name": Str(),
        "fields": Many(_FIELD),
        "footer": Str(300),
        "footer_icon": Str(),
        "image_url": Str(),
        "mrkdwn_in": Many(Str()),
        "pretext": Str(),
        "text": Str(),
        "thumb_url": Str(),
        "title": Str(),
        "title_link": Str(),
        "ts": Num(),
        "callback_id": Str(255),
        "id": Num(),
    }
)
ATTACHMENTS = Many(ATTACHMENT, 100)
BESIDE_BLOCKS = frozenset({"color", "fallback", "blocks", "id"})
"""What may stand next to `blocks` in an attachment; anything else makes Slack refuse the message."""
