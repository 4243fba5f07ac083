import stat
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from bot.pseudonym import Pseudonyms
from storage.interface import NotAStore
from surveys.survey import Mode
from surveys.values import Respondent, WaveId
from tests.builders import AMINA, BEN, SPRING, SUMMER, a_wave

BEFORE = a_wave(mode=Mode.LINKED, series="training")
AFTER = a_wave(id=SUMMER, mode=Mode.LINKED, series="training")


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "pseudonyms.key"


def test_a_person_is_one_respondent_in_a_wave_and_another_in_the_next(keys: Path) -> None:
    pseudonyms = Pseudonyms(keys)

    spring = pseudonyms.respondent(a_wave(id=SPRING), AMINA)

    assert spring == pseudonyms.respondent(a_wave(id=SPRING), AMINA)
    assert spring != pseudonyms.respondent(a_wave(id=SUMMER), AMINA)
    assert spring != pseudonyms.respondent(a_wave(id=SPRING), BEN)


def test_a_linked_series_keeps_the_respondent(keys: Path) -> None:
    pseudonyms = Pseudonyms(keys)

    assert pseudonyms.respondent(BEFORE, AMINA) == pseudonyms.respondent(AFTER, AMINA)


def test_everyone_a_worker_asks_is_a_respondent_of_their_own(keys: Path) -> None:
    pseudonyms = Pseudonyms(keys)

    first = pseudonyms.respondent(a_wave(), AMINA, "first")

    assert len({first, pseudonyms.respondent(a_wave(), AMINA, "second"), AMINA}) == 3


def test_pseudonyms_survive_a_restart(keys: Path) -> None:
    before = Pseudonyms(keys).respondent(a_wave(), AMINA)

    assert Pseudonyms(keys).respondent(a_wave(), AMINA) == before


def test_nobody_can_be_linked_once_the_key_is_destroyed(keys: Path) -> None:
    pseudonyms = Pseudonyms(keys)
    before = pseudonyms.respondent(a_wave(), AMINA)

    pseudonyms.destroy(a_wave())

    assert pseudonyms.respondent(a_wave(), AMINA) != before
    assert before not in keys.read_text()


def test_the_keys_are_for_their_owner_only(keys: Path) -> None:
    Pseudonyms(keys).respondent(a_wave(), AMINA)

    assert stat.S_IMODE(keys.stat().st_mode) == 0o600


def test_a_file_that_others_may_use_is_refused_and_says_what_to_do(keys: Path) -> None:
    Pseudonyms(keys).respondent(a_wave(), AMINA)
    keys.chmod(0o640)

    with pytest.raises(NotAStore, match="others than its owner may use it: chmod 600 "):
        Pseudonyms(keys)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        '{"wave:x": "not hex"}',
        "[1]",
        '{"wave:x": 1}',
        '{"wave:x": ""}',
        f'{{"wave:x": "{31 * "00"}"}}',
        f'{{"wave:x": "{33 * "00"}"}}',
    ],
)
def test_a_damaged_file_is_said_and_not_begun_anew(keys: Path, content: str) -> None:
    keys.write_text(content)

    with pytest.raises(NotAStore, match="damaged"):
        Pseudonyms(keys)

    assert keys.read_text() == content


def test_two_processes_give_a_person_the_same_pseudonym_and_destroy_for_both(keys: Path) -> None:
    """Each has its own view of the file; a lock is held by a process, so these are real ones."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        found = list(processes.map(_pseudonyms_of_waves, [keys] * 2))
    here, there = Pseudonyms(keys), Pseudonyms(keys)
    before = here.respondent(a_wave(id=WaveId("wave-1")), AMINA)
    there.destroy(a_wave(id=WaveId("wave-1")))

    assert found[0] == found[1]
    assert before == found[0][1]
    assert not here.knows(a_wave(id=WaveId("wave-1")))
    assert here.respondent(a_wave(id=WaveId("wave-2")), AMINA) == found[0][2]


def _pseudonyms_of_waves(keys: Path) -> list[Respondent]:
    pseudonyms = Pseudonyms(keys)
    return [pseudonyms.respondent(a_wave(id=WaveId(f"wave-{one}")), AMINA) for one in range(20)]


def test_a_reference_is_the_same_child_for_one_worker_alone_however_it_is_typed(
    keys: Path,
) -> None:
    pseudonyms = Pseudonyms(keys)

    kite = pseudonyms.referred_by(AMINA, "blue-kite-7")

    assert kite == pseudonyms.referred_by(AMINA, " blue kite 7 ")
    assert kite != pseudonyms.referred_by(BEN, "blue-kite-7")
    assert kite != pseudonyms.referred_by(AMINA, "blue-kite-8")
    assert "kite" not in keys.read_text()


def test_a_worker_stays_who_they_are_when_the_key_of_a_wave_is_destroyed(keys: Path) -> None:
    pseudonyms = Pseudonyms(keys)
    worker = pseudonyms.worker(AMINA)
    pseudonyms.respondent(a_wave(), AMINA)

    pseudonyms.destroy(a_wave())

    assert Pseudonyms(keys).worker(AMINA) == worker != pseudonyms.worker(BEN)
