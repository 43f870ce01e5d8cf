"""conversations.open, history and replies."""

from __future__ import annotations

import math

from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.messages import Message
from bot.playground.slack_emulator.methods.api_call import ApiCall, Method
from bot.playground.slack_emulator.refusal import Refused
from bot.playground.slack_emulator.web_arguments import flag, whole
from bot.playground.slack_emulator.workspace import BOT_USER, Channel

MOST_USERS = 8
_FAMILY = {"im": "im", "mpim": "mpim", "channel": "channels", "group": "groups"}


def open_(call: ApiCall) -> Json:
    """One user opens a DM, two to eight a group DM that contains the bot."""
    workspace = call.backend.workspace
    if call.get("channel"):
        channel, known = workspace.seen_by_bot(call.get("channel")), True
        call.need(f"{_FAMILY[channel.kind]}:write")
        return _opened(call, channel, known=known)
    users = [one for one in (part.strip() for part in str(call.get("users") or "").split(",")) if one]
    if not users:
        raise Refused("users_list_not_supplied")
    call.need("im:write" if len(users) == 1 else "mpim:write")
    if len(users) > MOST_USERS:
        raise Refused("too_many_users")
    for user_id in users:
        _reachable(call, user_id)
    distinct = list(dict.fromkeys(users))
    channel, known = workspace.open_dm(distinct[0]) if len(distinct) == 1 else workspace.open_group(distinct)
    return _opened(call, channel, known=known)


def _opened(call: ApiCall, channel: Channel, *, known: bool) -> Json:
    shown = channel.as_json() if flag(call.get("return_im")) else {"id": channel.id}
    already: Json = {"no_op": True, "already_open": True} if known else {}
    return {**already, "channel": shown}


def _reachable(call: ApiCall, user_id: str) -> None:
    user = call.backend.workspace.user(user_id)
    if user.id == BOT_USER:
        raise Refused("cannot_dm_bot")
    if user.deleted:
        raise Refused("user_disabled")
    state = call.backend.workspace.blocked.get(user_id)
    if state is not None and state != "messages_tab_disabled":
        raise Refused(state)


def history(call: ApiCall) -> Json:
    """Newest first, replies in threads left out; `oldest` and `latest` exclude unless `inclusive`."""
    channel = _readable(call)
    found = [m for m in call.backend.messages.of(channel.id) if m.thread_ts in (None, m.ts)]
    return _page(call, [m for m in reversed(found) if _within(call, m)])


def replies(call: ApiCall) -> Json:
    """A thread, oldest first and its parent always among it; `ts` is that of the parent, or of one without replies."""
    channel = _readable(call)
    try:
        parent = call.backend.messages.find(channel.id, call.get("ts"))
    except Refused as missing:
        raise Refused("thread_not_found") from missing
    below = [m for m in call.backend.messages.of(channel.id) if m.thread_ts == parent.ts and m is not parent]
    return _page(call, [parent, *(m for m in below if _within(call, m))])


def _readable(call: ApiCall) -> Channel:
    channel = call.backend.workspace.seen_by_bot(call.get("channel"))
    call.need(f"{_FAMILY[channel.kind]}:history")
    return channel


def _within(call: ApiCall, message: Message) -> bool:
    at = float(message.ts)
    oldest, latest = _moment(call, "oldest", 0.0), _moment(call, "latest", math.inf)
    return oldest <= at <= latest if flag(call.get("inclusive")) else oldest < at < latest


def _moment(call: ApiCall, name: str, otherwise: float) -> float:
    try:
        return float(call.get(name) or otherwise)
    except (TypeError, ValueError) as wrong:
        raise Refused(f"invalid_ts_{name}") from wrong


def _page(call: ApiCall, found: list[Message]) -> Json:
    limit = whole(call.get("limit"), 100)
    start = whole(call.get("cursor"), 0)
    metadata = flag(call.get("include_all_metadata"))
    more = start + limit < len(found)
    page: Json = {
        "messages": [m.as_json(metadata=metadata) for m in found[start : start + limit]],
        "has_more": more,
    }
    if more:
        page["response_metadata"] = {"next_cursor": str(start + limit)}
    return page


METHODS = {
    "conversations.open": Method(answer=open_),
    "conversations.history": Method(answer=history, needs=("channel",)),
    "conversations.replies": Method(answer=replies, needs=("channel", "ts")),
}
