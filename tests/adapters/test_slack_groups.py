"""Groups and channels of Slack: who is in a user group now, and what a channel is told."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.playground.slack_emulator.emulator import SCOPES
from core.ports.cards import Line, Who
from core.ports.platform import Declined, Gone, Reason, TryLater, Unknown, Unreachable
from tests.adapters.slack_bench import ANA, KEN, Scene, at, scene
from tests.adapters.slack_examples import a_card

NEWS = a_card(title="Mentoring", summary="Book a session", parts=(Line(("Ask ", Who("Ken", at(KEN)))),))


@pytest.fixture
async def bench() -> AsyncIterator[Scene]:
    async with scene() as opened:
        yield opened


async def test_groups_are_listed_and_asked_for_anew(bench: Scene) -> None:
    platform, slack = bench.app.platform, bench.emulator
    assert await platform.groups() == ()
    group = slack.add_group("Cohort 7", [ANA])
    assert [(one.id, one.name) for one in await platform.groups()] == [(group, "Cohort 7")]
    assert await platform.belongs(at(ANA), group) is True
    assert await platform.belongs(at(KEN), group) is False
    slack.join_group(group, KEN)
    assert await platform.belongs(at(KEN), group) is True
    assert await platform.belongs(at(ANA), "S0GONE00000") is False, "nobody is in a group that is gone"


async def test_what_is_not_known_is_raised_and_a_plan_without_groups_has_none(bench: Scene) -> None:
    platform, faults = bench.app.platform, bench.emulator.faults
    group = bench.emulator.add_group("Cohort 7", [ANA])
    faults.refuse("usergroups.list", "paid_teams_only")
    assert await platform.groups() == ()
    faults.refuse("usergroups.list", "some_new_code")
    with pytest.raises(Declined):
        await platform.groups()
    for code in ("missing_scope", "ratelimited", "internal_error"):
        faults.refuse("usergroups.users.list", code)
        with pytest.raises(TryLater):
            await platform.belongs(at(ANA), group)
    faults.refuse("usergroups.users.list", "some_new_code")
    with pytest.raises(Declined):
        await platform.belongs(at(ANA), group)


async def test_a_channel_is_told_without_mentioning_anybody(bench: Scene) -> None:
    platform, slack = bench.app.platform, bench.emulator
    channel = slack.add_channel("news", [ANA])
    placed = await platform.announce(channel, NEWS, key="k1")
    (seen,) = [one for one in slack.client(ANA).messages(channel) if one["ts"] == placed.message]
    assert "<@" not in str(seen) and "Ken" in str(seen)
    outside = slack.add_channel("outside", [ANA], with_bot=False)
    with pytest.raises(Unreachable) as refused:
        await platform.announce(outside, NEWS, key="k2")
    assert refused.value.reason is Reason.APP_REMOVED
    with pytest.raises(Gone):
        await platform.announce("C0NOWHERE00", NEWS, key="k3")


@pytest.mark.parametrize("may_read", [True, False])
async def test_an_announcement_whose_answer_is_lost_is_found_where_the_channel_may_be_read(
    may_read: bool,
) -> None:
    async with scene(scopes=SCOPES | ({"channels:history"} if may_read else set())) as bench:
        platform, slack = bench.app.platform, bench.emulator
        channel, since = slack.add_channel("news", [ANA]), bench.clock.at
        slack.faults.drop("chat.postMessage")
        with pytest.raises(Unknown):
            await platform.announce(channel, NEWS, key="k1")
        if may_read:
            found = await platform.announced(channel, "k1", since)
            assert found is not None and found.channel == channel
            assert await platform.announced(channel, "k2", since) is None
        else:
            with pytest.raises(TryLater):
                await platform.announced(channel, "k1", since)
