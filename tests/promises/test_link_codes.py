"""Codes that link accounts: nobody guesses one, and whoever tries has to wait."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest

from adapters.discord.capabilities import CAPABILITIES as DISCORD
from adapters.slack.capabilities import CAPABILITIES as SLACK
from bot.compose import compose_core
from bot.playground.clock import MovableClock
from core.domain.accounts import (
    ALPHABET,
    ANSWER_WITHIN,
    CODE_LASTS,
    CODE_LENGTH,
    MOST_WRONG,
    WRONG_PAUSE,
    Linked,
    as_typed,
    in_groups,
    new_code,
)
from core.domain.errors import BadInput, NotAvailable
from core.domain.people import Address
from core.domain.policy import Policy
from core.domain.standing import Step
from core.ports.platform import Platform, Profile
from core.store.store import Store
from tests.store.world import NOW, Ids

if TYPE_CHECKING:
    from uuid import UUID

    from core.domain.people import Person
    from core.handlers.router import Services
    from core.ports.capabilities import Capabilities
    from core.services.accounts import AccountService


class Named:
    """A platform of which only is known what it can do."""

    def __init__(self, capabilities: Capabilities) -> None:
        self.capabilities = capabilities


HERE, THERE, ELSE = Address("slack", "T1", "U1"), Address("discord", "-", "1"), Address("slack", "T1", "U2")
SECOND = timedelta(seconds=1)


async def _opened() -> Store:
    return await Store.open("sqlite://", program="p", new_id=Ids())


def _services(store: Store, clock: MovableClock) -> Services:
    platforms = cast("Mapping[str, Platform]", {"slack": Named(SLACK), "discord": Named(DISCORD)})
    return compose_core(store, platforms, clock, Ids(1), Policy()).services


async def _said(accounts: AccountService, me: Person, typed: str) -> str:
    with pytest.raises(BadInput) as refused:
        await accounts.type_in(me, THERE, typed)
    return refused.value.fields["code"].code


@pytest.mark.parametrize("guesses", [500, pytest.param(100_000, marks=pytest.mark.long)])
async def test_nobody_guesses_a_code(guesses: int) -> None:
    """One is always out, time passes whenever it must, and every fifth wrong one costs a quarter of an hour."""
    store, clock, dice = await _opened(), MovableClock(NOW, standing=True), random.Random(1)
    services = _services(store, clock)
    issuer, guesser = [await services.people.greet(one, Profile(name="Somebody")) for one in (HERE, THERE)]
    said, made = {"link_wrong": 0, "link_paused": 0}, NOW - CODE_LASTS
    while said["link_wrong"] < guesses:
        if clock() >= made + CODE_LASTS:
            await services.accounts.issue(issuer, HERE, "discord")
            made = clock()
        answer = await _said(services.accounts, guesser, new_code(dice.choice))
        said[answer] += 1
        if answer == "link_paused":
            clock.move(WRONG_PAUSE)
    assert said["link_paused"] >= guesses // MOST_WRONG - 1
    await store.close()


def test_a_code_has_more_than_forty_bits_and_no_look_alikes() -> None:
    assert len(set(ALPHABET)) ** CODE_LENGTH > 2**45
    assert not set(ALPHABET) & set("0O1IL5S8B2Z6U")
    code = new_code(random.Random(2).choice)
    assert len(in_groups(code)) == CODE_LENGTH + 1
    assert {as_typed(one) for one in (code, in_groups(code).lower(), f" {code[:3]} — {code[3:]} ")} == {code}


async def test_who_issued_a_code_answers_it_in_time_and_nobody_who_is_blocked_is_linked() -> None:
    store, clock = await _opened(), MovableClock(NOW, standing=True)
    services = _services(store, clock)
    links, standing = services.accounts, services.standing
    issuer, taker, other = [
        await services.people.greet(one, Profile(name="Somebody")) for one in (HERE, THERE, ELSE)
    ]

    async def typed() -> UUID:
        code, _ = await links.issue(issuer, HERE, "discord")
        return (await links.type_in(taker, THERE, code)).id

    asked = await typed()
    for who, at in ((other, ELSE), (taker, THERE), (issuer, THERE)):
        with pytest.raises(NotAvailable, match="link_gone"):
            await links.confirm(who, at, asked)
    await standing.block(other, taker.id, call_off=False, key="block")
    with pytest.raises(NotAvailable, match="link_gone"):
        await links.confirm(issuer, HERE, asked)
    with pytest.raises(NotAvailable, match="blocked"):
        await links.issue(taker, THERE, "slack")
    await standing.take(Step.UNBLOCK, taker.id, other)
    clock.move(ANSWER_WITHIN)
    with pytest.raises(NotAvailable, match="link_gone"):
        await links.confirm(issuer, HERE, asked)
    asked = await typed()
    clock.move(ANSWER_WITHIN - SECOND)
    for _ in range(2):
        linked = await links.confirm(issuer, HERE, asked)
        assert isinstance(linked, Linked) and linked.other, "a second press shows what the first one did"
    await standing.block(other, issuer.id, call_off=False, key="block once more")
    with pytest.raises(NotAvailable, match="blocked"):
        await links.unlink(issuer, HERE)
    await store.close()
