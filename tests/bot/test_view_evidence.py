import re
from collections.abc import Sequence
from typing import Any

import pytest
from slack_sdk.models.views import View

from analysis.digest.provenance import reported_by
from analysis.disclosure.suppression import Audience
from analysis.figures.figure import Flag
from bot.views.evidence import (
    SHOW,
    TURN,
    ReadComment,
    WhichDigest,
    chooser,
    comments_view,
    evidence_blocks,
    evidence_view,
    facts_of,
    figure_groups,
    plain_name,
)
from surveys.coding import Sentiment
from surveys.framework import Perspective
from surveys.measure_files import library_measures
from surveys.measures import Unit
from tests.analysis.crowds import BETTER, CHILDREN, PRACTITIONERS, SAFE, crowd, evidence, told
from tests.checkers import as_json
from tests.digests import (
    FEELS_SAFE,
    GAP,
    HOSTILE,
    SURE,
    a_digest,
    a_figure,
    a_making,
    a_protected_figure,
)

WHICH = WhichDigest.of(a_digest())


def words(view: View | Sequence[Any]) -> str:
    """All that is read in it."""
    built = as_json(view)
    blocks = built["blocks"] if isinstance(built, dict) else built
    parts = [part for block in blocks for part in [block.get("text"), *block.get("elements", [])]]
    return "\n".join(part["text"] for part in parts if part and isinstance(part.get("text"), str))


def groups(view: View) -> list[tuple[str, list[str]]]:
    select = next(b for b in as_json(view)["blocks"] if b["type"] == "actions")["elements"][0]
    return [
        (group["label"]["text"], [option["value"] for option in group["options"]])
        for group in select["option_groups"]
    ]


def a_comment(number: int = 0, **changes: Any) -> ReadComment:
    usual: dict[str, Any] = {
        "writer": f"writer-{number}",
        "text": f"Comment number {number}.",
        "sentiment": Sentiment.NEGATIVE,
        "themes": ("Workload",),
    }
    return ReadComment(**usual | changes)


def some_comments(number: int) -> list[ReadComment]:
    return [a_comment(n) for n in range(number)]


def shown(view: View) -> list[int]:
    """The numbers of the comments on this page, in their order."""
    return [int(found) for found in re.findall(r"Comment number (\d+)\.", words(view))]


def turns(view: View) -> dict[str, int]:
    """The buttons there are, and the page that each leads to."""
    return {
        block["accessory"]["text"]["text"]: WhichDigest.model_validate_json(
            block["accessory"]["value"]
        ).page
        for block in as_json(view)["blocks"]
        if "accessory" in block and block["accessory"]["action_id"] == TURN
    }


# Choosing a figure


def test_every_figure_can_be_chosen_under_the_question_that_it_answers() -> None:
    made = a_digest()

    assert groups(chooser(made)) == [
        ("How well did we do it?", [made.figures[1].id, made.figures[2].id]),
        ("Did we make a difference?", [made.figures[0].id, made.figures[3].id]),
    ]


def test_figures_are_in_the_order_of_their_names_and_children_first() -> None:
    made = told(evidence(*crowd(CHILDREN, SAFE, 24, 30), *crowd(PRACTITIONERS, BETTER, 38, 40)))
    groups = [group.to_dict()["options"] for group in figure_groups(made)]

    for options in groups:
        names = [one["text"]["text"].split(",")[0] for one in options]
        assert names == sorted(names)
    heard = [one["text"]["text"] for one in groups[0] if one["text"]["text"].startswith("Voices")]
    assert ["children" in one for one in heard][:2] == [False, True]  # everyone, then children


def test_more_figures_than_a_group_holds_go_on_in_a_second_group() -> None:
    figures = tuple(a_figure(f"NEG-QN3-26Q2-{n:04x}", agency=f"Agency {n}") for n in range(230))

    offered = groups(chooser(a_digest(figures=figures)))

    assert [label for label, _ in offered] == [
        "How much did we do?",
        "How much did we do? (from number 101)",
        "How much did we do? (from number 201)",
    ]
    assert sum(len(values) for _, values in offered) == 230


def test_a_digest_without_figures_says_so() -> None:
    assert "no figure" in words(chooser(a_digest(figures=())))


