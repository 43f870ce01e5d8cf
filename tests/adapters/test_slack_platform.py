"""Slack as the core's Platform: what arrives, what is found again, and what every failure means."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack.errors import GONE, LOCKED_OUT, UNREACHABLE, UNSURE, delivery_error
from adapters.slack.platform import SlackPlatform
from adapters.slack.web_api import SlackWeb
from core.domain.people import Address
from core.ports.cards import Line, Tone, Who
from core.ports.platform import (
    Declined,
    Gone,
    Platform,
    Posted,
    Profile,
    Reason,
    TryLater,
    Unknown,
    Unreachable,
)
from core.screens.phrases import PHRASES
from tests.adapters.slack_bench import ANA, KEN, Scene, at, scene
from tests.adapters.slack_examples import a_card

PENDING = a_card(badge="Pending", tone=Tone.WAITING, parts=(Line(("Asked.",)),))
GREEN = a_card(badge="Confirmed", tone=Tone.GOOD, parts=(Line(("Agreed.",)),))
HELLO = a_card(title="Chat", summary="Ana and Ken", parts=(Line(("Hello ", Who("Ken", at(KEN)))),))


@pytest.fixture
async def bench() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened


def platform(bench: Scene) -> Platform:
    return bench.app.platform


async def test_a_card_arrives_with_a_sound_and_its_summary(bench: Scene) -> None:
    placed = await platform(bench).post(at(ANA), PENDING, key="b1:1:request:ana")
    (ping,) = bench.ana.pings
    assert (ping["channel"], ping["ts"], ping["text"]) == (placed.channel, placed.message, PENDING.summary)
    assert "Pending" in str(ping["blocks"])


async def test_links_in_a_card_are_not_unfolded_and_the_key_travels_unseen(bench: Scene) -> None:
    await platform(bench).post(at(ANA), PENDING, key="b1:1:request:ana")
    (sent,) = bench.sent("chat.postMessage")
    assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)
    assert sent["metadata"] == {"event_type": "booking_notice", "event_payload": {"k": "b1:1:request:ana"}}


async def test_a_conversation_is_opened_once(bench: Scene) -> None:
    for key in ("1", "2", "3"):
        await platform(bench).post(at(ANA), PENDING, key=key)
    assert len(bench.sent("conversations.open")) == 1
    assert len(bench.ana.pings) == 3


async def test_an_edit_is_silent_and_leaves_nothing_of_the_old_card(bench: Scene) -> None:
    placed = await platform(bench).post(at(ANA), PENDING, key="k")
    await platform(bench).edit(at(ANA), placed, a_card(title="Plain"))
    (message,) = bench.ana.messages()
    assert "attachments" not in message
    assert "Pending" not in str(message)
    assert "edited" not in message
    assert len(bench.ana.pings) == 1
    assert await platform(bench).find(at(ANA), "k", bench.clock.at) == placed


async def test_a_message_is_deleted_and_then_gone(bench: Scene) -> None:
    placed = await platform(bench).post(at(ANA), PENDING, key="k")
    await platform(bench).delete(at(ANA), placed)
    assert bench.ana.messages() == []
    with pytest.raises(Gone):
        await platform(bench).delete(at(ANA), placed)


async def test_a_message_that_may_not_be_deleted_is_not_said_to_be_gone(bench: Scene) -> None:
    placed = await platform(bench).post(at(ANA), PENDING, key="k")
    bench.emulator.faults.refuse("chat.delete", "compliance_exports_prevent_deletion")
    with pytest.raises(Declined):
        await platform(bench).delete(at(ANA), placed)


EDIT_REFUSALS = {*UNREACHABLE, *LOCKED_OUT, *GONE, *UNSURE, "invalid_blocks"} - {"user_disabled"}


@pytest.mark.parametrize("error", sorted(EDIT_REFUSALS))
async def test_a_refused_edit_says_nothing_of_the_person(bench: Scene, error: str) -> None:
    placed = await platform(bench).post(at(ANA), PENDING, key="k")
    bench.emulator.faults.refuse("chat.update", error)
    with pytest.raises((Gone, TryLater, Declined)) as refused:
        await platform(bench).edit(at(ANA), placed, GREEN)
    assert isinstance(refused.value, Gone) == (error in {*UNREACHABLE, *GONE})


async def test_the_card_of_an_account_that_is_gone_is_kept_for_its_return(bench: Scene) -> None:
    placed = await platform(bench).post(at(ANA), PENDING, key="k")
    await bench.emulator.change_user(ANA, deleted=True)
    with pytest.raises(Unreachable):
        await platform(bench).edit(at(ANA), placed, GREEN)
    await bench.emulator.change_user(ANA, deleted=False)
    await platform(bench).edit(at(ANA), placed, GREEN)
    assert "Confirmed" in str(bench.ana.messages()[-1])


async def test_a_message_of_another_workspace_is_gone_for_an_edit(bench: Scene) -> None:
    with pytest.raises(Gone):
        await platform(bench).edit(Address("slack", "T0OTHER", ANA), Posted("D1", "1.1"), GREEN)


@pytest.mark.parametrize("error", ["message_not_found", "edit_window_closed", "cant_update_message"])
async def test_what_can_no_longer_be_edited_is_gone(bench: Scene, error: str) -> None:
    placed = await platform(bench).post(at(ANA), PENDING, key="k")
    bench.emulator.faults.refuse("chat.update", error)
    with pytest.raises(Gone):
        await platform(bench).edit(at(ANA), placed, GREEN)


async def test_a_message_whose_sending_broke_off_is_found_and_was_sent_once(bench: Scene) -> None:
    since = bench.clock.at
    bench.emulator.faults.drop("chat.postMessage")
    with pytest.raises(Unknown):
        await platform(bench).post(at(ANA), PENDING, key="k")
    bench.clock.forward(timedelta(seconds=30))
    found = await platform(bench).find(at(ANA), "k", since)
    assert found is not None
    assert [one["ts"] for one in bench.ana.pings] == [found.message]
    assert len(bench.sent("chat.postMessage")) == 1
    assert await platform(bench).find(at(ANA), "other", since) is None


async def test_a_message_is_found_behind_many_others(bench: Scene) -> None:
    placed = await platform(bench).post(at(ANA), PENDING, key="first")
    for number in range(101):
        await platform(bench).post(at(ANA), PENDING, key=str(number))
    assert await platform(bench).find(at(ANA), "first", bench.clock.at) == placed
    assert len(bench.sent("conversations.history")) == 2


async def test_a_message_from_before_the_first_try_is_not_taken_for_it(bench: Scene) -> None:
    await platform(bench).post(at(ANA), PENDING, key="k")
    assert await platform(bench).find(at(ANA), "k", bench.clock.at + timedelta(hours=1)) is None


async def test_the_home_tab_is_replaced(bench: Scene) -> None:
    await platform(bench).publish(at(ANA), GREEN)
    assert "Confirmed" in str(bench.ana.home)


async def test_an_app_without_a_home_tab_has_nothing_to_replace(bench: Scene) -> None:
    bench.emulator.faults.refuse("views.publish", "not_enabled")
    await platform(bench).publish(at(ANA), GREEN)
    assert bench.ana.home is None


async def test_a_person_is_known_by_name_zone_and_language(bench: Scene) -> None:
    assert await platform(bench).whois(at(ANA)) == Profile(
        name="ana", zone="Europe/Madrid", locale="es-ES", administers=False
    )
    await bench.emulator.change_user(KEN, deleted=True)
    assert (await platform(bench).whois(at(KEN))).gone


async def test_an_account_that_is_deactivated_or_unknown_has_left(bench: Scene) -> None:
    assert await platform(bench).present(at(KEN)) is True
    await bench.emulator.change_user(KEN, deleted=True)
    assert await platform(bench).present(at(KEN)) is False
    assert await platform(bench).present(at("U0STRANGER0")) is False
    assert bench.script.memberships == [(at(KEN), False)]
    await bench.emulator.change_user(KEN, deleted=False)
    assert bench.script.memberships[1:] == [(at(KEN), True)]


@pytest.mark.parametrize(
    "error", ["user_not_visible", "ratelimited", "invalid_auth", "fatal_error", "no_such_code"]
)
async def test_what_slack_does_not_tell_is_not_known(bench: Scene, error: str) -> None:
    bench.emulator.faults.refuse("users.info", error)
    assert await platform(bench).present(at(KEN)) is None


async def test_nobody_elsewhere_is_said_to_have_left(bench: Scene) -> None:
    assert await platform(bench).present(Address("slack", "T0OTHER", ANA)) is None


async def test_two_people_get_one_room_with_one_greeting(bench: Scene) -> None:
    first = await platform(bench).chat(at(ANA), at(KEN), HELLO, key="b1:chat")
    again = await platform(bench).chat(at(ANA), at(KEN), HELLO, key="b2:chat")
    (room,) = (one for one in bench.ken.channels if one.get("is_mpim"))
    (greeting,) = bench.ken.messages(room["id"])
    assert first == f"https://playground.slack.com/archives/{room['id']}/p{greeting['ts'].replace('.', '')}"
    assert again == f"https://slack.com/app_redirect?team=T0PLAYGRND&channel={room['id']}"
    assert "'type': 'user'" not in str(greeting["blocks"])


async def test_a_room_whose_greeting_fails_is_still_a_room(bench: Scene) -> None:
    bench.emulator.faults.refuse("chat.postMessage", "restricted_action")
    link = await platform(bench).chat(at(ANA), at(KEN), HELLO, key="k")
    assert link.startswith("https://slack.com/app_redirect?")


@pytest.mark.parametrize("address", [Address("slack", "T0OTHER", ANA), Address("discord", "-", "42")])
async def test_people_of_elsewhere_cannot_be_reached(bench: Scene, address: Address) -> None:
    with pytest.raises(Unreachable):
        await platform(bench).post(address, PENDING, key="k")
    with pytest.raises(Unreachable):
        await platform(bench).chat(at(ANA), address, HELLO, key="k")
    assert bench.sent("chat.postMessage") == []


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("user_disabled", Reason.ACCOUNT_GONE),
        ("cannot_dm_bot", Reason.CLOSED_DMS),
        ("messages_tab_disabled", Reason.MESSAGES_OFF),
    ],
)
async def test_a_person_who_cannot_be_written_to_has_a_reason(
    bench: Scene, state: str, reason: Reason
) -> None:
    bench.emulator.faults.user(ANA, state)
    with pytest.raises(Unreachable) as closed:
        await platform(bench).post(at(ANA), PENDING, key="k")
    assert closed.value.reason is reason


async def test_what_no_waiting_cures_is_permanent(bench: Scene) -> None:
    bench.emulator.faults.refuse("chat.postMessage", "user_not_found")
    with pytest.raises(Unreachable):
        await platform(bench).post(at(ANA), PENDING, key="k")


@pytest.mark.parametrize("error", ["token_revoked", "invalid_auth", "account_inactive", "missing_scope"])
async def test_while_the_app_is_shut_out_everything_waits(bench: Scene, error: str) -> None:
    bench.emulator.faults.refuse("chat.postMessage", error)
    with pytest.raises(TryLater) as later:
        await platform(bench).post(at(ANA), PENDING, key="k")
    assert later.value.everywhere


async def test_a_limit_says_how_long_to_wait(bench: Scene) -> None:
    bench.emulator.faults.rate_limit("chat.postMessage", seconds=17)
    with pytest.raises(TryLater) as later:
        await platform(bench).post(at(ANA), PENDING, key="k")
    assert later.value.seconds == 17
    assert bench.ana.pings == []


async def test_a_servers_own_error_leaves_a_send_unknown_and_repeats_an_edit_later(bench: Scene) -> None:
    placed = await platform(bench).post(at(ANA), PENDING, key="k")
    bench.emulator.faults.fail("chat.postMessage", status=502)
    bench.emulator.faults.fail("chat.update", status=502)
    bench.emulator.faults.drop("views.publish")
    with pytest.raises(Unknown):
        await platform(bench).post(at(ANA), PENDING, key="k")
    with pytest.raises(TryLater):
        await platform(bench).edit(at(ANA), placed, GREEN)
    with pytest.raises(TryLater):
        await platform(bench).publish(at(ANA), GREEN)


@pytest.mark.parametrize("error", ["fatal_error", "internal_error"])
async def test_an_error_after_which_some_of_it_may_have_happened_is_unknown(bench: Scene, error: str) -> None:
    bench.emulator.faults.refuse("chat.postMessage", error)
    with pytest.raises(Unknown):
        await platform(bench).post(at(ANA), PENDING, key="k")


@pytest.mark.parametrize(
    ("status", "kind"), [(500, Unknown), (503, Unknown), (200, Declined), (400, Declined)]
)
def test_a_server_that_fails_may_have_done_it_whatever_it_says(status: int, kind: type[Exception]) -> None:
    said = SimpleNamespace(status_code=status, data={"error": "no_such_code"}, headers={})
    error = SlackApiError("refused", said)  # type: ignore[no-untyped-call]
    assert type(delivery_error(error)) is kind


async def test_a_mistake_of_ours_is_neither_permanent_nor_repeated_blindly(bench: Scene) -> None:
    bench.emulator.faults.refuse("chat.postMessage", "invalid_blocks")
    with pytest.raises(Declined, match="invalid_blocks"):
        await platform(bench).post(at(ANA), PENDING, key="k")


async def test_a_conversation_that_vanished_is_opened_anew(bench: Scene) -> None:
    await platform(bench).post(at(ANA), PENDING, key="1")
    bench.emulator.faults.refuse("chat.postMessage", "channel_not_found")
    with pytest.raises(TryLater):
        await platform(bench).post(at(ANA), PENDING, key="2")
    await platform(bench).post(at(ANA), PENDING, key="2")
    assert len(bench.sent("conversations.open")) == 2


async def test_a_slack_that_is_not_there_has_received_nothing() -> None:
    web = SlackWeb(bot_token="xoxb-1", api_url="http://127.0.0.1:9/api/")
    with pytest.raises(TryLater):
        await SlackPlatform(web, prefix="", phrases=PHRASES).post(at(ANA), PENDING, key="k")
    await web.close()


async def test_a_slack_that_never_answers_is_not_waited_for(bench: Scene) -> None:
    web = SlackWeb(bot_token=bench.emulator.bot_token, api_url=bench.emulator.api_url, seconds=0.05)
    slow = SlackPlatform(web, prefix="", phrases=PHRASES)
    placed = await slow.post(at(ANA), PENDING, key="k")
    gates = [bench.emulator.faults.stall("chat.postMessage"), bench.emulator.faults.stall("chat.update")]
    with pytest.raises(Unknown):
        await slow.post(at(ANA), PENDING, key="k")
    with pytest.raises(TryLater):
        await slow.edit(at(ANA), placed, GREEN)
    for gate in gates:
        gate.set()
    await web.close()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (aiohttp.ServerDisconnectedError(), Unknown),
        (aiohttp.ClientPayloadError(), Unknown),
        (TimeoutError(), Unknown),
        (ConnectionResetError(), Unknown),
        (aiohttp.ConnectionTimeoutError(), TryLater),
        (ConnectionRefusedError(), TryLater),
    ],
)
def test_only_what_certainly_did_not_arrive_may_be_sent_again(
    error: Exception, kind: type[Exception]
) -> None:
    assert isinstance(delivery_error(error), kind)


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://hooks.slack.com/actions/T1/1/x", True),
        ("https://hooks.slack-gov.com/actions/T1/1/x", True),
        ("http://hooks.slack.com/actions/T1/1/x", False),
        ("https://hooks.slack.com.evil.example/x", False),
        ("https://evilslack.com/x", False),
        ("http://127.0.0.1:7000/other", True),
        ("http://127.0.0.1:7001/other", False),
        ("https://[broken", False),
        ("", False),
    ],
)
def test_answers_go_to_slack_and_nowhere_else(url: str, trusted: bool) -> None:
    web = SlackWeb(bot_token="xoxb-1", api_url="http://127.0.0.1:7000/api/")
    assert web.trusts(url) is trusted


async def test_an_edit_needs_a_place_of_this_workspace(bench: Scene) -> None:
    with pytest.raises(Gone):
        await platform(bench).edit(at(ANA), Posted("D0NOWHERE", "1.2"), GREEN)
