"""One call of a Web API method, as the functions that answer it see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.slack_emulator.files import Files
from bot.playground.slack_emulator.installed import Installed
from bot.playground.slack_emulator.interaction_tokens import InteractionTokens
from bot.playground.slack_emulator.json_types import Json, Value
from bot.playground.slack_emulator.messages import Messages
from bot.playground.slack_emulator.refusal import Refused
from bot.playground.slack_emulator.views import Views
from bot.playground.slack_emulator.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """Everything a method may look at or change."""

    workspace: Workspace
    messages: Messages
    views: Views
    interaction_tokens: InteractionTokens
    files: Files
    installed: Installed
    socket_url: Callable[[], str]
    upload_url: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class ApiCall:
    """The arguments of one call and the backend that answers it."""

    backend: Backend
    args: Json

    def get(self, name: str) -> Value:
        """An argument, None when it was not given."""
        return self.args.get(name)

    def need(self, scope: str) -> None:
        """Raises Refused("missing_scope")."""
        scopes = self.backend.installed.scopes
        if scope not in scopes:
            provided = ",".join(sorted(scopes))
            raise Refused("missing_scope", needed=scope, provided=provided)


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How a method is called: by which token, with which scope, with which arguments at least."""

    answer: Callable[[ApiCall], Json]
    scope: str | None = None
    caller: str = "bot"
    """`bot` or `app`."""
    needs: tuple[str, ...] = ()
