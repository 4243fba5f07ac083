"""The sentences of a digest. Each comes from a figure by a template, and claims no more than it.

Written to be read aloud: numbers as people say them, a word beside every sign, no markup.
"""

from collections.abc import Sequence

from analysis.digest.lines import Line
from analysis.evidence.linking import Linked
from analysis.figures.figure import Change, Disclosure, Figure, Flag, ScaleChange
from analysis.figures.gaps import Gap
from analysis.figures.status import Cap, Clarity, Status
from analysis.phrases import (
    banded,
    calibrated,
    in_ten,
    listed,
    number,
    period_label,
    points,
    range_of,
    sentence,
    shortened,
    signed,
    within,
)
from surveys.framework import ContentArea, Perspective
from surveys.measures import Measure, NamedAfter
from surveys.parameters import fill
from surveys.periods import Period
from surveys.survey import CARRIED

MOST_ANSWERS = 2  # that a sentence names as the favourable ones
PEOPLE = {
    Perspective.CHILD: "children",
    Perspective.PARENT_CARER: "parents and carers",
    Perspective.PRACTITIONER: "practitioners",
    Perspective.AUDIT: "audited files",
    Perspective.AGENCY_SELF: "agencies' own grades",
}
STANDINGS = {
    Status.MET: "Meets our target of {target}%.",
    Status.NOT_MET: "Below our target of {target}%.",
    Status.LEANING_ABOVE: "Not yet clear against our target of {target}%, leaning above.",
    Status.LEANING_BELOW: "Not yet clear against our target of {target}%, leaning below.",
}
PROPOSED = {
    Status.LEANING_ABOVE: "Leaning above, against the proposed target of {target}%: until it is "
    "agreed, nothing is called met.",
    Status.LEANING_BELOW: "Leaning below, against the proposed target of {target}%: until it is "
    "agreed, nothing is called not met.",
}
CAPS = {
    Cap.PERCEPTION_GAP: "Held back because views on it clearly differ.",
    Cap.PRACTITIONERS_ONLY: "Held back because only practitioners say so.",
    Cap.NOT_AGREED: "The 'good' statement is proposed, not yet agreed.",
    Cap.NO_CHILD_OUTCOME: "No outcome was measured with children.",
}


def people(figure: Figure) -> str:
    return PEOPLE[figure.perspective] if figure.perspective else "people"


# Sentences about shares of people


def share_line(figure: Figure, predicate: str) -> Line:
    """'8 in 10 children (24 of 30; likely 63–90%) say they feel safe. Not yet clear against …'."""
    told = (
        *standing(figure),
        *pooled_told(figure),
        *change_told(figure),
        *scale_told(figure.scale),
    )
    after = " ".join(told)
    return Line(
        lead=_subject(figure),
        rest=_joined(_predicate(figure, predicate), after),
        figures=(figure.id,),
    )


def _subject(figure: Figure) -> str:
    who = people(figure)
    match figure.disclosure:
        case Disclosure.SHOWN:
            return f"{in_ten(figure.value or 0, who)} ({counted(figure)}; {likely(figure)})"
        case Disclosure.BAND:
            return f"{banded(figure.band or '')} of {who} ({figure.base} answered)"
        case Disclosure.TOO_FEW:
            return "Too few to say"
        case Disclosure.PROTECTED:
            return "Protected"


def _predicate(figure: Figure, predicate: str) -> str:
    match figure.disclosure:
        case Disclosure.SHOWN | Disclosure.BAND:
            return f" {predicate}."
        case Disclosure.TOO_FEW:
            return (
                f": whether {people(figure)} {predicate}. {figure.base} answered; "
                f"{figure.needed} more would make a share possible."
            )
        case Disclosure.PROTECTED:
            return f": whether {people(figure)} {predicate}. Few or none answered."


def predicate(
    figure: Figure,
    measure: Measure,
    asked: Sequence[Linked],
    area: ContentArea,
    statement: str | None,
) -> str:
    """What they say: in the words of the measure, of the only question, or of what is good."""
    says = measure.said_by(figure.perspective)
    if measure.named_after is NamedAfter.MEASURE:
        return says
    is_of_statement = measure.named_after is NamedAfter.STATEMENT
    if text := only_question(asked, area):
        return f"{_answering(asked, says, is_of_statement=is_of_statement)}: “{shortened(text)}”"
    on = " on" if is_of_statement else ":"
    return f"{says}{on} “{shortened(statement)}”" if statement else says


