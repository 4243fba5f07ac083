"""Rows of what people speak of: of each perspective the largest themes, children first."""

from itertools import islice

from analysis.digest.lines import Line, Row
from analysis.digest.narrative import flag_told, likely, people
from analysis.digest.rows import base_told, value_told
from analysis.figures.figure import Figure, Flag
from analysis.figures.headlines import may_be_headline
from analysis.figures.measuring import Picture
from analysis.phrases import sentence
from analysis.wording import say
from surveys.framework import Perspective
from surveys.measures import Formula

MOST_THEMES = 5  # of one perspective


def theme_rows(found: Picture) -> tuple[Row, ...]:
    """Of themes that as many speak of, the first in the codebook comes first. No barred one."""
    places = {theme: place for place, theme in enumerate(found.themes.labels)}
    told = [
        one
        for one in found.by(Formula.THEMES)
        if one.is_shown and one.theme and may_be_headline(one)
    ]
    told.sort(key=lambda one: (-(one.value or 0), places.get(one.theme or "", len(places))))
    return tuple(
        _row(found, one)
        for perspective in Perspective
        for one in islice((one for one in told if one.perspective is perspective), MOST_THEMES)
    )


def _row(found: Picture, figure: Figure) -> Row:
    label = found.themes.labels.get(figure.theme or "", figure.theme or "")
    who, value, base = sentence(people(figure)), value_told(figure), base_told(figure)
    range_told = likely(figure) if figure.low is not None else ""
    to_know = _to_know(figure)
    rest = "; ".join(part for part in (f"{value} ({base})", range_told, to_know) if part)
    return Row(
        name=label,
        perspective=figure.perspective,
        who=who,
        value=value,
        base=base,
        likely=range_told,
        change=to_know,
        figures=(figure.id,),
        line=Line(lead=f"{who}, {label}:", rest=f" {rest}.", figures=(figure.id,)),
    )


def _to_know(figure: Figure) -> str:
    if figure.audited:
        return say("cell.audited", number=figure.audited)
    return flag_told(Flag.MACHINE_ONLY) if Flag.MACHINE_ONLY in figure.flags else ""
