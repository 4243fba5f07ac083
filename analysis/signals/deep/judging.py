"""What the light net and a transformer read together in texts that neither had seen.

Here the line of both is drawn, on these texts, as the light net's alone is.
"""

from collections.abc import Mapping, Sequence
from math import log
from typing import NamedTuple

from analysis.signals.deep.beside import WEIGHT_OF_LIGHT, Drawn
from analysis.signals.judging import Judged, Scores, lines
from analysis.signals.labelled import LabelledText
from analysis.signals.model import CERTAIN, CONCERN
from analysis.signals.sayings import sayings
from analysis.words import words

Concerns = Mapping[LabelledText, float]


class Together(NamedTuple):
    """*read* has the score of both, its line at nothing; *lines* are drawn on it."""

    read: Sequence[Judged]
    lines: Scores
    drawn: Drawn


def together(light: Sequence[Judged], concerns: Concerns) -> Together:
    """*concerns* are the transformer's; what is plainly said is flagged whatever it says."""
    line, unlined = lines(light)[CONCERN], Drawn(WEIGHT_OF_LIGHT, 0.0)
    read = [
        Judged(text, {**scores, CONCERN: _score(text, scores[CONCERN], line, concerns, unlined)})
        for text, scores in light
    ]
    found = lines(read)
    score = found[CONCERN]
    return Together(read, found, unlined._replace(line=log(score / (1 - score))))


def _score(
    text: LabelledText, light: float, line: float, concerns: Concerns, drawn: Drawn
) -> float:
    if sayings(words(text.text)):
        return CERTAIN
    return drawn.score(concerns[text], as_lined(light, line))


def as_lined(score: float, line: float) -> float:
    """The score that a net gives once *line*, a score like it, is where its line lies."""
    yes, no = score * (1 - line), (1 - score) * line
    return yes / (yes + no)
