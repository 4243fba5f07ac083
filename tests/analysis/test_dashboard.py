"""Every content area on one page, from the same figures as its own digest."""

import pytest

from analysis.digest.dashboard import dashboard, standing
from analysis.digest.lines import Line, SinceLastTime
from analysis.figures.figure import Change
from analysis.figures.status import Clarity, Status
from surveys.framework import Perspective, Tier
from tests.analysis.crowds import BETTER, PRACTITIONERS, SURE, crowd, evidence
from tests.analysis.crowds import told as told_of
from tests.builders import a_survey, an_agree_question
from tests.digests import FEELS_SAFE, a_digest, a_figure, a_protected_figure, an_overall


def moved(points: float) -> dict[str, object]:
    change = Change(
        points=points, low=points - 5, high=points + 5, clarity=Clarity.CLEAR, since="2026-Q1"
    )
    return {
        "figures": (a_figure(change=change), *a_digest().figures[1:]),
        "since_last_time": SinceLastTime(
            since="January to March 2026",
            clear=(Line(rest="Moved.", figures=(FEELS_SAFE,)),),
            others=Line(rest="None."),
        ),
    }


def test_areas_of_children_and_families_come_first_whatever_the_order() -> None:
    wider = a_digest(area_label="Poverty", tier=Tier.WIDER)
    made = dashboard([wider, a_digest(area_label="Neglect", tier=Tier.PRACTICE)])

    assert [group.heading for group in made.groups] == [
        "Children and families",
        "The wider picture",
    ]
    assert [one.label for one in made.standings] == ["Neglect", "Poverty"]


def test_areas_whose_short_names_are_alike_are_told_apart_wherever_they_are_named() -> None:
    at_home, online = "Exploitation (at home)", "Exploitation (online)"
    made = dashboard([a_digest(area_label=one) for one in (at_home, online, "Neglect (physical)")])
    in_short, _ = made.alt.split(". ", 1)

    assert [one.name for one in made.standings] == [at_home, online, "Neglect"]
    assert at_home in in_short
    assert online in in_short


@pytest.mark.parametrize(("points", "arrow"), [(20, "▲"), (-20, "▼")])
def test_only_a_clear_change_has_an_arrow(points: float, arrow: str) -> None:
    (clear,) = dashboard([a_digest(**moved(points))]).standings
    (quiet,) = dashboard([a_digest()]).standings

    assert clear.arrow == arrow
    assert quiet.arrow in ("", "–")


def test_a_status_is_told_by_icon_letter_and_word() -> None:
    (one,) = dashboard([a_digest(overall=an_overall(Status.NOT_MET))]).standings

    assert (one.overall.icon, one.overall.letter, one.word) == (
        "✖",
        "R",
        "below our good statement",
    )


@pytest.mark.parametrize("words", ["Target only proposed - leaning below", "Meets our target"])
def test_a_status_has_one_wording_in_the_digest_the_dashboard_and_the_paper(words: str) -> None:
    (one,) = dashboard([a_digest(overall=an_overall(words=words))]).standings

    assert one.word == f"{words[:1].lower()}{words[1:]}"
    assert one.status.endswith(words)


def test_an_area_of_which_children_were_not_asked_is_not_said_to_have_too_few() -> None:
    others = evidence(*crowd(PRACTITIONERS, BETTER, 30, 60), surveys=(PRACTITIONERS,))
    asked_of_others = told_of(others)
    (one,) = dashboard([asked_of_others]).standings

    assert one.word == "children were not asked"
    assert one.status == "– Children were not asked"
    assert (one.how_much.value, one.how_much.bare) == ("children: not asked", "not asked")


def test_where_children_answered_about_no_outcome_it_is_not_said_that_they_were_not_asked() -> None:
    quality = a_survey(an_agree_question(SURE), perspective=Perspective.CHILD, with_worker=True)
    made = told_of(evidence(*crowd(quality, SURE, 30, 42), surveys=(quality,)))
    one = standing(made)

    assert one.how_much.value == "42 children"
    assert one.status == "– Children were not asked about an outcome"
    assert made.overall.reason == "No question to children was about an outcome of this area."


def test_an_area_of_which_nothing_can_be_told_is_named_and_has_no_line() -> None:
    silent = a_digest(area_label="Silent", figures=(a_protected_figure(),))
    made = dashboard([a_digest(area_label="Neglect"), silent])

    assert made.without == ("Silent",)
    assert [one.label for one in made.standings] == ["Neglect"]
    assert "Silent" in made.alt


def test_what_is_read_out_says_what_the_picture_says() -> None:
    made = dashboard([a_digest()])
    (one,) = made.standings

    for told in (one.label, one.word, one.how_well.value, one.difference.value):
        assert told in made.alt


def test_a_dashboard_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="made of digests"):
        dashboard([])


def test_marks_of_nobody_and_of_a_few_are_the_same() -> None:
    """A figure of voices that is protected and one that is not there give the same grid."""
    some = a_digest(figures=(a_figure(), a_protected_figure("NEG-QN2-26Q2-66ff")))
    none = a_digest(figures=(a_figure(),))

    assert dashboard([some]).grids == dashboard([none]).grids


def test_audits_that_agencies_graded_have_a_mark_beside_their_number_and_none_without() -> None:
    """A grid must not say 'few or none' of files where the digest says '17 of 24'."""
    graded = a_figure("NEG-QL8-26Q2-77aa", perspective=None, base=24, numerator=17, value=71)
    hidden = a_protected_figure("NEG-QL8-26Q2-77aa", perspective=None)
    uncounted = a_protected_figure("NEG-QN2-26Q2-88bb", perspective=Perspective.AUDIT)

    told, silent = (
        dashboard([a_digest(figures=(a_figure(), uncounted, *more))]).grids[0]
        for more in ((graded,), (hidden,))
    )

    audited = told.columns.index("audited files")
    assert (told.rows[0].marks[audited], silent.rows[0].marks[audited]) == (True, False)
    assert silent == dashboard([a_digest(figures=(a_figure(),))]).grids[0]
