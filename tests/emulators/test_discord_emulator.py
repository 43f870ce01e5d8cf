"""The real discord.py plays through the emulator: commands, modals, cards, DMs, follow-ups, the Gateway."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest
from discord import ui

from bot.playground.discord_emulator.faults import Fault
from tests.emulators.discord_stage import ANA, GREEN, KEN, ZOE, Accept, Scene, card, with_bot


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with with_bot() as scene:
        yield scene


async def dm_of(scene: Scene, user_id: str) -> discord.DMChannel:
    return await (await scene.bot.fetch_user(int(user_id))).create_dm()


async def test_a_session_is_booked_and_accepted(scene: Scene) -> None:
    ana, ken = scene.client(ANA), scene.client(KEN)
    opened = await ana.command("book")
    assert opened.ok
    assert ana.modal.title == "Book"
    refused = await ana.submit({"topic": "ab"})
    assert not refused.sent
    submitted = await ana.submit({"topic": "asyncio", "length": "60"})
    assert submitted.message["content"] == "Requested"
    assert ana.modal is None
    fields = [label["component"] for label in scene.bot.submitted[0]["components"]]
    assert [(one["custom_id"], one["value"]) for one in fields] == [("topic", "asyncio"), ("length", "60")]
    await scene.until(lambda: ken.pings)
    message = ken.messages(ken.dm)[0]
    assert message["components"][0]["accent_color"] == 0xFEE75C
    pressed = await ken.press(ken.dm, message["id"], "t:acc:7")
    assert (pressed.ok, pressed.kind) == (True, 7)
    assert ken.messages(ken.dm)[0]["components"][0]["accent_color"] == GREEN
    assert len(ken.pings) == 1


async def test_a_modal_from_a_card_may_change_that_card(scene: Scene) -> None:
    async def answer(interaction: discord.Interaction[Any]) -> None:
        modal = ui.Modal(title="Reply", custom_id="m:edit")
        modal.add_item(ui.Label(text="Words", component=ui.TextInput(custom_id="words", required=False)))
        modal.stop()
        await interaction.response.send_modal(modal)

    button: ui.Button[Any] = ui.Button(label="Reply…", custom_id="reply")
    button.callback = answer  # type: ignore[method-assign]
    sent = await (await dm_of(scene, KEN)).send(view=card("Pending", 1, button))
    ken = scene.client(KEN)
    assert (await ken.press(ken.dm, str(sent.id), "reply")).kind == 9
    outcome = await ken.submit()
    assert (outcome.kind, outcome.message["id"]) == (7, str(sent.id))
    assert "Edited" in str(ken.messages(ken.dm))


async def test_options_travel_with_what_their_ids_stand_for(scene: Scene) -> None:
    ana = scene.client(ANA)
    outcome = await ana.command("echo", {"text": "hi", "times": 2, "who": KEN, "tone": "loud"})
    assert outcome.message["content"] == "hihi ken loud"
    assert outcome.message["flags"] & 64
    general = scene.emulator.general
    assert len(ana.messages(general)) == 1
    assert scene.client(KEN).messages(general) == []
    assert (await ana.command("echo", {"text": "x", "who": ZOE}, dm=True)).message["content"] == "x zoe None"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("nothing", {}),
        ("echo", {}),
        ("echo", {"text": "x", "volume": 3}),
        ("echo", {"text": "x" * 11}),
        ("echo", {"text": 5}),
        ("echo", {"text": "x", "times": 4}),
        ("echo", {"text": "x", "times": "2"}),
        ("echo", {"text": "x", "tone": "quiet"}),
        ("echo", {"text": "x", "who": "9999"}),
    ],
)
async def test_the_app_sends_nothing_that_the_command_does_not_allow(
    scene: Scene, name: str, options: dict[str, object]
) -> None:
    outcome = await scene.client(ANA).command(name, options)
    assert (outcome.ok, outcome.sent, bool(outcome.error)) == (False, False, True)


async def test_autocomplete_offers_choices_while_typing(scene: Scene) -> None:
    ana = scene.client(ANA)
    choices = await ana.autocomplete("echo", "text", "no", {"times": 2})
    assert [one["value"] for one in choices] == ["no0", "no1", "no2"]
    with pytest.raises(LookupError):
        await ana.autocomplete("echo", "tone", "l")


async def test_the_first_follow_up_fills_the_deferred_message(scene: Scene) -> None:
    ana = scene.client(ANA)
    deferred = await ana.command("later")
    assert deferred.message["flags"] & 128
    await scene.until(lambda: len(ana.messages(scene.emulator.general)) == 2)
    first, second = ana.messages(scene.emulator.general)
    assert first["id"] == deferred.message["id"]
    assert (first["content"], first["flags"] & 192) == ("first", 64)
    assert (second["content"], second["flags"] & 64) == ("second", 64)


async def test_context_menus(scene: Scene) -> None:
    ana = scene.client(ANA)
    assert (await ana.user_command("Book them", KEN)).message["content"] == "user ken"
    said = await scene.client(KEN).say(scene.emulator.general, "how do I test?")
    outcome = await ana.message_command("Ask about this", scene.emulator.general, said["id"])
    assert outcome.message["content"] == "about how do I test?"
    assert not (await ana.user_command("Ask about this", KEN)).sent


async def test_a_nonce_makes_a_retry_harmless_for_a_few_minutes(scene: Scene) -> None:
    dm = await dm_of(scene, KEN)
    first = await dm.send("hello", nonce="sb:1")
    again = await dm.send("hello", nonce="sb:1")
    assert again.id == first.id
    scene.clock.forward(minutes=6)
    assert (await dm.send("hello", nonce="sb:1")).id != first.id
    assert len(scene.client(KEN).pings) == 2


async def test_a_dropped_reply_after_the_effect_is_repaired_by_the_nonce(scene: Scene) -> None:
    dm = await dm_of(scene, KEN)
    scene.emulator.faults.drop("POST", "/channels/*/messages")
    with pytest.raises((aiohttp.ClientError, OSError)):
        await dm.send("hello", nonce="sb:2")
    await dm.send("hello", nonce="sb:2")
    assert len(scene.client(KEN).pings) == 1


async def test_trouble_may_come_before_the_effect_or_after_it(scene: Scene) -> None:
    dm, faults = await dm_of(scene, KEN), scene.emulator.faults
    call, ken = ("POST", "/channels/*/messages"), scene.client(KEN)
    faults.cut(*call)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await dm.send("cut", nonce="sb:3")
    assert len(ken.pings) == 0
    faults.fail(*call, status=403, after=True)
    with pytest.raises(discord.HTTPException):
        await dm.send("failed", nonce="sb:4")
    assert len(ken.pings) == 1
    gate = faults.stall(*call, after=True)
    sending = asyncio.create_task(dm.send("stalled", nonce="sb:5"))
    await scene.until(lambda: len(ken.pings) == 2)
    assert not sending.done()
    gate.set()
    assert (await sending).content == "stalled"


async def test_the_weather_is_asked_about_what_nobody_has_scripted(scene: Scene) -> None:
    dm, faults = await dm_of(scene, KEN), scene.emulator.faults
    faults.weather = lambda method, path: Fault(
        kind="refuse", method=method, pattern=(path,), status=403, code=50007
    )
    with pytest.raises(discord.Forbidden):
        await dm.send("x")
    faults.weather = None
    assert (await dm.send("x")).content == "x"


async def test_what_happened_during_a_cut_arrives_after_the_resume(scene: Scene) -> None:
    scene.emulator.faults.drop_gateway()
    outcome = await scene.client(ANA).command("echo", {"text": "back"})
    assert outcome.message["content"].startswith("back")
    await asyncio.wait_for(scene.bot.resumed.wait(), 5)


async def test_reconnect_is_asked_for_and_resumed(scene: Scene) -> None:
    await scene.emulator.faults.reconnect()
    await asyncio.wait_for(scene.bot.resumed.wait(), 5)
    assert (await scene.client(ANA).command("echo", {"text": "x"})).ok


async def test_only_let_through_mentions_ping_and_edits_never_do(scene: Scene) -> None:
    channel = scene.bot.get_partial_messageable(int(scene.emulator.general))
    ken = scene.client(KEN)
    await channel.send(f"<@{KEN}> muted by default")
    quiet = await channel.send(f"<@{KEN}>", silent=True, allowed_mentions=discord.AllowedMentions(users=True))
    await quiet.edit(content=f"<@{KEN}>!", allowed_mentions=discord.AllowedMentions(users=True))
    assert ken.pings == []
    await channel.send(
        f"<@{KEN}> <@{ANA}>", allowed_mentions=discord.AllowedMentions(users=[discord.Object(int(KEN))])
    )
    assert len(ken.pings) == 1
    assert scene.client(ANA).pings == []


async def test_a_private_thread_is_seen_by_its_members_only(scene: Scene) -> None:
    general = await scene.bot.fetch_channel(int(scene.emulator.general))
    assert isinstance(general, discord.TextChannel)
    thread = await general.create_thread(name="Ana and Ken", invitable=False)
    await thread.add_user(discord.Object(int(ANA)))
    await thread.send(view=card("Hello", 1))
    assert len(scene.client(ANA).messages(str(thread.id))) == 1
    with pytest.raises(LookupError):
        scene.client(KEN).messages(str(thread.id))
    await thread.edit(archived=True)
    with pytest.raises(discord.HTTPException) as archived:
        await thread.add_user(discord.Object(int(KEN)))
    assert archived.value.code == 50083
    await thread.send("wake up")
    assert [message["content"] for message in scene.client(ANA).messages(str(thread.id))][1:] == ["wake up"]


async def test_a_file_is_shown_only_where_a_component_points_at_it(scene: Scene) -> None:
    dm = await dm_of(scene, KEN)
    view = ui.LayoutView()
    view.add_item(ui.File("attachment://session.ics"))
    with pytest.raises(discord.HTTPException) as missing:
        await dm.send(view=view)
    assert missing.value.code == 50035
    sent = await dm.send(view=view, file=discord.File(io.BytesIO(b"BEGIN"), "session.ics"))
    async with aiohttp.ClientSession() as session, session.get(sent.attachments[0].url) as reply:
        assert await reply.read() == b"BEGIN"
    assert [file.filename for file in scene.emulator.files] == ["session.ics"]


async def test_discord_py_waits_out_a_rate_limit(scene: Scene) -> None:
    scene.emulator.faults.rate_limit("POST", "/channels/*/messages", seconds=0.01)
    await (await dm_of(scene, KEN)).send("at last")
    statuses = [one.status for one in scene.emulator.requests if one.path.endswith("/messages")]
    assert statuses == [429, 200]


async def test_link_buttons_send_nothing_and_disabled_ones_cannot_be_pressed(scene: Scene) -> None:
    item = Accept("1")
    item.item.disabled = True
    sent = await (await dm_of(scene, KEN)).send(view=card("Old", 1, item))
    ken, before = scene.client(KEN), len(scene.emulator.requests)
    link = await ken.press(ken.dm, str(sent.id), "https://meet.example/a")
    disabled = await ken.press(ken.dm, str(sent.id), "t:acc:1")
    assert [(one.ok, one.sent) for one in (link, disabled)] == [(True, False), (False, False)]
    assert len(scene.emulator.requests) == before


async def test_intents_decide_which_messages_are_told() -> None:
    told: list[str] = []
    intents = discord.Intents(guilds=True, guild_messages=True)
    async with with_bot(intents=intents) as scene:

        async def on_message(message: discord.Message) -> None:
            told.append(message.content)

        scene.bot.on_message = on_message  # type: ignore[attr-defined]
        await scene.client(KEN).say(scene.emulator.general, "secret")
        await scene.client(KEN).say(scene.emulator.general, f"<@{scene.emulator.application_id}> hi")
        await scene.client(KEN).say(scene.client(KEN).open_dm(), "dm")
        await scene.client(ANA).command("echo", {"text": "x"})
    assert told == ["", f"<@{scene.emulator.application_id}> hi"]


async def test_watchers_hear_of_every_visible_change(scene: Scene) -> None:
    told: list[dict[str, Any]] = []
    leave = scene.emulator.watch(told.append)
    await scene.client(ANA).command("book")
    await scene.client(ANA).submit({"topic": "asyncio"})
    await scene.until(lambda: scene.client(KEN).pings)
    leave()
    assert [one["kind"] for one in told] == ["modal", "message", "modal", "message", "ping"]
    receipt, dm = (one for one in told if one["kind"] == "message")
    assert (receipt["only_for"], dm["only_for"], dm["channel"]) == (ANA, None, scene.client(KEN).dm)


async def test_a_select_sends_what_was_chosen_from_what_is_on_offer(scene: Scene) -> None:
    chosen: list[str] = []

    async def choose(interaction: discord.Interaction[Any]) -> None:
        chosen.extend(select.values)
        await interaction.response.defer()

    options = [discord.SelectOption(label=n, value=n) for n in ("a", "b")]
    select: ui.Select[Any] = ui.Select(custom_id="pick", options=options)
    select.callback = choose  # type: ignore[method-assign]
    view = ui.LayoutView(timeout=None)
    row: ui.ActionRow[Any] = ui.ActionRow(select)
    view.add_item(row)
    sent = await (await dm_of(scene, KEN)).send(view=view)
    ken = scene.client(KEN)
    for wrong in (["c"], ["a", "b"], []):
        assert not (await ken.press(ken.dm, str(sent.id), "pick", wrong)).sent
    assert (await ken.press(ken.dm, str(sent.id), "pick", ["b"])).ok
    assert chosen == ["b"]
