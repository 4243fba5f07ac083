"""Who was heard, and by which ways of gathering, in every content area: a grid of marks.

A mark says that enough were heard to count them, or that an agency gave its own number or return.
Nobody and a few are both no mark.
"""

from collections.abc import Sequence

from analysis.digest.digest import Digest
from analysis.digest.hearing import told_by_agencies
from analysis.digest.narrative import PEOPLE
from analysis.phrases import listed, sentence
from surveys.framework import Method, Perspective, Tier
from surveys.measures import Formula
from surveys.values import Value

METHODS = {
    Method.NATIONAL_INDICATORS: "national indicators",
    Method.LOCAL_INDICATORS: "local indicators",
    Method.AGENCY_DATA: "agency data",
    Method.MANAGEMENT_RECORDS: "management records",
    Method.FAMILY_EXPERIENCES: "children and families",
    Method.PRACTITIONER_EXPERIENCES: "practitioners",
    Method.CASE_FILE_AUDITS: "case file audits",
    Method.SECTION_11: "section 11",
    Method.AGENCY_AUDITS: "agency audits",
    Method.DEEP_DIVES: "deep dives",
    Method.LEARNING_IMPACT: "learning impact",
    Method.CASE_REVIEWS: "case reviews",
    Method.REFLECTIVE_PRACTICE: "reflective practice",
    Method.COMPLAINTS: "complaints",
    Method.INSPECTIONS: "inspections",
}


class GridRow(Value):
    label: str
    marks: tuple[bool, ...]


class Grid(Value):
    """*columns* across, content areas down. *alt* says what the picture says."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[GridRow, ...]
    alt: str


def coverage(digests: Sequence[Digest]) -> Grid:
    """Whose views were heard on each content area."""
    rows = [GridRow(label=one.area_label, marks=_heard(one)) for one in _ordered(digests)]
    columns = tuple(PEOPLE[who] for who in Perspective)
    return _grid("Whose views were heard", columns, rows, digests)


def _heard(one: Digest) -> tuple[bool, ...]:
    """What the digest's list of who was not heard leaves out has a mark here."""
    counted = {figure.perspective for figure in one.by(Formula.VOICES_HEARD) if figure.is_shown}
    heard = counted | told_by_agencies(one)
    return tuple(who in heard for who in Perspective)


def evidence_by_source(digests: Sequence[Digest]) -> Grid:
    """By which of the fifteen ways of gathering something was learnt of each content area."""
    rows = [
        GridRow(label=one.area_label, marks=tuple(method in one.sources for method in METHODS))
        for one in _ordered(digests)
    ]
    return _grid("Where the evidence comes from", tuple(METHODS.values()), rows, digests)


def _ordered(digests: Sequence[Digest]) -> list[Digest]:
    tiers = list(Tier)
    return sorted(digests, key=lambda one: tiers.index(one.tier))


def _grid(
    title: str, columns: tuple[str, ...], rows: Sequence[GridRow], digests: Sequence[Digest]
) -> Grid:
    period = digests[0].period_label if digests else ""
    return Grid(
        title=f"{title}, {period}",
        columns=columns,
        rows=tuple(rows),
        alt=" ".join(_aloud(columns, row) for row in rows),
    )


def _aloud(columns: Sequence[str], row: GridRow) -> str:
    heard = [name for name, mark in zip(columns, row.marks, strict=True) if mark]
    return f"{sentence(row.label)}: {listed(heard) if heard else 'few or none'}."
