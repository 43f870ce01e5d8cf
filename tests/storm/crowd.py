"""The crowd of a storm: people on both platforms who ask, answer and change their minds at random."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.compose import PROGRAM, new_id
from core.domain.booking import Act
from core.domain.people import Address, Mentor, Person, PersonId
from core.store.store import Store
from tests.storm.hands import ZONE, DiscordHands, SlackHands

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.store.transaction import Transaction
    from tests.journeys.process import Outside
    from tests.storm.hands import Found, Hands
    from tests.storm.presses import Presses

ASKS, LOOKS, TWICE = 0.3, 0.1, 0.05
"""Parts of what people do: ask for a session, look at their own; the rest answers, now and then with two presses."""
FIRST_DAY, DAYS = 4, 8
"""Sessions are so many days ahead: no reminder falls into a storm, and many want the same time."""
NEWEST = 300
"""How many of the newest sessions people are busy with."""
SOMEBODY = 8
"""How many people are tried for one act before nobody does anything."""
ACTS: dict[str, tuple[Act, ...]] = {
    "accept": (Act.ACCEPT,),
    "decline": (Act.REJECT,),
    "withdraw": (Act.CANCEL,),
    "cancel": (Act.CANCEL,),
    "propose": (Act.PROPOSE,),
    "accept-time": (Act.ACCEPT_PROPOSAL,),
    "keep-time": (Act.DECLINE_PROPOSAL,),
    "withdraw-time": (Act.WITHDRAW_PROPOSAL,),
    "edit-link": (Act.SET_LINK,),
    "show": (),
}
"""Buttons that people press here, and what may come of each."""
WEIGHTS = {"accept": 8, "accept-time": 6, "propose": 3, "edit-link": 2, "cancel": 1, "show": 1}


@dataclass
class Crowd:
    """Everybody, and what they have tried and been told."""

    world: Outside
    presses: Presses
    seed: int
    students: list[Hands] = field(default_factory=list)
    mentors: list[Hands] = field(default_factory=list)
    asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Topic → the student and the mentor, by user id, of every request that somebody tried to make."""
    sent: set[str] = field(default_factory=set)
    """The topics of which the student was told that they were sent."""
    tried: Counter[tuple[str, Act]] = field(default_factory=Counter)
    """How often somebody tried to do something about a session."""
    idle: int = 0
    """How often somebody found nothing to do."""

    def __post_init__(self) -> None:
        self._random = random.Random(f"crowd {self.seed}")
        self._busy: set[str] = set()
        self._hands: dict[str, Hands] = {}

    async def gather(self, students: int, mentors: int) -> None:
        """Make everybody known to both platforms and to the program, which is not running yet."""
        store = await Store.open(self.world.address, program=PROGRAM, new_id=new_id)
        for group, number in ((self.students, students), (self.mentors, mentors)):
            letter = "S" if group is self.students else "M"
            for count in range(number):
                hands = self._somebody(f"{letter}{count:03d}", count)
                group.append(hands)
                self._hands[hands.user] = hands
                await self._introduce(store, hands, mentor=letter == "M")
        await store.close()

    def _somebody(self, name: str, count: int) -> Hands:
        if count % 2:
            user = f"20010000000{ord(name[0]):03d}{count:05d}"
            self.world.discord.add_user(user, username=name.lower(), global_name=name)
            return DiscordHands(self.world.discord, user, name, self.presses)
        user = f"U0{name}00000"
        self.world.slack.add_user(user, name=name, real_name=name, tz=ZONE)
        return SlackHands(self.world.slack, user, name, self.presses)

    async def _introduce(self, store: Store, hands: Hands, *, mentor: bool) -> None:
        on_slack = isinstance(hands, SlackHands)
        where = ("slack", self.world.slack.team_id) if on_slack else ("discord", "-")
        person = Person(
            id=PersonId(new_id()),
            program=store.program,
            name=hands.name,
            address=Address(*where, hands.user),
            zone=ZONE,
        )

        def work(tx: Transaction) -> None:
            tx.add_person(person)
            if mentor:
                tx.save_mentor(Mentor(person=person, headline="Helps", since=self.world.clock()))

        await store.write(work)

    async def act(self) -> None:
        """Let somebody do something; who has something else in hand, or nothing to do, leaves it to another."""
        what = self._random.random() if self.asked else 0.0
        for _ in range(SOMEBODY):
            who = self._random.choice(self.students) if what < ASKS else self._party()
            if who.user in self._busy:
                continue
            self._busy.add(who.user)
            try:
                if await self._has_done(who, what):
                    return
            finally:
                self._busy.discard(who.user)
        self.idle += 1

    async def _has_done(self, who: Hands, what: float) -> bool:
        if what >= ASKS + LOOKS:
            return await self._answer(who)
        await (self._ask(who) if what < ASKS else who.look())
        return True

    def _party(self) -> Hands:
        """Return somebody who takes part in one of the newest sessions."""
        topics = list(self.asked)[-NEWEST:]
        return self._hands[self._random.choice(self.asked[self._random.choice(topics)])]

    async def _ask(self, who: Hands) -> None:
        topic, mentor = f"Talk {len(self.asked):06d}", self._random.choice(self.mentors)
        self.asked[topic] = (who.user, mentor.user)
        if await who.ask(mentor.name, topic, self._time()):
            self.sent.add(topic)

    async def _answer(self, who: Hands) -> bool:
        found = [one for one in who.buttons() if one.route in ACTS]
        if not found:
            return False
        button = self._random.choices(found, [WEIGHTS.get(one.route, 1) for one in found])[0]
        times = 2 if self._random.random() < TWICE else 1
        for _ in range(times):
            self.tried.update((button.topic, act) for act in ACTS[button.route])
            await who.press(button, self._values(button))
        return True

    def _values(self, button: Found) -> Mapping[str, object] | None:
        match button.route:
            case "propose":
                return {"when": self._time()}
            case "edit-link":
                return {"link": f"https://meet.example.org/{self._random.randrange(10**6)}"}
            case "cancel" | "decline":
                return {}
            case _:
                return None

    def _time(self) -> datetime:
        day = self.world.clock().replace(hour=0, minute=0, second=0, microsecond=0)
        ahead = timedelta(days=FIRST_DAY + self._random.randrange(DAYS))
        return day + ahead + timedelta(minutes=30 * self._random.randrange(14, 40))
