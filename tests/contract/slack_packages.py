"""Judges Slack's blocks, attachments and views by two packages of other people: slack_sdk.models and blockkit.

Both are written to build what is sent, so what was sent is built with them again. slack_sdk checks lengths, but
only logs what it does not know: here a block that it cannot read, and whatever is lost or changed on the way
through its models, is a complaint. blockkit knows every field with its kind. Decision 8 tells why these two.
"""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from blockkit import core
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.attachments import BlockAttachment
from slack_sdk.models.blocks import Block, Option, OptionGroup
from slack_sdk.models.views import View

from tests.contract.slack_newest import PLACES
from tests.contract.verdicts import unless_good

Json: TypeAlias = dict[str, Any]
Value: TypeAlias = Any

COMPOSED: Mapping[str, type[core.Component]] = {
    "confirm": core.Confirm,
    "dispatch_action_config": core.DispatchActionConfig,
    "filter": core.ConversationFilter,
    "initial_option": core.Option,
    "initial_options": core.Option,
    "option_groups": core.OptionGroup,
    "options": core.Option,
    "slack_file": core.SlackFile,
    "style": core.RichStyle,
}
"""Objects without a `type`: the field in which they stand says what they are."""


def blocks(given: list[Json], where: str) -> Iterator[str]:
    """What the two have against the blocks of a message."""
    for index, block in enumerate(given):
        yield from unless_good("block", block, _block(block, f"{where}/{index}"))


def _block(block: Json, where: str) -> Iterator[str]:
    yield from _by_sdk(functools.partial(_block_again, block), block, where)
    for known in _known(block):
        yield from _by_blockkit("blocks", known, where)


def attachment(given: Json, where: str) -> Iterator[str]:
    """What slack_sdk has against an attachment, its blocks aside."""
    beside = {key: inside for key, inside in given.items() if key != "blocks"}
    yield from _by_sdk(lambda: BlockAttachment(**beside, blocks=()).to_dict(), beside, where)


def view(given: Json, where: str) -> Iterator[str]:
    """What the two have against a modal or a Home tab."""
    beside = {key: inside for key, inside in given.items() if key != "blocks"}
    inside = given.get("blocks") or []
    for index, block in enumerate(inside):
        yield from unless_good("block", block, _block(block, f"{where}/blocks/{index}"))
    frame = {**beside, "blocks": _one_of_each(inside)}
    yield from _by_sdk(lambda: View(**copy.deepcopy(frame)).to_dict(), beside, where)
    known = _one_of_each([one for block in inside for one in _known(block)])
    yield from _by_blockkit("view", {**beside, "blocks": known or (inside and [{"type": "divider"}])}, where)


def options(name: str, given: list[Json], where: str) -> Iterator[str]:
    """What the two have against the answer to a search; `name` is `options` or `option_groups`."""
    model = Option if name == "options" else OptionGroup
    for index, one in enumerate(given):
        again = functools.partial(_option_again, model, one)
        yield from _by_sdk(again, one, f"{where}/{index}")
        yield from _by_blockkit(name, one, f"{where}/{index}")


# ---- slack_sdk --------------------------------------------------------------------------------------------------


def _by_sdk(again: Callable[[], Value], given: Json, where: str) -> Iterator[str]:
    try:
        yield from _lost(given, again(), where)
    except (SlackObjectFormationError, AttributeError, KeyError, TypeError, ValueError) as wrong:
        yield f"{where}: slack_sdk says {wrong}"


def _block_again(block: Json) -> Json:
    parsed = Block.parse(copy.deepcopy(block))
    if parsed is None:
        raise ValueError(f"{block.get('type')!r} is no block")
    return parsed.to_dict()


def _option_again(model: type[Option | OptionGroup], one: Json) -> Json:
    return model(**copy.deepcopy(one)).to_dict("block")


def _lost(given: Value, again: Value, where: str) -> Iterator[str]:
    """What was in `given` and is not in what slack_sdk has made of it; what it adds does not matter."""
    match given, again:
        case dict(), dict():
            for key, inside in given.items():
                if key in again:
                    yield from _lost(inside, again[key], f"{where}/{key}")
                else:
                    yield f"{where}/{key}: slack_sdk knows no such field"
        case list(), list() | tuple() if len(given) == len(again):
            for index, (one, other) in enumerate(zip(given, again, strict=True)):
                yield from _lost(one, other, f"{where}/{index}")
        case _ if given != again:
            yield f"{where}: slack_sdk makes {again!r:.80} of it"


# ---- blockkit ---------------------------------------------------------------------------------------------------


def _by_blockkit(name: str, given: Json, where: str) -> Iterator[str]:
    try:
        _built(name, given).build()
    except (core.FieldValidationError, core.ComponentValidationError) as wrong:
        yield f"{where}: blockkit says {wrong}"
    except (AttributeError, LookupError, TypeError, ValueError) as wrong:  # not of the described shape
        yield f"{where}: blockkit cannot build it: {wrong!r}"


def _one_of_each(given: list[Json]) -> list[Json]:
    """As many blocks, but one of each type only: each was judged, and what holds them looks at no more than that."""
    first: dict[Value, Json] = {}
    for block in given:
        first.setdefault(block.get("type"), block)
    return [*first.values(), *({"type": "divider"} for _ in given[len(first) :])]


def _known(block: Json) -> list[Json]:
    """The blocks in this place that blockkit knows: what a container holds, not the container."""
    if block.get("type") not in PLACES:
        return [block]
    return [one for child in block.get("child_blocks") or () for one in _known(child)]


def _built(name: str, value: Value) -> Value:
    """`value` as an object of blockkit, which stands in a field called `name`."""
    if isinstance(value, list):
        return [_built(name, one) for one in value]
    if not isinstance(value, dict):
        return value
    fields = {key: _built(key, inside) for key, inside in value.items() if not _is_forgiven(value, key)}
    if "type" not in fields:
        return COMPOSED[name](**fields)
    if fields["type"] in (core.Text.PLAIN, core.Text.MD):
        return core.Text(**fields)
    kind = fields.pop("type")
    return (core.Image if (kind, name) == ("image", "blocks") else _kinds()[kind])(**fields)


def _is_forgiven(component: Json, key: str) -> bool:
    """Whether blockkit is stricter than Slack.

    It lets a search begin at one character, Slack at none; and it looks for the option that is chosen at first among
    the groups themselves, where Slack looks among the options of each group.
    """
    if key == "initial_option":
        groups = component.get("option_groups") or ()
        return any(component[key] in group.get("options", ()) for group in groups)
    return key == "min_query_length" and component[key] == 0


@functools.cache
def _kinds() -> Mapping[str, type[core.Component]]:
    """The classes of blockkit by the `type` that they give themselves."""
    found = [
        one
        for one in vars(core).values()
        if isinstance(one, type) and issubclass(one, core.Component) and one is not core.Component
    ]
    empty = [(one()._fields.get("type"), one) for one in found]
    return {str(field.value): one for field, one in empty if field is not None}
