"""Modals of quotes and of what no theme fits: Slack takes them, whatever anybody wrote."""

from datetime import UTC, datetime

import pytest
from slack_sdk.models.views import View

from analysis.digest.quotes import Shown
from analysis.paper.paper import paper
from analysis.reading.codebook import library_codebook
from bot.papers.blocks import Paragraph
from bot.papers.layout import laid_out
from bot.reading.quotes_at_hand import Candidate, Desk
from bot.reading.unfitting import Group
from bot.views import picker
from bot.views.quotes import desk_view, opening_view, quotes_view
from bot.views.short_digest import digest_message
from bot.views.unfitting import looking_view, unfitting_view
from surveys.authoring import library_framework
from surveys.framework import Perspective
from surveys.periods import Period
from surveys.quote import Chosen, Passage, Quote, Scope, Why, approve, refuse, take_back
from surveys.values import PersonId
from tests.builders import NEGLECT
from tests.checkers import as_json, problems_of_message, problems_of_view
from tests.digests import HOSTILE, a_digest

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
SUMMER = Period(year=2026, quarter=3)
AREA = library_framework().area("neglect")
QUINN, BEN = PersonId("UQUINN"), PersonId("UBEN")


def candidates() -> list[Candidate]:
    new = Quote(
        id="q" * 36,
        area=NEGLECT,
        period=str(SUMMER),
        passage=Passage(voice="v", start=0, end=9),
        chosen=Chosen.RARE,
        theme="safety",
    )
    once = approve(new, Scope.PUBLIC, QUINN, NOW)
    twice = approve(once, Scope.BOARD, BEN, NOW)
    stages = [new, once, twice, take_back(twice, BEN, NOW), refuse(once, Why.POINTS, BEN, NOW)]
    return [
        Candidate(
            quote=stage.model_copy(update={"id": f"{number:036}"}),
            text=(HOSTILE * 9)[:300],
            perspective=Perspective.CHILD,
            scopes=frozenset(Scope),
            own=number % 3 == 0,
            speakers=number,
            of_all=40,
        )
        for number, stage in enumerate(stages * 5)
    ]


def views() -> dict[str, View]:
    desk = Desk(AREA, SUMMER, candidates())
    one = Shown(text=(HOSTILE * 9)[:300], perspective=Perspective.CHILD, chosen=Chosen.TYPICAL)
    rare = one.model_copy(update={"chosen": Chosen.RARE})
    group = Group(words=("parking", "<!channel>"), people=6, typical=[HOSTILE * 20] * 3)
    today = NOW.date()
    return {
        "looking for quotes": opening_view(),
        "first page": desk_view(desk, library_codebook()),
        "page after the last": desk_view(desk, library_codebook(), 99, "Kept."),
        "nothing to propose": desk_view(Desk(AREA, SUMMER, []), library_codebook()),
        "approved": quotes_view("Neglect", SUMMER, [one, rare]),
        "none approved": quotes_view("Neglect", SUMMER, []),
        "choosing": picker.picker_view(
            library_framework(), picker.recent_quarters(today), today, form=picker.FOR_QUOTES
        ),
        "grouping": looking_view(),
        "groups": unfitting_view([group] * 8),
        "no group": unfitting_view([]),
    }


@pytest.mark.parametrize("name", list(views()))
def test_slack_takes_every_modal(name: str) -> None:
    view = as_json(views()[name])

    assert problems_of_view(view) == []
    assert "<!channel>" not in str([block.get("text") for block in view["blocks"]])


def test_whoever_logged_a_voice_is_offered_no_approval_of_it() -> None:
    own = [one for one in candidates() if one.own][:1]
    other = [one for one in candidates() if not one.own][:1]

    offered = str(as_json(desk_view(Desk(AREA, SUMMER, own), library_codebook())))
    usual = str(as_json(desk_view(Desk(AREA, SUMMER, other), library_codebook())))

    assert "For the Board" not in offered
    assert "For the Board" in usual


def test_the_paper_carries_one_of_the_childrens_and_the_serious_ones() -> None:
    def quote(text: str, chosen: Chosen, perspective: Perspective = Perspective.CHILD) -> Shown:
        return Shown(text=text, perspective=perspective, chosen=chosen)

    quotes = [
        quote("They rang back.", Chosen.TYPICAL),
        quote("They came.", Chosen.TYPICAL),
        quote("It was fine.", Chosen.TYPICAL, Perspective.PARENT_CARER),
        quote("Nobody came.", Chosen.RARE, Perspective.PARENT_CARER),
    ]
    made = paper(
        "Board",
        Period(year=2026, quarter=2),
        [a_digest()],
        quotes={NEGLECT: quotes},
        made_on=NOW.date(),
    )

    told = [
        f"{block.told.lead}{block.told.rest}"
        for block in laid_out(made).blocks
        if isinstance(block, Paragraph) and block.told.lead.startswith("“")
    ]
    assert told == [
        "“They rang back.” A child or young person, typical.",
        "“Nobody came.” A parent or carer.",
    ]


def test_a_digest_counts_its_quotes_and_carries_none() -> None:
    text, blocks = digest_message(a_digest(), quotes="1 approved quote from children")

    assert problems_of_message(as_json(blocks)) == []
    assert text
    assert "Read the quotes" in str(as_json(blocks))
    assert "Read the quotes" not in str(as_json(digest_message(a_digest())[1]))
