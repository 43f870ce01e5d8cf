"""Discord as a meeting provider: a scheduled event in one voice channel, for two people who are both on its server.

Sources: Guild Scheduled Event (create, list, modify, delete; "Permissions Requirements": CREATE_EVENTS, VIEW_CHANNEL
and CONNECT for events of one's own in a voice channel); Opcodes and Status Codes (10070, 30038).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import discord

from adapters.discord.errors import REQUEST_SECONDS, RETRY_SECONDS, repeatable, sending
from adapters.discord.parse import SITE
from adapters.discord.pausing_requests import sent_once
from adapters.discord.roles import UNKNOWN_MEMBER
from core.ports.meetings import MadeMeeting, MeetingPlan, Unsuited
from core.ports.platform import Declined, Gone, TryLater, Unreachable

if TYPE_CHECKING:
    from core.domain.people import Address

UNKNOWN_EVENT = "404/10070"
"""The event is not there (HTTP status / JSON error code)."""
GUILD_ONLY: Final = 2
VOICE: Final = 2
MARKED = "Booking "
"""Stands before the key in the description."""


class DiscordEvents:
    """Makes events in ``channel``. ``client`` gives the client while it is logged in.

    An event carries the key in its description, and is found by it; its link opens the voice channel for whoever may
    see that. A meeting's name here is the server's id and the event's.
    """

    name = "discord"

    def __init__(
        self,
        client: Callable[[], discord.Client | None],
        *,
        channel: int,
        seconds: float = REQUEST_SECONDS,
    ) -> None:
        self._client = client
        self._channel = channel
        self._seconds = seconds
        self._guild: int | None = None

    async def make(self, plan: MeetingPlan) -> MadeMeeting:
        """Make an event; raises Unsuited where one of the two is not on the server."""
        guild = await self._server()
        for person in plan.people:
            if not await self._is_member(guild, person):
                raise Unsuited("one of the two is not on the server")
        making = self._logged_in().http.create_guild_scheduled_event(
            guild,
            name=plan.title,
            description=f"{MARKED}{plan.key}",
            privacy_level=GUILD_ONLY,
            entity_type=VOICE,
            channel_id=self._channel,
            **_times(plan),
        )
        with sent_once():
            return _made(guild, await _refusing(sending(making, self._seconds)))

    async def find(self, plan: MeetingPlan) -> MadeMeeting | None:
        """Look through the server's events, of which there are a hundred at most."""
        guild = await self._server()
        listing = self._logged_in().http.get_scheduled_events(guild, with_user_count=False)
        for one in await _refusing(repeatable(listing, self._seconds)):
            if one.get("description") == f"{MARKED}{plan.key}":
                return _made(guild, one)
        return None

    async def move(self, handle: str, plan: MeetingPlan) -> None:
        """Change the time; the link stays."""
        guild, event = _numbers(handle)
        changing = self._logged_in().http.edit_scheduled_event(guild, event, **_times(plan))
        try:
            await _refusing(repeatable(changing, self._seconds))
        except Declined as declined:
            raise Gone(declined.code) if declined.code == UNKNOWN_EVENT else declined from None

    async def remove(self, handle: str) -> None:
        """Delete the event."""
        guild, event = _numbers(handle)
        try:
            await _refusing(
                repeatable(self._logged_in().http.delete_scheduled_event(guild, event), self._seconds)
            )
        except Declined as declined:
            if declined.code != UNKNOWN_EVENT:
                raise

    async def close(self) -> None:
        """Do nothing: the connection is the platform's."""

    async def _server(self) -> int:
        """Return the id of the server that the channel belongs to."""
        if self._guild is None:
            asking = self._logged_in().http.get_channel(self._channel)
            found: Any = await _refusing(repeatable(asking, self._seconds))
            if found.get("type") != discord.ChannelType.voice.value or not found.get("guild_id"):
                raise Declined("not a voice channel")
            self._guild = int(found["guild_id"])
        return self._guild

    async def _is_member(self, guild: int, person: Address) -> bool:
        if person.platform != self.name:
            return False
        try:
            await _refusing(
                repeatable(self._logged_in().http.get_member(guild, int(person.user)), self._seconds)
            )
        except Declined as declined:
            if declined.code != UNKNOWN_MEMBER:
                raise
            return False
        return True

    def _logged_in(self) -> discord.Client:
        client = self._client()
        if client is None:
            raise TryLater(RETRY_SECONDS, "not connected to Discord")
        return client


async def _refusing(call: Any) -> Any:  # noqa: ANN401 - the library's own types, which differ for each call
    """Await a call; a permission that is missing says nothing of a person here, but that it will not be done."""
    try:
        return await call
    except Unreachable as error:
        raise Declined(error.reason) from error


def _times(plan: MeetingPlan) -> dict[str, str]:
    ends_at = plan.starts_at + timedelta(minutes=plan.minutes)
    return {"scheduled_start_time": plan.starts_at.isoformat(), "scheduled_end_time": ends_at.isoformat()}


def _made(guild: int, event: Any) -> MadeMeeting:  # noqa: ANN401 - the library's own type
    return MadeMeeting(f"{guild}/{event['id']}", f"{SITE}/events/{guild}/{event['id']}")


def _numbers(handle: str) -> tuple[int, int]:
    guild, _, event = handle.partition("/")
    return int(guild), int(event)
