"""Questions that a board might put to itself, made by rule from what the figures show."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from analysis.digest.lines import Line, Overall
from analysis.digest.narrative import LONGEST_ABOUT, only_question, people
from analysis.digest.rows import (
    about_gap,
    base_told,
    good_text,
    name_of,
    predicate_of,
    stated,
    value_told,
)
from analysis.disclosure.suppression import Audience
from analysis.evidence.responding import plain
from analysis.figures.figure import Figure, Flag
from analysis.figures.gaps import Gap, clear_gaps
from analysis.figures.measuring import Picture
from analysis.figures.series import Series
from analysis.figures.status import Clarity, Status
from analysis.phrases import day, listed, points, sentence, shortened, some_of
from analysis.statistics import Variation
from analysis.wording import say
from surveys.framework import Perspective
from surveys.measures import Formula

FEWEST, MOST = 2, 4
MOST_NAMES = 4
HALF_A_YEAR = timedelta(days=182)


def challenges(
    picture: Picture, told: Sequence[Figure], overall: Overall, several: Sequence[Series] = ()
) -> tuple[Line, ...]:
    """Two to four: the most important that apply, and then those that always do.

    What can't wait comes first, then what children say or don't, then what is worse than it should
    be, then who is missing, then whether what was promised is done. *several* are what is told over
    time.
    """
    sharp = (
        *_clock_questions(picture),
        *_gap_questions(picture),
        *_child_questions(picture, told),
        *_red_questions(picture, told),
        *_worse_questions(picture, told),
        *_green_questions(picture, told, overall),
        *_calibration_questions(picture),
        *_return_questions(picture),
        *_action_questions(picture, told, several),
        *_agency_questions(picture),
        *_draft_questions(picture),
        *_opt_out_questions(picture, told),
    )
    enough = max(0, FEWEST - len(sharp))
    return (*sharp[:MOST], *list(_usual(picture))[:enough])


def _clock_questions(picture: Picture) -> Iterator[Line]:
    """Of concerns, only what is told of them: too few to tell of, and nobody asks."""
    for figure in picture.by(Formula.SAFETY_NET):
        if Flag.CLOCKS_MISSED in figure.flags:
            yield Line(
                rest=say("challenge.clocks", share=value_told(figure), base=base_told(figure)),
                figures=(figure.id,),
                brief=say("challenge.clocks_brief", share=value_told(figure)),
            )


def _gap_questions(picture: Picture) -> Iterator[Line]:
    """The widest clear gap, children's before others."""
    for gap in clear_gaps(picture.gaps)[:1]:
        template = "challenge.gap_more" if gap.points > 0 else "challenge.gap_less"
        about, who = about_gap(picture, gap), people(gap.other)
        yield Line(
            rest=say(template, points=points(gap.points), who=who, about=about),
            figures=(gap.figure.id,),
            brief=say("challenge.gap_brief", who=who, about=_about_gap(picture, gap)),
        )


def _green_questions(picture: Picture, told: Sequence[Figure], overall: Overall) -> Iterator[Line]:
    """Beside something met: are children heard like those there are, and did enough answer?"""
    met = [one for one in told if one.status is Status.MET]
    if not met and overall.status is not Status.MET:
        return
    unlike = (
        one
        for one in picture.by(Formula.REPRESENTATIVENESS)
        if Flag.NOT_REPRESENTATIVE in one.flags
    )
    low = (one for one in _everybody(picture) if Flag.LOW_RESPONSE in one.flags)
    for template, why in (("challenge.unlike", unlike), ("challenge.green", low)):
        if figure := next(why, None):
            yield Line(rest=say(template), figures=(figure.id, *(one.id for one in met[:1])))
            return


def _child_questions(picture: Picture, told: Sequence[Figure]) -> Iterator[Line]:
    """Where no share of them is told: were they not heard, not asked, or can it not be told?"""
    answered = [one for one in told if one.perspective is Perspective.CHILD]
    if any(one.is_told for one in answered):
        return
    heard = [one for one in picture.figures if one.perspective is Perspective.CHILD]
    if not any(one.is_told for one in heard):
        yield Line(rest=say("challenge.children"))
    else:
        yield Line(rest=say(f"challenge.children_{'hidden' if answered else 'heard'}"))


def _agency_questions(picture: Picture) -> Iterator[Line]:
    low = [
        one
        for one in picture.by(Formula.RESPONSE_RATE)
        if one.agency and Flag.LOW_RESPONSE in one.flags
    ]
    if low:
        names = some_of([one.agency or "" for one in low], MOST_NAMES)
        yield Line(
            rest=say("challenge.low", agencies=names),
            figures=tuple(one.id for one in low[:MOST_NAMES]),
        )


def _draft_questions(picture: Picture) -> Iterator[Line]:
    drafts = [f"“{shortened(one.text)}”" for one in picture.area.good if one.only_proposed]
    if drafts:
        yield Line(rest=say("challenge.drafts", statements=listed(drafts)))


def _return_questions(picture: Picture) -> Iterator[Line]:
    """Who owes a return twice is asked by name; the others are asked only where nobody does."""
    figures = tuple(one.id for one in picture.by(Formula.CONTRIBUTION))
    if again := picture.contributions.again:
        agencies = some_of(again, MOST_NAMES)
        yield Line(rest=say("challenge.late_again", agencies=agencies), figures=figures)
    elif late := picture.contributions.late:
        yield Line(rest=say("challenge.late", agencies=some_of(late, MOST_NAMES)), figures=figures)


def _action_questions(
    picture: Picture, told: Sequence[Figure], several: Sequence[Series]
) -> Iterator[Line]:
    """The oldest action of half a year or more of which no sign is seen. Not put to the public."""
    if picture.audience is Audience.PUBLIC:
        return
    moved = _moved(picture, told, several)
    for action in sorted(picture.actions, key=lambda one: one.since):
        measures = action.measures_of(picture.measures) or set(picture.measures.codes)
        if action.since + HALF_A_YEAR <= picture.period.last_day and not measures & moved:
            what, since = shortened(plain(action.what), LONGEST_ABOUT), day(action.since)
            yield Line(rest=say("challenge.action", action=what, since=since))
            return


def _moved(picture: Picture, told: Sequence[Figure], several: Sequence[Series]) -> set[str]:
    """The measures that got better beyond chance: over the quarters, or since the last."""
    since_last = {
        one.measure
        for one in told
        if one.change
        and one.change.clarity is Clarity.CLEAR
        and (picture.measure(one).gain(one.change.points) or 0) > 0
    }
    signals = (one for one in several if one.reading.variation is Variation.IMPROVEMENT)
    return since_last | {one.measure for one in signals}


def _calibration_questions(picture: Picture) -> Iterator[Line]:
    """The widest clear one: the agency thinks better of itself than its staff do."""
    clear = [
        one
        for one in picture.by(Formula.CALIBRATION)
        if one.clarity is Clarity.CLEAR and (one.value or 0) > 0
    ]
    for one in sorted(clear, key=lambda one: -(one.value or 0))[:1]:
        about = _statement(picture, one)
        yield Line(
            rest=say(
                "challenge.calibration",
                agency=one.agency,
                points=points(one.value or 0),
                about=about,
            ),
            figures=(one.id,),
        )


def _red_questions(picture: Picture, told: Sequence[Figure]) -> Iterator[Line]:
    """The first below its target in the order of the digest, which puts children first."""
    for figure in [one for one in told if one.status is Status.NOT_MET][:1]:
        who, about = sentence(people(figure)), _about(picture, figure)
        template = "challenge.above" if figure.at_most else "challenge.below"
        asked, brief = (
            say(one, who=who, target=figure.target, about=about)
            for one in (template, f"{template}_brief")
        )
        yield Line(rest=asked, figures=(figure.id,), brief=brief)


def _worse_questions(picture: Picture, told: Sequence[Figure]) -> Iterator[Line]:
    for figure in told:
        change = figure.change
        if not change or change.clarity is not Clarity.CLEAR:
            continue
        if (picture.measure(figure).gain(change.points) or 0) < 0:
            yield Line(rest=_worse(picture, figure), figures=(figure.id,))
            return


def _worse(picture: Picture, figure: Figure) -> str:
    if figure.at_most:
        return say("challenge.rise", who=people(figure), says=predicate_of(picture, figure))
    return say("challenge.fall", who=sentence(people(figure)), about=_about(picture, figure))


def _opt_out_questions(picture: Picture, told: Sequence[Figure]) -> Iterator[Line]:
    for figure in told:
        if Flag.MANY_OPTED_OUT in figure.flags:
            about = _about(picture, figure)
            yield Line(
                rest=say("challenge.opted_out", who=people(figure), about=about),
                figures=(figure.id,),
            )
            return


def _about(picture: Picture, figure: Figure) -> str:
    """What was asked or measured: of a statement, as what it is, since cut short it seems asked."""
    if stated(picture, figure):
        return _statement(picture, figure)
    return say("about.name", text=name_of(picture, figure, LONGEST_ABOUT))


def _about_gap(picture: Picture, gap: Gap) -> str:
    asked = [*picture.asked[gap.practitioner.id], *picture.asked[gap.other.id]]
    if question := only_question(asked, picture.area):
        return say("about.question", text=shortened(question, LONGEST_ABOUT))
    return _about(picture, gap.other)


def _statement(picture: Picture, figure: Figure) -> str:
    if statement := good_text(picture, figure):
        return say("about.statement", text=shortened(statement, LONGEST_ABOUT))
    return say("about.name", text=picture.area.label)


def _usual(picture: Picture) -> Iterator[Line]:
    yield Line(rest=say("challenge.usual"))
    yield Line(rest=say("challenge.next", area=picture.area.label))


def _everybody(picture: Picture) -> tuple[Figure, ...]:
    return tuple(one for one in picture.by(Formula.RESPONSE_RATE) if one.agency is None)
