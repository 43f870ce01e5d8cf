"""Why direct messages do not reach somebody, in words; also for what older versions have stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.ports.platform import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

BANNER: Mapping[Reason, str] = {
    Reason.CLOSED_DMS: "Your direct messages are closed to this app. Everything is here instead.",
    Reason.ACCOUNT_GONE: "This account no longer exists there. Everything is here instead.",
    Reason.NOT_IN_WORKSPACE: "You are not in this workspace. Everything is here instead.",
    Reason.OTHER_WORKSPACE: "You are in another workspace. Everything is here instead.",
    Reason.NOT_VISIBLE: "You are not visible to this app. Everything is here instead.",
    Reason.NO_COMMON_SERVER: "You and this app have no server in common. Everything is here instead.",
    Reason.CANNOT_SHARE: "You and this app can't share a conversation. Everything is here instead.",
    Reason.APP_REMOVED: "This app was removed from our conversation. Everything is here instead.",
    Reason.MESSAGES_OFF: "The Messages tab of this app is switched off. Everything is here instead.",
    Reason.ARCHIVED: "Our conversation is archived. Everything is here instead.",
    Reason.FORBIDDEN_BY_RULE: "A rule of your workspace forbids them. Everything is here instead.",
    Reason.NO_PERMISSION: "This app lacks a permission there. Everything is here instead.",
    Reason.NO_ACCESS: "This app has no access there. Everything is here instead.",
    Reason.WORKSPACE_NOT_ALLOWED: "This app is not allowed in your workspace. Everything is here instead.",
    Reason.UNKNOWN: "They were not taken. Everything is here instead.",
}
"""What stands behind "I could not send you direct messages." on a person's own list."""
FACT: Mapping[Reason, str] = {
    Reason.CLOSED_DMS: "do not arrive: they are closed to this app",
    Reason.ACCOUNT_GONE: "do not arrive: the account no longer exists",
    Reason.NOT_IN_WORKSPACE: "do not arrive: you are not in this workspace",
    Reason.OTHER_WORKSPACE: "do not arrive: you are in another workspace",
    Reason.NOT_VISIBLE: "do not arrive: you are not visible to this app",
    Reason.NO_COMMON_SERVER: "do not arrive: we have no server in common",
    Reason.CANNOT_SHARE: "do not arrive: you can't share a conversation with this app",
    Reason.APP_REMOVED: "do not arrive: this app was removed from our conversation",
    Reason.MESSAGES_OFF: "do not arrive: the Messages tab of this app is switched off",
    Reason.ARCHIVED: "do not arrive: our conversation is archived",
    Reason.FORBIDDEN_BY_RULE: "do not arrive: a rule of your workspace forbids them",
    Reason.NO_PERMISSION: "do not arrive: this app lacks a permission",
    Reason.NO_ACCESS: "do not arrive: this app has no access",
    Reason.WORKSPACE_NOT_ALLOWED: "do not arrive: this app is not allowed in your workspace",
    Reason.UNKNOWN: "do not arrive",
}


def banner(stored: str) -> str:
    """Return what explains to a person why they find everything on their own list."""
    return BANNER[_reason(stored)]


def do_not_arrive(stored: str) -> str:
    """Return what stands beside "Direct messages" in the settings."""
    return FACT[_reason(stored)]


def _reason(stored: str) -> Reason:
    return Reason(stored) if stored in set(Reason) else Reason.UNKNOWN
