"""With a prefix every command is called as people have to type it, wherever it is named, on both platforms."""

from __future__ import annotations

import pytest

from core.ports.call import Trigger
from core.ports.cards import Button, CommandName, Fact, Line, Row, Strong
from core.ports.forms import TextField
from core.ports.replies import Ask, Refuse, Show
from core.screens.commands import COMMANDS, command_table
from core.screens.phrases import PHRASES
from core.screens.settings import help_card
from tests.adapters import discord_bench, slack_bench
from tests.adapters.slack_examples import a_card, a_form

TYPE = ("Type ", CommandName("my-sessions"), " to see yours.")
NAMED = "/acme-my-sessions"
BARE = "/my-sessions"
EVERYWHERE = a_card(
    parts=(
        Line(TYPE),
        Line(TYPE, small=True),
        Fact("Next", TYPE),
        Row((Strong("Go on: "), *TYPE), Button("Show", "show")),
    )
)
TOPIC = TextField(key="topic", label="Topic", longest=120)
REFUSED = Refuse(why=TYPE, fields={"topic": TYPE})


async def test_slack_names_commands_with_their_prefix_in_cards_and_small_lines() -> None:
    async with slack_bench.scene(prefix="acme-") as bench:
        bench.on(Trigger.COMMAND, "my-sessions", Show(EVERYWHERE))
        await bench.ana.command(NAMED)
        (shown,) = slack_bench.private(bench)
        assert (shown.count(NAMED), BARE in shown) == (4, False)


async def test_slack_names_them_in_direct_messages_modals_and_on_the_home_tab() -> None:
    async with slack_bench.scene(prefix="acme-") as bench:
        placed = await slack_bench.dm(bench, EVERYWHERE)
        assert slack_bench.on_screen(bench, placed).count(NAMED) == 4
        bench.on(Trigger.PAGE, "home", Show(EVERYWHERE))
        await bench.ana.open_home()
        bench.on(Trigger.COMMAND, "book-session", Show(EVERYWHERE))
        await bench.ana.shortcut("book-session")
        await bench.app.idle()
        assert str(bench.ana.home).count(NAMED) == 4
        assert str(bench.ana.view).count(NAMED) == 4


async def test_slack_names_them_in_errors_below_a_field_and_above_a_form() -> None:
    async with slack_bench.scene(prefix="acme-") as bench:
        bench.on(Trigger.COMMAND, "book-session", Ask(a_form(TOPIC, intro=TYPE)))
        await bench.ana.command("/acme-book-session")
        await bench.app.idle()
        assert NAMED in str(bench.ana.view)
        bench.on(Trigger.FORM, "book", REFUSED)
        outcome = await bench.ana.submit({"topic": "Review"})
        assert outcome.fields == {"topic": f"Type {NAMED} to see yours."}


async def test_discord_names_commands_with_their_prefix_in_cards_and_forms() -> None:
    async with discord_bench.bench() as it:
        await it.restart(commands=command_table("acme-"))
        it.script.answers = {
            "my-sessions": Show(EVERYWHERE),
            "find-mentor": Ask(a_form(TOPIC, intro=TYPE)),
            "book": REFUSED,
        }
        ana = it.emulator.client(discord_bench.ANA)
        shown = discord_bench.text((await ana.command("acme-my-sessions")).message)
        assert (shown.count(NAMED), BARE in shown) == (4, False)
        placed = await it.post(EVERYWHERE)
        assert discord_bench.text(it.shown(discord_bench.ANA, placed)).count(NAMED) == 4
        await ana.command("acme-find-mentor")
        assert NAMED in str(ana.modal)
        refused = await ana.submit({"topic~Topic": "SQL"})
        assert discord_bench.text(refused.message).count(NAMED) == 2


@pytest.mark.parametrize("prefix", ["", "acme-"])
async def test_the_help_names_every_command_as_it_is_typed(prefix: str) -> None:
    async with discord_bench.bench() as discord, slack_bench.scene(prefix=prefix) as slack:
        await discord.restart(commands=command_table(prefix))
        card = help_card("Mentoring")
        placed = await discord.post(card)
        shown = discord_bench.text(discord.shown(discord_bench.ANA, placed)).replace("\\", "")
        told = slack_bench.on_screen(slack, await slack_bench.dm(slack, card))
        for command in (one for one in COMMANDS if not one.for_organisers):
            assert f"/{prefix}{command.name}" in shown
            assert f"/{prefix}{command.name}" in told


async def test_what_is_out_of_date_leads_to_a_command_that_exists() -> None:
    async with slack_bench.scene(prefix="acme-") as bench:
        bench.on(Trigger.COMMAND, "find-mentor", Refuse(why=PHRASES.out_of_date))
        await bench.ana.command("/acme-find-mentor")
        assert NAMED in slack_bench.private(bench)[0]
