"""'Good' statements on the command line: printed, written as a file, brought in from one."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Terminal
from tests.servers import Server

DRAFT = "(?s)(id: NEG-O1\n.*?target: 75\n)"
AGREED = """\
    consulted:
    - day: '2026-03-03'
      with_whom: [child]
      how: Two groups.
      changed: Nothing.
    agreed: {day: '2026-05-12', minute: 'QA sub-group 12 May 2026, item 4'}
"""


ENDED = "- id: neglect\n  active_until: 2026-01-01\n"
LATER = ("--from", "2099-01-01", "--until", "2099-01-02")


def exported(heard: Terminal) -> str:
    assert heard("good", "export", "good.yaml").code == 0
    return (heard.folder / "good.yaml").read_text()


def agreed(text: str, target: int = 80) -> str:
    """The file, with NEG-O1 agreed in it."""
    told, count = re.subn(DRAFT, lambda found: found[1] + AGREED, text, count=1)
    assert count == 1
    return re.sub(r"(?s)(id: NEG-O1\n.*?target: )75", rf"\g<1>{target}", told, count=1)


def test_what_is_exported_brings_in_nothing_new(heard: Terminal) -> None:
    exported(heard)

    said = heard("good", "import", "good.yaml")

    assert (said.code, said.lines) == (0, ["Nothing to bring in: all of it is there already."])


def test_a_dry_run_says_what_would_happen_and_changes_nothing(heard: Terminal) -> None:
    heard.file("good.yaml", agreed(exported(heard)))

    for options in (["--dry-run"], []):
        said = heard("good", "import", "good.yaml", *options)
        assert said.code == 0
        assert "NEG-O1: 2 steps, proposed -> agreed" in said.out
        assert "Nothing has been changed." in said.out
    assert "Proposed, not yet agreed" in heard("good", "neglect").out


def test_what_a_file_says_was_agreed_is_brought_in_once(heard: Terminal) -> None:
    heard.file("good.yaml", agreed(exported(heard)))

    said, again = (heard("good", "import", "good.yaml", "--yes") for _ in range(2))
    shown = " ".join(heard("good", "neglect").out.split())

    assert "1 statement brought in." in said.out
    assert "Nothing to bring in" in again.out
    assert "● Agreed on 12 May 2026 (QA sub-group 12 May 2026, item 4). Target 80%" in shown
    assert "Consulted with children on 3 March 2026" in shown
    assert "Neglect: 2 proposed, 1 agreed" in heard("good").out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: NEG-O1", "id: NEG-O9", "HEARD_FRAMEWORK"),
        ("label: Neglect", "label: Neglected", "HEARD_FRAMEWORK"),
        ("target: 75", "target: 20", "counts once it is agreed"),
        ("target: 75", "target: 175", "at most 100"),
        ("Cases do not drift", "Ring 07700 900123", "names somebody"),
    ],
)
def test_what_cannot_be_brought_in_is_told_with_its_line_and_nothing_is(
    heard: Terminal, old: str, new: str, told: str
) -> None:
    text = exported(heard)
    heard.file("good.yaml", text.replace(old, new, 1))

    said = heard("good", "import", "good.yaml", "--yes")

    assert said.code == 2
    assert re.search(r"^good\.yaml:\d+: ", said.err)
    assert told in said.err
    assert heard("good", "import", "good.yaml", "--yes").err == said.err


def test_check_names_a_file_that_says_other_than_what_was_agreed(heard: Terminal) -> None:
    text = exported(heard)
    heard.file("own.yaml", text)
    heard.settings(HEARD_FRAMEWORK="own.yaml")
    heard.file("good.yaml", agreed(text))
    assert heard("good", "import", "good.yaml", "--yes").code == 0

    assert "NEG-O1 was agreed on 12 May 2026" in heard("check").out

    heard.file("own.yaml", (heard.folder / "good.yaml").read_text())
    assert "NEG-O1 was agreed" not in heard("check").out


def test_check_lists_an_agreed_statement_that_can_not_be_read(
    heard: Terminal, server: Server
) -> None:
    database = server.new_database()
    heard.settings(HEARD_STORE=server.url(database))
    text = exported(heard)
    heard.file("own.yaml", text)
    heard.settings(HEARD_STORE=server.url(database), HEARD_FRAMEWORK="own.yaml")
    heard.file("good.yaml", agreed(text))
    assert heard("good", "import", "good.yaml", "--yes").code == 0
    flipped = "set_byte(sealed, 40, get_byte(sealed, 40) # 1)"
    server.ask(f"UPDATE heard.kept SET sealed = {flipped}", database)  # noqa: S608 - ours

    checked = heard("check")

    assert any(line.startswith("kept/") for line in checked.lines), checked.out + checked.err


def test_check_names_what_is_agreed_on_a_day_to_come(heard: Terminal) -> None:
    heard.file("own.yaml", agreed(exported(heard)).replace("2026-05-12", "2099-05-12"))
    heard.file(
        "measures.yaml",
        "measures:\n  - {code: OC1, target: 82, agreed: {day: 2099-01-20, minute: Item 4}}\n",
    )
    heard.settings(HEARD_FRAMEWORK="own.yaml", HEARD_MEASURES="measures.yaml")

    said = heard("check")

    assert said.code == 1
    assert "NEG-O1 is agreed on 12 May 2099, which lies ahead: take 'agreed' out" in said.out
    assert "OC1 is agreed on 20 January 2099, which lies ahead" in said.out


@pytest.mark.parametrize("words", [("export",), ("import",), ("import", "nowhere.yaml"), ("zzz",)])
def test_what_cannot_be_done_is_said(heard: Terminal, words: tuple[str, ...]) -> None:
    said = heard("good", *words)

    assert said.code == 2
    assert said.err


def test_where_a_file_cannot_be_written_it_is_said(heard: Terminal) -> None:
    said = heard("good", "export", str(Path("no") / "such" / "folder.yaml"))

    assert said.code == 2
    assert "can't be written" in said.err


def test_no_wave_opens_about_an_area_that_has_ended(heard: Terminal) -> None:
    text = exported(heard)
    heard.file("own.yaml", text.replace("- id: neglect\n", ENDED))
    heard.settings(HEARD_FRAMEWORK="own.yaml")

    said = heard(
        "wave", "open", "short", "--to", "Police", "--until", "2099-01-01", "--area", "neglect"
    )
    told = heard(
        "wave", "open", "short", "--to", "Police", "--from", "2099-01-01", "--until", "2099-01-02"
    )

    assert (said.code, told.code) == (2, 2)
    assert "Nothing is collected about Neglect on that day" in told.err
