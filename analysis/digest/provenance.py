"""How a figure was made, so that it can be traced, doubted and made again."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Literal

from pydantic import TypeAdapter

from analysis.digest.rows import base_told, good_text, name_of, value_told
from analysis.disclosure.ledger import Rows
from analysis.disclosure.suppression import RULES
from analysis.figures.figure import Disclosure, Figure, FigureId, Flag
from analysis.figures.holding import Held
from analysis.figures.measuring import Picture
from analysis.figures.safety_net import told_as
from analysis.phrases import day, number
from analysis.statistics.agreement import FEWEST_PAIRS, kappa
from analysis.wording import say
from surveys.errors import Unknown
from surveys.measures import Formula, Measure
from surveys.periods import Period
from surveys.values import Value, WaveId

OF_COMMENTS = (Formula.NET, Formula.THEMES)
ENGINE = "measures 3"  # raise it when the same evidence would give another figure


class AskedQuestion(Value):
    survey: str
    text: str


class FigureEvidence(Value):
    """What a figure stands on, as far as its audience may know. A protected one has no row set."""

    figure: Figure
    name: str
    definition: str
    formula: str
    interval: str
    told: str
    base_told: str
    good: str | None
    filters: tuple[str, ...]
    questions: tuple[AskedQuestion, ...]
    waves: tuple[WaveId, ...]
    derived_from: tuple[FigureId, ...]
    row_set: str | None
    engines: tuple[str, ...]
    versions: tuple[str, ...] = ()
    checked: str = ""
    finds: str = ""
    coders: str = ""
    used: tuple[str, ...] = ()
    reported: str = ""
    kind: Literal["figure_evidence"] = "figure_evidence"


KEPT = TypeAdapter(tuple[FigureEvidence, ...])  # as JSON, beside the figures that left


def evidence_in(found: Picture, figure: str) -> FigureEvidence:
    """How the figure with this id was made, out of a picture that may be told. Raises Unknown."""
    one = next((one for one in found.figures if one.id == figure), None)
    if one is None:
        raise Unknown("figure", figure)
    return _made(found, one).model_copy(update={"row_set": _row_set(found, one)})


def _made(found: Picture, one: Figure) -> FigureEvidence:
    """But for its row set, which takes longer than all else."""
    measure = found.measure(one)
    return FigureEvidence(
        figure=one,
        name=_name(found, one),
        definition=f"{measure.name} ({measure.code})",
        formula=f"{measure.counted} ({measure.formula})",
        interval=measure.interval,
        told=value_told(one),
        base_told=base_told(one),
        good=good_text(found, one),
        filters=_filters(found, one),
        questions=_questions(found, one),
        waves=_waves(found, one),
        derived_from=one.derived_from,
        row_set=None,
        engines=_engines(found, one),
        checked=_checked(found, one),
        finds=_finds(one),
        coders=_coders(found, one),
        reported=reported_by(measure),
    )


def evidence_held(holding: Held, figure: str, versions: tuple[str, ...]) -> FigureEvidence:
    """The same, of a figure that may stand as it was told: with the rows that it was told with."""
    one = evidence_in(holding.picture, figure)
    left = holding.left.get(figure)
    told = row_set_of(left.counted) if left else None
    return one.model_copy(update={"row_set": told, "versions": versions})


def evidence_kept(
    holding: Held, figures: Iterable[Figure], versions: tuple[str, ...]
) -> tuple[FigureEvidence, ...]:
    """The same, of all figures that leave in one paper, to be kept beside their rows.

    Without row sets: of a whole paper they take many seconds, and they can be had from those rows.
    """
    return tuple(
        _made(holding.picture, one).model_copy(update={"versions": versions}) for one in figures
    )


def reported_by(measure: Measure) -> str:
    """'Early help sub-group, due 15 working days after the end of the period', as far as known."""
    told = ""
    if measure.due is not None:
        told = say("made.due_1" if measure.due == 1 else "made.due", days=measure.due)
    return ", ".join(part for part in (measure.owner, told) if part)


def row_set_of(rows: Rows) -> str:
    """Of the ledger's rows."""
    return row_set(tuple(f"{row:016x}" for row in rows))


def row_set(responses: tuple[str, ...]) -> str:
    """SHA-256 over the sorted names of the rows, one a line."""
    return sha256("\n".join(sorted(responses)).encode()).hexdigest()


