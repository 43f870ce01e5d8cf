"""Google Meet as a meeting provider: an event with a conference in one Google calendar, by a service account.

Sources (developers.google.com): Calendar API, Events: insert (``id``: base32hex, 5 to 1024 characters;
``conferenceDataVersion``), get, patch, delete; Create events, "Add video and phone conferences" (``createRequest``, its
status may be ``pending``); Handle API errors (401, 403 ``rateLimitExceeded``, 409, 410); Using OAuth 2.0 for Server to
Server Applications, "HTTP/REST" (the assertion: RS256, ``iss``, ``scope``, ``aud``, ``iat``, ``exp``, ``sub``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from adapters.pauses import Pauses
from adapters.video.api import Answer, Api, Http, Token, code_of, fetched
from core.ports.meetings import MadeMeeting, MeetingPlan
from core.ports.platform import Declined, Gone, Unknown

CALENDAR_SCOPE = "https://www.googleapis.com/auth/calendar.events"
"""See and change events; the smallest scope that may make one."""
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ASSERTION_LASTS = timedelta(hours=1)
"""How long an assertion holds; Google takes no more."""
LIMIT_REASONS = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded"})
"""Reasons of a 403 that mean "later" (Handle API errors)."""
DELETED_EVENT = "cancelled"
"""The status of an event that was deleted: it can still be read."""


class GoogleMeet:
    """Makes events in ``calendar``. ``subject`` is the person of the workspace in whose name; empty for the account.

    An event's id is the meeting's own key: Google refuses a second one with 409, so that nothing is made twice.
    """

    name = "google"

    def __init__(
        self,
        *,
        email: str,
        private_key: RSAPrivateKey,
        token_url: str,
        subject: str,
        calendar: str,
        api_url: str,
        now: Callable[[], datetime],
        pauses: Pauses,
    ) -> None:
        async def fetch(http: Http) -> Token:
            issued = now()
            claims: dict[str, object] = {
                "iss": email,
                "scope": CALENDAR_SCOPE,
                "aud": token_url,
                "iat": issued,
                "exp": issued + ASSERTION_LASTS,
            }
            if subject:
                claims["sub"] = subject
            assertion = jwt.encode(claims, private_key, algorithm="RS256")
            data = {"grant_type": GRANT, "assertion": assertion}
            return await fetched(http, "Google", token_url, issued, data=data)

        self._api = Api("Google", fetch, now, pauses, limits=_is_limit)
        self._events = f"{api_url}calendars/{quote(calendar, safe='')}/events"

    async def make(self, plan: MeetingPlan) -> MadeMeeting:
        """Make the event with its conference; one that is there already is taken as it is."""
        body = {
            "id": plan.key,
            "summary": plan.title,
            **_times(plan),
            "visibility": "private",
            "conferenceData": {
                "createRequest": {
                    "requestId": plan.key,
                    "conferenceSolutionKey": {"type": "hangoutsMeet"},
                }
            },
        }
        answer = await self._api.call(
            "POST",
            self._events,
            params={"conferenceDataVersion": "1", "sendUpdates": "none"},
            json=body,
            changes=True,
            may={HTTPStatus.CONFLICT},
        )
        if answer.status == HTTPStatus.CONFLICT:
            found = await self.find(plan)
            if found is None:
                raise Declined("409/deleted")
            return found
        made, status = _made(answer), _conference_status(answer)
        if not made.url and status != "pending":
            await self.remove(made.handle)
            raise Declined(f"conference {status or 'missing'}")
        return made

    async def find(self, plan: MeetingPlan) -> MadeMeeting | None:
        """Read the event by its id."""
        answer = await self._api.call("GET", f"{self._events}/{plan.key}", may=_MISSING)
        if answer.status in _MISSING or answer.body.get("status") == DELETED_EVENT:
            return None
        return _made(answer)

    async def move(self, handle: str, plan: MeetingPlan) -> None:
        """Change the time; the conference stays. A deleted event would come back, so it is looked at first."""
        if await self.find(plan) is None:
            raise Gone("Google has no such event")
        answer = await self._api.call(
            "PATCH",
            f"{self._events}/{handle}",
            params={"conferenceDataVersion": "1", "sendUpdates": "none"},
            json=_times(plan),
            may=_MISSING,
        )
        if answer.status in _MISSING:
            raise Gone("Google has no such event")

    async def remove(self, handle: str) -> None:
        """Delete the event; its conference goes with it."""
        await self._api.call(
            "DELETE", f"{self._events}/{handle}", params={"sendUpdates": "none"}, may=_MISSING
        )

    async def examine(self) -> None:
        """Ask for a token and for the calendar's events; raises DeliveryError."""
        await self._api.call("GET", self._events, params={"maxResults": "1"})

    async def close(self) -> None:
        """Let go of every connection."""
        await self._api.http.close()


_MISSING = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})


def _is_limit(answer: Answer) -> bool:
    return answer.status == HTTPStatus.FORBIDDEN and code_of(answer) in LIMIT_REASONS


def _times(plan: MeetingPlan) -> dict[str, Any]:
    ends_at = plan.starts_at + timedelta(minutes=plan.minutes)
    return {
        name: {"dateTime": f"{moment:%Y-%m-%dT%H:%M:%SZ}", "timeZone": "UTC"}
        for name, moment in (("start", plan.starts_at), ("end", ends_at))
    }


def _made(answer: Answer) -> MadeMeeting:
    """Read an event; its address is empty while it has no conference."""
    event = answer.body.get("id")
    if not isinstance(event, str):
        raise Unknown("Google's answer names no event")
    for point in _conference(answer).get("entryPoints") or ():
        if point.get("entryPointType") == "video" and isinstance(point.get("uri"), str):
            return MadeMeeting(event, point["uri"])
    return MadeMeeting(event, "")


def _conference(answer: Answer) -> Mapping[str, Any]:
    found = answer.body.get("conferenceData")
    return found if isinstance(found, dict) else {}


def _conference_status(answer: Answer) -> str:
    asked = _conference(answer).get("createRequest") or {}
    return str((asked.get("status") or {}).get("statusCode", ""))
