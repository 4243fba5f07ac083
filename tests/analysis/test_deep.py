"""The deep engine: a transformer's opinion beside the light engine's, and the file it comes in."""

import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper

from analysis.deep.encoder import LONGEST, Encoder
from analysis.deep.file import HEADER, LARGEST, DeepModel, deep_from, written
from analysis.reading.codebook import library_codebook
from analysis.reading.deep.beside import KIND, LEANING, Beside
from analysis.reading.deep.judging import sentiment_together, themes_together
from analysis.reading.engine import Look
from analysis.reading.judging import answers
from analysis.reading.learning import learned_sentiment, learned_themes
from analysis.reading.light import Light, engine_of
from analysis.reading.opinion import agreed
from analysis.reading.reader import Reading, read
from analysis.reading.sentiment import WHOLES
from surveys.coding import Sentiment
from surveys.errors import InvalidDefinition
from tests.coded import CODEBOOK, plain_comments
from tests.transformers import transformer

LIKED = {"positive": 60.0, "whole positive": 60.0}
SAID = {"zzyzx": LIKED, "lorry": {"theme timeliness": 400.0}}
MODEL = transformer(SAID, ["timeliness"])


def engine(model: DeepModel = MODEL) -> Light:
    return engine_of({}, Beside(model, Encoder(model)))


DEEP = engine()


def deep(text: str, question: str = "") -> Reading:
    return read(text, question=question, by=DEEP)


def test_a_transformer_is_heard_beside_the_words() -> None:
    text = "Nobody rang back about the zzyzx."

    assert read(text).sentiment is Sentiment.NEGATIVE
    assert deep(text).sentiment is Sentiment.POSITIVE
    assert deep(text).sentences[0].sentiment is Sentiment.POSITIVE


def test_what_the_transformer_says_nothing_about_reads_as_the_light_engine_reads_it() -> None:
    text = "She was kind and listened. Nobody rang back for six weeks."

    assert deep(text).sentiment is read(text).sentiment
    assert [one.sentiment for one in deep(text).sentences] == [
        one.sentiment for one in read(text).sentences
    ]


def test_a_theme_goes_to_the_sentence_that_speaks_of_it_most() -> None:
    first, second = deep("There was a zzyzx. The lorry stood there.").sentences

    assert "timeliness" in second.themes
    assert "timeliness" not in first.themes


def test_the_reading_says_which_transformer_read() -> None:
    other = transformer({**SAID, "boat": LIKED}, ["timeliness"])
    versions = {
        Light.version(engine(deep_from(written(model), KIND)), library_codebook())
        for model in (MODEL, other)
    }

    assert len(versions) == 2
    assert all(version.startswith("deep 1 ") for version in versions)


def test_the_question_is_heard_and_is_no_part_of_the_comment() -> None:
    assert deep("Nobody rang back.", question="zzyzx").sentiment is Sentiment.NEGATIVE


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "🙂", "a", "zzyzx " * 4000, "?!" * 6000, "никто не перезвонил"]
)
def test_any_text_at_all_is_read(text: str) -> None:
    reading = deep(text)

    assert reading.sentiment in Sentiment
    assert 0 <= reading.probability <= 1


@given(st.text(max_size=80))
@settings(max_examples=40, deadline=None)
def test_no_text_stops_the_deep_engine(text: str) -> None:
    assert deep(text).redacted is not None


def test_a_comment_longer_than_the_transformer_can_see_is_read_by_the_light_engine_alone() -> None:
    text = "Nobody rang back about it. " * LONGEST + "A zzyzx."

    assert deep(text).sentiment is read(text).sentiment
    assert Look.LONG in deep(text).look


@given(st.lists(st.floats(0.001, 1), min_size=4, max_size=4), st.floats(0.25, 8))
def test_two_who_agree_are_still_of_their_opinion(raw: list[float], steepness: float) -> None:
    shares = [one / sum(raw) for one in raw]
    together = agreed(shares, shares, steepness)

    assert sum(together) == pytest.approx(1)
    assert shares[together.index(max(together))] == max(shares)


# The file


def test_the_same_model_is_the_same_file_and_comes_back_from_it() -> None:
    content = written(MODEL)

    assert content == written(MODEL)
    assert deep_from(content, KIND)._replace(version=MODEL.version) == MODEL


