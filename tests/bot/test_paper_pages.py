"""The pages that everybody reads before the appendix of a paper."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO

import docx
from pypdf import PdfReader

from analysis.digest.lines import Line
from analysis.figures.status import Status
from analysis.paper.paper import Paper, paper
from analysis.paper.texts import PaperText, Part, Written, paper_text
from analysis.wording import say
from bot.papers.blocks import Block, Document, Heading, List, Paragraph, Picture, Table
from bot.papers.drawing.strips import in_legend
from bot.papers.layout import laid_out
from bot.papers.pdf import pdf
from bot.papers.pictures import pictures_to_draw
from bot.papers.word import word
from surveys.framework import Perspective
from surveys.periods import Period
from surveys.values import AreaId, PersonId
from tests.analysis.crowds import (
    BETTER,
    CHILDREN,
    PARENTS,
    PRACTITIONERS,
    SAFE,
    asked,
    crowd,
    evidence,
    told,
)
from tests.analysis.test_paper_order import an_area
from tests.digests import a_chart_row, a_protected_chart_row

SPRING = Period(year=2026, quarter=2)
NUMBER = re.compile(r"\d+ of \d+(?! content)|\d+(?:–\d+)?%|plus \d+|minus \d+")
FIGURE = re.compile(r"[A-Z]+-[A-Z]+\d+-26Q2-[0-9a-f]{4}")


def of(
    *digests: object,
    texts: Sequence[PaperText] = (),
    owners: Mapping[AreaId, str] | None = None,
) -> Paper:
    made_on = date(2026, 7, 20)
    return paper("Mereshire Board", SPRING, digests, texts, owners=owners, made_on=made_on)  # type: ignore[arg-type]


def written(part: Part, text: str, area: str) -> PaperText:
    version = Written(text=text, by=PersonId("UQUINN"), at=datetime(2026, 7, 1, tzinfo=UTC))
    return paper_text(SPRING, part, AreaId(area), version)


@cache
def many() -> Paper:
    """Nineteen content areas, of which nine lean below."""
    statuses = [Status.LEANING_BELOW] * 9 + [Status.MET] * 10
    return of(*(an_area(f"Area {place}", one) for place, one in enumerate(statuses)))


def halves(made: Paper) -> tuple[list[Block], list[Block]]:
    """What stands before the appendix, and what stands in it."""
    blocks = laid_out(made).blocks
    first = next(
        place
        for place, one in enumerate(blocks)
        if isinstance(one, Heading) and one.text.startswith("Appendix A")
    )
    return list(blocks[:first]), list(blocks[first:])


def words(blocks: Iterable[Block]) -> str:
    return "\n".join(text for block in blocks for text in _texts(block))


def _texts(block: Block) -> Iterable[str]:
    match block:
        case Heading():
            return [block.text]
        case Paragraph():
            return [block.told.lead + block.told.rest, *block.told.figures]
        case List():
            return [text for one in block.items for text in (one.lead + one.rest, *one.figures)]
        case Table():
            return [block.caption, *(cell for row in block.rows for cell in row)]
        case Picture():
            return [block.caption, block.alt]
        case _:
            return []


def just(blocks: Sequence[Block]) -> Document:
    return laid_out(many()).model_copy(update={"blocks": tuple(blocks)})


def questions_of(blocks: Sequence[Block]) -> list[str]:
    after = next(
        place
        for place, one in enumerate(blocks)
        if isinstance(one, Heading) and "for challenge" in one.text
    )
    asked = blocks[after + 1]
    assert isinstance(asked, List)
    return [one.lead + one.rest for one in asked.items]


def test_every_number_and_figure_told_in_front_stands_in_the_appendix_just_so() -> None:
    made = of(
        told(
            evidence(
                *crowd(CHILDREN, BETTER, 10, 40),
                *crowd(CHILDREN, SAFE, 20, 40),
                *crowd(PRACTITIONERS, BETTER, 38, 40),
                *crowd(PARENTS, BETTER, 3, 3),
            )
        )
    )

    front, appendix = (words(half) for half in halves(made))

    assert len(set(FIGURE.findall(front))) > 3
    assert set(FIGURE.findall(front)) <= set(FIGURE.findall(appendix))
    assert "10 of 40" in front
    assert set(NUMBER.findall(front)) <= set(NUMBER.findall(appendix))


def test_the_first_thing_said_is_where_things_stand_and_what_the_paper_is_for_comes_later() -> None:
    front = words(halves(many())[0])

    assert front.startswith("Where things stand, the worst first\nBelow our good statement: none")
    assert front.index("leaning below: Area 0") < front.index("This paper sets what children")


def test_the_appendix_has_every_card_and_the_front_says_which_it_has() -> None:
    front, appendix = halves(many())
    cards = [one.text for one in front if isinstance(one, Heading) and one.text.startswith("Area")]
    in_full = [
        one.text for one in appendix if isinstance(one, Heading) and one.text.startswith("Area")
    ]

    assert cards == in_full[:6]
    assert len(in_full) == 19
    assert "9 of 19 content areas. The 6 worst have their cards here" in words(front)
    assert "and alone those of Area 6, Area 7, Area 8, Area 9, Area 10, " in words(front)


def test_what_people_wrote_of_a_content_area_stands_once_in_its_first_card() -> None:
    texts = [written(Part.STORY, f"Told of {place}.", f"area {place}") for place in (0, 18)]
    made = of(*many().digests, texts=texts)

    front, appendix = (words(half) for half in halves(made))

    assert (front.count("Told of 0."), appendix.count("Told of 0.")) == (1, 0)
    assert (front.count("Told of 18."), appendix.count("Told of 18.")) == (0, 1)


def test_what_nobody_wrote_of_a_content_area_is_one_line_with_who_is_to_write_it() -> None:
    digest = an_area("Neglect", Status.NOT_MET)
    owned = of(
        digest,
        texts=[written(Part.STORY, "Told.", "neglect")],
        owners={AreaId("neglect"): "head of early help"},
    )

    assert "Not yet written by head of early help: partners, what works and action plan." in words(
        halves(owned)[0]
    )
    assert words(halves(of(digest))[0]).count("Not yet written by the QA team") == 2


def test_nineteen_content_areas_take_some_seven_pages_before_the_appendix() -> None:
    front, _ = halves(many())
    draw = pictures_to_draw(many())
    pictures = {one.name: draw[one.name]() for one in front if isinstance(one, Picture)}

    made = pdf(laid_out(many()).model_copy(update={"blocks": tuple(front)}), pictures)

    assert len(pictures) == 6
    assert len(PdfReader(BytesIO(made)).pages) <= 7


def test_what_decided_where_an_area_stands_is_told_first_everywhere_and_all_of_it_on_its_card() -> (
    None
):
    everywhere = [
        *crowd(CHILDREN, SAFE, 22, 43),
        *crowd(CHILDREN, BETTER, 20, 56),
        *crowd(PRACTITIONERS, BETTER, 38, 40),
    ]
    made = of(told(evidence(*everywhere)))
    front = words(halves(made)[0])
    card = front[front.index("Report cards") :]

    (better,) = made.risks.by_rule[0].figures
    assert "36% (20 of 56)" in made.dashboard[0].difference.text
    assert made.dashboard[0].difference.figures == made.children[0].figures == (better,)
    assert made.digests[0].questions[2].rows[0].figures == (better,)
    assert 0 < card.index("20 of 56") < card.index("22 of 43")


def test_what_is_below_its_target_is_asked_about_before_all_else_and_response_last() -> None:
    neglect = told(
        evidence(
            *crowd(CHILDREN, BETTER, 10, 40),
            *crowd(PRACTITIONERS, BETTER, 38, 40),
            invitations=asked("School or college", 1, 40),
        )
    )
    made = of(neglect, an_area("Area", Status.LEANING_BELOW))
    asks = [one.text for one in neglect.challenges]

    front, appendix = (questions_of(half) for half in halves(made))

    assert "What would we see" in asks[0]
    assert "What will change, who does it, and by when?" in front[0] + appendix[0]
    assert "Response is low" in front[-1]


def test_areas_with_drafts_are_asked_about_them_in_one_question_that_names_them_all() -> None:
    areas = [
        an_area(
            f"Area {place}",
            Status.LEANING_BELOW,
            challenges=(Line(rest=say("challenge.drafts", statements=f"A{place}-Q1")),),
        )
        for place in range(5)
    ]

    for half in halves(of(*areas)):
        (only,) = questions_of(half)
        assert only.startswith("5 content areas.")
        assert "Area 0, Area 1, Area 2, Area 3 and Area 4" in only


def test_what_meets_its_good_statement_stands_under_a_heading_that_does_not_call_it_better() -> (
    None
):
    front = words(halves(of(an_area("Area", Status.MET)))[0])

    assert "Key improvements and strengths\nArea. Meets our good statement." in front


def test_what_people_wrote_of_an_area_that_nobody_was_heard_on_is_in_the_paper_too() -> None:
    silent = told(evidence()).model_copy(update={"area": AreaId("fgm"), "area_label": "FGM"})
    story = written(Part.STORY, "A clinic opened.", "fgm")
    owners = {AreaId("fgm"): "named nurse"}

    _, appendix = halves(of(an_area("Area", Status.MET), silent, texts=[story], owners=owners))

    told_of = words(appendix)[words(appendix).index("FGM") :]
    assert told_of.startswith("FGM\nThe story behind the baseline. A clinic opened.")
    assert "Not yet written by named nurse: partners, what works and action plan." in told_of


def test_a_half_filled_action_is_printed_as_what_it_is() -> None:
    texts = (written(Part.PLAN, "Ask Housing | Chair of the Board\nRing every family", "neglect"),)
    whole = halves(of(told(evidence(*crowd(CHILDREN, BETTER, 10, 40))), texts=texts))
    [plan] = {
        block.rows
        for half in whole
        for block in half
        if isinstance(block, Table) and "action plan" in block.caption
    }

    assert plan == (
        ("Ask Housing", "Chair of the Board", "not said yet", ""),
        ("Ring every family", "not said yet", "not said yet", ""),
    )


def test_a_response_rate_says_that_it_is_of_the_whole_survey_and_is_not_told_of_hidden_people() -> (
    None
):
    invitations = asked("School or college", 30, 40)
    children = crowd(CHILDREN, BETTER, 10, 40)
    few = told(evidence(*children, invitations=invitations))
    many = told(evidence(*children, *crowd(PRACTITIONERS, BETTER, 38, 40), invitations=invitations))

    for said in map(words, halves(of(many))):
        assert "Response rate of the whole survey" in said
    for half in halves(of(few)):
        told_of = [text for block in half for text in _texts(block)]
        assert not any("Response rate" in one and "How much" in one for one in told_of)
        assert "Response rate of the whole survey" not in told_of


def test_the_legend_of_a_chart_names_no_target_where_none_is_drawn() -> None:
    agreed, draft = a_chart_row(), a_chart_row(target=None, low=None, high=None)

    assert in_legend([agreed]) == [Perspective.CHILD, "likely_range", "agreed_target"]
    assert in_legend([draft, a_protected_chart_row()]) == [Perspective.CHILD]


def test_the_first_words_of_a_card_stay_with_what_they_lead_to() -> None:
    front, appendix = halves(of(an_area("Area", Status.NOT_MET)))
    card = next(
        place for place, one in enumerate(front) if isinstance(one, Heading) and one.text == "Area"
    )
    note = next(
        place
        for place, one in enumerate(appendix)
        if isinstance(one, Paragraph) and one.told.rest.startswith("A mark: enough were heard")
    )
    status, good, *_ = front[card + 1 :]

    assert isinstance(status, Paragraph)
    assert isinstance(good, Paragraph)
    assert status.stays
    assert good.stays
    assert isinstance(appendix[note + 1], Picture)
    assert "stays=True" in repr(appendix[note])
    read = docx.Document(BytesIO(word(just(front[card : card + 3]), {})))
    assert [one.text for one in read.paragraphs if one.paragraph_format.keep_with_next] == [
        one.told.lead + one.told.rest for one in (status, good)
    ]
