"""Every Web API method by its name."""

from __future__ import annotations

from bot.playground.slack_emulator.methods import auth, chat, conversations, files, usergroups, users, views
from bot.playground.slack_emulator.methods.api_call import Method

METHODS: dict[str, Method] = {
    **auth.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **usergroups.METHODS,
    **users.METHODS,
    **views.METHODS,
}
