"""What an open form shows and holds at this moment, read from the view that Slack sends along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.slack.payload import Json, at, mapping, rows, text

MARK = "~"
"""Parts a field's key from its revision: ``when``, ``when~1``, ``when~2``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One field of an open form."""

    block: str
    kind: str
    """The element's type together with what makes two elements of one type differ."""
    value: str


def key_of(block_id: str) -> str:
    """Return the field's key in a block id."""
    return block_id.split(MARK, 1)[0]


def kind_of(element: Json) -> str:
    """Return what must stay the same for Slack to keep what was typed: the type, the source, the options."""
    values = [text(option, "value") for option in rows(element, "options")]
    return "\n".join((text(element, "type"), text(element, "action_id"), *values))


def shown(view: Json) -> dict[str, Shown]:
    """Return the fields of ``view`` by key, in their order."""
    typed = values(view)
    return {
        key_of(text(block, "block_id")): Shown(
            block=text(block, "block_id"),
            kind=kind_of(mapping(block, "element")),
            value=typed.get(key_of(text(block, "block_id")), ""),
        )
        for block in rows(view, "blocks")
        if text(block, "type") == "input" and text(block, "block_id")
    }


def values(view: Json) -> dict[str, str]:
    """Return what was typed and chosen, by field key; empty ones are absent, instants ISO 8601 in UTC."""
    found = {}
    for block_id, actions in mapping(view, "state", "values").items():
        for state in actions.values() if isinstance(actions, dict) else ():
            value = _value(state)
            if value.strip():
                found[key_of(block_id)] = value
    return found


def _value(state: object) -> str:
    stamp = at(state, "selected_date_time")
    if isinstance(stamp, int) and not isinstance(stamp, bool):
        return iso(stamp)
    return text(state, "value") or text(state, "selected_option", "value")


def iso(stamp: int) -> str:
    """Return Unix seconds as ISO 8601 with ``+00:00``, or an empty text outside the years 1970 to 9999."""
    if not 0 <= stamp < 253_402_300_800:  # noqa: PLR2004 - the first second of the year 10000
        return ""
    return datetime.fromtimestamp(stamp, UTC).isoformat()
