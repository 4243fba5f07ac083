"""The short form of a digest: what matters most, on one screen of a phone."""

import re
from collections.abc import Iterable, Sequence

from analysis.digest.digest import Digest
from analysis.digest.lines import Line, Row, Section
from analysis.digest.narrative import flag_told
from analysis.digest.rows import target_told
from analysis.figures.figure import Disclosure, Figure, Flag
from analysis.figures.status import Clarity, Status
from analysis.phrases import LONGEST_QUOTE, shortened
from analysis.statistics import Variation
from analysis.wording import say
from surveys.framework import Perspective
from surveys.measures import Unit

MOST_OF_CHILDREN, MOST_CHALLENGES = 2, 2
LONGEST_NAME = 40
QUOTED = re.compile(r"“([^”]*)”")
TOLD = (Disclosure.SHOWN, Disclosure.BAND)
BY_MACHINE = (Flag.MACHINE_ONLY, Flag.PARTLY_CHECKED)


def in_short(made: Digest) -> Digest:
    """The most telling rows and lines of *made*, each said in brief, and nothing that it lacks.

    Of what children say two rows, of each question one that is not among them; of clear gaps and
    of who was not heard the first, children's before others; what changed clearly, else what the
    quarters say; two questions for challenge. Which rows, says `_weight`.
    """
    children = _most_telling(made, made.children)[:MOST_OF_CHILDREN]
    first, second, third = (_answered(made, one, children) for one in made.questions)
    since = made.since_last_time
    clear = since.clear[:1]
    return made.model_copy(
        update={
            "good": (),
            "children": tuple(_row_in_brief(made, one) for one in children),
            "voices": (),
            "measured": (),
            "themes": (),
            "questions": (first, second, third),
            "gaps": tuple(map(in_brief, made.gaps[:1])),
            "not_heard": tuple(map(in_brief, _childrens_first(made.not_heard)[:1])),
            "since_last_time": since.model_copy(
                update={"clear": tuple(map(in_brief, clear)), "agreed": (), "you_said": ()}
            ),
            "over_time": () if clear else tuple(map(in_brief, _signals(made)[:1])),
            "challenges": tuple(map(in_brief, made.challenges[:MOST_CHALLENGES])),
            "data_quality": (),
            "footnotes": _held_back(made),
        }
    )


def in_brief(line: Line) -> Line:
    """The same in little room: a 'good' statement or a question is quoted by its beginning."""
    whole = line.brief or line.text
    lead = line.lead if whole.startswith(line.lead) else ""
    rest = QUOTED.sub(lambda found: f"“{shortened(found[1], LONGEST_QUOTE)}”", whole[len(lead) :])
    return line.model_copy(update={"lead": lead, "rest": rest, "brief": ""})


def _most_telling(made: Digest, rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: _weight(made, row))


def _weight(made: Digest, row: Row) -> tuple[bool, bool, bool, bool]:
    """What may be told before what may not, answers before how comments lean, children first.

    Then what is clearly below its target; all else stays as in the digest.
    """
    figures = _figures_of(made, row)
    return (
        not any(one.disclosure in TOLD for one in figures),
        any(one.unit is Unit.NET for one in figures),
        row.perspective is not Perspective.CHILD,
        row.status is not Status.NOT_MET,
    )


def _figures_of(made: Digest, row: Row) -> list[Figure]:
    return [figure for one in row.figures if (figure := made.figure(one))]


def _answered(made: Digest, section: Section, children: Sequence[Row]) -> Section:
    """With one row; with one that stands among the children's only where there is no other."""
    above = {row.figures for row in children}
    new = [row for row in section.rows if row.figures not in above]
    rows = _most_telling(made, new or section.rows)[:1]
    return section.model_copy(update={"rows": tuple(_row_in_brief(made, row) for row in rows)})


def _row_in_brief(made: Digest, row: Row) -> Row:
    return row.model_copy(
        update={
            "name": shortened(row.name, LONGEST_NAME),
            "target": row.target and _target(made, row),
            "change": _to_know(made, row),
            "line": in_brief(row.line),
        }
    )


def _to_know(made: Digest, row: Row) -> str:
    """That it is pooled, or has clearly changed; and that a machine counted it."""
    figures = _figures_of(made, row)
    changed = any(one.change and one.change.clarity is Clarity.CLEAR for one in figures)
    is_told = changed or any(one.pooled for one in figures)
    by_machine = [flag for one in figures for flag in one.flags if flag in BY_MACHINE]
    return " · ".join([*([row.change] if is_told else []), *map(flag_told, by_machine)])


def _target(made: Digest, row: Row) -> str:
    told = [
        target_told(measure, one, in_brief=True)
        for one in _figures_of(made, row)
        if (measure := made.measure(one))
    ]
    return next(filter(None, told), row.target)


def _childrens_first(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.perspective is not Perspective.CHILD)


def _signals(made: Digest) -> list[Line]:
    """What a process says, where it is more than its usual ups and downs."""
    signals = {
        one.figure for one in made.series if one.reading.variation not in (None, Variation.COMMON)
    }
    return [line for line in made.over_time if signals.intersection(line.figures)]


def _held_back(made: Digest) -> tuple[Line, ...]:
    few = sum(one.protected for one in made.figures)
    told = {"number": few, "all": len(made.figures)}
    return (Line(rest=say("note.protected_brief", **told)),) if few else ()
