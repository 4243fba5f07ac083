"""Questions that a board might put to itself, made by rule from what the figures show."""

from collections.abc import Iterator, Sequence

from analysis.digest.lines import Line, Overall
from analysis.digest.narrative import LONGEST_ABOUT, people
from analysis.digest.rows import about_gap, good_text, is_down, name_of, predicate_of
from analysis.figures.figure import Disclosure, Figure, Flag
from analysis.figures.gaps import clear_gaps
from analysis.figures.measuring import Picture
from analysis.figures.status import Clarity, Status
from analysis.phrases import listed, points, sentence, shortened, some_of
from analysis.wording import say
from surveys.framework import Perspective
from surveys.measures import Formula

FEWEST, MOST = 2, 4
MOST_NAMES = 4


def challenges(picture: Picture, told: Sequence[Figure], overall: Overall) -> tuple[Line, ...]:
    """Two to four: the sharpest that apply, and then those that always do."""
    sharp = (
        *_gap_questions(picture),
        *_green_questions(picture, told, overall),
        *_child_questions(told),
        *_agency_questions(picture),
        *_late_questions(picture),
        *_calibration_questions(picture),
        *_red_questions(picture, told),
        *_draft_questions(picture),
        *_fall_questions(picture, told),
        *_opt_out_questions(picture, told),
    )
    enough = max(0, FEWEST - len(sharp))
    return (*sharp[:MOST], *list(_usual(picture))[:enough])


def _gap_questions(picture: Picture) -> Iterator[Line]:
    """The widest clear gap, children's before others."""
    for gap in clear_gaps(picture.gaps)[:1]:
        template = "challenge.gap_more" if gap.points > 0 else "challenge.gap_less"
        about, who = about_gap(picture, gap), people(gap.other)
        yield Line(
            rest=say(template, points=points(gap.points), who=who, about=about),
            figures=(gap.figure.id,),
            brief=say("challenge.gap_brief", who=who, about=name_of(picture, gap.other)),
        )


def _green_questions(picture: Picture, told: Sequence[Figure], overall: Overall) -> Iterator[Line]:
    low = next((one for one in _everybody(picture) if Flag.LOW_RESPONSE in one.flags), None)
    met = [one for one in told if one.status is Status.MET]
    if low and (overall.status is Status.MET or met):
        yield Line(
            rest=say("challenge.green"),
            figures=(low.id, *(one.id for one in met[:1])),
        )


def _child_questions(told: Sequence[Figure]) -> Iterator[Line]:
    heard = (Disclosure.SHOWN, Disclosure.BAND)
    children = [
        one for one in told if one.perspective is Perspective.CHILD and one.disclosure in heard
    ]
    if not children:
        yield Line(rest=say("challenge.children"))


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
    drafts = [one.id for one in picture.area.good if one.only_proposed]
    if drafts:
        yield Line(rest=say("challenge.drafts", statements=listed(drafts)))


def _late_questions(picture: Picture) -> Iterator[Line]:
    if late := picture.contributions.late:
        yield Line(
            rest=say("challenge.late", agencies=some_of(late, MOST_NAMES)),
            figures=tuple(one.id for one in picture.by(Formula.CONTRIBUTION)),
        )


def _calibration_questions(picture: Picture) -> Iterator[Line]:
    """The widest clear one: the agency thinks better of itself than its staff do."""
    clear = [
        one
        for one in picture.by(Formula.CALIBRATION)
        if one.clarity is Clarity.CLEAR and (one.value or 0) > 0
    ]
    for one in sorted(clear, key=lambda one: -(one.value or 0))[:1]:
        about = _about(picture, one)
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
        asked = say("challenge.below", who=who, about=about)
        if is_down(picture, figure):
            asked = say("challenge.above", who=who, target=figure.target, about=about)
        yield Line(rest=asked, figures=(figure.id,))


def _fall_questions(picture: Picture, told: Sequence[Figure]) -> Iterator[Line]:
    for figure in told:
        change = figure.change
        if not change or change.clarity is not Clarity.CLEAR:
            continue
        if (picture.measure(figure).gain(change.points) or 0) < 0:
            yield Line(rest=_worse(picture, figure), figures=(figure.id,))
            return


def _worse(picture: Picture, figure: Figure) -> str:
    if is_down(picture, figure):
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
    """The statement in full, as what it is: cut short it is taken for a question."""
    if statement := good_text(picture, figure):
        return say("about.statement", text=shortened(statement, LONGEST_ABOUT))
    return say("about.area", text=picture.area.label)


def _usual(picture: Picture) -> Iterator[Line]:
    yield Line(rest=say("challenge.usual"))
    yield Line(rest=say("challenge.next", area=picture.area.label))


def _everybody(picture: Picture) -> tuple[Figure, ...]:
    return tuple(one for one in picture.by(Formula.RESPONSE_RATE) if one.agency is None)
