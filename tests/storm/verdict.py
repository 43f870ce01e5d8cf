"""The verdict on a storm: what everybody saw and was told, held against the database and what people did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

import sqlalchemy as sa

from core.domain.booking import Act, Role, Status
from core.domain.notices import Kind
from core.screens.notices import PINGS, SILENT
from core.screens.session import BADGES
from core.store.connections import address_of
from core.store.outcomes import OutboxOutcome
from core.store.tables import every as tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tests.storm.crowd import Crowd
    from tests.storm.witness import Sound, Witness

TELLS = {Kind.ACCEPTED, Kind.AGREED}, {"Confirmed", "New time confirmed"}
"""Notices and the states of which each says that a session is agreed."""
MOSTLY_ONCE = frozenset({"Pending", "Declined", "Withdrawn", "Cancelled", "Called off"})
"""States that a session enters once, and of which nobody needs to hear twice, be it as a card or as a ping."""
AGREED = frozenset({Act.ACCEPT, Act.ACCEPT_PROPOSAL})


@dataclass
class Verdict:
    """What was found; each list is empty if all is well."""

    lost: list[str] = field(default_factory=list)
    phantom: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    overlaps: list[str] = field(default_factory=list)
    sessions: int = 0
    messages: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.phantom or self.twice or self.overlaps)


def engine_of(url: str) -> sa.Engine:
    """Return a way to look into the database beside the program."""
    address = address_of(url)
    name = "sqlite" if address.get_backend_name() == "sqlite" else "postgresql+psycopg"
    return sa.create_engine(address.set(drivername=name), poolclass=sa.NullPool)


def waiting(engine: sa.Engine, until: datetime) -> list[str]:
    """Return the notices that are due, or will be tried again, until then, and the cards that are known to be old."""
    row, placed, booking = tables.outbox.c, tables.placement.c, tables.booking.c
    due = sa.select(row.key, row.state, row.tries, row.due_at).where(tables.NOT_DONE, row.due_at <= until)
    old = sa.select(placed.key, placed.version, booking.version.label("newest")).where(
        booking.id == placed.booking, placed.version < booking.version
    )
    with engine.connect() as connection:
        return [f"waits: {dict(one)}" for query in (due, old) for one in connection.execute(query).mappings()]


class Judge:
    """Reads the database once and judges."""

    def __init__(self, engine: sa.Engine, crowd: Crowd, witness: Witness, until: datetime) -> None:
        self._crowd, self._witness, self._until = crowd, witness, until
        with engine.connect() as connection:
            self._bookings = {one["id"]: one for one in _all(connection, tables.booking)}
            self._users: dict[UUID, str] = {
                one["person"]: one["user_id"] for one in _all(connection, tables.address)
            }
            self._history = _all(connection, tables.history)
            self._told = [
                one
                for one in _all(connection, tables.outbox)
                if one["kind"] not in SILENT and one["due_at"] <= until
            ]
        self._by_topic = {one["topic"]: one for one in self._bookings.values()}

    def verdict(self) -> Verdict:
        """Return everything that was found."""
        found = Verdict(sessions=len(self._bookings), messages=len(self._witness.sounds))
        found.outcomes = Counter(
            "not done" if one["outcome"] is None else str(one["outcome"]) for one in self._told
        )
        found.lost = [
            *self._lost_requests(),
            *self._never_stored(),
            *self._lost_news(),
            *self._swallowed(),
            *self._stale_cards(),
        ]
        found.phantom = [*self._phantom_acts(), *self._phantom_words()]
        found.twice = list(self._told_twice())
        found.overlaps = list(self._overlaps())
        return found

    def _lost_requests(self) -> Iterator[str]:
        for topic in sorted(self._crowd.sent - set(self._by_topic)):
            yield f"{topic}: said to be sent, and not there"

    def _never_stored(self) -> Iterator[str]:
        """Whatever one side does, a notice for the other side is stored with it."""
        stored = {(one["booking"], one["version"], one["recipient"]) for one in self._told}
        for line in self._history:
            booking = self._bookings[line["booking"]]
            other = booking["student" if line["role"] is Role.MENTOR else "mentor"]
            if (booking["id"], line["version"], other) not in stored:
                what = f"{booking['topic']}: {line['act']} v{line['version']}"
                yield f"{what} is to be told to {self._users[other]}, and was never stored"

    def _swallowed(self) -> Iterator[str]:
        """Each notice that is noted as sent made a sound, but for what is withdrawn before anybody could hear it."""
        sounds = Counter((one.user, one.topic) for one in self._witness.sounds)
        sent = Counter(
            (self._users[one["recipient"]], str(self._bookings[one["booking"]]["topic"]))
            for one in self._told
            if one["outcome"] is OutboxOutcome.SENT and one["kind"] is not Kind.WITHDRAWN
        )
        for (user, topic), number in sent.items():
            if sounds[user, topic] < number:
                yield f"{topic}: {number} noted as sent to {user}, and {sounds[user, topic]} arrived"

    def _lost_news(self) -> Iterator[str]:
        last: dict[tuple[UUID, UUID], sa.RowMapping] = {}
        told_of = {(one.user, one.topic) for one in self._witness.sounds}
        for one in self._told:
            key = (one["booking"], one["recipient"])
            last[key] = max(one, last.get(key, one), key=lambda row: int(row["version"]))
            if one["outcome"] is None:
                yield f"{self._where(one)}: still waits, {one['state']}, {one['tries']} tries, due {one['due_at']}"
            elif one["outcome"] is OutboxOutcome.DEAD:
                yield f"{self._where(one)}: given up"
        for one in last.values():
            booking = self._bookings[one["booking"]]
            told = one["outcome"] in {OutboxOutcome.SENT, OutboxOutcome.FOLDED}
            if told and (self._users[one["recipient"]], booking["topic"]) not in told_of:
                quiet = one["kind"] is Kind.WITHDRAWN
                if not quiet:
                    yield f"{self._where(one)}: noted as told, and nothing of it ever arrived"
            if one["outcome"] is OutboxOutcome.DROPPED and one["version"] == booking["version"]:
                yield f"{self._where(one)}: dropped, and it is still true"

    def _stale_cards(self) -> Iterator[str]:
        for hands in (*self._crowd.students, *self._crowd.mentors):
            cards: dict[str, set[str]] = {}
            for state, topics, is_card in self._witness.screens(hands.user):
                if is_card:
                    for topic in topics:
                        cards.setdefault(topic, set()).add(state)
            for topic, states in cards.items():
                booking = self._by_topic.get(topic)
                if booking is not None and states != {_badge(booking)}:
                    yield f"{topic}: {hands.name} sees {states}, and it is {_badge(booking)}"

    def _phantom_acts(self) -> Iterator[str]:
        topics = Counter(one["topic"] for one in self._bookings.values())
        yield from (f"{topic}: {count} sessions" for topic, count in topics.items() if count > 1)
        done: Counter[tuple[str, Act]] = Counter()
        for one in self._history:
            done[self._bookings[one["booking"]]["topic"], one["act"]] += 1
        for (topic, act), count in done.items():
            tried = int(topic in self._crowd.asked) if act is Act.REQUEST else self._crowd.tried[topic, act]
            if count > tried:
                yield f"{topic}: {act} happened {count} times, and was tried {tried} times"
        for topic, shown in self._witness.shown.items():
            agreed = any(done[topic, act] for act in AGREED)
            if "Confirmed" in shown and not agreed:
                yield f"{topic}: was shown as confirmed, and never was"

    def _phantom_words(self) -> Iterator[str]:
        for one in self._witness.sounds:
            parties = self._crowd.asked.get(one.topic, ())
            if one.user not in parties or one.topic not in self._by_topic:
                yield f"{one.topic}: {one.user} was told of it: {one.state}"

    def _told_twice(self) -> Iterator[str]:
        told_of: dict[tuple[str, str], list[Sound]] = {}
        for one in self._witness.sounds:
            told_of.setdefault((one.user, one.topic), []).append(one)
        reasons: dict[tuple[str, str], list[Kind]] = {}
        for row in self._told:
            where = (self._users[row["recipient"]], self._bookings[row["booking"]]["topic"])
            reasons.setdefault(where, []).append(row["kind"])
        for (user, topic), sounded in told_of.items():
            sounds, kinds = _but_brought(sounded, reasons.get((user, topic), []))
            states = Counter(one.state for one in sounds)
            said = (
                f"{topic}: {user} was told {[one.state for one in sounds]} for {[str(one) for one in kinds]}"
            )
            agreed = max(1, sum(kind in TELLS[0] for kind in kinds))
            if (
                len(sounds) > len(kinds)
                or any(states[state] > 1 for state in MOSTLY_ONCE)
                or sum(states[state] for state in TELLS[1]) > agreed
                or any(states[PINGS[kind].state] > kinds.count(kind) for kind in set(kinds) & set(PINGS))
            ):
                yield said

    def _overlaps(self) -> Iterator[str]:
        agreed = [one for one in self._bookings.values() if one["status"] is Status.ACCEPTED]
        taken: dict[UUID, list[sa.RowMapping]] = {}
        for two in sorted(agreed, key=lambda one: one["starts_at"]):
            for role in ("student", "mentor"):
                for one in taken.setdefault(two[role], []):
                    if two["starts_at"] < one["ends_at"]:
                        yield f"{one['topic']} and {two['topic']} overlap for their {role}"
                taken[two[role]].append(two)

    def _where(self, row: sa.RowMapping) -> str:
        topic = self._bookings[row["booking"]]["topic"]
        return f"{topic}: {row['kind']} v{row['version']} to {self._users[row['recipient']]}"


def _but_brought(sounds: list[Sound], kinds: list[Kind]) -> tuple[list[Sound], list[Kind]]:
    """Leave out the cards that somebody had brought to the end of their conversation, and what asked for them."""
    kept: list[Sound] = []
    left = kinds.count(Kind.OPENED)
    for one in reversed(sounds):
        if one.is_card and left:
            left -= 1
        else:
            kept.insert(0, one)
    return kept, [kind for kind in kinds if kind is not Kind.OPENED]


def _all(connection: sa.Connection, table: sa.Table) -> Sequence[Any]:
    return connection.execute(sa.select(table)).mappings().all()


def _badge(booking: sa.RowMapping) -> str:
    if booking["status"] is Status.CANCELLED and booking["accepted_at"] is None:
        return "Withdrawn"
    return BADGES[booking["status"]][0]
