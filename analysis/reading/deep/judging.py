"""What the light engine and a transformer read together in comments that neither had seen.

Here is set, on these comments, what turns two opinions into one: how steep, and each theme's line.
What the transformer's opinion of a theme counts for follows from how often that was coded.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from analysis.reading.deep.beside import LEANING, above, leaning, weight_of
from analysis.reading.judging import Figure, figures_of_sentiment, figures_of_themes
from analysis.reading.labelled import CodedComment
from analysis.reading.learning import UNCERTAIN, Held, Outcome, steepest, told_of, truth_of
from analysis.reading.lines import lined, lines_of
from analysis.reading.model import probabilities
from analysis.reading.opinion import surprises
from analysis.reading.sentiment import WHOLES

Rows = Sequence[Sequence[float]]  # of the whole first, then of each sentence
Read = Mapping[CodedComment, Rows]
Drawn = dict[str, Any]


def sentiment_together(light: Outcome, read: Read) -> tuple[Outcome, Drawn]:
    """What is not in *read* was too long: the light engine alone reads it."""
    some, others = _parted(light, read)
    scores = [surprises(one.scores, leaning(read[one.comment][0]).of_whole) for one in some]
    truth = [WHOLES.index(one.comment.sentiment) for one in some if one.comment.sentiment]
    steepness = steepest(scores, truth)
    held = [
        *(
            Held(one.comment, one.fold, tuple(probabilities(row, steepness)))
            for one, row in zip(some, scores, strict=True)
        ),
        *others,
    ]
    surest = sorted(max(one.scores) for one in held)
    outcome = light._replace(held=tuple(held))
    drawn = {
        "steepness": steepness,
        "uncertain": surest[int(UNCERTAIN * len(held))],
        "sentiment": _told(figures_of_sentiment(outcome)),
    }
    return outcome, drawn


def themes_together(light: Outcome, read: Read, coded: Mapping[str, int]) -> tuple[Outcome, Drawn]:
    """As for sentiment, with a line for each theme.

    *coded* says in how many of the comments that are learned from each theme was found.
    """
    some, others = _parted(light, read)
    weights = [weight_of(coded[name]) for name in light.names]
    found = np.array([_together(one, read[one.comment], weights) for one in some])
    comments = [one.comment for one in some]
    truth, told = truth_of(comments, light.names), told_of(comments, light.names)
    above_line = lined(found, truth, [one.fold for one in some], told)
    held = [
        *(
            Held(one.comment, one.fold, tuple(map(float, row)))
            for one, row in zip(some, above_line, strict=True)
        ),
        *others,
    ]
    lines = dict(zip(light.names, lines_of(found, truth, told), strict=True))
    outcome = light._replace(held=tuple(held))
    return outcome, {
        "lines": lines,
        "weights": dict(zip(light.names, weights, strict=True)),
        "themes": _told(figures_of_themes(outcome)),
    }


def _told(figures: Iterable[Figure]) -> dict[str, str]:
    """The figures of the card, as the file carries them."""
    return {figure.name: str(figure) for figure in figures}


def _parted(light: Outcome, read: Read) -> tuple[list[Held], list[Held]]:
    return (
        [one for one in light.held if one.comment in read],
        [one for one in light.held if one.comment not in read],
    )


def _together(one: Held, rows: Rows, weights: Sequence[float]) -> list[float]:
    whole, *parts = rows
    return [
        score + max(above(whole, parts, LEANING + at, weight))
        for at, (score, weight) in enumerate(zip(one.scores, weights, strict=True))
    ]
