"""Who was heard, and by which ways of gathering, in every content area: a grid of marks.

A mark says that enough were heard to count them, or that an agency gave its own number or return.
Nobody and a few are both no mark.
"""

from collections.abc import Sequence

from analysis.digest.digest import Digest
from analysis.digest.hearing import told_by_agencies
from analysis.phrases import listed, sentence, whose
from analysis.wording import say
from surveys.framework import Method, Perspective, Tier
from surveys.measures import Formula
from surveys.values import Value


class GridRow(Value):
    label: str
    marks: tuple[bool, ...]


class Grid(Value):
    """*columns* across, content areas down. *alt* says what the picture says."""

    heading: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    alt: str


def coverage(digests: Sequence[Digest]) -> Grid:
    """Whose views were heard on each content area."""
    rows = [GridRow(label=one.area_label, marks=_heard(one)) for one in _ordered(digests)]
    columns = tuple(map(whose, Perspective))
    return _grid(say("grid.whose_views"), columns, rows, digests)


def _heard(one: Digest) -> tuple[bool, ...]:
    """What the digest's list of who was not heard leaves out has a mark here."""
    counted = {figure.perspective for figure in one.by(Formula.VOICES_HEARD) if figure.is_shown}
    heard = counted | told_by_agencies(one)
    return tuple(who in heard for who in Perspective)


def evidence_by_source(digests: Sequence[Digest]) -> Grid:
    """By which of the fifteen ways of gathering something was learnt of each content area."""
    rows = [
        GridRow(label=one.area_label, marks=tuple(method in one.sources for method in Method))
        for one in _ordered(digests)
    ]
    columns = tuple(say(f"way.{method.value}") for method in Method)
    return _grid(say("grid.evidence"), columns, rows, digests)


def _ordered(digests: Sequence[Digest]) -> list[Digest]:
    tiers = list(Tier)
    return sorted(digests, key=lambda one: tiers.index(one.tier))


def _grid(
    heading: str, columns: tuple[str, ...], rows: Sequence[GridRow], digests: Sequence[Digest]
) -> Grid:
    period = digests[0].period_label if digests else ""
    return Grid(
        heading=heading,
        title=say("titled", title=heading, period=period),
        columns=columns,
        rows=tuple(rows),
        alt=" ".join(_aloud(columns, row) for row in rows),
    )


def _aloud(columns: Sequence[str], row: GridRow) -> str:
    heard = [name for name, mark in zip(columns, row.marks, strict=True) if mark]
    told = listed(heard) if heard else say("grid.few_or_none")
    return say("grid.row", area=sentence(row.label), heard=told)
