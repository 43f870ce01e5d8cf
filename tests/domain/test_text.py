"""Typed text is cleaned at the door, counted and cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.text import clean, cut, parts, units

ENGLAND, SCOTLAND, WALES = (
    "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in region) + "\U000e007f"
    for region in ("gbeng", "gbsct", "gbwls")
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Code   review ", "Code review"),
        ("a\x00b\x07c", "abc"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("\u202egnp.exe", "gnp.exe"),
        ("\u200b\u2060\u3164 \n", ""),
        ("e" + "\u0301" * 40, "e" + "\u0301" * 8),
        ("👩‍💻 pair", "👩‍💻 pair"),
        ("a\nb", "a b"),
        ("a\x85b", "a b"),
        ("a\u2028b\u2029c", "a b c"),
        ("a\x0bb\x0cc", "a b c"),
        ("a\x1cb\x1db\x1eb\x1fb", "a b b b b"),
        (ENGLAND + " " + SCOTLAND + WALES, ENGLAND + " " + SCOTLAND + WALES),
        ("\U0001f3f4 \U000e0067\U000e007f", "\U0001f3f4"),
        ("\U0001f3f4\U000e0067\U000e0062 no end", "\U0001f3f4 no end"),
        ("\U0001f3f4\U000e0070\U000e0077\U000e006e\U000e007f", "\U0001f3f4"),
        ("a\U000e0068\U000e0069", "a"),
    ],
)
def test_one_line_is_cleaned(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_line_end_parts_words(end: str) -> None:
    assert clean(f"a{end}b", lines=True) == "a\nb"
    assert clean(f"a{end}b") == "a b"


def test_lines_are_kept_where_they_are_wanted() -> None:
    assert clean("a\r\nb\n\n\n\n\n\nc", lines=True) == "a\nb\n\n\nc"


@given(st.text(alphabet=st.characters()))
def test_cleaning_is_safe_for_any_database_and_settles_at_once(typed: str) -> None:
    kept = clean(typed, lines=True)
    assert "\x00" not in kept
    kept.encode()
    assert clean(kept, lines=True) == kept


def test_length_is_counted_as_the_platforms_count() -> None:
    assert units("a👩") == 3


@given(
    st.text(st.one_of(st.characters(), st.sampled_from("\ud800\udfff👩")), max_size=30), st.integers(1, 30)
)
def test_any_text_can_be_counted_and_cut_also_half_a_character(text: str, longest: int) -> None:
    kept = cut(text, longest)
    assert units(kept) <= longest
    assert kept == text or (kept.endswith("…") and text.startswith(kept[:-1]))
    assert units(text) == sum(2 if char > "\uffff" else 1 for char in text)


@given(st.text(alphabet=st.characters() | st.sampled_from(" \n")), st.integers(2, 12))
def test_parts_fit_and_lose_nothing_but_white_space(typed: str, longest: int) -> None:
    text = clean(typed, lines=True)
    pieces = parts(text, longest)
    assert all(units(one) <= longest for one in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert len(pieces) == 1 or all(pieces)


def test_a_part_ends_with_a_line_or_else_with_a_word() -> None:
    assert parts("one two three\nfour five six", 16) == ["one two three", "four five six"]
    assert parts("one two three four", 10) == ["one two", "three four"]
    assert parts("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]
