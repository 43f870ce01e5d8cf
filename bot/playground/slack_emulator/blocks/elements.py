"""Block elements and composition objects: which fields, which limits.

Source: docs.slack.dev/reference/block-kit/block-elements and /composition-objects. Not here, and so refused:
rich_text_input and file_input, which nobody could fill in on the playground's page.
"""

from __future__ import annotations

import re

from bot.playground.slack_emulator.blocks.rules import (
    Flag,
    Loose,
    Many,
    Num,
    OneOf,
    Rule,
    Shape,
    Str,
    plain,
    text,
)

ACTION_ID = Str(255, 1)
URL = Str(3000, 1, re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$"))
DATE = Str(like=re.compile(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"))
TIME = Str(like=re.compile(r"^([01]\d|2[0-3]):[0-5]\d$"))
INSTANT = Num(1_000_000_000, 9_999_999_999)
STYLE = Str(among=frozenset({"primary", "danger"}))
CONFIRM = Shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30), "style": STYLE},
    ("text",),
)
PLAIN_OPTION = Shape({"text": plain(75), "value": Str(150), "description": plain(75)}, ("text", "value"))
RICH_OPTION = Shape({"text": text(75), "value": Str(150), "description": text(75)}, ("text", "value"))
LINK_OPTION = Shape({**PLAIN_OPTION.fields, "url": URL}, ("text", "value"))
GROUP = Shape({"label": plain(75), "options": Many(PLAIN_OPTION, 100, 1)}, ("label", "options"))
FILTER = Shape(
    {
        "include": Many(Str(among=frozenset({"im", "mpim", "private", "public"})), least=1),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    }
)
DISPATCH = Shape(
    {
        "trigger_actions_on": Many(
            Str(among=frozenset({"on_enter_pressed", "on_character_entered"})), most=2, least=1
        )
    }
)
SLACK_FILE = Shape({"id": Str(), "url": URL}, one_of=("id", "url"), exclusive=("id", "url"))

_ACTION: dict[str, Rule] = {"action_id": ACTION_ID}
_CHOICE: dict[str, Rule] = {**_ACTION, "confirm": CONFIRM, "focus_on_load": Flag()}
_SELECT: dict[str, Rule] = {**_CHOICE, "placeholder": plain(150)}
_TYPED: dict[str, Rule] = {
    **_ACTION,
    "focus_on_load": Flag(),
    "placeholder": plain(150),
    "dispatch_action_config": DISPATCH,
}
_STATIC: dict[str, Rule] = {
    **_SELECT,
    "options": Many(PLAIN_OPTION, 100, 1),
    "option_groups": Many(GROUP, 100, 1),
}
_EXTERNAL: dict[str, Rule] = {**_SELECT, "min_query_length": Num(0)}
_MOST = Num(1)


def _static(initial: dict[str, Rule]) -> Shape:
    either = ("options", "option_groups")
    return Shape({**_STATIC, **initial}, one_of=either, exclusive=either)


