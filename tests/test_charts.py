"""Pictures of numbers: as high as the numbers are, with the same in words, and drawn only where that can be done."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.charts import PillowCharts, _scale, drawn
from core.domain.numbers import WEEKS_DRAWN, Ending, WeekNumbers
from core.domain.text import units
from core.ports.charts import Bars, Chart
from core.ports.files import ALT_LENGTH
from core.screens.numbers import COLOURED, chart_of, in_words, picture_card
from tests.factories import NOON

if TYPE_CHECKING:
    from PIL.Image import Image

RED, BLUE = "#E01E5A", "#7FB8FF"


def weeks(number: int) -> list[WeekNumbers]:
    """As many weeks as a picture shows, with the same number of everything in each."""
    first = date(2026, 9, 14)
    endings = dict.fromkeys(Ending, number)
    return [WeekNumbers(first + timedelta(weeks=at), endings) for at in range(WEEKS_DRAWN)]


def opened(content: bytes) -> Image:
    """Open a picture as whoever gets it does."""
    from PIL import Image  # noqa: PLC0415 - an extra, as in what is tested

    return Image.open(io.BytesIO(content)).convert("RGB")


def pixels(picture: Image, colour: str) -> int:
    wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return sum(one == wanted for one in picture.get_flattened_data())


def test_bars_are_as_high_as_their_numbers() -> None:
    pytest.importorskip("PIL")
    one = opened(
        drawn(Chart(title="One", labels=("a",), bars=(Bars("red", RED, (3,)), Bars("blue", BLUE, (1,)))))
    )
    none = opened(
        drawn(Chart(title="One", labels=("a",), bars=(Bars("red", RED, (0,)), Bars("blue", BLUE, (0,)))))
    )
    red, blue = (pixels(one, colour) - pixels(none, colour) for colour in (RED, BLUE))
    assert one.size == (960, 480)
    assert red / blue == pytest.approx(3, rel=0.05)


@pytest.mark.parametrize("most", [0, 1, 3, 4, 5, 9, 18, 99, 100, 1234, 100_000])
def test_the_highest_bar_stays_within_the_lines(most: int) -> None:
    scale = _scale(most)
    assert scale.top >= max(most, 1) and scale.top % scale.step == 0 and scale.top // scale.step <= 4


async def test_the_words_have_every_number_of_the_picture() -> None:
    for number in (0, 7, 999):
        said = in_words(weeks(number))
        assert units(said) <= ALT_LENGTH and not said.endswith("…")
        assert said.count(f"{number} took place") == (WEEKS_DRAWN if number else 0)
    chart = chart_of(weeks(2))
    assert [sum(one.values) for one in chart.bars] == [
        2 * WEEKS_DRAWN * len(which) for _, _, which in COLOURED
    ]
    made = await PillowCharts().draw(chart)
    assert (made is not None) is PillowCharts().is_there
    card = picture_card(weeks(2), made or b"x", NOON)
    assert card.file is not None and card.file.alt == in_words(weeks(2))


@pytest.mark.parametrize(
    ("labels", "values"),
    [((), ()), (("a", "b"), (1,)), (("\u00e4",), (1,))],
    ids=["none", "too few", "not plain"],
)
def test_what_cannot_be_drawn_is_no_chart(labels: tuple[str, ...], values: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="a chart"):
        Chart(title="One", labels=labels, bars=(Bars("red", RED, values),))
