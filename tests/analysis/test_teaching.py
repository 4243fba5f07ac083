"""Corrections: what is learned from them, what never is, and when it is not used."""

from datetime import date

import pytest

from analysis.reading.comparing import Pair, kept, key, macro_f1, taken, tally, together
from analysis.reading.labelled import ALWAYS, CodedComment, folds, library_comments
from analysis.reading.learning import learned_sentiment
from analysis.reading.lessons import Compared, Lessons, Task, Taught, as_called_now, is_frozen
from analysis.reading.light import engine_of
from analysis.reading.model import model_from
from analysis.reading.teaching import of_own, taught
from bot.wording.teaching import card, summary, told
from surveys.coding import Sentiment
from tests.coded import CODEBOOK, corrected, plain_comments

SHIPPED = plain_comments(("boats", "dinghy"), ("hills", "summit"), many=8)
PRAISE = [f"the {place} was marzipan, truly" for place in ("dinghy", "summit")]
RIGHT = [
    corrected(f"{text} {number}", "positive", "boats", person=f"p{number}")
    for text in PRAISE
    for number in range(6)
]


def learned(kind: str, *lessons: CodedComment, frozen: tuple[CodedComment, ...] = ()) -> Taught:
    return taught(Task(kind, SHIPPED, Lessons(lessons, frozen), CODEBOOK, {}))


def leaning(made: Taught, text: str) -> Sentiment:
    engine = engine_of({"sentiment": model_from(made.content, "sentiment")})
    return engine.understand(text, codebook=CODEBOOK).sentiment


def test_a_word_of_this_board_is_read_as_people_corrected_it() -> None:
    made = learned("sentiment", *RIGHT, frozen=tuple(RIGHT[:2]))

    assert leaning(made, "it was marzipan, truly") is Sentiment.POSITIVE
    assert not made.compared.is_worse
    assert (made.corrections, made.people) == (12, 6)
    assert (made.compared.comments, made.compared.frozen) == (len(SHIPPED) + 2, 2)


@pytest.mark.parametrize("kind", ["sentiment", "themes"])
def test_no_word_that_one_person_alone_says_is_in_a_model(kind: str) -> None:
    twice = [corrected(f"zorblatt. zorblatt again {n}", "positive", "boats") for n in range(4)]
    by_two = [corrected("a quimby", "positive", "boats", person=name) for name in ("p", "q")]

    made = model_from(learned(kind, *twice, *by_two).content, kind)

    assert not made.knows("zorblatt")
    assert made.knows("quimby")
    assert b"zorbl" not in b" ".join(name.encode() for name in made._numbers)


@pytest.mark.parametrize("kind", ["sentiment", "themes"])
def test_what_would_read_clearly_worse_is_found_out(kind: str) -> None:
    wrong = [
        one.model_copy(
            update={
                "sentiment": Sentiment.NEUTRAL,
                "themes": ("hills",) if one.themes == ("boats",) else ("boats",),
                "set": "corrected",
                "person": f"p{number}",
            }
        )
        for number, one in enumerate(SHIPPED * 2)
    ]

    made = learned(kind, *wrong)

    assert made.compared.after < made.compared.before - 0.02
    assert made.compared.is_worse


@pytest.mark.parametrize(("after", "is_worse"), [(0.579, True), (0.581, False), (0.7, False)])
def test_two_hundredths_is_what_macro_f1_may_fall_by(after: float, is_worse: bool) -> None:  # noqa: FBT001 - a case
    assert Compared(0.6, after, 100, 10, None).is_worse is is_worse


WRONG = Pair(frozenset({"boats"}), frozenset({"hills"}))
FOUND = Pair(frozenset({"boats"}), frozenset({"boats"}))


@pytest.mark.parametrize(
    ("found", "would_find", "is_worse"),
    [(45, 15, True), (45, 43, False), (30, 45, False), (60, 59, False)],
)
def test_what_clearly_loses_the_words_of_the_board_itself_is_worse_whatever_it_gains_elsewhere(
    found: int, would_find: int, *, is_worse: bool
) -> None:
    own = of_own(sixty(found), sixty(would_find), ["boats", "hills"])

    assert Compared(0.6, 0.7, 2400, 60, own).is_worse is is_worse
    assert own.least <= own.after - own.before <= own.most
    assert of_own(sixty(found), sixty(would_find), ["boats", "hills"]) == own


