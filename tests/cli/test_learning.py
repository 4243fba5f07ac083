"""heard learn: builds anew what Heard has learned. How it learns is tested beside the net."""

from analysis.signals.judging import Judged
from analysis.signals.labelled import labelled_texts
from analysis.signals.model import shipped_net
from bot.cli.learns import card
from tests.cli.conftest import Terminal

LINES = {"concern": 0.5, "immediate": 0.5}


def test_a_folder_that_is_not_there_is_named_before_anything_is_learned(empty: Terminal) -> None:
    said = empty("learn", "signals", "--out", "nowhere")

    assert (said.code, said.err) == (2, "nowhere: no such folder.\n")


def test_the_card_has_every_figure_with_its_base_and_every_miss() -> None:
    found, lost = [text for text in labelled_texts() if text.set == "first" and text.label][:2]
    scores = dict.fromkeys(shipped_net().weigh(["a"]).scores, 0.1)

    written = card([Judged(found, {**scores, "concern": 0.9}), Judged(lost, scores)], LINES)

    assert "| recall | 0.500 (0.09 to 0.91) | 1 of 2 |" in written
    assert lost.text in written
    assert found.text not in written
