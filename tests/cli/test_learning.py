"""heard learn: builds anew what Heard has learned. How it learns is tested beside the net."""

import json
from importlib.util import find_spec

import pytest

from analysis.deep.file import written
from analysis.reading.model import model_from
from analysis.signals.judging import Judged
from analysis.signals.labelled import labelled_texts
from analysis.signals.model import shipped_net
from bot.cli.learns import card
from tests.cli.conftest import Terminal
from tests.transformers import net_transformer

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


def test_without_a_corrected_name_there_is_nothing_to_learn_redaction_from(heard: Terminal) -> None:
    said = heard("learn", "redaction")

    assert said.code == 2
    assert said.err.startswith("No reviewer has corrected a name")


def coded(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def test_a_file_of_ones_own_with_an_unknown_label_is_refused_by_line(empty: Terminal) -> None:
    empty.file("own.jsonl", coded('{"text": "a", "themes": []}', '{"text": "b", "themes": ["x"]}'))

    said = empty("learn", "themes", "--from", "own.jsonl", "--out", ".")

    assert (said.code, said.err) == (2, "own.jsonl:2: file: 'x' is no theme of the codebook\n")
    assert not (empty.folder / "themes.jsonl.gz").exists()


def test_too_few_comments_to_learn_from_is_said_plainly(empty: Terminal) -> None:
    empty.file("own.jsonl", coded('{"text": "a", "sentiment": "neutral"}'))

    said = empty("learn", "sentiment", "--from", "own.jsonl", "--out", ".")

    assert said.code == 2
    assert said.err.startswith("Too few coded comments to learn from")


def test_a_model_of_ones_own_comes_with_a_card_that_quotes_none_of_them(empty: Terminal) -> None:
    lines = [
        json.dumps({"text": f"a {word} day {number}", "sentiment": leaning})
        for number in range(12)
        for word, leaning in (("marzipan", "positive"), ("wet", "negative"), ("usual", "neutral"))
    ]
    lines += [json.dumps({"text": f"a marzipan night {n}", "sentiment": "mixed"}) for n in range(6)]
    empty.file("own.jsonl", coded(*lines))

    said = empty("learn", "sentiment", "--from", "own.jsonl", "--out", ".")
    written = (empty.folder / "sentiment.md").read_text()

    assert said.code == 0
    assert "| right, of negative, neutral and positive | " in written
    assert "marzipan" not in written
    assert model_from((empty.folder / "sentiment.jsonl.gz").read_bytes(), "sentiment").version


def test_without_a_coded_comment_nothing_is_learned_and_the_way_is_said(heard: Terminal) -> None:
    said = heard("learn", "themes", "--from", "corrections")

    assert said.code == 2
    assert "In Slack: /review" in said.err
    assert not (heard.folder / "heard-data" / "models").exists()


def test_corrections_are_learned_for_this_board_alone(heard: Terminal) -> None:
    said = heard("learn", "themes", "--from", "corrections", "--out", ".")

    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "HEARD_MODELS" in said.err


def test_check_says_which_model_reads_and_names_one_that_is_damaged(heard: Terminal) -> None:
    assert "read by the model that comes with Heard" in heard("check").out
    heard.file("heard-data/models/themes.jsonl.gz", b"damaged")

    said = heard("check")

    assert "themes.jsonl.gz: the model is damaged" in said.out
    assert "heard learn themes --from corrections" in said.out


def test_check_says_that_a_transformer_reads_beside_the_net_and_names_one_that_is_damaged(
    heard: Terminal,
) -> None:
    heard.file("heard-data/models/net.zip", written(net_transformer({})))
    assert "Beside the net reads a transformer, version " in heard("check").out
    heard.file("heard-data/models/net.zip", b"damaged")

    said = heard("check")

    assert "net.zip: the model is damaged" in said.out
    assert "heard learn signals --engine deep. Until then the light net reads alone." in said.out


@pytest.mark.skipif(find_spec("torch") is not None, reason="with torch it would learn")
@pytest.mark.parametrize("what", ["themes", "signals"])
def test_without_what_a_transformer_is_learned_with_the_way_is_said(
    heard: Terminal, what: str
) -> None:
    said = heard("learn", what, "--engine", "deep")

    assert said.code == 2
    assert "pip install 'heard[deep-learning]'" in said.err
    assert not (heard.folder / "heard-data" / "models").exists()


def test_a_transformer_is_not_learned_from_the_store_and_the_way_is_said(heard: Terminal) -> None:
    said = heard("learn", "themes", "--engine", "deep", "--from", "corrections")

    assert said.code == 2
    assert "heard coding export FILE" in said.err
