"""Users and their membership of the guild, as the API shows them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.playground.discord_emulator.refusal import Json


@dataclass(slots=True, kw_only=True)
class User:
    """An account; `in_guild` says whether they share the guild with the bot."""

    id: str
    username: str
    global_name: str | None = None
    in_guild: bool = True
    locale: str = "en-US"
    bot: bool = False
    manages: bool = False
    """Whether a role of theirs may manage the guild."""
    roles: list[str] = field(default_factory=list)

    def as_json(self) -> Json:
        """The user object."""
        shown: Json = {
            "id": self.id,
            "username": self.username,
            "discriminator": "0",
            "global_name": self.global_name,
            "avatar": None,
            "avatar_decoration_data": None,
            "public_flags": 0,
        }
        return shown | {"bot": True} if self.bot else shown

    def membership(self, joined_at: str) -> Json:
        """The member object without its `user` and `permissions`."""
        return {
            "nick": None,
            "avatar": None,
            "banner": None,
            "roles": list(self.roles),
            "joined_at": joined_at,
            "premium_since": None,
            "communication_disabled_until": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }
