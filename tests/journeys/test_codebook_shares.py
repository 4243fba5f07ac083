"""What a change of the codebook would do to past shares, before it is signed, and who sees that."""

import pytest

from analysis.reading.codebook_changes import Merged
from bot.board import Board, Role
from bot.reading.codebook_proposals import propose
from surveys.values import PersonId
from tests.journeys.harness import QUINN, Heard
from tests.journeys.test_reviews import PLAIN, RITA, said

OF_THE_SUB_GROUP = PersonId("UCOLLEAGUE1")
OTHER = "Fine, I suppose."


@pytest.fixture
def board(board: Board) -> Board:
    roles = {Role.ANALYST: (QUINN, RITA), Role.SUB_GROUP: (OF_THE_SUB_GROUP,)}
    return board.model_copy(update={"roles": {**board.roles, **roles}})


async def asked_to_sign(heard: Heard, signs: PersonId) -> str:
    """What they see who open the change that waits for them."""
    change = Merged(theme="workload", into="supervision")
    await propose(heard.deps, signs, change, why="One thing.", by=QUINN, signs=signs)
    actor = heard.person(signs)
    await heard.workspace.until(lambda: actor.direct_messages)
    await actor.press("Open")
    await heard.workspace.until(lambda: actor.views and "Sign it" in str(actor.view.body))
    return str(actor.view.body)


async def test_whose_share_would_move_is_seen_by_an_analyst_and_not_by_the_sub_group(
    heard: Heard,
) -> None:
    await said(heard, *(f"{PLAIN} {number}" for number in range(10)), *[OTHER] * 10)

    by_an_analyst = await asked_to_sign(heard, RITA)
    by_others = await asked_to_sign(heard, OF_THE_SUB_GROUP)

    assert "of 20 people who wrote" in by_an_analyst
    assert "“Workload and capacity” 50% → gone" in by_an_analyst
    assert "ask an analyst" in by_others
    assert "people who wrote" not in by_others
    assert "10 would change their themes" in by_others
