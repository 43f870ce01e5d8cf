"""A press that no platform's own app would send, tried on the page: the bot believes nobody's screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.playground.page.acts import perform
from bot.playground.pilots import discord_eyes, slack_eyes
from core.domain.booking import Status
from tests.journeys.steps import ask
from tests.promises.ledger import open_ledger

if TYPE_CHECKING:
    from bot.playground.stage import Stage

NOT_THEIRS = "I can't find that session."


async def accepts_as(stage: Stage, mentor: str, stranger: str) -> dict[str, Any]:
    """Press Accept on a mentor's newest card, as somebody else."""
    persona = next(one for one in stage.people if one.key == mentor)
    if persona.platform == "slack":
        slack = stage.slack.client(persona.user_id)
        place, message = slack.dm, slack.messages()[-1]
        things = slack_eyes.Eyes("UTC", {}).things(slack_eyes.message_blocks(message))
        pressed = {"message": message["ts"], "id": next(things).element["action_id"]}
    else:
        discord = stage.discord.client(persona.user_id)
        place = discord.open_dm()
        message = discord.messages(place)[-1]
        thing = next(discord_eyes.Eyes("UTC", {}).things(message["components"]))
        pressed = {"message": message["id"], "id": thing.element["custom_id"]}
    asked = {"who": mentor, "do": "press-as", "place": place, "stranger": stranger, **pressed}
    done = await perform(stage, asked)
    await stage.settle()
    return done


@pytest.mark.parametrize(
    ("student", "mentor", "stranger"),
    [("sam", "ana", "lea"), ("mia", "ana", "lea"), ("sam", "ken", "noor"), ("mia", "ken", "noor")],
)
async def test_a_stranger_is_told_nothing_of_the_session_and_changes_nothing(
    stage: Stage, student: str, mentor: str, stranger: str
) -> None:
    await ask(stage, stage.pilot(student), stage.pilot(mentor).name, "Between the two of us")
    done = await accepts_as(stage, mentor, stranger)
    assert done["ok"], done
    assert done["told"].startswith(f"{stage.pilot(stranger).name} pressed it, and reads: That did not work")
    assert NOT_THEIRS in done["told"]
    assert "Between" not in done["told"]
    (booking,) = (await open_ledger(stage.bot.store)).bookings.values()
    assert booking.status is Status.PENDING


async def test_a_press_is_sent_as_nobody_of_the_other_platform(stage: Stage) -> None:
    await ask(stage, stage.pilot("sam"), "Ana", "Here")
    done = await accepts_as(stage, "ana", "noor")
    assert not done["ok"]
    assert "on the same platform" in done["error"]


async def test_the_platforms_own_apps_do_not_press_what_is_not_on_their_screen(stage: Stage) -> None:
    await ask(stage, stage.pilot("sam"), "Ken", "Mine")
    slack, discord = (
        stage.slack.client(stage.pilot("lea").user),
        stage.discord.client(stage.pilot("noor").user),
    )
    card = stage.slack.client(stage.pilot("sam").user)
    with pytest.raises(LookupError):
        await slack.press(card.dm, card.messages()[-1]["ts"], "sb1:accept")
    ken = stage.discord.client(stage.pilot("ken").user)
    with pytest.raises(LookupError):
        await discord.press(ken.open_dm(), ken.messages(ken.open_dm())[-1]["id"], "sb1:accept")
