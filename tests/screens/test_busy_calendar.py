"""A mentor's own calendar on the screen: every state of it, on both platforms, and never its address."""

from __future__ import annotations

from dataclasses import replace

from core.domain.busy_calendar import BusyCalendar, Trouble, calendar_address
from core.domain.notices import Kind
from core.screens.busy_calendar import address_form, busy_calendar_card, state_of, trouble_card
from tests.factories import MENTOR, NOON, a_person
from tests.screens.test_screens import on_both

SECRET = "private-7f3k2"
LONGEST_HOST = ".".join(["h" * 63] * 3 + ["org"])
ADDRESS = calendar_address(f"https://{LONGEST_HOST}/{SECRET}/basic.ics")
FRESH = BusyCalendar(person=MENTOR, address=ADDRESS, due_at=NOON)
READ = FRESH.read_whole(NOON, None, None)
ME = a_person(id=MENTOR)
STATES = [
    FRESH,
    READ,
    FRESH.unread(NOON, Trouble.UNREACHABLE),
    *(READ.unread(NOON, trouble) for trouble in Trouble),
    replace(READ.unread(NOON, Trouble.GONE), dropped=True),
    replace(READ.unread(NOON, Trouble.GONE), trouble=None),
]


def test_every_state_is_shown_on_both_platforms_without_its_address() -> None:
    for state in STATES:
        _is_shown(state)


def _is_shown(state: BusyCalendar) -> None:
    cards = [busy_calendar_card(ME, state)]
    if state.trouble_since is not None:
        cards += [trouble_card(state, kind, ME) for kind in (Kind.CALENDAR_UNREAD, Kind.CALENDAR_DROPPED)]
    for card in cards:
        on_both(card)
        assert SECRET not in repr(card)
    assert f"{LONGEST_HOST}/…" in repr(cards[0]), "that much is shown"
    assert SECRET not in state_of(state)


def test_whoever_has_none_is_told_what_it_is_for() -> None:
    on_both(busy_calendar_card(ME, None))
    assert [field.value for field in address_form().fields] == [""]
