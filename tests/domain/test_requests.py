"""What somebody types into a request is taken up to its length, and not one character more."""

from __future__ import annotations

import pytest

from core.domain.booking import MESSAGE_LENGTH, TOPIC_LENGTH
from core.domain.errors import BadInput, Problem
from core.domain.requests import REQUEST_FIELDS, REQUEST_LENGTHS, SEVERAL_LINES, RequestText

WHOLE = {name: name[0] * REQUEST_LENGTHS[name] for name in REQUEST_FIELDS}
TOO_LONG = {name: Problem("too_long", most=most) for name, most in REQUEST_LENGTHS.items()} | {
    "topic": Problem("topic_too_long", most=TOPIC_LENGTH),
    "message": Problem("message_too_long", most=MESSAGE_LENGTH),
}


def test_what_fits_is_kept_whole() -> None:
    assert RequestText.typed(WHOLE).values() == WHOLE
    broken = RequestText.typed(dict.fromkeys(REQUEST_FIELDS, "a\nb"))
    assert broken.values() == {name: "a\nb" if name in SEVERAL_LINES else "a b" for name in REQUEST_FIELDS}


@pytest.mark.parametrize("wrong", [*({name} for name in REQUEST_FIELDS), set(REQUEST_FIELDS)])
def test_every_field_that_is_too_long_is_named(wrong: set[str]) -> None:
    with pytest.raises(BadInput) as refused:
        RequestText.typed({name: text + "x" * (name in wrong) for name, text in WHOLE.items()})
    assert refused.value.fields == {name: TOO_LONG[name] for name in wrong}


def test_a_request_is_about_something() -> None:
    with pytest.raises(BadInput) as refused:
        RequestText.typed({"topic": " ", "message": "Words"})
    assert refused.value.fields == {"topic": Problem("topic_missing")}
