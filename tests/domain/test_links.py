"""A link becomes a button only in one public form, which fits wherever it is stored and shown."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.domain.errors import BadInput, Problem
from core.domain.hosts import public_host
from core.domain.links import LINK_LENGTH, BadLink, MeetingLink
from core.domain.profiles import link as link_field
from core.screens.errors import sentence
from tests.plain import line

ANA = "https://meet.example.org/ana"
TAKEN = {
    ANA: ANA,
    f" {ANA} ": ANA,
    f"{ANA}\n": ANA,
    f"\ufeff{ANA}\u2060": ANA,
    f"\u00ad\u00a0{ANA}\u00a0\u200b": ANA,
    f"\u200e{ANA}\u3164": ANA,
    f"{ANA}.": ANA,
    f"{ANA},": ANA,
    f"{ANA};": ANA,
    f"({ANA})": ANA,
    f"({ANA}).": ANA,
    f"{ANA}).": ANA,
    f"<{ANA}>": ANA,
    f"<{ANA}>,\u200b": ANA,
    f"<{ANA}|my room>": ANA,
    f" <{ANA}|{ANA}> ": ANA,
    f'"{ANA}"': ANA,
    f"'{ANA}'.": ANA,
    f"\u201c{ANA}\u201d": ANA,
    f"\u00ab{ANA}\u00bb": ANA,
    f"`{ANA}`": ANA,
    f"{ANA}?": ANA,
    f"{ANA}#.": ANA,
    f"{ANA}_(room)": f"{ANA}_(room)",
    f"({ANA}_(room))": f"{ANA}_(room)",
    f"{ANA}/a.b,c;d": f"{ANA}/a.b,c;d",
    "HTTPS://Meet.Example.org:443/x?y=1#z": "https://meet.example.org/x?y=1#z",
    "https://meet.example.org:8443/x": "https://meet.example.org:8443/x",
    "https://meet.example.org:65535/x": "https://meet.example.org:65535/x",
    "https://meet.example.org": "https://meet.example.org",
    "https://meet.example.org./x": "https://meet.example.org/x",
    "https://fa\u00df.de": "https://xn--fa-hia.de",
    "https://b\u00fccher.example/a": "https://xn--bcher-kva.example/a",
    "https://8.8.8.8/x": "https://8.8.8.8/x",
    "https://[2606:4700:4700::1111]/x": "https://[2606:4700:4700::1111]/x",
    "https://meet.example.org/\u00e4": "https://meet.example.org/%C3%A4",
    "https://meet.example.org/" + "\u0430" * 81: "https://meet.example.org/" + "%D0%B0" * 81,
}
REFUSED = {
    "javascript:alert(1)": "link_not_https",
    "http://meet.example.org/": "link_not_https",
    "data:text/html,x": "link_not_https",
    "meet.example.org": "link_not_https",
    "...": "link_not_https",
    "https://": "link_no_host",
    "https:///ana": "link_no_host",
    "https:ana": "link_no_host",
    "https://?x": "link_no_host",
    "https://:443/": "link_no_host",
    "https://localhost/": "link_private_host",
    "https://intranet/": "link_private_host",
    "https://printer.local/": "link_private_host",
    "https://127.0.0.1/": "link_private_host",
    "https://10.0.0.8/": "link_private_host",
    "https://[::1]/": "link_private_host",
    "https://[64:ff9b::7f00:1]/": "link_private_host",
    "https://169.254.169.254/latest": "link_private_host",
    "https://0x7f000001/": "link_private_host",
    "https://2130706433/": "link_unreadable_host",
    "https://127.0.0.0x1/": "link_unreadable_host",
    "https://zoom.us%2eevil.example/": "link_unreadable_host",
    "https://*.com/": "link_unreadable_host",
    "https://a!b$c.com/": "link_unreadable_host",
    "https://" + "a" * 600 + ".example/": "link_unreadable_host",
    "https://example.com:0/": "link_port",
    "https://example.com:65536/": "link_port",
    "https://example.com:99999/": "link_port",
    "https://example.com:x/": "link_port",
    "https://user:secret@meet.example.org/": "link_with_password",
    "https://meet.example.org\\@evil.example/": "link_characters",
    "https://meet.example.org/a b": "link_characters",
    "https://meet.ex\u202eample.org/": "link_characters",
    "https://meet.exam\u00adple.org/": "link_characters",
    "https://meet.example.org/a\ufeffb": "link_characters",
    "https://meet.example.org/a\u2060b": "link_characters",
    "https://meet.example.org/a\u00a0b": "link_characters",
    "https://meet.example.org/a\u200bb": "link_characters",
    "https://meet.example.org/a\u3164b": "link_characters",
    "https://meet.example.org/a\ud800b": "link_characters",
    f"{ANA}|{ANA}": "link_characters",
    "https://[::1/": "link_unreadable",
    "https://meet.jit.si/" + "\u0430" * 90: "link_too_long",
    "https://meet.jit.si/" + "\u4f1a" * 76: "link_too_long",
    "https://meet.example.org/" + "\u0430" * 82: "link_too_long",
    "https://meet.example.org/" + "a" * 600: "link_too_long",
}


@pytest.mark.parametrize("typed", TAKEN)
def test_a_public_https_link_is_taken_in_its_one_form(typed: str) -> None:
    assert MeetingLink.parse(typed).url == TAKEN[typed]


@pytest.mark.parametrize("typed", REFUSED)
def test_any_other_text_is_refused_with_its_own_sentence(typed: str) -> None:
    with pytest.raises(BadInput) as caught:
        link_field(typed)
    problem = caught.value.fields["link"]
    assert problem.code == REFUSED[typed]
    assert line(sentence(problem)).endswith((".", "ana"))
    assert "''" not in line(sentence(problem))


@pytest.mark.parametrize("typed", ["", "  ", "\u200b", "\ufeff\u00a0", "\u3164"])
def test_a_field_with_nothing_to_see_in_it_is_empty(typed: str) -> None:
    assert link_field(typed) is None


def test_the_host_that_is_shown_is_the_one_that_was_judged() -> None:
    assert MeetingLink.parse("https://fa\u00df.de/x").host == "xn--fa-hia.de"
    assert MeetingLink.parse("https://[2606:4700:4700:0::1111]/x").host == "2606:4700:4700::1111"
    assert MeetingLink("https://[broken").host == ""


def test_the_sentence_of_a_long_link_says_what_counts() -> None:
    said = line(sentence(Problem("link_too_long", most=LINK_LENGTH)))
    assert "512" in said and "letters" in said


PIECES = st.one_of(
    st.characters(),
    st.sampled_from(
        [
            ".",
            ",",
            ")",
            "(",
            ">",
            "<",
            "?",
            "#",
            "'",
            '"',
            "|",
            ":",
            "%",
            "/",
            "\u2060",
            "\u00ad",
            "\u0430",
            "x.org",
        ]
    ),
)


@given(st.lists(PIECES, max_size=60).map("".join))
@example("a.#")
@example("?.#).")
@example("x.org.:")
def test_whatever_is_typed_is_refused_or_settles_at_once(typed: str) -> None:
    for candidate in (
        typed,
        f"https://{typed}",
        f"https://example.org/{typed}",
        f"https://example.org{typed}",
    ):
        try:
            link = MeetingLink.parse(candidate)
        except BadLink:
            continue
        assert link.url.startswith("https://") and link.url.isascii()
        assert len(link.url) <= LINK_LENGTH
        assert MeetingLink.parse(link.url) == link
        assert public_host(link.host).strip("[]") == link.host
