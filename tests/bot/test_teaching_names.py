"""Which weights find names: this board's own where the file is whole, else those that ship."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from analysis.redaction.names.corrections import written
from analysis.redaction.names.lists import shipped_weights, use_weights, weights
from analysis.redaction.redacting import redact
from bot.reading.models import NAMES, Models, use_own_names

LOUDER = {sign: weight + 5 for sign, weight in shipped_weights().items()}
OWN = written(LOUDER).encode()
TEXT = "Ask Zofia about it."


@pytest.fixture(autouse=True)
def as_shipped() -> Iterator[None]:
    yield
    use_weights(None)


def test_names_are_found_by_what_the_board_learned_until_the_file_is_gone(tmp_path: Path) -> None:
    models = Models(tmp_path)
    models.put(NAMES, OWN)

    use_own_names(models)
    learned = redact("there is still hope")
    (tmp_path / NAMES).unlink()
    use_own_names(models)

    assert learned.spans
    assert not redact("there is still hope").spans


DAMAGED = [
    b"",
    b"sign\tnone",
    b"\xff",
    b"always\t-9\n",
    OWN.partition(b"\n")[2],  # without the first line
    OWN[: OWN.rindex(b"\t") + 2],  # cut inside the last number
    OWN[: OWN.rindex(b"\n", 0, -1) + 1],  # cut between two lines
    OWN[: OWN.index(b"\n") + 1],
    OWN + b"always\t-9\n",
    OWN.replace(b"\n", b"\r\n"),
    OWN.replace(b"names\t1", b"names\t2", 1),
]


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_file_never_leaves_names_in(tmp_path: Path, content: bytes) -> None:
    models = Models(tmp_path)
    models.put(NAMES, OWN)
    use_own_names(models)
    models.put(NAMES, content)

    use_own_names(models)

    assert redact(TEXT).text == "Ask [name] about it."
    assert weights() is shipped_weights()
    assert models.names().own is None
    [line] = models.refused()
    assert str(tmp_path / NAMES) in line
    assert "heard learn redaction" in line
    assert "always" not in line


def test_a_file_of_another_version_is_said_to_be_of_another(tmp_path: Path) -> None:
    models = Models(tmp_path)
    models.put(NAMES, DAMAGED[-1])

    assert "another version of Heard" in models.refused()[0]


def test_whoever_keeps_the_machine_is_told_whose_weights_find_names(tmp_path: Path) -> None:
    here, there = Models(tmp_path), Models(tmp_path)
    shipped = here.lines()
    there.put(NAMES, OWN)
    own = here.lines()
    there.put(NAMES, written({**LOUDER, "always": 1.0}).encode())
    other = here.lines()

    assert "Names are found by the model that comes with Heard." in shipped
    assert any("Names are found by this board's own model, version" in line for line in own)
    assert len({shipped, own, other}) == 3
    assert here.refused() == ()


def test_weights_are_read_anew_only_when_the_file_is_another(tmp_path: Path) -> None:
    models = Models(tmp_path)
    models.put(NAMES, OWN)
    use_own_names(models)
    first = weights()
    use_own_names(models)
    again = weights()
    models.put(NAMES, OWN)
    use_own_names(models)

    assert first == LOUDER
    assert again is first
    assert weights() is not first


def _read_while_another_goes_back(step: int) -> tuple[Any, int]:
    """What was read if, before this *step* of reading, what ships is gone back to; all steps."""
    steps = 0

    def traced(frame: FrameType, event: str, _: object) -> Any:
        nonlocal steps
        if frame.f_code is not weights.__code__:
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            if steps == step:
                use_weights(None)
            steps += 1
        return traced

    use_weights(LOUDER)
    sys._getframe().f_trace_opcodes = True  # Python 3.12 looks for it before it traces
    before = sys.gettrace()
    sys.settrace(traced)
    try:
        return weights(), steps
    finally:
        sys.settrace(before)


def test_another_thread_may_go_back_to_what_ships_at_any_step() -> None:
    _, steps = _read_while_another_goes_back(-1)

    found = [_read_while_another_goes_back(step)[0] for step in range(steps)]

    assert found[0] is shipped_weights()
    assert found[-1] is LOUDER
