"""Where a store cannot be, and how large it can become."""

import logging
import os
import subprocess
from pathlib import Path

import pytest

from storage.file import RowFile
from storage.interface import NotAStore, StoreFull, StoreTooLarge
from storage.places import network_file_system
from storage.sealing import Keys
from storage.tiny import open_tiny
from surveys.values import WaveId
from tests.builders import DURING, SPRING, a_response, a_survey, a_wave
from tests.storage.small_disk import a_small_disk

SUMMER = WaveId("summer-2026")

MOUNTS = r"""
sysfs /sys sysfs rw,nosuid 0 0
/dev/sda1 / ext4 rw,relatime 0 0
fileserver:/home /home nfs4 rw 0 0
/dev/sdb1 /home/local ext4 rw 0 0
//fileserver/board /mnt/the\040board cifs rw 0 0
fileserver:/old /srv/heard nfs rw 0 0
/dev/sdc1 /srv/heard xfs rw 0 0
pi@fileserver: /media/pi fuse.sshfs rw 0 0
""".lstrip()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/heard/heard.db", None),
        ("/home/heard/heard.db", "nfs4"),
        ("/home", "nfs4"),
        ("/homes/heard.db", None),
        ("/home/local/heard.db", None),
        ("/mnt/the board/heard.db", "cifs"),
        ("/srv/heard/heard.db", None),
        ("/media/pi/not there yet/heard.db", "fuse.sshfs"),
    ],
)
def test_a_network_file_system_is_known_by_where_it_is_mounted(
    path: str, kind: str | None, tmp_path: Path
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS, "utf-8")

    assert network_file_system(Path(path), mounts) == kind


def test_where_nothing_tells_what_is_mounted_nothing_is_refused(tmp_path: Path) -> None:
    assert network_file_system(tmp_path, tmp_path / "no mounts") is None


@pytest.mark.parametrize("begun", [False, True], ids=["new", "begun elsewhere"])
def test_a_store_on_a_network_file_system_is_refused_before_anything_is_written(
    tmp_path: Path, keys: Keys, *, begun: bool
) -> None:
    mounts, folder = tmp_path / "mounts", tmp_path / "share"
    mounts.write_text(f"fileserver:/ {folder} nfs4 rw 0 0\n", "utf-8")
    folder.mkdir()
    if begun:
        RowFile(folder / "heard.db", keys, mounts=tmp_path / "none").close()
    before = [(file.name, file.read_bytes()) for file in folder.iterdir()]
    with pytest.raises(NotAStore, match=r"network file system \(nfs4\)") as refused:
        RowFile(folder / "heard.db", keys, mounts=mounts)

    assert "PostgreSQL" in refused.value.why
    assert [(file.name, file.read_bytes()) for file in folder.iterdir()] == before


@pytest.mark.parametrize("left_over", [False, True], ids=["new", "left by a killed process"])
def test_who_has_the_store_is_told_to_its_owner_alone(
    tmp_path: Path, keys: Keys, *, left_over: bool
) -> None:
    owner = tmp_path / "heard.db-owner"
    if left_over:
        owner.write_text("process 1 on another machine")
        owner.chmod(0o644)
    store = RowFile(tmp_path / "heard.db", keys)
    told, mode = owner.read_text(), owner.stat().st_mode & 0o777
    store.close()

    assert told.startswith(f"process {os.getpid()} on ")
    assert mode == 0o600
    assert not owner.exists()


async def test_a_store_is_not_begun_on_a_full_disk_and_is_once_there_is_room(
    tmp_path: Path, keys: Keys
) -> None:
    with a_small_disk(tmp_path / "disk", 256) as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(240_000))
        with pytest.raises(StoreFull):
            await open_tiny(disk / "heard.db", keys)
        assert list(disk.iterdir()) == [ballast]
        ballast.unlink()
        store = await open_tiny(disk / "heard.db", keys)
        await store.close()


@pytest.mark.parametrize("begun", [False, True], ids=["new", "begun before"])
async def test_a_store_on_a_disk_that_can_only_be_read_is_refused_and_left_as_it_is(
    tmp_path: Path, keys: Keys, *, begun: bool
) -> None:
    with a_small_disk(tmp_path / "disk", 512) as disk:
        if begun:
            await (await open_tiny(disk / "heard.db", keys)).close()
        before = [(file.name, file.read_bytes()) for file in disk.iterdir()]
        read_only = ["/bin/mount", "-o", "remount,ro", str(disk)]
        subprocess.run(read_only, check=True)  # noqa: ASYNC221, S603 - fixed words and our folder
        with pytest.raises(NotAStore, match=r"cannot be (written|used)"):
            await open_tiny(disk / "heard.db", keys)

        assert [(file.name, file.read_bytes()) for file in disk.iterdir()] == before


# Size


async def test_a_full_store_opens_no_new_wave_and_goes_on_with_those_it_has(
    tmp_path: Path, keys: Keys
) -> None:
    store = await open_tiny(tmp_path / "heard.db", keys, most=2)
    await store.open_wave(a_wave(), a_survey(), [], [])
    await store.accept(a_response(), participant=None, outbox=[])
    await store.open_wave(a_wave(id=SUMMER), a_survey(), [], [])
    await store.accept(a_response(), participant=None, outbox=[])
    autumn = a_wave(id=WaveId("autumn-2026"))
    with pytest.raises(StoreTooLarge) as refused:
        await store.open_wave(autumn, a_survey(), [], [])
    with pytest.raises(StoreTooLarge):
        await store.accept_all(autumn, a_survey(), [a_response(wave=autumn.id)])

    assert (refused.value.responses, refused.value.most) == (2, 2)
    assert {wave.id for wave in await store.waves()} == {SPRING, SUMMER}
    await store.open_wave(a_wave(), a_survey(), [], [])
    assert await store.accept(a_response(), participant=None, outbox=[]) == "kept"
    counts = await store.counted("words-1", DURING)
    assert (counts.responses, counts.most) == (3, 2)
    await store.close()


@pytest.mark.parametrize(("responses", "warned"), [(2, False), (3, True)])
async def test_a_large_store_says_so_when_it_is_opened(
    tmp_path: Path, keys: Keys, caplog: pytest.LogCaptureFixture, responses: int, *, warned: bool
) -> None:
    store = await open_tiny(tmp_path / "heard.db", keys)
    await store.accept_all(a_wave(), a_survey(), [a_response() for _ in range(responses)])
    await store.close()
    with caplog.at_level(logging.WARNING):
        store = await open_tiny(tmp_path / "heard.db", keys, comfortable=3)
    await store.close()

    assert ("the store has 3 responses" in caplog.text) is warned
