"""The sentences of a digest. Each comes from a figure by a template, and claims no more than it.

Written to be read aloud: numbers as people say them, a word beside every sign, no markup.
"""

from collections.abc import Sequence

from analysis.digest.lines import Line
from analysis.disclosure.suppression import Band
from analysis.evidence.linking import Linked
from analysis.figures.figure import Change, Disclosure, Figure, FigureBand, Flag, ScaleChange
from analysis.figures.gaps import Gap
from analysis.figures.status import Cap, Clarity, Status
from analysis.phrases import (
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
    whose,
    within,
)
from analysis.wording import say
from surveys.coding import Sentiment
from surveys.framework import ContentArea, Perspective
from surveys.measures import Measure, NamedAfter
from surveys.parameters import fill
from surveys.periods import Period
from surveys.survey import CARRIED

MOST_ANSWERS = 2  # that a sentence names as the favourable ones
LONGEST_ABOUT = 200  # characters of what a gap lies in
PEOPLE = {
    Perspective.CHILD: "children",
    Perspective.PARENT_CARER: "parents and carers",
    Perspective.PRACTITIONER: "practitioners",
    Perspective.AUDIT: "audited files",
    Perspective.AGENCY_SELF: "agencies' own grades",
}
JUDGED = (Status.MET, Status.NOT_MET, Status.LEANING_ABOVE, Status.LEANING_BELOW)


def people(figure: Figure) -> str:
    return whose(figure.perspective)


def flag_told(flag: Flag) -> str:
    return say(f"flag.{flag.name.casefold()}")


def band_told(band: FigureBand | None) -> str:
    match band:
        case Band():
            return _banded(band)
        case Sentiment():
            return say("comments.nearly_all", mind=_mind(band))
        case Flag():
            return flag_told(band)
        case None:
            return ""


def _banded(band: Band) -> str:
    """'More than 90%', 'Less than 10%', '10% or less'."""
    words = {"low": ("less_than", "or_less"), "high": ("more_than", "or_more")}
    return say(words[band.end][band.is_included], share=f"{band.limit}%")


def _mind(band: FigureBand | None) -> str:
    return say(f"comments.{band}")


def cap_told(cap: Cap) -> str:
    return say(f"cap.{cap.name.casefold()}")


# Sentences about shares of people


def share_line(figure: Figure, predicate: str) -> Line:
    """'8 in 10 children (24 of 30; likely 63–90%) say they feel safe. Not yet clear against …'."""
    told = (
        *standing(figure),
        *pooled_told(figure),
        *change_told(figure),
        *scale_told(figure.scale, lost="scale.worse_up" if figure.at_most else "scale.worse"),
    )
    lead, says = _subject(figure), _predicate(figure, predicate)
    return Line(
        lead=lead,
        rest=_joined(says, *told),
        figures=(figure.id,),
        brief=_joined(f"{lead}{says}", *pooled_told(figure)),
    )


def _subject(figure: Figure) -> str:
    who = people(figure)
    match figure.disclosure:
        case Disclosure.SHOWN:
            share = in_ten(exact_percent(figure), who)
            return say("share.shown", share=share, base=counted(figure), likely=likely(figure))
        case Disclosure.BAND:
            return say("share.band", band=band_told(figure.band), who=who, base=figure.base)
        case Disclosure.TOO_FEW:
            return say("share.too_few")
        case Disclosure.PROTECTED:
            return say("share.protected")


def _predicate(figure: Figure, predicate: str) -> str:
    match figure.disclosure:
        case Disclosure.SHOWN | Disclosure.BAND:
            return f" {say('share.says', says=predicate)}"
        case Disclosure.TOO_FEW:
            few = {"base": figure.base, "needed": figure.needed}
            return say("share.too_few_why", who=people(figure), says=predicate, **few)
        case Disclosure.PROTECTED:
            why = "share.held_back" if is_held_back(figure) else "share.protected_why"
            return say(why, who=people(figure), says=predicate)


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
        does = _answering(asked, says, is_of_statement=is_of_statement)
        if does == says and (answers := _favourable_answers(asked)):
            return say("share.answer", answers=answers, text=shortened(text))
        return say("share.question", says=does, text=shortened(text))
    if not statement:
        return says
    template = "share.statement" if is_of_statement else "share.other_statement"
    return say(template, says=says, text=shortened(statement, LONGEST_ABOUT))


def _answering(asked: Sequence[Linked], says: str, *, is_of_statement: bool) -> str:
    if is_of_statement and all(one.is_agreement for one in asked):
        return say("share.agree")
    return says


