"""The first words of the bot: what they say, and that they fit on both platforms."""

from __future__ import annotations

from core.ports.cards import Button, Card, Line, buttons
from core.screens.welcome import short_help, welcome, welcome_lines
from tests.factories import a_person
from tests.plain import plain
from tests.screens.test_screens import on_both


def labels(card: Card) -> list[str]:
    return [one.label for one in buttons(card) if isinstance(one, Button)]


def test_the_welcome_has_three_lines_and_two_ways_on() -> None:
    card = welcome(a_person(), "Mentoring")
    assert plain(card).startswith("Welcome to Mentoring\nHello Sam. Here you book sessions with mentors.\n")
    assert len(welcome_lines()) == 3
    assert all(isinstance(one, Line) for one in welcome_lines())
    assert labels(card) == ["Book a session…", "My sessions"]


def test_the_short_help_says_that_nothing_is_read_and_what_can_be_done() -> None:
    assert plain(short_help()) == (
        "How can I help?\n"
        "I don't read what is written here, but my buttons do it all.\n"
        "[Book a session…] [My sessions]\n"
        "Help and your time zone: /booking-settings"
    )


def test_both_fit_whatever_somebody_is_called() -> None:
    for name in ("N" * 80, "@everyone *b* <!here>", "👩‍💻" * 16):
        on_both(welcome(a_person(name=name), "P" * 60))
    on_both(short_help())
