import re
import subprocess
import sys

import pytest

from analysis.reading.opinion import Opinion
from analysis.reading.sentiment import engine, piece, shipped, view, whole
from surveys.coding import Sentiment

NEGATIVE, NEUTRAL = Sentiment.NEGATIVE, Sentiment.NEUTRAL
POSITIVE, MIXED = Sentiment.POSITIVE, Sentiment.MIXED


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The family worker was lovely and she listened", POSITIVE),
        ("It helped a lot and we feel safer now", POSITIVE),
        ("can't fault her", POSITIVE),
        ("👍", POSITIVE),
        ("nobody ever rang back", NEGATIVE),
        ("We are still waiting for a letter", NEGATIVE),
        ("I dont feel safe", NEGATIVE),
        ("it wasnt helpful", NEGATIVE),
        ("It was not good enough", NEGATIVE),
        ("😡", NEGATIVE),
        ("Xylophone", NEUTRAL),
        ("", NEUTRAL),
        ("\0\u202e", NEUTRAL),
    ],
)
def test_a_sentence_leans_as_a_person_of_the_field_would_say(
    sentence: str, expected: Sentiment
) -> None:
    assert view(sentence).sentiment is expected


def test_the_words_that_weighed_are_shown_as_they_were_typed() -> None:
    reasons = view("Nobody EVER rang back, it isnt good").why

    assert "Nobody" in reasons
    assert all(reason in "Nobody EVER rang back, it isnt good" for reason in reasons)


def test_words_of_grammar_alone_are_no_reason() -> None:
    assert "and the" not in view("and the worker was brilliant with him").why


def test_a_negation_turns_textblobs_polarity_however_it_is_typed() -> None:
    polarities = {view(f"it {word} good").polarity for word in ("isn't", "isn’t", "isnt", "is not")}

    assert len(polarities) == 1
    assert polarities.pop() < 0 < view("it is good").polarity


def test_a_question_is_heard_by_its_words_and_by_the_name_that_a_table_gives_it() -> None:
    asked = view("nothing", "What could we improve?")

    assert view("nothing", "could_improve") == asked != view("nothing")


def test_capitals_and_long_letters_change_nothing() -> None:
    assert view("REALLY HELPFULLLLL").sentiment is view("really helpful").sentiment


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ((), NEUTRAL),
        ((NEUTRAL,), NEUTRAL),
        ((NEUTRAL, POSITIVE), POSITIVE),
        ((NEGATIVE, NEUTRAL, NEGATIVE), NEGATIVE),
        ((POSITIVE, NEUTRAL, NEGATIVE), MIXED),
        ((MIXED, POSITIVE), MIXED),
    ],
)
def test_good_and_bad_together_stay_mixed(
    parts: tuple[Sentiment, ...], expected: Sentiment
) -> None:
    assert whole(parts) is expected


def test_the_engine_says_its_name_and_versions() -> None:
    assert re.fullmatch(r"sentiment [0-9a-f]{8}, textblob 0\.20\.\d+", engine())


def test_textblob_is_not_loaded_before_something_is_read() -> None:
    loaded = "'textblob' in sys.modules or 'nltk' in sys.modules"
    check = f"import sys, analysis.reading.reader; sys.exit({loaded})"

    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0  # noqa: S603


def test_the_one_sentence_of_a_mixed_comment_is_as_likely_as_its_sides_are_beside_each_other() -> (
    None
):
    """Of a whole that is mixed by .9, its one sentence is no side by less than a third."""
    one = piece("my worker is nice but I only see her sometimes now")
    surely = Opinion(
        whole=(0.97, 0.01, 0.01, 0.01), parts=[(0.3, 0.3, 0.4)], steepness=1, themes={}
    )

    found, (sentence,) = shipped().views(one, [one], opinion=surely)

    assert found.sentiment is MIXED
    assert sentence.sentiment is not MIXED
    assert 1 / 3 <= sentence.probability <= 1
