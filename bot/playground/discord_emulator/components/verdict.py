"""What the tables cannot say: uniqueness, sums, styles, and which components go together."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from bot.playground.discord_emulator.components import tables
from bot.playground.discord_emulator.components.walk import walk
from bot.playground.discord_emulator.refusal import BodyErrors, Json, Path

MOST_COMPONENTS = 40
MOST_TEXT = 4000
SCHEMES = ("http", "https", "discord")


def judge_message(components: object, *, layout: bool, path: Path, errors: BodyErrors) -> None:
    """Check the components of a message; `layout` says whether IS_COMPONENTS_V2 is set."""
    before = errors.count
    (tables.LAYOUT if layout else tables.CLASSIC)(components, path, errors)
    if errors.count > before or not isinstance(components, list):
        return
    found = list(walk(components, path))
    if layout:
        _totals(found, path, errors)
    _unique(found, errors)
    for where, component in found:
        if component["type"] == tables.ROW:
            _row(component, where, errors)
        elif component["type"] == tables.BUTTON:
            _button(component, where, errors)
        elif component["type"] == tables.STRING_SELECT:
            _chooser(component, where, errors)


def judge_modal(modal: object, *, path: Path, errors: BodyErrors) -> None:
    """Check the data of a modal; `disabled` is refused, as the component reference says."""
    before = errors.count
    tables.MODAL(modal, path, errors)
    if errors.count > before or not isinstance(modal, dict):
        return
    found = list(walk(modal["components"], (*path, "components")))
    _unique(found, errors)
    for where, component in found:
        if component.get("disabled"):
            errors.add((*where, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "Cannot be disabled in a modal")
        if component["type"] in tables.OPTION_LISTS:
            _chooser(component, where, errors)
        if component["type"] == tables.TEXT_INPUT:
            _text_input(component, where, errors)


def _totals(found: Sequence[tuple[Path, Json]], path: Path, errors: BodyErrors) -> None:
    if len(found) > MOST_COMPONENTS:
        errors.add(
            path,
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            f"The total number of components cannot exceed {MOST_COMPONENTS}.",
        )
    shown = sum(len(one["content"]) for _, one in found if one["type"] == tables.TEXT_DISPLAY)
    if shown > MOST_TEXT:
        errors.add(
            path,
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            f"Components displayable text size exceeds maximum size of {MOST_TEXT}",
        )


def _unique(found: Sequence[tuple[Path, Json]], errors: BodyErrors) -> None:
    customs: set[str] = set()
    ids: set[int] = set()
    for where, component in found:
        custom, number = component.get("custom_id"), component.get("id")
        if custom is not None and custom in customs:
            errors.add(
                (*where, "custom_id"),
                "COMPONENT_CUSTOM_ID_DUPLICATED",
                "Component custom id cannot be duplicated",
            )
        if number and number in ids:
            errors.add((*where, "id"), "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
        customs |= {custom} if custom is not None else set()
        ids |= {number} if number else set()


def _row(row: Json, path: Path, errors: BodyErrors) -> None:
    kinds = [child["type"] for child in row["components"]]
    if len(kinds) > 1 and tables.STRING_SELECT in kinds:
        errors.add(
            (*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "Layout component width exceeded"
        )


def _button(button: Json, path: Path, errors: BodyErrors) -> None:
    style, custom, url = button["style"], button.get("custom_id"), button.get("url")
    if button.get("label") in (None, "") and button.get("emoji") is None:
        errors.add(path, "BUTTON_COMPONENT_MISSING_LABEL_OR_EMOJI", "A button must have a label or an emoji")
    if style == tables.LINK_STYLE:
        _link(url, custom, path, errors)
    elif custom is None:
        errors.add((*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required")
    if style != tables.LINK_STYLE and url is not None:
        errors.add((*path, "url"), "BUTTON_COMPONENT_INVALID_URL", "A url is only for link buttons")


def _link(url: object, custom: object, path: Path, errors: BodyErrors) -> None:
    if custom is not None:
        errors.add(
            (*path, "custom_id"),
            "COMPONENT_CUSTOM_ID_AND_URL",
            "A custom id and url cannot both be specified",
        )
    if not isinstance(url, str) or not url:
        errors.add((*path, "url"), "BASE_TYPE_REQUIRED", "This field is required")
        return
    link(url, (*path, "url"), errors)


def link(url: str, path: Path, errors: BodyErrors) -> None:
    """An address that a button may carry."""
    try:
        parts = urlsplit(url)
        valid = bool(parts.netloc or parts.path)
    except ValueError:
        errors.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
        return
    if parts.scheme not in SCHEMES:
        errors.add(
            path,
            "URL_TYPE_INVALID_SCHEME",
            f'Scheme "{parts.scheme}" is not supported. Scheme must be one of {SCHEMES}.',
        )
    elif not valid or (parts.scheme != "discord" and not parts.hostname) or any(c.isspace() for c in url):
        errors.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")


def _chooser(component: Json, path: Path, errors: BodyErrors) -> None:
    options = component.get("options") or []
    values = [option["value"] for option in options]
    for index, value in enumerate(values):
        if value in values[:index]:
            errors.add(
                (*path, "options", index, "value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            )
    least, most = bounds(component)
    if least > most:
        errors.add(
            (*path, "min_values"), "SELECT_COMPONENT_MIN_VALUES", "Must not be greater than max_values"
        )
    if values and most > len(values) and component["type"] != tables.RADIO_GROUP:
        errors.add(
            (*path, "max_values"), "SELECT_COMPONENT_MAX_VALUES", "Must not exceed the number of options"
        )
    if sum(bool(option.get("default")) for option in options) > most:
        errors.add((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "Too many default options")


def bounds(component: Json) -> tuple[int, int]:
    """The least and the most values that may be chosen: 1 and 1 by default, 1 and all in a checkbox group."""
    least, most = component.get("min_values"), component.get("max_values")
    widest = len(component["options"]) if component["type"] == tables.CHECKBOX_GROUP else 1
    return 1 if least is None else least, widest if most is None else most


def _text_input(component: Json, path: Path, errors: BodyErrors) -> None:
    least, most = component.get("min_length") or 0, component.get("max_length") or MOST_TEXT
    if least > most:
        errors.add((*path, "min_length"), "BASE_TYPE_BAD_LENGTH", "Must not be greater than max_length")
    if component.get("value") and len(component["value"]) > most:
        errors.add((*path, "value"), "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