def _filters(found: Picture, figure: Figure) -> tuple[str, ...]:
    rule = RULES[told_as(found.measure(figure), found.audience)]
    filters = [
        say("made.area", area=found.area.label),
        say("made.days", first=day(_first_day(found, figure)), last=day(found.period.last_day)),
        say("made.audience", audience=say(f"audience.{found.audience.name.casefold()}")),
        say("made.smallest", base=rule.smallest_base, count=rule.smallest_count),
    ]
    if rule.step > 1:
        filters.append(say("made.rounded", step=rule.step))
    if figure.statement:
        filters.append(say("made.statement", statement=figure.statement))
    if figure.theme:
        label = found.themes.labels.get(figure.theme, figure.theme)
        filters.append(say("made.theme", theme=label, codebook=found.themes.version))
    if figure.perspective:
        eyes = say(f"eyes.{figure.perspective.value}")
        filters.append(say("made.perspective", perspective=eyes))
    if figure.agency:
        filters.append(say("made.agency", agency=figure.agency))
    return tuple(filters)


def _name(found: Picture, figure: Figure) -> str:
    """What the digest calls it."""
    theme = found.themes.labels.get(figure.theme, figure.theme) if figure.theme else None
    return theme or name_of(found, figure)


def _first_day(found: Picture, figure: Figure) -> date:
    pooled = Period.parse(figure.pooled) if figure.pooled else found.period
    return pooled.first_day


def _questions(found: Picture, figure: Figure) -> tuple[AskedQuestion, ...]:
    sides = figure.derived_from or (figure.id,)
    return tuple(
        AskedQuestion(survey=linked.wording.split(".")[0], text=linked.text)
        for side in sides
        for linked in found.asked[side]
    )


def _waves(found: Picture, figure: Figure) -> tuple[WaveId, ...]:
    """All waves that could have given it: which did is told only where the figure is."""
    facts = found.facts
    asking = {
        Formula.NET: facts.asks_for_comments,
        Formula.THEMES: facts.asks_for_comments,
        Formula.RESPONSE_RATE: facts.asks_directly,
    }.get(found.measure(figure).formula, facts.asks_about_it)
    perspective = None if figure.derived_from else figure.perspective
    counted = {one.survey for one in _questions(found, figure)}
    return tuple(
        wave.id
        for wave in facts.waves_of(found.period)
        if asking(wave)
        and (not counted or wave.survey in counted)
        and (perspective is None or facts.reader(wave).survey.perspective is perspective)
    )


def _row_set(found: Picture, figure: Figure) -> str | None:
    rows = found.rows[figure.id]
    is_told = figure.disclosure is not Disclosure.PROTECTED and rows
    return row_set(tuple(rows)) if is_told else None


def _checked(found: Picture, figure: Figure) -> str:
    """Who has looked at the reading of comments; nothing where no comment was read."""
    if found.measure(figure).formula not in OF_COMMENTS or figure.protected:
        return ""
    if figure.audited:
        return say("made.audited", audited=figure.audited, base=figure.base)
    if Flag.MACHINE_ONLY in figure.flags:
        return say("made.unchecked")
    return say("made.checked_in_part" if Flag.PARTLY_CHECKED in figure.flags else "made.checked")


def _finds(figure: Figure) -> str:
    """How well the machine finds a theme, against the people who were drawn by lot."""
    if figure.machine is None:
        return ""
    rates = (("finds.right", figure.machine.precision), ("finds.all", figure.machine.recall))
    return " ".join(
        say(
            template,
            percent=number(rate.percent),
            base=rate.base,
            likely=say("likely", low=number(rate.low), high=number(rate.high)),
        )
        for template, rate in rates
        if rate
    )


def _coders(found: Picture, figure: Figure) -> str:
    """How far those who code the theme, or how comments lean, agree (QL10).

    Without the interval, which takes too long for all figures of a release: the report has it.
    """
    formula = found.measure(figure).formula
    if formula not in OF_COMMENTS or figure.protected:
        return ""
    coders = found.coders
    pairs = coders.on(figure.theme)
    if not coders.are_enough(figure.theme):
        return say("coders.unknown", number=len(pairs), needed=FEWEST_PAIRS)
    template = "coders.indicative" if coders.bars(figure.theme) else "coders.agree"
    agree = _two(coders.ac1(figure.theme))
    return say(template, ac1=agree, kappa=_two(kappa(pairs)), number=len(pairs))


def _two(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _engines(found: Picture, figure: Figure) -> tuple[str, ...]:
    formula = found.measure(figure).formula
    if formula not in OF_COMMENTS or figure.protected or figure.perspective is None:
        return (ENGINE,)
    read = found.leanings if formula is Formula.NET else found.speaking
    return (ENGINE, *read[figure.perspective].machines)
