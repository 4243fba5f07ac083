"""What a comment says about a 'good' statement: that it is so, that it is not, or neither.

For comments that answer a question linked to a statement, so that it is known what they speak of.
"""

from collections.abc import Collection, Sequence

from analysis.reading.engine import Sentence, Stance
from analysis.word_lists import GRAMMAR
from analysis.words import words
from surveys.coding import Sentiment
from surveys.values import Slug

STEM = 5  # letters: "listened" and "listens" are alike
STANCES = {Sentiment.POSITIVE: Stance.SUPPORTS, Sentiment.NEGATIVE: Stance.CONTRADICTS}


def stance(sentences: Sequence[Sentence], statement: str, themes: Collection[Slug]) -> Stance:
    """By how the sentences lean that share a word or a theme with the statement.

    *themes* are the statement's own, read as a comment's are. A statement says what is good, so who
    speaks well of it bears it out. Who says both, or nothing that touches it, says neither.
    """
    about = _stems(statement)
    touching = {
        one.sentiment
        for one in sentences
        if about & _stems(one.text) or not set(one.themes).isdisjoint(themes)
    }
    leaning = touching - {Sentiment.NEUTRAL}
    return STANCES.get(leaning.pop(), Stance.NEITHER) if len(leaning) == 1 else Stance.NEITHER


def _stems(text: str) -> set[str]:
    return {word.text[:STEM] for word in words(text) if word.text not in GRAMMAR}
