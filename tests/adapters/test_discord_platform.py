"""Discord as the core uses it: sent once, edited in place, and every failure called by its right name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.discord import errors
from adapters.discord.platform import DiscordPlatform, mark_of, nonce_of
from bot.playground.discord_emulator.refusal import CODES
from core.domain.people import Address
from core.ports.cards import Line, UserText
from core.ports.platform import (
    Declined,
    DeliveryError,
    Gone,
    Posted,
    Profile,
    Reason,
    TryLater,
    Unknown,
    Unreachable,
)
from core.ports.replies import Swap
from core.screens.phrases import PHRASES
from tests.adapters.discord_bench import (
    ANA,
    KEN,
    LAYOUT,
    NOON,
    TO_ANA,
    TO_KEN,
    Bench,
    bench,
    request_card,
    text,
)
from tests.adapters.discord_examples import HERE, a_card

SEND = "/channels/*/messages"
EDIT = "/channels/*/messages/*"
OPEN = "/users/@me/channels"


@pytest.fixture
async def it() -> AsyncIterator[Bench]:
    async with bench() as made:
        yield made


async def test_a_card_arrives_as_a_direct_message_with_a_sound(it: Bench) -> None:
    placed = await it.post(request_card())
    message = it.shown(ANA, placed)
    assert (placed.channel, message["flags"] & LAYOUT) == (it.emulator.client(ANA).dm, LAYOUT)
    assert text(message) == "## Session request · Pending"
    assert [one["id"] for one in it.emulator.client(ANA).pings] == [placed.message]


async def test_a_channel_is_opened_once_for_each_person(it: Bench) -> None:
    for number in range(3):
        await it.post(a_card(), key=f"k{number}")
    assert len(it.sent("POST", OPEN)) == 1


async def test_the_same_key_is_one_message_and_another_key_another(it: Bench) -> None:
    first = await it.post(a_card(), key="k1")
    assert await it.post(a_card(), key="k1") == first
    assert await it.post(a_card(), key="k2") != first
    assert len(it.emulator.client(ANA).messages(first.channel)) == 2


async def test_a_message_is_edited_by_its_two_numbers_silently_after_a_restart(it: Bench) -> None:
    placed = await it.post(request_card())
    await it.restart()
    await it.app.platform.edit(TO_ANA, placed, a_card(badge="Confirmed"))
    assert text(it.shown(ANA, placed)).endswith("Confirmed")
    assert len(it.emulator.client(ANA).pings) == 1
    assert len(it.sent("POST", OPEN)) == 1


async def test_editing_what_is_not_there_is_gone(it: Bench) -> None:
    placed = await it.post(request_card())
    for lost in (Posted(placed.channel, "1"), Posted("1", placed.message)):
        with pytest.raises(Gone):
            await it.app.platform.edit(TO_ANA, lost, a_card())


async def test_a_message_is_deleted_and_then_gone(it: Bench) -> None:
    placed = await it.post(request_card())
    await it.app.platform.delete(TO_ANA, placed)
    assert it.emulator.client(ANA).messages(placed.channel) == []
    with pytest.raises(Gone):
        await it.app.platform.delete(TO_ANA, placed)


@pytest.mark.parametrize("code", [50001, 50013])
async def test_a_message_that_may_not_be_deleted_is_not_said_to_be_gone(it: Bench, code: int) -> None:
    placed = await it.post(a_card())
    it.emulator.faults.refuse("DELETE", f"{SEND}/*", code)
    with pytest.raises(Unreachable):
        await it.app.platform.delete(TO_ANA, placed)


async def test_nobodys_words_ping_or_format_on_the_wire(it: Bench) -> None:
    placed = await it.post(a_card(parts=(Line((UserText(f"<@{KEN}> @everyone **x** https://x.example"),)),)))
    message = it.shown(ANA, placed)
    assert message["mentions"] == []
    assert not message["mention_everyone"]
    assert it.emulator.client(KEN).pings == []


@pytest.mark.parametrize(
    ("path", "code", "meaning"),
    [
        (SEND, 50007, Unreachable),
        (SEND, 50278, Unreachable),
        (SEND, 10003, TryLater),
        (OPEN, 10013, Unreachable),
        (OPEN, 40003, TryLater),
        (OPEN, 50007, Unreachable),
    ],
)
async def test_a_refused_message_is_called_by_its_name(
    it: Bench, path: str, code: int, meaning: type[DeliveryError]
) -> None:
    it.emulator.faults.refuse("POST", path, code)
    with pytest.raises(meaning):
        await it.post(a_card())
    assert (await it.post(a_card())).channel


@pytest.mark.parametrize("code", sorted({*CODES, *errors.CODES}))
async def test_a_refused_edit_says_nothing_of_the_person(it: Bench, code: int) -> None:
    placed = await it.post(a_card())
    it.emulator.faults.refuse("PATCH", f"{SEND}/*", code)
    with pytest.raises(Exception, match=r".") as refused:
        await it.app.platform.edit(TO_ANA, placed, a_card(title="Later"))
    assert not isinstance(refused.value, Unreachable | Unknown)
    if code in {10003, 10008, 50001, 50013}:
        assert isinstance(refused.value, Gone)


async def test_closed_direct_messages_are_a_reason_of_their_own(it: Bench) -> None:
    it.emulator.faults.dms_closed.add(ANA)
    with pytest.raises(Unreachable) as closed:
        await it.post(a_card())
    assert closed.value.reason is Reason.CLOSED_DMS


async def test_somebody_without_a_common_server_is_unreachable(it: Bench) -> None:
    it.emulator.add_user("200000000000000009", username="far", in_guild=False)
    with pytest.raises(Unreachable):
        await it.post(a_card(), Address("discord", "-", "200000000000000009"))


async def test_opening_too_many_channels_waits_for_minutes(it: Bench) -> None:
    it.emulator.faults.refuse("POST", OPEN, 40003)
    with pytest.raises(TryLater) as later:
        await it.post(a_card())
    assert later.value.seconds >= 600


@pytest.mark.parametrize("via", [True, False])
async def test_a_long_rate_limit_is_told_instead_of_slept(it: Bench, via: bool) -> None:
    it.emulator.faults.rate_limit("POST", SEND, seconds=37, via=via)
    with pytest.raises(TryLater) as later:
        await it.post(a_card())
    assert later.value.seconds >= 30
    assert it.emulator.client(ANA).messages(it.emulator.client(ANA).open_dm()) == []


async def test_while_the_token_is_refused_everything_waits(it: Bench) -> None:
    await it.post(a_card())
    it.emulator.faults.refuse("POST", SEND, 0, status=401)
    with pytest.raises(TryLater) as later:
        await it.post(a_card(), key="k2")
    assert later.value.everywhere


async def test_a_server_error_leaves_a_message_in_doubt_and_an_edit_for_later(it: Bench) -> None:
    placed = await it.post(a_card())
    it.emulator.faults.fail("POST", SEND, status=503)
    with pytest.raises(Unknown):
        await it.post(a_card(), key="k2")
    it.emulator.faults.fail("PATCH", EDIT, status=503)
    with pytest.raises(TryLater):
        await it.app.platform.edit(TO_ANA, placed, a_card())


async def test_a_cut_after_the_effect_is_in_doubt_and_found_again(it: Bench) -> None:
    it.emulator.faults.drop("POST", SEND)
    with pytest.raises(Unknown):
        await it.post(request_card(), key="k1")
    found = await it.app.platform.find(TO_ANA, "k1", NOON)
    assert found is not None
    assert text(it.shown(ANA, found)) == "## Session request · Pending"
    assert await it.app.platform.find(TO_ANA, "k2", NOON) is None
    assert await it.app.platform.find(TO_KEN, "k1", NOON) is None


async def test_a_message_is_found_by_its_mark_alone_when_the_nonce_is_forgotten(it: Bench) -> None:
    placed = await it.post(request_card(), key="k1")
    it.now = NOON + timedelta(hours=1)
    assert await it.app.platform.find(TO_ANA, "k1", NOON) == placed
    (listed,) = it.sent("GET", f"/channels/{placed.channel}/messages")
    assert listed.reply[0]["components"][0]["id"] == mark_of("k1")


async def test_an_announcement_whose_answer_is_lost_is_found_among_what_others_say(it: Bench) -> None:
    """Where nothing at all is seen, the history may be hidden from us: then nobody knows."""
    channel = it.emulator.add_channel("news")
    with pytest.raises(Declined):
        await it.app.platform.announced(channel, "k1", NOON)
    for number in range(101):
        await it.emulator.client(KEN).say(channel, f"{number}")
    assert await it.app.platform.announced(channel, "k1", NOON) is None
    it.emulator.faults.drop("POST", SEND)
    with pytest.raises(Unknown):
        await it.app.platform.announce(channel, request_card(), key="k1")
    found = await it.app.platform.announced(channel, "k1", NOON)
    assert found is not None and found.channel == channel


async def test_a_message_is_found_by_its_mark_when_an_answer_has_replaced_it(it: Bench) -> None:
    """It is pressed while nobody knows yet that it has arrived."""
    placed = await it.post(request_card(), key="k1")
    it.script.answers["accept"] = Swap(a_card(badge="Confirmed"))
    await it.press("Accept", placed)
    assert text(it.shown(ANA, placed)).endswith("Confirmed")
    it.now = NOON + timedelta(hours=1)
    assert await it.app.platform.find(TO_ANA, "k1", NOON) == placed


async def test_a_message_is_found_again_after_an_edit_that_names_its_key(it: Bench) -> None:
    """What was found is brought up to date, and that may break off: then it is looked for once more."""
    placed = await it.post(request_card(), key="k1")
    it.now = NOON + timedelta(hours=1)
    await it.app.platform.edit(TO_ANA, placed, a_card(badge="Confirmed"), key="k1")
    assert await it.app.platform.find(TO_ANA, "k1", NOON) == placed


class Impatient:
    """asyncio as discord.py's requests see it: whoever waits to send again does so at once."""

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)

    async def sleep(self, _seconds: float) -> None:
        await asyncio.sleep(0)


