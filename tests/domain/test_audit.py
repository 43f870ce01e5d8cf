"""What an audit finds in the record of one booking, from when on, and with which repair."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.domain import acts
from core.domain.audit import Fault, Finding, Record, Told, audited, keys, promised
from core.domain.booking import Act, Moved, Role, Slot, Status
from core.domain.moves import move
from core.domain.notices import REMINDERS, Kind, Notice
from core.domain.reminders import Ahead
from tests.factories import MENTOR, NOON, STUDENT, a_booking

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SLOT = Slot(NOON + 3 * DAY, 30)
ASKED = Moved(a_booking(slot=SLOT), Act.REQUEST, Role.STUDENT, NOON)
NOW = NOON + 10 * MINUTE
HELD = {STUDENT: SLOT, MENTOR: SLOT}


def _accepted() -> Moved:
    moved = move(ASKED.booking, acts.Accept(), Role.MENTOR, NOON + MINUTE)
    assert moved is not None
    return moved


ACCEPTED = _accepted()


def a_record(
    *moves: Moved, now: datetime = NOW, done_at: datetime = NOON + 2 * MINUTE, **changes: Any
) -> Record:
    """Return a record in order: everything due was told, both have the newest card, and their time is held."""
    booking = moves[-1].booking
    due = promised(moves, now)
    known: dict[str, Any] = {
        "booking": booking,
        "moves": moves,
        "promised": due,
        "told": {one.key: Told(done_at if one.due_at <= now else None) for one in due},
        "cards": {STUDENT: booking.version, MENTOR: booking.version},
        "held": HELD,
        "overlaps": False,
        "away": frozenset(),
    }
    return Record(**(known | changes))


def faults(record: Record, now: datetime = NOW) -> list[Fault]:
    return [one.fault for one in audited(record, now)]


def of_kind(record: Record, kind: Kind) -> Notice:
    return next(one for one in record.promised if one.kind is kind)


GOOD = a_record(ASKED, ACCEPTED)
WAITS = a_record(ASKED)


@pytest.mark.parametrize("record", [GOOD, WAITS])
def test_in_what_is_in_order_nothing_is_found(record: Record) -> None:
    assert faults(record) == []


@pytest.mark.parametrize("kind", [Kind.ACCEPTED, Kind.REMIND_DAY, Kind.REQUESTED])
def test_what_was_promised_and_never_stored_is_stored_for_now_or_its_time(kind: Kind) -> None:
    lost = of_kind(GOOD, kind)
    told = {key: one for key, one in GOOD.told.items() if key != lost.key}
    found = Finding(Fault.NOTICE_MISSING, replace(lost, due_at=max(lost.due_at, NOW)))
    assert audited(replace(GOOD, told=told), NOW) == (found,)


def test_a_day_later_nothing_is_told_anew_and_what_is_to_come_is_still_promised() -> None:
    kinds = {one.kind for one in promised((ASKED, ACCEPTED), NOON + MINUTE + DAY)}
    assert Kind.ACCEPTED not in kinds
    assert {Kind.REMIND_DAY, Kind.REMIND_SOON, Kind.STARTED} <= kinds
    assert Kind.ACCEPTED in {one.kind for one in promised((ASKED, ACCEPTED), NOON + DAY)}
    later = replace(ACCEPTED, before=None)
    assert Kind.ACCEPTED not in {one.kind for one in promised((later,), NOON)}, (
        "its line before can't be read"
    )


def test_reminders_that_were_chosen_once_it_was_over_are_missed_by_nobody() -> None:
    """They are planned for what is agreed at that moment; those of before are stored, and dropped when they are due."""
    over = move(ACCEPTED.booking, acts.Cancel(reason=""), Role.STUDENT, NOON + 2 * MINUTE)
    assert over is not None
    chosen = dict.fromkeys((STUDENT, MENTOR), frozenset(Ahead))
    due = promised((ASKED, ACCEPTED, over), NOW, chosen)
    assert not {one.kind for one in due} & set(REMINDERS)
    assert {one.kind for one in promised((ASKED, ACCEPTED), NOW, chosen)} >= {
        Kind.REMIND_DAY,
        Kind.REMIND_SOON,
    }


@pytest.mark.parametrize("known", [False, True])
def test_who_waits_for_somebody_that_cannot_be_told_hears_of_it(*, known: bool) -> None:
    lost = of_kind(GOOD, Kind.ACCEPTED)
    told = {**GOOD.told, lost.key: Told(NOON + 2 * MINUTE, dead=True)}
    news = Notice(booking=GOOD.booking.id, version=0, kind=Kind.UNREACHED, recipient=MENTOR, due_at=NOW)
    assert news.key in keys(GOOD.moves, GOOD.promised, NOW)
    if known:
        told[news.key] = Told(None)
    found = audited(replace(GOOD, told=told), NOW)
    assert found == (() if known else (Finding(Fault.OTHER_NOT_TOLD, news),))
    over = replace(GOOD, told=told, booking=replace(GOOD.booking, status=Status.CANCELLED))
    assert Fault.OTHER_NOT_TOLD not in faults(over)


@pytest.mark.parametrize("person", [STUDENT, MENTOR])
def test_a_card_of_an_older_version_is_drawn_anew_once(person: Any) -> None:
    old = replace(GOOD, cards={**GOOD.cards, person: 1})
    (found,) = audited(old, NOW)
    assert found.fault is Fault.CARD_OLD
    assert found.repair is not None
    assert (found.repair.kind, found.repair.version, found.repair.recipient) == (Kind.CARD, 2, person)
    for done_at, tried in ((None, False), (NOW, True)):
        told = {**old.told, found.repair.key: Told(done_at)}
        assert audited(replace(old, told=told), NOW) == (Finding(Fault.CARD_OLD, tried=tried),)
    assert found.repair.key in keys(old.moves, old.promised, NOW)
    assert faults(replace(old, away=frozenset({person}))) == []


def test_a_card_may_take_two_minutes() -> None:
    told_before = NOON - DAY
    old = a_record(ASKED, ACCEPTED, done_at=told_before, cards={STUDENT: 1, MENTOR: 2})
    changed = ACCEPTED.at
    assert faults(old, changed + 2 * MINUTE - timedelta(seconds=1)) == []
    assert faults(old, changed + 2 * MINUTE) == [Fault.CARD_OLD]


@pytest.mark.parametrize(
    "news", [Told(None), Told(NOW, dead=True), Told(NOW - 2 * MINUTE + timedelta(seconds=1))]
)
def test_what_is_on_its_way_to_somebody_may_still_change_their_card(news: Told) -> None:
    old = replace(GOOD, cards={STUDENT: 1, MENTOR: 2})
    key = of_kind(old, Kind.ACCEPTED).key
    assert Fault.CARD_OLD not in faults(replace(old, told={**old.told, key: news}))
    assert faults(replace(old, told={**old.told, key: Told(NOW - 2 * MINUTE)})) == [Fault.CARD_OLD]


def test_a_mentor_without_the_card_of_a_request_is_asked_again_once() -> None:
    lost = replace(WAITS, cards={STUDENT: 1})
    (found,) = audited(lost, NOW)
    assert found.fault is Fault.CARD_MISSING
    assert found.repair is not None
    assert (found.repair.kind, found.repair.recipient, found.repair.due_at) == (Kind.REQUESTED, MENTOR, NOW)
    assert found.repair.key in keys(lost.moves, lost.promised, NOW)
    assert found.repair.key != of_kind(lost, Kind.REQUESTED).key
    assert faults(replace(WAITS, cards={MENTOR: 1})) == [], "only a mentor has to answer"
    assert faults(replace(GOOD, cards={STUDENT: 2})) == [], "nobody has to answer"
    asked = of_kind(lost, Kind.REQUESTED).key
    for told in (Told(None), Told(NOON, dead=True)):
        assert Fault.CARD_MISSING not in faults(replace(lost, told={**lost.told, asked: told}))


@pytest.mark.parametrize(
    "held", [{}, {STUDENT: SLOT}, {MENTOR: SLOT}, HELD | {STUDENT: Slot(NOON + DAY, 30)}]
)
def test_time_that_is_not_held_for_both_is_found(held: dict[Any, Slot]) -> None:
    assert faults(replace(GOOD, held=held)) == [Fault.TIME_NOT_HELD]


def test_time_that_is_held_for_nothing_is_found() -> None:
    called_off = move(ACCEPTED.booking, acts.Cancel(), Role.STUDENT, NOON + MINUTE)
    assert called_off is not None
    moves = (ASKED, ACCEPTED, called_off)
    assert faults(a_record(*moves)) == [Fault.TIME_NOT_HELD]
    assert faults(a_record(*moves, held={})) == []


def test_time_of_two_sessions_at_once_is_found() -> None:
    assert faults(replace(GOOD, overlaps=True)) == [Fault.TIME_OVERLAPS]


@pytest.mark.parametrize(
    "changes",
    [
        {"moves": (ACCEPTED,)},
        {"moves": (ASKED,)},
        {"moves": ()},
        {"booking": replace(GOOD.booking, topic="Something else")},
    ],
)
def test_a_history_with_a_gap_or_another_end_is_found(changes: dict[str, Any]) -> None:
    assert Fault.HISTORY_BROKEN in faults(replace(GOOD, **changes))