def _favourable_answers(asked: Sequence[Linked]) -> str:
    """Of a choice of few favourable ones: '“1”', '“Fully” or “partly”'."""
    counts = {one.counts for one in asked}
    labels = counts.pop() if len(counts) == 1 else ()
    if not 0 < len(labels) <= MOST_ANSWERS:
        return ""
    either = [f"“{shortened(label)}”" for label in labels]
    return either[0] if len(either) == 1 else say("share.or", first=either[0], second=either[1])


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
        return say("counted", number=figure.numerator, base=figure.base)
    return say("counted_percent", percent=number(figure.value or 0), base=figure.base)


def exact_percent(figure: Figure) -> float:
    """As exact as it may be told, so that words of tens are rounded once: 43 of 123 is 3 in 10."""
    if figure.numerator is not None and figure.base:
        return 100 * figure.numerator / figure.base
    return figure.value or 0


def likely(figure: Figure) -> str:
    return say("likely", low=number(figure.low or 0), high=number(figure.high or 0))


def standing(figure: Figure) -> tuple[str, ...]:
    """Where the share stands against its target, in a sentence or two."""
    if figure.status not in JUDGED:
        return ()
    is_proposed = figure.cap is Cap.NOT_AGREED
    if figure.at_most:
        kind = "at_most_proposed" if is_proposed else "at_most"
    else:
        kind = "proposed" if is_proposed else "standing"
    told = say(f"{kind}.{figure.status.name.casefold()}", target=figure.target)
    if figure.cap is None or is_proposed:
        return (told,)
    return told, cap_told(figure.cap)


def pooled_told(figure: Figure) -> tuple[str, ...]:
    if figure.pooled is None:
        return ()
    first, last = (
        period_label(Period.parse(figure.pooled)),
        period_label(Period.parse(figure.period)),
    )
    return (say("pooled", first=first, last=last),)


def change_told(figure: Figure) -> tuple[str, ...]:
    """What became of it since the period before; nothing if it was not asked then."""
    if figure.change is None:
        is_other = Flag.ASKED_DIFFERENTLY in figure.flags and figure.is_told
        return (say("change.asked_differently"),) if is_other else ()
    change = figure.change
    since = period_label(Period.parse(change.since))
    likely_range = range_of(change.low, change.high)
    match change.clarity:
        case Clarity.CLEAR:
            told = say("change.clear", moved=moved(change), since=since, range=likely_range)
        case Clarity.POSSIBLE:
            told = say("change.possible", moved=moved(change), since=since, range=likely_range)
        case _:
            told = say("change.not_clear", since=since)
    return (told, say("change.partly")) if Flag.PARTLY_COMPARABLE in figure.flags else (told,)


def moved(change: Change) -> str:
    return say("rise" if change.points > 0 else "fall", points=points(change.points))


def scale_told(scale: ScaleChange | None, *, lost: str) -> tuple[str, ...]:
    """How those who answered twice moved, as far as it may be told; *lost* says who got worse."""
    if scale is None:
        return ()
    told = [_clear_or_not(scale)]
    if scale.typical is not None:
        between = {"low": signed(scale.low or 0), "high": signed(scale.high or 0)}
        told.append(say("scale.typical", change=signed(scale.typical), **between))
    if scale.worse is not None:
        told.append(say(lost, worse=scale.worse, unchanged=scale.unchanged))
    return tuple(told)


def _clear_or_not(scale: ScaleChange) -> str:
    match scale.clarity:
        case Clarity.CLEAR:
            return say("scale.clear")
        case Clarity.POSSIBLE:
            return say("scale.possible")
        case _:
            return say("scale.not_clear")


# Sentences about other figures


def leaning_line(figure: Figure) -> Line:
    who = people(figure)
    match figure.disclosure:
        case Disclosure.SHOWN:
            lead = say("comments.shown", who=who, lean=_leans(figure))
            net, base = signed(figure.value or 0), figure.base
            between = {"low": signed(figure.low or 0), "high": signed(figure.high or 0)}
            rest = say("comments.net", net=net, base=base, **between)
        case Disclosure.BAND:
            lead = say("comments.band", who=who, mind=_mind(figure.band))
            rest = say("comments.band_why", base=figure.base)
        case Disclosure.TOO_FEW:
            lead = say("comments.too_few", who=who)
            rest = say("comments.too_few_why", base=figure.base, needed=figure.needed)
        case _:
            lead = say("comments.protected", who=who)
            rest = say("held_back" if is_held_back(figure) else "comments.protected_why")
    checked = [
        sentence(f"{flag_told(flag)}.") for flag in figure.flags if flag is not Flag.HELD_BACK
    ]
    return Line(lead=lead, rest=_joined(rest, *checked), figures=(figure.id,))


