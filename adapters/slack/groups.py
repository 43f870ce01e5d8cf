"""User groups of Slack: which there are, and who belongs to one; workspaces of the free plan have none."""

from __future__ import annotations

from adapters.slack.errors import repeatable
from adapters.slack.payload import at, rows, text
from adapters.slack.web_api import SlackWeb
from core.ports.platform import Declined, Group

NO_GROUPS = frozenset({"paid_teams_only", "plan_upgrade_required"})
"""Codes of a plan without user groups (docs.slack.dev, usergroups.list)."""
NO_SUCH_GROUP = "no_such_subteam"


async def groups(web: SlackWeb) -> tuple[Group, ...]:
    """Return the user groups that are in use (usergroups.list); raises DeliveryError."""
    try:
        told = await repeatable(web.client.usergroups_list())
    except Declined as error:
        if error.code in NO_GROUPS:
            return ()
        raise
    return tuple(
        Group(id=text(one, "id"), name=text(one, "name") or text(one, "handle"))
        for one in rows(told.data, "usergroups")
        if text(one, "id")
    )


async def belongs(web: SlackWeb, user: str, group: str) -> bool:
    """Ask whether somebody is in a group now (usergroups.users.list); raises DeliveryError.

    Nobody is in a group that no longer exists.
    """
    try:
        told = await repeatable(web.client.usergroups_users_list(usergroup=group))
    except Declined as error:
        if error.code == NO_SUCH_GROUP:
            return False
        raise
    members = at(told.data, "users")
    return isinstance(members, list) and user in members
