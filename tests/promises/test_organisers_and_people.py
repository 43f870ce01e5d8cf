"""What organisers do about people: approve, pause and block; the first answer wins, and every act is in the history."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.program_file import difference
from core.domain.accounts import Stands
from core.domain.booking import Status
from core.domain.errors import BookingError, NotAvailable
from core.domain.notices import Kind
from core.domain.people import PersonId
from core.domain.policy import Policy
from core.domain.program_file import ProgramFile
from core.domain.requests import RequestText, Wish
from core.domain.standing import Step
from core.handlers.routes import ROUTES
from core.handlers.ways_in import WAYS_IN
from core.ports.call import Trigger
from core.ports.cards import Menu
from core.ports.platform import Profile
from core.ports.replies import Ask, Refuse, Reply
from core.screens.admin_forms import shown_values
from core.services.program_files import ProgramFiles
from tests.promises.deeds import asks, labels, pings_of, text
from tests.promises.organised import (
    BLOCKED,
    DAY,
    HOUR,
    agreed,
    args_of,
    card_of,
    is_blocked,
    is_removed,
    now,
    organised,
    press,
    send,
    told,
    why,
)
from tests.promises.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.long)])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    async with organised(request.param) as opened:
        yield opened


@pytest.mark.parametrize("call_off", [True, pytest.param(False, marks=pytest.mark.long)])
async def test_what_becomes_of_the_sessions_of_who_is_blocked(world: World, call_off: bool) -> None:
    """By the organiser's choice: both sides hear once, or it goes on; a place in line is gone in any case."""
    mine = await agreed(world, "sam", "ana", "Agreed", 30)
    asked = await asks(world, "sam", "ken", "Asked", world.now + 40 * HOUR)
    await send(world, "sam", "wait", world.people["ana"].id.hex, topic="Later")
    route = "admin-block-all" if call_off else "admin-block-keep"
    await press(world, "eve", route, world.people["sam"].id.hex)
    expected = {Status.CANCELLED} if call_off else {Status.ACCEPTED, Status.PENDING}
    assert {one.status for one in await world.all_bookings()} == expected
    for name, booking in (("ana", mine), ("sam", mine), ("ken", asked)):
        rang = await told(world, name, booking)
        assert rang.count(Kind.CALLED_OFF) == int(call_off), name
    assert await world.core.services.waiting_lists.places(world.people["sam"]) == ()
    assert sum(BLOCKED in text(one) for one in pings_of(world, "sam")) == 1


async def test_who_is_blocked_gets_one_sentence_on_every_way_in(world: World) -> None:
    """At each route that begins a session or mentoring, whatever it is pressed with; and their sessions go on."""
    booking = await agreed(world, "ken", "ana", "Kept", 30)
    await is_blocked(world, "ken")
    tried = [(trigger, route) for trigger, route in ROUTES if route in WAYS_IN]
    assert {route for _, route in tried} == WAYS_IN, "every way in is a route"
    for trigger, route in tried:
        reply = await world.does("ken", trigger, route, world.people["ana"].id.hex, topic="Talk")
        assert BLOCKED in why(reply), (trigger, route)
    assert not isinstance(await world.does("ken", Trigger.COMMAND, "my-sessions"), Refuse)
    assert isinstance(await press(world, "ken", "cancel", booking.id.hex, "2"), Ask)
    assert (await now(world, booking)).status is Status.ACCEPTED
    people = world.people_service
    await press(world, "eve", "admin-unblock", world.people["ken"].id.hex)
    assert (await people.own_profile(world.people["ken"])).offered
    assert isinstance(await world.does("ken", Trigger.COMMAND, "mentor-panel"), object)


@pytest.mark.long
async def test_nothing_gets_past_a_block_that_comes_while_a_form_is_open(world: World) -> None:
    """The gate is passed before the block, the transaction is not."""
    sam, ana = world.people["sam"], world.people["ana"].id
    await is_blocked(world, "sam")
    services = world.core.services
    with pytest.raises(BookingError, match="blocked"):
        await services.bookings.ask(sam, ana, Wish(text=RequestText("Late")), key="late")
    with pytest.raises(BookingError, match="blocked"):
        await services.waiting_lists.join(sam, ana, RequestText("Late"))


# --- approval, pauses and the history -------------------------------------------------------------------------


