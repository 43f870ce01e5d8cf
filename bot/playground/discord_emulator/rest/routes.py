"""Every endpoint: method and path → handler. `*` is a variable segment."""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from bot.playground.discord_emulator.rest import (
    account,
    callbacks,
    channels,
    commands,
    messages,
    scheduled_events,
    webhooks,
)
from bot.playground.discord_emulator.rest.api_call import Handler

Shape = tuple[str, ...]
Found = tuple[Shape, tuple[str, ...]]
"""A route, and the variable segments of the path that took it."""

PUBLIC: Final = frozenset({"interactions", "webhooks"})
"""First segments whose paths carry their own token; all others need the bot's."""

_TABLE: Final[dict[str, dict[str, Handler]]] = {
    "users/@me": {"GET": account.get_me},
    "users/@me/channels": {"POST": channels.open_dm},
    "users/*": {"GET": account.get_user},
    "oauth2/applications/@me": {"GET": account.get_application},
    "applications/@me": {"GET": account.get_application},
    "guilds/*": {"GET": account.get_guild},
    "guilds/*/members/*": {"GET": account.get_member},
    "guilds/*/roles": {"GET": account.get_roles},
    "guilds/*/scheduled-events": {"GET": scheduled_events.listed, "POST": scheduled_events.create},
    "guilds/*/scheduled-events/*": {
        "GET": scheduled_events.get,
        "PATCH": scheduled_events.edit,
        "DELETE": scheduled_events.delete,
    },
    "applications/*/commands": {"GET": commands.get_all, "PUT": commands.put_all},
    "applications/*/guilds/*/commands": {"GET": commands.get_all, "PUT": commands.put_all},
    "channels/*": {"GET": channels.get_channel, "PATCH": channels.change_channel},
    "channels/*/messages": {"GET": messages.listed, "POST": messages.create},
    "channels/*/messages/*": {"GET": messages.get, "PATCH": messages.edit, "DELETE": messages.delete},
    "channels/*/threads": {"POST": channels.create_thread},
    "channels/*/thread-members/*": {"PUT": channels.add_member},
    "interactions/*/*/callback": {"POST": callbacks.callback},
    "webhooks/*/*": {"POST": webhooks.create},
    "webhooks/*/*/messages/*": {"PATCH": webhooks.edit},
}
ROUTES: Final[dict[Shape, dict[str, Handler]]] = {tuple(k.split("/")): v for k, v in _TABLE.items()}
BUCKETS: Final[dict[tuple[Shape, str], str]] = {
    (shape, method): blake2b("/".join((method, *shape)).encode(), digest_size=16).hexdigest()
    for shape, handlers in ROUTES.items()
    for method in handlers
}


def find(path: str) -> Found | None:
    """The route of a path (without prefix) and its variable segments; None if there is no such endpoint."""
    steps = tuple(path.strip("/").split("/"))
    if steps in ROUTES:
        return steps, ()
    for shape in _BY_LENGTH.get((len(steps), steps[0]), ()):
        if all(want in ("*", step) for want, step in zip(shape, steps, strict=True)):
            return shape, tuple(s for want, s in zip(shape, steps, strict=True) if want == "*")
    return None


def _by_length() -> dict[tuple[int, str], list[Shape]]:
    found: dict[tuple[int, str], list[Shape]] = {}
    for shape in ROUTES:
        found.setdefault((len(shape), shape[0]), []).append(shape)
    return found


_BY_LENGTH: Final = _by_length()
