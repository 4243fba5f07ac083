"""The tables of a paper for analysts: one sheet each, made of the same protected figures."""

from collections.abc import Iterator

from analysis.digest.lines import Line
from analysis.digest.narrative import PEOPLE, band_told
from analysis.figures.figure import Disclosure, Figure, Rate
from analysis.figures.status import Clarity
from analysis.paper.paper import Paper
from analysis.phrases import day, sentence
from surveys.values import Value

PROTECTED = "c"
CLEAR = {Clarity.CLEAR: "clear", Clarity.POSSIBLE: "possible", Clarity.NOT_CLEAR: "not clear"}
Cell = str | int | float | None
HOW_TO_READ = (
    f"Where {PROTECTED} stands for a value, it is protected: few or none stand behind it, or it "
    "would give another away. Nobody and a few look the same. No protected number is in this file."
)


class Sheet(Value):
    """*widths* are in characters. The first row is *head*, and stays in sight."""

    name: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]


def sheets(paper: Paper) -> tuple[Sheet, ...]:
    return (
        _about(paper),
        _dashboard(paper),
        _statement(paper),
        _figures(paper),
        _gaps(paper),
        _themes(paper),
        _rates(paper),
        _sentences(paper),
        _definitions(paper),
        _texts(paper),
    )


def _about(paper: Paper) -> Sheet:
    hidden = sum(one.protected for one in paper.figures)
    return Sheet(
        name="About",
        head=("What", "Told"),
        rows=(
            ("Paper", paper.title),
            ("Board", paper.board),
            ("Period", f"{paper.period_label} ({paper.period})"),
            ("Made on", day(paper.made_on)),
            ("For", paper.audience.value),
            ("Figures", len(paper.figures)),
            ("Figures protected", hidden),
            ("How to read it", HOW_TO_READ),
            ("Too few voices in", "; ".join(paper.without) or "none"),
        ),
        widths=(22, 100),
    )


def _dashboard(paper: Paper) -> Sheet:
    return Sheet(
        name="Dashboard",
        head=("Content area", "Status", "How much", "How well", "What difference", "Change"),
        rows=tuple(
            (
                one.label,
                one.status,
                one.how_much.text,
                one.how_well.text,
                one.difference.text,
                f"{one.arrow} {one.change}".strip(),
            )
            for one in paper.dashboard
        ),
        widths=(45, 34, 22, 40, 40, 22),
    )


def _statement(paper: Paper) -> Sheet:
    """As the rules made them; what people wrote is on the sheet of texts."""
    parts = (("Risk", paper.risks), ("Improvement or strength", paper.improvements))
    return Sheet(
        name="Risks and improvements",
        head=("Kind", "By rule", "Figures"),
        rows=tuple(
            (kind, line.text, " ".join(line.figures))
            for kind, part in parts
            for line in part.by_rule
        ),
        widths=(24, 110, 40),
    )


def _figures(paper: Paper) -> Sheet:
    return Sheet(
        name="Figures",
        head=(
            "Figure",
            "Content area",
            "Code",
            "Measure",
            "Good statement",
            "Theme",
            "Perspective",
            "Agency",
            "May be told",
            "Value",
            "Unit",
            "Numerator",
            "Base",
            "Likely from",
            "Likely to",
            "Target",
            "Status",
            "Change in points",
            "Change likely from",
            "Change likely to",
            "How clear",
            "To know",
        ),
        rows=tuple(
            _figure(digest.area_label, one, paper.name_of(one))
            for digest in paper.digests
            for one in digest.figures
        ),
        widths=(22, 30, 7, 26, 12, 16, 20, 22, 12, 8, 9, 10, 7, 9, 9, 8, 36, 9, 9, 9, 10, 40),
    )


def _figure(area: str, one: Figure, name: str) -> tuple[Cell, ...]:
    change, sign = one.change, one.sign
    clarity = change.clarity if change else one.clarity
    return (
        one.id,
        area,
        one.measure,
        name,
        one.statement,
        one.theme,
        PEOPLE[one.perspective] if one.perspective else None,
        one.agency,
        one.disclosure.value,
        _value(one),
        one.unit.value,
        one.numerator,
        PROTECTED if one.protected else one.base,
        one.low,
        one.high,
        one.target,
        sign.words if sign else None,
        change.points if change else None,
        change.low if change else None,
        change.high if change else None,
        CLEAR[clarity] if clarity else None,
        "; ".join(flag.value for flag in one.flags),
    )


