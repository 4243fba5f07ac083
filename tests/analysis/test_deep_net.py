"""The transformer beside the net: one score of both, and what is said plainly is always flagged."""

from importlib.util import find_spec

import pytest

from analysis.deep.encoder import LONGEST, Encoder
from analysis.deep.file import DeepModel, deep_from, written
from analysis.reading.deep import beside as of_comments
from analysis.signals import Signals, read_or_flag, read_signals
from analysis.signals.deep.beside import (
    KIND,
    MOST_WINDOWS,
    OVERLAP,
    WEIGHT_OF_LIGHT,
    Beside,
    Drawn,
    highest,
)
from analysis.signals.deep.judging import as_lined, together
from analysis.signals.judging import Judged, lines, missed, rates
from analysis.signals.labelled import JUDGED, LabelledText, Urgency, labelled_texts
from analysis.signals.model import CONCERN, shipped_net
from surveys.errors import InvalidDefinition
from tests.transformers import net_transformer, transformer

SAID = {"zzyzx": 4000.0, "lorry": -4000.0, "boat": 13.0}
MODEL = net_transformer(SAID)
HARM = "My stepdad hits me and I am scared to go home."  # two plain sayings
ORDINARY = "The room was warm and the staff were friendly."


def beside(model: DeepModel = MODEL) -> Beside:
    return Beside(model, Encoder(model, overlap=OVERLAP), shipped_net().version)


BESIDE = beside()


def both(text: str) -> Signals:
    return read_signals(text, beside=BESIDE)


def test_what_the_light_net_does_not_flag_the_transformer_may_and_the_words_are_said() -> None:
    text = f"{ORDINARY} A zzyzx."
    found = both(text)

    assert not read_signals(text).flagged
    assert found.flagged
    assert found.categories
    assert found.urgency
    assert all(text[one.start : one.end] == one.text for one in found.words)


def test_what_the_light_net_flags_for_nothing_the_transformer_may_let_pass() -> None:
    flagged = next(
        one.text
        for one in labelled_texts()
        if one.is_ordinary and 0.5 <= read_signals(one.text).score < 1
    )

    assert not both(f"{flagged} lorry").flagged


def test_what_is_said_plainly_is_flagged_whatever_the_transformer_says() -> None:
    signals = both(f"{HARM} lorry lorry")

    assert signals.flagged
    assert signals.score == 1.0
    assert signals.words == read_signals(HARM).words


def test_where_the_transformer_sees_no_word_the_light_net_reads_alone() -> None:
    class Blind:
        def windows(self, _text: str, _most: int) -> list[list[float]]:
            return []

    blind = Beside(MODEL, Blind(), shipped_net().version)

    assert read_signals(ORDINARY, beside=blind).score == read_signals(ORDINARY).score


@pytest.mark.parametrize("text", ["", " ", "\0", "🙂", "zzyzx", "никто не перезвонил", "?!" * 6000])
def test_any_text_at_all_has_a_score_from_nothing_to_one(text: str) -> None:
    assert 0 <= both(text).score <= 1


def test_the_reading_names_both_that_read_it() -> None:
    version = deep_from(written(MODEL), KIND).version

    assert read_signals(ORDINARY, beside=beside(deep_from(written(MODEL), KIND))).version == (
        f"{shipped_net().version} with {version}"
    )


@pytest.mark.parametrize("before", [0, LONGEST - 4, LONGEST, 3 * LONGEST, 2000])
def test_a_text_beyond_what_the_transformer_sees_at_once_is_read_to_its_end(before: int) -> None:
    text = f"{'again ' * before}zzyzx zzyzx"

    assert both(text).flagged
    assert not both(text.replace("zzyzx", "again")).flagged


@pytest.mark.parametrize("before", [1, LONGEST - 40, 2 * LONGEST - 100])
def test_no_window_cuts_a_sentence_that_the_next_one_does_not_have_whole(before: int) -> None:
    sentence = "boat " * (OVERLAP - 4)

    found = highest(
        Encoder(MODEL, overlap=OVERLAP), f"{'again ' * before}{sentence}{'again ' * 900}"
    )

    assert found == pytest.approx(13.0 * (OVERLAP - 4) / (LONGEST - 2))


def test_a_text_that_nobody_could_wait_for_is_a_flag_and_is_not_read() -> None:
    signals = read_or_flag("again " * LONGEST * MOST_WINDOWS, beside=BESIDE)

    assert signals.flagged
    assert signals.version == "unread"


def test_a_reading_that_fails_is_a_flag() -> None:
    class Broken:
        version = "broken"

        def score(self, _text: str, _light: float) -> float:
            raise MemoryError

    assert read_or_flag(ORDINARY, beside=Broken()).categories == ("unread",)