@pytest.mark.parametrize("via", [True, False])
async def test_what_is_limited_when_it_is_sent_again_is_in_doubt(
    it: Bench, monkeypatch: pytest.MonkeyPatch, *, via: bool
) -> None:
    """discord.py itself sends again after a 502, and the first attempt may have arrived."""
    monkeypatch.setattr("discord.http.asyncio", Impatient())
    it.emulator.faults.fail("POST", SEND, status=502, after=True)
    it.emulator.faults.rate_limit("POST", SEND, seconds=37, via=via)
    with pytest.raises(Unknown):
        await it.post(request_card(), key="k1")
    it.emulator.faults.rate_limit("POST", SEND, seconds=37, via=via)
    with pytest.raises(TryLater):
        await it.post(request_card(), key="k2")
    it.now = NOON + timedelta(hours=1)
    assert await it.app.platform.find(TO_ANA, "k1", NOON) is not None


async def test_what_was_sent_long_before_is_not_found(it: Bench) -> None:
    await it.post(request_card(), key="k1")
    it.now = NOON + timedelta(days=1)
    assert await it.app.platform.find(TO_ANA, "k1", it.now) is None


async def test_a_message_that_takes_too_long_is_in_doubt(it: Bench) -> None:
    await it.post(a_card(), key="k0")
    it.app.platform._seconds = 0.05
    gate = it.emulator.faults.stall("POST", SEND)
    with pytest.raises(Unknown):
        await it.post(a_card(), key="k1")
    gate.set()


