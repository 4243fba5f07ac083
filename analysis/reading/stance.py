"""What a comment says about a 'good' statement: that it is so, that it is not, or neither.

For comments that answer a question linked to a statement, so that it is known what they speak of.
"""

from collections.abc import Sequence

from analysis.reading.engine import Sentence, Stance
from analysis.word_lists import GRAMMAR
from analysis.words import words
from surveys.coding import Sentiment

STEM = 5  # letters: "listened" and "listens" are alike
STANCES = {Sentiment.POSITIVE: Stance.SUPPORTS, Sentiment.NEGATIVE: Stance.CONTRADICTS}


def stance(sentences: Sequence[Sentence], whole: Sentiment, statement: str) -> Stance:
    """By how the sentences lean that share a word with the statement, or else the whole comment.

    A statement says what is good, so who speaks well of it bears it out. Who says both, neither.
    """
    about = _stems(statement)
    touching = {one.sentiment for one in sentences if about & _stems(one.text)}
    leaning = touching - {Sentiment.NEUTRAL}
    if len(leaning) > 1:
        return Stance.NEITHER
    return STANCES.get(leaning.pop() if leaning else whole, Stance.NEITHER)


def _stems(text: str) -> set[str]:
    return {word.text[:STEM] for word in words(text) if word.text not in GRAMMAR}
