"""Which commands Discord registers, and how many a day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.emulators.discord_shapes import COMMAND, places
from tests.emulators.discord_stage import Clock, Raw, raw_bot

WORDS = {"type": 3, "name": "words", "description": "d"}
BAD_COMMANDS: list[tuple[str, dict[str, Any], str]] = [
    ("upper case", {"name": "Book-Session", "description": "d"}, "0.name"),
    ("space", {"name": "book session", "description": "d"}, "0.name"),
    ("33 letters", {"name": "x" * 33, "description": "d"}, "0.name"),
    ("no description", {"name": "x"}, "0.description"),
    ("description of 101", {"name": "x", "description": "d" * 101}, "0.description"),
    ("description of a menu", {"name": "X Y", "type": 2, "description": "d"}, "0.description"),
    (
        "26 options",
        COMMAND | {"options": [{"type": 3, "name": f"o{n}", "description": "d"} for n in range(26)]},
        "0.options",
    ),
    (
        "required after optional",
        COMMAND
        | {
            "options": [
                {"type": 3, "name": "a", "description": "d"},
                {"type": 3, "name": "b", "description": "d", "required": True},
            ]
        },
        "0.options.1",
    ),
    (
        "choices and autocomplete",
        COMMAND
        | {
            "options": [
                {
                    "type": 3,
                    "name": "a",
                    "description": "d",
                    "autocomplete": True,
                    "choices": [{"name": "x", "value": "x"}],
                }
            ]
        },
        "0.options.0.autocomplete",
    ),
    (
        "choices of a user option",
        COMMAND | {"options": [{**WORDS, "type": 6, "choices": [{"name": "x", "value": "x"}]}]},
        "0.options.0",
    ),
    (
        "a number that is a word",
        COMMAND | {"options": [{**WORDS, "type": 4, "choices": [{"name": "x", "value": "x"}]}]},
        "0.options.0.choices.0.value",
    ),
    ("same option twice", COMMAND | {"options": [WORDS, WORDS]}, "0.options.1.name"),
    (
        "8001 characters",
        COMMAND
        | {
            "options": [
                {**WORDS, "name": f"o{n}", "choices": [{"name": "x" * 100, "value": "y" * 100}] * 25}
                for n in range(2)
            ]
        },
        "0",
    ),
]


@pytest.fixture
async def raw() -> AsyncIterator[Raw]:
    async with raw_bot() as raw:
        yield raw


@pytest.mark.parametrize(("name", "command", "place"), BAD_COMMANDS, ids=[one[0] for one in BAD_COMMANDS])
async def test_a_bad_command_is_not_registered(
    raw: Raw, name: str, command: dict[str, Any], place: str
) -> None:
    path = f"/applications/{raw.emulator.application_id}/commands"
    status, reply = await raw.rest("PUT", path, [command])
    assert (status, reply["code"]) == (400, 50035)
    assert place in places(reply["errors"])
    assert (await raw.rest("GET", path))[1] == []


async def test_commands_come_as_a_list_and_each_name_once(raw: Raw) -> None:
    path = f"/applications/{raw.emulator.application_id}/commands"
    for body, place in ((COMMAND, ""), ([COMMAND, COMMAND], "1.name")):
        status, reply = await raw.rest("PUT", path, body)
        assert (status, reply["code"], places(reply["errors"])) == (400, 50035, [place])
    assert (await raw.rest("PUT", "/applications/1/commands", []))[1]["code"] == 50001


async def test_a_name_may_have_the_letters_of_any_script(raw: Raw) -> None:
    path = f"/applications/{raw.emulator.application_id}/commands"
    for name in ("ครู", "शिक्षक", "mentör"):
        assert (await raw.rest("PUT", path, [COMMAND | {"name": name}]))[0] == 200


async def test_creates_are_limited_a_day_but_unchanged_commands_cost_nothing() -> None:
    clock = Clock()
    async with raw_bot(now=clock) as raw:
        path = f"/applications/{raw.emulator.application_id}/commands"
        hundred = [{"name": f"c{n}", "description": "d"} for n in range(100)]
        first = await raw.rest("PUT", path, hundred)
        again = await raw.rest("PUT", path, hundred)
        assert [one["id"] for one in first[1]] == [one["id"] for one in again[1]]
        assert (await raw.rest("PUT", path, [*hundred, COMMAND]))[1]["code"] == 30032
        assert (await raw.rest("PUT", path, [{**one, "name": "x" + str(one["name"])} for one in hundred]))[
            0
        ] == 200
        assert (await raw.rest("PUT", path, hundred))[1]["code"] == 30034
        clock.forward(hours=25)
        assert (await raw.rest("PUT", path, hundred))[0] == 200
