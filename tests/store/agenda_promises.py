"""What is promised about lists of bookings, their limits and the sweeps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from core.domain.acts import Accept, AcceptProposal, AutoComplete, Cancel, Expire, Propose, Reject
from core.domain.agenda import Section
from core.domain.booking import Booking, Role
from core.domain.requests import AskedSoFar
from core.store.transaction import Transaction
from tests.store.world import DAY, HOUR, MINUTE, NOW, slot

if TYPE_CHECKING:
    from core.domain.people import PersonId
    from core.store.store import Store
from tests.store.world import World


async def _page(
    store: Store, who: PersonId, section: Section, after: Booking | None = None, limit: int = 10
) -> list[str]:
    found = await store.read(lambda tx: tx.agenda(who, section, NOW, limit, after))
    return [one.topic for one in found]


async def _busy_life(world: World, ana: PersonId, ken: PersonId) -> dict[str, Booking]:
    """Ana asks Ken, and is asked by Ken: one booking for every place of an agenda."""
    long_ago: dict[str, Any] = {"created_at": NOW - 9 * DAY, "answer_by": NOW - 7 * DAY}
    made = {
        "tomorrow": await world.ask(ana, ken, slot(DAY), topic="tomorrow"),
        "soon": await world.ask(ken, ana, slot(HOUR), topic="soon"),
        "sometime": await world.ask(ana, ken, topic="sometime"),
        "next": await world.ask(ken, ana, slot(2 * DAY), topic="next"),
        "running": await world.ask(ana, ken, slot(-10 * MINUTE), topic="running", **long_ago),
        "open": await world.ask(ken, ana, topic="open"),
        "over": await world.ask(ana, ken, slot(-DAY), topic="over", **long_ago),
        "done": await world.ask(ken, ana, slot(-2 * DAY), topic="done", **long_ago),
        "refused": await world.ask(ana, ken, slot(5 * DAY), topic="refused"),
    }
    for name in ("next", "open", "running", "over", "done"):
        made[name] = await world.do(made[name], Accept(), Role.MENTOR, at=NOW - 8 * DAY)
    made["done"] = await world.do(made["done"], AutoComplete(), Role.SYSTEM)
    made["refused"] = await world.do(made["refused"], Reject(), Role.MENTOR)
    return made


class AgendaPromises:
    async def test_each_section_holds_its_own_in_its_own_order(self, store: Store, world: World) -> None:
        ana, ken = await world.pair()
        await _busy_life(world, ana, ken)
        for who in (ana, ken):
            assert await _page(store, who, Section.PENDING) == ["sometime", "soon", "tomorrow"]
            assert await _page(store, who, Section.UPCOMING) == ["running", "next", "open"]
            assert await _page(store, who, Section.PAST) == ["refused", "over", "done"]
            assert await store.read(partial(Transaction.agenda_counts, who=who, now=NOW)) == dict.fromkeys(
                Section, 3
            )
        stranger = (await world.person("Lea")).id
        assert await store.read(lambda tx: tx.agenda_counts(stranger, NOW)) == dict.fromkeys(Section, 0)

    async def test_the_last_topic_is_that_of_the_newest_session_the_same_two_held(
        self, store: Store, world: World
    ) -> None:
        ana, ken = await world.pair()
        lea = (await world.person("Lea")).id
        asking = await world.ask(ana, ken)
        assert await store.read(lambda tx: tx.last_topic(asking)) == ""
        long_ago: dict[str, Any] = {"created_at": NOW - 9 * DAY, "answer_by": NOW - 7 * DAY}
        for who, topic, days in ((ana, "newest", 1), (ana, "older", 2), (lea, "of others", 0.5)):
            held = await world.ask(who, ken, slot(-days * DAY), topic=topic, **long_ago)
            held = await world.do(held, Accept(), Role.MENTOR, at=NOW - 8 * DAY)
            await world.do(held, AutoComplete(), Role.SYSTEM)
        await world.do(await world.ask(ana, ken, slot(5 * DAY), topic="never held"), Reject(), Role.MENTOR)
        assert await store.read(lambda tx: tx.last_topic(asking)) == "newest"

    async def test_pages_follow_each_other_without_gap_or_repeat(self, store: Store, world: World) -> None:
        ana, ken = await world.pair()
        await _busy_life(world, ana, ken)
        for section in Section:
            whole = await _page(store, ana, section)
            pages: list[str] = []
            last: Booking | None = None
            turn = partial(Transaction.agenda, who=ana, section=section, now=NOW, limit=1)
            while page := await store.read(partial(turn, after=last)):
                pages += [one.topic for one in page]
                last = page[-1]
            assert pages == whole

    async def test_bookings_of_one_instant_page_as_well(self, store: Store, world: World) -> None:
        ana, ken = await world.pair()
        for number in range(5):
            await world.ask(ana, ken, topic=str(number))
        first = await store.read(lambda tx: tx.agenda(ana, Section.PENDING, NOW, 2))
        second = await store.read(lambda tx: tx.agenda(ana, Section.PENDING, NOW, 9, first[-1]))
        assert len({one.id for one in first + second}) == 5

    async def test_limits_count_what_they_limit(self, store: Store, world: World) -> None:
        ana, ken = await world.pair()
        lea = (await world.person("Lea")).id
        first = await world.ask(ana, ken, slot(DAY))
        gone = await world.ask(ana, lea, slot(2 * DAY), created_at=NOW - 2 * HOUR)
        await world.do(gone, Cancel(), Role.STUDENT)
        await world.ask(lea, ken, slot(3 * DAY))
        assert await store.read(lambda tx: tx.asked_so_far(ana, ken, NOW - HOUR)) == AskedSoFar(
            1, 1, first.ref
        )
        assert await store.read(lambda tx: tx.asked_so_far(ana, lea, NOW - 2 * HOUR)) == AskedSoFar(
            1, 2, None
        )
        assert await store.read(lambda tx: tx.asked_so_far(ken, ana, NOW - DAY)) == AskedSoFar(0, 0, None)

    async def test_a_person_is_busy_in_both_roles(self, store: Store, world: World) -> None:
        ana, ken = await world.pair()
        lea = (await world.person("Lea")).id
        late = await world.ask(ana, ken, slot(5 * HOUR))
        early = await world.ask(ken, lea, slot(HOUR))
        held = await store.read(lambda tx: tx.busy(ken, NOW, NOW + DAY))
        assert [(one.start, one.end) for one in held] == [
            (NOW + HOUR, NOW + 1.5 * HOUR),
            (NOW + 5 * HOUR, NOW + 5.5 * HOUR),
        ]
        assert await store.read(lambda tx: tx.busy(ken, NOW + 1.5 * HOUR, NOW + 5 * HOUR)) == []
        found = await store.read(lambda tx: tx.clashes(ken, slot(0 * HOUR, 480)))
        assert found == [early, late]
        assert await store.read(lambda tx: tx.clashes(ken, slot(0 * HOUR, 480), early.id)) == [late]

    async def test_a_request_is_overdue_at_its_deadline_or_its_start(
        self, store: Store, world: World
    ) -> None:
        ana, ken = await world.pair()
        start = await world.ask(ana, ken, slot(HOUR))
        deadline = await world.ask(ana, ken, slot(9 * DAY), answer_by=NOW + 2 * HOUR)
        accepted = await world.ask(ana, ken, slot(4 * HOUR))
        await world.do(accepted, Accept(), Role.MENTOR)
        assert await store.read(lambda tx: tx.overdue(NOW + HOUR - MINUTE, 10)) == []
        assert await store.read(lambda tx: tx.overdue(NOW + HOUR, 10)) == [start]
        assert await store.read(lambda tx: tx.overdue(NOW + DAY, 10)) == [start, deadline]
        assert await store.read(lambda tx: tx.overdue(NOW + DAY, 1)) == [start]
        await world.do(start, Expire(), Role.SYSTEM, at=NOW + HOUR)
        assert await store.read(lambda tx: tx.overdue(NOW + HOUR, 10)) == []

    async def test_what_was_accepted_is_finished_at_its_end(self, store: Store, world: World) -> None:
        ana, ken = await world.pair()
        await world.ask(ana, ken, slot(DAY))
        timeless = await world.ask(ana, ken)
        session = await world.ask(ana, ken, slot(HOUR))
        await world.do(timeless, Accept(), Role.MENTOR)
        session = await world.do(session, Accept(), Role.MENTOR)
        assert await store.read(lambda tx: tx.finished(NOW + 1.5 * HOUR - MINUTE, 10)) == []
        assert await store.read(lambda tx: tx.finished(NOW + 1.5 * HOUR, 10)) == [session]
        assert await store.read(lambda tx: tx.finished(NOW + 9000 * DAY, 10)) == [session]

    async def test_a_proposal_is_stale_when_its_last_time_has_begun(self, store: Store, world: World) -> None:
        ana, ken = await world.pair()
        booking = await world.ask(ana, ken, slot(9 * DAY))
        booking = await world.do(booking, Propose(slots=(slot(2 * DAY), slot(DAY))), Role.MENTOR)
        assert await store.read(lambda tx: tx.stale_proposals(NOW + DAY, 10)) == []
        assert await store.read(lambda tx: tx.stale_proposals(NOW + 2 * DAY, 10)) == [booking]
        await world.do(booking, AcceptProposal(), Role.STUDENT)
        assert await store.read(lambda tx: tx.stale_proposals(NOW + 2 * DAY, 10)) == []
