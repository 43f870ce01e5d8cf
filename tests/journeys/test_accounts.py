"""One person on two platforms: linked by a code and a yes, told things once, and two people again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from core.services.auditor import Auditor
from tests.journeys.steps import ask
from tests.journeys.test_time import MINUTE, agreed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.people import Pilot
    from bot.playground.stage import Stage
    from core.ports.platform import Platform

CODE = re.compile(r"[A-Z0-9]{5}-[A-Z0-9]{5}")
OTHER = {"sam": "Discord", "ana": "Discord", "mia": "Slack", "ken": "Slack", "noor": "Slack"}


async def accounts(stage: Stage, pilot: Pilot) -> None:
    """Open the screen of linked accounts."""
    await pilot.types("/booking-settings")
    await stage.settle()
    await pilot.presses("Link accounts…")
    await stage.settle()


async def code_of(stage: Stage, who: str) -> str:
    """Make a code, and read it from the screen."""
    pilot = stage.pilot(who)
    await accounts(stage, pilot)
    await pilot.presses(f"Code for {OTHER[who]}")
    await stage.settle()
    found = CODE.search(pilot.sees("Your code").text)
    assert found is not None
    return found[0]


async def typed(stage: Stage, pilot: Pilot, code: str) -> str:
    """Type a code; return what is said to it."""
    await accounts(stage, pilot)
    await pilot.presses("Type a code…")
    await pilot.fills(code=code)
    await stage.settle()
    said = pilot.errors.get("code") or pilot.cards[-1].text
    if pilot.form is not None:
        await pilot.closes()
    return said


async def asked(stage: Stage, first: str, second: str) -> Pilot:
    """Let the second one type the code of the first one, in small letters and with spaces."""
    code = (await code_of(stage, first)).lower().replace("-", "  ")
    assert "Nothing is linked before" in await typed(stage, stage.pilot(second), code)
    return stage.pilot(first)


async def link(stage: Stage, first: str, second: str) -> tuple[Pilot, Pilot]:
    """Make two accounts one person."""
    pilot = await asked(stage, first, second)
    await pilot.presses("Yes, link us")
    await stage.settle()
    pilot.sees("Link accounts", "linked", "Messages come")
    return pilot, stage.pilot(second)


async def unlink(stage: Stage, pilot: Pilot) -> None:
    """Make them two people again."""
    await accounts(stage, pilot)
    await pilot.presses("Unlink…")
    await stage.settle()


async def listed(stage: Stage, pilot: Pilot) -> str:
    """What somebody's own list says."""
    await pilot.types("/my-sessions")
    await stage.settle()
    return pilot.sees("My sessions").text


def heard(*pilots: Pilot) -> list[int]:
    """How often each has heard anything."""
    return [len(one.pings) for one in pilots]


async def test_two_accounts_are_one_person_and_two_again(stage: Stage) -> None:
    mine, ana = await agreed(stage, "sam", "ana", "Brought by Slack")
    theirs = stage.pilot("mia")
    await ask(stage, theirs, "Ken", "Brought by Discord")
    await link(stage, "sam", "mia")
    assert "linked" in theirs.pings[-1].text
    for pilot in (mine, theirs):
        said = await listed(stage, pilot)
        assert "Brought by Slack" in said and "Brought by Discord" in said
    before = heard(mine, theirs)
    await stage.pilot("ken").presses("Accept", on="Brought by Discord")
    await stage.settle()
    assert heard(mine, theirs) == [before[0] + 1, before[1]], "one message, on the platform that is preferred"
    theirs.sees("Session with", "Brought by Discord", "Confirmed")
    await ask(stage, theirs, "Ken", "Made on Discord", when="2026-12-03 15:00")
    assert "Made on Discord" in await listed(stage, mine)
    await unlink(stage, mine)
    assert "not linked any more" in theirs.pings[-1].text
    said = await listed(stage, mine)
    assert "Brought by Slack" in said and "Discord" not in said
    said = await listed(stage, theirs)
    assert "Brought by Discord" in said and "Made on Discord" in said and "by Slack" not in said
    await link(stage, "mia", "sam")
    assert "Brought by Slack" in await listed(stage, theirs)
    assert await broken(stage) == set()
    ana.sees("Session with Sam", "Brought by Slack")


async def broken(stage: Stage) -> set[str]:
    """What the auditor finds, two rounds later."""
    await stage.advance(5 * MINUTE)
    here = cast("Mapping[str, Platform]", dict.fromkeys(stage.bot.connections))
    auditor = Auditor(stage.bot.store, here, stage.clock)
    await auditor.look()
    await auditor.look()
    return {one.value for one in auditor.found}