def _answering(asked: Sequence[Linked], says: str, *, is_of_statement: bool) -> str:
    """A choice of few favourable answers names them: "answer “1”"."""
    if is_of_statement and all(one.is_agreement for one in asked):
        return "agree"
    counts = {one.counts for one in asked}
    labels = counts.pop() if len(counts) == 1 else ()
    if 0 < len(labels) <= MOST_ANSWERS:
        return f"answer {' or '.join(f'“{shortened(label)}”' for label in labels)}"
    return says


def only_question(asked: Sequence[Linked], area: ContentArea) -> str:
    """The text of the question, if only one was asked."""
    texts = {_question(one, area) for one in asked}
    return texts.pop() if len(texts) == 1 else ""


def _question(linked: Linked, area: ContentArea) -> str:
    """Its text with the area filled in; nothing if it carries what only a respondent saw."""
    open_places = {found["name"] for found in CARRIED.finditer(linked.text)}
    if open_places <= {"content_area"}:
        return fill(linked.text, {"content_area": within(area.label)})
    return ""


def counted(figure: Figure) -> str:
    """'24 of 30', or '97% of 30' where the one number would give a small other one away."""
    if figure.numerator is not None:
        return f"{figure.numerator} of {figure.base}"
    return f"{number(figure.value or 0)}% of {figure.base}"


def likely(figure: Figure) -> str:
    return f"likely {number(figure.low or 0)}–{number(figure.high or 0)}%"


def standing(figure: Figure) -> tuple[str, ...]:
    """Where the share stands against its target, in a sentence or two."""
    if figure.status not in STANDINGS:
        return ()
    if figure.cap is Cap.NOT_AGREED:
        return (PROPOSED[figure.status].format(target=figure.target),)
    told = STANDINGS[figure.status].format(target=figure.target)
    return (told, CAPS[figure.cap]) if figure.cap else (told,)


def pooled_told(figure: Figure) -> tuple[str, ...]:
    if figure.pooled is None:
        return ()
    first, last = (
        period_label(Period.parse(figure.pooled)),
        period_label(Period.parse(figure.period)),
    )
    return (f"Pooled: {first} and {last}, because fewer than ten answered in each alone.",)


def change_told(figure: Figure) -> tuple[str, ...]:
    """What became of it since the period before; nothing if it was not asked then."""
    if figure.change is None:
        is_shown = figure.disclosure in (Disclosure.SHOWN, Disclosure.BAND)
        is_other = Flag.ASKED_DIFFERENTLY in figure.flags and is_shown
        return ("Asked differently the period before, so not compared.",) if is_other else ()
    since = f"since {period_label(Period.parse(figure.change.since))}"
    range_told = f"(likely {range_of(figure.change.low, figure.change.high)})"
    match figure.change.clarity:
        case Clarity.CLEAR:
            told = f"A clear {moved(figure.change)} {since} {range_told}."
        case Clarity.POSSIBLE:
            told = f"A possible {moved(figure.change)} {since} {range_told}, not counted as clear."
        case _:
            told = f"No clear change {since}."
    only = "That compares only the questions asked in both periods."
    return (told, only) if Flag.PARTLY_COMPARABLE in figure.flags else (told,)


def moved(change: Change) -> str:
    return f"{'rise' if change.points > 0 else 'fall'} of {points(change.points)}"


def scale_told(scale: ScaleChange | None) -> tuple[str, ...]:
    """How those who scored twice moved, as far as it may be told."""
    if scale is None:
        return ()
    told = [_clear_or_not(scale)]
    if scale.typical is not None:
        between = f"{signed(scale.low or 0)} to {signed(scale.high or 0)}"
        told.append(f"The typical change is {signed(scale.typical)} (likely {between}).")
    if scale.worse is not None:
        told.append(
            f"{scale.worse} score two or more points lower, {scale.unchanged} about the same."
        )
    return tuple(told)