SELECTS: dict[str, Rule] = {
    "static_select": _static({"initial_option": PLAIN_OPTION}),
    "external_select": Shape({**_EXTERNAL, "initial_option": PLAIN_OPTION}),
    "users_select": Shape({**_SELECT, "initial_user": Str()}),
    "conversations_select": Shape(
        {
            **_SELECT,
            "initial_conversation": Str(),
            "default_to_current_conversation": Flag(),
            "response_url_enabled": Flag(),
            "filter": FILTER,
        }
    ),
    "channels_select": Shape({**_SELECT, "initial_channel": Str(), "response_url_enabled": Flag()}),
}
MULTI_SELECTS: dict[str, Rule] = {
    "multi_static_select": _static({"initial_options": Many(PLAIN_OPTION, 100), "max_selected_items": _MOST}),
    "multi_external_select": Shape(
        {**_EXTERNAL, "initial_options": Many(PLAIN_OPTION, 100), "max_selected_items": _MOST}
    ),
    "multi_users_select": Shape({**_SELECT, "initial_users": Many(Str()), "max_selected_items": _MOST}),
    "multi_conversations_select": Shape(
        {
            **_SELECT,
            "initial_conversations": Many(Str()),
            "default_to_current_conversation": Flag(),
            "max_selected_items": _MOST,
            "filter": FILTER,
        }
    ),
    "multi_channels_select": Shape({**_SELECT, "initial_channels": Many(Str()), "max_selected_items": _MOST}),
}
PICKERS: dict[str, Rule] = {
    "datepicker": Shape({**_SELECT, "initial_date": DATE}),
    "timepicker": Shape({**_SELECT, "initial_time": TIME, "timezone": Str()}),
    "checkboxes": Shape(
        {**_CHOICE, "options": Many(RICH_OPTION, 10, 1), "initial_options": Many(RICH_OPTION, 10, 1)},
        ("options",),
    ),
    "radio_buttons": Shape(
        {**_CHOICE, "options": Many(RICH_OPTION, 10, 1), "initial_option": RICH_OPTION}, ("options",)
    ),
}
DATETIME: dict[str, Rule] = {"datetimepicker": Shape({**_CHOICE, "initial_date_time": INSTANT})}
BUTTON: dict[str, Rule] = {
    "button": Shape(
        {
            **_ACTION,
            "text": plain(75),
            "url": URL,
            "value": Str(2000),
            "style": STYLE,
            "confirm": CONFIRM,
            "accessibility_label": Str(75),
        },
        ("text",),
    )
}
BUTTONS: dict[str, Rule] = {
    **BUTTON,
    "overflow": Shape({**_ACTION, "options": Many(LINK_OPTION, 5, 1), "confirm": CONFIRM}, ("options",)),
    "workflow_button": Shape(
        {**_ACTION, "text": plain(75), "workflow": Loose(), "style": STYLE, "accessibility_label": Str(75)},
        ("text", "workflow"),
    ),
}
TYPED: dict[str, Rule] = {
    "plain_text_input": Shape(
        {
            **_TYPED,
            "initial_value": Str(3000),
            "multiline": Flag(),
            "min_length": Num(0, 3000),
            "max_length": Num(1, 3000),
        }
    ),
    "email_text_input": Shape({**_TYPED, "initial_value": Str()}),
    "url_text_input": Shape({**_TYPED, "initial_value": Str()}),
    "number_input": Shape(
        {
            **_TYPED,
            "is_decimal_allowed": Flag(),
            "initial_value": Str(),
            "min_value": Str(),
            "max_value": Str(),
        },
        ("is_decimal_allowed",),
    ),
}
IMAGE: dict[str, Rule] = {
    "image": Shape(
        {"image_url": URL, "slack_file": SLACK_FILE, "alt_text": Str(2000, 1)},
        ("alt_text",),
        one_of=("image_url", "slack_file"),
        exclusive=("image_url", "slack_file"),
    )
}
FEEDBACK: dict[str, Rule] = {
    "feedback_buttons": Shape(
        {**_ACTION, "positive_button": Loose(), "negative_button": Loose()},
        ("positive_button", "negative_button"),
    ),
    "icon_button": Shape(
        {
            **_ACTION,
            "icon": Str(),
            "text": plain(75),
            "value": Str(2000),
            "confirm": CONFIRM,
            "accessibility_label": Str(75),
            "visible_to_user_ids": Many(Str()),
        },
        ("icon", "text"),
    ),
}

ACCESSORY = OneOf({**BUTTONS, **SELECTS, **MULTI_SELECTS, **PICKERS, **IMAGE})
ACTION = OneOf({**BUTTONS, **SELECTS, **MULTI_SELECTS, **PICKERS, **DATETIME})
INPUT = OneOf({**SELECTS, **MULTI_SELECTS, **PICKERS, **DATETIME, **TYPED})
CONTEXT = OneOf({**text(3000).kinds, **IMAGE})
