"""What a change of the codebook does, to the codebook and to what was coded before."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from analysis.reading.codebook import Codebook, Theme, library_codebook, read_codebook, written
from analysis.reading.codebook_changes import (
    BoardCodebook,
    Change,
    Merged,
    Proposed,
    Renamed,
    Retired,
    Split,
    Widened,
    changed,
    first,
    id_for,
    replaced,
    with_unasked,
)
from analysis.reading.codebook_effect import effect, moves
from analysis.reading.model import Learned, model_of
from surveys.coding import Coder, Coding
from surveys.errors import CannotChangeCodebook, Unknown
from surveys.reviewed import now
from tests.builders import a_coding, a_response


def a_theme(name: str, *words: str) -> Theme:
    return Theme(id=name, label=name.title(), description=f"About {name}.", words=words or (name,))


# What the shipped model makes of a sentence changes with each learning; this one has no opinion.
BY_THE_WORDS_ALONE = model_of(Learned("themes", (), (), (), (), (), {"lines": {}}))
BEGINNING = first(
    Codebook(
        themes=(
            a_theme("workload", "caseload", "hours"),
            a_theme("trust", "trust", "honest"),
            a_theme("time", "late", "waiting"),
        )
    )
)


def after(before: BoardCodebook, *changes: Change) -> BoardCodebook:
    for change in changes:
        before = changed(
            before, change, why="Agreed.", by="quinn", signed_by="chris", day=date(2026, 9, 1)
        )
    return before


def themes_of(found: BoardCodebook) -> list[str]:
    return [theme.id for theme in found.codebook.themes]


def a_person(*themes: str) -> Coding:
    return a_coding(a_response(), coder=Coder.PERSON, themes=themes)


def a_machine(*themes: str) -> Coding:
    return a_coding(a_response(), themes=themes)


def test_a_merged_theme_goes_on_in_the_other_however_often_that_merges() -> None:
    found = after(
        BEGINNING, Merged(theme="time", into="trust"), Merged(theme="trust", into="workload")
    )

    assert themes_of(found) == ["workload"]
    assert now(("time", "trust", "workload"), found.became) == ("workload",)
    assert set(found.codebook.themes[0].words) >= {"late", "honest", "caseload"}
    assert found.number == 2


def test_a_retired_theme_is_gone_from_what_was_coded_and_its_name_is_not_used_again() -> None:
    found = after(BEGINNING, Retired(theme="time"))

    assert now(("time", "trust"), found.became) == ("trust",)
    with pytest.raises(CannotChangeCodebook):
        after(found, Proposed(theme=a_theme("time")))


def test_a_renamed_theme_is_the_same_theme() -> None:
    renamed = after(BEGINNING, Renamed(theme="time", label="Waiting", description="How long."))

    assert renamed.codebook.theme("time") == a_theme("time", "late", "waiting").model_copy(
        update={"label": "Waiting", "description": "How long."}
    )
    assert renamed.became == {}


def test_a_widened_theme_keeps_what_it_had_and_takes_no_more_than_fifty_examples() -> None:
    widened = after(BEGINNING, Widened(theme="time", words=("delay",), examples=("It took ages.",)))

    assert widened.codebook.theme("time") == a_theme("time", "late", "waiting", "delay").model_copy(
        update={"examples": ("It took ages.",)}
    )
    with pytest.raises(CannotChangeCodebook):
        after(widened, Widened(theme="time", examples=tuple(f"Late by {n}." for n in range(50))))
    with pytest.raises(ValidationError):
        Widened(theme="time")


def test_what_was_coded_with_a_theme_before_it_was_split_is_to_be_coded_anew() -> None:
    found = after(BEGINNING, Split(theme="time", new=a_theme("lists", "waiting")))

    assert found.codebook.theme("time") == a_theme("time", "late")
    assert found.stale == {"time": (BEGINNING.codebook.version,)}


def test_what_an_earlier_codebook_did_not_ask_for_as_it_is_now_is_known() -> None:
    lists = a_theme("lists", "waiting")
    proposed = after(BEGINNING, Proposed(theme=a_theme("buses")))
    split = after(proposed, Split(theme="time", new=lists))
    merged = after(split, Merged(theme="buses", into="trust"))
    begun, then, later = (one.codebook.version for one in (BEGINNING, proposed, split))

    assert proposed.asked[begun] == {"workload", "trust", "time"}
    assert split.asked == {
        begun: {"workload", "trust"},
        then: {"workload", "trust", "buses"},
        later: {"workload", "trust", "buses", "time", "lists"},
    }
    assert merged.asked[begun] == {"workload"}  # what is in trust now was not asked for then
    assert merged.asked[then] == {"workload", "trust"}
    assert with_unasked(proposed, split.model_copy(update={"unasked": {}})) == split


def test_a_file_edited_since_changes_nothing_in_what_an_old_codebook_asked_for() -> None:
    split = after(BEGINNING, Split(theme="time", new=a_theme("lists", "waiting")))
    proposed = after(BEGINNING, Proposed(theme=a_theme("buses")))
    kept = [one.model_copy(update={"unasked": {}}) for one in (split, proposed)]
    edited = first(
        Codebook(themes=(a_theme("time"), a_theme("workload", "hours"), a_theme("buses")))
    )

    assert [with_unasked(edited, one) for one in kept] == [split, proposed]


def test_the_codebook_that_counts_again_makes_nothing_stale_and_asks_for_all_its_themes() -> None:
    split = after(BEGINNING, Split(theme="time", new=a_theme("lists", "waiting")))
    back = replaced(
        split, BEGINNING.codebook, why="No.", by="quinn", signed_by="chris", day=date(2026, 9, 2)
    )

    assert back.asked[BEGINNING.codebook.version] == {"workload", "trust", "time"}
    assert not any(BEGINNING.codebook.version in one for one in back.stale.values())


@pytest.mark.parametrize(
    "change",
    [
        Merged(theme="time", into="time"),
        Split(theme="time", new=a_theme("lists", "waiting", "late")),
        Proposed(theme=a_theme("trust")),
        Proposed(theme=a_theme("other").model_copy(update={"label": " WORKLOAD"})),
        Renamed(theme="time", label="Trust", description="Again."),
    ],
)
def test_a_change_that_nobody_could_code_by_is_refused(change: Change) -> None:
    with pytest.raises(CannotChangeCodebook):
        after(BEGINNING, change)


def test_the_last_theme_stays() -> None:
    with pytest.raises(CannotChangeCodebook):
        after(BEGINNING, *(Retired(theme=name) for name in ("time", "trust", "workload")))


@pytest.mark.parametrize(
    "change",
    [Retired(theme="gone"), Merged(theme="time", into="gone"), Merged(theme="a", into="b")],
)
def test_what_is_not_there_can_not_change(change: Change) -> None:
    with pytest.raises(Unknown):
        after(BEGINNING, change)


def test_what_a_change_would_move_is_counted_before_it_is_made() -> None:
    told: list[Any] = [
        ("They are always late.", a_machine("time")),
        ("Late, and my caseload is too high.", a_machine("time", "workload")),
        ("I trust her.", a_machine("trust")),
        ("Nobody came.", a_person("time")),
    ]

    def moved(change: Change) -> tuple[int, int, int, int]:
        found = effect(moves(told, BEGINNING, after(BEGINNING, change), BY_THE_WORDS_ALONE))
        return found.comments, found.moved, found.unassigned, found.by_people

    assert moved(Retired(theme="time")) == (4, 3, 2, 1)
    assert moved(Merged(theme="time", into="workload")) == (4, 2 + 1, 0, 1)
    assert moved(Renamed(theme="time", label="Waiting", description="x")) == (4, 0, 0, 0)
    assert moved(Split(theme="time", new=a_theme("lateness", "late"))) == (4, 3, 0, 1)
    assert moved(Proposed(theme=a_theme("visits", "came"))) == (4, 0, 0, 0)


def test_a_file_may_take_the_place_of_all_of_it() -> None:
    merged = after(BEGINNING, Merged(theme="time", into="trust"))
    found = replaced(
        merged,
        Codebook(themes=(a_theme("workload"), a_theme("time"))),
        why="Ours.",
        by="quinn",
        signed_by="chris",
        day=date(2026, 9, 2),
    )

    assert now(("trust", "time", "workload"), found.became) == ("time", "workload")


def test_a_codebook_is_written_as_a_file_that_is_read_again_the_same() -> None:
    again = read_codebook(written(library_codebook()), "again.yaml")

    assert again == library_codebook()
    assert again.version == library_codebook().version


def test_an_id_is_made_from_a_label() -> None:
    assert id_for(" Waiting lists & times! ") == "waiting_lists_times"