@pytest.mark.parametrize("number", [float("-inf"), float("inf"), float("nan")])
def test_a_score_that_is_no_number_is_a_flag(number: float) -> None:
    hasty = beside(net_transformer({"zzyzx": number, "boat": 1.0}))

    assert read_or_flag(f"{ORDINARY} A zzyzx.", beside=hasty).categories == ("unread",)
    assert not read_or_flag(ORDINARY, beside=hasty).flagged


# The file


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (net_transformer(SAID, {"net": "another"}), "another net"),
        (net_transformer(SAID, {"line": float("nan")}), "damaged"),
        (net_transformer(SAID, {"weight": []}), "damaged"),
        (MODEL._replace(drawn={}), "damaged"),
        (MODEL._replace(heads=MODEL.heads[1:]), "damaged"),
        (MODEL._replace(heads=()), "damaged"),
    ],
)
def test_a_file_without_all_that_it_reads_with_is_refused(model: DeepModel, reason: str) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        beside(deep_from(written(model), KIND))

    [problem] = refused.value.problems
    assert reason in problem.reason
    assert "heard learn signals --engine deep" in problem.reason


def test_a_transformer_for_comments_does_not_read_for_the_net_nor_the_reverse() -> None:
    for model, kind in ((transformer({}), KIND), (MODEL, of_comments.KIND)):
        with pytest.raises(InvalidDefinition) as refused:
            deep_from(written(model), kind)

        assert "something else" in refused.value.problems[0].reason


# Judging


def judged(name: str, light: float, *, label: int = 1) -> Judged:
    text = LabelledText(
        text=name,
        label=1 if label else 0,
        category="physical" if label else "none",
        urgency=Urgency.IMMEDIATE if label else Urgency.NONE,
        set="first",
        hard_negative_type="" if label else "ordinary",
    )
    scores = dict.fromkeys(shipped_net().weigh(["a"]).scores, 0.1)
    return Judged(text, {**scores, CONCERN: light})


def test_the_line_is_drawn_on_the_score_of_both_together_and_reads_so_afterwards() -> None:
    light = [judged(f"a {number}", 0.3 + number / 200) for number in range(40)]
    ordinary = [judged(f"b {number}", 0.4 + number / 200, label=0) for number in range(20)]
    read = [*light, *ordinary]
    concerns = {one.text: 4.0 if one.text.label else -4.0 for one in read}

    found = together(read, concerns)

    assert len(missed(found.read, found.lines)) == 1
    figures = {one.name: one for one in rates(found.read, found.lines)}
    assert figures["false alarms, ordinary comments"].hits == 0
    line = lines(read)[CONCERN]
    flagged = [
        found.drawn.score(concerns[one.text], as_lined(one.scores[CONCERN], line)) >= 0.5 - 1e-9
        for one in read
    ]
    assert flagged == [one.scores[CONCERN] >= found.lines[CONCERN] for one in found.read]


def test_what_is_said_plainly_is_judged_as_it_is_read() -> None:
    read = [judged(HARM, 1.0), judged("a", 0.5), judged("b", 0.6)]

    found = together(read, dict.fromkeys((one.text for one in read), -30.0))

    assert found.read[0].scores[CONCERN] == 1.0


@pytest.mark.parametrize("score", [0.001, 0.3, 0.5, 0.9, 1.0])
def test_a_line_moves_a_score_as_it_does_in_a_net(score: float) -> None:
    assert as_lined(score, 0.5) == pytest.approx(score)
    assert (as_lined(score, 0.3) >= 0.5) == (score >= 0.3)


def test_the_light_net_has_its_say_in_the_score_of_both() -> None:
    drawn = Drawn(WEIGHT_OF_LIGHT, 2.0)

    assert drawn.score(0.0, 1.0) > 0.5 > drawn.score(0.0, 0.0)


@pytest.mark.skipif(find_spec("torch") is None, reason="torch is the extra deep-learning")
def test_what_was_learned_reads_beside_the_net_that_it_was_learned_for() -> None:
    from analysis.signals.deep.learning import TASKS, learned_deep  # noqa: PLC0415

    steps: list[int] = []
    texts = [
        text
        for name in (*JUDGED, "ordinary")
        for urgency in (Urgency.IMMEDIATE, Urgency.NONE)
        for text in [one for one in labelled_texts() if one.set == name and one.urgency is urgency][
            :2
        ]
    ]
    found = learned_deep(texts, shipped_net().version, lambda: steps.append(1))

    assert len(steps) == TASKS
    assert {one.text for one in found.together.read} == {one for one in texts if one.fold}
    assert read_signals(HARM, beside=beside(deep_from(found.content, KIND))).flagged
