"""The chair's significant risks and key improvements, as the rules make them from the figures.

Only what is sure makes either: a status that is decided, or a clear change since last time. The
sentences are those of the digest, with their figure ids; a chair may write others beside them.
"""

from collections.abc import Iterator, Sequence

from analysis.digest.digest import Digest
from analysis.digest.lines import Line
from analysis.digest.turns import gained
from analysis.figures.status import Status
from analysis.paper.order import above_target, deciding
from analysis.phrases import shortened

MOST = 6


def risks(told: Sequence[Digest], everything: Sequence[Digest]) -> tuple[Line, ...]:
    """Areas below their good statement, furthest first, then what got clearly worse."""
    below = sorted(_standing(told, Status.NOT_MET), key=lambda one: (one[0], one[1].text))
    lines = [*(line for _, line in below), *_changed(told, better=False)]
    return _shortened(lines, "areas or changes") or (
        Line(
            rest=f"No risk follows from the figures by rule: none of {_areas(everything)} is below "
            "its good statement, and nothing got clearly worse. "
            "That is no proof that there is none."
        ),
    )


def improvements(told: Sequence[Digest], everything: Sequence[Digest]) -> tuple[Line, ...]:
    """What got clearly better, then areas that meet their good statement, said as that.

    No figure that got worse.
    """
    worse = {one for line in _changed(told, better=False) for one in line.figures}
    standing = [one for one in _standing(told, Status.MET) if worse.isdisjoint(one[1].figures)]
    met = sorted(standing, key=lambda one: (-one[0], one[1].text))
    lines = [*_changed(told, better=True), *(line for _, line in met)]
    return _shortened(lines, "areas or changes") or (
        Line(
            rest=f"No improvement follows from the figures by rule: none of {_areas(everything)} "
            "meets its good statement for sure, and nothing got clearly better."
        ),
    )


def _standing(told: Sequence[Digest], status: Status) -> Iterator[tuple[float, Line]]:
    """How far from the target the deciding figure lies, and the sentence."""
    for one in told:
        if one.overall.status is not status:
            continue
        row, figure = deciding(one)
        if row is None or figure is None:
            yield 0, Line(lead=f"{one.area_label}.", rest=f" {one.overall.words}.")
            continue
        away = above_target(one, figure)
        rest = f" {one.overall.words}. {row.line.text}"
        yield away, Line(lead=f"{one.area_label}.", rest=rest, figures=row.figures)


def _changed(told: Sequence[Digest], *, better: bool) -> Iterator[Line]:
    for one in told:
        for line in one.since_last_time.clear:
            gain = gained(one, line)
            if gain is not None and (gain > 0) is better:
                yield Line(
                    lead=f"{one.area_label}.",
                    rest=f" {line.text.removesuffix('.')}, since {one.since_last_time.since}.",
                    figures=line.figures,
                )


def _shortened(lines: Sequence[Line], what: str) -> tuple[Line, ...]:
    more = len(lines) - MOST
    if more <= 0:
        return tuple(lines)
    rest = f"And {more} more {what}, on the dashboard and in the report cards."
    return (*lines[:MOST], Line(rest=rest))


def _areas(digests: Sequence[Digest]) -> str:
    return f"{len(digests)} content areas" if len(digests) != 1 else shortened(digests[0].title)
