import re
from typing import Any

import pytest

from analysis.digest.lines import Line, Row, SinceLastTime, YouSaid
from analysis.disclosure.suppression import Audience
from analysis.figures.status import SIGNS, Status
from bot.listeners import ACTIONS
from bot.views.digest import CHARTS, PAPER, WHOLE, safe, sentence, whole_digest
from bot.views.evidence import CHOOSE, COMMENTS, WhichDigest
from bot.views.pieces import chosen_in_menu
from bot.views.query import ASK
from bot.views.short_digest import digest_message
from bot.web.practice.blocks import length_of_text
from tests.checkers import as_json
from tests.digests import (
    FEELS_SAFE,
    HOSTILE,
    LEAN,
    SMALL,
    a_digest,
    a_figure,
    a_hostile_digest,
    a_protected_figure,
    a_protected_row,
    a_row,
    an_overall,
    questions,
)

LIVE = re.compile(r"<[!@#a-z]")


def texts(**changes: Any) -> list[str]:
    """The text of each block of the whole digest, in order."""
    return [
        text
        for block in as_json(whole_digest(a_digest(**changes)))["blocks"]
        for text in said(block)
    ]


def buttons(**changes: Any) -> list[str]:
    """What stands on the buttons under a digest."""
    blocks = as_json(digest_message(a_digest(**changes))[1])
    return [label for block in blocks if block["type"] == "actions" for label in said(block)]


def said(block: dict[str, Any]) -> list[str]:
    if block["type"] == "actions":
        return [one["text"]["text"] for one in block["elements"] if one["type"] == "button"]
    parts = block.get("elements", [block.get("text")])
    return [part["text"] for part in parts if part]


def whole(**changes: Any) -> str:
    return "\n".join(texts(**changes))


def test_what_children_say_comes_before_every_figure_of_the_adults() -> None:
    parts = texts()
    headings = [part.split("\n")[0] for part in parts if part.startswith("*")]

    assert headings[:-1] == [
        "*What children say*",
        "*How much did we do?*",
        "*How well did we do it?*",
        "*Did we make a difference?*",
        "*Gaps between views*",
        "*Who we did not hear*",
        "*Since last time* (January to March 2026)",
        "*For challenge*",
    ]
    assert headings[-1].startswith("*Good outcome:*")


def test_the_top_says_the_period_for_whom_it_is_and_how_fresh_it_is() -> None:
    assert texts()[:2] == [
        "Neglect",
        "April to June 2026, as at 6 July 2026 · for the board and its sub-groups\n"
        "The last answer came on 30 June 2026.",
    ]


@pytest.mark.parametrize("status", list(Status))
def test_a_status_has_its_icon_letter_and_words_so_that_no_colour_is_needed(
    status: Status,
) -> None:
    sign = SIGNS[status]

    parts = texts(overall=an_overall(status, reason=""))

    assert f"`{sign.icon} {sign.letter}` *{sign.words}*" in parts


def test_an_area_without_a_target_says_so_without_an_empty_chip() -> None:
    nothing = an_overall(status=Status.PROTECTED, words="No target agreed", letter="", icon="")

    parts = texts(overall=nothing)

    assert any(part.startswith("*No target agreed*") for part in parts)
    assert "``" not in whole(overall=nothing)


def test_a_figure_never_appears_without_its_base_and_its_likely_range() -> None:
    row = "`◆ A+` *Feels safe*, Children: 80% · 24 of 30 · likely 63–90% · target 70% · no clear"

    assert any(line.startswith(row) for line in whole().splitlines())


def test_every_figure_can_be_traced_by_the_id_under_it() -> None:
    parts = texts()
    children = next(n for n, part in enumerate(parts) if part.startswith("*What children say*"))

    assert parts[children + 1] == f"`{FEELS_SAFE}` `{SMALL}`"


def test_zero_and_small_look_the_same() -> None:
    """A protected row carries nothing that could differ but its id."""
    one = whole(children=(a_protected_row(),), questions=questions(a_protected_row()))

    assert "`□ c` *Getting better*: protected, because too few answered." in one
    assert not re.search(r"Getting better[^`]*\d", one)


def test_when_no_child_was_heard_it_says_so_in_the_first_place() -> None:
    told = whole(children=(), no_children="No child was heard in this period.")

    assert "*What children say*\nNo child was heard in this period." in told


def test_a_question_without_rows_and_gaps_that_are_not_there_are_said() -> None:
    empty = tuple(
        section.model_copy(update={"rows": (), "nothing": "Nothing was gathered yet."})
        for section in questions()
    )

    told = whole(questions=empty, gaps=(), no_gaps="Nothing to compare.")

    assert "*How well did we do it?*\nNothing was gathered yet." in told
    assert "*Gaps between views*\nNothing to compare." in told


def test_nothing_is_left_out_of_the_whole_digest_however_much_there_is() -> None:
    rows = tuple(a_row(name=f"Measure {number}") for number in range(120))

    told = whole(challenges=tuple(Line(rest=f"Question {n}?") for n in range(7)), measured=rows)

    assert [n for n in range(7) if f"Question {n}?" not in told] == []
    assert [n for n in range(120) if f"*Measure {n}*" not in told] == []


