"""A small believable community: who plays on which platform, and what the mentors offer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.playground.discord_emulator.emulator import DiscordEmulator
    from bot.playground.slack_emulator.emulator import SlackEmulator


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Somebody to play. ``zone`` is an IANA name; mentors have a headline, skills and weekly hours."""

    key: str
    name: str
    platform: str
    """``slack`` or ``discord``."""
    user_id: str
    zone: str
    blurb: str
    headline: str = ""
    skills: str = ""
    hours: str = ""
    manages: bool = False
    """Whether they administer the workspace, or may manage the server."""


SAM = Persona(
    key="sam",
    name="Sam",
    platform="slack",
    user_id="U0SAM000001",
    zone="Europe/Berlin",
    blurb="Student",
)
LEA = Persona(
    key="lea",
    name="Lea",
    platform="slack",
    user_id="U0LEA000001",
    zone="America/New_York",
    blurb="Student",
)
ANA = Persona(
    key="ana",
    name="Ana",
    platform="slack",
    user_id="U0ANA000001",
    zone="Europe/Lisbon",
    blurb="Mentor",
    headline="Product designer, twelve years of portfolios and interviews",
    skills="design, portfolio, interviews, career",
    hours="Mon-Fri 9-12, Tue 17-19, Thu 14-19",
    manages=True,
)
KEN = Persona(
    key="ken",
    name="Ken",
    platform="discord",
    user_id="1001000000000000001",
    zone="Asia/Tokyo",
    blurb="Mentor",
    headline="Backend engineer who reads every diff twice",
    skills="python, code review, debugging, databases",
    hours="Mon-Fri 17-21, Sat 10-13",
    manages=True,
)
MIA = Persona(
    key="mia",
    name="Mia",
    platform="discord",
    user_id="1001000000000000002",
    zone="Europe/London",
    blurb="Student",
)
NOOR = Persona(
    key="noor",
    name="Noor",
    platform="discord",
    user_id="1001000000000000003",
    zone="America/Toronto",
    blurb="Mentor",
    headline="Researcher in machine learning, happy to talk about a thesis",
    skills="machine learning, thesis, statistics, writing",
    hours="Tue 9-12, Wed 18-20, Fri 9-12",
)

PEOPLE: tuple[Persona, ...] = (SAM, LEA, ANA, KEN, MIA, NOOR)


_MENTION = re.compile(r"(?<!\S)@(\w+)")
_NAMES = {one.name.lower(): one.name for one in PEOPLE}


def spelled(line: str) -> str:
    """Return ``line`` with every known ``@name`` as that person writes it, which is what completion does."""
    return _MENTION.sub(lambda found: f"@{_NAMES.get(found[1].lower(), found[1])}", line)


def settle_in(slack: SlackEmulator, discord: DiscordEmulator) -> None:
    """Make everybody known on their platform, and give the people of Slack a channel to meet in."""
    for one in PEOPLE:
        if one.platform == "slack":
            slack.add_user(one.user_id, name=one.name, real_name=one.name, tz=one.zone, is_admin=one.manages)
        else:
            discord.add_user(one.user_id, username=one.key, global_name=one.name)
            discord.set_manager(one.user_id, manages=one.manages)
    slack.add_channel("mentoring", [one.user_id for one in PEOPLE if one.platform == "slack"])


async def small_talk(slack: SlackEmulator, discord: DiscordEmulator) -> None:
    """Let people say something in the channels, so that there is something to ask a mentor about."""
    lea = slack.client(LEA.user_id)
    channel = next(one["id"] for one in lea.channels if one.get("name") == "mentoring")
    await lea.say(channel, "My first pull request has 40 comments. Where do I even start?")
    mia = discord.client(MIA.user_id)
    await mia.say(discord.general, "Does anybody know how to read a flame graph?")
