"""A row that breaks a rule stops nobody: every card, list and form is drawn, and everybody else gets their messages."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from core.domain.booking import Status
from core.domain.people import NAME_LENGTH
from core.domain.text import units
from core.handlers.routes import CHANGE_HANDLERS, PAGE_HANDLERS
from core.ports.call import Trigger
from core.ports.platform import Profile
from core.ports.replies import Ask, Reply
from core.screens.commands import COMMANDS
from core.store.tables import every as tables
from core.store.transaction import OutboxOutcome
from tests.plain import plain, plain_form
from tests.promises.deeds import asks, pings_of, presses, text
from tests.promises.world import EVERYBODY, World
from tests.screens.test_screens import on_both

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from pathlib import Path

    from core.domain.booking import Booking
    from core.store.transaction import Transaction

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LETTER = "\U0001d4d0"
"""A letter outside the basic plane: two UTF-16 units."""
UNREADABLE_HOURS = ", ".join(f"Mon {hour:02}:00-{hour:02}:30" for hour in range(24)) * 3
LONG = LETTER * 3000
PROFILE = {"headline": "Rust", "zone": "Europe/Berlin", "hours": "Mon-Fri 09:00-17:00"}
ENDED = sa.select(tables.outbox.c.outcome, tables.outbox.c.failures)
MEETING = "https://meet.example.org/"
LATER = "2026-12-04T10:00:00+00:00"
BROKEN: dict[str, dict[str, dict[str, Any]]] = {
    "too long": {
        "mentor": {
            "hours": UNREADABLE_HOURS,
            "exceptions": ", ".join(["off 24 Dec 2026"] * 100),
            "link": MEETING + "a" * 570,
            "headline": LONG,
            "skills": LONG,
        },
        "person": {"name": LONG, "unreachable": "because"},
        "offering": {"title": LONG, "description": LONG},
        "booking": {
            "topic": LONG,
            "message": LONG,
            "reply": LONG,
            "reason": LONG,
            "link": MEETING + "a" * 570,
            "proposal": {"by": "mentor", "slots": [[LATER, 30]] * 9, "note": LONG},
        },
    },
    "without sense": {
        "mentor": {
            "hours": "whenever you like",
            "exceptions": "never",
            "zone": "US/Pacific-New",
            "link": "https://[broken",
        },
        "person": {"zone": "US/Pacific-New"},
        "booking": {"link": "javascript:alert(1)"},
    },
    "empty, and out of bounds": {
        "mentor": {"headline": " ", "buffer": -5, "notice": 10**9, "horizon": 10**9, "weekly_cap": -1},
        "person": {"name": ""},
        "offering": {"title": "", "minutes": 0, "buffer": -1, "notice": -1},
        "booking": {"topic": "", "proposal": {"by": "mentor", "slots": [], "note": ""}},
    },
    "out of bounds, upwards": {
        "mentor": {"buffer": 10**6, "notice": -1, "horizon": 0, "weekly_cap": 10**6},
        "offering": {"minutes": 10**6, "buffer": 10**6, "notice": 10**9},
        "booking": {"proposal": {"by": "student", "slots": [[LATER, 0]], "note": ""}},
    },
}
SOON = "2026-12-03T10:00:00+00:00"
SUGGESTED: dict[str, Any] = {"by": "mentor", "slots": [[SOON, 30]], "note": "", "answer_by": SOON}
SUGGESTIONS: tuple[Any, ...] = (
    [1, 2],
    "tomorrow",
    7,
    {},
    {"slots": [[SOON, 30]]},
    SUGGESTED | {"by": "parent"},
    SUGGESTED | {"by": "system"},
    SUGGESTED | {"by": ["mentor"]},
    {"by": "mentor", "note": "", "answer_by": None},
    SUGGESTED | {"slots": SOON},
    SUGGESTED | {"slots": {"0": [SOON, 30]}},
    SUGGESTED | {"slots": [[SOON]]},
    SUGGESTED | {"slots": [SOON, None, 5, {}]},
    SUGGESTED | {"slots": [[SOON, "30"]]},
    SUGGESTED | {"slots": [[SOON, 10**12]]},
    SUGGESTED | {"slots": [["next week", 30]]},
    SUGGESTED | {"slots": [["2026-12-03T10:00:00", 30]]},
    SUGGESTED | {"slots": [[1796292000, 30]]},
    SUGGESTED | {"slots": [["9999-12-31T23:59:00+00:00", 480]]},
    SUGGESTED | {"slots": [["0001-01-01T00:00:00+14:00", 30]]},
    SUGGESTED | {"slots": [["?", 30], ["9999-12-31T23:59:00+00:00", 30], [SOON, 30]]},
    SUGGESTED | {"note": 5},
    {"by": "mentor", "slots": [[SOON, 30]]},
    SUGGESTED | {"answer_by": "soon"},
    SUGGESTED | {"answer_by": 5},
    SUGGESTED | {"answer_by": "9999-12-31T23:59:59-12:00"},
)
"""What the field of a suggestion may hold after a repair by hand, or after another version of the program."""
ODD = (
    "UPDATE booking SET status = 'paused' WHERE id = :this",
    "UPDATE booking SET closed_by = 'parent', status = 'cancelled' WHERE id = :this",
    "UPDATE booking SET proposal = '{\"by\": ' WHERE id = :this",
    "UPDATE booking SET proposal = '" + "[" * 20_000 + "' WHERE id = :this",
    "UPDATE booking SET starts_at = 253402300799000000, ends_at = 253402300799000000 WHERE id = :this",
    "UPDATE booking SET starts_at = 1000000000000000000 WHERE id = :this",
    "UPDATE booking SET starts_at = -1000000000000000000 WHERE id = :this",
    "UPDATE booking SET status = 'accepted', starts_at = starts_at * 2, ends_at = 0 WHERE id = :this",
    "UPDATE booking SET lapses_at = 0 WHERE id = :this",
    "UPDATE booking SET answer_by = 253402300799000000 WHERE id = :this",
    "UPDATE booking SET status = 'rejected' WHERE id = :this",
    "UPDATE outbox SET kind = 'sung', state = 'ready', outcome = NULL WHERE booking = :this",
    "UPDATE outbox SET state = 'asleep', outcome = NULL WHERE booking = :this",
    "UPDATE outbox SET outcome = 'eaten' WHERE booking = :this",
)
"""What no statement of the program writes and the guards of the tables refuse, as SQLite keeps it without them."""
ONE_BY_ONE: dict[str, dict[str, dict[str, Any]]] = {
    "hours": {"mentor": {"hours": UNREADABLE_HOURS}},
    "exceptions": {"mentor": {"exceptions": "never"}},
    "zone": {"mentor": {"zone": "US/Pacific-New"}},
    "link": {"mentor": {"link": "https://[broken"}},
}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    opened = World(f"sqlite:///{tmp_path / 'world.db'}")
    await opened.open()
    for name in ("ana", "ken"):
        await opened.does(name, Trigger.FORM, "profile", **PROFILE)
    await opened.does("ana", Trigger.FORM, "add-session-type", title="Review", minutes="45")
    yield opened
    assert opened.broken == []
    await opened.store.close()


async def break_rows(world: World, broken: dict[str, dict[str, Any]]) -> None:
    """Put values into the tables that no form takes: everywhere, but of people and mentors only into Ana's."""
    own = {"person": tables.person.c.id, "mentor": tables.mentor.c.person}
    for name, values in broken.items():
        change = sa.update(getattr(tables, name)).values(values)
        if name in own:
            change = change.where(own[name] == world.people["ana"].id)
        await world.store.write(partial(execute, change))


