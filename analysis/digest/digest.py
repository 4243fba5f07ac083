"""The digest: the figures of one content area and period, told so that a board can use them."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from analysis.digest.challenges import challenges
from analysis.digest.good import agreed_since, good_told
from analysis.digest.hearing import (
    data_quality,
    not_heard,
    sources,
    told_elsewhere,
    were_children_asked,
)
from analysis.digest.lines import (
    Chart,
    Good,
    Line,
    Overall,
    Row,
    Section,
    SinceLastTime,
    YouSaid,
)
from analysis.digest.measured_rows import measured_rows
from analysis.digest.narrative import cap_told, gap_line, is_held_back, moved, people
from analysis.digest.over_time import over_time
from analysis.digest.rows import (
    about_gap,
    about_gap_in_brief,
    chart_of,
    name_of,
    predicate_of,
    rate_row,
    row_of,
    voices_row,
)
from analysis.digest.theme_rows import theme_rows
from analysis.digest.voice_rows import voice_rows
from analysis.disclosure.suppression import RULES, Audience
from analysis.evidence.linking import Topic
from analysis.figures.figure import Figure, Flag
from analysis.figures.gaps import clear_gaps
from analysis.figures.headlines import (
    about_outcomes,
    about_quality,
    above_target,
    headlines,
    may_be_headline,
    picked,
)
from analysis.figures.measuring import Picture, picture
from analysis.figures.series import Points, Series, ends_with, points_as_told, points_of, series
from analysis.figures.spreads import Spread, spreads
from analysis.figures.status import Clarity, Status, Verdict, overall, sign_of
from analysis.phrases import day, listed, period_label, range_of
from analysis.wording import say
from surveys.evidence import Evidence
from surveys.framework import (
    ContentArea,
    Framework,
    GoodStatement,
    Method,
    Perspective,
    Tier,
)
from surveys.measure_files import library_measures
from surveys.measures import Asks, Formula, Measure, Measures
from surveys.periods import Period
from surveys.values import AreaId, Value

MOST_ROWS = 3
MOST_OF_CHILDREN = 4
MOST_YOU_SAID = 3
FAMILIES = (Perspective.CHILD, Perspective.PARENT_CARER)


class Digest(Value):
    """Everything in it may be shown to its *audience*; nothing protected is in it as a number."""

    title: str
    area: AreaId
    area_label: str
    tier: Tier
    period: str
    period_label: str
    audience: Audience
    as_at: date
    freshness: Line
    standing: tuple[Line, ...] = ()  # who released it, and what would differ now
    overall: Overall
    good: tuple[Good, ...]
    children: tuple[Row, ...]
    no_children: str = ""
    voices: tuple[Row, ...] = ()
    measured: tuple[Row, ...] = ()
    themes: tuple[Row, ...] = ()
    questions: tuple[Section, Section, Section]
    gaps: tuple[Line, ...]
    no_gaps: str = ""
    not_heard: tuple[Line, ...]
    since_last_time: SinceLastTime
    over_time: tuple[Line, ...] = ()
    challenges: tuple[Line, ...]
    data_quality: tuple[Line, ...]
    footnotes: tuple[Line, ...]
    chart: Chart
    series: tuple[Series, ...] = ()
    spreads: tuple[Spread, ...] = ()
    sources: tuple[Method, ...] = ()
    figures: tuple[Figure, ...]
    measures: tuple[Measure, ...] = ()

    @cached_property
    def register(self) -> Measures:
        """By which measures its figures were made; the library's where it does not say."""
        return library_measures().with_(self.measures)

    def measure(self, figure: Figure) -> Measure | None:
        """None in a digest that an earlier version kept, of a measure that is no more."""
        return self.register.get(figure.measure)

    def by(self, *formulas: Formula) -> tuple[Figure, ...]:
        """Its figures of all measures that are counted in one of these ways."""
        codes = {one.code for one in self.register.by(*formulas)}
        return tuple(one for one in self.figures if one.measure in codes)

    def figure(self, figure_id: str) -> Figure | None:
        return next((figure for figure in self.figures if figure.id == figure_id), None)


