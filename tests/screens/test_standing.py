"""What people read of decisions about them: organisers decide in any order, and no sentence promises too much."""

from __future__ import annotations

import re
from itertools import product

from core.domain.standing import OWN, Step, step, steps_open
from core.screens.standing import standing_card
from tests.domain.test_standing import EVERY
from tests.factories import NOON, STUDENT, a_person
from tests.plain import plain

PROMISES = re.compile(r"find you|can ask you again|profile is as it was")


def test_no_decision_promises_what_another_one_forbids() -> None:
    me = a_person()
    told = set()
    for standing, what in product(EVERY, set(Step) - OWN):
        if what not in steps_open(standing):
            continue
        after = step(standing, what, STUDENT, NOON)
        said = plain(standing_card(after, me, NOON))
        able = after.is_offered and not after.is_paused(NOON)
        assert not PROMISES.search(said) or able, said
        assert "You can ask again" not in said or not (after.blocked or after.removed), said
        assert "blocked you" in said or not after.blocked or what in {Step.PAUSE, Step.REMOVE}, said
        told |= {what} if able and PROMISES.search(said) else set()
    assert told == {Step.APPROVE, Step.RESUME, Step.RESTORE}, "who may mentor reads so"
