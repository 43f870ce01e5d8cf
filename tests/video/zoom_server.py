"""Zoom as its documentation describes it: tokens by account credentials, and the meetings of one user.

Sources (developers.zoom.us): Server-to-Server OAuth; API Reference, Meetings: create, list, update, delete; Error
definitions (124, 300, 3001); Rate limits.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from tests.video.api_server import PLACE, ApiServer, Effect

START = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
TIMES: dict[str, Callable[[Any], bool]] = {
    "start_time": lambda value: isinstance(value, str) and re.fullmatch(START, value) is not None,
    "duration": lambda value: type(value) is int and 1 <= value <= 1440,
    "timezone": lambda value: value == "UTC",
}
SETTINGS: dict[str, Callable[[Any], bool]] = {
    "join_before_host": lambda value: isinstance(value, bool),
    "jbh_time": lambda value: value in (0, 5, 10),
    "waiting_room": lambda value: isinstance(value, bool),
}
NEW: dict[str, Callable[[Any], bool]] = {
    **TIMES,
    "topic": lambda value: isinstance(value, str) and 0 < len(value) <= 200,
    "type": lambda value: value == 2,
    "agenda": lambda value: isinstance(value, str) and len(value) <= 2000,
    "settings": lambda value: isinstance(value, dict) and not _wrong(value, SETTINGS),
}
LISTED_AGENDA = 250
A_DAY = 100
"""How many meetings of one user may be made or changed in a day."""


class ZoomServer(ApiServer):
    """One account with one user, ``me``."""

    account, client, secret = "acc-1", "client-1", "zoom-secret-hush"

    def __init__(self, now: Callable[[], datetime], page: int = 300) -> None:
        super().__init__(now)
        self.page = page
        self.meetings: dict[int, dict[str, Any]] = {}
        self.made = 0
        """How many meetings were ever made."""
        self.changes_left = A_DAY

    def environ(self) -> dict[str, str]:
        return {
            "MEETING_PROVIDER": "zoom",
            "ZOOM_ACCOUNT_ID": self.account,
            "ZOOM_CLIENT_ID": self.client,
            "ZOOM_CLIENT_SECRET": self.secret,
            "ZOOM_API_URL": f"{self.url}api/v2/",
            "ZOOM_OAUTH_URL": self.url,
        }

    def routes(self) -> list[tuple[str, str, Effect]]:
        users, one = f"{PLACE}v2/users/me/meetings", f"{PLACE}v2/meetings/{{id}}"
        return [
            ("POST", users, self._create),
            ("GET", users, self._list),
            ("PATCH", one, self._update),
            ("DELETE", one, self._delete),
        ]

    def token_paths(self) -> list[str]:
        return ["/oauth/token"]

    def refused_token(self, form: Mapping[str, Any], request: web.Request) -> tuple[int, str] | None:
        scheme, _, packed = request.headers.get("Authorization", "").partition(" ")
        if set(form) != {"grant_type", "account_id"}:
            self.violate(f"a token was asked for with {sorted(form)}")
        if form.get("grant_type") != "account_credentials":
            return 400, "unsupported_grant_type"
        known = scheme == "Basic" and b64decode(packed).decode() == f"{self.client}:{self.secret}"
        if self.revoked or not known:
            return 400, "invalid_client"
        return None if form.get("account_id") == self.account else (400, "invalid_request")

    def error(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> web.Response:
        code = {401: 124, 404: 3001, 400: 300}.get(status, status)
        return web.json_response({"code": code, "message": reason or "hush"}, status=status, headers=headers)

    def plans(self) -> dict[int, tuple[str, int]]:
        """The start and the minutes of every meeting there is."""
        return {number: (one["start_time"], one["duration"]) for number, one in self.meetings.items()}

    async def _create(self, request: web.Request) -> web.Response:
        body = await request.json()
        if wrong := _wrong(body, NEW):
            self.violate(f"a meeting with {wrong}")
            return self.error(400, "Validation Failed.")
        if (over := self._over_quota()) is not None:
            return over
        self.made += 1
        number = 85_000_000_000 + self.made
        join = f"https://us02web.zoom.us/j/{number}?pwd=Abc{number}.1"
        self.meetings[number] = body | {"id": number, "join_url": join}
        return web.json_response(
            self.meetings[number] | {"status": "waiting", "start_url": f"{join}&zak=hush"}, status=201
        )

    async def _list(self, request: web.Request) -> web.Response:
        asked = dict(request.query)
        size = int(asked.get("page_size", "30"))
        if asked.get("type") not in {"scheduled", "live", "upcoming"} or not 1 <= size <= 300:
            self.violate(f"a list by {asked}")
        begin = int(asked.get("next_page_token") or 0)
        size = min(size, self.page)
        shown = sorted(self.meetings.values(), key=lambda one: one["start_time"])
        listed = [
            {name: value for name, value in one.items() if name != "settings"}
            | {"agenda": one["agenda"][:LISTED_AGENDA]}
            for one in shown[begin : begin + size]
        ]
        token = str(begin + size) if begin + size < len(shown) else ""
        return web.json_response({"page_size": size, "next_page_token": token, "meetings": listed})

    async def _update(self, request: web.Request) -> web.Response:
        body = await request.json()
        if wrong := _wrong(body, TIMES):
            self.violate(f"a change with {wrong}")
            return self.error(400, "Validation Failed.")
        number = int(request.match_info["id"])
        if number not in self.meetings:
            return self.error(404, "Meeting does not exist.")
        if (over := self._over_quota()) is not None:
            return over
        self.meetings[number] |= body
        return web.Response(status=204)

    async def _delete(self, request: web.Request) -> web.Response:
        if set(request.query) - {"schedule_for_reminder", "cancel_meeting_reminder", "occurrence_id"}:
            self.violate(f"a deletion with {dict(request.query)}")
        if self.meetings.pop(int(request.match_info["id"]), None) is None:
            return self.error(404, "Meeting does not exist.")
        return web.Response(status=204)

    def _over_quota(self) -> web.Response | None:
        if self.changes_left <= 0:
            return self.error(
                429, "You have exceeded the daily rate limit", {"Retry-After": self._midnight()}
            )
        self.changes_left -= 1
        return None

    def _midnight(self) -> str:
        return self.now().replace(hour=23, minute=59, second=59, microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")


def _wrong(body: Mapping[str, Any], known: Mapping[str, Callable[[Any], bool]]) -> list[str]:
    """Name the fields that the documentation does not know, or that hold what they may not."""
    return [name for name, value in body.items() if name not in known or not known[name](value)]
