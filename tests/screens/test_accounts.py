"""Linked accounts, with the largest value of every field: every card and form shows it on both platforms."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from core.domain.accounts import CODE_LENGTH, Linked, LinkRequest, Obstacles, Stands
from core.domain.booking import Status
from core.domain.people import Address
from core.screens import accounts
from core.screens.settings import settings_card
from tests.factories import NOON
from tests.screens.test_largest import asked_on_both, mentor_of, views
from tests.screens.test_screens import on_both

KNOWN = mentor_of("marks")
ME = KNOWN.person
OTHER = replace(ME, address=Address("discord", "-", "9" * 20))
REQUEST = LinkRequest(
    id=UUID(int=2**128 - 1),
    issuer=ME.id,
    issued_on="slack",
    platform="discord",
    until=NOON,
    taker=OTHER.id,
    taken_at=NOON,
)


def test_every_card_and_form_of_linked_accounts() -> None:
    mine, theirs = views("marks", Status.ACCEPTED)
    theirs = replace(theirs, booking=replace(theirs.booking, ref=f"T{theirs.booking.ref[:-1]}"))
    pairs = ((mine, theirs), (mine,))
    on_both(accounts.accounts_card(Linked(me=ME), ["discord", "mattermost"]))
    on_both(accounts.accounts_card(Linked(me=ME, other=OTHER, since=NOON), ["discord"]))
    on_both(accounts.code_card("W" * CODE_LENGTH, REQUEST, ME))
    on_both(accounts.typed_card(REQUEST))
    on_both(accounts.asked_card(REQUEST, OTHER, ME))
    for stands, pair in ((None, pairs[0]), (Stands.TAKER, pairs[1])):
        stood = Obstacles(request=REQUEST, stands=stands, mentors=None, pairs=(pair,))
        on_both(accounts.obstacles_card(stood))
    on_both(
        accounts.obstacles_card(Obstacles(request=REQUEST, stands=None, mentors=(KNOWN, KNOWN), pairs=()))
    )
    for card in (
        accounts.refused_card(),
        accounts.linked_line(ME),
        accounts.unlinked_line(),
        accounts.left_card(),
    ):
        on_both(card)
    asked_on_both(accounts.code_form())
    known = replace(ME, zone=None)
    on_both(
        settings_card(
            known, NOON, program="x" * 24, platform_tells_zone=False, has_feeds=True, has_others=True
        )
    )


def test_an_answer_is_wanted_for_an_hour_and_only_of_a_code_that_was_typed() -> None:
    assert REQUEST.may_be_answered(NOON + timedelta(minutes=59))
    assert not REQUEST.may_be_answered(NOON + timedelta(hours=1))
    assert not replace(REQUEST, taken_at=None).may_be_answered(NOON)