def digest(
    framework: Framework,
    area: ContentArea,
    period: Period,
    evidence: Evidence,
    earlier: Evidence,
    *,
    past: Sequence[Points] = (),
    in_full: bool = True,
    audience: Audience = Audience.BOARD,
    rest_of_year: Sequence[Evidence] = (),
    as_at: date,
    good_before: Sequence[GoodStatement] = (),
) -> Digest:
    """What *evidence* of *period* says about *area*, beside the *earlier* evidence.

    The same evidence gives the same digest to the byte, in whatever order it comes. *as_at* is the
    day on which it is made: it says what is still open. *past* is what this audience was told of
    the quarters before *earlier*, oldest first, for what is to be seen over time. Not *in_full*,
    neither that, nor how answers spread, nor themes are told: no dashboard does. The framework's
    'good' statements are those agreed for the period, *good_before* those of the period before.
    Raises Unknown if the framework does not have the area.
    """
    found = picture(
        framework.area(area.id),
        period,
        evidence,
        earlier,
        audience,
        rest_of_year=rest_of_year,
        good_before=good_before,
    )
    before = points_of(found.before, period.previous, audience)
    whole = past if ends_with(past, period.previous) else [*past, before]
    return digest_of(found, past=whole, in_full=in_full, as_at=as_at)


def digest_of(
    found: Picture, *, past: Sequence[Points] = (), in_full: bool = True, as_at: date
) -> Digest:
    """The digest of a picture whose figures may be told, and the *past* points beside them."""
    area, period = found.area, found.period
    figures = headlines(found)
    whole = _overall(found, figures)
    weighed = _deciding_first(found, whole, figures)
    children = [one for one in figures if one.perspective is Perspective.CHILD]
    gaps = clear_gaps(found.gaps)
    is_over = as_at > period.last_day and period.quarter is not None
    several = _series(found, figures, past) if in_full and is_over else ()
    return Digest(
        title=area.label,
        area=area.id,
        area_label=area.label,
        tier=area.tier,
        period=str(period),
        period_label=period_label(period),
        audience=found.audience,
        as_at=as_at,
        freshness=_freshness(period, as_at),
        overall=whole,
        good=tuple(good_told(one) for one in area.good),
        children=tuple(row_of(found, one) for one in children[:MOST_OF_CHILDREN]),
        no_children="" if children else _no_children(found),
        voices=voice_rows(found),
        measured=measured_rows(found),
        themes=theme_rows(found) if in_full else (),
        questions=(
            _how_much(found),
            _how_well(found, about_quality(found, figures)),
            _section(found, Asks.DIFFERENCE, picked(about_outcomes(found, weighed), MOST_ROWS)),
        ),
        gaps=tuple(
            gap_line(one, about_gap(found, one), about_gap_in_brief(found, one)) for one in gaps
        ),
        no_gaps="" if gaps else _no_gaps(found),
        not_heard=not_heard(found),
        since_last_time=_since_last_time(found, figures, as_at),
        over_time=over_time(found, several),
        challenges=challenges(found, weighed, whole, several),
        data_quality=data_quality(found, figures, as_at),
        footnotes=tuple(_footnotes(found)),
        chart=chart_of(found, figures),
        series=several,
        spreads=_spreads(found, figures) if in_full else (),
        sources=sources(found),
        figures=found.figures,
        measures=tuple(_used(found)),
    )


def points_kept(kept: Digest) -> Points:
    """The latest points of a digest that was kept, for the series of a later quarter."""
    return {
        Topic(one.measure, one.statement, one.perspective): one.points[-1]
        for one in kept.series
        if one.perspective
    }


# The parts of a digest


def _spreads(found: Picture, figures: Sequence[Figure]) -> tuple[Spread, ...]:
    """Of the shares that are told, each question once, under the first that it speaks of."""
    ids = {
        Topic(one.measure, one.statement, one.perspective): one.id
        for one in figures
        if found.measure(one).formula is Formula.SHARE
        and one.is_shown
        and one.perspective
        and one.id not in found.stale
    }
    several = spreads(found.facts, found.period, ids, found.audience)
    return tuple({(one.perspective, one.question): one for one in reversed(several)}.values())[::-1]


