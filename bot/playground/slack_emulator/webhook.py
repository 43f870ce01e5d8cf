"""The response_url: five answers in thirty minutes, new, in place of the original, or its removal.

Source: docs.slack.dev, "Handling user interaction: responding with response_url".
"""

from __future__ import annotations

from aiohttp import web

from bot.playground.slack_emulator import web_arguments
from bot.playground.slack_emulator.interaction_tokens import ResponseUrl
from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.messages import Message, MessageBody
from bot.playground.slack_emulator.methods import message_body
from bot.playground.slack_emulator.methods.api_call import Backend
from bot.playground.slack_emulator.refusal import Refused
from bot.playground.slack_emulator.web import Api, finish

GONE = frozenset({"used_url", "expired_url", "message_not_found"})


class ResponseUrls:
    """Answers to interactions, as they come in over HTTP."""

    def __init__(self, backend: Backend, api: Api) -> None:
        self._backend = backend
        self._api = api

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One POST to a response_url."""
        record = self._api.note("response_url")
        try:
            record.args = await web_arguments.read(request)
        except Refused as refused:
            return finish(record, web.Response(status=400, text=refused.code))

        def effect() -> web.Response:
            try:
                url = self._backend.interaction_tokens.use(request.match_info["token"])
                self.apply(url, record.args)
            except Refused as refused:
                record.reply = refused.as_json()
                status = 404 if refused.code in GONE else 400
                return finish(record, web.Response(status=status, text=refused.code))
            record.reply = {"ok": True}
            return finish(record, web.Response(text="ok"))

        return await self._api.with_fault("response_url", request, record, effect)

    def apply(self, url: ResponseUrl, args: Json) -> None:
        """Raises Refused for a message that Slack would not take."""
        messages = self._backend.messages
        if web_arguments.flag(args.get("delete_original")):
            messages.delete(self._original(url))
            return
        content = message_body.read(args)
        message_body.says_something(content)
        if web_arguments.flag(args.get("replace_original")) and url.ts is not None:
            messages.replace(self._original(url), content)
            return
        self.say(url.channel, url.user, args, content)

    def say(self, channel_id: str, user: str, args: Json, content: MessageBody) -> Message:
        """A new message; only the person sees it unless response_type is in_channel."""
        to = None if args.get("response_type") == "in_channel" else user
        channel = self._backend.workspace.channels[channel_id]
        return self._backend.messages.post(channel, content, to=to, thread_ts=args.get("thread_ts") or None)

    def _original(self, url: ResponseUrl) -> Message:
        if url.ts is None:
            raise Refused("message_not_found")
        return self._backend.messages.find(url.channel, url.ts, viewer=url.user)
