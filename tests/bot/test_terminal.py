import subprocess
import sys
from datetime import date
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from analysis.digest.lines import Line
from bot.terminal import print_digest, print_evidence, print_good
from surveys.authoring import library_framework
from surveys.framework import Wording
from surveys.good import begun
from tests.digests import (
    HOSTILE,
    a_digest,
    a_figure,
    a_making,
    a_protected_figure,
    a_row,
    an_overall,
    questions,
)


def printed(made: Any = None, *, width: int = 80, colour: bool = False) -> str:
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        no_color=not colour,
        color_system="truecolor" if colour else None,
    )
    print_digest(made or a_digest(), console)
    return out.getvalue()


def words(text: str) -> str:
    return " ".join(text.split())


def test_it_fits_eighty_columns() -> None:
    assert max(len(line) for line in printed().splitlines()) <= 80


def test_no_line_ends_in_blanks() -> None:
    assert [line for line in printed().splitlines() if line != line.rstrip()] == []


def test_without_colour_every_word_and_sign_is_still_there() -> None:
    told = printed()

    assert "\x1b" not in told
    assert "[◆ A+] Not yet clear - leaning above" in told
    assert "[□ c] Getting better: protected" in told


def test_colour_only_adds() -> None:
    coloured = printed(colour=True)

    assert "\x1b[" in coloured
    assert "◆ A+" in coloured


def test_children_come_first() -> None:
    told = printed()
    places = [told.index(part) for part in ("What children say", "How much did we do?", "Gaps")]

    assert places == sorted(places)


def test_a_figure_has_its_base_its_range_and_its_id() -> None:
    told = printed(a_digest(questions=questions(a_row())))

    assert "80% · 24 of 30 · likely 63–90% · target 70% · no clear change" in told
    assert "NEG-OC1-26Q2-b7c4" in told


def test_all_of_it_is_there() -> None:
    told = words(printed())

    for part in (
        "Neglect · April to June 2026",
        "As at 6 July 2026",
        "Good outcome: Children living with neglect say that life at home got better. (target 70%)",
        "Nobody under 8 was heard.",
        "You said supervision is missing; we made it monthly.",
        "What would we see if children were right?",
        "Response rate 28%: low.",
        "1 figure is protected.",
    ):
        assert part in told


def test_what_is_missing_is_said() -> None:
    empty = tuple(
        section.model_copy(update={"nothing": "Nothing was gathered."}) for section in questions()
    )

    told = printed(
        a_digest(
            children=(),
            no_children="No child was heard.",
            questions=empty,
            gaps=(),
            no_gaps="None.",
        )
    )

    assert "No child was heard." in told
    assert told.count("Nothing was gathered.") == 3
    assert "None." in told


def test_an_area_without_a_target_has_no_empty_sign() -> None:
    told = printed(a_digest(overall=an_overall(words="No target agreed", letter="", icon="–")))

    assert "\nNo target agreed\n" in told


@pytest.mark.parametrize("text", ["[bold red]x[/]", "\x1b[2J\x1b]0;title\x07", "a\rb\nc", HOSTILE])
def test_what_people_wrote_does_not_steer_the_terminal(text: str) -> None:
    told = printed(a_digest(title=text, challenges=(Line(lead=text, rest=text),)))

    assert not any(sign in told for sign in "\x1b\x07\r")
    assert words("".join(sign if sign.isprintable() else " " for sign in text)) in words(told)


@pytest.mark.parametrize("width", [20, 40, 200])
def test_other_widths_do(width: int) -> None:
    assert "What children say" in printed(width=width)
    assert printed(a_digest(challenges=(Line(rest=HOSTILE * 9),)), width=width)


def test_a_terminal_that_knows_no_signs_still_prints() -> None:
    script = (
        "from tests.digests import a_digest; from bot.terminal import print_digest; "
        "from rich.console import Console; print_digest(a_digest(), Console())"
    )

    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        timeout=60,
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"},
    )

    assert done.returncode == 0, done.stderr.decode()
    assert b"What children say" in done.stdout


@pytest.mark.parametrize(
    ("by", "told"),
    [("U0MERE009", "Noted on 1 July 2026. "), ("Quinn", "Noted on 1 July 2026 by Quinn. ")],
)
def test_who_noted_it_is_named_but_never_by_a_slack_id(by: str, told: str) -> None:
    area = library_framework().areas[0]
    good, day = area.good[0], date(2026, 7, 1)
    living = begun(area.id, good).reworded(Wording(text="Children are seen."), by=by, today=day)
    out = StringIO()

    print_good([area.label], [(good, living, [])], day, Console(file=out, width=200))

    assert told in f"{words(out.getvalue())} "
    assert "U0MERE009" not in out.getvalue()


def test_how_a_figure_was_made_is_printed_with_its_id() -> None:
    out = StringIO()

    print_evidence(a_making(), Console(file=out, width=80, no_color=True))

    assert "NEG-OC1-26Q2-b7c4: Feels safe, children, NEG-O1" in out.getvalue()
    assert "It counts: Feels safe (OC1): people who feel safe" in out.getvalue()


def test_a_protected_figure_prints_no_number() -> None:
    out = StringIO()

    print_evidence(a_making(a_protected_figure()), Console(file=out, width=80, no_color=True))

    assert "It says: protected" in out.getvalue()
    assert "24" not in out.getvalue()


def test_a_figure_is_printed_in_a_narrow_terminal_too() -> None:
    out = StringIO()

    print_evidence(a_making(a_figure()), Console(file=out, width=30, no_color=True))

    assert "Wilson" in out.getvalue()
