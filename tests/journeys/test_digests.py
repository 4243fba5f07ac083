"""The QA officer asks for a digest, sees how a figure was made, reads the comments behind it."""

import re
from datetime import UTC, date, datetime

import pytest

from analysis.disclosure.suppression import Audience
from bot.demo.files import demo_comments
from bot.telling.digesting import make_digest
from surveys.answering import Chosen, Said, response_from
from surveys.authoring import library
from surveys.periods import Period
from surveys.values import AreaId, OptionKey, QuestionId, Respondent, ResponseId, SurveyId
from surveys.wave import Wave
from tests.journeys.harness import ANNA, QUINN, WILMA, Heard
from tests.journeys.test_answering import answer_all, open_survey

SUMMER = Period(year=2026, quarter=3)
OCTOBER = datetime(2026, 10, 15, 9, 0, tzinfo=UTC)
FIGURE = re.compile(r"NEG-[A-Z]{2}\d+-26Q3-[0-9a-f]{4}")


async def children_heard(heard: Heard, number: int, safe: int) -> Wave:
    """So many children of eight to eleven were heard about neglect; so many feel safe."""
    survey = library()[SurveyId("child-8-to-11")]
    wave = await heard.ask(survey, WILMA, content_area=AreaId("neglect"))
    responses = [
        response_from(
            wave,
            survey,
            {
                QuestionId("safe_where_you_live"): Chosen(
                    option=OptionKey("always" if index < safe else "never")
                ),
                QuestionId("one_change"): Said(text=f"Fewer new workers, that is {index} now."),
            },
            response_id=ResponseId(f"r{index}"),
            respondent=Respondent(f"p{index}"),
            agency=None,
            day=date(2026, 8, 1),
        )
        for index in range(number)
    ]
    await heard.deps.store.accept_all(wave, survey, responses)
    heard.deps.to_read.set()
    return wave


async def ask_for_digest(heard: Heard) -> None:
    """Once the quarter is over."""
    heard.clock.now = OCTOBER
    await heard.person(QUINN).command("/digest neglect 2026-Q3")


async def test_a_digest_comes_as_a_message_with_a_picture(heard: Heard) -> None:
    await children_heard(heard, 30, 24)
    quinn = heard.person(QUINN)

    await ask_for_digest(heard)

    await heard.workspace.until(lambda: quinn.direct_messages and quinn.direct_messages[-1].files)
    digest = next(
        message for message in quinn.direct_messages if "What children say" in str(message.blocks)
    )
    assert "24 of 30" in str(digest.blocks)
    [picture] = quinn.direct_messages[-1].files
    assert picture.alt_txt
    assert heard.workspace.file_content(picture.id).startswith(b"\x89PNG")


async def test_a_small_group_is_protected_in_every_form(heard: Heard) -> None:
    await children_heard(heard, 4, 3)
    area = heard.deps.framework.area("neglect")
    heard.clock.now = OCTOBER

    made = await make_digest(heard.deps, area, SUMMER, Audience.BOARD, by="test")

    child = [figure for figure in made.figures if figure.perspective == "child"]
    assert child
    assert all(figure.protected for figure in child)


async def test_digest_without_words_lets_one_choose(heard: Heard) -> None:
    quinn = heard.person(QUINN)
    await quinn.command("/digest")
    await heard.workspace.until(lambda: quinn.views)

    await quinn.submit({"content_area": "neglect", "period": "2026-Q3"})

    await heard.workspace.until(
        lambda: any("Neglect" in str(one.blocks) for one in quinn.direct_messages)
    )


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/digest neglekt 2026-Q3", "Did you mean `neglect`?"),
        ("/digest neglect 2026-Q9", "That is no quarter"),
        ("/digest neglect 2027", "This period only begins on 1 January 2027"),
        ("/digest neglect 2026-Q3 for bord", "There is no such audience"),
        ("/digest zzzz", "There is no content area of that name"),
        ("/evidence NEG-OC1-26Q3", "There is no figure with this id"),
        ("/evidence NEG-OC1-26Q3-ffff", "There is no figure with this id"),
        ("/evidence ZZZ-OC1-26Q3-ffff", "misspelt or another board's"),
        ("/evidence NEG-OC1-27Q3-ffff", "This period only begins on 1 July 2027"),
    ],
)
async def test_what_cannot_be_found_is_said_in_a_sentence(
    heard: Heard, typed: str, told: str
) -> None:
    quinn = heard.person(QUINN)

    await quinn.command(typed)

    await heard.workspace.until(
        lambda: quinn.direct_messages and told in quinn.direct_messages[-1].text
    )


