"""How the answers to one question are counted for an export: beside what digests tell analysts."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from analysis.disclosure.suppression import PROTECTED, Audience, Table, release_table
from analysis.figures.spreads import parts_of
from surveys.answering import Chosen, Response
from surveys.survey import Closed

ALL = "(all)"
UNKNOWN = "(not known)"


def by_agency(question: Closed, answered: Sequence[Response]) -> Iterator[tuple[str, str, str]]:
    """Agencies and answers with their totals.

    How many are favourable, unfavourable or in between an analyst knows from digests. So those who
    answered alike in this sense are a table of their own, with a total that is known.
    """
    counts = Counter(
        (response.agency or UNKNOWN, question.labels[answer.option])
        for response in answered
        if isinstance(answer := response.answers.get(question.id), Chosen)
    )
    agencies = tuple(sorted({agency for agency, _ in counts}))
    told: dict[tuple[str, str], str] = {}
    for options in _alike(question) if agencies else ():
        told |= _table(agencies, options, counts)
    for option in question.labels.values() if agencies else ():
        for agency in (ALL, *agencies):
            yield agency, option, told[agency, option]


def _alike(question: Closed) -> list[tuple[str, ...]]:
    parts = parts_of(question)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, label in question.labels.items():
        is_vote = bool(question.favourable) and key in parts
        alike = ALL if not question.favourable else parts[key] if is_vote else UNKNOWN
        found[alike].append(label)
    return [tuple(labels) for labels in found.values()]


def _table(
    agencies: tuple[str, ...], options: tuple[str, ...], counts: Mapping[tuple[str, str], int]
) -> dict[tuple[str, str], str]:
    """Released as one; of a total that would have to be hidden, nothing is told."""
    cells = tuple(tuple(counts[agency, option] for option in options) for agency in agencies)
    table = release_table(Table(rows=agencies, columns=options, counts=cells), Audience.ANALYST)
    is_open = table.total != PROTECTED
    found: dict[tuple[str, str], str] = {}
    for place, option in enumerate(options):
        found[ALL, option] = str(table.column_totals[place] if is_open else PROTECTED)
        for agency, row in zip(agencies, table.counts, strict=True):
            found[agency, option] = str(row[place] if is_open else PROTECTED)
    return found