def _clear_or_not(scale: ScaleChange) -> str:
    match scale.clarity:
        case Clarity.CLEAR:
            return "Too many moved the same way for it to be chance."
        case Clarity.POSSIBLE:
            return "Possibly more than chance, not counted as clear."
        case _:
            return "No clear change either way."


# Sentences about other figures


def leaning_line(figure: Figure) -> Line:
    who = people(figure)
    match figure.disclosure:
        case Disclosure.SHOWN:
            lead = f"Comments by {who} {_leans(figure)}"
            between = f"{signed(figure.low or 0)} to {signed(figure.high or 0)}"
            rest = f": net {signed(figure.value or 0)} (likely {between}; {figure.base} wrote)."
        case Disclosure.BAND:
            mind = (figure.band or "").removeprefix("nearly all ")
            lead, rest = f"Nearly all {who} who wrote are {mind}", f" ({figure.base} wrote)."
        case Disclosure.TOO_FEW:
            lead = f"Too few comments by {who} to say how they lean"
            rest = f": {figure.base} wrote, {figure.needed} more would make it possible."
        case _:
            lead, rest = f"Comments by {who}: protected", ", because few or none wrote."
    checked = [sentence(f"{flag}.") for flag in figure.flags]
    return Line(lead=lead, rest=_joined(rest, *checked), figures=(figure.id,))


def _leans(figure: Figure) -> str:
    if (figure.low or 0) > 0:
        return "lean positive"
    return "lean negative" if (figure.high or 0) < 0 else "lean neither way for sure"


def rate_line(figure: Figure) -> Line:
    """As in: 4 in 10 people who were asked answered (100 of 240)."""
    low = " That is low." if Flag.LOW_RESPONSE in figure.flags else ""
    match figure.disclosure:
        case Disclosure.SHOWN:
            lead = f"{in_ten(figure.value or 0, 'people who were asked')} answered"
            rest = f" ({counted(figure)}).{low}"
        case Disclosure.BAND:
            lead = f"{banded(figure.band or '')} of people who were asked answered"
            rest = f" ({figure.base} were asked).{low}"
        case Disclosure.TOO_FEW:
            lead = "Too few people were asked for a response rate"
            rest = f" ({figure.base})."
        case _:
            lead, rest = "Response rate: protected", f", because few or none answered.{low}"
    return Line(lead=lead, rest=rest, figures=(figure.id,))


def voices_line(figures: Sequence[Figure]) -> Line:
    """As in: 34 children were heard. Protected, because few or none were heard: practitioners."""
    heard = [f"{number(one.value or 0)} {people(one)}" for one in figures if one.is_shown]
    few = [people(one) for one in figures if not one.is_shown]
    lead = f"{listed(heard)} were heard." if heard else ""
    rest = f"Protected, because few or none were heard: {listed(few)}." if few else ""
    return Line(
        lead=lead,
        rest=f" {rest}" if lead and rest else rest,
        figures=tuple(one.id for one in figures),
    )


def gap_line(gap: Gap, on_what: str) -> Line:
    """'Practitioners are 26 points more positive than children …', and both sides of it."""
    more = "more" if gap.points > 0 else "less"
    other, between = people(gap.other), range_of(gap.figure.low or 0, gap.figure.high or 0)
    sides = f"{_side(gap.practitioner)} but {_side(gap.other)}"
    return Line(
        lead=f"Practitioners are {points(gap.points)} {more} positive than {other}",
        rest=f" on “{shortened(on_what)}” (likely {between}). {sentence(sides)} are favourable.",
        figures=(gap.figure.id, gap.practitioner.id, gap.other.id),
    )


def _side(figure: Figure) -> str:
    word = calibrated(figure.value or 0, figure.low or 0, figure.high or 0)
    return f"{word} {people(figure)} ({counted(figure)})"


def _joined(first: str, *others: str) -> str:
    return " ".join(part for part in (first, *others) if part)


def agency_told(figure: Figure) -> str:
    """'Police (5% of 60)', or 'Police (hardly anyone)' where no number may be told."""
    match figure.disclosure:
        case Disclosure.SHOWN:
            return f"{figure.agency} ({number(figure.value or 0)}% of {figure.base})"
        case Disclosure.BAND:
            return f"{figure.agency} ({figure.band} of {figure.base})"
        case _:
            return f"{figure.agency} (hardly anyone)"
