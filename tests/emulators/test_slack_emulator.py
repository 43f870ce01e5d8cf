"""The Slack emulator, played against the real slack-bolt: commands, modals, presses, messages."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.respond.async_respond import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack_emulator.widgets import CannotChoose
from tests.emulators.slack_stage import (
    ANA,
    KEN,
    MENTOR,
    TOPIC,
    WHEN,
    Json,
    Stage,
    a_stage,
    acking,
    actions,
    button,
    field,
    modal,
    plain,
    section,
)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with a_stage(ack_seconds=0.5) as stage:
        yield stage


def booking_bot(stage: Stage) -> None:
    """A command that opens a form, a form that posts a card, and a card that changes when pressed."""

    @stage.app.command("/book-session")
    async def book(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        stage.seen.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=modal(TOPIC, WHEN))

    @stage.app.view("book")
    async def submitted(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        values = body["view"]["state"]["values"]
        if values["topic"]["topic_in"]["value"] == "xx":
            await ack(response_action="errors", errors={"topic": "Say more"})
            return
        await ack()
        stage.seen.append(body)
        await client.chat_postMessage(
            channel=KEN, text="request", blocks=[section(), actions(button("accept", value="1"))]
        )

    @stage.app.action("accept")
    async def accept(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        stage.seen.append(body)
        await client.chat_update(
            channel=body["channel"]["id"], ts=body["message"]["ts"], text="done", blocks=[section("done")]
        )


async def test_a_booking_from_command_to_card_to_press(stage: Stage) -> None:
    booking_bot(stage)
    general = stage.emulator.add_channel("general", [ANA])
    assert (await stage.ana.command("/book-session", " @ken  go #general #nowhere ")).ok
    await stage.emulator.until(lambda: stage.ana.view)
    command = stage.seen[0]
    assert command["text"] == f"<@{KEN}|ken>  go <#{general}|general> #nowhere"
    assert command["channel_name"] == "directmessage"
    assert command["is_enterprise_install"] == "false"
    assert (command["user_id"], command["user_name"], command["command"]) == (ANA, "ana", "/book-session")

    assert (await stage.ana.submit({"topic": "x" * 21})).fields.keys() == {"topic"}
    refused = await stage.ana.submit({"topic": "xx"})
    assert (refused.error, refused.fields) == ("errors", {"topic": "Say more"})
    assert (await stage.ana.submit({"topic": "asyncio", "when": 1_772_445_600})).ok
    assert stage.ana.view is None
    assert stage.seen[1]["view"]["state"]["values"] == {
        "topic": {"topic_in": {"type": "plain_text_input", "value": "asyncio"}},
        "when": {"when_in": {"type": "datetimepicker", "selected_date_time": 1_772_445_600}},
    }

    await stage.emulator.until(lambda: stage.ken.pings)
    card = stage.ken.messages()[0]
    assert (await stage.ken.press(stage.ken.dm, card["ts"], "accept")).ok
    await stage.emulator.until(lambda: stage.ken.messages()[0]["text"] == "done")
    press = stage.seen[2]
    assert press["container"] == {
        "type": "message",
        "message_ts": card["ts"],
        "channel_id": stage.ken.dm,
        "is_ephemeral": False,
    }
    assert press["actions"][0] | {"action_ts": ""} == {
        "type": "button",
        "block_id": "acts",
        "action_id": "accept",
        "text": {"type": "plain_text", "text": "Go", "emoji": True},
        "value": "1",
        "action_ts": "",
    }
    assert press["message"]["blocks"] == card["blocks"]
    assert len(stage.ken.pings) == 1
    assert "edited" not in stage.ken.messages()[0]


async def test_an_ephemeral_answer_is_replaced_through_its_response_url(stage: Stage) -> None:
    @stage.app.command("/ask")
    async def ask(ack: AsyncAck) -> None:
        await ack(text="sure?", blocks=[actions(button("yes"))])

    @stage.app.action("yes")
    async def yes(ack: AsyncAck, respond: AsyncRespond, body: Json) -> None:
        await ack()
        stage.seen.append(body)
        await respond(text="thanks", replace_original=True)

    channel = stage.emulator.add_channel("general", [ANA, KEN], with_bot=False)
    await stage.ana.command("/ask", channel=channel)
    shown = stage.ana.messages(channel)[0]
    assert shown["is_ephemeral"]
    assert stage.ken.messages(channel) == []
    await stage.ana.press(channel, shown["ts"], "yes")
    await stage.emulator.until(lambda: stage.ana.messages(channel)[0]["text"] == "thanks")
    assert "blocks" not in stage.ana.messages(channel)[0]
    assert stage.seen[0]["container"]["is_ephemeral"]
    assert "message" not in stage.seen[0]
    assert stage.ana.pings == []


async def test_response_url_answers_five_times_and_then_never_again(stage: Stage) -> None:
    acking(stage, stage.app.command, "/x")
    await stage.ana.command("/x")
    url = stage.seen[0]["response_url"]
    async with aiohttp.ClientSession() as session:
        for kind in ("ephemeral", "in_channel", "ephemeral", "in_channel", "ephemeral"):
            async with session.post(url, json={"text": kind, "response_type": kind}) as reply:
                assert (reply.status, await reply.text()) == (200, "ok")
        async with session.post(url, json={"text": "sixth"}) as reply:
            assert (reply.status, await reply.text()) == (404, "used_url")
    assert len(stage.ana.messages()) == 5
    assert [m["text"] for m in stage.ana.pings] == ["in_channel", "in_channel"]


async def test_response_url_deletes_the_original_and_expires() -> None:
    async with a_stage(response_url_seconds=0) as stage:
        acking(stage, stage.app.command, "/x")
        await stage.ana.command("/x")
        async with (
            aiohttp.ClientSession() as session,
            session.post(stage.seen[0]["response_url"], json={}) as reply,
        ):
            assert (reply.status, await reply.text()) == (404, "expired_url")


async def test_delete_original_removes_the_pressed_message(stage: Stage) -> None:
    @stage.app.action("go")
    async def go(ack: AsyncAck, respond: AsyncRespond) -> None:
        await ack()
        await respond(delete_original=True)

    channel, ts = await stage.post(blocks=[actions(button())])
    await stage.ana.press(channel, ts, "go")
    await stage.emulator.until(lambda: not stage.ana.messages())
    with pytest.raises(LookupError):
        await stage.ana.press(channel, ts, "go")


async def test_the_home_tab_is_published_and_pressed(stage: Stage) -> None:
    home = {"type": "home", "blocks": [section(accessory=button("open", value="7"))]}

    @stage.app.event("app_home_opened")
    async def opened(event: Json, client: AsyncWebClient) -> None:
        stage.seen.append(event)
        await client.views_publish(user_id=event["user"], view=home)

    acking(stage, stage.app.action, "open")
    assert (await stage.ana.open_home()).ok
    await stage.emulator.until(lambda: stage.ana.home)
    await stage.ana.press(None, None, "open")
    await stage.emulator.until(lambda: len(stage.seen) == 2)
    assert "view" not in stage.seen[0]
    assert stage.seen[1]["container"] == {"type": "view", "view_id": stage.seen[1]["view"]["id"]}
    assert stage.seen[1]["view"]["type"] == "home"
    assert "response_url" not in stage.seen[1]


async def test_an_external_select_offers_only_what_was_suggested(stage: Stage) -> None:
    @stage.app.options("mentor_in")
    async def options(ack: AsyncAck, body: Json) -> None:
        stage.seen.append(body)
        await ack(options=[{"text": plain("Ken"), "value": "ken"}])

    acking(stage, stage.app.shortcut, "book_it")
    acking(stage, stage.app.view, "book")
    await stage.ana.shortcut("book_it")
    await stage.api.views_open(trigger_id=stage.seen[0]["trigger_id"], view=modal(MENTOR, TOPIC))
    with pytest.raises(CannotChoose):
        await stage.ana.choose("mentor", "ken")
    assert await stage.ana.suggest("mentor_in", "") == []
    assert [one["value"] for one in await stage.ana.suggest("mentor_in", "k")] == ["ken"]
    assert stage.seen[1]["value"] == "k"
    assert (await stage.ana.submit({"mentor": "ken", "topic": "tests"})).ok
    chosen = stage.seen[2]["view"]["state"]["values"]["mentor"]["mentor_in"]
    assert chosen["selected_option"]["value"] == "ken"


async def test_choosing_dispatches_and_typed_values_survive_an_update(stage: Stage) -> None:
    mode = field("mode", {"type": "radio_buttons", "options": [{"text": plain("A"), "value": "a"}]})
    acking(stage, stage.app.shortcut, "s")
    acking(stage, stage.app.action, "mode_in")
    await stage.ana.shortcut("s")
    view = modal(TOPIC, {**mode, "dispatch_action": True})
    opened = await stage.api.views_open(trigger_id=stage.seen[0]["trigger_id"], view=view)
    await stage.ana.choose("topic", "typed")
    await stage.ana.choose("mode", "a")
    values = stage.seen[1]["view"]["state"]["values"]
    assert values["topic"]["topic_in"]["value"] == "typed"
    assert stage.seen[1]["actions"][0]["selected_option"]["value"] == "a"
    known = opened["view"]["hash"]
    await stage.api.views_update(view_id=opened["view"]["id"], view=modal(TOPIC, WHEN), hash=known)
    assert stage.ana.view is not None
    assert stage.ana.view["state"]["values"]["topic"]["topic_in"]["value"] == "typed"
    stale = stage.api.views_update(view_id=opened["view"]["id"], view=view, hash=known)
    assert await stage.refused(stale) == "hash_conflict"


@pytest.mark.parametrize(
    ("answer", "error", "depth"),
    [
        ({}, None, 0),
        ({"response_action": "clear"}, None, 0),
        ({"response_action": "update", "view": modal(TOPIC, callback_id="next")}, None, 1),
        ({"response_action": "push", "view": modal(TOPIC, callback_id="next")}, None, 2),
        ({"response_action": "errors", "errors": {"nowhere": "?"}}, "We had some trouble", 1),
        ({"response_action": "update", "view": {"type": "modal"}}, "We had some trouble", 1),
        ({"text": "words"}, "We had some trouble", 1),
    ],
)
async def test_what_a_submission_may_answer(
    stage: Stage, answer: Json, error: str | None, depth: int
) -> None:
    acking(stage, stage.app.shortcut, "s")
    acking(stage, stage.app.view, "book", **({"text": answer} if answer else {}))
    await stage.ana.shortcut("s")
    await stage.api.views_open(trigger_id=stage.seen[0]["trigger_id"], view=modal(TOPIC))
    outcome = await stage.ana.submit({"topic": "tests"})
    assert (outcome.error or "").startswith(error or "")
    assert outcome.ok is (error is None)
    assert outcome.payload == (answer or None)
    shown = 0
    while stage.ana.view is not None:
        await stage.ana.close()
        shown += 1
    assert shown == depth


async def test_closing_tells_the_app_when_it_asked_for_it(stage: Stage) -> None:
    acking(stage, stage.app.shortcut, "s")
    acking(stage, stage.app.view_closed, "book")
    await stage.ana.shortcut("s")
    view = modal(TOPIC, notify_on_close=True, clear_on_close=True)
    await stage.api.views_open(trigger_id=stage.seen[0]["trigger_id"], view=view)
    assert (await stage.ana.close()).ok
    assert (stage.seen[1]["type"], stage.seen[1]["is_cleared"]) == ("view_closed", True)


async def test_a_message_shortcut_carries_the_message(stage: Stage) -> None:
    acking(stage, stage.app.shortcut, "ask")
    channel = stage.emulator.add_channel("general", [ANA, KEN])
    ts = await stage.ken.say(channel, "help me")
    assert (await stage.ana.message_shortcut("ask", channel, ts)).ok
    assert stage.seen[0]["type"] == "message_action"
    assert (stage.seen[0]["message"]["text"], stage.seen[0]["message"]["user"]) == ("help me", KEN)
    assert (
        await stage.refused(stage.api.chat_update(channel=channel, ts=ts, text="x")) == "cant_update_message"
    )
    assert await stage.refused(stage.api.chat_delete(channel=channel, ts=ts)) == "cant_delete_message"


async def test_three_views_are_the_most(stage: Stage) -> None:
    acking(stage, stage.app.shortcut, "s")
    acking(stage, stage.app.action, "deeper")
    await stage.ana.shortcut("s")
    view = modal(actions(button("deeper")), callback_id="same")
    await stage.api.views_open(trigger_id=stage.seen[-1]["trigger_id"], view=view)
    for _ in range(2):
        await stage.ana.choose("acts")
        await stage.api.views_push(trigger_id=stage.seen[-1]["trigger_id"], view=view)
    await stage.ana.choose("acts")
    too_deep = stage.api.views_push(trigger_id=stage.seen[-1]["trigger_id"], view=view)
    assert await stage.refused(too_deep) == "push_limit_reached"
    assert stage.ana.view is not None
    assert stage.ana.view["previous_view_id"] not in (None, stage.ana.view["root_view_id"])


async def test_what_a_manifest_does_not_promise_does_not_exist() -> None:
    manifest = {
        "features": {
            "app_home": {"home_tab_enabled": False, "messages_tab_enabled": False},
            "slash_commands": [{"command": "/plain", "description": "x"}],
            "shortcuts": [{"callback_id": "known", "name": "x", "type": "global", "description": "x"}],
        },
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
        "settings": {"event_subscriptions": {"bot_events": ["message.im"]}},
    }
    async with a_stage(manifest=manifest) as stage:
        acking(stage, stage.app.command, "/plain")
        await stage.ana.command("/plain", "@ken")
        assert stage.seen[0]["text"] == "@ken"
        assert (await stage.ana.command("/other")).error == "unknown_command"
        with pytest.raises(LookupError):
            await stage.ana.shortcut("unknown")
        home = stage.api.views_publish(user_id=ANA, view={"type": "home", "blocks": []})
        assert await stage.refused(home) == "not_enabled"
        assert (
            await stage.refused(stage.api.chat_postMessage(channel=ANA, text="x")) == "messages_tab_disabled"
        )
        assert (await stage.ana.open_home()).ok
        assert stage.ana.home is None
