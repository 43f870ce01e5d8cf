"""Who manages on Discord: the managers of the program's own server, and who has a role there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from core.ports.cards import Actions, Button, Card
from core.ports.platform import DeliveryError
from tests.adapters.discord_bench import ANA, KEN, TO_ANA, TO_KEN, Bench, bench, done


@pytest.fixture
async def it() -> AsyncIterator[Bench]:
    async with bench() as made:
        yield made


async def test_only_a_manager_of_the_programs_own_server_manages(it: Bench) -> None:
    """Whoever adds a public bot to their own server must not organise this program."""
    elsewhere = "112233445566778899"

    async def manages(user: str) -> bool | None:
        await it.emulator.client(user).command("my-sessions")
        return it.script.calls[-1].manages

    it.script.answers["my-sessions"] = done("My sessions")
    assert await manages(ANA) is False
    it.emulator.set_manager(ANA, manages=True)
    assert await manages(ANA) is True, "the bot is in this server alone"
    await it.emulator.client(ANA).command("my-sessions", dm=True)
    assert it.script.calls[-1].manages is False, (
        "a direct message says nothing of that, and no organiser is needed"
    )
    assert it.app._client is not None
    theirs: Any = {"id": elsewhere, "name": "Theirs", "unavailable": True}
    it.app._client._connection._add_guild_from_data(theirs)
    assert await manages(ANA) is False, "of two servers neither is the program's until one is named"
    await it.restart(home=elsewhere)
    assert await manages(ANA) is False
    await it.restart(home=it.emulator.guild_id)
    assert await manages(ANA) is True


async def test_in_a_direct_message_discord_is_asked_who_may_manage_the_server(it: Bench) -> None:
    """At the very press: an interaction there carries no permissions of the server."""
    approve = Button("Approve", "admin-approve")
    placed = await it.post(Card(title="", summary="Asks", parts=(Actions((approve,)),)))

    async def manages() -> bool | None:
        await it.press("Approve", placed)
        return it.script.calls[-1].manages

    it.script.answers["admin-approve"] = done("Approved")
    assert await manages() is False
    it.emulator.set_manager(ANA, manages=True)
    assert await manages() is True
    it.emulator.set_manager(ANA, manages=False)
    assert await manages() is False, "it is asked anew"
    it.emulator.faults.refuse("GET", "/guilds/*/members/*", 50013)
    assert await manages() is None, "what Discord does not say is not guessed"
    it.emulator.set_owner(ANA)
    assert await manages() is True, "who owns the server may do everything"
    await it.emulator.leave_guild(ANA)
    assert await manages() is False
    await it.restart(home="112233445566778899")
    assert await manages() is False, "who manages another server organises nothing here"


async def test_what_discord_tells_by_the_way_of_who_manages_is_noted(it: Bench) -> None:
    it.script.answers["my-sessions"] = done("My sessions")
    for manages in (True, False):
        it.emulator.set_manager(ANA, manages=manages)
        await it.emulator.client(ANA).command("my-sessions")
        assert it.script.calls[-1].profile.administers is manages
    await it.emulator.client(ANA).command("my-sessions", dm=True)
    assert it.script.calls[-1].profile.administers is None, "a direct message says nothing of it"


async def test_roles_are_named_and_asked_for_anew(it: Bench) -> None:
    first, second = it.emulator.add_role("Mentors", [ANA]), it.emulator.add_role("Cohort 7", [])
    platform = it.app.platform
    assert [(one.id, one.name) for one in await platform.groups()] == [
        (second, "Cohort 7"),
        (first, "Mentors"),
    ]
    assert await platform.belongs(TO_ANA, first) is True
    assert await platform.belongs(TO_KEN, first) is False
    it.emulator.give_role(first, KEN)
    assert await platform.belongs(TO_KEN, first) is True
    assert await platform.belongs(TO_KEN, "1" * 18) is False, "nobody has a role that is gone"
    await it.emulator.leave_guild(KEN)
    assert await platform.belongs(TO_KEN, first) is False
    it.emulator.faults.refuse("GET", "/guilds/*/members/*", 50013)
    with pytest.raises(DeliveryError):
        await platform.belongs(TO_ANA, first)
