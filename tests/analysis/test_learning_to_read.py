"""Learning: what may be learned from, what is refused, and that it is the same each time."""

import gzip
import subprocess
import sys
from collections.abc import Callable

import pytest

from analysis.reading.codebook import Codebook, Theme, library_codebook
from analysis.reading.judging import (
    figures_of_sentiment,
    figures_of_themes,
    mistakes_of_sentiment,
    mistakes_of_themes,
)
from analysis.reading.labelled import (
    FOLDER,
    CodedComment,
    Source,
    distinct,
    folds,
    library_comments,
    read_coded,
)
from analysis.reading.learning import NothingToLearn, learned_sentiment, learned_themes
from analysis.reading.light import Light
from analysis.reading.model import model_from
from analysis.reading.reader import read
from analysis.reading.sentiment import SentimentReader
from analysis.reading.themes import themes
from surveys.coding import Sentiment
from surveys.errors import InvalidDefinition
from tests.coded import CODEBOOK, plain_comments, plain_rows, source


def rows() -> list[dict[str, object]]:
    """Ninety plain comments on boats and hills."""
    return plain_rows(("boats", "dinghy"), ("hills", "summit"))


COMMENTS = read_coded([source(rows())])
FEW = plain_comments(("boats", "dinghy"), ("hills", "summit"), many=3)


def refusal(*sources: Source, themes: list[str] | None = None) -> list[tuple[int | None, str]]:
    with pytest.raises(InvalidDefinition) as refused:
        read_coded(sources, themes)
    return [(problem.line, problem.reason) for problem in refused.value.problems]


def test_the_same_comments_give_the_same_model() -> None:
    assert learned_sentiment(COMMENTS).content == learned_sentiment(COMMENTS).content
    assert learned_themes(COMMENTS, CODEBOOK) == learned_themes(COMMENTS, CODEBOOK)


def test_what_was_learned_reads_what_it_has_not_seen() -> None:
    sentiment = model_from(learned_sentiment(COMMENTS).content, "sentiment")
    themes = model_from(learned_themes(COMMENTS, CODEBOOK).content, "themes")
    engine = Light(SentimentReader(sentiment), themes)

    reading = read("the dinghy was glorious and warm", CODEBOOK, by=engine)

    assert (reading.sentiment, reading.themes) == (Sentiment.POSITIVE, ("boats",))
    assert {"glorious", "warm"} & set(" ".join(reading.sentences[0].because).split())


def test_every_figure_stands_on_comments_that_were_held_out() -> None:
    outcome, themes = learned_sentiment(COMMENTS), learned_themes(COMMENTS, CODEBOOK)
    figures = {one.name: one for one in figures_of_sentiment(outcome)}

    assert {one.comment for one in outcome.held} == set(COMMENTS)
    assert figures["right, of negative, neutral and positive"].base == len(COMMENTS)
    assert any(one.name == "boats, found" for one in figures_of_themes(themes))
    assert len(mistakes_of_sentiment(outcome)) <= 10
    assert len(mistakes_of_themes(themes)) <= 10


def test_the_same_text_is_never_learned_from_and_judged() -> None:
    doubled = (*COMMENTS, *(one.model_copy(update={"set": "b"}) for one in COMMENTS))
    groups = folds(doubled)

    assert groups[: len(COMMENTS)] == groups[len(COMMENTS) :]


def test_a_comment_made_three_hundred_times_teaches_as_much_as_one() -> None:
    again = FEW[0].model_copy(update={"text": f" {FEW[0].text} "})
    many = (*FEW, *[again] * 300)

    assert learned_themes(many, CODEBOOK) == learned_themes(FEW, CODEBOOK)
    assert learned_sentiment(many).content == learned_sentiment(FEW).content


