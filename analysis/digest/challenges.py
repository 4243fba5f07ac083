"""Questions that a board might put to itself, made by rule from what the figures show."""

from collections.abc import Iterator, Sequence

from analysis.digest.lines import Line, Overall
from analysis.digest.narrative import people
from analysis.digest.rows import good_text
from analysis.figures.figure import Disclosure, Figure, Flag
from analysis.figures.gaps import clear_gaps
from analysis.figures.measuring import Picture
from analysis.figures.status import Clarity, Status
from analysis.phrases import listed, points, sentence, shortened, some_of
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
        who = people(gap.other)
        more = "more" if gap.points > 0 else "less"
        about = shortened(good_text(picture, gap.figure) or "")
        yield Line(
            rest=f"Practitioners are {points(gap.points)} {more} positive than {who} on “{about}”. "
            f"What would we see if {who} were right?",
            figures=(gap.figure.id,),
        )


def _green_questions(picture: Picture, told: Sequence[Figure], overall: Overall) -> Iterator[Line]:
    low = next((one for one in _everybody(picture) if Flag.LOW_RESPONSE in one.flags), None)
    met = [one for one in told if one.status is Status.MET]
    if low and (overall.status is Status.MET or met):
        yield Line(
            rest="Who is missing from this green? Too few of those who were asked have answered.",
            figures=(low.id, *(one.id for one in met[:1])),
        )


def _child_questions(told: Sequence[Figure]) -> Iterator[Line]:
    heard = (Disclosure.SHOWN, Disclosure.BAND)
    children = [
        one for one in told if one.perspective is Perspective.CHILD and one.disclosure in heard
    ]
    if not children:
        yield Line(
            rest="No figure here stands on what children say. How and by when will we hear them?"
        )


def _agency_questions(picture: Picture) -> Iterator[Line]:
    low = [
        one
        for one in picture.by(Formula.RESPONSE_RATE)
        if one.agency and Flag.LOW_RESPONSE in one.flags
    ]
    if low:
        names = some_of([one.agency or "" for one in low], MOST_NAMES)
        yield Line(
            rest=f"Response is low in: {names}. What stands in the way, and what do we miss?",
            figures=tuple(one.id for one in low[:MOST_NAMES]),
        )


def _draft_questions(picture: Picture) -> Iterator[Line]:
    drafts = [one.id for one in picture.area.good if one.only_proposed]
    if drafts:
        yield Line(
            rest=f"Proposed, not yet agreed: {listed(drafts)}. When will children, parents and "
            "carers be asked, and the Board agree what is good?"
        )


def _late_questions(picture: Picture) -> Iterator[Line]:
    if late := picture.contributions.late:
        yield Line(
            rest=f"No return came from: {some_of(late, MOST_NAMES)}. What keeps them, and by when?",
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
        about = shortened(good_text(picture, one) or picture.area.label)
        yield Line(
            rest=f"{one.agency} grades itself {points(one.value or 0)} above what its staff say on "
            f"“{about}”. What did it rely on?",
            figures=(one.id,),
        )


def _red_questions(picture: Picture, told: Sequence[Figure]) -> Iterator[Line]:
    """The first below its target in the order of the digest, which puts children first."""
    for figure in [one for one in told if one.status is Status.NOT_MET][:1]:
        about = shortened(good_text(picture, figure) or picture.area.label)
        yield Line(
            rest=f"{sentence(people(figure))} put us below our target on “{about}”. "
            "What will change, who does it, and by when?",
            figures=(figure.id,),
        )


def _fall_questions(picture: Picture, told: Sequence[Figure]) -> Iterator[Line]:
    for figure in told:
        change = figure.change
        if change and change.clarity is Clarity.CLEAR and change.points < 0:
            about = shortened(good_text(picture, figure) or picture.area.label)
            yield Line(
                rest=f"{sentence(people(figure))} have become less positive on “{about}”. "
                "What happened, and did we know?",
                figures=(figure.id,),
            )
            return


def _opt_out_questions(picture: Picture, told: Sequence[Figure]) -> Iterator[Line]:
    for figure in told:
        if Flag.MANY_OPTED_OUT in figure.flags:
            about = shortened(good_text(picture, figure) or picture.area.label)
            yield Line(
                rest=f"Many {people(figure)} could not or would not say on “{about}”. "
                "Is it the question, or the matter?",
                figures=(figure.id,),
            )
            return


def _usual(picture: Picture) -> Iterator[Line]:
    yield Line(
        rest="Which of these figures would a child recognise, and which would surprise them?"
    )
    label = picture.area.label
    yield Line(rest=f"What would have to be seen next time to say that we do well on “{label}”?")


def _everybody(picture: Picture) -> tuple[Figure, ...]:
    return tuple(one for one in picture.by(Formula.RESPONSE_RATE) if one.agency is None)