def _series(
    found: Picture, figures: Sequence[Figure], past: Sequence[Points]
) -> tuple[Series, ...]:
    """In the order of the digest; a quarter that is still running is no point yet."""
    now = points_of(found.votes, found.period, found.audience)
    return series(figures, points_as_told(now, found.figures), past, found.measures)


def _freshness(period: Period, as_at: date) -> Line:
    template = "freshness"
    if as_at <= period.last_day:
        has_begun = as_at >= period.first_day
        template = "freshness.running" if has_begun else "freshness.not_begun"
    return Line(rest=say(template, first=day(period.first_day), last=day(period.last_day)))


def _overall(found: Picture, figures: Sequence[Figure]) -> Overall:
    """As children see the outcomes; see status.overall."""
    outcomes = _outcomes_of_children(found, figures)
    judged = [one for one in outcomes if one.status and one.target]
    whole = overall([Verdict(status=one.status, cap=one.cap) for one in judged if one.status])
    if whole is None:
        return _no_status("no_target" if outcomes else _not_asked(found))
    sign = sign_of(whole.status, whole.cap)
    assert sign is not None
    return Overall(
        status=whole.status,
        words=sign.words,
        letter=sign.letter,
        icon=sign.icon,
        colour=sign.colour,
        reason=_reason(found, whole, judged),
    )


def _outcomes_of_children(found: Picture, figures: Sequence[Figure]) -> list[Figure]:
    shares = found.by(Formula.SHARE)
    return [
        one
        for one in about_outcomes(found, figures)
        if one.perspective is Perspective.CHILD and one in shares
    ]


def _deciding_first(found: Picture, whole: Overall, figures: Sequence[Figure]) -> list[Figure]:
    """What decided where the area stands, the furthest from its target first; then the others."""
    deciding = [
        one
        for one in _outcomes_of_children(found, figures)
        if one.target and one.status is whole.status
    ]
    deciding.sort(key=lambda one: above_target(found.measure(one), one))
    return [*deciding, *(one for one in figures if one not in deciding)]


def _not_asked(found: Picture) -> str:
    return "no_outcome" if were_children_asked(found) else "not_asked"


def _no_children(found: Picture) -> str:
    return say("nothing.of_good" if were_children_asked(found) else "nothing.children")


def _no_status(why: str) -> Overall:
    return Overall(
        status=None,
        words=say(f"status.{why}"),
        letter="",
        icon="–",
        colour="grey",
        reason=say(f"overall.{why}"),
    )


def _reason(found: Picture, whole: Verdict, judged: Sequence[Figure]) -> str:
    if whole.cap:
        return cap_told(whole.cap)
    match whole.status:
        case Status.TOO_FEW:
            return say("overall.too_few")
        case Status.PROTECTED:
            is_held = any(is_held_back(one) for one in judged)
            return say("overall.held_back" if is_held else "overall.protected")
        case _:
            decided = say("overall.decided", measures=_names(found, judged, whole.status))
    if whole.status is not Status.MET or all(one.status is Status.MET for one in judged):
        return decided
    others = [one for one in Status if one is not Status.MET]
    return f"{decided} {say('overall.not_sure', measures=_names(found, judged, *others))}"


def _names(found: Picture, judged: Sequence[Figure], *statuses: Status) -> str:
    named = [name_of(found, one) for one in judged if one.status in statuses]
    return listed(list(dict.fromkeys(named)))


def _how_much(found: Picture) -> Section:
    voices = [one for one in found.by(Formula.VOICES_HEARD) if one.perspective]
    services = [one for one in voices if one.perspective not in FAMILIES]
    elsewhere = told_elsewhere(found)
    everybody = [one for one in found.by(Formula.RESPONSE_RATE) if one.agency is None]
    return Section(
        asks=Asks.HOW_MUCH,
        heading=_heading(Asks.HOW_MUCH),
        rows=(
            voices_row(
                say("cell.heard"),
                say("cell.families"),
                [one for one in voices if one.perspective in FAMILIES],
            ),
            voices_row(
                say("cell.heard"),
                say("cell.services"),
                [one for one in services if one not in elsewhere],
            ),
            *(rate_row(found, one) for one in everybody),
        ),
    )


