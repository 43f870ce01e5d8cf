"""The Discord connection: every act of a person reaches the core once and is answered, whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from discord.http import Route

from core.domain.people import Address
from core.ports.call import Call, Trigger
from core.ports.cards import Button, Look, Option, Tone
from core.ports.forms import SearchField, TextField
from core.ports.platform import Gone, Profile
from core.ports.replies import Acknowledge, Ask, FormTooLate, Refuse, Reply, Show, Swap
from core.screens.commands import command_table
from tests.adapters.discord_bench import (
    ANA,
    EPHEMERAL,
    KEN,
    LAYOUT,
    Bench,
    bench,
    button,
    done,
    request_card,
    text,
)
from tests.adapters.discord_examples import a_card, a_form

SHOWN, DEFERRED, DEFERRED_IN_PLACE, IN_PLACE, MODAL = 4, 5, 6, 7, 9
TOPIC = TextField(key="topic", label="Topic", longest=120)
MENTOR = SearchField(key="mentor", label="Mentor", source="search-mentors", options=(Option("Ken", "k1"),))


@pytest.fixture
async def it() -> AsyncIterator[Bench]:
    async with bench() as made:
        yield made


async def test_a_command_is_answered_privately_in_one_layout(it: Bench) -> None:
    it.script.answers["my-sessions"] = done("My sessions")
    outcome = await it.emulator.client(ANA).command("my-sessions", {"show": "past"})
    assert (outcome.ok, outcome.kind, text(outcome.message)) == (True, SHOWN, "## My sessions")
    assert outcome.message is not None
    assert outcome.message["flags"] & (EPHEMERAL | LAYOUT) == EPHEMERAL | LAYOUT
    (call,) = it.script.calls
    assert (call.trigger, call.values, call.actor) == (
        Trigger.COMMAND,
        {"show": "past"},
        Address("discord", "-", ANA),
    )
    assert call.profile == Profile(name="Ana", locale="de", administers=False)
    assert call.origin is None


async def test_every_press_has_a_key_of_its_own(it: Bench) -> None:
    it.script.answers["find-mentor"] = done("Mentors")
    for _ in range(2):
        await it.emulator.client(ANA).command("find-mentor")
    first, second = it.script.calls
    assert first.key != second.key


async def test_a_search_offers_choices(it: Bench) -> None:
    it.script.found["search-mentors"] = tuple(Option(f"M{n}", str(n), "x" * 75) for n in range(25))
    choices = await it.emulator.client(ANA).autocomplete("book-session", "mentor", "py", {"topic": "SQL"})
    assert (len(choices), choices[0]["value"]) == (25, "0")
    assert it.script.calls[0].values == {"words": "py", "topic": "SQL"}


async def test_a_search_without_results_offers_nothing(it: Bench) -> None:
    it.script.found["search-session-types"] = ()
    assert await it.emulator.client(ANA).autocomplete("book-session", "session-type", "py") == []


async def test_the_menus_of_people_and_messages(it: Bench) -> None:
    it.script.answers |= {"book-session": Ask(a_form(MENTOR)), "ask-about": Ask(a_form(TOPIC))}
    message = await it.emulator.client(KEN).say(it.emulator.general, "How do I index?")
    assert (await it.emulator.client(ANA).user_command("Book a session", KEN)).kind == MODAL
    assert (
        await it.emulator.client(ANA).message_command(
            "Ask a mentor about this", it.emulator.general, message["id"]
        )
    ).ok
    person, about = it.script.calls
    assert person.mentioned == Address("discord", "-", KEN)
    place = f"{message['channel_id']}/{message['id']}"
    assert about.values == {
        "text": "How do I index?",
        "author": "Ken",
        "link": f"https://discord.com/channels/{it.emulator.guild_id}/{place}",
    }


async def test_a_button_replaces_its_card_in_place_and_the_note_is_private(it: Bench) -> None:
    placed = await it.post(request_card())
    it.script.answers["accept"] = Swap(a_card(badge="Confirmed", tone=Tone.GOOD), a_card(title="Well done"))
    outcome = await it.press("Accept", placed)
    assert (outcome.kind, it.script.errors) == (IN_PLACE, [])
    assert text(it.shown(ANA, placed)) == "## Session request · Confirmed"
    assert it.script.calls[0].origin == placed
    note = it.emulator.client(ANA).messages(placed.channel)[-1]
    assert (text(note), note["flags"] & EPHEMERAL) == ("## Well done", EPHEMERAL)


async def test_a_button_of_a_private_answer_has_no_place_that_lasts(it: Bench) -> None:
    it.script.answers |= {"find-mentor": done("Mentors"), "accept": Swap(a_card(badge="Confirmed"))}
    it.script.answers["find-mentor"] = Swap(request_card())
    outcome = await it.emulator.client(ANA).command("find-mentor", dm=True)
    assert outcome.message is not None
    pressed = button(outcome.message, "Accept")["custom_id"]
    client, channel = it.emulator.client(ANA), outcome.message["channel_id"]
    assert (await client.press(channel, outcome.message["id"], pressed)).kind == IN_PLACE
    assert it.script.calls[-1].origin is None
    assert text(client.messages(channel)[-1]).endswith("Confirmed")


async def test_a_form_is_asked_and_its_submit_replaces_the_card_it_was_opened_from(it: Bench) -> None:
    placed = await it.post(request_card())
    it.script.answers |= {
        "ask-decline": Ask(a_form(TOPIC, route="decline", args=("ab",))),
        "decline": Swap(a_card(badge="Declined")),
    }
    await it.press("Decline…", placed)
    outcome = await it.emulator.client(ANA).submit({"topic~Topic": "Sorry"})
    call = it.script.calls[-1]
    assert (call.trigger, call.route, call.args, call.values) == (
        Trigger.FORM,
        "decline",
        ("ab",),
        {"topic": "Sorry"},
    )
    assert (outcome.kind, call.origin) == (IN_PLACE, placed)
    assert text(it.shown(ANA, placed)).endswith("Declined")


async def test_a_form_of_a_command_is_answered_privately(it: Bench) -> None:
    it.script.answers |= {
        "book-session": Ask(a_form(MENTOR, TOPIC, route="request")),
        "request": Swap(a_card()),
    }
    await it.emulator.client(ANA).command("book-session")
    outcome = await it.emulator.client(ANA).submit({"mentor~Mentor": ["k1"], "topic~Topic": "SQL"})
    assert (outcome.kind, it.script.calls[-1].values) == (SHOWN, {"mentor": "k1", "topic": "SQL"})


async def test_a_refused_form_names_its_fields_and_leads_back(it: Bench) -> None:
    it.script.answers["mentor-panel"] = Ask(a_form(TOPIC, route="profile"))
    it.script.answers["profile"] = Refuse(
        why=(),
        fields={"topic": ("Too short.",)},
        edit=Button("Edit…", "edit-draft", ("ab",), Look.PRIMARY),
    )
    it.script.answers["edit-draft"] = Ask(a_form(TOPIC, route="profile"))
    await it.emulator.client(ANA).command("mentor-panel", dm=True)
    outcome = await it.emulator.client(ANA).submit({"topic~Topic": "x"})
    assert outcome.message is not None
    assert "**Topic:**  Too short." in text(outcome.message)
    assert text(outcome.message).count("Too short.") == 1
    channel, edit = outcome.message["channel_id"], button(outcome.message, "Edit…")["custom_id"]
    assert (await it.emulator.client(ANA).press(channel, outcome.message["id"], edit)).kind == MODAL


async def test_a_refusal_shows_the_truth_in_place_and_the_reason_beside_it(it: Bench) -> None:
    placed = await it.post(request_card())
    it.script.answers["accept"] = Refuse(why=("It is too late.",), card=a_card(badge="Expired"))
    assert (await it.press("Accept", placed)).kind == IN_PLACE
    assert text(it.shown(ANA, placed)).endswith("Expired")
    why = it.emulator.client(ANA).messages(placed.channel)[-1]
    assert "It is too late." in text(why)
    assert why["flags"] & EPHEMERAL


async def test_what_is_asked_first_does_nothing_before_the_yes(it: Bench) -> None:
    await it.restart(questions={"withdraw": "Withdraw it? The mentor will be told."})
    placed = await it.post(request_card())
    it.script.answers["withdraw"] = Swap(a_card(badge="Withdrawn"))
    question = (await it.press("Withdraw", placed)).message
    assert question is not None
    assert text(question).startswith("## Withdraw?\nWithdraw it? The mentor will be told.")
    assert it.script.calls == []
    await it.restart()
    pressed = await it.emulator.client(ANA).press(
        placed.channel, question["id"], button(question, "Yes")["custom_id"]
    )
    assert (pressed.kind, it.script.calls[0].route, it.script.calls[0].args) == (
        IN_PLACE,
        "withdraw",
        ("ab", "1"),
    )


async def test_a_question_without_words_names_the_button(it: Bench) -> None:
    placed = await it.post(request_card())
    assert text((await it.press("Withdraw", placed)).message).startswith(
        "## Withdraw?\nNothing has happened yet."
    )


async def test_old_cards_and_open_forms_survive_a_restart(it: Bench) -> None:
    placed = await it.post(request_card())
    it.script.answers |= {
        "ask-decline": Ask(a_form(TOPIC, route="decline", args=("ab",))),
        "decline": Swap(request_card()),
        "accept": Swap(a_card(badge="Confirmed")),
    }
    await it.press("Decline…", placed)
    await it.restart()
    assert (await it.emulator.client(ANA).submit({"topic~Topic": "typed before"})).kind == IN_PLACE
    assert it.script.calls[-1].values == {"topic": "typed before"}
    await it.restart()
    assert (await it.press("Accept", placed)).kind == IN_PLACE
    assert it.script.errors == []


async def test_two_people_can_hold_the_same_form(it: Bench) -> None:
    it.script.answers |= {"mentor-panel": Ask(a_form(TOPIC, route="profile")), "profile": done("Saved")}
    for user in (ANA, KEN):
        await it.emulator.client(user).command("mentor-panel")
    outcomes = [await it.emulator.client(user).submit({"topic~Topic": user}) for user in (ANA, KEN)]
    assert [outcome.ok for outcome in outcomes] == [True, True]
    assert [call.values["topic"] for call in it.script.calls[-2:]] == [ANA, KEN]


async def test_nothing_of_cards_and_forms_stays_in_memory(it: Bench) -> None:
    placed = await it.post(request_card())
    it.script.answers |= {"ask-decline": Ask(a_form(TOPIC)), "accept": Swap(request_card(), request_card())}
    await it.press("Decline…", placed)
    await it.emulator.client(ANA).dismiss()
    await it.press("Accept", placed)
    client = it.app._client
    assert client is not None
    store = client._connection._view_store
    assert (store._views, store._modals, store._synced_message_views) == ({}, {}, {})
    assert len(store._dynamic_items) == 1


async def test_a_button_that_nobody_offers_any_more_is_explained(it: Bench) -> None:
    client = it.app._client
    assert client is not None
    row = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Old", "custom_id": "v0-accept"}]}
    channel = (await it.post(a_card())).channel
    await client.http.request(
        Route("POST", "/channels/{channel_id}/messages", channel_id=channel),
        json={"flags": LAYOUT, "components": [{"type": 10, "content": "old"}, row]},
    )
    message = it.emulator.client(ANA).messages(channel)[-1]
    outcome = await it.emulator.client(ANA).press(channel, message["id"], "v0-accept")
    assert "out of date" in text(outcome.message)
    assert it.script.calls == []


def slow(it: Bench, reply: Reply) -> Callable[[Call], Awaitable[Reply]]:
    """An answer that comes only after Discord has been asked for patience."""

    async def answer(_call: Call) -> Reply:
        await it.until(
            lambda: it.sent("POST", "/interactions/")[-1:] and it.sent("POST", "/interactions/")[-1].status
        )
        return reply

    return answer


@pytest.mark.parametrize("reply", [done("Late"), Ask(a_form(TOPIC))])
async def test_a_slow_command_is_acknowledged_first_and_answered_later(it: Bench, reply: Reply) -> None:
    await it.restart(acknowledge_within=0.02)
    it.script.answers["find-mentor"] = slow(it, reply)
    outcome = await it.emulator.client(ANA).command("find-mentor", dm=True)
    assert outcome.kind == DEFERRED
    await it.app.idle()
    if isinstance(reply, Show):
        (message,) = it.emulator.client(ANA).messages(it.emulator.client(ANA).open_dm())
        assert text(message).startswith("## Late")
        assert message["flags"] & EPHEMERAL
    assert [type(error) for error in it.script.errors] == [FormTooLate] * isinstance(reply, Ask)


async def test_a_slow_button_is_acknowledged_and_its_card_replaced_later(it: Bench) -> None:
    await it.restart(acknowledge_within=0.02)
    placed = await it.post(request_card())
    it.script.answers["accept"] = slow(it, Swap(a_card(badge="Confirmed"), a_card(title="Well done")))
    assert (await it.press("Accept", placed)).kind == DEFERRED_IN_PLACE
    await it.app.idle()
    assert text(it.shown(ANA, placed)).endswith("Confirmed")
    assert text(it.emulator.client(ANA).messages(placed.channel)[-1]) == "## Well done"


async def test_a_form_that_comes_too_late_can_be_asked_for_again(it: Bench) -> None:
    await it.restart(acknowledge_within=0.02)
    placed = await it.post(request_card())
    it.script.answers["ask-decline"] = slow(it, Ask(a_form(TOPIC)))
    await it.press("Decline…", placed)
    await it.app.idle()
    late = it.emulator.client(ANA).messages(placed.channel)[-1]
    it.script.answers["ask-decline"] = Ask(a_form(TOPIC))
    again = await it.emulator.client(ANA).press(
        placed.channel, late["id"], button(late, "Try again")["custom_id"]
    )
    assert again.kind == MODAL
    assert it.script.calls[-1].args == ("ab",)


async def test_an_answer_that_came_too_late_is_no_error_but_the_card_is_known_to_be_old(it: Bench) -> None:
    placed = await it.post(request_card())
    it.script.answers |= {"accept": Swap(a_card()), "find-mentor": done("Mentors")}
    it.emulator.faults.refuse("POST", "/interactions/*/*/callback", 10062, times=2)
    presses = [
        asyncio.create_task(act)
        for act in (it.press("Accept", placed), it.emulator.client(ANA).command("find-mentor"))
    ]
    await it.until(lambda: len(it.sent("POST", "/interactions/")) == len(it.script.calls) == 2)
    await it.app.idle()
    assert [type(error) for error in it.script.errors] == [Gone]
    for press in presses:
        press.cancel()


async def test_a_card_that_was_deleted_meanwhile_is_said_to_be_old(it: Bench) -> None:
    placed = await it.post(request_card())
    it.script.answers["accept"] = Swap(a_card())
    it.emulator.faults.refuse("POST", "/interactions/*/*/callback", 10008)
    await it.press("Accept", placed)
    await it.app.idle()
    assert [type(error) for error in it.script.errors] == [Gone]
    assert "could not be brought up to date" in text(it.emulator.client(ANA).messages(placed.channel)[-1])


async def test_what_comes_as_a_message_is_answered_with_nothing(it: Bench) -> None:
    placed = await it.post(request_card())
    it.script.answers["accept"] = Acknowledge()
    assert (await it.press("Accept", placed)).ok
    await it.app.idle()
    assert len(it.emulator.client(ANA).messages(placed.channel)) == 1


async def test_a_press_during_a_cut_is_answered_after_the_connection_resumes(it: Bench) -> None:
    it.script.answers["find-mentor"] = done("Mentors")
    it.emulator.faults.drop_gateway()
    await it.until(lambda: not it.app.ready)
    assert (await it.emulator.client(ANA).command("find-mentor")).ok
    await it.emulator.wait_connected()
    assert it.app.ready
    assert len(it.script.calls) == 1


async def test_stopping_finishes_the_press_in_flight(it: Bench) -> None:
    going = asyncio.Event()

    async def answer(_call: Call) -> Reply:
        going.set()
        await it.until(lambda: not it.app.ready or it.app._stopping)
        return done("Finished")

    it.script.answers["find-mentor"] = answer
    press = asyncio.create_task(it.emulator.client(ANA).command("find-mentor"))
    await going.wait()
    await it.app.stop()
    assert text((await press).message) == "## Finished"
    assert not it.app.ready


async def test_commands_are_told_once_and_again_only_when_they_change(it: Bench) -> None:
    def told() -> int:
        return len(it.sent("PUT", f"/applications/{it.emulator.application_id}/commands"))

    assert (told(), len(it.told)) == (1, 1)
    await it.restart()
    assert told() == 1
    await it.restart(commands=command_table("acme-"))
    assert told() == 2
    it.script.answers["find-mentor"] = done("Mentors")
    assert (await it.emulator.client(ANA).command("acme-find-mentor")).ok
    assert it.script.calls[0].route == "find-mentor"


async def test_commands_that_are_refused_do_not_stop_the_bot_and_are_told_at_the_next_start(
    it: Bench,
) -> None:
    it.emulator.faults.refuse("PUT", f"/applications/{it.emulator.application_id}/commands", 30034)
    await it.restart(commands=command_table("acme-"))
    assert (it.app.ready, len(it.told)) == (True, 1)
    await it.restart()
    assert len(it.told) == 2


async def test_no_message_may_ping_anybody(it: Bench) -> None:
    placed = await it.post(request_card())
    it.script.answers |= {"accept": Swap(request_card(), request_card()), "find-mentor": done("Mentors")}
    await it.press("Accept", placed)
    await it.app.platform.edit(Address("discord", "-", ANA), placed, request_card())
    await it.emulator.client(ANA).command("find-mentor")
    bodies = [one.body.get("data", one.body) for one in it.emulator.requests if isinstance(one.body, dict)]
    cards = [body for body in bodies if isinstance(body, dict) and body.get("components")]
    assert len(cards) == 5
    assert all(card["allowed_mentions"]["parse"] == [] for card in cards)
