"""views.open, push, update and publish."""

from __future__ import annotations

from bot.playground.slack_emulator.blocks.verdict import accept_view
from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.methods.api_call import ApiCall, Method
from bot.playground.slack_emulator.refusal import Refused, invalid_arguments


def open_(call: ApiCall) -> Json:
    """The view is judged before the trigger is spent, so a refused view can be sent again."""
    body = accept_view(call.get("view"), "modal")
    trigger = call.backend.interaction_tokens.redeem(call.get("trigger_id"))
    return {"view": call.backend.views.open(trigger, body).as_json()}


def push(call: ApiCall) -> Json:
    """A view on top of the modal the trigger came from."""
    body = accept_view(call.get("view"), "modal")
    trigger = call.backend.interaction_tokens.redeem(call.get("trigger_id"))
    return {"view": call.backend.views.push(trigger, body).as_json()}


def update(call: ApiCall) -> Json:
    """Change an open modal by view_id or external_id, guarded by `hash`."""
    if not call.get("view_id") and not call.get("external_id"):
        raise invalid_arguments(["missing required field: view_id or external_id [json-pointer:/]"])
    body = accept_view(call.get("view"), "modal")
    view = call.backend.views.find(call.get("view_id"), call.get("external_id"))
    return {"view": call.backend.views.update(view, body, call.get("hash")).as_json()}


def publish(call: ApiCall) -> Json:
    """Set the Home tab of one person."""
    if not call.backend.installed.home_tab:
        raise Refused("not_enabled")
    user = call.backend.workspace.user(call.get("user_id"))
    return {"view": call.backend.views.publish(user.id, call.get("view"), call.get("hash")).as_json()}


METHODS = {
    "views.open": Method(answer=open_, needs=("trigger_id", "view")),
    "views.push": Method(answer=push, needs=("trigger_id", "view")),
    "views.update": Method(answer=update, needs=("view",)),
    "views.publish": Method(answer=publish, needs=("user_id", "view")),
}
