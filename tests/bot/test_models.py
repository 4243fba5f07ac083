"""Which model reads: this board's own where it is whole, and else the one that comes with Heard."""

import gzip
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.deep.file import deep_from, written
from analysis.reading.codebook import library_codebook
from analysis.reading.labelled import FOLDER
from analysis.reading.learning import learned_sentiment
from analysis.reading.light import shipped_engine
from analysis.signals import read_or_flag
from analysis.signals.deep.beside import KIND as NET
from bot.reading.models import DEEP, Models
from tests.coded import plain_comments
from tests.transformers import net_transformer, transformer

ROOT = Path(__file__).parents[2]
FILE = "sentiment.jsonl.gz"
OWN = learned_sentiment(plain_comments(("boats", "dinghy"), many=3)).content
SAYS = transformer({"zzyzx": {"whole positive": 60.0}})
TRANSFORMER = written(SAYS)
NEWER = written(SAYS._replace(words=SAYS.words.replace('"WordLevel"', '"OfTheFuture"')))
NET_TRANSFORMER = written(net_transformer({"zzyzx": 4000.0, "lorry": -4000.0}))
FOR_ANOTHER_NET = written(net_transformer({}, {"net": "another"}))
ORDINARY = "The room was warm and the staff were friendly."
WITHOUT_LINES = written(transformer({}, ["timeliness"])._replace(drawn={}))
SHIPPED = shipped_engine().version(library_codebook())
OTHER_VERSION = gzip.compress(
    gzip.decompress((FOLDER / FILE).read_bytes()).replace(b'"heard": 1', b'"heard": 2', 1)
)


def version(models: Models) -> str:
    return models.refresh().version(library_codebook())


def test_without_a_file_the_shipped_models_read(tmp_path: Path) -> None:
    models = Models(tmp_path / "models")

    assert version(models) == version(Models()) == SHIPPED
    assert models.refused() == ()
    assert all("comes with Heard" in line for line in models.lines())


def test_a_models_file_is_found_by_every_process_and_missed_when_it_is_gone(
    tmp_path: Path,
) -> None:
    here, there = Models(tmp_path / "models"), Models(tmp_path / "models")
    assert version(here) == SHIPPED

    there.put(FILE, OWN)
    own = version(here)
    assert own == version(there) != SHIPPED
    assert "this board's own model" in here.lines()[0]
    assert here.in_use() == {"sentiment": OWN}

    here.file("sentiment").unlink()
    assert version(here) == version(there) == SHIPPED


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (OWN[:-200], "damaged"),
        (b"", "damaged"),
        (OTHER_VERSION, "another version"),
        ((FOLDER / "themes.jsonl.gz").read_bytes(), "a model for themes"),
    ],
)
def test_a_file_that_is_not_whole_is_refused_and_the_shipped_one_reads(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    models = Models(tmp_path)
    models.put(FILE, content)

    assert version(models) == SHIPPED
    [line] = models.refused()
    assert reason in line
    assert "heard learn sentiment --from corrections" in line
    assert models.in_use() == {}


def test_only_the_owner_may_read_what_words_of_people_are_in(tmp_path: Path) -> None:
    Models(tmp_path / "models").put(FILE, OWN)

    assert stat.S_IMODE((tmp_path / "models").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "models" / FILE).stat().st_mode) == 0o600


def test_a_transformer_reads_beside_whichever_models_read(tmp_path: Path) -> None:
    here, there = Models(tmp_path), Models(tmp_path)
    there.put(DEEP, TRANSFORMER)

    shipped = version(here)
    there.put(FILE, OWN)
    own = version(here)

    assert shipped.startswith("deep 1 ")
    assert own.startswith("deep 1 ")
    assert own != shipped
    assert "transformer" in here.lines()[-1]
    assert here.in_use() == {"sentiment": OWN}

    (tmp_path / DEEP).unlink()
    assert version(here) == version(there)
    assert version(here).startswith("light 1, ")


@pytest.mark.parametrize("content", [TRANSFORMER[:-200], b"", OWN, NEWER, WITHOUT_LINES])
def test_a_transformer_that_is_not_whole_is_refused_and_the_light_engine_reads_alone(
    tmp_path: Path, content: bytes
) -> None:
    models = Models(tmp_path)
    models.put(DEEP, content)

    assert version(models) == SHIPPED
    [line] = models.refused()
    assert "the model is damaged" in line
    assert "heard learn sentiment --engine deep" in line


def test_a_transformer_for_the_net_reads_beside_it_in_every_process_until_it_is_gone(
    tmp_path: Path,
) -> None:
    here, there = Models(tmp_path), Models(tmp_path)
    text = f"{ORDINARY} A zzyzx."
    assert here.net(text) == there.net(text) == read_or_flag(text)

    there.put(NET.file, NET_TRANSFORMER)
    here.refresh()
    made = deep_from(NET_TRANSFORMER, NET).version
    assert here.net(text).flagged
    assert here.net(text).version == f"{read_or_flag(text).version} with {made}"
    assert here.lines()[-1] == f"Beside the net reads a transformer, version {made}."
    assert version(here) == SHIPPED
    assert here.net("My stepdad hits me, a lorry.").flagged

    (tmp_path / NET.file).unlink()
    here.refresh()
    assert here.net(text) == read_or_flag(text)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (NET_TRANSFORMER[:-200], "damaged"),
        (b"", "damaged"),
        (TRANSFORMER, "one that reads for something else"),
        (FOR_ANOTHER_NET, "judged beside another net"),
    ],
)
def test_a_transformer_for_the_net_that_is_not_whole_is_refused_and_the_light_net_reads_alone(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    models = Models(tmp_path)
    models.put(NET.file, content)

    assert models.net(ORDINARY) == read_or_flag(ORDINARY)
    [line] = models.refused()
    assert reason in line
    assert "heard learn signals --engine deep. Until then the light net reads alone." in line


def test_without_the_packages_that_run_it_a_transformer_is_named_and_left(tmp_path: Path) -> None:
    Models(tmp_path).put(DEEP, TRANSFORMER)
    Models(tmp_path).put(NET.file, NET_TRANSFORMER)
    program = (
        "import sys; sys.modules['tokenizers'] = None\n"  # as where it is not installed
        "from pathlib import Path\n"
        "from analysis.reading.codebook import library_codebook\n"
        "from bot.reading.models import Models\n"
        "models = Models(Path(sys.argv[1]))\n"
        "print(models.refresh().version(library_codebook()), *models.refused(), sep='\\n')"
    )
    ran = subprocess.run(  # noqa: S603 - our own lines
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    reads, *refused = ran.stdout.splitlines()
    assert reads == SHIPPED
    assert [
        f"{name}: reading with it" in line
        for name, line in zip((DEEP, NET.file), refused, strict=True)
    ] == [True, True]
    assert all("pip install 'heard[deep]'" in line for line in refused)
