"""A machine's reading of how a sentence leans: toward the help described, not toward the topic.

The only module that knows TextBlob. Alone it reads this field badly: it has no score for
"listened", "unsafe" or "nobody rang back", and "wasn't good" is good news to it. So its polarity,
taken after contractions are written out, is one voice beside words learned from coded comments.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.metadata import version
from operator import mul
from typing import NamedTuple

from analysis.leads import leads
from analysis.reading.labelled import FOLDER
from analysis.reading.model import Model, Spoken, model_from, probabilities, spoken
from analysis.reading.opinion import Opinion
from analysis.reading.plain import plain
from analysis.words import Word, words
from surveys.coding import Sentiment
from surveys.values import Value

KIND, FILE = "sentiment", "sentiment.jsonl.gz"
LEANINGS = (Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.POSITIVE)
WHOLES = (Sentiment.MIXED, *LEANINGS)
OF_THE_WHOLE = "whole "
HEADS = (*LEANINGS, *(f"{OF_THE_WHOLE}{one}" for one in WHOLES))
WEIGHT_OF_TEXTBLOB, WEIGHT_OF_POLARITY = 3.0, 6.0
WEIGHT_OF_QUESTION = 1.5
WEIGHT_OF_ANSWER = 2.0  # of a word, heard with its question
LONGEST, WORDS_A_STEP = 6, 4
REASONS = 4
ASKS_FOR_BAD = re.compile(
    r"\b(?:better|improve|change|difficult|hard(?:er)?|worr|in the way|missing|wrong|bad)",
    re.IGNORECASE,
)
ASKS_FOR_GOOD = re.compile(
    r"\b(?:good|well|best|helped|helps|like|strength|proud|keep doing)", re.IGNORECASE
)


class View(Value):
    """How one sentence leans, and the words, as typed, that weighed most (*why*).

    *probability* is of this sentiment; *polarity* is TextBlob's, from -1 to 1.
    """

    sentiment: Sentiment
    probability: float = 1.0
    polarity: float = 0.0
    why: tuple[str, ...] = ()


UNREAD = View(sentiment=Sentiment.NEUTRAL, probability=0.0)  # no word of it is known


class Piece(NamedTuple):
    """A sentence, or a whole comment, as it is looked at. *place* counts from 0."""

    text: str
    said: Sequence[Word]
    spoken: Spoken
    place: int = 0
    of: int = 1


def piece(text: str, place: int = 0, of: int = 1) -> Piece:
    said = words(plain(text))
    return Piece(text, said, spoken([word.text for word in said]), place, of)


class SentimentReader:
    """Reads with one learned model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.version = f"sentiment {model.version}, textblob {version('textblob')}"

    @property
    def uncertain(self) -> float:
        """A whole whose probability is lower is among the least certain fifth."""
        return float(self._model.drawn["uncertain"])

    def views(
        self,
        whole: Piece,
        pieces: Sequence[Piece],
        question: str = "",
        opinion: Opinion | None = None,
    ) -> tuple[View, tuple[View, ...]]:
        """How the whole comment leans, and each of its sentences. *opinion* is heard beside.

        A comment of one sentence leans as its sentence does, unless it is mixed: then the sentence,
        which can't be, has the likelier of its sides. Where no word is known it is neutral, and
        nobody's guess: with probability 0.
        """
        found = [self._shares(one, question) for one in pieces]
        signs = self.signs_of_whole(whole, [shares for shares, _ in found], question)
        shares_of_whole: Sequence[float] = self._shares_of_whole(signs)
        if opinion:
            shares_of_whole = opinion.of_whole(shares_of_whole)
            found = [
                (opinion.of_part(at, shares), voice) for at, (shares, voice) in enumerate(found)
            ]
        of_whole = dict(zip(WHOLES, shares_of_whole, strict=True))
        if len(pieces) == 1:
            mixed = of_whole[Sentiment.MIXED]
            rest = (1 - mixed if mixed == max(of_whole.values()) else 1.0) or 1.0
            found = [([of_whole[one] / rest for one in LEANINGS], found[0][1])]
        views = [self._view(one, *read) for one, read in zip(pieces, found, strict=True)]
        if not any(self._is_known(one) for one in pieces):
            return UNREAD, tuple(views)
        leans = max(of_whole, key=lambda one: of_whole[one])
        polarity = round(sum(view.polarity for view in views) / len(views), 3)
        why = tuple(dict.fromkeys(word for view in views for word in view.why))[:REASONS]
        probability = round(of_whole[leans], 3)
        return View(sentiment=leans, probability=probability, polarity=polarity, why=why), tuple(
            views
        )

    def shares(self, one: Piece, question: str = "") -> Sequence[float]:
        """The probability of each of LEANINGS for one sentence."""
        return self._shares(one, question)[0]

    def signs_of_whole(
        self, whole: Piece, shares: Sequence[Sequence[float]], question: str
    ) -> list[float]:
        """What decides about the whole: how its sentences lean, and its words all together."""
        scores = self._model.scores(whole.spoken, heard(whole, question))
        columns = list(zip(*shares, strict=True))
        both = min(max(columns[0]), max(columns[2]))
        return [
            *map(max, columns),
            *map(min, columns),
            *(sum(column) / len(column) for column in columns),
            *shares[0],
            *shares[-1],
            *(float(len(shares) == count) for count in (1, 2)),
            both,
            *scores[len(LEANINGS) :],
        ]

    def _shares(self, one: Piece, question: str) -> tuple[Sequence[float], "Voice"]:
        voice = textblob(one.spoken.words)
        scores = self._model.scores(one.spoken, signs(one, voice, question))[: len(LEANINGS)]
        return probabilities(scores, self._model.drawn["steepness"]), voice

    def _shares_of_whole(self, given: Sequence[float]) -> list[float]:
        drawn = self._model.drawn
        scores = [bias + sum(map(mul, row, given)) for bias, row in drawn["whole"]]
        return probabilities(scores, drawn["steepness of whole"])

    def _is_known(self, one: Piece) -> bool:
        return any(map(self._model.knows, one.spoken.words))

    def _view(self, one: Piece, shares: Sequence[float], voice: "Voice") -> View:
        if not self._is_known(one):
            return UNREAD
        winner = max(range(len(LEANINGS)), key=shares.__getitem__)
        spans = leads(one.said, self._weighed(one, winner, voice), REASONS)
        return View(
            sentiment=LEANINGS[winner],
            probability=round(shares[winner], 3),
            polarity=round(voice.polarity, 3),
            why=tuple(dict.fromkeys(one.text[start:end] for start, end in spans)),
        )

    def _weighed(self, one: Piece, winner: int, voice: "Voice") -> list[float]:
        """What each word adds to the winner, by itself and through TextBlob's polarity."""
        sign = "polarity +" if voice.polarity > 0 else "polarity -"
        weight = WEIGHT_OF_POLARITY * self._model.weight(sign, winner)
        return [
            share + weight * max(0.0, voice.assessed.get(word, 0.0) * voice.polarity)
            for word, share in zip(
                one.spoken.words, self._model.shares(one.spoken.words, winner), strict=True
            )
        ]


