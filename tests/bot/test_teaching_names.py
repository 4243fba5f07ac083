"""Which weights find names: this board's own where the file is whole, else those that ship."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.redaction.names.corrections import written
from analysis.redaction.names.lists import shipped_weights, use_weights
from analysis.redaction.redacting import redact
from bot.reading.models import NAMES, Models, use_own_names

TEXT = "Ask Zofia about it."


@pytest.fixture(autouse=True)
def as_shipped() -> Iterator[None]:
    yield
    use_weights(None)


def test_names_are_found_by_what_the_board_learned_until_the_file_is_gone(tmp_path: Path) -> None:
    models = Models(tmp_path)
    louder = {sign: weight + 5 for sign, weight in shipped_weights().items()}
    models.put(NAMES, written(louder).encode())

    use_own_names(models)
    learned = redact("there is still hope")
    (tmp_path / NAMES).unlink()
    use_own_names(models)

    assert learned.spans
    assert not redact("there is still hope").spans


@pytest.mark.parametrize("content", [b"", b"sign\tnone", b"\xff"])
def test_a_damaged_file_never_leaves_names_in(tmp_path: Path, content: bytes) -> None:
    models = Models(tmp_path)
    models.put(NAMES, content)

    use_own_names(models)

    assert redact(TEXT).text == "Ask [name] about it."
