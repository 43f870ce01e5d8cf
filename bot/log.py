"""The log: readable on a terminal, one JSON object per line anywhere else; ours and the libraries' alike."""

from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter

from bot.redact import redact

if TYPE_CHECKING:
    from structlog.typing import Processor

OURS = ("adapters", "bot", "core")
CHATTY = ("aiohttp.access", "alembic", "apscheduler", "discord.client", "discord.gateway")
"""They say at INFO that a probe or a heartbeat came, which dialect is spoken, or what our own lines say of Discord."""

ALWAYS: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
)


def configure(level: str, stream: TextIO | None = None) -> None:
    """Send every log line of this process to ``stream``, or to the standard error.

    ``level`` is for our own loggers. Libraries never say less important things than INFO: at DEBUG they print
    whole messages and headers, tokens included.
    """
    out = stream or sys.stderr
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=ALWAYS,
            processors=[ProcessorFormatter.remove_processors_meta, redact, _renderer(out)],
        )
    )
    number = logging.getLevelNamesMapping()[level]
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(
        max(number, logging.INFO)
    )  # slack_bolt copies the root's level, so a cap belongs here
    for name in OURS:
        logging.getLogger(name).setLevel(number)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(number, logging.WARNING))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *ALWAYS,
            structlog.stdlib.PositionalArgumentsFormatter(),
            ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def _renderer(out: TextIO) -> Processor:
    if out.isatty():
        return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.JSONRenderer(serializer=_one_line)


def _one_line(event: object, **_options: object) -> str:
    return json.dumps(event, ensure_ascii=False, default=str)
