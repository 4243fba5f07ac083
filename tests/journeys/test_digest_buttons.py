"""The dashboard, and what the buttons under a digest do: charts, the paper, a question."""

from analysis.disclosure.suppression import Audience
from bot.keeping.own_data import forget
from bot.telling.digesting import digests_now
from bot.telling.figure_queries import QUERIES_KEPT, FigureQuery, send_query
from bot.telling.past_quarters import past_of
from bot.telling.releasing import digests_of_all
from bot.workers.caretaking import forget_what_is_over
from storage.interface import Entry
from surveys.release import Way
from tests.journeys.harness import ANNA, DAWN, QUINN, Heard
from tests.journeys.test_digests import FIGURE, OCTOBER, SUMMER, ask_for_digest, children_heard

DRAWING = 30  # seconds: the first picture of a process loads the library that draws


async def digest_there(heard: Heard) -> None:
    await children_heard(heard, 30, 18)
    quinn = heard.person(QUINN)
    await ask_for_digest(heard)
    await heard.workspace.until(
        lambda: quinn.direct_messages and quinn.direct_messages[-1].files, seconds=DRAWING
    )


async def figure_there(heard: Heard) -> str:
    """What children say of feeling safe, by its id as the whole digest has it."""
    quinn = heard.person(QUINN)
    await quinn.press("Whole digest")
    await heard.workspace.until(lambda: quinn.views)
    figure: str = next(
        found for found in FIGURE.findall(str(quinn.view.blocks)) if "-OC1-" in found
    )
    await quinn.close()
    return figure


async def test_digest_all_is_one_screen_with_pictures_and_leads_to_one_area(heard: Heard) -> None:
    await children_heard(heard, 30, 18)
    heard.clock.now = OCTOBER
    quinn = heard.person(QUINN)

    await quinn.command("/digest all 2026-Q3")

    await heard.workspace.until(
        lambda: quinn.direct_messages and quinn.direct_messages[-1].files, seconds=DRAWING
    )
    page = next(one for one in quinn.direct_messages if "Every content area" in one.text)
    assert "30 children" in str(page.blocks)
    assert len(quinn.direct_messages[-1].files) == 3
    assert all(one.alt_txt for one in quinn.direct_messages[-1].files)

    await quinn.press("open_digest", choose="Neglect")

    await heard.workspace.until(
        lambda: any("What children say" in str(one.blocks) for one in quinn.direct_messages)
    )


async def test_who_may_not_have_a_digest_gets_no_dashboard(heard: Heard) -> None:
    anna = heard.person(ANNA)

    await anna.command("/digest all")

    await heard.workspace.until(lambda: anna.direct_messages)
    assert "QA officer" in anna.direct_messages[-1].text


async def test_all_of_a_digest_opens_in_a_window_and_stands_in_no_message(heard: Heard) -> None:
    await digest_there(heard)
    quinn = heard.person(QUINN)
    sent = str([one.blocks for one in quinn.direct_messages])

    await quinn.press("Whole digest")

    await heard.workspace.until(lambda: quinn.views)
    whole, posted = str(quinn.view.blocks), len(quinn.direct_messages)
    assert quinn.view.title == "Whole digest"
    only_there = ("Likely ranges are 95%", "Heard*, Services", "Good outcome:")
    assert [one for one in only_there if one not in whole or one in sent] == []
    assert FIGURE.findall(whole)
    assert not FIGURE.findall(sent)
    assert len(quinn.direct_messages) == posted
    assert [entry.did for entry in await heard.deps.store.audit()].count("made a digest") == 2


async def test_charts_come_into_the_direct_messages(heard: Heard) -> None:
    await digest_there(heard)
    quinn = heard.person(QUINN)
    before = len([one for one in quinn.direct_messages if one.files])

    await quinn.press("Charts")

    await heard.workspace.until(
        lambda: len([one for one in quinn.direct_messages if one.files]) > before, seconds=DRAWING
    )
    assert "favourable" in str(quinn.direct_messages[-1].files[0].alt_txt)


