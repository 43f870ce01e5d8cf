"""A zone that is not known is asked first, in one message with a choice, and the booking goes on by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.seed import small_talk
from tests.journeys.steps import ask

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage

ASKED, MENU, LONDON = "Which time zone are you in?", "Choose your time zone", "London, Belfast, Edinburgh"


def without_zone(stage: Stage, pilot: Pilot) -> Pilot:
    """Let Slack know no zone of somebody."""
    stage.slack.add_user(pilot.user, name=pilot.name, real_name=pilot.name, tz=None)
    return pilot


def held(pilot: Pilot) -> dict[str, str]:
    """Return what the open form holds."""
    assert pilot.form is not None, pilot.last_error
    return {field.key: field.value for field in pilot.form.fields}


@pytest.mark.parametrize("chosen", ["menu", "typed"])
async def test_a_newcomer_on_discord_comes_to_the_open_times(stage: Stage, chosen: str) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await mia.types("/book-session", mentor="Ken")
    asked = mia.sees(ASKED)
    assert len(asked.text.splitlines()) == 2, "a title and one line"
    if chosen == "menu":
        await mia.picks(MENU, LONDON)
    else:
        await mia.presses("Another time zone…")
        await mia.fills(zone="London, UK")
        await stage.settle()
        await mia.presses("Go on…", on="Europe/London")
    assert mia.form is not None
    assert mia.form.title == "Session with Ken"
    slots = mia.form.field("slot")
    assert "Europe/London" in slots.hint
    await mia.fills(topic="At last", slot=slots.options[0])
    await stage.settle()
    ken.sees("At last")
    assert not any(card.has((ASKED,)) for card in mia.cards), "one message, edited"


async def test_a_typed_place_that_may_be_another_goes_on_too(stage: Stage) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await mia.types("/book-session", exact=True, mentor="Ken", topic="Which", when="2026-12-02 10:00")
    await mia.presses("Another time zone…")
    await mia.fills(zone="London")
    await mia.picks("Choose a place", "London, England")
    await mia.presses("Wed 2 Dec 10:00 GMT")
    await stage.settle()
    ken.sees("Which", "2 Dec 2026 19:00")
    assert len([card for card in mia.cards if card.private]) == 1, "one message, edited"


async def test_a_message_that_was_picked_waits_for_the_zone(stage: Stage) -> None:
    await small_talk(stage.slack, stage.discord)
    mia = stage.pilot("mia")
    await mia.uses("Ask a mentor about this", on="flame graph")
    await mia.picks(MENU, LONDON)
    await mia.picks("Choose a mentor", "Ana")
    await mia.presses("Suggest a time…")
    assert "flame graph" in held(mia)["message"]


async def test_what_was_typed_behind_the_command_is_sent_by_itself(stage: Stage) -> None:
    mia, ken = stage.pilot("mia"), stage.pilot("ken")
    await mia.types("/book-session", exact=True, mentor="Ken", topic="By itself", when="2026-12-02 10:00")
    await mia.picks(MENU, LONDON)
    await mia.presses("Wed 2 Dec 10:00 GMT")
    await stage.settle()
    ken.sees("By itself", "2 Dec 2026 19:00")


async def test_a_suggestion_goes_on_by_itself(stage: Stage) -> None:
    sam, mia = stage.pilot("sam"), stage.pilot("mia")
    await mia.types("/mentor-panel")
    await mia.fills(headline="New here, and nowhere yet")
    await stage.settle()
    await ask(stage, sam, "Mia", "Zoneless")
    await mia.presses("Suggest another time…", on="Zoneless")
    await mia.fills(when="2026-12-03 19:00", note="Kept")
    await mia.picks(MENU, "Tokyo")
    await stage.settle()
    sam.sees("3 Dec 2026 11:00", "Kept")


async def test_a_change_is_opened_in_ones_own_zone(stage: Stage) -> None:
    mia = stage.pilot("mia")
    await mia.types("/book-session", exact=True, mentor="Ken", topic="Exact", when="2026-12-02T10:00Z")
    await mia.presses(mia.sees("Which time do you mean?").buttons[0])
    await stage.settle()
    await mia.presses("Change…", on="Exact")
    await mia.picks(MENU, "Berlin")
    assert held(mia)["when"] == "2026-12-02 11:00", "ten in London is eleven in Berlin"


@pytest.mark.parametrize("way", ["command", "home"])
async def test_somebody_on_slack_without_a_zone_has_a_way_to_set_it(stage: Stage, way: str) -> None:
    sam, ana = without_zone(stage, stage.pilot("sam")), stage.pilot("ana")
    if way == "command":
        await sam.types("/book-session @Ana Portfolio")
    else:
        await sam.opens_home()
        await stage.settle()
        await sam.presses("Book a session…")
    sam.sees(ASKED)
    await sam.picks(MENU, "Berlin")
    if way == "home":
        await sam.fills(mentor="Ana", topic="Portfolio")
    else:
        assert held(sam)["topic"] == "Portfolio"
        assert sam.form is not None
        assert "Europe/Berlin" in sam.form.field("slot").hint
        await sam.fills(slot="Mon 30 Nov, 10:30")
    await stage.settle()
    ana.sees("Portfolio")
