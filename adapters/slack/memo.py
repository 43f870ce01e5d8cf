"""What a modal remembers in its ``private_metadata``, so that it can be submitted after any restart."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import blake2s

from adapters.slack.payload import text
from core.chat.forms import Form
from core.chat.tokens import read_token, token
from core.ports import Posted

FORM = "sb1form"
"""The callback id of a view with fields."""
CARD = "sb1card"
"""The callback id of a view that shows a card."""
LONGEST = 3000
"""Characters of ``private_metadata`` (docs.slack.dev, Modals)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memo:
    """A form's route with its arguments, and the message from which the form was opened.

    ``asked`` differs for every opening: Slack keeps a view's id when a view becomes another form, so the id
    alone would make two different forms look like one act. ``url`` is the response_url of an ephemeral
    message, which has no other way to be replaced.
    """

    token: str
    asked: str
    origin: Posted | None = None
    url: str = ""

    @property
    def route(self) -> tuple[str, tuple[str, ...]] | None:
        """Route and arguments, or None when the token is not one of ours."""
        return read_token(self.token)

    def becomes(self, form: Form) -> Memo:
        """Return the memo of the form that takes this one's place in the same modal."""
        return replace(self, token=token(form.route, form.args))

    def dump(self) -> str:
        """Return the memo as text, without the url where it would not fit."""
        channel, message = (self.origin.channel, self.origin.message) if self.origin else ("", "")
        facts = {"t": self.token, "k": self.asked, "c": channel, "m": message, "u": self.url}
        full = json.dumps(facts, separators=(",", ":"))
        return full if len(full) <= LONGEST else json.dumps({**facts, "u": ""}, separators=(",", ":"))


def memo_for(form: Form, key: str, *, origin: Posted | None = None, url: str = "") -> Memo:
    """Return the memo of ``form``, opened in answer to the call named ``key``."""
    asked = blake2s(key.encode("utf-8", "replace"), digest_size=8).hexdigest()
    return Memo(token=token(form.route, form.args), asked=asked, origin=origin, url=url)


def read_memo(written: str) -> Memo | None:
    """Return the memo in a view's ``private_metadata``, or None when it is not one of ours."""
    try:
        facts = json.loads(written)
    except ValueError:
        return None
    if not text(facts, "t"):
        return None
    channel, message = text(facts, "c"), text(facts, "m")
    return Memo(
        token=text(facts, "t"),
        asked=text(facts, "k"),
        origin=Posted(channel, message) if channel and message else None,
        url=text(facts, "u"),
    )
