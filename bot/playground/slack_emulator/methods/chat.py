"""chat.postMessage, update, postEphemeral, delete and getPermalink."""

from __future__ import annotations

from dataclasses import replace

from bot.playground.slack_emulator.json_types import Json
from bot.playground.slack_emulator.messages import Message
from bot.playground.slack_emulator.methods import message_body
from bot.playground.slack_emulator.methods.api_call import ApiCall, Method
from bot.playground.slack_emulator.refusal import Refused
from bot.playground.slack_emulator.web_arguments import flag
from bot.playground.slack_emulator.workspace import BOT_USER, DOMAIN, Channel


def post_message(call: ApiCall) -> Json:
    """A new message in a conversation or, by user id, in that person's DM."""
    channel = _addressed(call)
    content = message_body.read(call.args)
    message_body.says_something(content)
    if content.text is not None:
        content = replace(content, text=content.text[: message_body.TEXT_CUT])
    thread_ts = call.get("thread_ts")
    if thread_ts:
        _thread(call, channel, thread_ts)
    unfurls = call.get("unfurl_media") is None or flag(call.get("unfurl_media"))
    files = call.backend.files.named_in(content.text or "") if unfurls else []
    message = call.backend.messages.post(channel, content, thread_ts=thread_ts or None, files=files)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_json()}


def update(call: ApiCall) -> Json:
    """Change a message of the bot, see Messages.update; files follow the permalinks in its text."""
    channel = call.backend.workspace.seen_by_bot(call.get("channel"))
    message = _own(call, channel, "cant_update_message")
    content = message_body.read(call.args)
    if content.blocks is None and content.attachments is None:
        message_body.says_something(content)
    if content.text is not None and len(content.text) > message_body.UPDATE_TEXT:
        raise Refused("msg_too_long")
    call.backend.workspace.writable(channel)
    if content.text is not None:
        message.files = call.backend.files.named_in(content.text)
    call.backend.messages.update(message, content)
    shown = message.as_json()
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def post_ephemeral(call: ApiCall) -> Json:
    """A message that one member of the conversation sees."""
    channel = call.backend.workspace.seen_by_bot(call.get("channel"))
    call.backend.workspace.writable(channel)
    to = str(call.get("user"))
    if to not in channel.members:
        raise Refused("user_not_in_channel")
    content = message_body.read(call.args)
    message_body.says_something(content)
    message = call.backend.messages.post(channel, content, to=to)
    return {"message_ts": message.ts}


def delete(call: ApiCall) -> Json:
    """Delete a message of the bot."""
    channel = call.backend.workspace.seen_by_bot(call.get("channel"))
    message = _own(call, channel, "cant_delete_message")
    call.backend.messages.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: ApiCall) -> Json:
    """The address of a message."""
    channel = call.backend.workspace.seen_by_bot(call.get("channel"))
    message = call.backend.messages.find(channel.id, call.get("message_ts"))
    link = f"https://{DOMAIN}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def _addressed(call: ApiCall) -> Channel:
    """A conversation, or a person, whose DM is then opened (a compatibility Slack still keeps)."""
    workspace = call.backend.workspace
    ref = call.get("channel")
    if isinstance(ref, str) and ref in workspace.users and ref != BOT_USER:
        return workspace.writable(workspace.open_dm(ref)[0])
    return workspace.writable(workspace.seen_by_bot(ref))


def _thread(call: ApiCall, channel: Channel, thread_ts: object) -> None:
    try:
        call.backend.messages.find(channel.id, thread_ts)
    except Refused as missing:
        raise Refused("thread_not_found") from missing


def _own(call: ApiCall, channel: Channel, error: str) -> Message:
    message = call.backend.messages.find(channel.id, call.get("ts"))
    if message.user != BOT_USER:
        raise Refused(error)
    return message


METHODS = {
    "chat.postMessage": Method(answer=post_message, scope="chat:write", needs=("channel",)),
    "chat.update": Method(answer=update, scope="chat:write", needs=("channel", "ts")),
    "chat.postEphemeral": Method(answer=post_ephemeral, scope="chat:write", needs=("channel", "user")),
    "chat.delete": Method(answer=delete, scope="chat:write", needs=("channel", "ts")),
    "chat.getPermalink": Method(answer=permalink, needs=("channel", "message_ts")),
}
