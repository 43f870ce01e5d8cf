"""Organisers alone: each route of theirs, by each kind of person, asked anew at every press."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.discord.capabilities import CAPABILITIES as DISCORD
from adapters.slack.capabilities import CAPABILITIES as SLACK
from core.domain.people import Address
from core.handlers.admin_routes import ADMIN_ROUTES
from core.handlers.routes import ROUTES
from core.ports.call import Call, Trigger, for_organisers
from core.ports.platform import Profile
from core.ports.replies import Refuse
from core.screens.admin import PANEL
from core.screens.grammar import text

if TYPE_CHECKING:
    from bot.playground.stage import Stage
    from core.ports.replies import Reply

NOT = "Only an organiser can do that."
UNKNOWN = "I can't ask right now"
PEOPLE = {
    "not an admin": ("sam", False, False, NOT),
    "an admin": ("sam", True, False, ""),
    "an organiser": ("lea", False, True, ""),
    "an organiser, while Slack says nothing": ("lea", None, True, ""),
    "somebody of whom Slack says nothing": ("sam", None, False, UNKNOWN),
    "an organiser on Discord": ("mia", False, True, ""),
    "nobody on Discord": ("ken", False, False, NOT),
    "a stranger of another workspace": ("stranger", False, False, NOT),
}
"""Who acts, what the platform says, whether they were made an organiser, and how a refusal begins."""
ARGS = {"admin-rules": ("limits",), "admin-organiser-remove": ("0" * 32,), "admin-organiser-add": ("0" * 32,)}


def test_every_route_of_the_organisers_stands_behind_the_gate() -> None:
    named = {(trigger, route) for trigger, route in ROUTES if for_organisers(route)}
    assert named == set(ADMIN_ROUTES)
    assert all(hasattr(handler, "__wrapped__") for handler in ADMIN_ROUTES.values())
    assert {(Trigger.BUTTON, one.route) for one in PANEL} <= named


async def test_each_route_is_refused_or_done(stage: Stage) -> None:
    for who, (key, manages, organises, begins) in PEOPLE.items():
        persona = next((one for one in stage.people if one.key == key), stage.people[0])
        program = stage.bot.router._services.program
        address = (
            stage.address(persona) if key != "stranger" else Address("slack", "T0ELSEWHERE", "U0SAM000001")
        )
        me = await stage.bot.people.greet(address, Profile(name=persona.name))
        if organises:
            await program.add_organiser(me, by=None)
        for at, (trigger, route) in enumerate(ADMIN_ROUTES):
            call = Call(
                trigger=trigger,
                route=route,
                actor=address,
                profile=Profile(name=persona.name),
                key=f"{who} {at}",
                capabilities=SLACK if address.platform == "slack" else DISCORD,
                args=ARGS.get(route, ()),
                manages=manages,
            )
            answer = await answered(stage, call)
            refused = text(answer.why) if isinstance(answer, Refuse) else ""
            told = refused.startswith(begins) if begins else not refused.startswith((NOT, UNKNOWN))
            assert told, (who, route, refused)
        if organises:
            await program.remove_organiser(me.id, by=None)


async def answered(stage: Stage, call: Call) -> Reply:
    """Return the one answer to a call."""
    answers: list[Reply] = []

    async def say(reply: Reply) -> None:
        answers.append(reply)

    await stage.bot.router.dispatch(call, say)
    (answer,) = answers
    return answer


async def test_an_announcement_that_is_delivered_twice_is_posted_once(stage: Stage) -> None:
    ana = next(one for one in stage.people if one.key == "ana")
    channel = next(one for one in stage.slack.client(ana.user_id).channels if one.get("name") == "mentoring")
    call = Call(
        trigger=Trigger.FORM,
        route="admin-announce",
        actor=stage.address(ana),
        profile=Profile(name="Ana"),
        key="V1:once",
        capabilities=SLACK,
        values={"channel": str(channel["id"]), "words": "Come!"},
        manages=True,
    )

    for _ in range(2):
        assert not isinstance(await answered(stage, call), Refuse)
    sent = [one for one in stage.slack.requests if one.method == "chat.postMessage"]
    assert sum("Come!" in str(one.args) for one in sent) == 1
    acts = await stage.bot.store.read(lambda tx: tx.admin_acts(9))
    assert sorted(one.act for one in acts) == ["announce", "decide"]


async def test_a_stranger_of_another_workspace_administers_nothing_here(stage: Stage) -> None:
    """Slack tells of somebody who is an admin, but elsewhere; and a press from there names that workspace."""
    app = stage.bot.connections["slack"]
    ana = stage.slack.client("U0ANA000001")
    at_home = Call(
        trigger=Trigger.BUTTON,
        route="admin",
        actor=Address("slack", stage.slack.team_id, "U0ANA000001"),
        profile=Profile(name="Ana"),
        key="k",
        capabilities=SLACK,
    )
    ask = app._manages  # type: ignore[attr-defined]
    assert ana is not None
    assert await ask(at_home) is True
    assert await ask(replace(at_home, actor=Address("slack", "T0ELSEWHERE", "U0ANA000001"))) is False
    assert await ask(replace(at_home, route="my-sessions")) is False, "elsewhere it is not even asked"
    before = len([one for one in stage.slack.requests if one.method == "users.info"])
    await ask(replace(at_home, route="book"))
    assert len([one for one in stage.slack.requests if one.method == "users.info"]) == before
    stage.slack.faults.fail("users.info", times=1)
    assert await ask(at_home) is None, "what Slack does not say is not guessed"
    stage.slack.set_admin("U0ANA000001", is_admin=False)
    assert await ask(at_home) is False, "it is asked anew at every press"
