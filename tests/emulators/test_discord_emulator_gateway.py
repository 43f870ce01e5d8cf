"""Deadlines of interactions, and the Gateway's own rules."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import discord
import pytest

from bot.playground.discord_emulator.record import MODAL_FAILED, NOT_RESPONDING
from tests.emulators.discord_shapes import INPUT, label, modal
from tests.emulators.discord_stage import ANA, GO, KEN, Raw, raw_bot, with_bot


async def test_without_an_answer_in_time_the_token_is_dead() -> None:
    async with with_bot(ack_deadline=0.05) as scene:
        outcome = await scene.client(ANA).command("slow")
        assert (outcome.ok, outcome.error, outcome.sent) == (False, NOT_RESPONDING, True)
        await asyncio.wait_for(scene.bot.stuck.wait(), 5)
        assert scene.bot.kept is not None
        with pytest.raises(discord.NotFound) as late:
            await scene.bot.kept.response.send_message("late")
        assert late.value.code == 10062


async def test_a_modal_stays_open_when_its_submit_is_not_answered() -> None:
    async with raw_bot() as raw:
        await raw.connect([GO])
        ana = raw.emulator.client(ANA)
        task, interaction = await raw.interaction_of(ana.command("go"))
        await raw.answer(interaction, modal(label(INPUT)))
        await task
        raw.emulator.set_ack_deadline(0.05)
        assert (await ana.submit({"words": "hi"})).error == MODAL_FAILED
        assert ana.modal is not None
        await ana.dismiss()
        assert ana.modal is None


async def test_autocomplete_fails_quietly() -> None:
    async with raw_bot(ack_deadline=0.05) as raw:
        await raw.connect([GO])
        with pytest.raises(TimeoutError):
            await raw.emulator.client(ANA).autocomplete("go", "where", "x")


async def test_follow_ups_end_with_the_token() -> None:
    async with raw_bot(token_seconds=0.0) as raw:
        await raw.connect([GO])
        task, interaction = await raw.interaction_of(raw.emulator.client(ANA).command("go"))
        await raw.answer(interaction, {"type": 5})
        await task
        path = f"/webhooks/{raw.emulator.application_id}/{interaction['token']}"
        for method, rest in (("POST", ""), ("PATCH", "/messages/@original")):
            status, reply = await raw.rest(method, path + rest, {"content": "x"})
            assert (status, reply) == (401, {"message": "Invalid Webhook Token", "code": 50027})


async def test_with_nobody_connected_nothing_responds() -> None:
    async with raw_bot(ack_deadline=0.02) as raw:
        await raw.rest("PUT", f"/applications/{raw.emulator.application_id}/commands", [GO])
        assert (await raw.emulator.client(ANA).command("go")).error == NOT_RESPONDING


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (2, {"token": "wrong", "intents": 0, "properties": {}}, 4004),
        (2, {"intents": 1 << 40, "properties": {}}, 4013),
        (2, {"intents": 1 << 1, "properties": {}}, 4014),
        (2, "nonsense", 4002),
        (3, {}, 4003),
    ],
)
async def test_the_gateway_hangs_up(op: int, data: Any, code: int) -> None:
    async with raw_bot() as raw:
        await raw.dial()
        payload = {"token": raw.emulator.token, **data} if isinstance(data, dict) else data
        await raw.say(op, payload)
        assert await raw.receive() == {"close": code}


async def test_identify_heartbeat_and_a_session_that_nobody_knows() -> None:
    async with raw_bot() as raw:
        await raw.dial()
        ready = await raw.identify(intents=1)
        assert ready["d"]["guilds"] == [{"id": raw.emulator.guild_id, "unavailable": True}]
        assert (await raw.receive())["t"] == "GUILD_CREATE"
        await raw.say(1, 2)
        assert (await raw.receive())["op"] == 11
        await raw.say(2, {})
        assert await raw.receive() == {"close": 4005}
        await raw.dial()
        await raw.say(6, {"token": raw.emulator.token, "session_id": "unknown", "seq": 0})
        assert await raw.receive() == {"op": 9, "d": False, "s": None, "t": None}
        assert (await raw.identify())["t"] == "READY"


async def test_interactions_outside_guilds_go_to_the_first_shard() -> None:
    async with raw_bot() as raw:
        await raw.connect([GO])
        task, interaction = await raw.interaction_of(raw.emulator.client(ANA).command("go", dm=True))
        assert (interaction["context"], "member" in interaction) == (1, False)
        assert interaction["user"]["id"] == ANA
        await raw.answer(interaction, {"type": 4, "data": {"content": "x"}})
        assert (await task).ok
        await raw.dial()
        await raw.identify(shard=[1, 2])
        raw.emulator.set_ack_deadline(0.05)
        assert (await raw.emulator.client(ANA).command("go", dm=True)).error == NOT_RESPONDING
        await raw.say(1, None)
        assert (await raw.receive())["op"] == 11


async def test_two_replicas_hear_the_same_act_and_only_one_may_answer() -> None:
    async with raw_bot() as first, aiohttp.ClientSession() as session:
        await first.connect([GO])
        second = Raw(first.emulator, session)
        await second.dial()
        await second.identify()
        task, interaction = await first.interaction_of(first.emulator.client(ANA).command("go"))
        assert (await second.receive())["d"] == interaction
        assert (await second.answer(interaction, {"type": 5}))[0] == 200
        assert (await first.answer(interaction, {"type": 5}))[1]["code"] == 40060
        assert (await task).ok


async def test_leaving_and_coming_back_is_told_to_those_who_may_know_the_members() -> None:
    async with raw_bot(privileged=1 << 1) as raw:
        await raw.dial()
        await raw.identify(intents=1 << 1)
        emulator = raw.emulator
        dm = emulator.client(ANA).open_dm()
        await emulator.leave_guild(ANA)
        gone = await raw.receive()
        assert (gone["t"], gone["d"]["guild_id"]) == ("GUILD_MEMBER_REMOVE", emulator.guild_id)
        assert set(gone["d"]) == {"guild_id", "user"}
        assert [one["type"] for one in emulator.client(ANA).channels] == [1]
        assert (await raw.rest("POST", f"/channels/{dm}/messages", {"content": "x"}))[1]["code"] == 50278
        await emulator.join_guild(ANA)
        come = await raw.receive()
        assert (come["t"], come["d"]["user"]["id"]) == ("GUILD_MEMBER_ADD", ANA)
        assert emulator.in_guild(ANA)
        assert (await raw.rest("POST", f"/channels/{dm}/messages", {"content": "x"}))[0] == 200


async def test_without_the_intent_nobody_is_told_who_leaves() -> None:
    async with raw_bot() as raw:
        await raw.dial()
        await raw.identify(intents=1 << 9)
        await raw.emulator.leave_guild(ANA)
        await raw.emulator.client(KEN).say(raw.emulator.general, "Where is Ana?")
        assert (await raw.receive())["t"] == "MESSAGE_CREATE"


async def test_a_resume_repeats_what_was_missed_in_order() -> None:
    async with raw_bot() as raw:
        await raw.dial()
        ready = await raw.identify(intents=1 << 9)
        for word in ("one", "two"):
            await raw.emulator.client(ANA).say(raw.emulator.general, word)
        assert (await raw.receive())["s"] == 2
        raw.emulator.faults.drop_gateway()
        await raw.emulator.client(ANA).say(raw.emulator.general, "three")
        await raw.dial()
        await raw.say(6, {"token": raw.emulator.token, "session_id": ready["d"]["session_id"], "seq": 2})
        told = [await raw.receive() for _ in range(3)]
        assert [(one["s"], one["t"]) for one in told] == [
            (3, "MESSAGE_CREATE"),
            (4, "MESSAGE_CREATE"),
            (5, "RESUMED"),
        ]
        await raw.emulator.faults.invalidate()
        assert (await raw.receive())["op"] == 9
        await raw.dial()
        await raw.say(6, {"token": raw.emulator.token, "session_id": ready["d"]["session_id"], "seq": 5})
        assert (await raw.receive())["op"] == 9


async def test_the_gateway_hangs_up_with_the_code_that_was_scripted() -> None:
    async with raw_bot() as raw:
        await raw.dial()
        await raw.identify()
        await raw.emulator.faults.close_gateway(4009)
        assert await raw.receive() == {"close": 4009}
