"""Who reads with her ears loses no section, and no sentence in its middle."""

from hypothesis import given
from hypothesis import strategies as st

from analysis.digest.dashboard import dashboard
from analysis.digest.lines import Line, SinceLastTime
from analysis.figures.status import Status
from bot.views.aloud import LONGEST_ALT_TEXT, LONGEST_SPOKEN, alt_text, beneath, whole_sentences
from bot.views.dashboard import dashboard_message
from bot.views.short_digest import digest_message
from surveys.values import AreaId
from tests.digests import HOSTILE, a_digest, a_row, an_overall

SENTENCES = st.lists(st.from_regex(r"[A-Z][a-z&]{0,30}[.?!]", fullmatch=True), max_size=60)
REST = "The rest is elsewhere."
HEADINGS = (
    "What children say:",
    "Gaps between views:",
    "Who we did not hear:",
    "Since last time:",
    "For challenge:",
    "Heard through a worker:",
    "What people speak of:",
    "Also measured:",
)


def long_lines(what: str) -> tuple[Line, ...]:
    return tuple(Line(rest=f"{what} {number}: {'as was said, ' * 12}so.") for number in range(9))


def rows(what: str) -> tuple[object, ...]:
    return tuple(a_row(line=line) for line in long_lines(what))


def test_every_section_is_read_out_and_the_last_sentence_says_where_the_rest_stands() -> None:
    made = a_digest(
        children=rows("Child"),
        voices=rows("Voice"),
        themes=rows("Theme"),
        measured=rows("Measure"),
        gaps=long_lines("Gap"),
        not_heard=long_lines("Nobody"),
        since_last_time=SinceLastTime(
            since="March", clear=long_lines("Change"), others=Line(rest="None else.")
        ),
        challenges=long_lines("Challenge"),
    )

    told, _ = digest_message(made, quotes="2 quotes are approved.")

    assert len(told) <= LONGEST_SPOKEN
    assert "2 quotes are approved." in told
    assert [one for one in HEADINGS if one not in told] == []
    assert told.endswith(
        "so.\nThe rest stands in the whole digest, and in what heard digest prints."
    )


def test_what_fits_is_read_out_whole() -> None:
    told, _ = digest_message(a_digest(themes=(a_row(line=Line(rest="Waiting 38%.")),)))

    assert "What people speak of: Waiting 38%." in told
    assert "3 more were compared; none changed clearly." in told
    assert "The rest" not in told


@given(SENTENCES, st.integers(80, 400))
def test_a_text_is_cut_between_sentences_alone(said: list[str], most: int) -> None:
    text = " ".join(said)

    told = whole_sentences(text, most, REST)

    assert len(told) <= most
    if told != text:
        assert text.startswith(told.removesuffix(f" {REST}") + " ")
        assert told.removesuffix(f" {REST}").endswith((".", "?", "!"))


def test_one_endless_sentence_is_cut_at_a_word() -> None:
    assert whole_sentences("word " * 90, 60, REST) == f"word word word word word word word… {REST}"


def test_where_an_alt_text_is_cut_all_of_it_stands_beneath_the_picture() -> None:
    told = " ".join(f"Area {number}: children {HOSTILE}." for number in range(99))

    assert len(alt_text(told)) <= LONGEST_ALT_TEXT
    assert alt_text(told).endswith(". The rest is said in words beneath the picture.")
    said = beneath("All", told)
    assert said
    blocks = "".join(block.to_dict()["text"]["text"] for block in said[1])
    assert [number for number in range(99) if f"Area {number}:" not in blocks] == []
    assert "<!channel>" not in blocks
    assert beneath("All", "Area 1: children.") is None


def test_where_every_area_stands_is_in_the_alt_text_of_all_of_them() -> None:
    made = dashboard(
        [
            a_digest(
                area=AreaId(f"area_{number}"),
                area_label=f"Content area {number} - explained",
                overall=an_overall(list(Status)[number % 6]),
            )
            for number in range(19)
        ]
    )

    told = alt_text(made.alt)

    assert [number for number in range(19) if f"Content area {number}" not in told] == []
    assert told.index("Below") < told.index("Meets")
    assert dashboard_message(made)[0].endswith((".", "?"))
