"""The log: what an operator reads, and what nobody may read in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot import log


class Terminal(io.StringIO):
    """A stream with a person behind it."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    names = ("", *log.OURS, *log.CHATTY)
    levels = {name: logging.getLogger(name).level for name in names}
    handlers = logging.root.handlers[:]
    ours = structlog.get_config()
    yield
    logging.root.handlers[:] = handlers
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    structlog.configure(**ours)
    structlog.contextvars.clear_contextvars()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_away_from_a_terminal_every_line_is_one_json_object() -> None:
    stream = io.StringIO()
    log.configure("INFO", stream)
    structlog.contextvars.bind_contextvars(booking="S-7F3K")
    structlog.get_logger("core.services.bookings").info("accepted", by="mentor")
    logging.getLogger("discord.gateway").warning("reconnecting in %d s", 3)
    ours, theirs = lines(stream)
    assert (ours["event"], ours["by"], ours["booking"], ours["level"]) == (
        "accepted",
        "mentor",
        "S-7F3K",
        "info",
    )
    assert (theirs["event"], theirs["logger"], theirs["booking"]) == (
        "reconnecting in 3 s",
        "discord.gateway",
        "S-7F3K",
    )
    assert ours["timestamp"].endswith("Z")


def test_a_terminal_gets_lines_for_people() -> None:
    stream = Terminal()
    log.configure("INFO", stream)
    structlog.get_logger("core.services.bookings").info("accepted", by="mentor")
    assert "accepted" in stream.getvalue()
    assert not stream.getvalue().startswith("{")


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_a_traceback_is_kept_and_its_secrets_are_not(stream: io.StringIO) -> None:
    log.configure("INFO", stream)
    try:
        raise RuntimeError("refused: xoxb-12-hush")
    except RuntimeError:
        structlog.get_logger("core.delivery.worker").exception("failed")
        logging.getLogger("slack_bolt").exception("failed")
    shown = stream.getvalue()
    assert shown.count("RuntimeError: refused: ") == 2
    assert "test_log.py" in shown
    assert "hush" not in shown


def test_libraries_stay_above_debug_whatever_is_asked_for() -> None:
    stream = io.StringIO()
    log.configure("DEBUG", stream)
    structlog.get_logger("core.services.bookings").debug("ours")
    for library in (
        "slack_bolt",
        "slack_sdk.web",
        "discord.http",
        "aiohttp",
        "apscheduler",
        "sqlalchemy",
        "asyncio",
    ):
        logging.getLogger(library).debug("theirs, with a whole message in it")
    assert [line["event"] for line in lines(stream)] == ["ours"]


def test_a_higher_level_is_for_all() -> None:
    stream = io.StringIO()
    log.configure("WARNING", stream)
    structlog.get_logger("bot.jobs").info("not wanted")
    logging.getLogger("discord").info("not wanted")
    structlog.get_logger("bot.jobs").warning("wanted")
    assert [line["event"] for line in lines(stream)] == ["wanted"]


SECRETS = [
    "xoxb-1234-hush",
    "xoxe.xoxp-1-hush",
    "xapp-1-A1-2-hush",
    "https://hooks.slack.com/actions/T1/2/hush",
    "https://hooks.slack.com/services/T1/B1/hush?x=hush",
    "wss://wss-primary.slack.com/link/?ticket=hush&app_id=1",
    "MTEyMjMzNDQ1NTY2Nzc4ODk5.GhUsHx." + "hush" * 8,
    "GET https://calendar.example.org/ical/ana%40example.org/private-hush-hush-hush/basic.ics?x=hush-hush-hush",
    "webcal://calendar.example.org/hush-hush-hush.ics is away",
    "POST https://discord.com/api/v10/webhooks/112233445566778899/hush-hush-hush/messages/@original",
    "/interactions/112233445566778899/hush-hush-hush/callback",
    "aW50ZXJhY3Rpb246" + "hush" * 10,
    "Authorization: Bot " + "hush" * 8,
    "Bearer " + "hush" * 8,
    "postgresql+psycopg://ana:hush@host/bookings",
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodXNoIn0.hush-hush_hush",
    "ya29.hush-hush",
    "https://us02web.zoom.us/j/1?pwd=hush",
    "https://us02web.zoom.us/s/1?zak=hush&x=1",
    "-----BEGIN PRIVATE KEY-----hushhush-----END PRIVATE KEY-----",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_no_shape_of_a_token_gets_through(secret: str) -> None:
    stream = io.StringIO()
    log.configure("INFO", stream)
    logger = structlog.get_logger("adapters.slack")
    logger.info(f"said {secret} aloud")
    logger.info("told", where=secret, deep={"list": [secret], "error": ValueError(secret)})
    logging.getLogger("aiohttp").info("asked %s", secret)
    logging.getLogger("aiohttp").info("asked %(a)s", {"a": secret})
    assert len(lines(stream)) == 4
    assert "hush" not in stream.getvalue().lower()


def test_a_value_is_hidden_by_its_name() -> None:
    stream = io.StringIO()
    log.configure("INFO", stream)
    structlog.get_logger("bot").info("told", token="hush", payload={"Response_URL": "hush"})
    assert "hush" not in stream.getvalue()


def test_ordinary_words_stay_readable() -> None:
    stream = io.StringIO()
    log.configure("INFO", stream)
    said = "Bot ready on https://meet.example.org/mentoring-x7k2 at 10:30 for ana@example.org, 3 of 4"
    structlog.get_logger("bot").info(said, person="Żaneta 🌻", booking=None, tries=3)
    (line,) = lines(stream)
    assert (line["event"], line["person"], line["booking"], line["tries"]) == (said, "Żaneta 🌻", None, 3)


@pytest.mark.parametrize("stream", [io.StringIO(), Terminal()])
def test_nobody_can_forge_a_line_or_move_the_cursor(stream: io.StringIO) -> None:
    log.configure("INFO", stream)
    structlog.get_logger("bot").info("a\nfake line\x1b[2J\u202e")
    structlog.get_logger("bot").info("b", name="c\r\nfake line\x9b2J")
    assert len(stream.getvalue().splitlines()) == 2
    assert not set(stream.getvalue()) & set("\r\x9b\u202e")
    assert "\x1b[2J" not in stream.getvalue()
