"""Who was not heard, and what a reader must know of the evidence before relying on it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from analysis.digest.lines import Line
from analysis.digest.narrative import agency_told, is_held_back, people
from analysis.digest.rows import name_of
from analysis.disclosure.suppression import PROTECTED, release_count
from analysis.evidence.spoken import is_log
from analysis.figures.figure import Figure, Flag
from analysis.figures.measuring import Picture
from analysis.figures.sources import named_ways
from analysis.figures.voicing import few_or_none
from analysis.phrases import day, listed, some_of, within
from analysis.wording import say
from surveys.framework import Method, Perspective
from surveys.measures import Formula, Measure
from surveys.survey import Survey
from surveys.wave import Wave

MOST_NAMES = 6
HEARD = tuple(one for one in Perspective if one is not Perspective.AUDIT)  # a file is not heard


def not_heard(picture: Picture) -> tuple[Line, ...]:
    """Perspectives, agencies and groups of children of whom few or none were heard, by name only.

    Nobody and a few look the same, and no number stands beside a name that could solve for it.
    """
    return (
        *_perspectives(picture),
        *_agencies(picture),
        *_late(picture),
        *_children(picture),
        *_expected(picture),
    )


def data_quality(picture: Picture, told: Sequence[Figure], as_at: date) -> tuple[Line, ...]:
    return (
        *_withdrawn(picture),
        *_open_waves(picture, as_at),
        *_low_response(picture),
        *_opted_out(picture, told),
        *_asked_differently(told),
        *_indicative(picture),
        *_unread(picture),
    )


def were_children_asked(picture: Picture) -> bool:
    """Whether a survey asked them about the area, of whatever, or enough were heard to be told.

    A log of voices is there in every area as soon as there is a voice in one: it asks nobody.
    """
    counts = picture.by(Formula.VOICES_HEARD)
    is_told = any(one.perspective is Perspective.CHILD and one.is_shown for one in counts)
    return is_told or not all(map(is_log, _surveys_of_children(picture)))


def sources(picture: Picture) -> tuple[Method, ...]:
    """The ways of gathering by which enough were heard to count them, or an agency gave its own."""
    heard = Counter(
        picture.facts.readers[one.survey, one.survey_version].survey.method
        for several in picture.votes.voices.values()
        for one in several
    )
    named = named_ways(picture.facts, picture.period)
    return tuple(one for one in Method if one in named or not _is_few(picture, heard[one]))


class Told(Protocol):
    """What holds figures, and knows what each measures: a picture, or the digest made of it."""

    def by(self, *formulas: Formula) -> tuple[Figure, ...]: ...

    def measure(self, figure: Figure) -> Measure | None: ...


def told_by_agencies(made: Told) -> frozenset[Perspective]:
    """Perspectives of which agencies told their own count, in a figure that may be shown.

    How few files were audited one by one is no silence where agencies say how they graded theirs,
    nor how few returns came in where it is said who owed one.
    """
    measures = [made.measure(one) for one in made.by(Formula.TALLY) if one.is_told]
    spoken = {who for one in measures if one for who in one.perspectives}
    if any(one.is_told for one in made.by(Formula.CONTRIBUTION)):
        spoken.add(Perspective.AGENCY_SELF)
    return frozenset(spoken)


def told_elsewhere(picture: Picture) -> tuple[Figure, ...]:
    """Counts that say nothing beside a figure in which agencies told the same of themselves."""
    spoken = told_by_agencies(picture)
    return tuple(
        one
        for one in picture.by(Formula.VOICES_HEARD)
        if one.perspective in spoken and not one.is_shown
    )


def _perspectives(picture: Picture) -> Iterator[Line]:
    elsewhere = told_elsewhere(picture)
    few = [
        one
        for one in picture.by(Formula.VOICES_HEARD)
        if one.perspective in HEARD and not one.is_shown and one not in elsewhere
    ]
    held_back = [one for one in few if is_held_back(one)]
    really_few = [one for one in few if one not in held_back]
    for lead, several in (("not_heard.few", really_few), ("not_heard.held_back", held_back)):
        if several:
            who = listed([people(one) for one in several])
            yield Line(
                lead=say(lead),
                rest=f" {who}.",
                figures=tuple(one.id for one in several),
                brief=say("not_heard.few_brief", who=who) if several is really_few else "",
                perspective=_whose([one.perspective for one in several]),
            )


def _whose(several: Sequence[Perspective | None]) -> Perspective | None:
    return Perspective.CHILD if Perspective.CHILD in several else several[0]


def _agencies(picture: Picture) -> Iterator[Line]:
    agencies = [one for one in picture.by(Formula.RESPONSE_RATE) if one.agency]
    low = [one for one in agencies if Flag.LOW_RESPONSE in one.flags]
    hidden = [one for one in agencies if not one.is_told and one not in low]
    if low:
        told = some_of([agency_told(one) for one in low], MOST_NAMES)
        yield _agency_line(say("not_heard.low"), told, low)
    if hidden:
        told = some_of([one.agency or "" for one in hidden], MOST_NAMES)
        yield _agency_line(say("not_heard.hidden"), told, hidden)


def _late(picture: Picture) -> Iterator[Line]:
    """By name: a return is an agency's own."""
    late = picture.contributions.late
    if late:
        figures = tuple(one.id for one in picture.by(Formula.CONTRIBUTION))
        told = some_of(late, MOST_NAMES)
        yield Line(lead=say("not_heard.late"), rest=f" {told}.", figures=figures)


def _agency_line(lead: str, told: str, figures: list[Figure]) -> Line:
    return Line(lead=lead, rest=f" {told}.", figures=tuple(one.id for one in figures[:MOST_NAMES]))


