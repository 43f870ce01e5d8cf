"""What an open modal holds: its fields, and what its ``private_metadata`` remembers over any restart."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2s

from adapters.slack.payload import Json, at, mapping, rows, text
from core.ports.forms import Form
from core.ports.platform import Posted
from core.ports.tokens import read_token, token

FORM_VIEW = "sb1form"
"""The callback id of a view with fields."""
CARD_VIEW = "sb1card"
"""The callback id of a view that shows a card."""
METADATA_LONGEST = 3000
"""Characters of ``private_metadata`` (docs.slack.dev, Modals)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivateMetadata:
    """A form's route with its arguments, and the message from which the form was opened.

    ``asked`` differs for every opening: Slack keeps a view's id when a view becomes another form, so the id
    alone would make two different forms look like one act. ``response_url`` is that of an ephemeral
    message, which has no other way to be replaced.
    """

    token: str
    asked: str
    origin: Posted | None = None
    response_url: str = ""

    @property
    def route(self) -> tuple[str, tuple[str, ...]] | None:
        """Route and arguments, or None when the token is not one of ours."""
        return read_token(self.token)

    def becomes(self, form: Form) -> PrivateMetadata:
        """Return the metadata of the form that takes this one's place in the same modal."""
        return replace(self, token=token(form.route, form.args))

    def dump(self) -> str:
        """Return the metadata as text, without the response_url where it would not fit."""
        channel, message = (self.origin.channel, self.origin.message) if self.origin else ("", "")
        facts = {"t": self.token, "k": self.asked, "c": channel, "m": message, "u": self.response_url}
        full = json.dumps(facts, separators=(",", ":"))
        return (
            full if len(full) <= METADATA_LONGEST else json.dumps({**facts, "u": ""}, separators=(",", ":"))
        )


def metadata_for(
    form: Form, key: str, *, origin: Posted | None = None, response_url: str = ""
) -> PrivateMetadata:
    """Return the metadata of ``form``, opened in answer to the call named ``key``."""
    asked = blake2s(key.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return PrivateMetadata(
        token=token(form.route, form.args), asked=asked, origin=origin, response_url=response_url
    )


def read_metadata(written: str) -> PrivateMetadata | None:
    """Return what stands in a view's ``private_metadata``, or None when it is not one of ours."""
    try:
        facts = json.loads(written)
    except (ValueError, RecursionError):  # the text is as deep as its sender likes
        return None
    if not text(facts, "t"):
        return None
    channel, message = text(facts, "c"), text(facts, "m")
    return PrivateMetadata(
        token=text(facts, "t"),
        asked=text(facts, "k"),
        origin=Posted(channel, message) if channel and message else None,
        response_url=text(facts, "u"),
    )


MARK = "~"
"""Parts a field's key from its revision: ``when``, ``when~1``, ``when~2``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldState:
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
    groups = rows(element, "option_groups")
    options = [*rows(element, "options"), *(one for group in groups for one in rows(group, "options"))]
    values = [text(option, "value") for option in options]
    return "\n".join((text(element, "type"), text(element, "action_id"), *values))


def field_states(view: Json) -> dict[str, FieldState]:
    """Return the fields of ``view`` by key, in their order."""
    typed = values(view)
    return {
        key_of(text(block, "block_id")): FieldState(
            block=text(block, "block_id"),
            kind=kind_of(mapping(block, "element")),
            value=typed.get(key_of(text(block, "block_id")), ""),
        )
        for block in rows(view, "blocks")
        if text(block, "type") == "input" and text(block, "block_id")
    }


def labels_of(view: Json) -> dict[str, str]:
    """Return what the fields of ``view`` are called, by key."""
    return {
        key_of(text(block, "block_id")): text(block, "label", "text")
        for block in rows(view, "blocks")
        if text(block, "type") == "input" and text(block, "label", "text")
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
