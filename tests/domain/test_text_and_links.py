"""Typed text is cleaned at the door, and only public https links become buttons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import Problem
from core.domain.links import LINK_LENGTH, BadLink, MeetingLink
from core.domain.text import clean, cut, units
from core.screens.errors import sentence
from tests.plain import line


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


@pytest.mark.parametrize(
    ("typed", "url", "host"),
    [
        (" https://meet.example.org/ana ", "https://meet.example.org/ana", "meet.example.org"),
        ("HTTPS://Meet.Example.org:443/x?y=1#z", "https://meet.example.org/x?y=1#z", "meet.example.org"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a", "xn--bcher-kva.example"),
        ("https://8.8.8.8/x", "https://8.8.8.8/x", "8.8.8.8"),
        ("https://meet.example.org/ä", "https://meet.example.org/%C3%A4", "meet.example.org"),
    ],
)
def test_public_https_links_are_taken_in_canonical_form(typed: str, url: str, host: str) -> None:
    link = MeetingLink.parse(typed)
    assert (link.url, link.host) == (url, host)


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "http://meet.example.org/",
        "data:text/html,x",
        "https://",
        "https://localhost/",
        "https://intranet/",
        "https://printer.local/",
        "https://127.0.0.1/",
        "https://10.0.0.8/",
        "https://[::1]/",
        "https://169.254.169.254/latest",
        "https://0x7f000001/",
        "https://2130706433/",
        "https://127.0.0.0x1/",
        "https://user:secret@meet.example.org/",
        "https://meet.example.org\\@evil.example/",
        "https://meet.example.org/a b",
        "https://meet.example.org/\n",
        "https://meet.ex\u202eample.org/",
        "https://meet.example.org:99999/",
        "meet.example.org",
        "https://" + "a" * 600 + ".example/",
        '"https://meet.example.org"',
        "<https://meet.example.org>",
    ],
)
def test_everything_else_gets_a_sentence(typed: str) -> None:
    if typed.endswith("\n"):
        assert MeetingLink.parse(typed).url == typed.strip()
        return
    with pytest.raises(BadLink) as caught:
        MeetingLink.parse(typed)
    problem = Problem(caught.value.code, host=caught.value.host, most=LINK_LENGTH)
    assert line(sentence(problem)).endswith((".", "ana"))


@given(st.text(max_size=80))
def test_no_text_gets_past_as_anything_but_https(typed: str) -> None:
    for candidate in (typed, f"https://{typed}", f"https://example.org/{typed}"):
        try:
            link = MeetingLink.parse(candidate)
        except BadLink:
            continue
        assert link.url.startswith("https://")
        assert link.url.isascii()
        assert link.host


@given(
    st.text(st.one_of(st.characters(), st.sampled_from("\ud800\udfff👩")), max_size=30), st.integers(1, 30)
)
def test_any_text_can_be_counted_and_cut_also_half_a_character(text: str, longest: int) -> None:
    kept = cut(text, longest)
    assert units(kept) <= longest
    assert kept == text or (kept.endswith("…") and text.startswith(kept[:-1]))
    assert units(text) == sum(2 if char > "\uffff" else 1 for char in text)