def test_the_same_words_coded_otherwise_or_answering_otherwise_are_another_comment() -> None:
    one = COMMENTS[0]
    others = (
        one.model_copy(update={"question": "What went well?"}),
        one.model_copy(update={"sentiment": Sentiment.NEUTRAL}),
        one.model_copy(update={"themes": ()}),
    )

    assert distinct((one, *others, one)) == (one, *others)


def test_what_many_persons_said_alike_is_learned_from_as_of_two() -> None:
    said = [COMMENTS[0].model_copy(update={"person": person}) for person in "aabc"]

    assert [one.person for one in distinct(said)] == ["a", "b"]


TIDES = Theme(id="tides", label="Tides", description="d", words=("ebb",))
WITH_TIDES = Codebook(themes=(*CODEBOOK.themes, TIDES))


PLACES = (("boats", "dinghy"), ("hills", "summit"), ("tides", "tide"))


def before_tides(comments: tuple[CodedComment, ...], number: int) -> list[CodedComment]:
    """As coders had them who were not offered that theme, whatever they are about."""
    changes = {"offered": ("boats", "hills"), "set": "older.jsonl"}
    return [
        one.model_copy(
            update={
                "text": f"{one.text}{number}",
                "themes": tuple(theme for theme in one.themes or () if theme != "tides"),
                **changes,
            }
        )
        for one in comments
    ]


def test_a_new_theme_learns_nothing_from_what_was_coded_before_there_was_one() -> None:
    newer = plain_comments(*PLACES, many=6)
    older = [one for number in range(9) for one in before_tides(newer, number)]

    outcome = learned_themes([*older, *newer], WITH_TIDES)

    model = model_from(outcome.content, "themes")
    assert [one.theme for one in themes("the tide was wet", WITH_TIDES, model)] == ["tides"]
    judged = {one.name: one.base for one in figures_of_themes(outcome)}
    assert judged["tides, found"] == 18
    found = [one for one in outcome.held if one.scores[2] >= 0 and one.comment.set == "older.jsonl"]
    assert found  # which nobody is told is a mistake
    assert model.drawn["held out"]["counts"]["tides"][1] == 0
    wrong = [one for one, name, _ in mistakes_of_themes(outcome) if name == "tides"]
    assert all(one.comment.set == "own.jsonl" for one in wrong)


def test_a_theme_that_nobody_denied_is_not_learned() -> None:
    always = [
        one.model_copy(update={"themes": (*(one.themes or ()), "tides"), "offered": None})
        for one in FEW
    ]

    assert set(learned_themes([*FEW, *always], WITH_TIDES).names) == {"boats", "hills"}


def test_a_file_says_nothing_of_a_theme_that_stands_nowhere_in_it() -> None:
    table = Source("t.csv", b"text,Boats,Hills\na dinghy,1,0\nnothing,0,0\n")
    told = source([{"text": "a", "themes": ["boats"], "offered": ["boats", "tides"]}], "b")
    by_file = {one.set: one for one in read_coded([source(rows()[:2]), told, table])}
    wanted = ("boats", "hills", "tides")

    assert {name: [one.tells_of(theme) for theme in wanted] for name, one in by_file.items()} == {
        "own.jsonl": [True, True, False],
        "b": [True, False, True],
        "t.csv": [True, True, False],
    }
    assert not CodedComment(text="a", sentiment=Sentiment.POSITIVE).tells_of("boats")
    assert CodedComment(text="a", themes=()).tells_of("boats")


def test_of_every_comment_that_heard_brings_each_theme_that_it_brings_is_told() -> None:
    ids = [theme.id for theme in library_codebook().themes]

    assert all(one.tells_of(theme) for one in library_comments() for theme in ids)


def test_a_tell_tale_hears_of_every_step() -> None:
    steps: list[int] = []
    learned_sentiment(COMMENTS, lambda: steps.append(1))

    assert len(steps) == 5 + 2  # a part each, and what is done with all of them


