"""Where a theme's line is drawn, and what a wrong answer costs while a model is learned."""

import numpy as np
import pytest

from analysis.descent import balanced
from analysis.reading.lines import BORROWED, lined, lines_of

OFTEN, SELDOM = 0.5, 0.1  # the scores at which the two themes below are parted from all else
COMMENTS = 400


@pytest.mark.parametrize("coded", [1, BORROWED, 30, 200])
def test_a_theme_that_was_seldom_coded_borrows_its_line_from_all_together(coded: int) -> None:
    truth = np.zeros((COMMENTS, 2), dtype=np.bool_)
    truth[: COMMENTS // 2, 0] = truth[:coded, 1] = True
    scores = np.where(truth, [OFTEN, SELDOM], -1.0)

    own = lines_of(scores, truth)[1]

    of_all = lines_of(scores.reshape(-1, 1), truth.reshape(-1, 1))[0]
    share = coded / (coded + BORROWED)
    assert own == pytest.approx(of_all + (SELDOM - of_all) * share, abs=0.01)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_is_clearly_told_apart_is_found_and_nothing_else(seed: int) -> None:
    random = np.random.default_rng(seed)
    truth = random.random((60, 2)) < 0.4
    scores = np.where(truth, 0.5, -0.5) + random.uniform(-0.1, 0.1, truth.shape)
    groups = ["a", "b", "c"] * 20

    found = lined(scores, truth, groups) >= -0.1

    assert (found == truth).all()


def test_what_a_comment_tells_nothing_of_moves_no_line() -> None:
    random = np.random.default_rng(4)
    truth = random.random((60, 2)) < 0.3
    scores = random.normal(truth * 1.0, 1.0)
    older = np.vstack([truth, np.zeros((200, 2), dtype=np.bool_)])
    high = np.vstack([scores, np.full((200, 2), 9.0)])
    told = np.ones_like(older)
    told[60:] = False
    groups = ["a", "b", "c"] * 20 + ["d"] * 200

    assert lines_of(high, older, told) == lines_of(scores, truth)
    assert (lined(high, older, groups, told)[:60] == lined(scores, truth, groups[:60])).all()


def test_comments_in_any_order_give_the_same_lines() -> None:
    random = np.random.default_rng(4)
    truth = random.random((100, 2)) < 0.1
    scores = random.normal(truth * 1.0, 1.0)
    order = random.permutation(100)

    assert lines_of(scores[order], truth[order]) == lines_of(scores, truth)


def test_halfway_to_balance_a_rare_answer_costs_the_root_of_how_rare_it_is() -> None:
    answers = np.array([[True, False]] * 2 + [[False, True]] * 16)

    half, whole = balanced(answers, 1.0, 0.5), balanced(answers, 1.0)

    assert whole[0, 0] == pytest.approx(18 / (2 * 2))
    assert half[0, 0] == pytest.approx(whole[0, 0] ** 0.5)
    assert half[-1, 1] == pytest.approx((18 / (2 * 16)) ** 0.5)
    assert half[0, 1] == half[-1, 0] == 1.0  # a no always the same
