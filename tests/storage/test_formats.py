"""Every later version reads what an earlier one wrote.

tests/data/stores has a store of each format, made when it was released (see golden.py), and what
it holds. Where a value is shaped otherwise today, values.json is to say it in today's shape; what
was added since, and has a default, it need not say.
"""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from storage.codec import Document
from storage.file import RowFile
from storage.formats import FORMATS, PRESENT, Format
from storage.interface import NotAStore, StoreDamaged, WrongKey
from storage.sealing import Keys
from storage.tiny import open_tiny
from tests.storage.golden import GOLDEN, Told
from tests.storage.told import everything, expected

STORES = Path(__file__).parent.parent / "data" / "stores"


def a_golden_store(form: int, folder: Path) -> Path:
    return Path(shutil.copy(STORES / f"format-{form}" / "heard.db", folder / "heard.db"))


def format_of(path: Path) -> int:
    connection = sqlite3.connect(path)
    [(form,)] = connection.execute("PRAGMA user_version").fetchall()
    connection.close()
    return int(form)


async def opened_and_read(path: Path) -> Told:
    store = await open_tiny(path, GOLDEN)
    found = await everything(store)
    await store.close()
    return found


def test_every_format_has_a_store_that_stands_for_it() -> None:
    assert {path.name for path in STORES.iterdir()} == {
        f"format-{form}" for form in range(1, PRESENT + 1)
    }


@pytest.mark.parametrize("form", range(1, PRESENT + 1))
async def test_a_store_of_every_format_is_read_to_the_value(form: int, tmp_path: Path) -> None:
    path = a_golden_store(form, tmp_path)
    told = expected(STORES / f"format-{form}")

    assert await opened_and_read(path) == told
    assert format_of(path) == PRESENT
    assert await opened_and_read(path) == told


@pytest.mark.parametrize("form", range(1, PRESENT + 1))
async def test_a_store_of_every_format_tells_of_a_chain_that_is_emptied_afterwards(
    form: int, tmp_path: Path
) -> None:
    path = a_golden_store(form, tmp_path)
    RowFile(path, GOLDEN).close()
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM audit")
        connection.execute("DELETE FROM heads")
    connection.close()
    store = await open_tiny(path, GOLDEN)

    assert await store.broken_link() == 0
    await store.close()


# A format that renames and drops


def _reshaped(table: str, document: Document) -> Document:
    if table != "drafts":
        return document
    value = json.loads(document["value"])
    value["written_by"] = value.pop("owner")
    del value["fill"]
    return {**document, "value": json.dumps(value)}


NEWER = (*FORMATS, Format(tables=("later",)), Format(change=_reshaped))


@pytest.mark.parametrize("form", range(1, PRESENT + 1))
def test_values_that_a_later_format_shapes_otherwise_are_brought_into_its_shape(
    form: int, tmp_path: Path
) -> None:
    path = a_golden_store(form, tmp_path)
    for _ in range(2):  # once upgraded, then as it is
        file = RowFile(path, GOLDEN, formats=NEWER)
        [draft] = file.tables["drafts"].values()
        file.close()

        value = json.loads(draft["value"])
        assert value["written_by"] == "respondent-of-a-draft"
        assert value.keys().isdisjoint({"owner", "fill"})
        assert file.tables["later"] == {}
        assert len(file.tables["responses"]) == 2
    with pytest.raises(NotAStore, match=f"format {len(NEWER)}"):
        RowFile(path, GOLDEN)


def test_an_upgrade_that_fails_has_changed_nothing(tmp_path: Path) -> None:
    def fails(table: str, document: Document) -> Document:
        if table == "audit":
            raise ZeroDivisionError
        return {**document, "new": 1}

    path = a_golden_store(1, tmp_path)
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError):
        RowFile(path, GOLDEN, formats=(*FORMATS, Format(change=fails)))

    assert format_of(path) == 1
    assert RowFile(path, GOLDEN, formats=FORMATS[:1]).tables["responses"]
    assert len(before) == len(path.read_bytes())


def test_an_older_store_with_another_key_is_left_as_it_is(tmp_path: Path) -> None:
    path = a_golden_store(1, tmp_path)
    before = path.read_bytes()
    with pytest.raises(WrongKey):
        RowFile(path, Keys.fresh())

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_an_older_store_that_is_damaged_is_left_as_it_is_until_told_to_go_on(
    tmp_path: Path,
) -> None:
    path = a_golden_store(1, tmp_path)
    connection = sqlite3.connect(path)
    connection.execute(
        "UPDATE codings SET sealed = x'00' WHERE name = (SELECT min(name) FROM codings)"
    )
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreDamaged) as damaged:
        RowFile(path, GOLDEN)
    assert [one.partition("/")[0] for one in damaged.value.lost] == ["codings"]
    assert path.read_bytes() == before

    recovered = RowFile(path, GOLDEN, recover=True)
    assert len(recovered.tables["codings"]) == 1
    assert recovered.tables["kept"] == {}
    recovered.close()
    assert format_of(path) == PRESENT