def execute(change: sa.Executable, tx: Transaction) -> None:
    tx._connection.execute(change)


def drawn(reply: Reply) -> None:
    card = getattr(reply, "card", None)
    if card is not None:
        on_both(card)
        assert plain(card)
    if isinstance(reply, Ask):
        assert plain_form(reply.form)


async def open_everything(world: World, who: str, booked: list[Booking]) -> None:
    """Type every command, open every page and search, and press every button that opens or shows something."""
    for command in COMMANDS:
        drawn(await world.does(who, Trigger.COMMAND, command.name))
    for page in PAGE_HANDLERS:
        drawn(await world.does(who, Trigger.PAGE, page))
    ana = world.people["ana"].id.hex
    for route in CHANGE_HANDLERS:
        drawn(await world.does(who, Trigger.CHANGE, route, mentor=ana))
    for route in ("show", "propose", "change", "accept-note", "edit-link", "again", "feedback-words"):
        for one in booked:
            drawn(await world.does(who, Trigger.BUTTON, route, one.id.hex, str(one.version)))
    for route in ("profile", "open-times", "pause"):
        drawn(await world.does(who, Trigger.BUTTON, route))
    drawn(await world.does(who, Trigger.BUTTON, "book", ana))
    drawn(await world.does(who, Trigger.COMMAND, "find-mentor", search="rust"))
    drawn(await world.does(who, Trigger.COMMAND, "book-session", mentor="ana", topic="x", when="fri 9:30"))