def test_a_figure_is_named_in_plain_words() -> None:
    assert plain_name(a_figure()) == "Feels safe, children, NEG-O1"
    assert plain_name(a_figure("NEG-QN3-26Q2-1234", agency="Police", statement=None)) == (
        "Response rate, Police"
    )
    assert (
        plain_name(a_figure("NEG-QN3-26Q2-1234", perspective=None, statement=None))
        == "Response rate, everyone"
    )


def test_a_figure_is_called_what_the_digest_calls_it_and_whose_view_it_is_is_never_cut() -> None:
    made = told(evidence(*crowd(CHILDREN, SAFE, 24, 30), *crowd(PRACTITIONERS, BETTER, 38, 40)))
    options = [one for group in figure_groups(made) for one in group.to_dict()["options"]]
    names = {one["value"]: one["text"]["text"] for one in options}
    rows = [row for asked in made.questions for row in asked.rows if len(row.figures) == 1]

    assert rows
    for row in rows:
        begins, _, ends = names[row.figures[0]].rpartition(", ")
        assert row.name.startswith(begins.removesuffix("…"))
        assert ends.partition(" · ")[0].lower() == row.who.lower()


def test_a_list_in_a_modal_remembers_which_digest_it_belongs_to() -> None:
    made = a_digest()

    view = as_json(chooser(made))

    assert WhichDigest.model_validate_json(view["private_metadata"]) == WhichDigest.of(made)
    assert view["blocks"][1]["elements"][0]["action_id"] == SHOW


def test_the_figure_that_is_explained_stays_chosen() -> None:
    made, figure = a_digest(), a_figure(SURE, perspective=Perspective.PRACTITIONER)

    view = as_json(evidence_view(made, figure, a_making(figure)))

    select = view["blocks"][1]["elements"][0]
    assert select["initial_option"]["value"] == SURE
    assert select["initial_option"] in [
        option for group in select["option_groups"] for option in group["options"]
    ]


# How a figure was made


def test_it_says_what_a_figure_is_how_it_was_made_and_of_what() -> None:
    told = words(evidence_blocks(a_figure(), a_making()))

    for part in (
        f"`{FEELS_SAFE}`",
        "*It says:* 80% · 24 of 30 · likely 63 to 90 · Not yet clear - leaning above",
        "people who feel safe / people who answered",
        "*Likely range:* Wilson score interval, 95%",
        "life at home got better. (target 70%)",
        "“Do you feel safe at home?” (child-8-to-11)",
        "days: 1 April 2026 to 30 June 2026",
        "*Waves:* child-8-to-11-2026-q2",
        "8f0c8f0c",
        "*Made by:* measures 1",
    ):
        assert part in told


def test_it_says_who_reports_on_it_and_when_that_is_due() -> None:
    own = library_measures()["OC1"].model_copy(update={"owner": "QA lead", "due": 15})

    told = dict(facts_of(a_making(reported=reported_by(own))))

    assert told["Owner"] == "QA lead, due 15 working days after the end of the period"
    assert reported_by(own.model_copy(update={"due": None})) == "QA lead"
    assert "Owner" not in dict(facts_of(a_making()))


def test_of_a_protected_figure_no_number_is_told() -> None:
    protected = a_protected_figure()

    facts = dict(facts_of(a_making(protected, waves=())))

    assert facts["It says"] == "protected · Protected"
    assert facts["Fingerprint of the answers"] == "not told"


def test_a_gap_is_told_in_points_and_names_the_two_figures_it_lies_between() -> None:
    gap = a_figure(
        GAP,
        unit=Unit.POINTS,
        value=26,
        low=6,
        high=46,
        target=None,
        status=None,
        derived_from=(FEELS_SAFE, SURE),
    )

    facts = dict(facts_of(a_making(gap)))

    assert facts["It says"] == "26 points apart, likely 6 to 46"
    assert facts["Made from"] == f"{FEELS_SAFE}, {SURE}"


def test_what_a_reader_must_know_first_is_said() -> None:
    figure = a_figure(flags=(Flag.MACHINE_ONLY, Flag.MANY_OPTED_OUT))

    facts = dict(facts_of(a_making(figure)))

    assert facts["Take care"] == ("machine count, not yet checked; many could not or would not say")


def test_a_long_list_of_waves_is_cut_and_counted() -> None:
    facts = dict(facts_of(a_making(waves=tuple(f"wave-{n}" for n in range(20)))))

    assert facts["Waves"].endswith("wave-11; and 8 more")


