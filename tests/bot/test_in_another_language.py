"""In a board's own language no English is left, on whatever surface a figure stands."""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from itertools import cycle
from typing import Any

import numpy as np
from PIL import Image
from rich.console import Console
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from analysis.digest.dashboard import dashboard
from analysis.digest.digest import Digest
from analysis.digest.gap_rows import gap_rows
from analysis.digest.provenance import ENGINE, FigureEvidence, evidence_in
from analysis.digest.quotes import Shown
from analysis.digest.standing import changed_figures, released_lines
from analysis.disclosure.suppression import Audience
from analysis.phrases import within
from analysis.wording import spoken
from bot import wording
from bot.papers.charts import Drawing, chart_of, charts_of_all, draw_grids, more_charts
from bot.papers.drawing import strips
from bot.terminal import print_dashboard, print_digest, print_evidence
from bot.views import good, good_forms
from bot.views.dashboard import dashboard_message
from bot.views.digest import whole_digest
from bot.views.evidence import ReadComment, WhichDigest, chooser, comments_view, evidence_view
from bot.views.picker import FOR_DIGEST, FOR_QUOTES, picker_view, recent_periods
from bot.views.query import asked_view, query_form, query_message
from bot.views.quotes import quotes_view
from bot.views.release import release_form
from bot.views.short_digest import digest_message
from bot.wording import good as good_words
from bot.wording.quotes import in_digest
from surveys.coding import Sentiment
from surveys.evidence import Evidence
from surveys.framework import (
    Agreement,
    Consultation,
    ContentArea,
    GoodStatement,
    Kind,
    Perspective,
    Tier,
    Wording,
)
from surveys.good import begun
from surveys.measure_files import library_measures
from surveys.quote import Chosen
from surveys.statement import Agreed, LivingStatement
from surveys.values import AreaId, StatementId
from tests.analysis import crowds
from tests.analysis.crowds import (
    AFTER,
    BETTER,
    CHILDREN,
    PARENTS,
    PRACTITIONERS,
    SAFE,
    SPRING,
    SURE,
)
from tests.analysis.test_series import told_after
from tests.analysis.writers import VECTOR, written
from tests.builders import a_content_area, a_framework
from tests.checkers import as_json, problems_of_message, problems_of_view
from tests.languages import drawn_out, shouted

NOW = crowds.evidence(
    *crowds.crowd(CHILDREN, SAFE, 24, 30),
    *crowds.crowd(CHILDREN, BETTER, 10, 30),
    *crowds.crowd(PARENTS, BETTER, 11, 20),
    *crowds.crowd(PRACTITIONERS, BETTER, 38, 40),
    *crowds.crowd(PRACTITIONERS, SURE, 3, 7),
)
EARLIER = crowds.evidence(*crowds.crowd(CHILDREN, SAFE, 8, 30, day=crowds.IN_WINTER))
THEMES = written(VECTOR)
PICTURES = 8
EDGE, INK = 3, 128  # pixels; of 255
SAID = ("words-1", "words-2", "Sam Q", "Waiting for help", "they wait", "what is it")
NAMED_SO = r"`[^`]*`|<@\w+>|[A-Z]+-\w+-\w+-\w+|[a-z-]+-20\d\d-q\d|\b[0-9a-f]{64}\b|· [0-9a-f]{4}$"