async def test_the_first_answer_wins_and_every_card_says_whose_it_was(world: World) -> None:
    services = world.core.services
    await services.program.add_organiser(world.people["ken"], by=None)
    await services.program.decide({"mentors": "approval"}, by=None)
    panel = card_of(await send(world, "mia", "profile", headline="Helps", zone="Europe/Berlin"))
    assert panel.badge == "Waiting for approval"
    mia = world.people["mia"].id
    cards = {name: pings_of(world, name, "A new mentor")[0] for name in ("eve", "ken")}
    assert all("Approve" in labels(card) for card in cards.values())
    assert card_of(await press(world, "ken", "admin-approve", mia.hex)).badge == "Approved"
    for name in ("eve", "ken"):
        (card,) = pings_of(world, name, "A new mentor")
        assert card.badge == "Approved" and "Ken approved" in text(card) and "Approve" not in labels(card)
    late = await send(world, "eve", "admin-decline", mia.hex, word="No")
    assert "already answered" in why(late)
    assert sum("You are approved" in text(one) for one in pings_of(world, "mia")) == 1
    again = card_of(await send(world, "mia", "profile", headline="Helps more", zone="Europe/Berlin"))
    assert again.badge == "Taking requests", "a new headline needs no new yes"


@pytest.mark.long
async def test_a_declined_mentor_reads_the_word_and_may_ask_again(world: World) -> None:
    services = world.core.services
    await services.program.decide({"mentors": "approval"}, by=None)
    await send(world, "mia", "profile", headline="Helps", zone="Europe/Berlin")
    await send(world, "eve", "admin-decline", world.people["mia"].id.hex, word="Please say what you know.")
    assert any("Please say what you know." in text(one) for one in pings_of(world, "mia"))
    await press(world, "mia", "ask-approval")
    assert len(pings_of(world, "eve", "A new mentor")) == 2
    await press(world, "mia", "ask-approval")
    assert len(pings_of(world, "eve", "A new mentor")) == 2, "a second press asks nobody again"


async def test_a_pause_of_an_organiser_is_ended_by_its_time_or_by_an_organiser_alone(world: World) -> None:
    ana = world.people["ana"].id
    until = world.now + DAY
    for _ in range(2):  # as a platform that delivers it twice
        await send(world, "eve", "admin-pause", ana.hex, until=until.isoformat(), word="Rest")
        world.now += timedelta(seconds=1)
    assert sum("paused" in text(one) for one in pings_of(world, "ana")) == 1
    for route in ("resume", "pause-now"):
        assert "only an organiser" in why(await press(world, "ana", route))
    refused = await send(world, "sam", "book-session", mentor=ana.hex, topic="Talk")
    assert "takes no new requests" in why(refused)
    await world.pass_time(DAY + HOUR)
    assert (await world.people_service.own_profile(world.people["ana"])).takes_requests(world.now)
    assert not isinstance(await press(world, "ana", "pause-now"), Refuse)


async def test_every_act_of_an_organiser_is_in_the_history(world: World) -> None:
    ana = world.people["ana"].id
    await agreed(world, "sam", "ana", "Agreed", 30)
    await send(world, "eve", "admin-pause", ana.hex)
    for route in ("admin-resume", "admin-block-all", "admin-unblock"):
        await press(world, "eve", route, ana.hex)
    await is_removed(world, "ana")
    await press(world, "eve", "admin-restore", ana.hex)
    acts = await world.store.read(lambda tx: tx.admin_acts(20))
    said = [one.act for one in reversed(acts) if one.about == ana]
    assert said == ["pause", "resume", "block", "unblock", "remove", "restore"]
    assert {one.who for one in acts if one.about == ana} == {world.people["eve"].id}
    assert all(one.step is not Step.ASK for one in [await world.core.services.standing.of(ana)])


async def test_nobody_else_does_what_organisers_do(world: World) -> None:
    """Whoever is no organiser is refused at every route, and nobody blocks themselves."""
    ana = world.people["ana"].id
    for trigger, route in [one for one in ROUTES if one[1].startswith("admin")]:
        reply = await world.does("sam", trigger, route, ana.hex)
        assert "Only an organiser" in why(reply), route
    assert "yourself" in why(await press(world, "eve", "admin-block-keep", world.people["eve"].id.hex))
    assert isinstance(await press(world, "eve", "admin-person", PersonId(world.new_id()).hex), Refuse)


