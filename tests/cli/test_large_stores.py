"""What an administrator is told of a store that has become large."""

from dataclasses import replace

import pytest

from bot.cli.checks import _crowded
from bot.cli.opening import PLAIN_BOARD
from bot.wording.refusals import sorry
from storage.interface import Counts, StoreTooLarge

COUNTS = Counts(
    responses=49_999,
    uncoded=0,
    drafts=0,
    due=0,
    oldest_due=None,
    dead=0,
    size=1,
    comfortable=50_000,
)


@pytest.mark.parametrize(("responses", "told"), [(49_999, False), (50_000, True), (50_001, True)])
def test_check_tells_of_a_large_store_and_what_to_do(responses: int, *, told: bool) -> None:
    said = _crowded(replace(COUNTS, responses=responses, most=100_000))

    assert (said is not None) is told
    assert said is None or ("100,000" in said and "heard move" in said)


def test_check_says_nothing_of_a_store_without_a_limit() -> None:
    assert _crowded(replace(COUNTS, responses=1_000_000, comfortable=None)) is None


def test_who_opens_a_wave_in_a_store_that_is_too_large_is_told_what_to_do() -> None:
    said = sorry(StoreTooLarge(100_123, 100_000), PLAIN_BOARD)

    assert "100,123" in said
    assert "heard move" in said