def surfaces() -> Iterator[tuple[str, View | Sequence[Block]]]:
    """Whatever stands around figures in Slack, in the language that is spoken."""
    made = of_crowds()
    for audience in Audience:
        one = made.model_copy(update={"audience": audience})
        text, blocks = digest_message(
            one, quotes=in_digest(1, 2, 3), may_release=True, may_query=True
        )
        yield text, blocks
        yield "", whole_digest(one, in_digest(1, 2, 3))
    yield digest_message(themes := crowds.told(THEMES, audience=Audience.ANALYST))
    yield dashboard_message(dashboard([made, nothing()]))
    yield "", chooser(made)
    for about, several in ((made, evidences(NOW, EARLIER)), (themes, evidences(THEMES))):
        for found in several:
            yield "", evidence_view(about, found.figure, found)
    for number in (3, 30):
        yield "", comments_view(WhichDigest.of(made).at(1), comments(number))
    yield "", query_form(made)
    yield query_message(wording.query_about("NEG-OC1-26Q2-b7c4", "they wait", "U1"), "query")
    yield "", asked_view(wording.query_of("NEG-OC1-26Q2-b7c4", "U1"), "what is it")
    for audience in (Audience.BOARD, Audience.PUBLIC):
        yield "", release_form(a_content_area(), SPRING, audience, ())
    for form in (FOR_DIGEST, FOR_QUOTES):
        yield "", picker_view(a_framework(), recent_periods(AFTER), AFTER, form=form)
    quotes = [
        Shown(text="they wait", perspective=whose, chosen=why)
        for whose, why in zip(Perspective, cycle(Chosen), strict=False)
    ]
    yield "", quotes_view("Neglect", SPRING, quotes)
    yield "", quotes_view("Neglect", SPRING, [])
    yield from (("", one) for one in of_good())


def of_good() -> Iterator[View | Sequence[Block]]:
    """What stands around a 'good' statement; its own words are in capitals."""
    area, agreed = good_area(), agreed_life()
    begins, [statement] = begun(area.id, area.good[0]), area.good
    again = agreed.reworded(Wording(text="WARMER."), by="U1", today=AFTER)
    back = agreed.taken_back("A SLIP", by="SAM", today=AFTER)
    framework = a_framework(areas=(area,))
    for living in (begins, agreed, again, back):
        yield good.overview(framework, {statement.id: living}, AFTER)
        lives, figures = {statement.id: living}, {statement.id: ["80%"]}
        note = good_words.whose_figures("2026", Audience.BOARD)
        yield good.area_view(area, framework, lives, AFTER, note=note, figures=figures)
        yield good.area_view(
            area, framework, lives, AFTER, note=good_words.kept(living), figures={}
        )
        yield good.life_view(statement, living, AFTER, may_change=True)
        yield good_forms.wording_form(statement, living)
        yield good_forms.consulting_form(statement, living, AFTER)
        yield good_forms.agreeing_form(statement, living, AFTER, only_target=living is agreed)
        yield good_forms.taking_back_form(statement, living)


def good_area() -> ContentArea:
    statement = GoodStatement(id=StatementId("NEG-O1"), kind=Kind.OUTCOME, text="WARM.", target=70)
    return ContentArea(
        id=AreaId("neglect"), label="NEGLECT", tier=Tier.WIDER, good=(statement,), active_from=AFTER
    )


def agreed_life() -> LivingStatement:
    asked = Consultation(
        day=AFTER, with_whom=frozenset({Perspective.CHILD}), how="GROUPS", changed="MUCH"
    )
    agreed = Agreed(
        by="U1",
        noted=AFTER,
        text="FED.",
        target=80,
        agreement=Agreement(day=AFTER, minute="ITEM 4"),
    )
    return (
        begun(AreaId("neglect"), good_area().good[0])
        .reworded(Wording(text="FED.", for_children="I EAT."), by="SAM", today=AFTER)
        .consulted(asked, by="U1", today=AFTER)
        .agree(agreed, today=AFTER)
    )


def of_crowds() -> Digest:
    made = crowds.told(NOW, EARLIER)
    changed = changed_figures(nothing(), made)
    lines = released_lines(AFTER, "Sam Q", 2, "words-2", changed)
    return made.model_copy(update={"standing": lines})


def nothing() -> Digest:
    return crowds.told(crowds.NOTHING)


def evidences(now: Evidence, before: Evidence | None = None) -> list[FigureEvidence]:
    audience = Audience.BOARD if before else Audience.ANALYST
    picture = crowds.found(now, before or crowds.NOTHING, audience)
    return [evidence_in(picture, one.id) for one in picture.figures]


def comments(number: int) -> list[ReadComment]:
    minds = [None, *Sentiment]
    return [
        ReadComment(f"writer-{one}", "they wait", minds[one % len(minds)], checked=one % 2 == 0)
        for one in range(number)
    ]


