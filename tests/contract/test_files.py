"""The judges know how a file gets to each platform, and what is wrong with one."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract import discord_rules, slack_spec

Json = dict[str, Any]
GIVEN, DONE = "files.getUploadURLExternal", "files.completeUploadExternal"
FILE = {"id": "F0123456789", "title": "session.ics"}


@pytest.mark.parametrize(
    ("method", "args"),
    [
        (GIVEN, {"filename": "session.ics", "length": 800}),
        (GIVEN, {"filename": "session.ics", "length": "800"}),
        (GIVEN, {"filename": "sessions.png", "length": 800, "alt_txt": "Three sessions"}),
        (DONE, {"files": [FILE]}),
        (DONE, {"files": [FILE], "channel_id": "D0123456789", "thread_ts": "1774000000.000100"}),
    ],
)
def test_slack_takes_an_upload(method: str, args: Json) -> None:
    assert slack_spec.problems(method, args) == []


@pytest.mark.parametrize(
    ("method", "args", "wrong"),
    [
        (GIVEN, {"length": 800}, "filename"),
        (GIVEN, {"filename": "session.ics", "length": 0}, "length"),
        (GIVEN, {"filename": "session.ics", "length": 2_000_000_000}, "length"),
        (DONE, {"files": []}, "files"),
        (DONE, {"files": [{"id": "U0123456789"}]}, "files/0"),
        (DONE, {"files": [FILE | {"name": "x"}]}, "files/0"),
        (DONE, {"files": [FILE], "channel_id": "U0123456789"}, "channel_id"),
        (DONE, {"files": [FILE], "thread_ts": "1774000000.000100"}, "thread_ts"),
        (DONE, {"files": [FILE], "initial_comment": "x", "blocks": [{}]}, "blocks"),
    ],
)
def test_a_wrong_upload_to_slack_is_named(method: str, args: Json, wrong: str) -> None:
    (found,) = slack_spec.problems(method, args)
    assert found.startswith(f"{wrong}:")


def body(url: str, *names: str) -> Json:
    shown = {"type": 17, "components": [{"type": 13, "file": {"url": url}}]}
    listed = [{"id": number, "filename": name} for number, name in enumerate(names)]
    return {"flags": 1 << 15, "components": [shown], "attachments": listed}


def test_discord_shows_an_attachment_by_its_component() -> None:
    assert (
        list(discord_rules.problems("POST", "/channels/1/messages", body("attachment://a.ics", "a.ics")))
        == []
    )


def gallery(*names: str, words: str | None = "Three sessions") -> Json:
    item = {"media": {"url": "attachment://a.png"}} | ({"description": words} if words else {})
    shown = {"type": 17, "components": [{"type": 12, "items": [item]}]}
    listed = [{"id": number, "filename": name} for number, name in enumerate(names)]
    return {"flags": 1 << 15, "components": [shown], "attachments": listed}


def test_discord_shows_a_picture_in_a_gallery() -> None:
    sent = gallery("a.png")
    assert list(discord_rules.problems("POST", "/channels/1/messages", sent)) == []


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        (body("https://x.example/a.ics", "a.ics"), "not attachment://"),
        (body("attachment://b.ics"), "no attachment is called b.ics"),
        (body("attachment://a.ics", "a.ics", "b.ics"), "nothing shows b.ics"),
        (gallery("a.png", "b.ics"), "nothing shows b.ics"),
        (gallery("a.png", words=None), "a picture without words"),
    ],
)
def test_a_file_that_nobody_would_see_on_discord_is_named(sent: Json, wrong: str) -> None:
    assert wrong in "\n".join(discord_rules.problems("POST", "/channels/1/messages", sent))
