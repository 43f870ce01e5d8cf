"""Pauses: a bucket waits exactly as long as the platform says, and no other does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from discord.http import Route
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import errors as discord_errors
from adapters.discord.pausing_requests import bucket_of
from adapters.pauses import EVERYTHING, LONGEST_LIMIT, Pauses
from adapters.slack import errors as slack_errors
from core.ports.platform import TryLater

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


class Memory:
    """A clock that is moved, and what was stored."""

    def __init__(self) -> None:
        self.now, self.kept, self.fails = NOON, dict[str, datetime](), False

    async def load(self) -> dict[str, datetime]:
        if self.fails:
            raise OSError
        return dict(self.kept)

    async def save(self, bucket: str, until: datetime) -> None:
        if self.fails:
            raise OSError
        self.kept[bucket] = until

    def pauses(self) -> Pauses:
        return Pauses(lambda: self.now, self.load, self.save)

    async def waits(self, pauses: Pauses, bucket: str) -> float:
        try:
            await pauses.check(bucket)
        except TryLater as later:
            return 0.0 if later.everywhere else later.seconds
        return 0.0


async def test_a_pause_ends_at_its_end() -> None:
    memory = Memory()
    pauses = memory.pauses()
    await pauses.pause("a", 30)
    memory.now += timedelta(seconds=29)
    with pytest.raises(TryLater) as later:
        await pauses.check("a")
    assert later.value.seconds == 1
    memory.now += timedelta(seconds=1)
    await pauses.check("a")


@given(
    st.lists(st.tuples(st.sampled_from("abc" + EVERYTHING), st.floats(-5, 9000)), max_size=8), st.booleans()
)
async def test_a_bucket_waits_until_the_latest_instant_that_was_asked_for(
    asked: list[tuple[str, float]], restarted: bool
) -> None:
    memory = Memory()
    pauses = memory.pauses()
    until = dict.fromkeys("abc" + EVERYTHING, NOON)
    for bucket, seconds in asked:
        await pauses.pause(bucket, seconds)
        wanted = memory.now + min(timedelta(seconds=max(seconds, 0.0)), LONGEST_LIMIT)
        until[bucket] = max(until[bucket], wanted)
        memory.now += timedelta(seconds=1)
    pauses = memory.pauses() if restarted else pauses
    for bucket in "abc":
        left = max(until[bucket], until[EVERYTHING]) - memory.now
        assert await memory.waits(pauses, bucket) == max(left.total_seconds(), 0.0)


async def test_a_memory_that_fails_stops_no_call_and_is_asked_again() -> None:
    memory = Memory()
    memory.kept["b"] = NOON + timedelta(seconds=30)
    memory.fails = True
    pauses = memory.pauses()
    assert await memory.waits(pauses, "b") == 0
    await pauses.pause("a", 10)
    memory.fails = False
    assert [await memory.waits(pauses, one) for one in ("a", "b")] == [10, 30]


def test_a_route_of_discord_is_a_bucket_with_its_channel() -> None:
    path = "/channels/{channel_id}/messages"
    one, other = (Route("POST", path, channel_id=number) for number in (1, 2))
    assert bucket_of(one) != bucket_of(other)
    assert bucket_of(one) == bucket_of(Route("POST", path, channel_id=1))
    assert bucket_of(one) != bucket_of(Route("GET", path, channel_id=1))
    user = "/users/{user_id}"
    assert bucket_of(Route("GET", user, user_id=1)) == bucket_of(Route("GET", user, user_id=2))


@pytest.mark.parametrize("code", ["team_added_to_org", "access_denied", "token_revoked", "missing_scope"])
def test_what_is_about_the_app_is_about_nobody_else(code: str) -> None:
    assert code in slack_errors.LOCKED_OUT
    assert not slack_errors.LOCKED_OUT & {*slack_errors.UNREACHABLE, *slack_errors.GONE, *slack_errors.UNSURE}


@pytest.mark.parametrize("code", [20026, 40001, 50014])
def test_what_discord_says_of_the_bot_locks_everything_out(code: int) -> None:
    error = discord_errors.CODES[code]()
    assert isinstance(error, TryLater) and error.everywhere
