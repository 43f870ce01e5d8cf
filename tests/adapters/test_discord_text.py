"""Typed words on Discord: whatever somebody types is read as they typed it, and does nothing else."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.text import ELLIPSIS, ZERO, inert, one_line
from core.ports.text import units

ROOM = 10_000
MARKS = (
    "< > @ everyone here # - + 1 . * ** _ ~~ ` ``` || [a](b) \\ :// https : t:0 id:guide /book:1 &1 word é"
)
PIECES = st.sampled_from([*MARKS.split(), "👩🏽‍🚀", "# ", "- ", "-# ", ". ", "\n", " ", "\ud800"])
EVERY_CHARACTER = "a".join(map(chr, range(sys.maxunicode + 1)))
LINE_ENDS = sorted({line[-1] for line in EVERY_CHARACTER.splitlines(keepends=True)[:-1]} - {*"\x1c\x1d\x1e"})
"""What ends a line for Python too, but for the separators of ASCII, which UAX 14 does not count."""
TYPED = st.one_of(st.text(), st.lists(PIECES).map("".join))

ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
"""What Discord's client takes as an escaped mark."""


def read(markdown: str) -> str:
    """Return what Discord's client would show, if nothing but escapes is left in it."""
    return ESCAPED.sub(r"\1", markdown).replace(ZERO, "")


def bare(markdown: str) -> str:
    """Return what is left for Discord's Markdown to find once every escaped mark is a plain letter."""
    return ESCAPED.sub("x", markdown)


@given(TYPED)
def test_a_reader_sees_exactly_what_was_typed(typed: str) -> None:
    shown = read(inert(typed, ROOM))
    assert shown == typed.encode("utf-8", "ignore").decode().replace("\r\n", "\n").replace(
        "\r", "\n"
    ).replace(ZERO, "")


@given(TYPED)
def test_nothing_is_left_that_could_format_link_ping_or_tell_a_time(typed: str) -> None:
    escaped = inert(typed, ROOM)
    left = bare(escaped)
    assert not set("*_~`|[]<>@#\\") & set(left)
    assert not re.search(r"^[^\S\n]*([-+]|\d+[.)])", left, re.MULTILINE)
    assert not re.search(r"@(everyone|here)", escaped, re.IGNORECASE)
    assert not re.search(r"<[@#/:a-z]", escaped)
    assert "://" not in left


@given(TYPED, st.integers(0, 60))
def test_the_size_is_kept_after_escaping_and_a_cut_is_marked(typed: str, room: int) -> None:
    whole, cut = inert(typed, ROOM), inert(typed, room)
    assert units(cut) <= room
    assert cut == whole or cut.endswith(ELLIPSIS) or room == 0
    assert bare(cut).count("\\") == 0


@given(st.sampled_from(["https", "http", "steam", "HTTPS"]), st.text(st.characters(categories=["L", "N"])))
def test_an_address_is_no_link_and_is_copied_as_it_was_typed(scheme: str, rest: str) -> None:
    typed = f"see {scheme}://{rest}"
    escaped = inert(typed, ROOM)
    assert ZERO not in escaped, "nobody sees it, and a copied address would not open"
    assert ESCAPED.sub(r"\1", escaped) == typed
    assert "://" not in bare(escaped)


def test_every_line_end_parts_words_and_leaves_one_line() -> None:
    """Whatever Unicode calls the end of a line, alone or in a row, is one space (UAX 14, BK, CR, LF and NL)."""
    assert {"\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"} == set(LINE_ENDS)
    for end in (*LINE_ENDS, "\r\n", "".join(LINE_ENDS)):
        assert one_line(f"one{end}two") == "one two"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("<@123>", f"\\<{ZERO}\\@123\\>"),
        ("<t:0:F>", f"\\<{ZERO}t:0:F\\>"),
        ("@everyone", f"\\@{ZERO}everyone"),
        ("# Confirmed", r"\# Confirmed"),
        ("-# small", r"\-\# small"),
        ("1. first", r"1\. first"),
        ("[a](https://x.example)", r"\[a\](https\://x.example)"),
        ("3 < 4 and well-known", r"3 \< 4 and well-known"),
    ],
)
def test_the_known_tricks(typed: str, written: str) -> None:
    assert inert(typed, ROOM) == written