def test_the_board_s_own_words_are_not_live() -> None:
    told = words(evidence_blocks(a_figure(), a_making(good=HOSTILE, filters=(HOSTILE,))))

    assert "<!channel>" not in told
    assert "&lt;!channel&gt;" in told


# Comments


@pytest.mark.parametrize("writers", [0, 1, 4])
def test_comments_of_few_people_are_protected_and_nobody_looks_the_same(writers: int) -> None:
    nobody = as_json(comments_view(WHICH, []))

    assert as_json(comments_view(WHICH, some_comments(writers))) == nobody
    assert words(comments_view(WHICH, [])).startswith("*Protected.*")


def test_four_people_with_many_comments_are_still_four_people() -> None:
    many = [a_comment(n, writer=f"writer-{n % 4}") for n in range(40)]

    assert words(comments_view(WHICH, many)).startswith("*Protected.*")


def test_comments_of_five_people_can_be_read() -> None:
    view = comments_view(WHICH, some_comments(5))

    assert sorted(shown(view)) == [0, 1, 2, 3, 4]
    assert words(view).startswith("*5 comments* by 5 people")


def test_the_order_is_always_the_same_and_not_the_one_they_came_in() -> None:
    comments = some_comments(10)

    first = shown(comments_view(WHICH, comments))

    assert first == shown(comments_view(WHICH, comments[::-1]))
    assert first != sorted(first)


def test_neither_writer_nor_agency_nor_day_is_shown() -> None:
    view = as_json(comments_view(WHICH, some_comments(10)))

    assert "writer-" not in str(view)


def test_every_comment_stands_on_one_page_and_only_there() -> None:
    comments = some_comments(43)

    pages = [shown(comments_view(WHICH.at(page), comments)) for page in range(5)]

    assert [len(page) for page in pages] == [10, 10, 10, 10, 3]
    assert sorted(number for page in pages for number in page) == list(range(43))


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (0, {"Next": 1}),
        (1, {"Back": 0, "Next": 2}),
        (2, {"Back": 1}),
        (99, {"Back": 1}),
        (-1, {"Next": 1}),
    ],
)
def test_pages_are_turned_back_and_on(page: int, expected: dict[str, int]) -> None:
    assert turns(comments_view(WHICH.at(page), some_comments(21))) == expected


def test_a_single_page_offers_nothing_to_turn() -> None:
    assert turns(comments_view(WHICH, some_comments(10))) == {}


def test_the_page_shown_is_the_one_that_the_modal_remembers() -> None:
    view = as_json(comments_view(WHICH.at(99), some_comments(21)))

    assert WhichDigest.model_validate_json(view["private_metadata"]) == WHICH.at(2)


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (a_comment(), "*Negative* · Workload · _machine's reading, not yet checked_"),
        (a_comment(checked=True), "*Negative* · Workload · _checked by a person_"),
        (
            a_comment(sentiment=Sentiment.MIXED, themes=()),
            "*Mixed* · no theme assigned · _machine's reading, not yet checked_",
        ),
        (a_comment(themes=("<A>", "B")), "*Negative* · &lt;A&gt;, B · _machine's reading, not"),
        (a_comment(sentiment=None), "Not read by the machine yet"),
    ],
)
def test_a_comment_comes_with_how_it_was_read_and_by_whom(
    comment: ReadComment, expected: str
) -> None:
    told = words(comments_view(WHICH, [comment, *[a_comment(n) for n in range(1, 6)]]))

    assert expected in told


@pytest.mark.parametrize("text", ["&" * 3000, "\n" * 2999 + "x", "word " * 600, "a\r\nb\u2028c"])
def test_a_long_comment_is_shown_to_its_last_character(text: str) -> None:
    view = comments_view(WHICH, [a_comment(n, text=text) for n in range(5)])

    told = words(view).replace("&amp;", "&")
    for sign in "&x":
        assert told.count(sign) >= 5 * text.count(sign)
    assert told.count("word") == 5 * text.count("word") or "word" not in text


def test_what_people_wrote_is_quoted_and_never_live() -> None:
    told = words(comments_view(WHICH, [a_comment(n, text=f"{HOSTILE}\n{n}") for n in range(5)]))

    assert "<!channel>" not in told
    assert "> &lt;!channel&gt;" in told


def test_a_wider_audience_needs_more_writers() -> None:
    public = WHICH.model_copy(update={"audience": Audience.PUBLIC})

    assert words(comments_view(public, some_comments(9))).startswith("*Protected.*")