def pictures() -> list[Drawing]:
    made, over_time = of_crowds(), told_after(*[10] * 11, 28)
    return [
        chart_of(made),
        chart_of(nothing()),
        *more_charts(made),
        *more_charts(over_time),
        *more_charts(told_after(10, 12, 11, 3, 10)),
        *charts_of_all(dashboard([made, nothing()])),
    ]


def words_in(json: Any) -> Iterator[str]:
    """Whatever is read in a view or a message."""
    match json:
        case {"type": "plain_text" | "mrkdwn", "text": str(text)}:
            yield text
        case dict():
            for one in json.values():
                yield from words_in(one)
        case list():
            for one in json:
                yield from words_in(one)


def english_in(text: str) -> str:
    """What is left in small letters, but for names, and for what people wrote."""
    for one in sorted(content(), key=len, reverse=True):
        text = re.sub(f"{re.escape(one[:20])}[^…]{{0,60}}…", "", text).replace(one, "")
    text = re.sub(NAMED_SO, "", text)
    return text if re.search("[a-z]{2,}", text) else ""


def content() -> set[str]:
    measures = [*library_measures().all()]
    names = {
        name
        for one in measures
        for name in (one.name, one.counted, *one.says.values(), one.interval)
    }
    texts = {one.text for survey in crowds.ALL for one in survey.questions}
    area = a_content_area()
    good = {one.text for one in area.good} | {one.text.rstrip(".") for one in area.good}
    titles = {part for one in crowds.ALL for part in (one.title, one.id)}
    formulas = {one.formula.value for one in measures}
    labels = {one.label for one in a_framework().areas}
    every = {*names, *texts, *good, *titles, *formulas, *labels, *SAID, ENGINE} - {""}
    return every | {within(one) for one in every}


def test_no_english_is_left_around_figures_in_slack() -> None:
    with spoken(shouted()):
        texts = [(text, [*words_in(as_json(shown))]) for text, shown in surfaces()]

    assert len(texts) > 20
    left = [english_in(one) for text, several in texts for one in (text, *several)]
    assert [one for one in left if one] == []


def test_no_english_is_left_in_what_pictures_say() -> None:
    with spoken(shouted()):
        told = [part for one in pictures() for part in (one.title, one.alt)]

    assert len(told) >= 2 * PICTURES
    assert [left for one in told if (left := english_in(one))] == []


def test_no_english_is_left_around_figures_in_a_terminal() -> None:
    console = Console(file=(printed := StringIO()), width=10_000)
    with spoken(shouted()):
        made = of_crowds()
        print_digest(made, console)
        print_dashboard(dashboard([made, nothing()]), console)
        for found in evidences(NOW, EARLIER):
            print_evidence(found, console)
    lines = printed.getvalue().splitlines()

    assert len(lines) > 100
    assert [left for one in lines if (left := english_in(one))] == []


def test_slack_takes_whatever_is_said_in_longer_words() -> None:
    with spoken(drawn_out()):
        for _, shown in surfaces():
            built = as_json(shown)
            wrong = (
                problems_of_message(built) if isinstance(built, list) else problems_of_view(built)
            )
            assert wrong == []


def test_no_picture_is_cut_off_by_longer_words() -> None:
    with spoken(drawn_out()):
        for one in pictures():
            assert not reaches_the_edge(one.draw()), one.name


def test_no_picture_of_a_paper_is_cut_off_by_longer_words() -> None:
    with spoken(drawn_out()):
        made = of_crowds()
        drawn = [strips.shares(made.chart.rows), strips.pairs(gap_rows(made))]
        drawn += [strips.spreads(made.spreads), draw_grids(dashboard([made]).grids)]

    assert not any(map(reaches_the_edge, drawn))


def reaches_the_edge(picture: bytes) -> bool:
    """Whether something dark does, as letters are; the ground of a row is light."""
    ink = np.asarray(Image.open(BytesIO(picture)).convert("L")) < INK
    return bool(ink[:, :EDGE].any() or ink[:, -EDGE:].any())