async def test_nobody_leaves_a_block_by_linking_or_unlinking_accounts(world: World) -> None:
    accounts, (sam, mia) = world.core.services.accounts, (world.people["sam"], world.people["mia"])
    code, _ = await accounts.issue(mia, mia.address, sam.address.platform)
    await is_blocked(world, "sam")
    with pytest.raises(NotAvailable, match="blocked"):
        await accounts.type_in(sam, sam.address, code)
    with pytest.raises(NotAvailable, match="blocked"):
        await accounts.issue(sam, sam.address, mia.address.platform)
    await press(world, "eve", "admin-unblock", sam.id.hex)
    asked = await accounts.type_in(sam, sam.address, code)
    await is_blocked(world, "sam")
    with pytest.raises(NotAvailable, match="link_gone"):
        await accounts.confirm(mia, mia.address, asked.id)
    await press(world, "eve", "admin-unblock", sam.id.hex)
    await accounts.confirm(mia, mia.address, asked.id)
    await is_blocked(world, "mia")
    with pytest.raises(NotAvailable, match="blocked"):
        await accounts.unlink(mia, mia.address)


async def test_what_is_done_to_a_joined_account_is_done_to_the_person(world: World) -> None:
    """They are found by either name, and a card that was open before the link leads to them as well."""
    accounts, (sam, mia) = world.core.services.accounts, (world.people["sam"], world.people["mia"])
    code, _ = await accounts.issue(sam, sam.address, mia.address.platform)
    await accounts.confirm(sam, sam.address, (await accounts.type_in(mia, mia.address, code)).id)
    for name in ("sam", "mia"):
        found = card_of(await send(world, "eve", "admin-people", name=name))
        (menu,) = (one for one in found.parts if isinstance(one, Menu))
        assert [(one.label, one.value) for one in menu.options] == [(name.title(), sam.id.hex)]
    await press(world, "eve", "admin-block-keep", mia.id.hex)
    for name in ("sam", "mia"):
        assert BLOCKED in why(await world.does(name, Trigger.COMMAND, "book-session"))
    found = card_of(await press(world, "eve", "admin-person", mia.id.hex))
    assert found.title == "Sam" and "Unblock" in labels(found)
    await press(world, "eve", "admin-organiser-add", mia.id.hex)
    assert {one.id for one in await world.core.services.program.organisers()} == {
        sam.id,
        world.people["eve"].id,
    }


async def test_a_card_about_who_was_erased_does_nothing(world: World) -> None:
    ken = world.people["ken"].id
    await world.core.services.privacy.erase(ken)
    before = await world.store.read(lambda tx: tx.admin_acts(20))
    routes = [
        *((press, route) for route in ("admin-person", "admin-block", "admin-block-keep", "admin-block-all")),
        *((press, f"admin-{route}") for route in ("pause", "remove", "sessions", "organiser-add")),
        *((press, f"admin-{what}") for what in (Step.RESUME, Step.RESTORE, Step.UNBLOCK)),
        (send, "admin-pause"),
    ]
    for how, route in routes:
        assert "can't find that person" in why(await how(world, "eve", route, ken.hex)), route
    assert await world.store.read(lambda tx: tx.admin_acts(20)) == before


OPPOSITES = {
    "admin-block-keep": "admin-unblock",
    "admin-block-all": "admin-unblock",
    "admin-unblock": "admin-block-keep",
    "admin-resume": "admin-pause",
    "admin-pause": "admin-resume",
    "admin-restore": "admin-remove",
    "admin-remove": "admin-restore",
    "admin-organiser-add": "admin-organiser-remove",
    "admin-organiser-remove": "admin-organiser-add",
}
"""What one organiser does, and another one takes back."""


async def test_a_step_that_is_delivered_twice_is_not_done_over_what_came_between(world: World) -> None:
    """A platform may deliver a press once more when somebody else has long taken it back."""
    services, ana = world.core.services, world.people["ana"].id
    await services.program.add_organiser(world.people["ken"], by=None)

    lists: dict[str, tuple[str, ...]] = {}

    async def does(who: str, route: str, key: str = "") -> Reply:
        args: tuple[str, ...] = (ana.hex,)
        if (
            route == "admin-remove"
        ):  # the list is shown anew, but the press that is repeated is about the first one
            shown = args_of(card_of(await press(world, who, route, ana.hex)), "admin-remove-now")
            route, args = "admin-remove-now", lists.setdefault(key or f"{who} {len(lists)}", shown)
        trigger = Trigger.FORM if route == "admin-pause" else Trigger.BUTTON
        return await world.does(who, trigger, route, *args, key=key)

    for route, back in OPPOSITES.items():
        await does("ken", back)
        first = await does("eve", route, route)
        assert not isinstance(first, Refuse), route
        await does("ken", back)
        stood = await _stands(world, ana)
        again = await does("eve", route, route)
        assert type(again) is type(first), (route, again)
        assert await _stands(world, ana) == stood, route


async def _stands(world: World, who: PersonId) -> tuple[object, ...]:
    services = world.core.services
    acts = await world.store.read(lambda tx: tx.admin_acts(100))
    return await services.standing.of(who), await services.program.organisers(), acts


