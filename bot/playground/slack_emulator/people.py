"""The people of the workspace, as users.info tells them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playground.slack_emulator.json_types import Json


@dataclass(slots=True, kw_only=True)
class User:
    """A person; `tz` is an IANA name, or None where Slack knows none."""

    id: str
    name: str
    real_name: str
    tz: str | None = None
    locale: str = "en-US"
    display_name: str = ""
    """How people see this one; the name where it is empty."""
    deleted: bool = False
    is_bot: bool = False
    is_admin: bool = False

    def as_json(self, team_id: str, now: datetime, *, include_locale: bool = False) -> Json:
        """The user object. `tz_offset` is seconds east of UTC at `now`, DST included."""
        shown: Json = {
            "id": self.id,
            "team_id": team_id,
            "name": self.name,
            "deleted": self.deleted,
            "real_name": self.real_name,
            "profile": {
                "title": "",
                "real_name": self.real_name,
                "real_name_normalized": self.real_name,
                "display_name": self.display_name or self.name,
                "display_name_normalized": self.display_name or self.name,
                "team": team_id,
            },
            **({} if self.deleted else self._ranks()),
            "is_bot": self.is_bot,
            "is_app_user": False,
            "updated": int(now.timestamp()),
        }
        if self.tz is not None and not self.deleted:
            local = now.astimezone(ZoneInfo(self.tz))
            offset = local.utcoffset()
            shown["tz"] = self.tz
            shown["tz_label"] = local.tzname() or self.tz
            shown["tz_offset"] = int(offset.total_seconds()) if offset else 0
        if include_locale:
            shown["locale"] = self.locale
        return shown

    def _ranks(self) -> Json:
        """What somebody may do in the workspace; a deactivated account has no rank (User object)."""
        return {
            "is_admin": self.is_admin,
            "is_owner": False,
            "is_primary_owner": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
        }

    def brief(self, team_id: str) -> Json:
        """The user as interaction payloads name them."""
        return {"id": self.id, "username": self.name, "name": self.name, "team_id": team_id}
