"""What no theme fits is grouped, and a person says what becomes of a group."""

from datetime import date

import pytest

from analysis.reading.codebook_changes import Proposal, Proposed, Widened
from bot.board import Board, Role
from bot.reading.unfitting import unfitting
from bot.reading.worker import read_new
from surveys.framework import Perspective
from surveys.values import AreaId
from tests.builders import a_response, a_survey, a_voice, a_wave
from tests.journeys.harness import BEN, QUINN, Heard
from tests.journeys.test_digests import OCTOBER

WITHOUT_A_THEME = (
    "The parking is by the river.",
    "Parking by the old mill.",
    "I saw no parking anywhere near.",
    "Parking under the old oak.",
    "The parking was a muddy field.",
    "Parking, parking, parking!",
)


@pytest.fixture
def board(board: Board) -> Board:
    """Two analysts, because nobody signs their own proposal."""
    return board.model_copy(update={"roles": {**board.roles, Role.ANALYST: (QUINN, BEN)}})


async def groups_open(heard: Heard) -> None:
    for place, words in enumerate(WITHOUT_A_THEME):
        voice = a_voice(
            id=f"voice-{place}",
            day=date(2026, 9, 1),
            content_areas=(AreaId("neglect"),),
            own_words=(words,),
        )
        await heard.deps.store.keep(voice)
    heard.clock.now = OCTOBER
    await read_new(heard.deps)
    quinn = heard.person(QUINN)
    await quinn.command("/codebook")
    await heard.workspace.until(lambda: quinn.views)
    await quinn.press("What no theme fits")
    await heard.workspace.until(lambda: "A machine grouped them" in shown(heard))


def shown(heard: Heard) -> str:
    return str(heard.person(QUINN).view.body)


@pytest.mark.parametrize(
    ("button", "form", "change"),
    [
        ("Name it", {"label": "Parking", "description": "Where to leave the car."}, Proposed),
        ("Add to a theme", {"into": "access"}, Widened),
    ],
)
async def test_a_group_becomes_a_proposal_with_the_words_it_shares(
    heard: Heard, button: str, form: dict[str, str], change: type
) -> None:
    await groups_open(heard)
    assert "6 people" in shown(heard)
    quinn = heard.person(QUINN)

    await quinn.press(button)
    await heard.workspace.until(lambda: "Who signs it?" in shown(heard))
    outcome = await quinn.submit({"reason": "Many speak of it.", "signs": BEN, **form})

    assert outcome.ok, outcome
    [proposal] = await heard.deps.store.all_kept(Proposal)
    assert isinstance(proposal.change, change)
    assert "parking" in str(proposal.change)


@pytest.mark.parametrize(
    ("perspective", "groups"), [(Perspective.PRACTITIONER, 1), (Perspective.AUDIT, 0)]
)
async def test_what_people_said_is_grouped_and_no_return_of_an_audit(
    heard: Heard, perspective: Perspective, groups: int
) -> None:
    wave = a_wave()
    responses = [
        a_response(text, perspective=perspective, day=date(2026, 9, 1)) for text in WITHOUT_A_THEME
    ]
    await heard.deps.store.accept_all(wave, a_survey(), responses)
    heard.clock.now = OCTOBER
    await read_new(heard.deps)

    assert len(await unfitting(heard.deps, QUINN)) == groups


async def test_a_group_that_is_dropped_is_proposed_no_more(heard: Heard) -> None:
    await groups_open(heard)
    quinn = heard.person(QUINN)

    await quinn.press("Drop it")

    await heard.workspace.until(lambda: "No group is large enough" in shown(heard))
    entries = await heard.deps.store.audit()
    assert "dropped a group of comments" in [one.did for one in entries]
    assert "arking" not in str(entries)