async def test_a_question_about_a_figure_goes_to_the_analysts_without_a_number(
    heard: Heard,
) -> None:
    await digest_there(heard)
    quinn = heard.person(QUINN)
    figure = await figure_there(heard)
    await quinn.press("Query a figure")
    await heard.workspace.until(lambda: quinn.views)

    await quinn.submit({"figure": figure, "question": "Does this hold for the youngest?"})

    await heard.workspace.until(lambda: f"asks about the figure `{figure}`" in _last(heard))
    asked = quinn.direct_messages[-1]
    assert "hold for the youngest" not in f"{asked.text} {asked.blocks}"
    assert "18 of 30" not in str(asked.blocks)
    await quinn.close()
    await quinn.press("Read the question")
    await heard.workspace.until(lambda: "hold for the youngest" in str(quinn.view.body))
    assert "18 of 30" not in str(quinn.view.body)
    assert "asked about a figure" in [one.did for one in await heard.deps.store.audit()]


async def test_a_question_that_names_somebody_stays_in_the_form(heard: Heard) -> None:
    await digest_there(heard)
    quinn = heard.person(QUINN)
    figure = await figure_there(heard)
    await quinn.press("Query a figure")
    await heard.workspace.until(lambda: quinn.views)

    refused = await quinn.submit({"figure": figure, "question": "Is it her on 07700 900123?"})

    assert "names somebody" in str(refused.errors)


async def test_what_may_disclose_harm_goes_to_the_lead_and_to_no_analyst(heard: Heard) -> None:
    await digest_there(heard)
    quinn = heard.person(QUINN)
    figure = await figure_there(heard)
    await quinn.press("Query a figure")
    await heard.workspace.until(lambda: quinn.views)
    harm = "A girl in my class told me today that her uncle hits her and she is afraid to go home."

    await quinn.submit({"figure": figure, "question": harm})

    await heard.workspace.until(lambda: "asks about the figure" in _last(heard))
    assert "afraid to go home" not in str([one.blocks for one in quinn.direct_messages])
    assert "Read the question" not in str(quinn.direct_messages[-1].blocks)


async def test_what_was_asked_goes_after_thirty_days_and_with_whoever_asked(heard: Heard) -> None:
    await digest_there(heard)
    figure = await figure_there(heard)

    async def asks(view: str) -> None:
        await send_query(
            heard.deps, figure, "Feels safe", "Why?", by=DAWN, analysts=[QUINN], view=view
        )

    await asks("first")
    assert await heard.deps.store.all_kept(FigureQuery)
    heard.clock.now += QUERIES_KEPT
    await forget_what_is_over(heard.deps)
    assert not await heard.deps.store.all_kept(FigureQuery)

    await asks("second")
    entry = Entry(at=heard.clock.now, who=DAWN, did="had themselves forgotten", what="person")
    await forget(heard.deps, DAWN, entry)
    assert not await heard.deps.store.all_kept(FigureQuery)


def _last(heard: Heard) -> str:
    messages = heard.person(QUINN).direct_messages
    return messages[-1].text if messages else ""


async def test_areas_that_share_what_was_read_tell_what_each_tells_alone(heard: Heard) -> None:
    await children_heard(heard, 30, 18)
    heard.clock.now = OCTOBER
    deps = heard.deps
    board = Audience.BOARD
    past = await past_of(deps, deps.framework.areas, SUMMER, board, board)

    together = await digests_of_all(
        deps, SUMMER, board, readers=board, way=Way.PAPER, by=QUINN, past=past
    )

    assert len(together) == len(deps.framework.areas)
    for made in together:
        if made.area in ("neglect", "early_help", "voice"):
            area = deps.framework.area(made.area)
            assert await digests_now(deps, area, SUMMER, Audience.BOARD) == [made]
