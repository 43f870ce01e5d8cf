"""The HTTP side: /api/METHOD with its tokens, scopes and faults, and the upload addresses."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from bot.playground.slack_emulator import web_arguments
from bot.playground.slack_emulator.faults import Fault, Faults
from bot.playground.slack_emulator.json_types import Json, Value
from bot.playground.slack_emulator.methods.api_call import ApiCall, Backend, Method
from bot.playground.slack_emulator.methods.table import METHODS
from bot.playground.slack_emulator.record import Request
from bot.playground.slack_emulator.refusal import Refused, invalid_arguments


class Api:
    """Answers HTTP calls, and notes each one before anything else happens."""

    def __init__(
        self, backend: Backend, faults: Faults, requests: list[Request], tokens: dict[str, str]
    ) -> None:
        self._backend = backend
        self._faults = faults
        self._requests = requests
        self._tokens = tokens
        self._headers = {"x-oauth-scopes": ",".join(sorted(backend.installed.scopes))}

    async def api(self, request: web.Request) -> web.StreamResponse:
        """One Web API call."""
        name = request.match_info["method"]
        record = self.note(name)
        try:
            record.args = await web_arguments.read(request)
            given = _bearer(request) or str(record.args.pop("token", ""))
            record.caller = self._tokens.get(given, "unknown" if given else "none")
        except Refused as refused:
            return self._reply(record, refused.as_json())
        return await self.with_fault(name, request, record, lambda: self._answer(name, record))

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """The content of an announced file."""
        record = self.note("upload")
        content = await request.read()
        record.args = {"bytes": len(content)}

        def receive() -> web.Response:
            if not self._backend.files.receive(request.match_info["ticket"], content):
                return finish(record, web.Response(status=400, text="invalid_upload"))
            return finish(record, web.Response(text=f"OK - {len(content)}"))

        return await self.with_fault("upload", request, record, receive)

    async def file(self, request: web.Request) -> web.Response:
        """The content of a file, as the browser of a member gets it."""
        file = self._backend.files.by_id.get(request.match_info["id"])
        if file is None or file.content is None or file.filename != request.match_info["name"]:
            return web.Response(status=404)
        return web.Response(
            body=file.content,
            content_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="{file.filename}"'},
        )

    def note(self, name: str) -> Request:
        """Begin the record of one call."""
        record = Request(method=name, at=self._backend.workspace.now())
        self._requests.append(record)
        return record

    async def with_fault(
        self, name: str, request: web.Request, record: Request, effect: Callable[[], web.Response]
    ) -> web.StreamResponse:
        """Run the call, unless trouble was scripted for it."""
        fault = self._faults.take(name)
        if fault is None:
            return effect()
        happens = fault.after or fault.kind == "drop"
        response = effect() if happens else None
        if fault.gate is not None:
            record.status = 0
            await fault.gate.wait()
        if fault.kind == "stall":
            return finish(record, effect() if response is None else response)
        if fault.kind in ("drop", "cut"):
            record.status = 0
            if request.transport is not None:
                request.transport.abort()
            return response or web.Response()
        return self._faulty(record, fault)

    def _faulty(self, record: Request, fault: Fault) -> web.Response:
        if fault.kind == "limit":
            response = self._reply(record, Refused("ratelimited").as_json(), status=429)
            response.headers["Retry-After"] = str(fault.seconds)
            return response
        if fault.kind == "refuse":
            return self._reply(record, Refused(fault.error).as_json())
        return finish(
            record, web.Response(status=fault.status, text="upstream failure", content_type="text/html")
        )

    def _answer(self, name: str, record: Request) -> web.Response:
        try:
            method = self._allowed(name, record)
            return self._reply(record, {"ok": True, **method.answer(ApiCall(self._backend, record.args))})
        except Refused as refused:
            return self._reply(record, refused.as_json())

    def _allowed(self, name: str, record: Request) -> Method:
        """Token, scope and arguments, in Slack's order. Raises Refused."""
        method = METHODS.get(name)
        if method is None:
            raise Refused("unknown_method", req_method=name)
        if record.caller in ("none", "unknown"):
            raise Refused("not_authed" if record.caller == "none" else "invalid_auth")
        if record.caller != method.caller:
            raise Refused("not_allowed_token_type")
        if method.scope is not None:
            ApiCall(self._backend, record.args).need(method.scope)
        missing = [one for one in method.needs if record.args.get(one) in (None, "")]
        if missing:
            raise invalid_arguments(
                [f"missing required field: {one} [json-pointer:/{one}]" for one in missing]
            )
        return method

    def _reply(self, record: Request, body: Json, *, status: int = 200) -> web.Response:
        record.reply = body
        return finish(record, web.json_response(body, status=status, headers=self._headers))


def finish(record: Request, response: web.Response) -> web.Response:
    """Complete the record with the status that goes out."""
    record.status = response.status
    return response


def _bearer(request: web.Request) -> str:
    header: Value = request.headers.get("Authorization", "")
    return str(header).removeprefix("Bearer ").strip()
