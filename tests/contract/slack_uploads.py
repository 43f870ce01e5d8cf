"""Judges the calls by which a file gets to Slack.

Sources: the methods files.getUploadURLExternal and files.completeUploadExternal in the reference of docs.slack.dev.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Value: TypeAlias = Any
LONGEST = 1_000_000_000
FILE, CHANNEL = re.compile(r"F[A-Z0-9]+"), re.compile(r"[CGDZ][A-Z0-9]{8,}")
THREAD = re.compile(r"\d+\.\d+")


def announced(args: Mapping[str, Value]) -> Iterator[str]:
    """Everything that is wrong with the announcement of a file."""
    if not str(args.get("filename") or "").strip():
        yield "filename: is missing"
    length = str(args.get("length"))
    if not length.isdecimal() or not 1 <= int(length) <= LONGEST:
        yield f"length: {length} is no number of bytes"


def completed(args: Mapping[str, Value]) -> Iterator[str]:
    """Everything that is wrong with the end of an upload."""
    files = args.get("files")
    if not isinstance(files, list) or not files:
        yield "files: not a list of files"
        return
    for index, one in enumerate(files):
        if not isinstance(one, dict) or not FILE.fullmatch(str(one.get("id"))):
            yield f"files/{index}: no file"
        elif set(one) - {"id", "title"}:
            yield f"files/{index}: only id and title are known"
    if args.get("channel_id") and not CHANNEL.fullmatch(str(args["channel_id"])):
        yield "channel_id: not a conversation"
    if args.get("thread_ts") and not (args.get("channel_id") and THREAD.fullmatch(str(args["thread_ts"]))):
        yield "thread_ts: not a message of one conversation"
    if args.get("initial_comment") and args.get("blocks"):
        yield "blocks: are ignored beside initial_comment"


METHODS = {"files.getUploadURLExternal": announced, "files.completeUploadExternal": completed}
