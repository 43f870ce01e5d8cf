"""A mentor is meant by a name: the whole one wins, one before a topic is the mentor, and two of one name are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core.domain.people import Address
from core.domain.profiles import ProfileForm
from core.ports.platform import Profile
from tests.journeys.steps import zoned

if TYPE_CHECKING:
    from bot.playground.people import Pilot
    from bot.playground.stage import Stage


async def joined(stage: Stage, platform: str, name: str) -> None:
    """Somebody of this name gives sessions too."""
    like = next(one for one in stage.people if one.platform == platform)
    space = stage.address(like).space
    number = "".join(str(ord(char)) for char in name)[:12]
    address = Address(platform, space, f"U{number}" if platform == "slack" else f"9{number}")
    person = await stage.bot.people.greet(address, Profile(name=name, zone="Europe/Berlin"))
    await stage.bot.people.save_profile(person, ProfileForm(headline="Helps too", skills="ken ana"))


def held(pilot: Pilot) -> tuple[str, str]:
    """The mentor and the topic of the open form."""
    assert pilot.form is not None, pilot.last_error
    fields = {field.key: field.value for field in pilot.form.fields}
    return fields.get("mentor", ""), fields["topic"]


@pytest.mark.parametrize(
    ("line", "mentor", "topic"),
    [
        ("@Ken hi", "Ken", "hi"),
        ("@ken: my first pull request", "Ken", "my first pull request"),
        ("@KÉN", "Ken", ""),
        ("@Mary Ann Lee thesis", "Mary Ann Lee", "thesis"),
        ("@mary ann lee, thesis", "Mary Ann Lee", "thesis"),
        ("@Mary thesis", "Mary Ann Lee", "thesis"),
        ("@Nobody hi", "", "@Nobody hi"),
        ("@home office", "", "@home office"),
        ("hi @Ken", "", "hi @Ken"),
        ("@", "", "@"),
    ],
)
@pytest.mark.sampled(3)
async def test_a_name_before_the_topic_is_a_mentor_of_the_other_platform(
    stage: Stage, line: str, mentor: str, topic: str
) -> None:
    await joined(stage, "discord", "Kenneth")
    await joined(stage, "discord", "Mary Ann Lee")
    sam = stage.pilot("sam")
    await sam.types(f"/book-session {line}")
    assert held(sam) == (mentor, topic)


async def test_the_mentor_so_named_is_asked(stage: Stage) -> None:
    sam, ken = stage.pilot("sam"), stage.pilot("ken")
    await sam.types("/book-session @Ken hi")
    await sam.fills(message="From the other side")
    await stage.settle()
    ken.sees("would like a session", "hi", "From the other side")


@pytest.mark.parametrize("typed", ["Ana", "ana", "@Ana", "ÁNA"])
@pytest.mark.sampled(3)
async def test_on_discord_the_whole_name_wins(stage: Stage, typed: str) -> None:
    await joined(stage, "slack", "Anabel")
    mia, ana = stage.pilot("mia"), stage.pilot("ana")
    await zoned(stage, mia, "London")
    await mia.types("/book-session", exact=True, mentor=typed, topic="Exactly")
    await stage.settle()
    ana.sees("would like a session", "Exactly")


async def test_two_of_exactly_one_name_are_asked(stage: Stage) -> None:
    await joined(stage, "slack", "Ken")
    sam, mia, ken = stage.pilot("sam"), stage.pilot("mia"), stage.pilot("ken")
    await sam.types("/book-session @Ken hi")
    assert held(sam) == ("", "hi")
    assert sam.form is not None
    assert "Several mentors are called so. Please choose one." in sam.form.text
    await mia.types("/book-session", exact=True, mentor="ken", topic="Which")
    await stage.settle()
    assert "Several mentors fit these words" in mia.cards[-1].text
    assert mia.cards[-1].menus["Choose a mentor"] == ("Ken", "Ken")
    assert not ken.pings


async def test_on_discord_a_name_before_the_topic_is_the_mentor_too(stage: Stage) -> None:
    mia = stage.pilot("mia")
    await zoned(stage, mia, "London")
    await mia.types("/book-session", exact=True, topic="@Ana hi")
    assert held(mia)[1] == "hi"
    assert mia.form is not None
    assert "Ana" in mia.form.title or held(mia)[0] == "Ana"
