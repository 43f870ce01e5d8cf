"""The metrics: what is sent, pressed, waits and was found by the audit, in Prometheus' text format."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.measured import metrics_page
from bot.metered import MeteredDispatcher, MeteredPlatform
from bot.metrics import Family, Metrics, Sample, page
from core.domain.audit import Fault
from core.ports.call import Call, Trigger
from core.ports.platform import DeliveryError, Profile
from core.store.errors import Unavailable
from tests.promises.deeds import asks, presses
from tests.promises.kept import CAPABILITIES
from tests.promises.world import EVERYBODY, World, address

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime
    from pathlib import Path

    from core.ports.replies import Reply

LINE = re.compile(
    r'(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[^"\n]*"(,[a-z_]+="[^"\n]*")*\})? -?[0-9.e+-]+)'
)
"""A line of the text format (prometheus.io, Exposition formats, Comments, help text, and type information)."""


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    opened = World(f"sqlite:///{tmp_path / 'world.db'}")
    await opened.open()
    yield opened
    await opened.store.close()


async def test_the_page_says_how_things_stand(world: World) -> None:
    booking = await asks(world, "sam", "ana", "Talk", world.now + timedelta(days=3))
    await asks(world, "mia", "ken", "Another", world.now + timedelta(days=3))
    await presses(world, "ana", "accept", booking)
    world.platforms["slack"].trouble = "down"
    await presses(world, "ana", "edit-link", booking)
    text = await metrics_page(Metrics(), world.store, world.auditor, lambda: world.now)()
    assert all(LINE.fullmatch(line) for line in text.splitlines())
    assert 'mentoring_sessions{status="accepted"} 1\n' in text
    assert 'mentoring_sessions{status="pending"} 1\n' in text
    assert 'mentoring_acts_last_day{act="accept"} 1\n' in text
    assert "mentoring_outbox_waiting 0\n" in text
    assert "mentoring_database_up 1\n" in text
    assert all(f'mentoring_audit_broken{{fault="{fault}"}} 0\n' in text for fault in Fault)


async def test_a_queue_that_waits_is_measured(world: World) -> None:
    await asks(world, "sam", "ana", "Talk", world.now + timedelta(days=3))
    world.now += timedelta(days=2, minutes=1)
    text = await metrics_page(Metrics(), world.store, world.auditor, lambda: world.now)()
    waiting = re.search(r"^mentoring_outbox_waiting (\d+)$", text, re.MULTILINE)
    lag = re.search(r"^mentoring_outbox_lag_seconds (\d+)$", text, re.MULTILINE)
    assert waiting and int(waiting[1]) > 0
    assert lag and int(lag[1]) >= 60


async def test_without_a_database_the_page_says_so(world: World) -> None:
    def unavailable() -> datetime:
        raise Unavailable

    text = await metrics_page(Metrics(), world.store, world.auditor, unavailable)()
    assert "mentoring_database_up 0\n" in text
    assert "mentoring_audit_broken" in text


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [("none", "sent"), ("down", "not_sent"), ("closed", "not_sent"), ("lost", "unknown")],
)
async def test_every_send_is_counted_by_how_it_ended(world: World, trouble: str, outcome: str) -> None:
    await asks(world, "sam", "ana", "Talk", world.now + timedelta(days=3))
    kept, metrics = world.platforms["slack"], Metrics()
    platform = MeteredPlatform(kept, metrics)
    message = next(one for one in kept.messages.values() if one.to.user == "ana")
    kept.trouble = trouble
    try:
        await platform.post(address("ana"), message.card, key=message.key)
    except DeliveryError:
        assert trouble != "none"
    assert metrics.sends == {("slack", "message", outcome): 1}
    kept.trouble = "none"
    assert await platform.find(address("ana"), message.key, world.now)
    assert await platform.find(address("ana"), "unknown", world.now) is None
    assert metrics.suppressed == {("slack", "message"): 1}


async def ignored(_reply: Reply) -> None:
    """Whatever the answer is."""


async def test_every_press_is_measured_and_a_repeat_is_counted(world: World) -> None:
    metrics = Metrics()
    dispatcher = MeteredDispatcher(world.router, metrics)
    for who, key in (("sam", "the same"), ("sam", "the same"), ("mia", "another")):
        call = Call(
            trigger=Trigger.COMMAND,
            route="my-sessions",
            actor=address(who),
            profile=Profile(name=who),
            key=key,
            capabilities=CAPABILITIES[EVERYBODY[who]],
        )
        await dispatcher.dispatch(call, ignored)
    text = page(metrics.families())
    assert 'mentoring_press_seconds_bucket{platform="slack",le="+Inf"} 2\n' in text
    assert 'mentoring_press_seconds_count{platform="discord"} 1\n' in text
    assert 'mentoring_duplicates_suppressed_total{platform="slack",what="press"} 1\n' in text
    counts = [int(n) for n in re.findall(r'bucket\{platform="slack",le="[^"]+"\} (\d+)', text)]
    assert counts == sorted(counts)


def test_a_range_holds_its_upper_end() -> None:
    metrics = Metrics()
    metrics.pressed("slack", 0.1)
    text = page(metrics.families())
    assert 'le="0.05"} 0\n' in text
    assert 'le="0.1"} 1\n' in text


def test_a_label_cannot_break_out_of_its_line() -> None:
    odd = Family("odd", "gauge", "Odd.", (Sample(1, {"label": 'a"b\\c\nd'}),))
    assert page([odd]).splitlines()[-1] == 'mentoring_odd{label="a\\"b\\\\c\\nd"} 1'
