"""Who somebody is in Slack: name, time zone, language; asked once an hour at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.slack.errors import repeatable
from adapters.slack.lru import Lru
from adapters.slack.payload import Json, at, text
from adapters.slack.web_api import SlackWeb
from core.ports.platform import Profile

FRESH = timedelta(hours=1)
KNOWN = 5000


class Profiles:
    """Remembers profiles for an hour. Slack sends no event when DST begins, but it tells the IANA name."""

    def __init__(self, web: SlackWeb, now: Callable[[], datetime]) -> None:
        self._web = web
        self._now = now
        self._known: Lru[str, tuple[datetime, Profile]] = Lru(KNOWN)

    async def of(self, user: str) -> Profile:
        """Return a profile of the last hour; raises DeliveryError."""
        known = self._known.get(user)
        if known is not None and self._now() < known[0]:
            return known[1]
        profile = await whois(self._web, user)
        self._known.put(user, (self._now() + FRESH, profile))
        return profile


async def whois(web: SlackWeb, user: str) -> Profile:
    """Return the profile of this moment (users.info); raises DeliveryError."""
    home = (await web.identity()).team
    told = await repeatable(web.client.users_info(user=user, include_locale=True))
    return profile_of(dict(told["user"]), user, home)


def profile_of(told: Json, user: str, home: str) -> Profile:
    """Return what a user object says; ``home`` is our workspace."""
    name = text(told, "profile", "display_name") or text(told, "real_name") or text(told, "name") or user
    return Profile(
        name=name,
        zone=text(told, "tz") or None,
        locale=text(told, "locale") or None,
        gone=at(told, "deleted") is True,
        administers=_has_rank(told, home),
    )


async def administers(web: SlackWeb, user: str) -> bool:
    """Ask whether somebody administers our workspace at this moment (users.info); raises DeliveryError."""
    home = (await web.identity()).team
    return _has_rank(dict((await repeatable(web.client.users_info(user=user)))["user"]), home)


def _has_rank(told: Json, home: str) -> bool:
    """Whether a user object says that they administer our workspace.

    Of somebody from another workspace Slack tells what they are there.
    """
    ranks = ("is_admin", "is_owner", "is_primary_owner")
    return (
        text(told, "team_id") == home
        and at(told, "deleted") is not True
        and any(at(told, rank) is True for rank in ranks)
    )
