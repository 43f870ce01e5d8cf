"""What Discord refuses to do, and its own status and code for it; answers to interactions in particular."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.emulators.discord_shapes import (
    BUTTON,
    INPUT,
    OPTION,
    RADIO,
    SELECT,
    TEXT,
    V2,
    label,
    layout,
    many_options,
    modal,
    places,
    row,
)
from tests.emulators.discord_stage import ANA, GO, KEN, ZOE, Raw, raw_bot


@pytest.fixture
async def raw() -> AsyncIterator[Raw]:
    async with raw_bot() as raw:
        yield raw


@pytest.fixture
async def online() -> AsyncIterator[Raw]:
    async with raw_bot() as raw:
        await raw.connect([GO])
        yield raw


async def test_places_people_and_permissions(raw: Raw) -> None:
    emulator = raw.emulator
    blind = emulator.add_channel("hidden", permissions=0)
    mute = emulator.add_channel("read-only", permissions=1 << 10)
    emulator.faults.dms_closed.add(ANA)
    emulator.faults.no_mutual_guild.add(KEN)
    dms = {
        who: (await raw.rest("POST", "/users/@me/channels", {"recipient_id": who}))[1]
        for who in (ANA, KEN, ZOE)
    }
    hello = {"content": "hello"}
    expected: list[tuple[str, str, object, int, int]] = [
        ("POST", "/channels/1/messages", hello, 404, 10003),
        ("POST", f"/channels/{blind}/messages", hello, 403, 50001),
        ("POST", f"/channels/{mute}/messages", hello, 403, 50013),
        ("POST", f"/channels/{mute}/threads", {"name": "x", "type": 12}, 403, 50013),
        ("POST", f"/channels/{dms[ANA]['id']}/threads", {"name": "x", "type": 12}, 403, 50024),
        ("POST", f"/channels/{dms[ANA]['id']}/messages", hello, 403, 50007),
        ("POST", f"/channels/{dms[KEN]['id']}/messages", hello, 403, 50278),
        ("POST", f"/channels/{dms[ZOE]['id']}/messages", hello, 403, 50278),
        ("POST", f"/channels/{emulator.general}/messages", {}, 400, 50006),
        ("GET", f"/channels/{emulator.general}/messages/1", None, 404, 10008),
        ("PATCH", f"/channels/{emulator.general}/messages/1", hello, 404, 10008),
        ("GET", "/users/9999", None, 404, 10013),
        ("GET", f"/guilds/{emulator.guild_id}/members/{ZOE}", None, 404, 10007),
        ("GET", "/guilds/1", None, 404, 10004),
        ("POST", "/users/@me/channels", {"recipient_id": "9999"}, 400, 50033),
        ("POST", f"/webhooks/{emulator.application_id}/nonsense", hello, 401, 50027),
        ("POST", "/interactions/1/nonsense/callback", {"type": 5}, 404, 10062),
        ("GET", "/nowhere", None, 404, 0),
        ("DELETE", "/users/@me", None, 405, 0),
    ]
    for method, path, body, status, code in expected:
        got = await raw.rest(method, path, body)
        assert (method, path, got[0], got[1]["code"]) == (method, path, status, code)


async def test_a_wrong_token_is_unauthorised(raw: Raw) -> None:
    for method, path in (("GET", "/users/@me"), ("POST", f"/channels/{raw.emulator.general}/messages")):
        status, reply = await raw.rest(method, path, token="wrong")
        assert (status, reply) == (401, {"message": "401: Unauthorized", "code": 0})


async def test_edits_keep_to_the_layout_and_to_the_authors_own(raw: Raw) -> None:
    path = f"/channels/{raw.emulator.general}/messages"
    _, card = await raw.rest("POST", path, layout(TEXT))
    losing: list[dict[str, Any]] = [{"content": "x"}, {"flags": 0}, {"components": []}]
    for body in losing:
        status, reply = await raw.rest("PATCH", f"{path}/{card['id']}", body)
        assert (status, reply["code"]) == (400, 50006 if body == {"components": []} else 50035)
    _, old = await raw.rest("POST", path, {"content": "x"})
    assert (await raw.rest("PATCH", f"{path}/{old['id']}", layout(TEXT)))[0] == 400
    assert (await raw.rest("PATCH", f"{path}/{old['id']}", {"content": None, **layout(TEXT)}))[0] == 200
    said = await raw.emulator.client(ANA).say(raw.emulator.general, "mine")
    status, reply = await raw.rest("PATCH", f"{path}/{said['id']}", {"content": "yours"})
    assert (status, reply["code"]) == (403, 50005)


async def test_only_the_bots_own_messages_can_be_deleted(raw: Raw) -> None:
    general = f"/channels/{raw.emulator.general}/messages"
    _, own = await raw.rest("POST", general, {"content": "x"})
    assert (await raw.rest("DELETE", f"{general}/{own['id']}"))[0] == 204
    assert (await raw.rest("DELETE", f"{general}/{own['id']}"))[1]["code"] == 10008
    said = await raw.emulator.client(ANA).say(raw.emulator.general, "mine")
    assert (await raw.rest("DELETE", f"{general}/{said['id']}"))[1]["code"] == 50013
    _, direct = await raw.rest("POST", "/users/@me/channels", {"recipient_id": ANA})
    said = await raw.emulator.client(ANA).say(direct["id"], "mine too")
    assert (await raw.rest("DELETE", f"/channels/{direct['id']}/messages/{said['id']}"))[1]["code"] == 50003


BAD_ANSWERS: list[tuple[str, dict[str, Any], str]] = [
    ("update of a command", {"type": 7, "data": {"content": "x"}}, "type"),
    ("defer update of a command", {"type": 6}, "type"),
    ("choices for a command", {"type": 8, "data": {"choices": []}}, "type"),
    ("unknown type", {"type": 3}, "type"),
    ("defer with V2", {"type": 5, "data": {"flags": V2}}, "data.flags"),
    ("content too long", {"type": 4, "data": {"content": "x" * 2001}}, "data.content"),
    ("title of 46", modal(label(INPUT), title="x" * 46), "data.title"),
    ("no components", modal(), "data.components"),
    ("six components", modal(*[TEXT] * 6), "data.components"),
    ("label of 46", modal(label(INPUT, label="x" * 46)), "data.components.0.label"),
    ("button in a modal", modal(row(BUTTON)), "data.components.0.components.0.type"),
    (
        "placeholder of 101",
        modal(label({**INPUT, "placeholder": "x" * 101})),
        "data.components.0.component.placeholder",
    ),
    (
        "value over max_length",
        modal(label({**INPUT, "max_length": 2, "value": "xxx"})),
        "data.components.0.component.value",
    ),
    ("one radio option", modal(label({**RADIO, "options": [OPTION]})), "data.components.0.component.options"),
    (
        "eleven radio options",
        modal(label({**RADIO, "options": many_options(11)})),
        "data.components.0.component.options",
    ),
    (
        "two radios chosen",
        modal(label({**RADIO, "options": [{**one, "default": True} for one in many_options(2)]})),
        "data.components.0.component.options",
    ),
    ("radio group outside a label", modal(RADIO), "data.components.0.type"),
    ("empty text display", modal({**TEXT, "content": ""}, label(INPUT)), "data.components.0.content"),
    ("text display of 4001", modal({**TEXT, "content": "x" * 4001}), "data.components.0.content"),
    ("disabled select", modal(label({**SELECT, "disabled": True})), "data.components.0.component.disabled"),
    (
        "least above most",
        modal(label({**INPUT, "min_length": 5, "max_length": 2})),
        "data.components.0.component.min_length",
    ),
    ("data that is no object", {"type": 4, "data": ["x"]}, "data"),
    ("same custom_id", modal(label(INPUT), label(INPUT)), "data.components.1.component.custom_id"),
]


@pytest.mark.parametrize(("name", "body", "place"), BAD_ANSWERS, ids=[one[0] for one in BAD_ANSWERS])
async def test_a_bad_callback_is_refused_and_a_good_one_may_follow(
    online: Raw, name: str, body: dict[str, Any], place: str
) -> None:
    task, interaction = await online.interaction_of(online.emulator.client(ANA).command("go"))
    status, reply = await online.answer(interaction, body)
    assert (status, reply["code"]) == (400, 50035)
    assert place in places(reply["errors"])
    assert (await online.answer(interaction, {"type": 4, "data": {"content": "x"}}))[0] == 200
    assert (await task).ok


async def test_the_second_answer_comes_too_late(online: Raw) -> None:
    task, interaction = await online.interaction_of(online.emulator.client(ANA).command("go"))
    webhook = f"/webhooks/{online.emulator.application_id}/{interaction['token']}"
    assert (await online.rest("POST", webhook, {"content": "x"}))[1]["code"] == 10015
    assert (await online.answer(interaction, {"type": 5}))[0] == 200
    status, reply = await online.answer(interaction, {"type": 4, "data": {"content": "x"}})
    assert (status, reply["code"]) == (400, 40060)
    assert (await task).kind == 5
    assert (await online.rest("PATCH", f"{webhook}/messages/@original", {"content": "x"}))[0] == 200
    assert (await online.rest("PATCH", f"{webhook}/messages/1", {"content": "x"}))[1]["code"] == 10008


async def test_a_modal_cannot_answer_a_modal_and_an_ephemeral_message_has_no_address(online: Raw) -> None:
    ana = online.emulator.client(ANA)
    task, interaction = await online.interaction_of(ana.command("go"))
    assert (await online.answer(interaction, modal(label(INPUT))))[0] == 200
    await task
    task, interaction = await online.interaction_of(ana.submit({"words": "hi"}))
    for kind in (6, 7, 9):
        status, reply = await online.answer(interaction, {**modal(label(INPUT)), "type": kind})
        assert (status, places(reply["errors"])) == (400, ["type"])
    _, answered = await online.answer(interaction, {"type": 4, "data": {"content": "x", "flags": 64}})
    message = answered["resource"]["message"]
    assert (await task).message["id"] == message["id"]
    path = f"/channels/{online.emulator.general}/messages/{message['id']}"
    assert (await online.rest("PATCH", path, {"content": "y"}))[1]["code"] == 10008


async def test_choices_are_for_autocomplete_only_and_at_most_25(online: Raw) -> None:
    task, interaction = await online.interaction_of(
        online.emulator.client(ANA).autocomplete("go", "where", "x")
    )
    choices = [{"name": str(n), "value": str(n)} for n in range(26)]
    for body in ({"type": 5}, {"type": 8, "data": {"choices": choices}}):
        assert (await online.answer(interaction, body))[1]["code"] == 50035
    assert (await online.answer(interaction, {"type": 8, "data": {"choices": choices[:25]}}))[0] == 200
    assert len(await task) == 25


async def test_scripted_errors(raw: Raw) -> None:
    path = f"/channels/{raw.emulator.general}/messages"
    raw.emulator.faults.refuse("POST", "/users/@me/channels", 40003)
    raw.emulator.faults.rate_limit("POST", "/channels/*/messages", seconds=2, is_global=True)
    status, reply = await raw.rest("POST", "/users/@me/channels", {"recipient_id": KEN})
    assert (status, reply["code"]) == (403, 40003)
    status, reply = await raw.rest("POST", path, {"content": "x"})
    assert (status, reply["global"], reply["retry_after"]) == (429, True, 2)
    assert (await raw.rest("POST", path, {"content": "x"}))[0] == 200
    assert [one.status for one in raw.emulator.requests] == [403, 429, 200]
    assert len(raw.emulator.client(ANA).messages(raw.emulator.general)) == 1