async def test_older_rules_do_not_come_back_with_a_form_that_is_delivered_twice(world: World) -> None:
    for key, hours in (("first", "12"), ("second", "24"), ("first", "12")):
        page = shown_values(Policy(), "slack") | {"answer_hours": hours}
        await world.does("eve", Trigger.FORM, "admin-rules", "limits", key=key, **page)
    assert world.core.services.program.policy.answer_within == DAY


async def test_nobody_lifts_their_own_block(world: World) -> None:
    await world.core.services.program.add_organiser(world.people["ken"], by=None)
    await is_blocked(world, "ken")
    ken = world.people["ken"].id.hex
    assert "unblock yourself" in why(await press(world, "ken", "admin-unblock", ken))
    assert "Blocked" in text(card_of(await press(world, "eve", "admin-person", ken)))


async def test_nobody_leaves_a_block_by_being_erased(world: World) -> None:
    services, sam = world.core.services, world.people["sam"]
    for blocked in (True, False):
        if blocked:
            await is_blocked(world, "sam")
        assert await services.privacy.erase(world.people["sam"].id)
        world.people["sam"] = await services.people.greet(sam.address, Profile(name="Sam"))
        known = await world.store.read(lambda tx: tx.person(world.people["sam"].id))
        assert known is not None and known.blocked is blocked
        await press(world, "eve", "admin-unblock", world.people["sam"].id.hex)


async def test_nobody_leaves_a_block_by_the_other_account_once_both_are_erased(world: World) -> None:
    accounts, (sam, mia) = world.core.services.accounts, (world.people["sam"], world.people["mia"])
    code, _ = await accounts.issue(sam, sam.address, mia.address.platform)
    await accounts.confirm(sam, sam.address, (await accounts.type_in(mia, mia.address, code)).id)
    await is_blocked(world, "sam")
    assert await world.core.services.privacy.erase(sam.id)
    for one in (sam, mia):
        back = await world.people_service.greet(one.address, Profile(name=one.name))
        known = await world.store.read(lambda tx, back=back: tx.person(back.id))  # type: ignore[misc]
        assert back.id != one.id and known is not None and known.blocked, one.name


async def test_who_organises_on_two_accounts_is_one_organiser(world: World) -> None:
    """In the list, in the file, and when it is taken back; a file that names the other account changes nothing."""
    services, (sam, mia, eve) = world.core.services, (world.people[one] for one in ("sam", "mia", "eve"))
    files = ProgramFiles(world.store, world.people_service, lambda: world.now)
    wanted = ProgramFile({}, (mia.address, eve.address))
    await files.apply(wanted)
    code, _ = await services.accounts.issue(sam, sam.address, mia.address.platform)
    asked = await services.accounts.type_in(mia, mia.address, code)
    await services.accounts.confirm(sam, sam.address, asked.id)
    assert not await services.program.add_organiser(sam, by=None)
    assert [one.name for one in await services.program.organisers()] == ["Sam", "Eve"]
    acts = await world.store.read(lambda tx: tx.admin_acts(9))
    for platform in ("slack", "discord"):
        await services.accounts.prefer(sam, platform)
        assert difference(await files.export(), await files.named(wanted)) == ""
        await files.apply(wanted)
    assert await world.store.read(lambda tx: tx.admin_acts(9)) == acts
    await press(world, "eve", "admin-organiser-remove", sam.id.hex)
    assert not await services.program.is_organiser(sam, manages=None)
    assert [one.name for one in await services.program.organisers()] == ["Eve"]


@pytest.mark.parametrize("what", ["removed", "paused"])
async def test_nobody_mentors_again_by_unlinking(world: World, what: str) -> None:
    accounts, (ana, ken) = world.core.services.accounts, (world.people["ana"], world.people["ken"])
    for since_the_link in (False, True):
        code, _ = await accounts.issue(ana, ana.address, ken.address.platform)
        asked = await accounts.type_in(ken, ken.address, code)
        await accounts.confirm(ana, ana.address, asked.id, Stands.TAKER)
        world.now += HOUR
        if since_the_link and what == "removed":
            await is_removed(world, "ken")
        elif since_the_link:
            await send(world, "eve", "admin-pause", ken.id.hex)
        await accounts.unlink(ken, ken.address)
        for one in (ana, ken):
            profile = await world.people_service.own_profile(one)
            assert profile.takes_requests(world.now) is not since_the_link
            assert getattr(await world.core.services.standing.of(one.id), what) is since_the_link
