"""Google as its documentation describes it: tokens for a signed assertion, and one calendar with Meet conferences.

Sources (developers.google.com): Using OAuth 2.0 for Server to Server Applications; Calendar API, Events: insert, get,
patch, delete, list; Handle API errors.
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.video.api_server import PLACE, ApiServer, Effect

SCOPE = "https://www.googleapis.com/auth/calendar.events"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
CLOCKS_APART = timedelta(minutes=5)
LONGEST_ASSERTION = 3600
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"
PARTS = {"id", "summary", "start", "end", "visibility", "conferenceData"}


@cache
def key_pair() -> rsa.RSAPrivateKey:
    """The service account's key: made once, because that takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class GoogleServer(ApiServer):
    """One Workspace with one service account, which may act for ``subject`` in the calendar ``calendar``."""

    email, subject, calendar = "bot@project.iam.gserviceaccount.com", "calls@example.org", "team@example.org"

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__(now)
        self.events: dict[str, dict[str, Any]] = {}
        """Every event that was ever made, the deleted ones too."""
        self.conferences = "success"
        """What becomes of the conference of a new event: ``success``, ``pending`` or ``failure``."""

    def key_file(self, folder: Path) -> Path:
        """Write the file that Google Cloud gives out for the account."""
        pem = key_pair().private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        kept = {
            "type": "service_account",
            "project_id": "project",
            "private_key_id": "1",
            "private_key": pem.decode(),
            "client_email": self.email,
            "token_uri": f"{self.url}token",
        }
        path = folder / "service-account.json"
        path.write_text(json.dumps(kept))
        return path

    def environ(self, folder: Path) -> dict[str, str]:
        return {
            "MEETING_PROVIDER": "google",
            "GOOGLE_SERVICE_ACCOUNT_FILE": str(self.key_file(folder)),
            "GOOGLE_SUBJECT": self.subject,
            "GOOGLE_CALENDAR_ID": self.calendar,
            "GOOGLE_API_URL": f"{self.url}api/calendar/v3/",
        }

    @property
    def standing(self) -> dict[str, dict[str, Any]]:
        """The events that are not deleted."""
        return {name: one for name, one in self.events.items() if one["status"] != "cancelled"}

    def routes(self) -> list[tuple[str, str, Effect]]:
        events = f"{PLACE}calendar/v3/calendars/{{calendar}}/events"
        return [
            ("POST", events, self._insert),
            ("GET", events, self._list),
            ("GET", f"{events}/{{id}}", self._get),
            ("PATCH", f"{events}/{{id}}", self._patch),
            ("DELETE", f"{events}/{{id}}", self._delete),
        ]

    def token_paths(self) -> list[str]:
        return ["/token"]

    def refused_token(self, form: Mapping[str, Any], request: web.Request) -> tuple[int, str] | None:
        if set(form) != {"grant_type", "assertion"} or form["grant_type"] != GRANT:
            self.violate(f"a token was asked for with {sorted(form)}")
            return 400, "unsupported_grant_type"
        head, claims, signature = str(form["assertion"]).split(".")
        try:
            key_pair().public_key().verify(
                _unpacked(signature), f"{head}.{claims}".encode(), padding.PKCS1v15(), hashes.SHA256()
            )
        except InvalidSignature:
            return 400, "invalid_grant"
        if json.loads(_unpacked(head)) != {"alg": "RS256", "typ": "JWT"}:
            self.violate("an assertion with another header")
        said = json.loads(_unpacked(claims))
        if (said["iss"], said["scope"], said["aud"]) != (self.email, SCOPE, f"{self.url}token"):
            self.violate(f"an assertion of {said}")
        issued = datetime.fromtimestamp(said["iat"], UTC)
        if said["exp"] - said["iat"] > LONGEST_ASSERTION or abs(issued - self.now()) > CLOCKS_APART:
            return 400, "invalid_grant"
        if self.revoked:
            return 400, "invalid_grant"
        return None if said.get("sub") == self.subject else (401, "unauthorized_client")

    def error(self, status: int, reason: str, headers: Mapping[str, str] | None = None) -> web.Response:
        told = {"domain": "global", "reason": reason or "backendError", "message": "hush"}
        body = {"error": {"errors": [told], "code": status, "message": "hush"}}
        return web.json_response(body, status=status, headers=headers)

    async def _insert(self, request: web.Request) -> web.Response:
        body = await request.json()
        if (refused := self._misplaced(request)) is not None:
            return refused
        if dict(request.query) != {"conferenceDataVersion": "1", "sendUpdates": "none"} or set(body) - PARTS:
            self.violate(f"an event with {dict(request.query)} and {sorted(body)}")
        if not re.fullmatch(r"[a-v0-9]{5,1024}", body["id"]):
            return self.error(400, "invalid")
        if body["id"] in self.events:
            return self.error(409, "duplicate")
        if not self._has_times(body):
            return self.error(400, "timeRangeEmpty")
        asked = body["conferenceData"]["createRequest"]
        if asked["conferenceSolutionKey"] != {"type": "hangoutsMeet"} or not asked["requestId"]:
            self.violate(f"a conference by {asked}")
        self.events[body["id"]] = body | {"status": "confirmed", "kind": "calendar#event"}
        self.settle_conference(body["id"], self.conferences)
        return web.json_response(self.events[body["id"]])

    def settle_conference(self, event: str, status: str) -> None:
        """Say what becomes of the conference of an event."""
        asked = self.events[event]["conferenceData"]["createRequest"] | {"status": {"statusCode": status}}
        data: dict[str, Any] = {"createRequest": asked}
        if status == "success":
            url = f"https://meet.google.com/{event[-3:]}-{event[:4]}-{event[4:7]}"
            self.events[event]["hangoutLink"] = url
            phone = {"entryPointType": "phone", "uri": "tel:+1-555"}
            data |= {
                "conferenceId": url[-12:],
                "entryPoints": [phone, {"entryPointType": "video", "uri": url}],
            }
        self.events[event]["conferenceData"] = data

    async def _list(self, request: web.Request) -> web.Response:
        return self._misplaced(request) or web.json_response({"items": list(self.standing.values())[:1]})

    async def _get(self, request: web.Request) -> web.Response:
        found = self.events.get(request.match_info["id"])
        return self._misplaced(request) or (
            web.json_response(found) if found else self.error(404, "notFound")
        )

    async def _patch(self, request: web.Request) -> web.Response:
        body, found = await request.json(), self.standing.get(request.match_info["id"])
        if set(body) - {"start", "end"} or not self._has_times(body):
            self.violate(f"a change with {sorted(body)}")
        if found is None:
            return self.error(404, "notFound")
        found |= body
        return web.json_response(found)

    async def _delete(self, request: web.Request) -> web.Response:
        found = self.events.get(request.match_info["id"])
        if found is None:
            return self.error(404, "notFound")
        if found["status"] == "cancelled":
            return self.error(410, "deleted")
        found["status"] = "cancelled"
        return web.Response(status=204)

    def _misplaced(self, request: web.Request) -> web.Response | None:
        return None if request.match_info["calendar"] == self.calendar else self.error(404, "notFound")

    def _has_times(self, body: Mapping[str, Any]) -> bool:
        start, end = (body.get(name, {}) for name in ("start", "end"))
        if any(not re.fullmatch(MOMENT, one.get("dateTime", "")) for one in (start, end)):
            self.violate(f"times as {start} and {end}")
            return False
        return bool(start["dateTime"] < end["dateTime"])


def _unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
