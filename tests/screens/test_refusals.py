"""Every refusal has one whole sentence, on both platforms, and it knows everything that it says."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import date, timedelta
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.render import markdown
from adapters.slack.render.text import flat, rich
from core.domain.errors import BadInput, Facts, Problem
from core.domain.text import units
from core.ports.cards import Card, CommandName, Line, Sentence, UserText, When
from core.ports.platform import Reason
from core.screens.commands import COMMANDS
from core.screens.errors import SENTENCES, failed, sentence, sentences
from core.screens.grammar import counted, filled, text
from core.screens.phrases import PHRASES
from core.screens.unreachable import banner, do_not_arrive
from tests.adapters.discord_examples import HERE as DISCORD
from tests.adapters.slack_examples import HERE as SLACK
from tests.factories import NOON
from tests.refusal_codes import OPEN_TIMES, codes, made

LONGEST = 1000
NAME = ("*N* <@U1> `x` " * 6)[:80].strip()
EVERYTHING: Facts = {
    "name": NAME,
    "ref": "S-7F3K2",
    "host": "printer.local",
    "example": "45",
    "count": 5,
    "least": 5,
    "most": 480,
    "days": 180,
    "hours": 1.5,
    "choices": ("Europe/Berlin", "Europe/Paris", "America/Argentina/ComodRivadavia", "Asia/Tokyo"),
    "words": "_off_ <!here> `3/4`",
    "meant": "09:00-17:00",
    "early": "01:00-05:00",
    "write": "13-17",
    "write_early": "1am-5am",
    "first": date(2026, 12, 24),
    "last": date(2029, 1, 1),
    "until": NOON,
}
OPEN: Facts = {
    "starts": tuple(NOON + timedelta(days=one) for one in range(3)),
    "zone": "America/Argentina/ComodRivadavia",
}
COMMAND = re.compile(rf"/({'|'.join(command.name for command in COMMANDS)})\b")


def both(code: str) -> Iterator[Sentence]:
    """Yield a code's sentence as long as it may be, with and without open times."""
    yield sentence(Problem(code, **EVERYTHING))
    everything: Facts = {**EVERYTHING, **OPEN}
    yield sentence(Problem(code, **everything))


def whole(said: Sentence) -> None:
    """Check what holds for every sentence."""
    words = text(said)
    assert not isinstance(said[0], str) or not said[0][0].islower(), words
    assert words.endswith((".", "?", "https://meet.example.org/ana")), words
    assert "{" not in words and "  " not in words
    assert units(words) <= LONGEST
    for part in said:
        assert not isinstance(part, str) or not COMMAND.search(part), "a command is a CommandName"
    assert flat(said, SLACK) and rich(said, SLACK) and markdown(said, DISCORD)
    Card(title="x", summary="x", parts=(Line(said),))


def test_every_code_has_a_whole_sentence() -> None:
    for code in sorted(codes()):
        for said in both(code):
            whole(said)


def test_no_sentence_is_left_over() -> None:
    assert set(SENTENCES) == codes()


def test_a_sentence_says_nothing_that_is_not_known_where_it_is_made() -> None:
    nothing: Facts = {}
    for one, facts in itertools.product(made(), (nothing, OPEN)):
        words = SENTENCES[one.code]
        template = words if isinstance(words, str) else words(facts)
        places = {field for _, field, _, _ in Formatter().parse(template) if field}
        needed = {place for place in places if not place.startswith("/")}
        assert needed <= one.facts | OPEN_TIMES, (one.where, one.code)


@pytest.mark.parametrize("name", ["<@U1> *b*", "<!channel>", "@everyone", "[x](https://evil.example)"])
def test_a_name_in_a_sentence_is_inert(name: str) -> None:
    said = sentence(Problem("takes_no_requests", name=name))
    assert UserText(name) in said
    assert {"type": "text", "text": name} in rich(said, SLACK)
    assert name not in markdown(said, DISCORD) or name == "@everyone"


def test_an_instant_is_shown_to_each_reader_in_their_own_way() -> None:
    said = sentence(Problem("time_taken", starts=(NOON,), zone="Asia/Tokyo"))
    assert [part.instant for part in said if isinstance(part, When)] == [NOON]
    assert flat(said, SLACK).endswith("Still open: Tue 1 Dec 2026, 21:00 (Asia/Tokyo, UTC+9).")


def test_an_error_for_the_log_has_codes_and_no_words_of_people() -> None:
    error = BadInput({"mentor": Problem("takes_no_requests", name="Ana")})
    assert str(error) == "mentor: takes_no_requests"
    assert text(sentences(error)["mentor"]).startswith("Ana takes no new requests")


def test_our_own_mistake_is_told_with_its_code() -> None:
    assert flat(failed("a1b2c3"), SLACK).endswith("tell the operator this code: a1b2c3.")


def test_what_an_adapter_says_by_itself_names_commands_as_values() -> None:
    assert CommandName("my-sessions") in PHRASES.out_of_date
    whole(PHRASES.out_of_date)
    whole(PHRASES.failed)


@pytest.mark.parametrize("stored", [*(one.value for one in Reason), "direct messages are closed", ""])
def test_every_reason_has_words_and_an_old_one_general_words(stored: str) -> None:
    assert banner(stored).endswith(". Everything is here instead.")
    assert do_not_arrive(stored).startswith("do not arrive")
    assert stored not in set(Reason) or (stored == "unknown") is (do_not_arrive(stored) == "do not arrive")
    assert stored in {"", "archived"} or stored not in banner(stored)


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "1 hour"), (0, "0 hours"), (2, "2 hours"), (1.5, "1.5 hours"), (10000, "10000 hours")],
)
def test_a_number_has_its_noun(number: float, said: str) -> None:
    assert counted(number, "hour") == said


@given(st.text(), st.integers(0, 10**6))
def test_a_template_keeps_what_is_put_into_it(words: str, number: int) -> None:
    said = filled("{a} has {n:day} and {/my-sessions}.", a=words, n=number)
    assert said == (
        UserText(words),
        " has ",
        counted(number, "day"),
        " and ",
        CommandName("my-sessions"),
        ".",
    )


def test_a_missing_fact_is_no_sentence() -> None:
    with pytest.raises(KeyError):
        sentence(Problem("takes_no_requests"))
