"""Roles of Discord: which a server has, who has one, and who may manage it; asked anew, no members are cached."""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from adapters.discord.errors import repeatable
from core.ports.platform import Declined, Group

UNKNOWN_MEMBER = "404/10007"
"""Who is asked for is not in the server (HTTP status / JSON error code)."""


async def roles(client: discord.Client, server: int, seconds: float) -> tuple[Group, ...]:
    """Return the roles that people are given, the highest first (Get Guild Roles); raises DeliveryError.

    Neither the role of everybody nor those that belong to bots are among them (Permissions, Role Object).
    """
    told: list[Any] = await repeatable(client.http.get_roles(server), seconds)
    given = [one for one in told if str(one["id"]) != str(server) and not one.get("managed")]
    given.sort(key=lambda one: (-int(one["position"]), int(one["id"])))
    return tuple(Group(id=str(one["id"]), name=str(one["name"])) for one in given)


async def has_role(client: discord.Client, server: int, user: int, role: str, seconds: float) -> bool:
    """Ask whether somebody has a role in a server (Get Guild Member); raises DeliveryError."""
    try:
        member = await repeatable(client.http.get_member(server, user), seconds)
    except Declined as error:
        if error.code != UNKNOWN_MEMBER:
            raise
        return False
    return role in {str(one) for one in member["roles"]}


async def manages(client: discord.Client, server: int, user: int, seconds: float) -> bool:
    """Ask whether somebody may manage a server (Get Guild, Get Guild Member); raises DeliveryError.

    Who owns it may do everything; of everybody else the roles say so, also the one that all have, whose id is that of
    the server (Permissions, Permission Hierarchy).
    """
    try:
        guild, member = await asyncio.gather(
            repeatable(client.http.get_guild(server, with_counts=False), seconds),
            repeatable(client.http.get_member(server, user), seconds),
        )
    except Declined as error:
        if error.code != UNKNOWN_MEMBER:
            raise
        return False
    if str(guild["owner_id"]) == str(user):
        return True
    theirs = {str(server), *(str(one) for one in member["roles"])}
    held = (
        discord.Permissions(int(one["permissions"])) for one in guild["roles"] if str(one["id"]) in theirs
    )
    return any(one.manage_guild or one.administrator for one in held)


def only_server(client: discord.Client, home: str | None) -> int:
    """Return the server of the program: the one that is named, or the only one; raises DeliveryError."""
    servers = [one.id for one in client.guilds]
    if home is not None and int(home) in servers:
        return int(home)
    if home is None and len(servers) == 1:
        return servers[0]
    raise Declined("no server of the program")
