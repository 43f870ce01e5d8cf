"""Zoom and Google Meet: what is made is there once, under its own key, and every failure says what it means."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.video.google import GoogleMeet
from adapters.video.zoom import Zoom
from core.domain.links import MeetingLink
from core.domain.people import Address
from core.ports.meetings import MadeMeeting, MeetingPlan
from core.ports.platform import Declined, DeliveryError, Gone, TryLater, Unknown
from tests.video.api_server import Fault
from tests.video.clock import StandingClock
from tests.video.google_server import GoogleServer
from tests.video.zoom_server import ZoomServer

if TYPE_CHECKING:
    from collections.abc import Awaitable

Server = ZoomServer | GoogleServer
Provider = Zoom | GoogleMeet
KEY = "0123456789abcdef0123456789abcdef01"
START = StandingClock().now + timedelta(days=2)
PLAN = MeetingPlan(
    key=KEY,
    title="Mentoring: session S-7F3K2",
    starts_at=START,
    minutes=30,
    people=(Address("slack", "T", "sam"), Address("discord", "-", "ken")),
)


def count(server: Server) -> int:
    """How many meetings stand."""
    return len(server.meetings) if isinstance(server, ZoomServer) else len(server.standing)


def times(server: Server) -> list[str]:
    if isinstance(server, ZoomServer):
        return [one["start_time"] for one in server.meetings.values()]
    return [one["start"]["dateTime"] for one in server.standing.values()]


async def failing(work: Awaitable[object]) -> DeliveryError:
    with pytest.raises(DeliveryError) as failed:
        await work
    return failed.value


async def test_a_meeting_is_made_found_moved_and_removed(server: Server, provider: Provider) -> None:
    assert await provider.find(PLAN) is None
    made = await provider.make(PLAN)
    assert MeetingLink.parse(made.url).host in {"us02web.zoom.us", "meet.google.com"}
    assert await provider.find(PLAN) == made
    later = replace(PLAN, starts_at=START + timedelta(days=1), minutes=45)
    await provider.move(made.handle, later)
    assert times(server) == [f"{later.starts_at:%Y-%m-%dT%H:%M:%SZ}"]
    assert await provider.find(later) == made, "its address stays"
    for _ in range(2):
        await provider.remove(made.handle)
    assert (count(server), await provider.find(PLAN)) == (0, None)
    assert isinstance(await failing(provider.move(made.handle, PLAN)), Gone)


async def test_what_people_wrote_stays_here(server: Server, provider: Provider) -> None:
    await provider.make(PLAN)
    kept = str(server.meetings if isinstance(server, ZoomServer) else server.events)
    assert "sam" not in kept and "ken" not in kept


async def test_a_token_is_used_until_it_ends(
    server: Server, provider: Provider, clock: StandingClock
) -> None:
    made = await provider.make(PLAN)
    clock.move(3500)
    await provider.find(PLAN)
    assert server.tokens_given == 1
    clock.move(60)
    await provider.find(PLAN)
    assert server.tokens_given == 2, "renewed before it ends"
    server.expire()
    assert await provider.find(PLAN) == made
    assert server.tokens_given == 3, "and once when it is refused"


async def test_an_expired_token_makes_nothing_twice(server: Server, provider: Provider) -> None:
    await provider.find(PLAN)
    server.expire()
    await provider.make(PLAN)
    assert count(server) == 1


async def test_credentials_that_are_revoked_lock_us_out_and_say_nothing_of_themselves(
    server: Server, provider: Provider
) -> None:
    await provider.find(PLAN)
    server.revoked = True
    for work in (provider.make(PLAN), provider.find(PLAN), provider.remove("1"), provider.examine()):
        error = await failing(work)
        assert isinstance(error, TryLater) and error.everywhere
        assert "hush" not in str(error)
    assert count(server) == 0


async def test_a_token_that_is_refused_twice_is_not_tried_for_ever(
    server: Server, provider: Provider
) -> None:
    server.lasts = timedelta(0)
    calls = len(server.calls)
    error = await failing(provider.make(PLAN))
    assert isinstance(error, TryLater) and error.everywhere
    assert (len(server.calls) - calls, server.tokens_given) == (2, 2)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7),
        ("2026-11-30T09:02:00Z", 120),
        ("Mon, 30 Nov 2026 09:01:00 GMT", 60),
        ("", 30),
        ("soon", 30),
    ],
)
@pytest.mark.sampled(3)
async def test_a_limit_is_kept_for_as_long_as_it_says(
    server: Server, provider: Provider, clock: StandingClock, said: str, seconds: float
) -> None:
    server.faults.append(Fault("POST", 429, headers={"Retry-After": said} if said else {}))
    error = await failing(provider.make(PLAN))
    assert isinstance(error, TryLater) and error.seconds == seconds and not error.everywhere
    calls = len(server.calls)
    assert isinstance(await failing(provider.find(PLAN)), TryLater)
    assert len(server.calls) == calls, "nothing is asked meanwhile"
    clock.move(seconds)
    await provider.make(PLAN)
    assert count(server) == 1


@pytest.mark.parametrize("status", [500, 503, 0])
@pytest.mark.parametrize("before", [True, False])
@pytest.mark.sampled(3)
async def test_what_may_have_been_made_is_looked_for(
    server: Server, provider: Provider, status: int, before: bool
) -> None:
    server.faults.append(Fault("POST", status, before=before))
    assert isinstance(await failing(provider.make(PLAN)), Unknown)
    found = await provider.find(PLAN)
    assert (found is None) is before
    if found is None:
        found = await provider.make(PLAN)
    assert count(server) == 1
    assert await provider.find(PLAN) == found


@pytest.mark.parametrize("status", [500, 0])
async def test_a_question_that_gets_no_answer_may_be_asked_again(
    server: Server, provider: Provider, status: int
) -> None:
    made = await provider.make(PLAN)
    again = 1 if status else 2  # aiohttp itself repeats a question once whose connection was cut
    server.faults += again * [Fault("GET", status), Fault("DELETE", status, before=False)]
    assert isinstance(await failing(provider.find(PLAN)), TryLater)
    assert isinstance(await failing(provider.remove(made.handle)), TryLater)
    await provider.remove(made.handle)
    assert count(server) == 0


async def test_a_refusal_that_stays_one_is_said_with_its_code(server: Server, provider: Provider) -> None:
    server.faults.append(Fault("POST", 403, reason="forbidden"))
    error = await failing(provider.make(PLAN))
    assert isinstance(error, Declined) and error.code.startswith("403/") and "hush" not in error.code


async def test_a_provider_that_is_away_has_made_nothing(server: Server, provider: Provider) -> None:
    await server.stop()
    error = await failing(provider.make(PLAN))
    assert isinstance(error, TryLater) and not error.everywhere


@pytest.mark.parametrize("server", ["zoom"], indirect=True)
async def test_zoom_is_looked_through_page_by_page(server: Server, provider: Provider) -> None:
    assert isinstance(server, ZoomServer)
    server.page = 2
    plans = [
        replace(PLAN, key=f"{number:034x}", starts_at=START + timedelta(hours=number)) for number in range(5)
    ]
    made = [await provider.make(plan) for plan in plans]
    assert await provider.find(plans[-1]) == made[-1]
    assert await provider.find(PLAN) is None


@pytest.mark.parametrize("server", ["zoom"], indirect=True)
async def test_zooms_quota_of_a_day_is_waited_for(
    server: Server, provider: Provider, clock: StandingClock
) -> None:
    assert isinstance(server, ZoomServer)
    server.changes_left = 0
    error = await failing(provider.make(PLAN))
    assert isinstance(error, TryLater) and error.seconds > 10 * 3600
    server.changes_left = 100
    clock.move(24 * 3600)
    await provider.make(PLAN)


@pytest.mark.parametrize("server", ["google"], indirect=True)
@pytest.mark.parametrize("reason", ["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded"])
async def test_googles_limits_come_as_refusals(server: Server, provider: Provider, reason: str) -> None:
    server.faults.append(Fault("POST", 403, reason=reason))
    assert isinstance(await failing(provider.make(PLAN)), TryLater)


@pytest.mark.parametrize("server", ["google"], indirect=True)
async def test_google_takes_no_second_event_with_one_key(server: Server, provider: Provider) -> None:
    made = await provider.make(PLAN)
    assert await provider.make(PLAN) == made
    await provider.remove(made.handle)
    assert isinstance(await failing(provider.make(PLAN)), Declined), "a key is never used again"


@pytest.mark.parametrize("server", ["google"], indirect=True)
async def test_a_conference_that_google_is_still_making_is_waited_for(
    server: Server, provider: Provider
) -> None:
    assert isinstance(server, GoogleServer)
    server.conferences = "pending"
    made = await provider.make(PLAN)
    assert made == await provider.find(PLAN) == MadeMeeting(KEY, "")
    server.settle_conference(KEY, "success")
    found = await provider.find(PLAN)
    assert found is not None and found.url.startswith("https://meet.google.com/")


@pytest.mark.parametrize("server", ["google"], indirect=True)
async def test_an_event_that_gets_no_conference_does_not_stay(server: Server, provider: Provider) -> None:
    assert isinstance(server, GoogleServer)
    server.conferences = "failure"
    assert isinstance(await failing(provider.make(PLAN)), Declined)
    assert server.standing == {}


@pytest.mark.parametrize("server", ["google"], indirect=True)
async def test_google_wants_the_person_for_whom_the_account_may_act(
    google: GoogleServer, server: Server, provider: Provider
) -> None:
    google.subject = "somebody-else@example.org"
    error = await failing(provider.make(PLAN))
    assert isinstance(error, TryLater) and error.everywhere
    assert "unauthorized_client" in str(error)
