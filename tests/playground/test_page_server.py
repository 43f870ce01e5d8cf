"""The page's server answers this machine's own page, and nobody else."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot.playground.page.person_acts import LEFT
from bot.playground.page.server import PageServer, serve
from bot.playground.stage import Stage
from tests.journeys.steps import ask
from tests.playground.little_bot import LittleStage, a_little_stage


@dataclass
class Visit:
    stage: LittleStage
    server: PageServer
    http: aiohttp.ClientSession

    async def act(self, **trigger: Any) -> tuple[int, dict[str, Any]]:
        async with self.http.post(self.server.url + "act", json=trigger) as response:
            return response.status, await response.json()


@pytest_asyncio.fixture
async def visit() -> AsyncIterator[Visit]:
    async with a_little_stage() as stage, aiohttp.ClientSession() as http:
        server = await serve(stage)
        yield Visit(stage, server, http)
        await server.close()


async def test_every_file_that_the_page_names_is_served_and_loads_nothing_from_elsewhere(
    visit: Visit,
) -> None:
    todo, done = [""], set()
    while todo:
        name = todo.pop()
        async with visit.http.get(visit.server.url + name) as response:
            assert response.status == 200, name
            assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
            text = await response.text()
        done.add(name)
        named = re.findall(r'(?:href|src)="([\w.]+)"|from "\./([\w.]+)"', text)
        todo += sorted({one for pair in named for one in pair if one} - done)
        assert not re.search(r"https?://(?!www\.w3\.org)[\w.]+\.\w+/\S+\.(js|css|woff)", text), name
    assert {"app.js", "slack.js", "discord.js", "style.css", "logo.svg"} <= done


async def test_the_page_and_the_bots_of_both_platforms_have_the_name_of_the_programme() -> None:
    stage = await Stage.open(extra={"PROGRAM_NAME": "R&D <mentors>"})
    async with aiohttp.ClientSession() as http:
        server = await serve(stage)
        async with http.get(server.url) as response:
            assert "<title>R&amp;D &lt;mentors&gt; · playground</title>" in await response.text()
        sam, ken = stage.pilot("sam"), stage.pilot("ken")
        await ask(stage, sam, "Ken", "Loops")
        await ken.presses("Accept")
        await stage.settle()
        slack = stage.slack.client(sam.user).pings[-1]["bot_profile"]["name"]
        discord = stage.discord.client(ken.user).pings[-1]["author"]["username"]
        assert slack == discord == "R&D <mentors>"
        await server.close()
    await stage.close()


@pytest.mark.parametrize("path", ["server.py", "nothing.js", "../seed.py", "__init__.py", "log/slack/999"])
async def test_nothing_else_is_served(visit: Visit, path: str) -> None:
    async with visit.http.get(visit.server.url + path) as response:
        assert response.status == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "attacker.example"}, 421),
        ({"Origin": "https://attacker.example"}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
async def test_a_foreign_page_can_do_nothing(visit: Visit, headers: dict[str, str], status: int) -> None:
    body = json.dumps({"do": "restart"})
    sent = {"Content-Type": "application/json", **headers}
    async with visit.http.post(visit.server.url + "act", data=body, headers=sent) as response:
        assert response.status == status
    assert visit.stage.restarts == 0


async def test_an_act_that_nobody_can_do_is_told_so(visit: Visit) -> None:
    assert (await visit.act(who="nobody", do="command"))[0] == 404
    assert (await visit.act(who="sam", do="fly"))[0] == 404
    assert (await visit.act(who="sam", do="press"))[0] == 404
    status, done = await visit.act(who="sam", do="press", place="C0", message="1.0", id="x")
    assert (status, done["ok"]) == (200, False)


async def test_acts_are_answered_with_what_the_platform_says(visit: Visit) -> None:
    assert (await visit.act(who="sam", do="command", line="/book-session"))[1]["ok"]
    done = (await visit.act(who="sam", do="submit", values={}))[1]
    assert done["fields"]["mentor"] == "Please complete this required field."
    found = (
        await visit.act(
            who="mia", do="autocomplete", name="book-session", option="mentor", typed="ke", options={}
        )
    )[1]
    assert [one["value"] for one in found["choices"]] == ["ken"]


@pytest.mark.parametrize(
    ("who", "do", "told"),
    [
        ("ken", "close-dms", "Ken takes no direct messages any more."),
        ("ken", "open-dms", "Ken takes direct messages again."),
        ("ken", "leave", LEFT["discord"].format(name="Ken")),
        ("ken", "come-back", "Ken is back."),
        ("sam", "leave", LEFT["slack"].format(name="Sam")),
        ("sam", "come-back", "Sam is back."),
    ],
)
async def test_what_befalls_people_is_told(visit: Visit, who: str, do: str, told: str) -> None:
    assert await visit.act(who=who, do=do) == (200, {"ok": True, "told": told})


async def test_who_has_left_sees_it_and_who_is_deactivated_can_do_nothing(visit: Visit) -> None:
    general = visit.stage.discord.general
    await visit.act(who="ken", do="leave")
    assert not (await visit.act(who="ken", do="say", line="hello", place=general))[1]["ok"]
    await visit.act(who="sam", do="leave")
    error = "Sam is deactivated; their menu brings them back."
    assert (await visit.act(who="sam", do="home"))[1] == {"ok": False, "error": error}
    await visit.act(who="sam", do="come-back")
    assert (await visit.act(who="sam", do="home"))[1]["ok"]


async def test_somebody_moves_to_another_zone(visit: Visit) -> None:
    done = (await visit.act(who="sam", do="zone", zone="Mars/Olympus"))[1]
    assert done == {"ok": False, "error": "There is no such time zone. Example: Europe/Berlin"}
    assert (await visit.act(who="sam", do="zone", zone="Asia/Tokyo"))[1]["ok"]
    assert next(one for one in visit.stage.people if one.key == "sam").zone == "Asia/Tokyo"


async def test_people_write_close_and_pick_from_a_message(visit: Visit) -> None:
    assert (await visit.act(who="sam", do="command", line="/my-sessions"))[1]["ok"]
    assert (await visit.act(who="sam", do="say", line="hello"))[1]["ok"]
    sam = visit.stage.slack.client("U0SAM000001")
    assert sam.messages()[-1]["text"] == "hello"

    general = visit.stage.discord.general
    assert (await visit.act(who="mia", do="say", line="How do I read this?", place=general))[1]["ok"]
    ken = visit.stage.discord.client("1001000000000000001")
    message = ken.messages(general)[-1]
    assert message["content"] == "How do I read this?"
    asked = {"name": "Ask a mentor about this", "place": general, "message": message["id"]}
    assert (await visit.act(who="ken", do="message", **asked))[1]["ok"]
    assert ken.modal is not None
    assert (await visit.act(who="ken", do="close"))[1]["ok"]
    assert ken.modal is None


async def test_people_reply_attach_change_and_delete(visit: Visit) -> None:
    sam = visit.stage.slack.client("U0SAM000001")

    def written() -> list[dict[str, Any]]:
        return [one for one in sam.messages() if one["user"] == sam.user_id]

    await visit.act(who="sam", do="say", line="first")
    first = written()[-1]["ts"]
    await visit.act(who="sam", do="say", line="below", under=first, files=["notes.pdf"])
    below = written()[-1]
    assert (below["thread_ts"], below["files"][0]["name"]) == (first, "notes.pdf")
    where = {"place": sam.dm, "message": below["ts"]}
    assert (await visit.act(who="sam", do="change", line="better", **where))[1]["ok"]
    assert written()[-1]["text"] == "better"
    assert (await visit.act(who="sam", do="remove", **where))[1]["ok"]
    assert below["ts"] not in [one["ts"] for one in written()]

    mia, general = visit.stage.discord.client("1001000000000000002"), visit.stage.discord.general
    await visit.act(who="mia", do="say", line="first", place=general)
    first = mia.messages(general)[-1]["id"]
    await visit.act(who="mia", do="say", line="reply", place=general, under=first, files=["notes.pdf"])
    reply = mia.messages(general)[-1]
    assert reply["message_reference"]["message_id"] == first
    assert reply["attachments"][0]["filename"] == "notes.pdf"
    where = {"place": general, "message": reply["id"]}
    assert (await visit.act(who="mia", do="change", line="better", **where))[1]["ok"]
    assert mia.messages(general)[-1]["content"] == "better"
    assert (await visit.act(who="mia", do="remove", **where))[1]["ok"]
    assert not (await visit.act(who="ken", do="remove", place=general, message=first))[1]["ok"]


async def test_the_stream_begins_with_the_whole_picture_and_tells_every_change(visit: Visit) -> None:
    async with visit.http.get(visit.server.url + "events") as response:
        first = await _picture(response)
        assert [one["key"] for one in first["people"]] == [one.key for one in visit.stage.people]
        await visit.stage.pilot("sam").types("/my-sessions")
        later = await _picture(response)
        while not any(one["is_ephemeral"] for one in _messages(later, "sam") if "is_ephemeral" in one):
            later = await _picture(response)
        assert _messages(later, "lea") == _messages(first, "lea")


async def _picture(response: aiohttp.ClientResponse) -> dict[str, Any]:
    while (await response.content.readline()) != b"event: picture\n":
        pass
    picture: dict[str, Any] = json.loads((await response.content.readline()).removeprefix(b"data: "))
    return picture


def _messages(picture: dict[str, Any], key: str) -> list[dict[str, Any]]:
    person = next(one for one in picture["people"] if one["key"] == key)
    return [message for place in person["places"] for message in place["messages"]]