def test_where_more_is_told_than_slack_takes_the_last_line_says_where_the_rest_stands() -> None:
    long = tuple(Line(rest=f"{'Long. ' * 250}") for _ in range(400))

    assert texts(challenges=long)[-1] == "The rest stands in what heard digest prints."


def test_nothing_that_people_wrote_is_live_in_slack() -> None:
    text, message = digest_message(a_hostile_digest())
    blocks = [*as_json(message)[1:], *as_json(whole_digest(a_hostile_digest()))["blocks"][1:]]
    mrkdwn = [part for block in blocks for part in said(block)]

    assert not any(LIVE.search(part) for part in [text, *mrkdwn])
    assert "&lt;!channel&gt;" in "\n".join(mrkdwn)


def test_no_text_turns_into_a_link_or_a_mention_by_itself() -> None:
    message, view = digest_message(a_digest())[1], whole_digest(a_digest())
    blocks = [*as_json(message), *as_json(view)["blocks"]]
    found = [
        part
        for block in blocks
        for part in [block.get("text"), *block.get("elements", [])]
        if part and part["type"] == "mrkdwn"
    ]

    assert found
    assert all(part["verbatim"] for part in found)


def test_the_longest_digest_is_one_that_slack_takes() -> None:
    _, blocks = digest_message(a_hostile_digest())

    assert len(blocks) <= 50
    assert length_of_text(as_json(blocks)) <= 12_000


def test_an_ordinary_digest_is_short() -> None:
    _, blocks = digest_message(a_digest())

    assert len(blocks) <= 25
    assert length_of_text(as_json(blocks)) <= 4_000


def test_read_aloud_it_is_sentences_without_signs_or_ids() -> None:
    text, _ = digest_message(a_digest())

    assert text.startswith("Neglect, April to June 2026, as at 6 July 2026")
    assert "Overall: Not yet clear - leaning above." in text
    assert "What children say: 8 in 10 children (24 of 30; likely 63–90%) say" in text
    assert not re.search(r"[`*•◆□✔✖]|NEG-", text)


def test_read_aloud_nothing_is_said_twice() -> None:
    text, _ = digest_message(a_digest())

    assert text.count("8 in 10 children") == 1


def test_no_more_stands_under_a_digest_than_a_tired_reader_takes_in() -> None:
    made = a_digest(figures=(a_figure(), a_figure(LEAN)))
    _, blocks = digest_message(made, quotes="2 approved quotes", may_release=True)
    rows = [block["elements"] for block in as_json(blocks) if block["type"] == "actions"]
    [[whole, menu], behind] = rows

    assert whole["text"]["text"] == "Whole digest"
    assert [one["text"]["text"] for one in behind] == [
        "How was this made?",
        "Read the comments",
        "Read the quotes",
        "Release",
    ]
    assert [one["text"]["text"] for one in menu["options"]] == [
        "Charts",
        "Query a figure",
        "Board paper",
    ]
    assert all(len(one["value"]) <= 150 for one in menu["options"])


def test_a_menu_under_a_digest_leads_where_its_buttons_would() -> None:
    longest = a_digest(area="x" * 60)
    _, blocks = digest_message(longest)
    menu = next(block["elements"][1] for block in as_json(blocks) if block["type"] == "actions")
    led = [chosen_in_menu(one["value"]) for one in menu["options"]]

    assert [action for action, _ in led] == [CHARTS, ASK, PAPER]
    assert all(action in ACTIONS for action, _ in led)
    assert [WhichDigest.model_validate_json(value) for _, value in led[:2]] == [
        WhichDigest.of(longest)
    ] * 2
    assert led[2][1] == longest.period
    assert all(len(one["value"]) <= 150 for one in menu["options"])


def test_one_further_button_under_a_digest_is_no_menu() -> None:
    _, blocks = digest_message(a_digest(), may_trace=False)
    [offered] = [said(block) for block in as_json(blocks) if block["type"] == "actions"]

    assert offered == ["Whole digest", "Query a figure"]


def test_comments_are_offered_when_a_figure_was_made_from_them() -> None:
    with_them = buttons(figures=(a_figure(), a_figure(LEAN)))
    without = buttons(figures=(a_figure(),))
    protected = buttons(figures=(a_figure(), a_protected_figure(LEAN)))

    assert with_them[-2:] == ["How was this made?", "Read the comments"]
    assert without[-1] == "How was this made?"
    assert protected[-1] == "How was this made?"


def test_the_public_is_never_offered_comments() -> None:
    assert buttons(audience=Audience.PUBLIC)[-1] == "How was this made?"


def test_a_button_carries_which_digest_it_belongs_to() -> None:
    made = a_digest()
    first, last = (block["elements"] for block in as_json(digest_message(made)[1])[-2:])

    assert first[0]["action_id"] == WHOLE
    assert [button["action_id"] for button in last] == [CHOOSE, COMMENTS]
    for button in (first[0], *last):
        assert WhichDigest.model_validate_json(button["value"]) == WhichDigest.of(made)