def _value(figure: Figure) -> Cell:
    match figure.disclosure:
        case Disclosure.SHOWN:
            return figure.value
        case Disclosure.BAND:
            return sentence(band_told(figure.band))
        case Disclosure.TOO_FEW:
            return "too few"
        case Disclosure.PROTECTED:
            return PROTECTED


def _gaps(paper: Paper) -> Sheet:
    return Sheet(
        name="Clear gaps",
        head=("Content area", "Good statement", "Practitioners, %", "Base", "Others", "%", "Base"),
        rows=tuple(
            (
                card.digest.area_label,
                row.label,
                row.practitioners.value,
                row.practitioners.base,
                row.others.who,
                row.others.value,
                row.others.base,
            )
            for card in paper.cards
            for row in card.gaps
        ),
        widths=(40, 60, 16, 8, 22, 8, 8),
    )


def _themes(paper: Paper) -> Sheet:
    """How well the machine finds each theme, by the people drawn by lot and read again."""
    return Sheet(
        name="Themes and machine",
        head=(
            "Figure",
            "Content area",
            "Theme",
            "Perspective",
            "People",
            "Audited",
            "Right of what it found (precision), %",
            "Likely from",
            "Likely to",
            "Of people",
            "Found of what is there (recall), %",
            "Likely from",
            "Likely to",
            "Of people",
            "To know",
        ),
        rows=tuple(
            (
                one.id,
                digest.area_label,
                one.theme,
                PEOPLE[one.perspective] if one.perspective else None,
                one.base,
                one.audited,
                *_machine_rate(one.machine.precision if one.machine else None),
                *_machine_rate(one.machine.recall if one.machine else None),
                "; ".join(flag.value for flag in one.flags),
            )
            for digest in paper.digests
            for one in digest.figures
            if one.theme
        ),
        widths=(22, 40, 24, 20, 8, 8, 12, 9, 9, 9, 12, 9, 9, 9, 40),
    )


def _machine_rate(rate: Rate | None) -> tuple[Cell, Cell, Cell, Cell]:
    return (rate.percent, rate.low, rate.high, rate.base) if rate else (PROTECTED,) * 4


def _rates(paper: Paper) -> Sheet:
    return Sheet(
        name="Response by agency",
        head=("Agency", "Content area", "Answered", "Low", "Figure"),
        rows=tuple(
            (
                one.agency,
                one.area,
                PROTECTED if one.is_protected else one.told,
                "low" if one.is_low else None,
                one.figure,
            )
            for one in paper.rates
        ),
        widths=(30, 60, 18, 8, 22),
    )


def _sentences(paper: Paper) -> Sheet:
    return Sheet(
        name="What to know",
        head=("Content area", "Kind", "Told", "Figures"),
        rows=tuple(
            (area, kind, line.text, " ".join(line.figures)) for area, kind, line in _lines(paper)
        ),
        widths=(40, 18, 110, 40),
    )


def _lines(paper: Paper) -> Iterator[tuple[str, str, Line]]:
    for digest in paper.digests:
        kinds = (
            ("not heard", digest.not_heard),
            ("data quality", digest.data_quality),
            ("gap", digest.gaps),
            ("clear change", digest.since_last_time.clear),
            ("for challenge", digest.challenges),
        )
        for kind, lines in kinds:
            for line in lines:
                yield digest.area_label, kind, line


def _definitions(paper: Paper) -> Sheet:
    return Sheet(
        name="Definitions",
        head=(
            "Code",
            "Measure",
            "How it is counted",
            "Likely range",
            "Owner",
            "Due, working days after the period",
        ),
        rows=tuple(
            (one.code, one.name, one.counted, one.interval, one.owner, one.due)
            for one in paper.measures
        ),
        widths=(8, 30, 100, 60, 30, 20),
    )


def _texts(paper: Paper) -> Sheet:
    """Everything that people wrote, in the order of the paper; and what they have not."""
    of_paper = [
        paper.decisions.field,
        paper.risks.field,
        paper.improvements.field,
        paper.programme,
    ]
    fields = [
        *(("", one) for one in of_paper),
        *((card.digest.area_label, one) for card in paper.cards for one in card.fields),
        *((area.label, one) for area in paper.unheard for one in area.fields),
    ]
    return Sheet(
        name="Written",
        head=("Content area", "Part", "Text", "Written on"),
        rows=tuple(
            (area, one.name, one.text, day(one.written_on) if one.written_on else None)
            for area, one in fields
        ),
        widths=(40, 34, 110, 20),
    )
