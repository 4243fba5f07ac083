"""A band travels as its ends; words are put to it only where it is told."""

from typing import Any

import pytest

from analysis.digest.rows import value_told
from analysis.disclosure.remainders import Tally
from analysis.disclosure.suppression import Audience, Band, release_share
from analysis.figures.figure import Disclosure, Figure, FigureBand, Flag
from analysis.figures.tallies import tallies_of
from analysis.figures.told import told
from analysis.statistics import Share
from analysis.wording import read_wording, spoken
from surveys.coding import Sentiment
from tests.digests import a_figure

NO_NUMBERS = {"value": None, "numerator": None, "low": None, "high": None}


def banded_figure(band: object, audience: Audience = Audience.BOARD, base: int = 12) -> Figure:
    changes: dict[str, Any] = {**NO_NUMBERS, "disclosure": Disclosure.BAND, "audience": audience}
    return a_figure(**changes, base=base, band=band)


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("base", [10, 12, 19])
@pytest.mark.parametrize("from_the_end", [0, 1])
@pytest.mark.parametrize("is_low", [True, False])
def test_what_is_reckoned_from_a_band_comes_from_its_ends(
    audience: Audience, base: int, from_the_end: int, *, is_low: bool
) -> None:
    favourable = from_the_end if is_low else base - from_the_end
    what = told(release_share(Share(favourable=favourable, base=base), audience))
    figure = a_figure(**what._asdict(), audience=audience)

    now, *_ = tallies_of(figure, frozenset(range(base)), ())

    edge = 0 if is_low else base - 1
    assert now == Tally(base, edge, edge + 1, is_band=True)


def test_a_band_is_told_in_the_words_of_the_boards_own_file() -> None:
    own = read_wording("less_than: Weniger als {share}\nor_more: mindestens {share}\n", "own.yaml")
    low = banded_figure(Band(end="low", limit=10, is_included=False, base=12))
    high = banded_figure(Band(end="high", limit=90, is_included=True, base=10))

    with spoken(own):
        assert value_told(low) == "Weniger als 10%"
        assert value_told(high) == "Mindestens 90%"
    assert value_told(high) == "90% or more"


@pytest.mark.parametrize(
    ("kept", "band"),
    [
        ("<10%", Band(end="low", limit=10, is_included=False, base=12)),
        (">90%", Band(end="high", limit=90, is_included=False, base=12)),
        ("10% or less", Band(end="low", limit=10, is_included=True, base=12)),
        ("90% or more", Band(end="high", limit=90, is_included=True, base=12)),
        ("nearly all mixed", Sentiment.MIXED),
        ("not representative", Flag.NOT_REPRESENTATIVE),
    ],
)
def test_figures_that_were_kept_with_a_band_in_words_are_read_still(
    kept: str, band: FigureBand
) -> None:
    figure = banded_figure(kept)

    assert figure.band == band
    assert Figure.model_validate_json(figure.model_dump_json()) == figure


def test_no_sentiment_is_called_as_a_flag_is() -> None:
    assert not {one.value for one in Sentiment} & {one.value for one in Flag}
