"""The short form of a digest: what matters most, in about a screen of a phone."""

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from analysis.digest.digest import Digest
from analysis.digest.lines import Line, Row, Section, SinceLastTime
from analysis.digest.narrative import agency_told, flag_told
from analysis.digest.rows import target_told
from analysis.digest.turns import gained
from analysis.figures.figure import Figure, Flag
from analysis.figures.status import Clarity, Status
from analysis.phrases import LONGEST_QUOTE, sentence, shortened
from analysis.statistics import Variation
from analysis.wording import say
from surveys.framework import Kind, Perspective
from surveys.measures import Asks, Formula, Unit

MOST_OF_CHILDREN, MOST_CHALLENGES = 2, 2
LONGEST_NAME = 40
QUOTED = re.compile(r"“([^”]*)”")
BY_MACHINE = (Flag.MACHINE_ONLY, Flag.PARTLY_CHECKED)


def in_short(made: Digest) -> Digest:
    """The most telling rows and lines of *made*, each said in brief, and nothing that it lacks.

    Of what children say two rows, of each question one that is not among them; of clear gaps and
    of who was not heard the first, children's before others; of what changed clearly, or over the
    quarters, the worst; two questions for challenge. Which rows, says `_weight`. How many more
    there are in the whole digest is said beneath. Low response is told, and who is not represented.
    """
    children = _most_telling(made, made.children)[:MOST_OF_CHILDREN]
    first, second, third = (_answered(made, one, children) for one in made.questions)
    return made.model_copy(
        update={
            "good": (),
            "children": tuple(_with_target(made, one) for one in children),
            "voices": (),
            "measured": (),
            "themes": (),
            "questions": (first, second, third),
            "gaps": _first(made.gaps),
            "not_heard": _first(_childrens_first(made.not_heard)),
            "since_last_time": _changed(made),
            "over_time": (),
            "challenges": tuple(map(in_brief, made.challenges[:MOST_CHALLENGES])),
            "data_quality": tuple(_reservations(made)),
            "footnotes": (_footnote(made),),
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


def _weight(made: Digest, row: Row) -> tuple[bool, bool, bool, bool, bool]:
    """What may be told before what may not, answers before how comments lean, children first.

    Then what decided the status of the area, then what is clearly below its target; all else
    stays as in the digest.
    """
    figures = _figures_of(made, row)
    return (
        not any(one.is_told for one in figures),
        any(one.unit is Unit.NET for one in figures),
        row.perspective is not Perspective.CHILD,
        not _decides(made, row),
        row.status is not Status.NOT_MET,
    )


def _decides(made: Digest, row: Row) -> bool:
    """See status.overall: what children say of an outcome."""
    is_as_the_area = row.status is not None and row.status is made.overall.status
    is_of_children = row.perspective is Perspective.CHILD
    return is_as_the_area and is_of_children and _is_outcome(made, row)


def _is_outcome(made: Digest, row: Row) -> bool:
    outcomes = {one.id for one in made.good if one.kind is Kind.OUTCOME}
    figures = _figures_of(made, row)
    asks = [measure.asks for one in figures if (measure := made.measure(one))]
    return Asks.DIFFERENCE in asks or any(one.statement in outcomes for one in figures)


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
    is_told = _has_changed(figures) or any(one.pooled for one in figures)
    by_machine = [flag for one in figures for flag in one.flags if flag in BY_MACHINE]
    return " · ".join([*([row.change] if is_told else []), *map(flag_told, by_machine)])


def _has_changed(figures: Iterable[Figure]) -> bool:
    return any(one.change and one.change.clarity is Clarity.CLEAR for one in figures)


def _target(made: Digest, row: Row) -> str:
    told = [
        target_told(measure, one, in_brief=True)
        for one in _figures_of(made, row)
        if (measure := made.measure(one))
    ]
    return next(filter(None, told), row.target)


def _with_target(made: Digest, row: Row) -> Row:
    """A row that is told in a sentence: its target, and a clear change, stand at the end of it."""
    brief, figures = _row_in_brief(made, row), _figures_of(made, row)
    cells = [brief.target, row.change if _has_changed(figures) else ""]
    told = sentence(", ".join(cell for cell in cells if cell))
    if not told or not any(one.is_told for one in figures):
        return brief
    line = brief.line.model_copy(update={"rest": f"{brief.line.rest} {told}."})
    return brief.model_copy(update={"line": line})


def _reservations(made: Digest) -> Iterator[Line]:
    """Of whom the figures may not speak: nothing where enough answered, who are like the others."""
    for one in made.by(Formula.RESPONSE_RATE):
        if one.agency is None and Flag.LOW_RESPONSE in one.flags:
            everybody = one.model_copy(update={"agency": say("cell.all_agencies")})
            told = f" {agency_told(everybody)}."
            yield Line(lead=say("not_heard.low"), rest=told, figures=(one.id,))
    for one in made.by(Formula.REPRESENTATIVENESS):
        if Flag.NOT_REPRESENTATIVE in one.flags:
            lead = say("know.unlike_brief")
            yield Line(lead=lead, rest=say("know.unlike_who_brief"), figures=(one.id,))


def _first(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The first, and how many more the whole digest has."""
    return (*map(in_brief, lines[:1]), *_left_out(lines[1:]))


def _left_out(lines: Sequence[Line]) -> tuple[Line, ...]:
    return (Line(rest=say("short.more", number=len(lines))),) if lines else ()


def _childrens_first(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.perspective is not Perspective.CHILD)


def _changed(made: Digest) -> SinceLastTime:
    """The worst; that all else is as it was is said only where nothing is left out."""
    since, changed = made.since_last_time, _worst_first(made)
    (others,) = _left_out(changed[1:]) or (since.others,)
    clear = tuple(map(in_brief, changed[:1]))
    return since.model_copy(update={"clear": clear, "agreed": (), "others": others, "you_said": ()})


def _worst_first(made: Digest) -> list[Line]:
    """Worse before better, by how far since last time; then what the quarters signal, likewise."""
    gains = [(gained(made, line) or 0, line) for line in made.since_last_time.clear]
    clear = [(gain >= 0, -abs(gain), line) for gain, line in gains]
    worse = {one.figure for one in made.series if one.reading.variation is Variation.WORSENING}
    signals = [(worse.isdisjoint(line.figures), 0.0, line) for line in _signals(made)]
    return [line for *_, line in sorted([*clear, *signals], key=itemgetter(0, 1))]


def _signals(made: Digest) -> list[Line]:
    """What a process says, where it is more than its usual ups and downs."""
    signals = {
        one.figure for one in made.series if one.reading.variation not in (None, Variation.COMMON)
    }
    return [line for line in made.over_time if signals.intersection(line.figures)]


def _footnote(made: Digest) -> Line:
    """That withdrawn voices are in no figure is said always: see what was withdrawn."""
    few = sum(one.protected for one in made.figures)
    told = {"number": few, "all": len(made.figures)}
    template = "note.protected_brief" if few else "note.withdrawn_brief"
    return Line(rest=say(template, **told))
