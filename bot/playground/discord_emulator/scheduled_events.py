"""Scheduled events of the guild: where they take place, when, and what the bot may do with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.playground.discord_emulator.channels import VIEW, VOICE, Channel
from bot.playground.discord_emulator.refusal import Json

CONNECT: Final = 1 << 20
MANAGE_EVENTS: Final = 1 << 33
CREATE_EVENTS: Final = 1 << 44
MAY_HOLD_EVENTS: Final = VIEW | CONNECT | CREATE_EVENTS
MOST_EVENTS: Final = 100
"""How many may be scheduled or active at a time (30038)."""


@dataclass(slots=True, kw_only=True)
class ScheduledEvent:
    """One event in a voice channel; everything here was made by the bot."""

    id: str
    guild_id: str
    channel: Channel
    creator_id: str
    name: str
    description: str | None
    starts_at: datetime
    ends_at: datetime | None

    def as_json(self) -> Json:
        """The guild scheduled event object."""
        return {
            "id": self.id,
            "guild_id": self.guild_id,
            "channel_id": self.channel.id,
            "creator_id": self.creator_id,
            "name": self.name,
            "description": self.description,
            "scheduled_start_time": self.starts_at.isoformat(),
            "scheduled_end_time": self.ends_at.isoformat() if self.ends_at else None,
            "privacy_level": 2,
            "status": 1,
            "entity_type": 2,
            "entity_id": None,
            "entity_metadata": None,
            "image": None,
        }


def may_hold(channel: Channel) -> bool:
    """Whether the bot may make and change its own events in a voice channel."""
    wanted = VIEW | CONNECT
    makes = channel.permissions & (CREATE_EVENTS | MANAGE_EVENTS)
    return channel.kind == VOICE and channel.permissions & wanted == wanted and bool(makes)
