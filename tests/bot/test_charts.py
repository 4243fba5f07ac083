import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image

from analysis.digest.lines import Chart, ChartRow
from analysis.figures.status import SIGNS, Status
from bot.papers.charts import dot_and_range
from surveys.framework import Perspective
from tests.digests import HOSTILE, a_chart, a_chart_row, a_protected_chart_row

ON_A_PHONE = 1000  # pixels


def picture(*rows: ChartRow, **changes: Any) -> Image.Image:
    return Image.open(BytesIO(dot_and_range(a_chart(*rows, **changes)))).convert("RGB")


def test_the_same_chart_is_the_same_to_the_byte() -> None:
    assert dot_and_range(a_chart()) == dot_and_range(a_chart())


def test_another_process_draws_the_same_bytes() -> None:
    script = (
        "import sys, hashlib; from tests.digests import a_chart; "
        "from bot.papers.charts import dot_and_range; "
        "sys.stdout.write(hashlib.sha256(dot_and_range(a_chart())).hexdigest())"
    )

    other = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script], capture_output=True, check=True, text=True, timeout=120
    )

    assert other.stdout == sha256(dot_and_range(a_chart())).hexdigest()


def test_the_picture_says_neither_when_nor_with_what_it_was_made() -> None:
    assert "Software" not in Image.open(BytesIO(dot_and_range(a_chart()))).info
    assert b"matplotlib" not in dot_and_range(a_chart())


def test_the_picture_is_as_wide_as_a_phone_shows() -> None:
    width, _ = picture().size

    assert ON_A_PHONE <= width <= 1.2 * ON_A_PHONE


def test_zero_and_small_are_the_same_pixels() -> None:
    """Two rows of which nothing is told: one stands on nobody and one on three people."""
    nobody = a_protected_chart_row("NEG-OC4-26Q2-0000")
    three = a_protected_chart_row("NEG-OC4-26Q2-3333")

    assert dot_and_range(a_chart(nobody)) == dot_and_range(a_chart(three))


def test_a_protected_row_shows_neither_its_target_nor_its_perspective_nor_a_range() -> None:
    plain = a_protected_chart_row(target=None)
    with_more = a_protected_chart_row(target=70, perspective=Perspective.PRACTITIONER)

    assert dot_and_range(a_chart(plain)) == dot_and_range(a_chart(with_more))


def test_a_row_without_a_dot_is_shorter_and_still_has_its_place() -> None:
    both = picture(a_chart_row(), a_protected_chart_row())
    one = picture(a_chart_row())

    assert one.height < both.height < 2 * one.height


def test_every_perspective_has_a_shape_of_its_own() -> None:
    dots = set()
    for whose in Perspective:
        row = a_chart_row(perspective=whose, low=None, high=None, target=None, sign=None)
        drawn = picture(row)
        width, height = drawn.size
        dots.add(drawn.crop((width // 2, 0, width, height // 2)).tobytes())

    assert len(dots) == len(Perspective)


def test_without_colour_each_status_still_looks_different() -> None:
    in_grey = {picture(a_chart_row(sign=SIGNS[one])).convert("L").tobytes() for one in Status}

    assert len(in_grey) == len(Status)


def test_words_are_dark_enough_to_be_read() -> None:
    """Contrast of at least 4.5 to 1 with the paper, for every colour of a sign and of words."""
    for colour in ("#17693a", "#a3231b", "#8a5200", "#4d565e", "#1a1f24"):
        channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
        linear = np.where(
            channels <= 0.03928, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
        )
        luminance = float(linear @ np.array([0.2126, 0.7152, 0.0722]))
        assert 1.05 / (luminance + 0.05) >= 4.5


def test_the_dot_is_where_its_value_is() -> None:
    def across(value: float) -> float:
        plain = a_chart_row(value=value, low=None, high=None, target=None, sign=None)
        pixels = np.asarray(picture(plain, a_protected_chart_row()))
        dark_teal = np.abs(pixels.astype(int) - [0x1D, 0x4D, 0x4F]).sum(axis=2) < 12
        band = dark_teal[: pixels.shape[0] // 2]
        return float(np.nonzero(band)[1].mean())

    low, middle, high = across(10), across(50), across(90)

    assert middle - low == pytest.approx(high - middle, abs=2)
    assert low < middle < high


@pytest.mark.parametrize(
    "changes",
    [
        {"rows": ()},
        {"title": "T" * 300},
        {"title": "$x_1^2$ \\frac{a}{b} 100% $"},
        {"rows": (a_chart_row(label=HOSTILE * 10),)},
        {"rows": (a_chart_row(label="儿童 أطفال 🧒🏽 \x1b[31m\x00\n\ttab"),)},
        {"rows": (a_chart_row(label=""),)},
        {"rows": (a_chart_row(value=0, low=0, high=0), a_chart_row(value=100, low=100, high=100))},
        {"rows": (a_chart_row(low=None, high=None, base=None),)},
        {"rows": (a_protected_chart_row(),) * 3},
        {"rows": (a_chart_row(),) * 12},
        {"rows": (a_chart_row(target=1), a_chart_row(target=100))},
    ],
)
def test_whatever_a_board_calls_things_there_is_a_picture(changes: dict[str, Any]) -> None:
    chart = Chart(**{"title": "Neglect", "rows": (), "alt": "alt"} | changes)

    drawn = Image.open(BytesIO(dot_and_range(chart)))
    drawn.load()

    assert drawn.width >= ON_A_PHONE


def test_nothing_heavy_is_loaded_until_a_chart_is_drawn() -> None:
    script = "import sys, bot.papers.charts; sys.exit('matplotlib' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", script], check=False, timeout=60)  # noqa: S603

    assert done.returncode == 0
