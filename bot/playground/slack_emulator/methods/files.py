"""files.getUploadURLExternal and files.completeUploadExternal."""

from __future__ import annotations

import re

from bot.playground.slack_emulator.files import File
from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.messages import MessageBody
from bot.playground.slack_emulator.methods.api_call import ApiCall, Method
from bot.playground.slack_emulator.refusal import Refused, invalid_arguments
from bot.playground.slack_emulator.web_arguments import whole

LONGEST = 1_000_000_000
"""Bytes of one file; Slack's own limit (help.slack.com, Add files to Slack)."""
CHANNEL_ID = re.compile(r"^[CGDZ][A-Z0-9]{8,}$")


def get_upload_url(call: ApiCall) -> Json:
    """Announce a file by name and length in bytes."""
    length = whole(call.get("length"), 0)
    if length > LONGEST:
        raise Refused("file_upload_size_restricted")
    if length < 1:
        raise invalid_arguments(["must be greater than 0 [json-pointer:/length]"])
    file_id = call.backend.workspace.new_id("F")
    file = call.backend.files.reserve(
        file_id, str(call.get("filename")), length, str(call.get("alt_txt") or "")
    )
    return {"upload_url": call.backend.upload_url(file.ticket), "file_id": file.id}


def complete_upload(call: ApiCall) -> Json:
    """Shares the files in one message; without channel they stay private. It can be called once for each file."""
    files = [_uploaded(call, one) for one in _listed(call.get("files"))]
    shown = [file.as_json() for file in files]
    channel_id = call.get("channel_id")
    if channel_id:
        if not CHANNEL_ID.match(str(channel_id)):
            raise invalid_arguments(
                ["failed to match the required pattern ^[CGDZ][A-Z0-9]{8,}$ [json-pointer:/channel_id]"]
            )
        channel = call.backend.workspace.writable(call.backend.workspace.seen_by_bot(channel_id))
        content = MessageBody(text=str(call.get("initial_comment") or ""))
        call.backend.messages.post(channel, content, files=shown, thread_ts=call.get("thread_ts") or None)
    return {"files": shown}


def _listed(given: object) -> list[Json]:
    if not isinstance(given, list) or not given or not all(isinstance(one, dict) for one in given):
        raise invalid_arguments(["must be a list of files [json-pointer:/files]"])
    return given


def _uploaded(call: ApiCall, named: Json) -> File:
    file = call.backend.files.by_id.get(str(named.get("id")))
    if file is None or file.content is None or file.completed:
        raise Refused("file_not_found")
    file.completed = True
    file.title = str(named.get("title") or file.filename)
    return file


METHODS = {
    "files.getUploadURLExternal": Method(
        answer=get_upload_url, scope="files:write", needs=("filename", "length")
    ),
    "files.completeUploadExternal": Method(answer=complete_upload, scope="files:write", needs=("files",)),
}
