"""A search answers while somebody types: it wakes nobody, writes nothing, and never fails a person."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from core.domain.errors import NotFound
from core.handlers.router import Router
from core.handlers.routes import ROUTES, SEARCH_HANDLERS
from core.ports.call import Call, Trigger
from core.ports.platform import Profile
from tests.promises.kept import CAPABILITIES
from tests.promises.world import EVERYBODY, World, address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.cards import Option


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    opened = World(f"sqlite:///{tmp_path / 'world.db'}")
    await opened.open()
    yield opened
    await opened.store.close()


def searching(who: str, route: str, profile: Profile | None = None, **values: str) -> Call:
    return Call(
        trigger=Trigger.SEARCH,
        route=route,
        actor=address(who),
        profile=profile or Profile(name=who.title(), zone="Europe/Berlin"),
        key=f"{who} {route}",
        capabilities=CAPABILITIES[EVERYBODY[who]],
        values=values,
    )


async def broken(_services: Services, _call: Call, _me: Person) -> tuple[Option, ...]:
    raise RuntimeError("a mistake of ours")


async def refused(_services: Services, _call: Call, _me: Person) -> tuple[Option, ...]:
    raise NotFound


@pytest.mark.parametrize("route", SEARCH_HANDLERS)
@pytest.mark.parametrize("who", ["sam", "mia"])
async def test_a_search_wakes_nobody_and_writes_nothing(
    world: World, tmp_path: Path, route: str, who: str
) -> None:
    rung: list[str] = []
    router = Router(world.core.services, ROUTES, SEARCH_HANDLERS, lambda: rung.append("ding"))
    call = searching(who, route, words="a", mentor=world.people["ana"].id.hex)
    with closing(sqlite3.connect(tmp_path / "world.db")) as other:
        before = other.execute("PRAGMA data_version").fetchone()
        await router.search(call)
        assert other.execute("PRAGMA data_version").fetchone() == before, "something was written"
    assert rung == []


async def test_what_writes_wakes_the_delivery_worker_and_what_only_reads_wakes_nobody(world: World) -> None:
    woken = {}

    async def say(_reply: object) -> None:
        return

    for trigger, route in ((Trigger.BUTTON, "pause-now"), (Trigger.COMMAND, "my-sessions")):
        world.worker._bell.clear()
        call = Call(
            trigger=trigger,
            route=route,
            actor=address("ana"),
            profile=Profile(name="Ana", zone="Europe/Berlin"),
            key=route,
            capabilities=CAPABILITIES["slack"],
        )
        await world.router.dispatch(call, say)
        woken[route] = world.worker._bell.is_set()
    assert woken == {"pause-now": True, "my-sessions": False}


async def test_a_call_is_answered_before_anybody_is_woken(world: World) -> None:
    rung: list[str] = []
    router = Router(world.core.services, ROUTES, SEARCH_HANDLERS, lambda: rung.append("ding"))

    async def say(_reply: object) -> None:
        assert rung == [], "the person is answered first"

    await router.dispatch(
        Call(
            trigger=Trigger.COMMAND,
            route="my-sessions",
            actor=address("sam"),
            profile=Profile(name="Sam"),
            key="1",
            capabilities=CAPABILITIES["slack"],
        ),
        say,
    )
    assert rung == ["ding"]


async def test_a_search_finds_by_the_words(world: World) -> None:
    found = await world.router.search(searching("sam", "search-mentors", words="ken"))
    assert [one.label for one in found] == ["Ken", "Any suitable mentor"]


async def test_somebody_who_searches_first_of_all_is_answered_and_known(world: World) -> None:
    assert await world.router.search(searching("sam", "search-mentors", Profile(name="Samantha")))
    known = await world.people_service.at(address("sam"))
    assert known is not None
    assert known.name == "Samantha"


@pytest.mark.parametrize(("handler", "told"), [(broken, ["search_failed"]), (refused, [])])
async def test_a_search_that_fails_finds_nothing(world: World, handler: object, told: list[str]) -> None:
    searches = {**SEARCH_HANDLERS, "search-mentors": handler}
    router = Router(world.core.services, ROUTES, searches, world.worker.ring)  # type: ignore[arg-type]
    with capture_logs() as said:
        assert await router.search(searching("sam", "search-mentors")) == ()
    assert [one["event"] for one in said] == told


async def test_an_unknown_search_finds_nothing(world: World) -> None:
    assert await world.router.search(searching("sam", "search-stars")) == ()
