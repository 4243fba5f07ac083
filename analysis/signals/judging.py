"""How well the net reads texts it has not seen: where its line is drawn, and what it misses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil
from typing import NamedTuple

from analysis.signals.labelled import CATEGORIES, LabelledText, Urgency
from analysis.signals.model import CERTAIN, CONCERN, IMMEDIATE, Net
from analysis.signals.sayings import sayings
from analysis.statistics import Share, wilson
from analysis.words import words

RECALL_WANTED = 0.97  # of new texts 0.95 is promised, and of each kind of harm not far less
OF_IMMEDIATE_WANTED = 0.975  # 39 of 40: who needs help at once is missed least
OF_EACH_SPEAKER_WANTED = 0.93  # of children too, who tell of it in the plainest words
SHARE_OF_IMMEDIATE_FOUND = 0.8
SMALLEST_GROUP = 15
ABOVE_ALL = 2.0  # of a category that is said plainly: what was learned reaches at most 1
Scores = Mapping[str, float]


class Judged(NamedTuple):
    text: LabelledText
    scores: Scores


class Rate(NamedTuple):
    """A share with its Wilson interval."""

    name: str
    hits: int
    base: int

    def __str__(self) -> str:
        if not self.base:
            return "none"
        interval = wilson(Share(favourable=self.hits, base=self.base))
        return f"{interval.estimate:.3f} ({interval.lower:.2f} to {interval.upper:.2f})"


GROUPS: tuple[Callable[[LabelledText], str], ...] = (
    lambda text: text.urgency.name.lower(),
    lambda text: text.speaker,
    lambda text: text.difficulty,
    lambda text: text.category,
    lambda text: f"{text.set} set",
)


def judged(nets: Mapping[LabelledText, Net]) -> list[Judged]:
    """Every judged text, read by a net that has not learned from its set."""
    return [Judged(text, scores_of(net, text.text)) for text, net in nets.items()]


def scores_of(net: Net, text: str) -> Scores:
    """As the net is used: what is said plainly is certain, and its category the first guess."""
    said = words(text)
    spoken = [word.text for word in said]
    plain = sayings(said)
    scores = {**net.weigh(spoken).scores, CONCERN: CERTAIN if plain else net.concern(spoken)}
    return {**scores, plain[0].meaning.category: ABOVE_ALL} if plain else scores


def lines(read: Sequence[Judged]) -> dict[str, float]:
    """Where the lines are drawn: so low that the wanted share of the disclosures is found.

    And of the immediate ones among them, and of those that any kind of speaker told. Likewise for
    *immediate*, of the immediate ones. The other heads keep to half.
    """
    disclosed = [one for one in read if one.text.label]
    immediate = [one for one in disclosed if one.text.urgency is Urgency.IMMEDIATE]
    return {
        CONCERN: min(
            _lowest_of(RECALL_WANTED, [one.scores[CONCERN] for one in disclosed]),
            _lowest_of(OF_IMMEDIATE_WANTED, [one.scores[CONCERN] for one in immediate]),
            *(_lowest_of(OF_EACH_SPEAKER_WANTED, scores) for scores in _by_speaker(disclosed)),
        ),
        IMMEDIATE: _lowest_of(
            SHARE_OF_IMMEDIATE_FOUND, [one.scores[IMMEDIATE] for one in immediate]
        ),
    }


def _by_speaker(read: Sequence[Judged]) -> Iterator[list[float]]:
    """Their scores, where there are enough of them."""
    for speaker in {one.text.speaker for one in read}:
        scores = [one.scores[CONCERN] for one in read if one.text.speaker == speaker]
        if len(scores) >= SMALLEST_GROUP:
            yield scores


def _lowest_of(share: float, scores: Sequence[float]) -> float:
    """The score that at least *share* of them reach."""
    ordered = sorted(scores, reverse=True)
    return ordered[min(len(ordered), ceil(share * len(ordered))) - 1]


def rates(read: Sequence[Judged], drawn: Scores) -> Iterator[Rate]:
    """Every figure that the net is judged by, with its lines as *drawn*."""
    line = drawn[CONCERN]
    disclosed = [one for one in read if one.text.label]
    balanced = [one for one in read if not one.text.is_ordinary]
    yield _found("recall", disclosed, line)
    yield _are("precision, balanced sets", _flagged(balanced, line), lambda one: one.text.label)
    yield _found("false alarms, ordinary comments", [r for r in read if r.text.is_ordinary], line)
    for about in GROUPS:
        for name in sorted({about(one.text) for one in disclosed}):
            members = [one for one in disclosed if about(one.text) == name]
            if len(members) >= SMALLEST_GROUP:
                yield _found(f"recall, {name}", members, line)
    hits = _flagged(disclosed, line)
    yield _are("first category right, of those found", hits, _is_right)
    called = [one for one in hits if one.scores[IMMEDIATE] >= drawn[IMMEDIATE]]
    yield _are("found as immediate, of the immediate", _immediate(hits), called.__contains__)
    yield _are("immediate, of those found as immediate", called, _immediate(called).__contains__)


def _flagged(read: Sequence[Judged], line: float) -> list[Judged]:
    return [one for one in read if one.scores[CONCERN] >= line]


def _immediate(read: Sequence[Judged]) -> list[Judged]:
    return [one for one in read if one.text.urgency is Urgency.IMMEDIATE]


def _found(name: str, read: Sequence[Judged], line: float) -> Rate:
    return Rate(name, len(_flagged(read, line)), len(read))


def _are(name: str, read: Sequence[Judged], is_so: Callable[[Judged], object]) -> Rate:
    return Rate(name, sum(bool(is_so(one)) for one in read), len(read))


def _is_right(one: Judged) -> bool:
    return max(CATEGORIES, key=lambda category: one.scores[category]) == one.text.category


def missed(read: Sequence[Judged], drawn: Scores) -> list[LabelledText]:
    """The disclosures that are not flagged."""
    return [one.text for one in read if one.text.label and one.scores[CONCERN] < drawn[CONCERN]]