async def test_only_an_analyst_gets_digests_and_a_refusal_is_recorded(heard: Heard) -> None:
    anna = heard.person(ANNA)

    await anna.command("/digest neglect 2026-Q3")

    await heard.workspace.until(lambda: anna.direct_messages)
    assert "QA officer" in anna.direct_messages[-1].text
    assert [entry.did for entry in await heard.deps.store.audit()] == ["was refused"]


async def test_evidence_shows_how_a_figure_was_made(heard: Heard) -> None:
    await children_heard(heard, 30, 24)
    quinn = heard.person(QUINN)
    await ask_for_digest(heard)
    await heard.workspace.until(lambda: quinn.direct_messages and quinn.direct_messages[-1].files)
    await quinn.press("Whole digest")
    await heard.workspace.until(lambda: quinn.views)
    figure = next(found for found in FIGURE.findall(str(quinn.view.blocks)) if "-OC1-" in found)

    await quinn.command(f"/evidence {figure}")

    await heard.workspace.until(lambda: f"How {figure} was made" in quinn.direct_messages[-1].text)
    assert "24 of 30" in str(quinn.direct_messages[-1].blocks)


async def test_comments_are_read_in_a_modal_and_in_no_message(heard: Heard) -> None:
    await children_heard(heard, 30, 24)
    quinn = heard.person(QUINN)
    await ask_for_digest(heard)
    await heard.workspace.until(lambda: quinn.direct_messages and quinn.direct_messages[-1].files)

    await quinn.press("Read the comments")

    await heard.workspace.until(lambda: quinn.views)
    assert "Fewer new workers" in str(quinn.view.blocks)
    posted = [
        *heard.workspace.calls_of("chat.postMessage"),
        *heard.workspace.calls_of("response_url"),
    ]
    assert "Fewer new workers" not in str([call.arguments for call in posted])
    await quinn.press("Next")
    await heard.workspace.until(lambda: "page 2" in str(quinn.view.blocks))


async def test_a_comment_is_never_live_when_it_is_quoted(heard: Heard) -> None:
    hostile = "<!channel> <@UANNA> *look* <https://example.org|here> \u202eesrever"
    await children_heard(heard, 12, 6)
    await open_survey(heard, WILMA)
    await answer_all(heard, WILMA, words=hostile)
    quinn = heard.person(QUINN)
    await ask_for_digest(heard)
    await heard.workspace.until(lambda: quinn.direct_messages and quinn.direct_messages[-1].files)
    await quinn.press("Read the comments")
    await heard.workspace.until(lambda: quinn.views)
    shown = str(quinn.view.blocks)
    await quinn.press("Next")
    await heard.workspace.until(lambda: "page 2" in str(quinn.view.blocks))

    shown += str(quinn.view.blocks)
    assert "&lt;!channel&gt;" in shown
    assert "<!channel>" not in shown


async def test_250_comments_given_in_slack_are_found_behind_a_digest(
    heard: Heard,
) -> None:
    """Through Slack's own door, each as the answer of another child heard with the worker."""
    survey = library()[SurveyId("child-12-to-17")]
    wave = await heard.ask(survey, WILMA, content_area=AreaId("neglect"))
    said = [comment.text for comment in demo_comments()][:250]
    for text in said:
        await open_survey(heard, WILMA)
        await answer_all(heard, WILMA, words=text)
        await heard.person(WILMA).close()

    kept = await heard.deps.store.responses(wave.id)
    area = heard.deps.framework.area("neglect")
    heard.clock.now = OCTOBER
    made = await make_digest(heard.deps, area, SUMMER, Audience.BOARD, by="test")
    words = {
        answer.text
        for response in kept
        for answer in response.answers.values()
        if isinstance(answer, Said)
    }
    assert len(kept) == 250
    assert words == set(said)
    assert any(figure.base == 250 for figure in made.figures)