def _children(picture: Picture) -> Iterator[Line]:
    """By age band, if every survey of children asks for it; else by survey that they were sent."""
    surveys = _surveys_of_children(picture)
    heard = picture.votes.voices.get(Perspective.CHILD, [])
    if not surveys or _is_few(picture, len(heard)):
        return
    if all(picture.facts.readers[one.id, one.version].age_bands for one in surveys):
        bands = dict.fromkeys(
            band for one in surveys for band in picture.facts.readers[one.id, one.version].age_bands
        )
        by_band = Counter(one.age_band for one in heard)
        few = [band for band in bands if _is_few(picture, by_band[band])]
        if 1 < len(few) == len(bands):
            yield Line(rest=say("not_heard.no_age_answered"), perspective=Perspective.CHILD)
            return
    else:
        by_survey = Counter((one.survey, one.survey_version) for one in heard)
        few = [
            f"“{one.title}”"
            for one in surveys
            if not is_log(one) and _is_few(picture, by_survey[one.id, one.version])
        ]
    if few:
        told = f" {listed(few)}."
        yield Line(lead=say("not_heard.children"), rest=told, perspective=Perspective.CHILD)


def _expected(picture: Picture) -> Iterator[Line]:
    """Where the board knows of children and workers have heard few or none, by name only.

    Never all of the ages or agencies by name: enough were heard in all, so that none may be missed.
    """
    if not picture.by(Formula.CHILDREN_HEARD) or _is_few(picture, len(picture.logged.children)):
        return
    ages, agencies = few_or_none(picture.logged, picture.audience)
    expected = picture.logged.expected
    if 1 < len(ages) == len({one.age_band for one in expected}):
        yield Line(rest=say("not_heard.no_age"), perspective=Perspective.CHILD)
    elif ages:
        yield Line(
            lead=say("not_heard.ages"),
            rest=f" {listed(ages)}.",
            perspective=Perspective.CHILD,
            brief=say("not_heard.ages_brief", ages=listed([within(one) for one in ages])),
        )
    if 1 < len(agencies) == len({one.agency.casefold() for one in expected}):
        yield Line(rest=say("not_heard.no_agency"), perspective=Perspective.CHILD)
    elif agencies:
        yield Line(
            lead=say("not_heard.agencies"),
            rest=f" {some_of(agencies, MOST_NAMES)}.",
            perspective=Perspective.CHILD,
        )


def _withdrawn(picture: Picture) -> Iterator[Line]:
    """Never how many, nor about what: beside earlier figures that would say what was taken back.

    A few look like none, so that nobody sees that a certain child took their words back.
    """
    if not _is_few(picture, picture.logged.withdrawn):
        yield Line(rest=say("know.withdrawn"))


def _surveys_of_children(picture: Picture) -> list[Survey]:
    asked = dict.fromkeys((one.survey, one.survey_version) for one in _waves(picture))
    surveys = [picture.facts.readers[version].survey for version in asked]
    return [one for one in surveys if one.perspective is Perspective.CHILD]


def _waves(picture: Picture) -> list[Wave]:
    facts = picture.facts
    return [wave for wave in facts.waves_of(picture.period) if facts.asks_about_it(wave)]


def _is_few(picture: Picture, number: int) -> bool:
    return release_count(number, picture.audience) == PROTECTED


def _open_waves(picture: Picture, as_at: date) -> Iterator[Line]:
    for wave in _waves(picture):
        if wave.opens_at.date() <= as_at <= wave.last_day:
            title = picture.facts.reader(wave).survey.title
            yield Line(rest=say("know.open", survey=title, day=day(wave.last_day)))


def _low_response(picture: Picture) -> Iterator[Line]:
    for figure in picture.by(Formula.RESPONSE_RATE):
        if figure.agency is None and Flag.LOW_RESPONSE in figure.flags:
            yield Line(
                rest=say("know.low"),
                figures=(figure.id,),
            )


def _opted_out(picture: Picture, told: Sequence[Figure]) -> Iterator[Line]:
    many = [one for one in told if Flag.MANY_OPTED_OUT in one.flags]
    if many:
        names = dict.fromkeys(
            say("know.opted_out_on", who=people(one), name=name_of(picture, one)) for one in many
        )
        yield Line(
            rest=say("know.opted_out", names=some_of(names, MOST_NAMES)),
            figures=tuple(one.id for one in many),
        )


def _asked_differently(told: Sequence[Figure]) -> Iterator[Line]:
    flags = {Flag.ASKED_DIFFERENTLY, Flag.PARTLY_COMPARABLE}
    changed = [one for one in told if flags & set(one.flags)]
    if changed:
        who = listed(list(dict.fromkeys(people(one) for one in changed)))
        yield Line(
            rest=say("know.asked_differently", who=who),
            figures=tuple(one.id for one in changed),
        )


def _indicative(picture: Picture) -> Iterator[Line]:
    """Themes that are told, but are no headline."""
    barred = [one for one in picture.by(Formula.THEMES) if Flag.INDICATIVE in one.flags]
    if barred:
        labels = picture.themes.labels
        names = dict.fromkeys(labels.get(one.theme or "", one.theme or "") for one in barred)
        yield Line(
            rest=say("know.indicative", themes=some_of(names, MOST_NAMES)),
            figures=tuple(one.id for one in barred),
        )


def _unread(picture: Picture) -> Iterator[Line]:
    unread = sum(one.unread for one in picture.leanings.values())
    if not _is_few(picture, unread):
        yield Line(rest=say("know.unread"))
    if picture.votes.unreadable:
        yield Line(rest=say("know.unreadable"))
