"""The gateway's frames: one that cannot be read, or digested, is mended or left out, and the connection goes on."""

from __future__ import annotations

import json
from typing import Any

import aiohttp
import discord
import structlog
from discord import client
from discord.gateway import DiscordWebSocket, ReconnectWebSocket, WebSocketClosure

log = structlog.get_logger(__name__)

_ENDS = (ReconnectWebSocket, WebSocketClosure, discord.DiscordException, aiohttp.ClientError, OSError)
"""What discord.py's own loop acts upon."""


class ForgivingWebSocket(DiscordWebSocket):
    """discord.py's socket, which a single bad frame does not end (a press in it, or beside it, would be lost)."""

    async def received_message(self, msg: Any, /) -> None:  # noqa: ANN401 - the signature is discord.py's
        """Take one frame."""
        whole = self._decompressor.decompress(msg) if isinstance(msg, bytes) else msg
        if whole is None:
            return
        try:
            try:
                await super().received_message(whole)
            except json.JSONDecodeError:
                await super().received_message(mended(whole))
        except _ENDS:
            raise
        except Exception as error:  # noqa: BLE001 - the edge: whatever was sent, the next frame may be good
            log.warning("frame_left_out", reason=type(error).__name__)


def mended(frame: str) -> str:
    """Return a frame without halves of surrogate pairs, which orjson refuses (RFC 8259, section 8.2).

    Raises ValueError or RecursionError when it cannot be read at all.
    """
    readable = json.dumps(json.loads(frame), ensure_ascii=False)
    return readable.encode("utf-8", "replace").decode()


def install() -> None:
    """Let discord.py open its connections with this class; there is no public way."""
    client.DiscordWebSocket = ForgivingWebSocket  # type: ignore[misc]