class Voice(NamedTuple):
    """TextBlob's: polarity and subjectivity of all, and the polarity of each word it assessed."""

    polarity: float
    subjectivity: float
    assessed: Mapping[str, float]


def heard(one: Piece, question: str) -> dict[str, float]:
    """The *signs* of a piece, TextBlob's voice among them."""
    return signs(one, textblob(one.spoken.words), question)


def signs(one: Piece, voice: Voice, question: str) -> dict[str, float]:
    """What is seen in a piece beside its words, each with how much there is of it."""
    found = {
        "polarity +": WEIGHT_OF_POLARITY * max(voice.polarity, 0.0),
        "polarity -": WEIGHT_OF_POLARITY * max(-voice.polarity, 0.0),
        "subjectivity": WEIGHT_OF_TEXTBLOB * voice.subjectivity,
        "no polarity": WEIGHT_OF_TEXTBLOB / 2 * (not voice.polarity),
        f"place {min(one.place, 2)} of {min(one.of, 3)}": 1.0,
        f"length {min(len(one.said) // WORDS_A_STEP, LONGEST)}": 1.0,
        **{f"mark {mark}": 1.0 for mark in "?!,;:()" if mark in one.text},
    }
    if any(sign.isdecimal() for sign in one.text):
        found["a number"] = 1.0
    return {**found, **_asked(one, voice.polarity, question)}


def _asked(one: Piece, polarity: float, question: str) -> dict[str, float]:
    """The question is heard with each word: "nothing" is praise where we ask what to improve."""
    said = question.replace("_", " ")  # a table may name it by a slug: "could_improve"
    asks = (ASKS_FOR_BAD.search(said) and "bad", ASKS_FOR_GOOD.search(said) and "good")
    if (asked := asks[0] or asks[1]) is None or all(asks):
        return {}
    return {
        f"asked {asked}": WEIGHT_OF_QUESTION,
        f"asked {asked} polarity": WEIGHT_OF_TEXTBLOB * polarity,
        **{f"asked {asked} {word}": WEIGHT_OF_ANSWER for word in one.spoken.words},
        **{f"asked {asked} {pair}": 1.0 for pair in one.spoken.pairs if pair[0] == "p"},
    }


def view(sentence: str, question: str = "") -> View:
    """The machine's reading of one *sentence*: negative, neutral or positive, never mixed."""
    one = piece(sentence)
    return shipped().views(one, [one], question)[1][0]


def whole(sentiments: Iterable[Sentiment]) -> Sentiment:
    """The sentiment of a comment whose sentences a person coded; with good and bad it is mixed."""
    found = set(sentiments)
    if Sentiment.MIXED in found or {Sentiment.POSITIVE, Sentiment.NEGATIVE} <= found:
        return Sentiment.MIXED
    return next(iter(found - {Sentiment.NEUTRAL}), Sentiment.NEUTRAL)


@cache
def engine() -> str:
    """Name and version of what reads the sentiment."""
    return shipped().version


@cache
def shipped_model() -> Model:
    """The model that comes with Heard, loaded once."""
    return model_from((FOLDER / FILE).read_bytes(), KIND)


@cache
def shipped() -> SentimentReader:
    return SentimentReader(shipped_model())


def textblob(said: Sequence[str]) -> Voice:
    """TextBlob's voice on these words.

    Imported only here and only now: it brings NLTK along, most of a second. Given words instead
    of a text it leaves out its own tokeniser, which knows neither phone typing nor faces.
    """
    from textblob.en import (  # type: ignore[import-untyped]  # noqa: PLC0415 - see above
        sentiment as assess,
    )

    score = assess(list(said))
    assessed = {word: polarity for words, polarity, _, _ in score.assessments for word in words}
    return Voice(float(score[0]), float(score[1]), assessed)
