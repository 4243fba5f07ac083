"""The other pictures: the same to the byte, as wide as a phone, silent on what is protected."""

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from analysis.digest.dashboard import dashboard
from analysis.digest.digest import Digest
from analysis.digest.trends import trends_of
from analysis.figures.series import Point, Series
from analysis.figures.spreads import Part, Spread
from analysis.statistics import process
from bot.papers.charts import Drawing, charts_of_all, draw_trend, more_charts
from bot.papers.drawing.phone import MOST_LABEL_LINES, label_lines
from surveys.framework import Perspective
from tests.digests import FEELS_SAFE, HOSTILE, a_digest, a_figure, a_protected_figure

ON_A_PHONE = 1000  # pixels
VALUES = (45, 47, 44, 49, 43, 46, 48, 44, 62, 66, 64, 68, 65, 67)


def a_series(*values: float | None, target: int | None = 75) -> Series:
    told = [value for value in values if value is not None]
    return Series(
        figure=FEELS_SAFE,
        measure="OC1",
        perspective=Perspective.CHILD,
        target=target,
        points=tuple(
            Point(
                period=f"{2023 + place // 4}-Q{place % 4 + 1}",
                value=value,
                base=None if value is None else 30,
                asked="a",
            )
            for place, value in enumerate(values)
        ),
        reading=process(told, target=target),
    )


def a_spread(asked: str = "Do you feel safe?", **parts: int) -> Spread:
    shares = parts or {"poor": 20, "between": 30, "good": 50}
    return Spread(
        figure=FEELS_SAFE,
        perspective=Perspective.CHILD,
        question=asked,
        base=30,
        parts={Part[name.upper()]: share for name, share in shares.items()},
    )


def full(**changes: object) -> Digest:
    return a_digest(series=(a_series(*VALUES),), spreads=(a_spread(),), **changes)


def named(made: Digest, part: str) -> Drawing:
    return next(one for one in more_charts(made) if part in one.name)


def opened(drawing: Drawing) -> Image.Image:
    return Image.open(BytesIO(drawing.draw())).convert("RGB")


@pytest.mark.parametrize(
    "drawing",
    [*more_charts(full()), *charts_of_all(dashboard([full()]))],
    ids=lambda drawing: drawing.name,
)
def test_each_is_as_wide_as_a_phone_the_same_to_the_byte_and_said_in_words(
    drawing: Drawing,
) -> None:
    assert ON_A_PHONE <= opened(drawing).width <= 1.2 * ON_A_PHONE
    assert drawing.draw() == drawing.draw()
    assert drawing.alt
    assert drawing.title


def test_there_is_one_of_gaps_of_quarters_and_of_answers() -> None:
    assert [one.name.rsplit("-", 1)[-1] for one in more_charts(full())][-1] == "answers.png"
    assert "2023-Q1 45%" in named(full(), "over-time").alt
    assert "20% unfavourable" in named(full(), "answers").alt


def test_with_nothing_to_draw_there_is_no_picture() -> None:
    bare = a_digest(gaps=(), series=(), spreads=())

    assert more_charts(bare) == []


def test_a_quarter_that_may_not_be_told_has_no_point_and_breaks_the_line() -> None:
    def marks(*values: float | None) -> int:
        pixels = np.asarray(
            Image.open(BytesIO(_drawn(a_series(*values, target=None)))).convert("RGB")
        )
        teal = np.abs(pixels.astype(int) - [0x1D, 0x4D, 0x4F]).sum(axis=2) < 12
        return int(teal.sum())

    assert marks(50, None, 50, 50) < marks(50, 50, 50, 50)


def test_nobody_and_a_few_are_the_same_pixels_in_every_grid() -> None:
    few = a_digest(figures=(a_figure(), a_protected_figure("NEG-QN2-26Q2-66ff")))
    none = a_digest(figures=(a_figure(),))

    for one, other in zip(
        charts_of_all(dashboard([few])), charts_of_all(dashboard([none])), strict=True
    ):
        assert one.draw() == other.draw()
        assert one.alt == other.alt


def test_without_colour_the_parts_of_a_scale_still_look_different() -> None:
    in_grey = {
        opened(named(a_digest(spreads=(only,)), "answers")).convert("L").tobytes()
        for only in (a_spread(poor=100), a_spread(good=100))
    }

    assert len(in_grey) == 2


@pytest.mark.parametrize(
    "draw",
    [
        lambda: _drawn(a_series(0, 0, 0)),
        lambda: _drawn(a_series(100, 0, 100, 0, 100, 0, 100)),
        lambda: _drawn(a_series(*VALUES, *VALUES, target=1)),
        lambda: named(a_digest(spreads=(a_spread(HOSTILE * 5),)), "answers").draw(),
        lambda: named(a_digest(spreads=(a_spread(poor=1, between=1, good=98),)), "answers").draw(),
        charts_of_all(dashboard([a_digest(area_label=HOSTILE * 2)]))[0].draw,
        charts_of_all(dashboard([a_digest()] * 19))[2].draw,
    ],
)
def test_whatever_comes_there_is_a_picture(draw: Callable[[], bytes]) -> None:
    Image.open(BytesIO(draw())).load()


def _drawn(series: Series) -> bytes:
    (trend,) = trends_of(a_digest(series=(series,)))
    return draw_trend(trend)


def test_every_picture_says_of_which_area_and_period_it_is() -> None:
    made = full()

    titles = [one.title for one in more_charts(made)]

    assert all(one.startswith(f"{made.title}, {made.period_label}: ") for one in titles)


@pytest.mark.parametrize("words", [1, 12, 40, 200])
def test_a_label_is_cut_between_words_and_says_that_it_goes_on(words: int) -> None:
    text = " ".join(["neighbourhood", "we", "safeguarding"][place % 3] for place in range(words))

    lines = label_lines(text)

    told = " ".join(lines)
    assert len(lines) <= MOST_LABEL_LINES
    assert told == text or (told.endswith("…") and f"{text} ".startswith(f"{told[:-1]} "))
