"""Typed text is cleaned at the door, counted and cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.text import clean, cut, units


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
    ],
)
def test_one_line_is_cleaned(typed: str, kept: str) -> None:
    assert clean(typed) == kept


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
