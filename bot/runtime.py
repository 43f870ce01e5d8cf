"""Running the bot for real: start, wait for SIGTERM, finish what is in flight, leave."""

from __future__ import annotations

import asyncio
import signal
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from bot import log
from bot.compose import compose

if TYPE_CHECKING:
    from bot.settings import Settings

logger = structlog.get_logger(__name__)


def utc_now() -> datetime:
    """Return the present instant; every other module is given one."""
    return datetime.now(UTC)


async def serve(settings: Settings) -> int:
    """Serve until SIGTERM or SIGINT; the result is the exit code."""
    log.configure(settings.log_level)
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    program = await compose(settings, clock=utc_now)
    try:
        await program.start()
    except Exception as error:
        logger.exception("start_failed")
        print(f"The bot could not start: {error}. Ask: python -m bot doctor", file=sys.stderr)
        await program.stop()
        return 1
    logger.info("ready", platforms=sorted(program.connections))
    await stopped.wait()
    logger.info("stopping")
    await program.stop()
    return 0
