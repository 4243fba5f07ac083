"""Which content areas a paper tells first: those furthest from the good picture.

Judged by what a reader is told, and by nothing else: what is protected moves no area.
"""

from collections.abc import Collection, Sequence
from enum import IntEnum

from analysis.digest.dashboard import Standing, short_names, standing
from analysis.digest.digest import Digest
from analysis.digest.lines import Line, Row
from analysis.digest.quotes import Shown
from analysis.digest.turns import gained
from analysis.figures.figure import Figure
from analysis.figures.headlines import above_target as told_above_target
from analysis.figures.status import SIGNS, Status
from analysis.phrases import listed
from surveys.framework import Perspective
from surveys.quote import Chosen
from surveys.values import AreaId

MOST_IN_FRONT = 6  # report cards, of half a page to a page each


class Gravity(IntEnum):
    """*SERIOUS*: a part below its good statement, a clear turn for the worse, a serious voice."""

    BELOW = 0
    SERIOUS = 1
    LEANING_BELOW = 2
    GAP = 3
    OTHER = 4


def gravity(digest: Digest, quotes: Sequence[Shown] = ()) -> Gravity:
    if digest.overall.status is Status.NOT_MET:
        return Gravity.BELOW
    if is_in_part_below(digest) or got_worse(digest) or is_voice_serious(quotes):
        return Gravity.SERIOUS
    if digest.overall.status is Status.LEANING_BELOW:
        return Gravity.LEANING_BELOW
    return Gravity.GAP if digest.gaps else Gravity.OTHER


def place(digest: Digest, quotes: Sequence[Shown] = ()) -> tuple[int, int, float]:
    """What sorts the worst to the front: how grave, how it stands, how far from its target."""
    return gravity(digest, quotes), _place_of(digest.overall.status), away(digest)


def is_in_part_below(digest: Digest) -> bool:
    """Whether anything told of it is below its target, though it is not as a whole."""
    rows = (*digest.children, *(row for part in digest.questions for row in part.rows))
    is_below = digest.overall.status is Status.NOT_MET
    return not is_below and any(row.status is Status.NOT_MET for row in rows)


def got_worse(digest: Digest) -> bool:
    return any((gained(digest, line) or 0) < 0 for line in digest.since_last_time.clear)


def is_voice_serious(quotes: Sequence[Shown]) -> bool:
    return any(one.chosen is Chosen.RARE for one in quotes)


def deciding(digest: Digest) -> tuple[Row | None, Figure | None]:
    """Of what children say, the row that has the status of the whole, the furthest from target.

    An outcome where one has it, because only outcomes decide.
    """
    *_, difference = digest.questions
    outcomes = [one for one in difference.rows if one.perspective is Perspective.CHILD]
    as_told = {one.figures: one for one in digest.children}  # in a sentence, where it has one
    rows = [as_told.get(one.figures, one) for one in outcomes], digest.children
    with_it = ([row for row in of if row.status is digest.overall.status] for of in rows)
    decided = next(filter(None, with_it), [])
    found = [(row, digest.figure(row.figures[0])) for row in decided]
    found.sort(key=lambda pair: above_target(digest, pair[1]) if pair[1] else 0)
    return found[0] if found else (None, None)


def away(digest: Digest) -> float:
    """How far on the good side of its target the deciding figure is; below nought, on the other."""
    _, figure = deciding(digest)
    return above_target(digest, figure) if figure else 0


def above_target(digest: Digest, figure: Figure) -> float:
    """See `headlines.above_target`."""
    return told_above_target(digest.measure(figure), figure)


def where_they_stand(digests: Sequence[Digest], serious: Collection[AreaId]) -> tuple[Line, ...]:
    """All content areas by what is said of them, in the order given; then what cannot wait.

    *serious* are those with a voice that people chose because it is rare and serious.
    """
    told = [standing(one) for one in digests]
    names = short_names(one.label for one in told)
    lines = [
        _named(words, [names[one.label] for one in told if one.overall.words == words])
        for words in dict.fromkeys(one.overall.words for one in sorted(told, key=_stands))
    ]
    if told and not any(one.overall.status is Status.NOT_MET for one in told):
        lines.insert(0, Line(lead=f"{SIGNS[Status.NOT_MET].words}:", rest=" none for sure."))
    urgent = {
        "Clearly worse than in the quarter before": map(got_worse, digests),
        "Below in part, though not as a whole": map(is_in_part_below, digests),
        "With a rare but serious voice": (one.area in serious for one in digests),
    }
    named = (
        (words, [names[one.label] for one, is_so in zip(told, several, strict=True) if is_so])
        for words, several in urgent.items()
    )
    return (*lines, *(_named(words, several) for words, several in named if several))


def _named(words: str, names: Sequence[str]) -> Line:
    return Line(lead=f"{words}:", rest=f" {listed(names)}.")


def _stands(told: Standing) -> int:
    return _place_of(told.overall.status)


def _place_of(status: Status | None) -> int:
    """Not to know comes after leaning below, and before what is good."""
    order = (Status.NOT_MET, Status.LEANING_BELOW, None, Status.LEANING_ABOVE, Status.MET)
    return order.index(status if status in order else None)