def _leans(figure: Figure) -> str:
    if (figure.low or 0) > 0:
        return say("comments.lean_positive")
    is_negative = (figure.high or 0) < 0
    return say("comments.lean_negative" if is_negative else "comments.lean_neither")


def rate_line(figure: Figure) -> Line:
    """As in: 4 in 10 people who were asked answered (100 of 240)."""
    match figure.disclosure:
        case Disclosure.SHOWN:
            lead = say("rate.shown", share=in_ten(exact_percent(figure), say("rate.asked")))
            rest = say("rate.base", base=counted(figure))
        case Disclosure.BAND:
            lead = say("rate.band", band=band_told(figure.band))
            rest = say("rate.band_base", base=figure.base)
        case Disclosure.TOO_FEW:
            lead, rest = say("rate.too_few"), say("rate.base", base=figure.base)
        case _:
            lead = say("rate.protected")
            rest = say("held_back" if is_held_back(figure) else "rate.protected_why")
    is_low = Flag.LOW_RESPONSE in figure.flags and figure.disclosure is not Disclosure.TOO_FEW
    low = f" {say('rate.low')}" if is_low else ""
    return Line(lead=lead, rest=f"{rest}{low}", figures=(figure.id,))


def voices_line(figures: Sequence[Figure]) -> Line:
    """As in: 34 children were heard. Protected, because few or none were heard: practitioners."""
    heard = [f"{number(one.value or 0)} {people(one)}" for one in figures if one.is_shown]
    hidden = [one for one in figures if not one.is_shown]
    few = [people(one) for one in hidden if not is_held_back(one)]
    held_back = [people(one) for one in hidden if is_held_back(one)]
    lead = say("heard", who=listed(heard)) if heard else ""
    rest = _joined(
        say("heard_few", who=listed(few)) if few else "",
        say("heard_held_back", who=listed(held_back)) if held_back else "",
    )
    return Line(
        lead=lead,
        rest=f" {rest}" if lead and rest else rest,
        figures=tuple(one.id for one in figures),
    )


def gap_about(
    ours: Sequence[Linked],
    theirs: Sequence[Linked],
    area: ContentArea,
    statement: str | None,
    name: str,
) -> str:
    """The question, if both were asked the same one; else the statement, and that they were not.

    Without a *statement* that both were asked about, the *name* of what was measured.

    In full: a 'good' statement that is cut short is taken for a question that somebody was asked.
    """
    if (question := only_question([*ours, *theirs], area)) and ours and theirs:
        return say("gap.about_question", text=shortened(question, LONGEST_ABOUT))
    if statement:
        return say("gap.about_statement", text=shortened(statement, LONGEST_ABOUT))
    return say("gap.about_measure", text=name)


def gap_line(gap: Gap, about: str, in_brief: str) -> Line:
    """'Practitioners are 26 points more positive than children …', and both sides of it.

    *in_brief* is what the gap lies in, for where there is little room.
    """
    more = "gap.more" if gap.points > 0 else "gap.less"
    between = range_of(gap.figure.low or 0, gap.figure.high or 0)
    sides = say("gap.sides", practitioners=_side(gap.practitioner), others=_side(gap.other))
    lead = say(more, points=points(gap.points), who=people(gap.other))
    bases = {"ours": counted(gap.practitioner), "theirs": counted(gap.other)}
    return Line(
        lead=lead,
        rest=say("gap.on", about=about, range=between, sides=sentence(sides)),
        figures=(gap.figure.id, gap.practitioner.id, gap.other.id),
        about=about,
        brief=f"{lead}{say('gap.brief', about=in_brief, range=between, **bases)}",
    )


def _side(figure: Figure) -> str:
    who = calibrated(figure.value or 0, figure.low or 0, figure.high or 0, people(figure))
    return say("gap.side", who=who, base=counted(figure))


def _joined(first: str, *others: str) -> str:
    return " ".join(part for part in (first, *others) if part)


def is_held_back(figure: Figure) -> bool:
    """By the ledger: then nothing may be said of how many answered."""
    return Flag.HELD_BACK in figure.flags


def agency_told(figure: Figure) -> str:
    """'Police (5% of 60)', or 'Police (hardly anyone)' where no number may be told."""
    match figure.disclosure:
        case Disclosure.SHOWN:
            percent = number(figure.value or 0)
            return say("agency.shown", agency=figure.agency, percent=percent, base=figure.base)
        case Disclosure.BAND:
            band = within(band_told(figure.band))
            return say("agency.band", agency=figure.agency, band=band, base=figure.base)
        case _:
            return say("agency.hardly_anyone", agency=figure.agency)
