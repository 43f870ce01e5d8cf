"""What a young guild without any extras looks like to the API."""

from __future__ import annotations

from typing import Final

from bot.playground.discord_emulator.refusal import Json

EVERYONE: Final[Json] = {
    "name": "@everyone",
    "color": 0,
    "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
    "hoist": False,
    "position": 0,
    "managed": False,
    "mentionable": False,
    "flags": 0,
}
_ABSENT = (
    "icon",
    "splash",
    "discovery_splash",
    "afk_channel_id",
    "application_id",
    "system_channel_id",
    "rules_channel_id",
    "public_updates_channel_id",
    "safety_alerts_channel_id",
    "vanity_url_code",
    "description",
    "banner",
)
ONLY_ON_ARRIVAL: Final = frozenset(
    {
        "joined_at",
        "large",
        "unavailable",
        "voice_states",
        "members",
        "channels",
        "threads",
        "presences",
        "stage_instances",
        "guild_scheduled_events",
        "soundboard_sounds",
        "member_count",
    }
)
"""What GUILD_CREATE adds to the guild object."""

GUILD: Final[Json] = {
    **dict.fromkeys(_ABSENT),
    "name": "The Playground",
    "afk_timeout": 300,
    "verification_level": 0,
    "default_message_notifications": 1,
    "explicit_content_filter": 0,
    "emojis": [],
    "features": [],
    "mfa_level": 0,
    "system_channel_flags": 0,
    "premium_tier": 0,
    "premium_progress_bar_enabled": False,
    "preferred_locale": "en-US",
    "nsfw_level": 0,
    "stickers": [],
    "large": False,
    "unavailable": False,
    "voice_states": [],
    "presences": [],
    "stage_instances": [],
    "guild_scheduled_events": [],
    "soundboard_sounds": [],
}
