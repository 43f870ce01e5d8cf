"""What a press costs the database: who pressed is read, what was pressed is one transaction, nothing is read twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
import sqlalchemy as sa

from adapters.slack.capabilities import CAPABILITIES
from bot.compose import compose_core
from core.domain.people import Address
from core.domain.policy import Policy
from core.domain.profiles import OfferingForm, ProfileForm
from core.ports.call import Call, Trigger
from core.ports.platform import Profile
from core.ports.replies import Refuse, Reply
from core.store.store import Store
from tests.store.postgres import fresh_database
from tests.store.world import Ids

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from core.store.transaction import Transaction

T = TypeVar("T")
MORNING = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
TOMORROW = MORNING + timedelta(days=1)
PROFILE = Profile(name="Somebody", zone="Europe/Berlin")

COSTS = {
    "words to the bot": ["read 1", "read 1"],
    "the list of mentors": ["read 1", "read 7"],
    "the booking form": ["read 1", "read 1", "read 3"],
    "a search for open times": ["read 1", "read 1", "read 3"],
    "a request": ["read 1", "write 16"],
    "its card": ["read 1", "read 5"],
    "my sessions": ["read 1", "read 6"],
    "accept": ["read 1", "write 15"],
    "a suggestion": ["read 1", "read 5", "write 15"],
    "its acceptance": ["read 1", "write 17", "read 1"],
    "cancel": ["read 1", "write 9", "read 1"],
}
"""The transactions of each press, and the statements in each; PostgreSQL has one more where people wait in line.

What may set a time free asks afterwards whether anybody waits for it.
"""
AT_ONCE = {
    "a request": ["read 1", "write 12"],
    "accept": ["read 1", "write 12"],
    "a suggestion": ["read 1", "read 5", "write 12"],
    "its acceptance": ["read 1", "write 13", "read 1"],
    "cancel": ["read 1", "write 6", "read 1"],
}
"""What differs on PostgreSQL, which stores an act with all that belongs to it in one statement."""


@dataclass
class Spent:
    """One transaction: whether it may write, and what was sent in it."""

    kind: str
    sent: list[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.kind} {len(self.sent)}"


class CountingStore(Store):
    """A store that keeps account of what is done in it."""

    spent: list[Spent]
    locks: Counter[int]

    async def write(self, work: Callable[[Transaction], T]) -> T:
        self.spent.append(Spent("write"))
        return await super().write(work)

    async def read(self, work: Callable[[Transaction], T]) -> T:
        self.spent.append(Spent("read"))
        return await super().read(work)

    def begin_anew(self) -> None:
        """Forget what was done so far."""
        self.spent, self.locks = [], Counter()

    def note(self, _1: object, _2: object, statement: str, parameters: object, *_: object) -> None:
        """Take what SQLAlchemy is about to send into account."""
        if "pg_advisory" in statement:
            self.locks[len(self.spent)] += 1
        elif not statement.startswith("BEGIN") and self.spent:
            self.spent[-1].sent.append((statement, str(parameters)))


@dataclass
class Pressing:
    """The core on a database, with the calls of one student and one mentor."""

    store: CountingStore
    pressed: int = 0

    def __post_init__(self) -> None:
        self.core = compose_core(self.store, {}, lambda: MORNING, Ids(3), Policy())

    async def open(self) -> None:
        """Let both be known, and the mentor have hours and a session type."""
        people = self.core.services.people
        for who in ("sam", "ana"):
            await self(who, Trigger.WORDS, "hello")
        ana = await people.greet(Address("slack", "T1", "ana"), PROFILE)
        await people.save_profile(
            ana, ProfileForm(headline="Mentor", zone="Europe/Berlin", hours="Mon-Fri 9-17")
        )
        await people.add_offering(ana, OfferingForm(title="Review", minutes="30"))
        self.ana = ana.id.hex

    def call(self, who: str, trigger: Trigger, route: str, *args: str, values: dict[str, str]) -> Call:
        self.pressed += 1
        return Call(
            trigger=trigger,
            route=route,
            actor=Address("slack", "T1", who),
            profile=PROFILE,
            key=f"press {self.pressed}",
            capabilities=CAPABILITIES,
            args=args,
            values=values,
        )

    async def __call__(self, *what: Any, **values: str) -> None:
        """Press, and be answered with anything but a refusal."""
        replies: list[Reply] = []

        async def say(reply: Reply) -> None:
            replies.append(reply)

        await self.core.router.dispatch(self.call(*what, values=values), say)
        assert not isinstance(replies[0], Refuse), replies

    async def search(self, **values: str) -> None:
        assert await self.core.router.search(self.call("sam", Trigger.SEARCH, "search-times", values=values))

    async def booking(self) -> tuple[str, str]:
        """The only booking there is, as a button points at it."""
        query = sa.text("SELECT id, version FROM booking")
        row = await Store.read(self.store, lambda tx: tx._connection.execute(query).one())
        return str(row[0]).replace("-", ""), str(row[1])


@pytest.fixture(params=["sqlite", "postgres"])
async def press(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Pressing]:
    address = f"sqlite:///{tmp_path}/bot.db" if request.param == "sqlite" else fresh_database()
    store = await CountingStore.open(address, program="default", new_id=Ids(2))
    assert isinstance(store, CountingStore)
    store.begin_anew()
    pressing = Pressing(store)
    await pressing.open()
    sa.event.listen(sa.Engine, "before_cursor_execute", store.note)
    yield pressing
    sa.event.remove(sa.Engine, "before_cursor_execute", store.note)
    await store.close()


async def test_a_press_costs_what_it_must(press: Pressing, request: pytest.FixtureRequest) -> None:
    noon = str(int((TOMORROW + timedelta(hours=3)).timestamp()))
    found: dict[str, list[str]] = {}

    async def cost(name: str, *what: Any, **values: str) -> None:
        press.store.begin_anew()
        await (press(*what, **values) if what else press.search(**values))
        found[name] = [str(one) for one in press.store.spent]
        assert [one.kind for one in press.store.spent].count("write") <= 1
        assert all(times == 1 for times in press.store.locks.values()), (
            "the same people were waited for twice"
        )
        for one in press.store.spent:
            twice = [sent for sent, times in Counter(one.sent).items() if times > 1]
            assert not twice, f"{name} reads twice"

    await cost("words to the bot", "sam", Trigger.WORDS, "hello")
    await cost("the list of mentors", "sam", Trigger.COMMAND, "find-mentor")
    await cost("the booking form", "sam", Trigger.BUTTON, "book", press.ana)
    await cost("a search for open times", mentor=press.ana, words="")
    asked = {"mentor": press.ana, "topic": "Careers", "slot": noon}
    await cost("a request", "sam", Trigger.FORM, "book-session", **asked)
    await cost("its card", "ana", Trigger.BUTTON, "show", *await press.booking())
    await cost("my sessions", "ana", Trigger.COMMAND, "my-sessions")
    await cost("accept", "ana", Trigger.BUTTON, "accept", *await press.booking())
    await cost(
        "a suggestion", "ana", Trigger.FORM, "propose", *await press.booking(), when="2026-12-03 12:00"
    )
    await cost("its acceptance", "sam", Trigger.BUTTON, "accept-time", *await press.booking(), "0")
    await cost("cancel", "sam", Trigger.FORM, "cancel", *await press.booking())
    at_once = request.node.callspec.params["press"] == "postgres"
    assert found == (COSTS | AT_ONCE if at_once else COSTS)
