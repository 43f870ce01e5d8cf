"""Files for spreadsheets: whatever people are called and write, it comes back as it was and nothing is run."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.domain.exports import Exported, Format
from core.screens.exports import COLUMN_HEADINGS, COLUMNS, export, export_card

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
HOSTILE = st.text(
    st.one_of(
        st.sampled_from("=+-@\t\r\n\",;' |\ufeff\u2028\x00\uff1d\uff0b\uff0d\uff20"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
)
INSTANTS = st.one_of(st.none(), st.datetimes(timezones=st.just(UTC)))
ROWS = st.lists(
    st.builds(
        Exported,
        ref=st.just("S-7F3K2"),
        status=st.just("accepted"),
        student=HOSTILE,
        mentor=HOSTILE,
        topic=HOSTILE,
        starts_at=INSTANTS,
        minutes=st.integers(5, 480),
        created_at=st.just(NOON),
        accepted_at=INSTANTS,
        decided_at=st.none(),
        closed_by=st.one_of(st.none(), st.just("admin")),
    ),
    max_size=4,
)
FORMULA = "=+-@\t\r"
"""What a spreadsheet begins to calculate at (OWASP, CSV Injection)."""


def a_row(**changes: str) -> Exported:
    """One line with nothing hostile but ``changes``."""
    words = {"student": "Sam", "mentor": "Ken", "topic": "Review"} | changes
    return Exported(
        ref="S-1",
        status="pending",
        starts_at=None,
        minutes=30,
        created_at=NOON,
        accepted_at=None,
        decided_at=None,
        closed_by=None,
        **words,
    )


def read_back(content: bytes) -> list[list[str]]:
    """Read a file as Python's own reader does, strictly."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


@given(ROWS)
@settings(max_examples=60)
@example([a_row(student="=1+1", mentor="@SUM(A1)", topic="\tcmd|' /C calc'!A0")])
@example([a_row(student="-", topic='a"b,\r\n=c')])
@example([a_row(student=" =1+1", topic="\ufeff=1+1"), a_row(topic=" \ufeff -1")])
def test_every_cell_comes_back_and_none_is_a_formula(rows: list[Exported]) -> None:
    made = export(rows, Format.CSV)
    assert made.is_whole and made.count == len(rows)
    head, *lines = read_back(made.content)
    assert head == [COLUMN_HEADINGS[name] for name in COLUMNS]
    assert len(lines) == len(rows)
    for row, cells in zip(rows, lines, strict=True):
        assert len(cells) == len(COLUMNS)
        for name, cell in zip(COLUMNS, cells, strict=True):
            assert not cell.lstrip(" \ufeff").startswith(tuple(FORMULA)), cell
            value = getattr(row, name)
            if isinstance(value, str):
                assert cell in {value, f"'{value}"}
            elif isinstance(value, datetime):
                assert datetime.fromisoformat(cell) == value.replace(microsecond=0)
            else:
                assert cell == ("" if value is None else str(value))
    assert all(line.endswith("\r\n") for line in [made.content.decode()[-2:]] if rows)


@given(ROWS)
@settings(max_examples=25)
def test_json_says_the_same_with_the_zone_named(rows: list[Exported]) -> None:
    told = json.loads(export(rows, Format.JSON).content)
    assert told["zone"] == "UTC"
    assert [one["topic"] for one in told["sessions"]] == [row.topic for row in rows]
    assert [one["minutes"] for one in told["sessions"]] == [row.minutes for row in rows]


@pytest.mark.parametrize("form", list(Format))
def test_a_file_is_never_longer_than_a_message_takes(form: Format) -> None:
    """The oldest sessions are left out, and the message says so; what is there is whole."""
    rows = [a_row(topic="x" * 100) for _ in range(50)]
    made = export(rows, form, longest=3000)
    assert not made.is_whole and 0 < made.count < len(rows) and len(made.content) <= 3000
    card = export_card(made, NOON)
    assert "The newest" in str(card.parts[0]) and card.file is not None and card.file.content == made.content
    lines = read_back(made.content)[1:] if form is Format.CSV else json.loads(made.content)["sessions"]
    assert len(lines) == made.count
    assert export(rows, form).is_whole
    few = export(rows, form, most=len(rows) - 1)
    assert (few.count, few.is_whole) == (len(rows) - 1, False)
