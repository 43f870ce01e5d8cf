"""HTTP around the endpoints: bodies, authorisation, scripted faults, rate-limit headers, and the record."""

from __future__ import annotations

import json
import re
from typing import Final

from aiohttp import BodyPartReader, web

from bot.playground.discord_emulator.faults import Fault
from bot.playground.discord_emulator.interactions import ATTACHMENT_LIMIT
from bot.playground.discord_emulator.media import Upload
from bot.playground.discord_emulator.record import Request
from bot.playground.discord_emulator.refusal import Json, Refused, encoded
from bot.playground.discord_emulator.rest import routes
from bot.playground.discord_emulator.rest.api_call import ApiCall, Backend, HttpReply
from bot.playground.discord_emulator.rest.routes import Found

PREFIX: Final = "/api/v10"
VIA: Final = "1.1 google"
LIMIT: Final = 1000
_FILE = re.compile(r"files\[(\d+)\]")


class Api:
    """Answers every path below the prefix."""

    def __init__(self, backend: Backend, token: str, requests: list[Request]) -> None:
        self._backend = backend
        self._authorization = f"Bot {token}"
        self._requests = requests

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One call, recorded whatever becomes of it."""
        path = request.path.removeprefix(PREFIX)
        found = routes.find(path)
        record = Request(
            method=request.method, path=path, query=dict(request.query), at=self._backend.server.now()
        )
        self._requests.append(record)
        fault = self._backend.faults.take(request.method, path)
        if fault is not None and fault.gate is not None and not fault.after:
            await fault.gate.wait()
        try:
            body, uploads = await self._read(request)
            record.body, record.filenames = body, tuple(one.filename for one in uploads.values())
            if fault is not None and not fault.after and (early := _struck(fault)) is not None:
                return _sent(request, record, fault, early)
            reply = await self._reply(request, found, body, uploads)
        except Refused as refused:
            reply = HttpReply(status=refused.status, body=refused.as_json())
        if fault is not None and (fault.after or fault.kind == "drop"):
            if fault.gate is not None:
                await fault.gate.wait()
            if (late := _struck(fault)) is not None or fault.kind == "drop":
                return _sent(request, record, fault, late)
        record.status, record.reply = reply.status, reply.body
        return _response(reply, routes.BUCKETS.get((found[0], request.method)) if found else None)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """GET /attachments/{id}/{name}: what Discord's CDN would give."""
        kept = self._backend.server.files.get(request.match_info["id"])
        if kept is None or kept.filename != request.match_info["name"]:
            return web.Response(status=404)
        return web.Response(body=kept.content, headers={"Content-Type": kept.content_type})

    async def _reply(
        self, request: web.Request, found: Found | None, body: object, uploads: dict[int, Upload]
    ) -> HttpReply:
        if found is None:
            raise Refused(0, status=404, message="404: Not Found")
        shape, ids = found
        handler = routes.ROUTES[shape].get(request.method)
        if handler is None:
            raise Refused(0, status=405, message="405: Method Not Allowed")
        if shape[0] not in routes.PUBLIC and request.headers.get("Authorization") != self._authorization:
            raise Refused(0, status=401, message="401: Unauthorized")
        call = ApiCall(ids=ids, query=request.query, body=body, uploads=uploads)
        return await handler(self._backend, call)

    async def _read(self, request: web.Request) -> tuple[object, dict[int, Upload]]:
        if not request.can_read_body:
            return None, {}
        if request.content_type == "multipart/form-data":
            return await self._multipart(request)
        raw = await request.read()
        return (_decoded(raw) if raw else None), {}

    async def _multipart(self, request: web.Request) -> tuple[object, dict[int, Upload]]:
        body: object = None
        uploads: dict[int, Upload] = {}
        size = 0
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            raw = bytes(await part.read(decode=True))
            size += len(raw)
            named = _FILE.fullmatch(part.name or "")
            if part.name == "payload_json":
                body = _decoded(raw)
            elif named is not None:
                kind = part.headers.get("Content-Type", "application/octet-stream")
                number = int(named[1])
                uploads[number] = self._backend.server.upload(part.filename or f"file{number}", raw, kind)
        if size > ATTACHMENT_LIMIT:
            raise Refused(40005)
        return body, uploads


def _decoded(raw: bytes) -> object:
    try:
        decoded: object = json.loads(raw)
    except ValueError:
        raise Refused(50109) from None
    return decoded


def _sent(request: web.Request, record: Request, fault: Fault, answer: web.Response | None) -> web.Response:
    """What leaves instead of the truth; nothing at all where the connection is cut."""
    if answer is None or fault.kind in ("drop", "cut"):
        if request.transport is not None:
            request.transport.abort()
        return web.Response()
    record.status = answer.status
    return answer


def _struck(fault: Fault) -> web.Response | None:
    """The answer of a fault, where it has one in the place of the truth."""
    if fault.kind in ("drop", "stall"):
        return None
    if fault.kind == "cut":
        return web.Response()
    if fault.kind == "status":
        return web.Response(status=fault.status, text="upstream trouble", headers={"Via": VIA})
    if fault.kind == "refuse":
        return _json(fault.status, {"message": fault.message, "code": fault.code}, {"Via": VIA})
    headers = {
        "Retry-After": str(max(1, round(fault.seconds))),
        "X-RateLimit-Scope": "global" if fault.is_global else "user",
    }
    headers |= {"Via": VIA} if fault.via else {}
    headers |= {"X-RateLimit-Global": "true"} if fault.is_global else {}
    body = {
        "message": "You are being rate limited.",
        "retry_after": fault.seconds,
        "global": fault.is_global,
    }
    return _json(429, body, headers)


def _response(reply: HttpReply, bucket: str | None) -> web.Response:
    headers = {"Via": VIA}
    if bucket is not None:
        headers |= {
            "X-RateLimit-Limit": str(LIMIT),
            "X-RateLimit-Remaining": str(LIMIT - 1),
            "X-RateLimit-Reset-After": "1.000",
            "X-RateLimit-Bucket": bucket,
        }
    if reply.body is None:
        return web.Response(status=reply.status, headers=headers)
    return _json(reply.status, reply.body, headers)


def _json(status: int, body: Json | object, headers: dict[str, str]) -> web.Response:
    raw = encoded(body).encode()
    return web.Response(status=status, body=raw, headers=headers | {"Content-Type": "application/json"})
