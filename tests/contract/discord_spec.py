"""An oracle for Discord requests that shares nothing with the emulator, the adapter or the core.

Three independent judges: Discord's own OpenAPI description (when the shared specifications are there), the
payload types that another library publishes, and what only the documentation says.
"""

from __future__ import annotations

from typing import Any

from tests.contract import discord_openapi, discord_rules, discord_types


def problems(method: str, path: str, body: Any) -> list[str]:
    """Everything that is wrong with one request; empty is good. `path` comes without `/api/v10`."""
    found = discord_openapi.problems(method, path, body) if discord_openapi.available() else []
    return found + published_problems(method, path, body)


def published_problems(method: str, path: str, body: Any) -> list[str]:
    """What the judges say that are there on every machine."""
    found = list(discord_types.problems(method, path, body))
    if not found and body is not None:  # the documented rules are about bodies of the right shape
        found += discord_rules.problems(method, path, body)
    return found