def _changed(
    content: bytes, before: bytes, after: bytes, packed: int = zipfile.ZIP_STORED
) -> bytes:
    """With the sums that a zip keeps of its parts made anew."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", packed) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(before, after))
    return stream.getvalue()


@contextmanager
def _refused_as(reason: str) -> Iterator[None]:
    with pytest.raises(InvalidDefinition) as refused:
        yield
    [problem] = refused.value.problems
    assert refused.value.file == "deep.zip"
    assert reason in problem.reason
    assert "heard learn sentiment --engine deep" in problem.reason


DAMAGES: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda _: b"", "damaged"),
    (lambda content: content[:-50], "damaged"),
    (lambda content: content.replace(b"zzyzx", b"zzyzy"), "damaged"),
    (lambda content: _changed(content, b"zzyzx", b"zzyzy"), "damaged"),
    (lambda content: _changed(content, b'"heard": 2', b'"heard": 1'), "another version"),
    (lambda content: _changed(content, b'"digests"', b'"digest"'), "damaged"),
    (lambda content: _changed(content, b"{", b"["), "damaged"),
    (lambda content: _changed(content, b"", b"", zipfile.ZIP_DEFLATED), "damaged"),
    (lambda content: content + bytes(LARGEST), "too large"),
]


@pytest.mark.parametrize(("damage", "reason"), DAMAGES)
def test_a_file_that_is_not_whole_is_refused_with_what_to_do(
    damage: Callable[[bytes], bytes], reason: str
) -> None:
    with _refused_as(reason):
        deep_from(damage(written(MODEL)), KIND)


def test_a_part_that_unpacks_to_more_than_it_declares_is_refused_before_it_is_unpacked() -> None:
    content = written(MODEL)
    words = len(MODEL.words.encode())
    short = content.replace(words.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    packed = _changed(content, MODEL.words.encode(), bytes(40_000_000), zipfile.ZIP_DEFLATED)
    bomb = packed.replace((40_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    tracemalloc.start()
    for one in (short, bomb):
        with _refused_as("damaged"):
            deep_from(one, KIND)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 4_000_000


HEADERS: list[dict[str, Any]] = [
    {"drawn": {}},
    {"drawn": []},
    {"drawn": {"lines": {"timeliness": "many"}}},
    {"drawn": {"lines": {"timeliness": float("nan")}}},
    {"drawn": {"lines": []}},
    {"drawn": {**MODEL.drawn, "steepness": []}},
    {"drawn": {**MODEL.drawn, "weights": {"trust": 1.0}}},
    {"drawn": {**MODEL.drawn, "weights": {"timeliness": None}}},
    {"heads": (*MODEL.heads, "theme trust")},
    {"heads": (*MODEL.heads, MODEL.heads[-1])},
    {"heads": MODEL.heads[3:]},
    {"heads": MODEL.heads[:-1]},
    {"heads": (1, 2, 3, 4, 5, 6, 7, 8)},
    {"heads": ()},
]


@pytest.mark.parametrize("header", HEADERS)
def test_a_model_without_all_that_it_reads_with_is_refused_before_it_reads(
    header: dict[str, Any],
) -> None:
    with _refused_as("damaged"):
        engine(deep_from(written(MODEL._replace(**header)), KIND))


NEWER_WORDS = MODEL.words.replace('"WordLevel"', '"WordLevelOfTheFuture"')
MORE_WORDS = transformer({**SAID, "boat": LIKED}, ["timeliness"]).words
WITHOUT_MEANS = helper.make_model(
    helper.make_graph(
        [helper.make_node("Cast", ["numbers"], ["scores"], to=TensorProto.FLOAT)],
        "hasty",
        [helper.make_tensor_value_info("numbers", TensorProto.INT64, [1, "pieces"])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [1, "pieces"])],
    ),
    opset_imports=[helper.make_opsetid("", 17)],
    ir_version=8,
).SerializeToString()


@pytest.mark.parametrize(
    "part",
    [
        {"words": NEWER_WORDS},
        {"words": MORE_WORDS},
        {"words": "{}"},
        {"words": ""},
        {"graph": WITHOUT_MEANS},
        {"graph": transformer(SAID).graph},
    ],
)
def test_a_model_that_cannot_read_a_comment_here_is_refused_before_it_reads(
    part: dict[str, Any],
) -> None:
    with _refused_as("damaged"):
        Encoder(MODEL._replace(**part))


def _with_a_file_behind_it() -> bytes:
    """A graph that says its weights lie in a file of the machine."""
    behind = TensorProto(name="weights", data_type=TensorProto.FLOAT, dims=[3, 7])
    behind.data_location = TensorProto.EXTERNAL
    behind.external_data.add(key="location", value="passwords")
    graph = helper.make_graph(
        [helper.make_node("Identity", ["weights"], ["scores"])],
        "sly",
        [],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, [3, 7])],
        [behind],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    content: bytes = model.SerializeToString()
    return content


@pytest.mark.parametrize("graph", [b"", b"no graph"])
def test_a_graph_that_cannot_be_run_is_refused(graph: bytes) -> None:
    with pytest.raises(InvalidDefinition):
        Encoder(MODEL._replace(graph=graph))


def test_a_graph_that_wants_a_file_of_the_machine_gets_none(tmp_path: Path) -> None:
    (tmp_path / "passwords").write_bytes(bytes(4 * 3 * 7))

    with chdir(tmp_path), pytest.raises(InvalidDefinition):
        Encoder(MODEL._replace(graph=_with_a_file_behind_it()))


def test_nothing_of_a_model_is_kept_as_code() -> None:
    with zipfile.ZipFile(io.BytesIO(written(MODEL))) as archive:
        names = archive.namelist()
        header = json.loads(archive.read(HEADER))

    assert names == ["heard.json", "graph.onnx", "words.json"]
    assert header["kind"] == "deep"


# Judging


def test_what_is_judged_is_what_both_read_together() -> None:
    comments = plain_comments(("boats", "dinghy"), ("hills", "summit"), many=6)
    light = learned_sentiment(comments)
    misled = dict.fromkeys(comments, ([0.0] * 3 + [0.0, 0.0, 50.0, 0.0],) * 2)

    together, drawn = sentiment_together(light, misled)
    read_as = {WHOLES[max(range(4), key=one.scores.__getitem__)] for one in together.held}

    assert read_as == {Sentiment.NEUTRAL}
    assert drawn["sentiment"]["right, of negative, neutral and positive"].startswith("0.333")
    assert len(answers(together.held)) == len(comments)


def test_what_the_transformer_could_not_reach_is_judged_as_the_light_engine_reads_it() -> None:
    comments = plain_comments(("boats", "dinghy"), ("hills", "summit"), many=6)
    light = learned_themes(comments, CODEBOOK)
    rows = ([0.0] * 9,) * 2

    coded = {"boats": 6, "hills": 6}
    together, drawn = themes_together(light, dict.fromkeys(comments[:10], rows), coded)

    before = {one.comment: one.scores for one in light.held}
    assert all(before[one.comment] == one.scores for one in together.held[10:])
    assert set(drawn["lines"]) == {"boats", "hills"}


def test_of_a_theme_that_was_seldom_coded_the_words_say_more_than_the_transformer() -> None:
    comments = plain_comments(("boats", "dinghy"), ("hills", "summit"), many=6)
    light = learned_themes(comments, CODEBOOK)
    wrong = [0.0] * LEANING + [-2.0, 2.0]  # everything is about hills
    right = [0.0] * LEANING + [2.0, -2.0]
    misled = {one: ((wrong if "boats" in (one.themes or ()) else right),) * 2 for one in comments}

    def errors(often: int) -> float:
        outcome, _ = themes_together(light, misled, {"boats": often, "hills": often})
        return sum(
            (score >= 0) != (name in (one.comment.themes or ()))
            for one in outcome.held
            for name, score in zip(light.names, one.scores, strict=True)
        )

    assert errors(2) < errors(5_000) / 2


def test_what_a_theme_counts_for_reads_as_it_was_judged() -> None:
    said = {"lorry": {"theme timeliness": 40.0}}
    heard, unheard = (
        engine(transformer(said, ["timeliness"], {"weights": {"timeliness": weight}}))
        for weight in (1.0, 0.0)
    )
    text = "The lorry stood there."

    assert "timeliness" in read(text, by=heard).sentences[0].themes
    assert read(text, by=unheard).sentences[0].themes == read(text).sentences[0].themes


@pytest.mark.skipif(find_spec("torch") is None, reason="torch is the extra deep-learning")
def test_what_was_fine_tuned_reads_what_it_has_not_seen() -> None:
    from analysis.reading.deep.learning import deep_tasks, learned_deep  # noqa: PLC0415

    steps: list[int] = []
    comments = plain_comments(("boats", "dinghy"), ("hills", "summit"), many=6)
    outcome = learned_deep(comments, CODEBOOK, lambda: steps.append(1))
    reads = engine(deep_from(outcome.content, KIND))

    assert len(steps) == deep_tasks(comments)
    assert outcome.sentiment is not None
    assert len(outcome.sentiment.held) == len(comments)
    assert read("the dinghy was glorious and warm", CODEBOOK, by=reads).sentiment is (
        Sentiment.POSITIVE
    )