@pytest.mark.parametrize("readers", [("sam", "ana"), pytest.param(("mia", "ken"), marks=pytest.mark.long)])
@pytest.mark.wide
@pytest.mark.parametrize("which", BROKEN)
async def test_whatever_a_row_holds_everything_is_drawn_and_told(
    world: World, which: str, readers: tuple[str, ...]
) -> None:
    start = world.now + 3 * DAY
    waiting = await asks(world, "sam", "ana", "Alpha", start)
    agreed = await asks(world, "mia", "ana", "Beta", start + DAY)
    expiring = await asks(world, "eve", "ken", "Gamma", start + 2 * DAY)
    await presses(world, "ana", "accept", agreed)
    for who in readers:
        await break_rows(world, BROKEN[which])
        await open_everything(world, who, [waiting, agreed, expiring])
    await break_rows(world, BROKEN[which])
    await world.pass_time(5 * DAY + HOUR)
    await world.pass_time(5 * DAY)
    assert pings_of(world, "eve", "No answer in time"), "somebody else's request expires, and they are told"
    for who in EVERYBODY:
        for card in pings_of(world, who):
            on_both(card)
    ended = await world.store.read(lambda tx: tx._connection.execute(ENDED).all())
    assert ended
    assert all(outcome is not OutboxOutcome.DEAD and not failures for outcome, failures in ended)


async def test_a_request_of_somebody_else_is_answered_beside_a_broken_mentor(world: World) -> None:
    await break_rows(world, ONE_BY_ONE["hours"])
    asked = await asks(world, "sam", "ken", "Alpha", world.now + 3 * DAY)
    await presses(world, "ken", "accept", asked)
    (known,) = [one for one in await world.all_bookings() if one.id == asked.id]
    assert known.status is Status.ACCEPTED
    assert pings_of(world, "sam", "Confirmed")