@pytest.mark.parametrize("few", [(), COMMENTS[:1], [CodedComment(text="a", themes=("boats",))]])
def test_too_little_to_learn_from_is_refused(few: list[CodedComment]) -> None:
    with pytest.raises(NothingToLearn):
        learned_sentiment(few)
    with pytest.raises(NothingToLearn):
        learned_themes(few, CODEBOOK)


def test_labels_that_are_unknown_are_refused_by_line_and_told() -> None:
    wrong: list[dict[str, object]] = [*rows()[:2], {"text": "b", "themes": ["tents"]}]
    wrong.append({"text": "c", "sentiment": "glad"})

    assert refusal(source(wrong), themes=["boats", "hills"]) == [
        (3, "'tents' is no theme of the codebook"),
        (4, "'sentiment' is none of negative, neutral, positive, mixed"),
    ]


@pytest.mark.parametrize("line", ["{", "[]", '"a"', '{"sentiment": "neutral"}', "[" * 100_000])
def test_a_line_that_is_no_coded_comment_is_refused(line: str) -> None:
    [(number, _)] = refusal(Source("own.jsonl", f'{{"text": "a"}}\n{line}'.encode()))

    assert number == 2


def test_no_words_of_a_comment_stand_in_a_refusal() -> None:
    wrong: list[dict[str, object]] = [{"text": "marzipan", "sentiment": "marzipan pie"}]

    assert "marzipan" not in str(refusal(source(wrong)))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xff\xfe"])
def test_a_file_without_a_comment_is_refused(content: bytes) -> None:
    assert refusal(Source("own.jsonl", content))


def test_a_table_is_read_with_a_column_for_each_theme() -> None:
    table = 'text,label,qtype,Boats,Big hills\n"cold, wet",neg,what_good,1,0\nfine,pos,x,0,1\n'

    first, second = read_coded([Source("trust.csv", table.encode())])

    assert (first.sentiment, first.themes) == (Sentiment.NEGATIVE, ("boats",))
    assert (second.sentiment, second.themes) == (Sentiment.POSITIVE, ("big_hills",))
    assert first.question == "what_good"


DAMAGES: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda content: content[:-900], "damaged"),
    (lambda _: b"", "damaged"),
    (lambda _: gzip.compress(b"{}\n{}\n[]"), "another version"),
    (lambda content: _changed(content, b'"sentiment"', b'"sentimenT"'), "damaged"),
    (lambda content: _changed(content, b'"heard": 1', b'"heard": 2'), "another version"),
]


def _changed(content: bytes, before: bytes, after: bytes) -> bytes:
    return gzip.compress(gzip.decompress(content).replace(before, after, 1))


@pytest.mark.parametrize(("damage", "reason"), DAMAGES)
def test_a_model_file_that_is_not_whole_is_refused_with_what_to_do(
    damage: Callable[[bytes], bytes], reason: str
) -> None:
    with pytest.raises(InvalidDefinition) as refused:
        model_from(damage(learned_sentiment(COMMENTS).content), "sentiment")

    assert reason in refused.value.problems[0].reason
    assert "heard learn sentiment" in refused.value.problems[0].reason


def test_a_model_of_the_other_kind_is_refused() -> None:
    with pytest.raises(InvalidDefinition) as refused:
        model_from((FOLDER / "themes.jsonl.gz").read_bytes(), "sentiment")

    assert "a model for themes" in refused.value.problems[0].reason


def test_what_is_carried_in_the_project_joins_to_its_comments() -> None:
    for comment in library_comments():
        together = "".join(part.text for part in comment.sentences) or comment.text
        assert "".join(together.split()) == "".join(comment.text.split())


def test_reading_loads_nothing_that_only_learning_or_the_deep_engine_needs() -> None:
    code = (
        "import sys; from analysis.reading.reader import read; read('She was kind.');"
        "unneeded = {'analysis.descent', 'onnxruntime', 'tokenizers', 'torch'};"
        "sys.exit(bool(unneeded & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
