"""The programme has one name, and every title that holds it can be shown however long it is."""

from __future__ import annotations

import pytest

from core.ports.cards import CommandName, Line
from core.screens.chat_rooms import opening_card
from core.screens.commands import COMMANDS
from core.screens.settings import help_card, settings_card
from tests.factories import NOON, a_person
from tests.screens.test_screens import a_side, on_both


@pytest.mark.parametrize("program", ["Acme", "N" * 24, "👩‍💻" * 4])
def test_the_name_of_the_programme_stands_in_every_title_of_it(program: str) -> None:
    cards = (
        help_card(program),
        settings_card(a_person(), NOON, program=program, platform_tells_zone=False),
        opening_card(a_side(), program),
    )
    for card in cards:
        assert program in card.title
        on_both(card)


def test_the_help_names_every_command_as_it_is_called_here() -> None:
    lines = [part.parts[0] for part in help_card("Acme").parts if isinstance(part, Line)]
    everybodys = [CommandName(one.name) for one in COMMANDS if not one.for_organisers]
    assert lines[: len(everybodys)] == everybodys
    assert CommandName("booking-admin") not in lines
