"""The Board paper from the command line: all three files, or none."""

from pathlib import Path

import pytest

from bot.cli.papers import save
from bot.definitions import Missing
from bot.telling.paper_making import PaperFile
from tests.cli.conftest import Terminal


def test_a_paper_of_a_quarter_in_which_nobody_answered_is_three_files_that_say_so(
    heard: Terminal,
) -> None:
    said = heard("paper", "2026-Q1", "--out", "papers")

    names = sorted(path.name for path in (heard.folder / "papers").iterdir())
    assert said.code == 0
    assert names == [f"board-paper-2026-Q1.{form}" for form in ("docx", "pdf", "xlsx")]
    assert said.lines[:3] == [f"papers/{name}" for name in names]
    assert "Not filled in yet" in said.out


@pytest.mark.parametrize(
    ("period", "told"), [("2090-Q1", "only begins on 1 January 2090"), ("soon", "no quarter")]
)
def test_a_quarter_that_cannot_be_told_is_refused_and_leaves_no_file(
    heard: Terminal, period: str, told: str
) -> None:
    said = heard("paper", period, "--out", "papers")

    assert said.code == 2
    assert told in said.err
    assert not (heard.folder / "papers").exists()


def test_where_one_file_cannot_be_written_none_is_left(tmp_path: Path) -> None:
    (tmp_path / ".second.part").mkdir()

    with pytest.raises(Missing):
        save([PaperFile("first", b"1"), PaperFile("second", b"2")], tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == [".second.part"]