async def broken_beside(world: World, rows: Iterable[tuple[dict[str, Any], str]]) -> None:
    """Break one booking in each way, one after the other: it is read, the clock looks at it, and others are served.

    Each way is what the row of the booking holds and then a statement, in which ``:this`` is the booking.
    """
    broken = await asks(world, "sam", "ana", "Alpha", world.now + 2 * DAY)
    await asks(world, "mia", "ana", "Beta", world.now + 4 * DAY)
    its = tables.booking.c.id == broken.id
    stood = await world.store.read(
        lambda tx: dict(tx._connection.execute(sa.select(tables.booking).where(its)).mappings().one())
    )
    for number, (values, statement) in enumerate(rows, start=1):
        held = stood | {"version": 10 * number} | values
        change = sa.text(statement).bindparams(sa.bindparam("this", broken.id, sa.Uuid()))
        await world.store.write(partial(execute, sa.update(tables.booking).where(its).values(held)))
        await world.store.write(partial(execute, sa.text("PRAGMA ignore_check_constraints = ON")))
        await world.store.write(partial(execute, change))
        drawn(await world.does("ana", Trigger.COMMAND, "my-sessions"))
        drawn(await world.does("sam", Trigger.BUTTON, "show", broken.id.hex, "1"))
        for _ in range(2):  # a suggestion may end in one sweep, and the request with it in the next
            await world.pass_time(timedelta(seconds=1))
        due = await world.store.read(
            lambda tx: [*tx.overdue(world.now, 9), *tx.stale_proposals(world.now, 9)]
        )
        assert due == [], "it would be looked at in every sweep, and in the end instead of others"
    await asks(world, "eve", "ana", "Gamma")
    await world.pass_time(4 * DAY + HOUR)
    await world.pass_time(HOUR)
    assert pings_of(world, "mia", "No answer in time")
    assert pings_of(world, "eve", "No answer in time")


@pytest.mark.wide
async def test_a_suggestion_is_read_as_far_as_it_goes(world: World) -> None:
    past, nothing = world.now - DAY, "SELECT :this"
    ways = ({"proposal": one, "proposal_until": past} for one in SUGGESTIONS)
    await broken_beside(world, ((one, nothing) for one in ways))


async def test_a_word_or_a_time_that_nobody_knows_stops_nobody_else(world: World) -> None:
    suggested = {"proposal": SUGGESTED, "proposal_until": world.now - DAY}
    await broken_beside(world, ((suggested, one) for one in ODD))


@pytest.mark.parametrize(
    ("which", "label"),
    [
        ("hours", "Weekly hours"),
        ("exceptions", "Days off and extra hours"),
        ("zone", "Time zone"),
        ("link", "Meeting link"),
    ],
)
async def test_the_panel_says_what_must_be_typed_again_until_it_is(
    world: World, which: str, label: str
) -> None:
    await break_rows(world, ONE_BY_ONE[which])
    said = f"{label}: can't be read any more; please type it again"
    assert said in await panel(world)
    await world.does("ana", Trigger.BUTTON, "pause-now")
    await world.does("ana", Trigger.BUTTON, "resume")
    assert said in await panel(world), "a pause stores nothing over what can't be read"
    if which != "link":
        assert "A student would see" not in await panel(world), "a guess might offer a day that is off"
    await world.does("ana", Trigger.FORM, "open-times", exceptions="", horizon="28")
    await world.does("ana", Trigger.FORM, "profile", **PROFILE)
    assert "can't be read" not in await panel(world)
    assert "A student would see" in await panel(world)


async def panel(world: World) -> str:
    card = getattr(await world.does("ana", Trigger.COMMAND, "mentor-panel"), "card", None)
    assert card is not None
    return text(card)


async def test_one_row_is_logged_once(world: World) -> None:
    await break_rows(world, ONE_BY_ONE["hours"])
    with capture_logs() as logs:
        for _ in range(3):
            await world.does("sam", Trigger.COMMAND, "find-mentor")
        known = await world.people_service.mentor(world.people["ana"].id)
    assert known is not None and known.unreadable == {"hours"}
    assert [one["event"] for one in logs].count("row_breaks_a_rule") == 1
    assert "Mon 00:00" not in str(logs)


async def test_a_name_is_kept_within_its_units(world: World) -> None:
    """Eighty letters outside the basic plane are 160 units; a card's summary would not hold them."""
    ana = await world.people_service.greet(world.people["ana"].address, Profile(name=LETTER * 80))
    assert units(ana.name) <= NAME_LENGTH and ana.name.startswith(LETTER * 39)
