"""Whether the children who were heard are like the children there are to hear."""

from collections import Counter
from collections.abc import Mapping

from analysis.disclosure.suppression import PROTECTED, RULES, Count, release_count
from analysis.figures.desk import Desk
from analysis.figures.figure import Disclosure, Flag, Subject
from analysis.figures.told import NOTHING, Told
from analysis.figures.voicing import Logged
from surveys.framework import Perspective
from surveys.measures import Measure
from surveys.values import ResponseId

REPRESENTATIVE, CAUTION = 85, 70  # R in percent


def likeness(heard: Mapping[str, int], expected: Mapping[str, int]) -> float:
    """R = 1 - ½ Σ |sₘ - Pₘ| over groups: 1 when alike, 0 when no group of one is in the other.

    The complement of the dissimilarity index (Duncan and Duncan 1955). Both need somebody in them.
    """
    voices, people = sum(heard.values()), sum(expected.values())
    groups = heard.keys() | expected.keys()
    apart = (abs(heard.get(one, 0) / voices - expected.get(one, 0) / people) for one in groups)
    return 1 - sum(apart) / 2


def add_likeness(desk: Desk, measure: Measure, logged: Logged) -> None:
    """By age band. Where a group is small, a word alone, and one that looks at the others only."""
    expected = Counter[str]()
    for group in logged.expected:
        expected[group.age_band.value] += group.expected
    if not expected:
        return
    heard = Counter(band.value for one in logged.children for band in one.age_bands)
    subject = Subject(measure=measure.code, perspective=Perspective.CHILD)
    base = heard.total()
    shown = release_count(base, desk.audience)
    if not isinstance(shown, Count) or base < RULES[desk.audience].smallest_base:
        desk.add(subject, NOTHING)
        return
    rows = sorted(ResponseId(one.id) for one in logged.children)
    groups = heard.keys() | expected.keys()
    small = {one for one in groups if release_count(heard[one], desk.audience) == PROTECTED}
    large = {one: number for one, number in heard.items() if one not in small}
    if not large:
        desk.add(subject, NOTHING)
        return
    value = round(100 * likeness(large, expected))
    is_open = not small
    flag = _flag(value)
    what = Told(Disclosure.BAND, base=shown.number, band=flag)
    if is_open:
        what = Told(Disclosure.SHOWN, value=value, base=shown.number)
    desk.add(subject, what, rows=rows, flags=(flag,))


def _flag(percent: int) -> Flag:
    if percent >= REPRESENTATIVE:
        return Flag.REPRESENTATIVE
    return Flag.CAUTION if percent >= CAUTION else Flag.NOT_REPRESENTATIVE
