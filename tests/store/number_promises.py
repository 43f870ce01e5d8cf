"""What is promised about numbers and organisers' acts: each number is what counting by hand gives; acts are whole."""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from core.domain.booking import Act, Booking, Proposal, Role, Status
from core.domain.errors import BadInput
from core.domain.feedback import Score
from core.domain.numbers import Ending, month_of, week_of
from core.domain.organised import Waits
from core.domain.policy import Policy
from core.services.current_policy import CurrentPolicy
from core.services.hand_over import HandOver
from core.services.numbers import counted
from core.services.organising import OrganiserAct, OrganiserService
from core.store.rows import row_of
from core.store.tables import every as tables
from tests.store.world import DAY, HOUR, NOW, booking_of, slot

if TYPE_CHECKING:
    from core.domain.people import PersonId
    from core.store.store import Store
    from core.store.transaction import Transaction
    from tests.store.world import World

MANY = 240

ALWAYS_OPEN = "; ".join(f"{day} 00:00-24:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))


def some_bookings(store: Store, world: World, student: PersonId, mentors: list[PersonId]) -> list[Booking]:
    """Bookings of all kinds, around this month, some without a time."""
    dice = random.Random(4)
    made = []
    for number in range(MANY):
        status = dice.choice(list(Status))
        start = slot(dice.uniform(-60, 60) * DAY) if number % 8 else None
        asked = NOW - dice.uniform(1, 120) * DAY
        agreed = status in {Status.ACCEPTED, Status.COMPLETED, Status.NO_SHOW} or (
            status is Status.CANCELLED and number % 2 == 0
        )
        made.append(
            booking_of(
                store,
                world.ids,
                student,
                dice.choice(mentors),
                slot=start,
                status=status,
                created_at=asked,
                accepted_at=asked + dice.uniform(0.1, 90) * HOUR if agreed else None,
                decided_at=asked + dice.uniform(0.1, 90) * HOUR,
                closed_by=dice.choice([Role.STUDENT, Role.MENTOR]),
                topic=f"Topic {number}",
            )
        )
    return made


def lines_of(bookings: list[Booking]) -> list[dict[str, Any]]:
    """The line of each answer, and of each ending, as the history has it."""
    lines = []
    for one in bookings:
        base: dict[str, Any] = {
            "booking": one.id,
            "program": one.program,
            "who": None,
            "snapshot": {},
            "role": Role.MENTOR,
        }
        if one.accepted_at:
            lines.append(base | {"version": 2, "act": Act.ACCEPT, "at": one.accepted_at})
        elif one.status is Status.REJECTED:
            lines.append(base | {"version": 2, "act": Act.REJECT, "at": one.decided_at})
        lines.append(base | {"version": 3, "act": Act.EXPIRE, "at": one.decided_at or NOW})
    return lines


async def keep(store: Store, bookings: list[Booking]) -> None:
    """Store bookings as they are, without what else happens when they are made."""

    def work(tx: Transaction) -> None:
        tx._connection.execute(sa.insert(tables.booking), [row_of(one) for one in bookings])
        tx._connection.execute(sa.insert(tables.history), lines_of(bookings))
        felt = [
            {"booking": one.id, "person": who, "program": one.program, "words": "", "at": NOW, "score": score}
            for number, one in enumerate(bookings)
            for who, score in ((one.student, Score.GOOD), (one.mentor, Score.BAD))
            if number % 3 == 0
        ]
        tx._connection.execute(sa.insert(tables.feedback), felt)

    await store.write(work)


def ending_by_hand(one: Booking) -> Ending | None:
    match one.status:
        case Status.PENDING:
            return None
        case Status.ACCEPTED:
            return Ending.AGREED
        case Status.COMPLETED:
            return Ending.COMPLETED
        case Status.NO_SHOW:
            return Ending.MENTOR_ABSENT if one.closed_by is Role.MENTOR else Ending.STUDENT_ABSENT
        case _:
            called_off = one.status is Status.CANCELLED and one.accepted_at is not None
            return Ending.CANCELLED if called_off else Ending.NOT_AGREED


class NumberPromises:
    async def test_every_number_is_what_counting_by_hand_gives(self, store: Store, world: World) -> None:
        student = (await world.person("Sam")).id
        mentors = [(await world.mentor(f"Mentor {number}")).person.id for number in range(3)]
        bookings = some_bookings(store, world, student, mentors)
        await keep(store, bookings)
        found = await store.read(lambda tx: counted(tx, NOW, "UTC"))
        for span, endings in ((found.week, found.of_week), (found.month, found.of_month)):
            inside = [one for one in bookings if one.starts_at and span.start <= one.starts_at < span.end]
            assert endings == Counter(end for one in inside if (end := ending_by_hand(one)))
        month = [one for one in bookings if one.starts_at and month_of(NOW, UTC).start <= one.starts_at]
        month = [one for one in month if one.starts_at and one.starts_at < month_of(NOW, UTC).end]
        rated = [one for one in month if bookings.index(one) % 3 == 0 and one.status is not Status.PENDING]
        assert found.felt == {
            (Role.STUDENT, Score.GOOD): len(rated),
            (Role.MENTOR, Score.BAD): len(rated),
        }
        waits = defaultdict(list)
        for one in bookings:
            answered = one.accepted_at or (one.decided_at if one.status is Status.REJECTED else None)
            if answered and answered >= NOW - timedelta(days=90):
                waits[one.mentor].append(answered - one.created_at)
        took = {Status.ACCEPTED, Status.COMPLETED, Status.NO_SHOW}
        for mentor in found.mentors:
            who = mentor.person.id
            assert mentor.month == sum(one.mentor == who and one.status in took for one in month)
            assert mentor.waiting == sum(
                one.mentor == who and one.status is Status.PENDING for one in bookings
            )
            assert mentor.answers_in == timedelta(seconds=median(one.total_seconds() for one in waits[who]))
        weeks = [week_of(NOW, UTC, at - 5) for at in range(9)]
        by_week = await store.read(lambda tx: tx.endings_by_week(weeks))
        alone = [await store.read(lambda tx, week=week: tx.endings(week)) for week in weeks]  # type: ignore[misc]
        assert [one.endings for one in by_week] == alone and any(alone)
        newest = await store.read(lambda tx: tx.newest_sessions(50))
        assert [row["ref"] for row in newest] == [
            one.ref for one in sorted(bookings, key=lambda one: one.id, reverse=True)[:50]
        ]
        assert {row["topic"]: row["starts_at"] for row in newest} == {
            one.topic: one.starts_at for one in sorted(bookings, key=lambda one: one.id)[-50:]
        }

    async def test_who_waits_is_found_and_who_does_not_is_left_out(self, store: Store, world: World) -> None:
        student, mentor = await world.pair()

        def made(**fields: Any) -> Booking:
            return booking_of(store, world.ids, student, mentor, **fields)

        old, until = NOW - 2 * DAY, slot(DAY)
        offered = Proposal(Role.MENTOR, (until,))
        wanted = {
            Waits.REQUEST: [made(created_at=old), made(created_at=NOW, answer_by=NOW + HOUR)],
            Waits.SUGGESTION: [made(created_at=NOW, proposal=offered)],
            Waits.TIME: [made(status=Status.ACCEPTED, accepted_at=old)],
        }
        left_out = [
            made(created_at=NOW),
            made(created_at=old, held_until=NOW + HOUR),
            made(created_at=old, told_with=wanted[Waits.REQUEST][0].id),
            made(status=Status.ACCEPTED, accepted_at=NOW),
            made(status=Status.ACCEPTED, accepted_at=old, slot=until),
            made(created_at=old, proposal=Proposal(Role.MENTOR, (slot(9 * DAY),))),
            made(status=Status.REJECTED, created_at=old, decided_at=NOW),
        ]
        await keep(store, [*left_out, *(one for some in wanted.values() for one in some)])
        edge = {"since": NOW - DAY, "until": NOW + 2 * DAY}
        for which, some in wanted.items():
            limits = edge | ({"until": NOW + 2 * HOUR} if which is Waits.REQUEST else {})
            found = await store.read(
                lambda tx, which=which, limits=limits: tx.unanswered(which, **limits, limit=9)  # type: ignore[misc]
            )
            assert [one.id for one in found] == [one.id for one in some], which
            number = await store.read(
                lambda tx, which=which, limits=limits: tx.count_unanswered(which, **limits)  # type: ignore[misc]
            )
            assert number == len(some)

    async def test_two_organisers_who_give_on_the_same_request_ask_one_mentor(
        self, store: Store, world: World
    ) -> None:
        """Nothing is lost, nobody is asked twice, and the history says who has done it."""
        admin = await world.person("Olga")
        student, ken = await world.person("Sam"), await world.mentor("Ken")
        others = [await world.mentor(name, zone="UTC", hours=ALWAYS_OPEN) for name in ("Ana", "Noor")]
        asked = await world.ask(student.id, ken.person.id, slot(3 * DAY))
        service = OrganiserService(store, lambda: NOW + HOUR, HandOver(CurrentPolicy(Policy()), world.ids))
        assert {one.person.name for one in await service.substitutes(asked.id)} == {"Ana", "Noor"}

        async def give_on(number: int) -> bool:
            act = OrganiserAct(by=admin, booking=asked.id, version=1, key=f"press {number}")
            try:
                return (await service.reassign(act, others[number].person.id)).changed
            except BadInput:
                return False

        done = await asyncio.gather(give_on(0), give_on(1))
        assert sorted(done) == [False, True]
        old, lines = await store.read(lambda tx: (tx.booking(asked.id), tx.history(asked.id)))
        assert old is not None and old.search is not None and old.search.following is not None
        assert old.status is Status.CANCELLED and old.closed_by is Role.ADMIN
        assert (lines[-1].moved.act, lines[-1].moved.by, lines[-1].who) == (
            Act.REASSIGN,
            Role.ADMIN,
            admin.id,
        )
        following, first = await store.read(
            lambda tx: (tx.booking(old.search.following), tx.history(old.search.following)[0])  # type: ignore[union-attr, arg-type]
        )
        assert following is not None and following.mentor == others[done.index(True)].person.id
        assert following == replace(
            old,
            **{name: getattr(following, name) for name in ("id", "ref", "mentor", "version", "search")},
            **{name: getattr(following, name) for name in ("status", "closed_by", "decided_at")},
            **{name: getattr(following, name) for name in ("created_at", "answer_by")},
        )
        assert (first.moved.by, first.who) == (Role.ADMIN, admin.id)
        held = await store.read(lambda tx: tx.busy(student.id, NOW, NOW + 9 * DAY))
        assert len(held) == 1, "the time is held once"
        again = OrganiserAct(by=admin, booking=asked.id, version=1, key=f"press {done.index(True)}")
        repeated = await service.reassign(again, following.mentor)
        assert not repeated.changed and repeated.seen.booking.id == following.id
