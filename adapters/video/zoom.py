"""Zoom as a meeting provider, with server-to-server OAuth.

Sources (developers.zoom.us): Server-to-Server OAuth, "Generate access token" (``account_credentials``, one hour, no
refresh token); API Reference, Meetings: Create a meeting, List meetings, Update a meeting, Delete a meeting; API Rate
Limits (429, ``Retry-After``; 100 meetings made or changed for each user and day).
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from adapters.pauses import Pauses
from adapters.video.api import Answer, Api, Http, Token, fetched
from core.ports.meetings import MadeMeeting, MeetingPlan
from core.ports.platform import Gone, Unknown

SCHEDULED = 2
"""The type of a meeting with a time (Create a meeting, ``type``)."""
MEETINGS_A_PAGE = 300
"""Meetings in one page of a list, which is the most (List meetings, ``page_size``)."""
MOST_PAGES = 10
AGENDA_MARK = "Booking "
"""Stands before the key in the agenda, which a list shows in its first 250 characters."""


class Zoom:
    """Makes meetings in the calendar of one Zoom user, ``me`` for the owner of the app."""

    name = "zoom"

    def __init__(
        self,
        *,
        account: str,
        client: str,
        secret: str,
        user: str,
        api_url: str,
        oauth_url: str,
        now: Callable[[], datetime],
        pauses: Pauses,
    ) -> None:
        packed = b64encode(f"{client}:{secret}".encode()).decode()

        async def fetch(http: Http) -> Token:
            return await fetched(
                http,
                "Zoom",
                f"{oauth_url}oauth/token",
                now(),
                data={"grant_type": "account_credentials", "account_id": account},
                headers={"Authorization": f"Basic {packed}"},
            )

        self._api = Api("Zoom", fetch, now, pauses)
        self._url = api_url
        self._user = quote(user, safe="@")

    async def make(self, plan: MeetingPlan) -> MadeMeeting:
        """Make a meeting that opens without its host: nobody of the two is the Zoom user."""
        body = {
            "topic": plan.title,
            "type": SCHEDULED,
            **_times(plan),
            "agenda": f"{AGENDA_MARK}{plan.key}",
            "settings": {"join_before_host": True, "jbh_time": 0, "waiting_room": False},
        }
        answer = await self._api.call(
            "POST", f"{self._url}users/{self._user}/meetings", json=body, changes=True
        )
        made = _made(answer.body)
        if made is None:
            raise Unknown("Zoom's answer names no meeting")
        return made

    async def find(self, plan: MeetingPlan) -> MadeMeeting | None:
        """Look through the user's scheduled meetings for the key: Zoom takes no key of ours that would be unique."""
        token = ""
        for _ in range(MOST_PAGES):
            asked: dict[str, str] = {"type": "scheduled", "page_size": str(MEETINGS_A_PAGE)}
            answer = await self._api.call(
                "GET",
                f"{self._url}users/{self._user}/meetings",
                params=asked | ({"next_page_token": token} if token else {}),
            )
            for one in _listed(answer):
                if f"{AGENDA_MARK}{plan.key}" in str(one.get("agenda", "")):
                    return _made(one)
            token = str(answer.body.get("next_page_token") or "")
            if not token:
                return None
        raise Unknown("Zoom has more meetings than are looked through")

    async def move(self, handle: str, plan: MeetingPlan) -> None:
        """Change the time; the address stays."""
        answer = await self._api.call(
            "PATCH", f"{self._url}meetings/{handle}", json=_times(plan), may={HTTPStatus.NOT_FOUND}
        )
        if answer.status == HTTPStatus.NOT_FOUND:
            raise Gone("Zoom has no such meeting")

    async def remove(self, handle: str) -> None:
        """Delete the meeting; Zoom mails nobody."""
        await self._api.call(
            "DELETE",
            f"{self._url}meetings/{handle}",
            params={"schedule_for_reminder": "false"},
            may={HTTPStatus.NOT_FOUND},
        )

    async def examine(self) -> None:
        """Ask for a token and for a list of meetings; raises DeliveryError."""
        await self._api.call(
            "GET", f"{self._url}users/{self._user}/meetings", params={"type": "scheduled", "page_size": "1"}
        )

    async def close(self) -> None:
        """Let go of every connection."""
        await self._api.http.close()


def _times(plan: MeetingPlan) -> dict[str, Any]:
    return {
        "start_time": f"{plan.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "duration": plan.minutes,
        "timezone": "UTC",
    }


def _listed(answer: Answer) -> list[Mapping[str, Any]]:
    found = answer.body.get("meetings")
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _made(body: Mapping[str, Any]) -> MadeMeeting | None:
    handle, url = body.get("id"), body.get("join_url")
    return MadeMeeting(str(handle), url) if isinstance(handle, int | str) and isinstance(url, str) else None