def test_what_the_board_did_is_told_in_its_own_words() -> None:
    told = whole()

    assert (
        "You said, we did (Neglect in practice): You said supervision is missing; we made it "
        "monthly." in told
    )


def test_only_clear_changes_are_listed_and_the_others_are_mentioned() -> None:
    since = SinceLastTime(
        since="January to March 2026",
        clear=(Line(lead="A clear rise of 12 points", rest=" in confidence."),),
        others=Line(rest="4 more show no clear change."),
    )

    told = whole(since_last_time=since)

    assert "• *A clear rise of 12 points* in confidence.\n• 4 more show no clear change." in told


def test_whoever_was_not_heard_is_named_in_the_whole_digest() -> None:
    told = whole(not_heard=tuple(Line(rest=f"Group {one} was not heard.") for one in range(9)))

    assert [one for one in range(9) if f"• Group {one} was not heard." not in told] == []


def test_what_a_board_did_is_told_to_its_last_word() -> None:
    long = " ".join(f"word{number}" for number in range(300))
    since = SinceLastTime(
        since="March",
        others=Line(rest="None."),
        you_said=(YouSaid(survey="Pulse", wave="spring", text=long),),
    )

    assert long in whole(since_last_time=since).replace("\n", " ")


def test_nothing_since_last_time_is_left_out_without_a_word() -> None:
    since = SinceLastTime(
        since="January to March 2026",
        clear=tuple(Line(rest=f"Change {one}.") for one in range(6)),
        others=Line(rest="None."),
        you_said=tuple(
            YouSaid(survey=f"Survey {one}", wave=f"wave-{one}", text="Done.") for one in range(3)
        ),
    )

    told = whole(since_last_time=since)

    assert all(f"You said, we did (Survey {one}): Done." in told for one in range(3))
    assert [one for one in range(6) if f"• Change {one}." not in told] == []


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("plain", 5, "plain"),
        ("plainer", 5, "plai…"),
        ("a & b", 9, "a &amp; b"),
        ("ab&cd", 6, "ab…"),
        ("ab&cd", 9, "ab&amp;cd"),
        ("<!here>", 20, "&lt;!here&gt;"),
    ],
)
def test_text_is_cut_without_cutting_an_escaped_sign_in_two(
    text: str, most: int, expected: str
) -> None:
    assert safe(text, most) == expected
    assert len(safe(text, most)) <= most


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Line(lead="Eight", rest=" of ten."), "*Eight* of ten."),
        (Line(lead="Eight ", rest="of ten."), "*Eight* of ten."),
        (Line(lead="Eight", rest=": of ten."), "*Eight*: of ten."),
        (Line(lead="", rest=" of ten."), "of ten."),
        (Line(lead="Ei*ght\nnine", rest=""), "*Ei∗ght nine*"),
    ],
)
def test_the_lead_of_a_line_is_bold_whatever_stands_in_it(line: Line, expected: str) -> None:
    assert sentence(line) == expected


def test_an_agency_with_a_hostile_name_does_no_harm() -> None:
    row: Row = a_row(name=HOSTILE, who=HOSTILE)

    told = whole(questions=questions(row))

    assert "&lt;!channel&gt;" in told
    assert "<!channel>" not in told


def a_theme(who: str, name: str, **changes: Any) -> Row:
    nothing = {"target": "", "status": None, "sign": None}
    usual = {"value": "38%", "base": "of 200", "change": "40 of them audited"}
    return a_row(**{"name": name, "who": who, **nothing, **usual, **changes})


def test_what_people_speak_of_is_one_line_of_each_perspective() -> None:
    themes = (
        a_theme("Children", "Waiting", likely="likely 23–52%"),
        a_theme("Children", "Home", value="20%", likely="likely 12–28%"),
        a_theme("Practitioners", "Workload", likely="", change="machine count, not yet checked"),
    )

    (told,) = [part for part in texts(themes=themes) if part.startswith("*What people speak of*")]

    assert told.splitlines()[1:] == [
        "*Children* (of 200; 40 of them audited): Waiting 38% (likely 23–52%); "
        "Home 20% (likely 12–28%)",
        "*Practitioners* (of 200; machine count, not yet checked): Workload 38%",
    ]


def test_the_ids_of_what_people_speak_of_stand_beneath_it_as_under_every_other_part() -> None:
    told = texts(themes=(a_theme("Children", "Waiting"), a_theme("Practitioners", "Workload")))

    place = next(n for n, part in enumerate(told) if part.startswith("*What people speak of*"))
    assert told[place + 1] == f"`{FEELS_SAFE}`"


def test_where_no_theme_may_be_told_nothing_is_said_of_themes() -> None:
    assert "speak of" not in whole()


def test_where_a_digest_cannot_be_released_it_says_which_can() -> None:
    def buttons_of(audience: Audience) -> str:
        made = a_digest(audience=audience)
        return str(as_json(digest_message(made, may_release=True)[1]))

    assert "for board` shows" in buttons_of(Audience.ANALYST)
    assert "for board` shows" not in buttons_of(Audience.BOARD)
    assert "for board` shows" not in whole(audience=Audience.ANALYST)  # who may not release