async def test_what_surely_did_not_arrive_is_tried_later(it: Bench) -> None:
    placed = await it.post(a_card())
    await it.emulator.stop()
    with pytest.raises(TryLater):
        await it.post(a_card(), key="k2")
    with pytest.raises(TryLater):
        await it.app.platform.edit(TO_ANA, placed, a_card())


async def test_without_a_connection_everything_is_for_later() -> None:
    platform = DiscordPlatform(lambda: None, context=HERE, phrases=PHRASES)
    with pytest.raises(TryLater):
        await platform.post(TO_ANA, a_card(), key="k1")


async def test_who_somebody_is(it: Bench) -> None:
    it.emulator.add_user("200000000000000003", username="deleted_user_1a2b3c")
    platform = it.app.platform
    assert await platform.whois(TO_ANA) == Profile(name="Ana")
    assert (await platform.whois(Address("discord", "-", "200000000000000003"))).gone
    assert (await platform.whois(Address("discord", "-", "200000000000000099"))).gone


async def test_who_is_in_no_server_with_us_has_left(it: Bench) -> None:
    assert await it.app.platform.present(TO_ANA) is True
    await it.emulator.leave_guild(ANA)
    assert await it.app.platform.present(TO_ANA) is False
    await it.emulator.join_guild(ANA)
    assert await it.app.platform.present(TO_ANA) is True
    assert await it.app.platform.present(Address("discord", "-", "200000000000000099")) is False


