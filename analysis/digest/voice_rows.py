"""The figures of logged voices in words: how many were heard, how fully, and told in time."""

from collections.abc import Iterator

from analysis.digest.lines import Line, Row
from analysis.digest.narrative import band_told, counted, exact_percent, is_held_back, likely
from analysis.digest.rows import base_told, value_told
from analysis.disclosure.suppression import Count, release_count
from analysis.figures.figure import Disclosure, Figure
from analysis.figures.measuring import Picture
from analysis.figures.voicing import expected_in
from analysis.phrases import in_ten, number, sentence
from analysis.wording import say
from surveys.framework import Perspective
from surveys.measures import Formula


def voice_rows(picture: Picture) -> tuple[Row, ...]:
    """At most three, and none where few or no voices were logged, whatever they are about."""
    return tuple(_rows(picture))


def _rows(picture: Picture) -> Iterator[Row]:
    children, sessions = picture.by(Formula.CHILDREN_HEARD), picture.by(Formula.GROUP_SESSIONS)
    if children and sessions:
        yield _heard(picture, children[0], sessions[0])
    for figure in picture.by(Formula.HEARD_IN_FULL, Formula.TIMELY_REPLY):
        if figure.disclosure is not Disclosure.PROTECTED:
            yield _share(picture, figure)


def _heard(picture: Picture, children: Figure, sessions: Figure) -> Row:
    value = "; ".join(
        f"{number(one.value or 0)} {what}" if one.is_shown else say("cell.protected", who=what)
        for one, what in (
            (children, say("people.child")),
            (sessions, say("voices.sessions")),
        )
    )
    there_are = release_count(expected_in(picture.logged), picture.audience)
    is_known = isinstance(there_are, Count) and children.is_shown
    base = say("voices.there_are", number=there_are) if is_known else ""
    if children.is_shown:
        lead = say("voices.heard", number=number(children.value or 0))
        told = f", {base}." if base else "."
    else:
        lead = say("voices.protected")
        told = say("held_back" if is_held_back(children) else "voices.protected_why")
    number_of_groups = number(sessions.value or 0)
    groups = f" {number_of_groups} {say('voices.sessions')}." if sessions.is_shown else ""
    figures = (children.id, sessions.id)
    return Row(
        name=say("cell.heard"),
        who=sentence(say("people.child")),
        value=value,
        base=base,
        figures=figures,
        line=Line(lead=lead, rest=f"{told}{groups}", figures=figures),
    )


def _share(picture: Picture, figure: Figure) -> Row:
    days = picture.logged.typical_days
    measure = picture.measure(figure)
    is_timely = measure.formula is Formula.TIMELY_REPLY
    is_new = figure.id not in picture.standing  # days of today beside a figure of then would tell
    soon = is_timely and figure.is_shown and is_new and days is not None
    told = say("voices.half", days=days) if soon else ""
    return Row(
        name=measure.name,
        who=sentence(say("voices.name")),
        value=value_told(figure),
        base=base_told(figure),
        likely=likely(figure) if figure.is_shown else "",
        change=told,
        figures=(figure.id,),
        line=_line(figure, measure.said_by(Perspective.CHILD), told),
    )


def _line(figure: Figure, means: str, told: str) -> Line:
    match figure.disclosure:
        case Disclosure.SHOWN:
            share = in_ten(exact_percent(figure), say("voices.name"))
            lead = say("share.shown", share=share, base=counted(figure), likely=likely(figure))
            rest = f" {means}.{f' {sentence(told)}.' if told else ''}"
        case Disclosure.BAND:
            band = sentence(band_told(figure.band))
            lead = say("voices.band", band=band, base=figure.base)
            rest = f" {means}."
        case _:
            lead = say("share.too_few")
            rest = say("voices.too_few_why", says=means, base=figure.base)
    return Line(lead=lead, rest=rest, figures=(figure.id,))
