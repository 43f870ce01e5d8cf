"""Modals and Home tabs: the stack each person has open, the published Home, and what is typed in them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from bot.playground.slack_emulator.blocks.parts import dressed, every_element
from bot.playground.slack_emulator.blocks.verdict import accept_view
from bot.playground.slack_emulator.interaction_tokens import TriggerId
from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.refusal import Refused
from bot.playground.slack_emulator.widgets import initial_state
from bot.playground.slack_emulator.workspace import APP, BOT, TEAM, Workspace

STACK = 3
Values = dict[str, dict[str, Json]]


@dataclass(slots=True, kw_only=True, eq=False)
class View:
    """A modal or a Home tab as one person sees it."""

    id: str
    user: str
    body: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Values = field(default_factory=dict)
    """What the person has put in so far: block_id → action_id → state."""

    @property
    def blocks(self) -> list[Json]:
        """The blocks, with their ids filled in."""
        blocks: list[Json] = self.body["blocks"]
        return blocks

    def as_json(self) -> Json:
        """The view object."""
        return {
            "id": self.id,
            "team_id": TEAM,
            "type": self.body["type"],
            "blocks": self.blocks,
            "private_metadata": self.body.get("private_metadata", ""),
            "callback_id": self.body.get("callback_id", ""),
            "state": {"values": self.values},
            "hash": self.hash,
            "title": self.body.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
            "clear_on_close": self.body.get("clear_on_close", False),
            "notify_on_close": self.body.get("notify_on_close", False),
            "close": self.body.get("close"),
            "submit": self.body.get("submit"),
            "previous_view_id": self.previous_id,
            "root_view_id": self.root_id,
            "app_id": APP,
            "external_id": self.body.get("external_id", ""),
            "app_installed_team_id": TEAM,
            "bot_id": BOT,
        }


class Views:
    """The open modals and the Home tabs of everybody."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def open(self, trigger: TriggerId, body: Json) -> View:
        """A new root; a modal that was open in the same place is replaced."""
        self._new_external_id(body)
        view = self._make(trigger.user, body, None)
        self.stacks[trigger.user] = [view]
        self._tell("view_opened", view)
        return view

    def push(self, trigger: TriggerId, body: Json) -> View:
        """Raises Refused: not_found without an open modal, push_limit_reached above three views."""
        return self.push_on(self.find(trigger.view_id, None), body)

    def push_on(self, below: View, body: Json) -> View:
        """A view on top of the stack that `below` is in; see push()."""
        stack = self.stacks.get(below.user, [])
        if below not in stack:
            raise Refused("not_found")
        if len(stack) >= STACK:
            raise Refused("push_limit_reached")
        self._new_external_id(body)
        view = self._make(stack[0].user, body, stack[-1])
        stack.append(view)
        self._tell("view_opened", view)
        return view

    def update(self, view: View, body: Json, hash_: object = None) -> View:
        """Typed values survive where block_id and action_id are the same. Raises Refused("hash_conflict")."""
        self._same_hash(view, hash_)
        view.body = self._dressed(body)
        view.hash = self._new_hash()
        view.values = _carried_over(view.values, view.blocks)
        self._tell("view_updated", view)
        return view

    def publish(self, user: str, body: Json, hash_: object = None) -> View:
        """Set a Home tab. Raises Refused: invalid_arguments, view_too_large or hash_conflict."""
        accept_view(body, "home")
        view = self.homes.get(user)
        if view is None:
            view = self.homes[user] = self._make(user, body, None)
        else:
            self._same_hash(view, hash_)
            view.body, view.hash = self._dressed(body), self._new_hash()
            view.values = _carried_over(view.values, view.blocks)
        self._tell("home_published", view)
        return view

    def find(self, view_id: object, external_id: object) -> View:
        """An open modal. Raises Refused("not_found")."""
        for stack in self.stacks.values():
            for view in stack:
                if view.id == view_id or (external_id and view.body.get("external_id") == external_id):
                    return view
        raise Refused("not_found")

    def top(self, user: str) -> View | None:
        """The topmost open modal."""
        stack = self.stacks.get(user)
        return stack[-1] if stack else None

    def close(self, user: str, *, all_of_them: bool = False) -> list[View]:
        """Take the topmost view away, or the whole stack; returns what was closed, topmost first."""
        stack = self.stacks.get(user, [])
        closed = [stack.pop() for _ in range(len(stack) if all_of_them else min(1, len(stack)))]
        for view in closed:
            self._tell("view_closed", view)
        return closed

    def remove(self, view: View) -> None:
        """Take one view out of its stack, wherever it is."""
        stack = self.stacks.get(view.user, [])
        if view in stack:
            stack.remove(view)
            self._tell("view_closed", view)

    def _make(self, user: str, body: Json, below: View | None) -> View:
        view_id = self._workspace.new_id("V")
        view = View(
            id=view_id,
            user=user,
            body=self._dressed(body),
            hash=self._new_hash(),
            root_id=below.root_id if below else view_id,
            previous_id=below.id if below else None,
        )
        view.values = _carried_over({}, view.blocks)
        return view

    def _dressed(self, body: Json) -> Json:
        stored = {name: inside for name, inside in body.items() if name != "blocks"}
        return {**stored, "blocks": dressed(body["blocks"], lambda: self._workspace.new_id("b"))}

    def _new_external_id(self, body: Json) -> None:
        wanted = body.get("external_id")
        for stack in self.stacks.values():
            if wanted and any(view.body.get("external_id") == wanted for view in stack):
                raise Refused("duplicate_external_id")

    def _new_hash(self) -> str:
        return f"{int(self._workspace.now().timestamp())}.{secrets.token_hex(4)}"

    def _same_hash(self, view: View, hash_: object) -> None:
        if hash_ and hash_ != view.hash:
            raise Refused("hash_conflict")

    def _tell(self, kind: str, view: View) -> None:
        self._workspace.watchers.tell(
            kind, user=view.user, view=view.id, callback_id=view.body.get("callback_id", "")
        )


def _carried_over(old: Values, blocks: list[Json]) -> Values:
    values: Values = {}
    for block, element in every_element(blocks):
        fresh = initial_state(element)
        if fresh is None:
            continue
        before = old.get(block["block_id"], {}).get(element["action_id"])
        same = before is not None and before["type"] == fresh["type"]
        values.setdefault(block["block_id"], {})[element["action_id"]] = before if same and before else fresh
    return values
