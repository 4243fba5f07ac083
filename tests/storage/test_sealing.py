"""Nothing is read without its key, in another place, or after it was changed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.interface import WrongKey
from storage.sealing import HEAD_BYTES, Keys, Unreadable, UnusableKeys, load_keys, new_key

KEY = bytes(range(32))
OTHER = bytes(32)
RECORD = b"what somebody said"


def test_a_record_comes_back_in_its_place() -> None:
    keys = Keys({1: KEY})

    assert keys.open(keys.seal(RECORD, b"responses/1"), b"responses/1") == RECORD


@given(st.binary(max_size=200), st.data())
def test_no_part_of_an_envelope_can_be_changed(record: bytes, data: st.DataObject) -> None:
    keys = Keys({1: KEY})
    sealed = bytearray(keys.seal(record, b"place"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises((Unreadable, WrongKey)):
        keys.open(bytes(sealed), b"place")


@pytest.mark.parametrize("length", [0, 1, 14, 15, 16, 40])
def test_a_cut_envelope_is_unreadable(length: int) -> None:
    keys = Keys({1: KEY})
    with pytest.raises(Unreadable):
        keys.open(keys.seal(RECORD, b"place")[:length], b"place")


def test_an_envelope_moved_to_another_place_is_unreadable() -> None:
    keys = Keys({1: KEY})
    with pytest.raises(Unreadable):
        keys.open(keys.seal(RECORD, b"responses/1"), b"responses/2")


def test_the_same_record_never_looks_the_same_twice() -> None:
    keys = Keys({1: KEY})

    assert keys.seal(RECORD, b"place") != keys.seal(RECORD, b"place")


def test_records_that_are_sealed_together_share_no_nonce_and_each_opens_in_its_place_only() -> None:
    keys = Keys({1: KEY})
    places = [f"responses/{number}".encode() for number in range(300)]
    sealed = keys.seal_all([(RECORD, place) for place in places])

    assert len({envelope[3:HEAD_BYTES] for envelope in sealed}) == 300
    assert [keys.open(*both) for both in zip(sealed, places, strict=True)] == [RECORD] * 300
    with pytest.raises(Unreadable):
        keys.open(sealed[0], places[1])


def test_the_newest_key_seals_and_the_older_still_opens() -> None:
    before = Keys({1: KEY}).seal(RECORD, b"place")
    both = Keys({1: KEY, 2: OTHER})

    assert both.open(before, b"place") == RECORD
    with pytest.raises(WrongKey):
        Keys({1: KEY}).open(both.seal(RECORD, b"place"), b"place")


@pytest.mark.parametrize(
    ("by_number", "why"),
    [({}, "no key"), ({0: KEY}, "no key number"), ({65536: KEY}, "no key number"),
     ({1: KEY[:31]}, "31 bytes"), ({1: KEY + b"x"}, "33 bytes")],
)  # fmt: skip
def test_keys_that_cannot_seal_are_refused(by_number: dict[int, bytes], why: str) -> None:
    with pytest.raises(UnusableKeys, match=why):
        Keys(by_number)


def test_keys_never_show_themselves() -> None:
    keys = Keys({1: KEY, 12: OTHER})

    assert str(keys) == "keys 1, 12"
    assert "1f" not in repr(keys)
    assert repr(KEY) not in repr(keys)


def test_a_new_key_file_is_for_its_owner_only_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "store.key"
    keys = new_key(file)

    assert file.stat().st_mode & 0o777 == 0o600
    assert load_keys(file) == keys


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    file = tmp_path / "store.key"
    keys = new_key(file)
    with pytest.raises(UnusableKeys, match="never replaced"):
        new_key(file)

    assert load_keys(file) == keys


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
def test_a_key_file_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "store.key"
    new_key(file)
    file.chmod(mode)
    with pytest.raises(UnusableKeys, match="chmod 600"):
        load_keys(file)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no key"),
        (b"# only a remark\n", "no key"),
        (b"1\n", "line 1"),
        (b"# one\none AAAA\n", "line 2"),
        (b"1 not-base64!\n", "line 1"),
        (b"1 AAAA\n", "3 bytes"),
        (b"\xff\xfe", "not a key file"),
    ],
)
def test_a_wrong_key_file_says_what_is_wrong(tmp_path: Path, content: bytes, why: str) -> None:
    file = tmp_path / "store.key"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(UnusableKeys, match=why) as refused:
        load_keys(file)

    assert refused.value.place == str(file)
    assert "AAAA" not in str(refused.value)


def test_a_missing_key_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnusableKeys, match="does not exist"):
        load_keys(tmp_path / "store.key")
    with pytest.raises(UnusableKeys, match="not a file"):
        load_keys(tmp_path)