def _how_well(found: Picture, quality: Sequence[Figure]) -> Section:
    """What people answered, and in the last row how their comments lean."""
    leaning = [one for one in found.by(Formula.NET) if may_be_headline(one)][:1]
    answered = picked(quality, MOST_ROWS - len(leaning))
    return _section(found, Asks.HOW_WELL, [*answered, *leaning])


def _section(found: Picture, asks: Asks, figures: Sequence[Figure]) -> Section:
    rows = tuple(row_of(found, one) for one in figures)
    nothing = "" if rows else say("nothing.section")
    return Section(asks=asks, heading=_heading(asks), rows=rows, nothing=nothing)


def _heading(asks: Asks) -> str:
    return say(f"asks.{asks.value}")


def _no_gaps(found: Picture) -> str:
    compared = [one for one in found.gaps if one.figure.is_shown]
    if not compared:
        return say("gap.not_compared")
    possible = sum(one.figure.clarity is Clarity.POSSIBLE for one in compared)
    return say("gap.none_but_possible", number=possible) if possible else say("gap.none")


def _since_last_time(found: Picture, figures: Sequence[Figure], as_at: date) -> SinceLastTime:
    changed = [(one, one.change) for one in figures if one.change]
    clear = [one for one, change in changed if change.clarity is Clarity.CLEAR]
    others = [one for one, change in changed if change.clarity is not Clarity.CLEAR]
    return SinceLastTime(
        since=period_label(found.period.previous),
        clear=tuple(line for one in clear for line in _changed(found, one)),
        agreed=tuple(agreed_since(found.good_before, found.area.good, found.period)),
        others=_unchanged(clear, others),
        you_said=tuple(_you_said(found, as_at)),
    )


def _changed(found: Picture, figure: Figure) -> Iterator[Line]:
    if change := figure.change:
        yield Line(
            lead=say("since.clear", moved=moved(change)),
            rest=say(
                "since.clear_who",
                range=range_of(change.low, change.high),
                who=people(figure),
                says=predicate_of(found, figure),
            ),
            figures=(figure.id,),
        )


def _unchanged(clear: Sequence[Figure], others: Sequence[Figure]) -> Line:
    figures = tuple(one.id for one in others)
    if others:
        if len(others) == 1:
            rest = say("since.one_besides" if clear else "since.one_other")
        else:
            rest = say("since.besides" if clear else "since.others", number=len(others))
        return Line(rest=rest, figures=figures)
    return Line(rest=say("since.nothing_else" if clear else "since.nothing"))


def _you_said(found: Picture, as_at: date) -> Iterator[YouSaid]:
    facts = found.facts
    told = [
        wave
        for wave in facts.waves.values()
        if wave.what_came_of_it and wave.opens_at.date() <= as_at and facts.asks_about_it(wave)
    ]
    told.sort(key=lambda one: (one.ended_at, one.id), reverse=True)
    told.sort(key=lambda one: list(Perspective).index(facts.reader(one).survey.perspective))
    for wave in told[:MOST_YOU_SAID]:
        yield YouSaid(
            survey=facts.reader(wave).survey.title, wave=wave.id, text=wave.what_came_of_it or ""
        )


def _used(found: Picture) -> Iterator[Measure]:
    used = {one.measure for one in found.figures}
    return (measure for measure in found.measures.all() if measure.code in used)


def _footnotes(found: Picture) -> Iterator[Line]:
    few = sum(one.protected for one in found.figures)
    protected = [say("note.protected", number=few, all=len(found.figures))] if few else []
    # always: a sentence that came with the first withdrawal would tell of it
    yield Line(rest=" ".join([*protected, say("note.withdrawn")]))
    read = [one for one in found.by(Formula.NET) if not one.protected]
    versions = sorted(
        {
            version
            for one in read
            if one.perspective
            for version in found.leanings[one.perspective].machines
        }
    )
    if versions:
        is_checked = all(Flag.MACHINE_ONLY not in one.flags for one in read)
        template = "note.read_in_part" if is_checked else "note.read"
        yield Line(rest=say(template, versions=listed(versions)))
    yield Line(rest=say("note.legend"))
    if (step := RULES[found.audience].step) > 1:
        yield Line(rest=say("note.rounded", step=step))
    yield Line(rest=say("note.method"))
