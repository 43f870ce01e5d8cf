"""Every Web API method of the wire by its name."""

from __future__ import annotations

from bot.playground.slack_emulator.methods import auth, chat, conversations, files, users, views
from bot.playground.slack_emulator.methods.call import Method

METHODS: dict[str, Method] = {
    **auth.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **users.METHODS,
    **views.METHODS,
}