@pytest.mark.parametrize("code", [50001, 10004, 40001])
async def test_what_discord_does_not_tell_is_not_known(it: Bench, code: int) -> None:
    it.emulator.faults.refuse("GET", "/guilds/*/members/*", code)
    assert await it.app.platform.present(TO_ANA) is None
    assert await it.app.platform.present(TO_ANA) is True


async def test_while_a_server_is_away_nobody_is_said_to_have_left(
    it: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await it.emulator.leave_guild(ANA)
    client = it.app.platform._client()
    assert client is not None
    monkeypatch.setattr(client.guilds[0], "unavailable", True)
    assert await it.app.platform.present(TO_ANA) is None


async def test_in_more_servers_than_are_asked_nobody_is_said_to_have_left(
    it: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    await it.emulator.leave_guild(ANA)
    monkeypatch.setattr("adapters.discord.platform.SERVERS_ASKED", 0)
    assert await it.app.platform.present(TO_ANA) is None


async def test_without_a_connection_nobody_is_said_to_have_left() -> None:
    platform = DiscordPlatform(lambda: None, context=HERE, phrases=PHRASES)
    assert await platform.present(TO_ANA) is None


async def test_two_people_talk_in_a_private_thread(it: Bench) -> None:
    channel = it.emulator.add_channel("chats")
    link = await it.app.platform.chat(TO_ANA, TO_KEN, a_card(title="Say hello"), key="k1", channel=channel)
    thread = link.rpartition("/")[2]
    assert link == f"https://discord.com/channels/{it.emulator.guild_id}/{thread}"
    for user in (ANA, KEN):
        (seen,) = [one for one in it.emulator.client(user).channels if one["id"] == thread]
        assert (seen["type"], seen["name"]) == (12, "Ana and Ken")
        assert text(it.emulator.client(user).messages(thread)[-1]) == "## Say hello"


async def test_without_a_channel_for_chats_the_profile_opens(it: Bench) -> None:
    assert (
        await it.app.platform.chat(TO_ANA, TO_KEN, a_card(), key="k1") == f"https://discord.com/users/{KEN}"
    )


async def test_a_channel_without_permission_opens_the_profile_too(it: Bench) -> None:
    closed = it.emulator.add_channel("closed", permissions=0)
    link = await it.app.platform.chat(TO_ANA, TO_KEN, a_card(), key="k1", channel=closed)
    assert link == f"https://discord.com/users/{KEN}"


async def test_there_is_no_home_to_publish(it: Bench) -> None:
    before = len(it.emulator.requests)
    await it.app.platform.publish(TO_ANA, a_card())
    assert (it.app.platform.capabilities.has_home, len(it.emulator.requests)) == (False, before)


@pytest.mark.parametrize("key", ["", "k", "0" * 500, "ünïcode"])
def test_a_key_becomes_a_short_nonce_and_a_mark_that_are_always_the_same(key: str) -> None:
    assert (nonce_of(key), mark_of(key)) == (nonce_of(key), mark_of(key))
    assert 1 <= len(nonce_of(key)) <= 25
    assert 0x40000000 <= mark_of(key) < 2**31