def sixty(found: int) -> list[Pair]:
    """Comments of the board's own, some of them read rightly."""
    return [FOUND] * found + [WRONG] * (60 - found)


def test_a_theme_that_was_not_there_yet_is_no_mistake_in_what_people_coded_before() -> None:
    denied = corrected("the summit was grim and cold number 3", "negative")
    before = denied.model_copy(update={"offered": ("boats",)})

    mistaken, not_told = learned("themes", frozen=(denied,)), learned("themes", frozen=(before,))

    assert mistaken.compared.after < not_told.compared.after


def test_what_would_forget_what_the_board_means_is_found_out_and_why_is_told() -> None:
    own = tuple(corrected(f"marzipan {number}", "negative", "boats") for number in range(30))
    nobodys = [one.model_copy(update={"person": "", "set": "own.jsonl"}) for one in own]
    in_use = {"sentiment": learned_sentiment((*SHIPPED, *nobodys)).content}
    lessons = Lessons(tuple(RIGHT), own)

    compared = taught(Task("sentiment", SHIPPED, lessons, CODEBOOK, in_use)).compared

    assert compared.own
    assert (compared.own.before, compared.own.after) == (1, 0)
    assert compared.own.is_worse
    made = Taught(b"", "v", 12, 6, Compared(0.6, 0.6, 90, 30, compared.own), ())
    why = "clearly worse, by more than 0.02, on the board's own comments"
    assert any(f"That is {why}, so it was not taken" in line for line in told("sentiment", made))
    assert "(the board's own: 1.000, 0.000)" in summary(made.compared)
    assert f"**Not taken**, because it reads {why}" in card("sentiment", made, date(2026, 9, 1))


def test_what_reads_now_is_compared_as_its_file_says_when_it_stands_on_the_same() -> None:
    first = learned("sentiment", *RIGHT)
    in_use = {"sentiment": first.content}

    again = taught(Task("sentiment", SHIPPED, Lessons(tuple(RIGHT), ()), CODEBOOK, in_use))

    assert again.compared.before == again.compared.after == first.compared.after
    assert again.content == first.content


def test_corrections_are_held_out_with_the_files_that_come_with_heard() -> None:
    files = {one for one in folds(library_comments()) if one != ALWAYS}

    dealt = folds((*library_comments(), *RIGHT))[-len(RIGHT) :]

    assert set(dealt) <= files
    assert len(set(dealt)) > 1


def test_a_quarter_of_all_reviews_is_frozen_and_always_the_same() -> None:
    frozen = [name for name in map(str, range(2000)) if is_frozen(name)]

    assert 420 <= len(frozen) <= 580
    assert frozen == [name for name in map(str, range(2000)) if is_frozen(name)]


def test_shipped_comments_are_learned_in_the_themes_that_there_are_now() -> None:
    merged = as_called_now(SHIPPED, {"boats": "hills"})
    retired = as_called_now(SHIPPED, {"boats": None})

    assert {one.offered for one in merged} == {one.offered for one in retired} == {("hills",)}
    assert {one.themes for one in merged} == {("hills",)}
    assert {one.themes for one in retired} == {("hills",), ()}


def test_macro_f1_is_the_mean_over_the_labels_that_were_given() -> None:
    first = tally([Pair(frozenset("a"), frozenset("a")), Pair(frozenset("a"), frozenset("b"))])
    second = tally([Pair(frozenset("c"), frozenset("c"))])

    assert macro_f1(first, "abc") == pytest.approx(2 / 3)
    assert macro_f1(together(first, second), "abc") == pytest.approx((2 / 3 + 1) / 2)
    assert macro_f1({}, "abc") == 0


def test_counts_of_other_comments_are_not_compared_with() -> None:
    carried = kept(tally([]), [key("a", ["x"])])

    assert taken(carried, [key("a", ["x"])]) == {}
    assert taken(carried, [key("a", ["y"])]) is None
    assert taken(None, []) is None


def test_a_model_carries_how_it_read_what_it_had_not_seen() -> None:
    drawn = model_from(learned_sentiment(SHIPPED).content, "sentiment").drawn

    assert sum(one[0] + one[2] for one in drawn["held out"]["counts"].values()) == len(SHIPPED)
